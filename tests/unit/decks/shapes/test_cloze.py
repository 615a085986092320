"""Sentences with blanks."""

import pytest

from tests.unit.decks.shapes.said import deck, pairs


@pytest.mark.parametrize(
    "notes",
    [
        "C: Tea is [hot].\n",
        "Tea is ==hot==.\n",
        "Tea is {{c1::hot}}.\n",
        "Tea is {{c1::hot::warm or cold}}.\n",
        "- Tea is ==hot==.\n",
    ],
)
def test_a_blank_is_asked_for(notes: str) -> None:
    """The answer is the sentence."""
    assert pairs(notes) == [("Tea is […].", "Tea is hot.")]


def test_several_blanks_are_one_card() -> None:
    """All of them are left out at once."""
    assert pairs("{{c1::Tea}} is {{c2::hot}}.\n") == [("[…] is […].", "Tea is hot.")]


@pytest.mark.parametrize(
    "notes",
    ["a == b and c == d\n", "`==x==`\n", "x === y\n", "{{ user.name }}\n", "[a] and [b](c)\n"],
)
def test_signs_of_code_are_no_blanks(notes: str) -> None:
    """Comparisons and templates leave nothing out."""
    assert deck(notes).cards == ()
