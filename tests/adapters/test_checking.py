import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import app

GOOD = "# Cells\n\n## 1. What is a cell?\n\nThe smallest unit of life.\n"
UNANSWERED = "# Organs\n\n## 1. What is a liver?\n\n## 2. What is a heart?\n\nA pump.\n"
LOST = "# Lost\n\nNo question here.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder with notes in it, below it, and hidden from it."""
    folder = tmp_path / "notes"
    for name, text in {
        "b.md": UNANSWERED,
        "a.md": GOOD,
        "week 1/c.md": LOST,
        ".hidden.md": LOST,
        ".git/d.md": LOST,
        "readme.txt": LOST,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def checked(*words: object) -> Result:
    """``studybot check``, run in this process."""
    return CliRunner().invoke(app, ["check", *map(str, words)])


def test_a_folder_is_looked_through_with_what_is_below_it(notes: Path) -> None:
    """As the bot does with its content folder; a file is known by its path from here."""
    decks = json.loads(checked("--json", notes).stdout)["decks"]

    assert [deck["path"] for deck in decks] == [
        str(notes / name) for name in ("a.md", "b.md", "week 1/c.md")
    ]
    assert decks[0]["cards"][0]["prompt"] == "What is a cell?"


def test_files_and_folders_are_looked_through_in_their_order(notes: Path, tmp_path: Path) -> None:
    """One after the other, as they were given."""
    alone = tmp_path / "alone.md"
    alone.write_text(GOOD, encoding="utf-8")

    decks = json.loads(checked("--json", notes / "week 1", alone, notes / "a.md").stdout)["decks"]
    assert [Path(deck["path"]).name for deck in decks] == ["c.md", "alone.md", "a.md"]


def test_several_files_are_summed_up(notes: Path) -> None:
    """A line for each in the order of the files, and one for all of them."""
    result = checked(notes)
    table = result.stdout.split("\n\n")[-1].splitlines()

    assert result.exit_code == 1
    assert [line.split(maxsplit=4) for line in table] == [
        ["cards", "objective", "errors", "warnings", "file"],
        ["1", "0", "0", "0", str(notes / "a.md")],
        ["1", "0", "0", "1", str(notes / "b.md")],
        ["0", "0", "1", "0", str(notes / "week 1" / "c.md")],
        ["2", "0", "1", "1", "3 files"],
    ]


def test_one_file_needs_no_table(notes: Path) -> None:
    """What it came to stands below its findings."""
    said = checked(notes / "week 1").stdout.splitlines()

    assert said[-1] == "No cards, 1 error."
    assert not any(line.startswith("cards") for line in said)


def test_what_cannot_be_read_is_named_and_counted(notes: Path) -> None:
    """The exit code says so even where errors were found too; the others are looked through."""
    (notes / "picture.md").write_bytes(b"\x89PNG")
    (notes / "out.md").symlink_to(notes.parent)

    result = checked(notes)

    assert result.exit_code == 2
    assert "3 files" in result.stdout
    assert "picture.md" in result.stderr
    assert "it is a link out of the folder" in result.stderr
    assert result.stderr.splitlines()[-1] == "2 files could not be read; the reasons stand above."


def test_a_folder_without_notes_is_no_success(tmp_path: Path) -> None:
    """Whoever misspells a folder's name in a script is told."""
    result = checked(tmp_path)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"No file in {tmp_path} ends in .md")


def test_a_file_with_a_strange_name_does_no_harm(tmp_path: Path) -> None:
    """What a terminal would obey is left out, of findings and of what cannot be read."""
    (tmp_path / "a\x07\x1b]0;t.md").write_text(LOST, encoding="utf-8")
    (tmp_path / "b\x07\x1b]0;t.md").write_bytes(b"%PDF-1.7")

    result = checked(tmp_path)

    assert "a]0;t.md:1: error" in result.stdout
    assert "b]0;t.md is not text" in result.stderr
    assert not {"\x07", "\x1b"} & set(result.stdout + result.stderr)


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (UNANSWERED, 0), (LOST, 1)])
def test_only_errors_fail(tmp_path: Path, text: str, code: int) -> None:
    """A warning is no reason to stop a script."""
    path = tmp_path / "notes.md"
    path.write_text(text, encoding="utf-8")

    assert checked(path).exit_code == checked("--json", path).exit_code == code


@pytest.mark.parametrize(("amount", "shown"), [(6, 6), (7, 5), (40, 5)])
def test_findings_that_are_alike_are_shown_five_times(
    tmp_path: Path, amount: int, shown: int
) -> None:
    """Of the others the lines are enough, at most twenty; JSON has them all."""
    path = tmp_path / "notes.md"
    questions = "".join(f"## {n}. What is thing {n}?\n" for n in range(amount))
    path.write_text(f"{questions}## What is the last?\nA thing.\n", encoding="utf-8")
    said = checked(path).stdout
    (deck,) = json.loads(checked("--json", path).stdout)["decks"]

    assert sum(found["code"] == "unanswered" for found in deck["findings"]) == amount
    assert said.count("[unanswered]\n") == shown
    left = re.search(r"(\d+) more \[unanswered\] in lines (.*)", said)
    if amount == shown:
        assert left is None
    else:
        assert left is not None
        assert int(left[1]) == amount - shown
        assert left[2].startswith("6, 7")
        assert left[2].count(",") == min(amount - shown - 1, 20)
        assert left[2].endswith("…") == (amount == 40)


@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_shows_colours_unless_told_not_to(notes: Path, *, colour: bool) -> None:
    """Each finding begins with its place and is wrapped; NO_COLOR is obeyed."""
    wanted = {"TERM": "xterm-256color", "COLUMNS": "80", **({} if colour else {"NO_COLOR": "1"})}
    said = _in_a_terminal({**_without("NO_COLOR"), **wanted}, notes, "b.md", "week 1")
    lines = re.sub(r"\x1b\[[0-9;]*m", "", said).splitlines()

    assert ("b.md:3: \x1b[33mwarning" in said) == colour
    assert bool(re.search(r"\x1b\[[0-9;]*3[1-7]", said)) == colour
    place = lines.index("b.md:3: warning [unanswered]")
    assert lines[place + 1 : place + 4] == [
        "    ## 1. What is a liver?",
        "    The question “What is a liver?” has no answer, so no card was made of it.",
        "    Write the answer below the question.",
    ]


def test_a_terminal_that_can_do_nothing_gets_plain_lines(notes: Path) -> None:
    """As a pipe gets them."""
    said = _in_a_terminal({**_without("NO_COLOR"), "TERM": "dumb"}, notes, "b.md")

    assert "\x1b" not in said
    assert ":3: warning: The question" in said


def _without(name: str) -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != name}


def _in_a_terminal(env: dict[str, str], folder: Path, *paths: str) -> str:
    """What ``studybot check`` writes to a terminal that stands in ``folder``."""
    ours, its = pty.openpty()
    words = [sys.executable, "-m", "adapters", "check", *paths]
    with subprocess.Popen(words, stdin=its, stdout=its, env=env, cwd=folder) as running:  # noqa: S603
        os.close(its)
        said = b""
        try:
            while piece := os.read(ours, 65536):
                said += piece
        except OSError:  # how Linux says that the last one has closed it
            pass
        finally:
            os.close(ours)
    assert running.returncode in {0, 1}
    return said.decode().replace("\r\n", "\n")
