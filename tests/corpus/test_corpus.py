"""What ``make corpus`` prints holds: the questions of real files are found, and their keys."""

import pytest

from tests.corpus.counting import HOME, counted

MOST, FEWEST = 0.99, 0.01


@pytest.mark.skipif(
    not (HOME / "INDEX.tsv").is_file(), reason="the files lie beside the repository"
)
def test_the_questions_of_real_files_are_found() -> None:
    """At least 99 % are found, at most 1 % invented, and every key is right."""
    files = counted(HOME)
    expected = sum(one.expected for one in files)
    missed = sum(len(one.missed) for one in files)
    invented = sum(len(one.invented) for one in files)

    assert expected - missed >= MOST * expected
    assert invented <= FEWEST * expected
    assert {one.name: one.wrong_keys for one in files if one.wrong_keys} == {}
