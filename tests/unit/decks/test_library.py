import os
from pathlib import Path

import pytest

from bot.decks.library import LARGEST, folder, load
from bot.errors import (
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    NotAFile,
    NotText,
    StudybotError,
)

DECK = "# T\n## 1. A?\na\n"


def test_a_file_gives_its_deck(tmp_path: Path) -> None:
    """The deck is known by the file's name."""
    path = tmp_path / "My notes.md"
    path.write_text(DECK)
    found = load(path)

    assert (found.id, found.title, found.source) == ("my-notes", "T", "My notes.md")


@pytest.mark.parametrize("name", ["none.md", "none/none.md", "a\0b.md", "notes.md/x.md"])
def test_a_missing_file_is_told(tmp_path: Path, name: str) -> None:
    """No path, no deck, and no traceback."""
    (tmp_path / "notes.md").write_text(DECK)

    with pytest.raises(FileMissing):
        load(tmp_path / name)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder has a name like a file and is none."""
    with pytest.raises(NotAFile):
        load(tmp_path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no devices as files")
def test_a_device_is_no_file() -> None:
    """What never ends is not even begun."""
    with pytest.raises(NotAFile):
        load(Path("/dev/zero"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_forbidden_file_is_told(tmp_path: Path) -> None:
    """The system's reason is passed on."""
    path = tmp_path / "notes.md"
    path.write_text(DECK)
    path.chmod(0)

    with pytest.raises(FileUnreadable) as told:
        load(path)

    assert told.value.reason


def test_too_long_a_name_is_told(tmp_path: Path) -> None:
    """Whatever else the system says is a reason."""
    with pytest.raises(FileUnreadable):
        load(tmp_path / ("x" * 5000))


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    """One byte more is too much, and is not read."""
    path = tmp_path / "notes.md"
    path.write_bytes(b"")
    os.truncate(path, LARGEST + 1)

    with pytest.raises(FileTooLarge) as told:
        load(path)

    assert (told.value.size, told.value.limit) == (LARGEST + 1, LARGEST)


def test_a_folder_gives_its_decks_beside_its_problems(tmp_path: Path) -> None:
    """One broken file never hides the good ones."""
    (tmp_path / "b.md").write_text(DECK)
    (tmp_path / "a.md").write_text(DECK)
    (tmp_path / "broken.md").write_bytes(b"%PDF-1.7")
    (tmp_path / "readme.txt").write_text(DECK)
    (tmp_path / ".hidden.md").write_text(DECK)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.md").write_text(DECK)
    found = folder(tmp_path)

    assert [deck.source for deck in found.decks] == ["a.md", "b.md"]
    assert [type(problem) for problem in found.problems] == [NotText]


def test_subfolders_are_entered(tmp_path: Path) -> None:
    """A deck below is known by its path, which its id follows."""
    (tmp_path / "week 1").mkdir()
    (tmp_path / "week 1" / "notes.md").write_text(DECK)
    (tmp_path / "notes.md").write_text(DECK)

    assert [(deck.source, deck.id) for deck in folder(tmp_path).decks] == [
        ("notes.md", "notes"),
        ("week 1/notes.md", "week-1-notes"),
    ]


def test_files_of_one_name_are_told_apart_for_good(tmp_path: Path) -> None:
    """The file that spells the id keeps it; the others have the same mark in any company."""
    for name in ("a b.md", "a-b.md", "A_B.md"):
        (tmp_path / name).write_text(DECK)
    three = {deck.source: deck.id for deck in folder(tmp_path).decks}
    (tmp_path / "A_B.md").unlink()
    two = {deck.source: deck.id for deck in folder(tmp_path).decks}

    assert three["a-b.md"] == "a-b"
    assert len(set(three.values())) == 3
    assert two.items() <= three.items()


def test_links_may_not_lead_out(tmp_path: Path) -> None:
    """A folder of notes shows no other files; links within it are as good as files."""
    inside, outside = tmp_path / "content", tmp_path / "secret.md"
    inside.mkdir()
    outside.write_text(DECK)
    (inside / "real.md").write_text(DECK)
    (inside / "link.md").symlink_to("real.md")
    (inside / "out.md").symlink_to(outside)
    (inside / "dir").symlink_to(tmp_path)
    (inside / "circle.md").symlink_to("circle.md")
    found = folder(inside)

    assert [deck.source for deck in found.decks] == ["link.md", "real.md"]
    assert sorted(type(problem).__name__ for problem in found.problems) == [
        "FileUnreadable",
        "FileUnreadable",
        "FileUnreadable",
    ]


@pytest.mark.parametrize(("name", "error"), [("none", FileMissing), ("pipe", NotAFile)])
@pytest.mark.skipif(os.name == "nt", reason="pipes have no names there")
def test_a_folder_has_to_be_one(tmp_path: Path, name: str, error: type[StudybotError]) -> None:
    """A wrong content folder is told as what it is."""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(error):
        folder(tmp_path / name)


def test_one_file_is_a_library(tmp_path: Path) -> None:
    """Whatever it is called, and however many stand beside it."""
    (tmp_path / "cells.txt").write_text(DECK)
    (tmp_path / "atoms.md").write_text(DECK)

    assert [deck.source for deck in folder(tmp_path / "cells.txt").decks] == ["cells.txt"]


def test_a_volume_of_links_is_read(tmp_path: Path) -> None:
    """As Kubernetes shows a config map: files and folders are links into what has a leading dot."""
    version = tmp_path / "..2026_11_23"
    (version / "week").mkdir(parents=True)
    (version / "a.md").write_text(DECK)
    (version / "week" / "b.md").write_text(DECK)
    (version / "week" / "back").symlink_to(version / "week")
    (tmp_path / "..data").symlink_to(version.name)
    (tmp_path / "a.md").symlink_to("..data/a.md")
    (tmp_path / "week").symlink_to("..data/week")
    found = folder(tmp_path)

    assert ([deck.source for deck in found.decks], found.problems) == (["a.md", "week/b.md"], ())


def test_an_empty_folder_is_an_empty_library(tmp_path: Path) -> None:
    """Nothing is no problem of a file."""
    found = folder(tmp_path)

    assert (found.decks, found.problems) == ((), ())
