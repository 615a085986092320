"""Pictures beside decks: found where the author put them, and nothing else of the machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decks import pictures
from bot.decks.beside import LARGEST, Pictures
from bot.decks.library import folder, load
from bot.model import Deck
from bot.richtext import Image, inlines

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
GIF = b"GIF89a" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
WEBP = b"RIFF\x10\0\0\0WEBP" + b"\0" * 20


def deck(notes: Path, address: str, name: str = "notes.md") -> Deck:
    """The deck of a file that shows this picture in an answer."""
    file = notes / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"# Nets\n\n## What is a net?\n\nSee ![a net]({address}).\n", "utf-8")
    return next(one for one in folder(notes).decks if one.source == name)


def image(found: Deck) -> Image:
    """The only picture of the deck."""
    return next(one for one in inlines(found.cards[0].answer) if isinstance(one, Image))


def codes(found: Deck) -> list[str]:
    """What was found, by its code."""
    return [finding.code for finding in found.findings]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of notes with a picture in it, and a picture outside."""
    (tmp_path / "outside.png").write_bytes(PNG)
    top = tmp_path / "notes"
    (top / "images").mkdir(parents=True)
    (top / "images" / "net.png").write_bytes(PNG)
    return top


@pytest.mark.parametrize(
    "address",
    [
        "images/net.png",
        "./images/net.png",
        "images/./net.png",
        "images/net.png?raw=true",
        "images/net.png#half",
        "%69mages/net.png",
    ],
)
def test_a_picture_beside_the_deck_is_found(notes: Path, address: str) -> None:
    """By the path from the deck's folder, as Markdown addresses are written."""
    found = deck(notes, address)
    assert image(found).file == "images/net.png"
    assert not codes(found)
    assert Pictures(notes).read("images/net.png") == PNG


def test_a_name_of_any_letters_is_found(notes: Path) -> None:
    """Markdown escapes spaces and letters beyond ASCII, which the file's name has not."""
    (notes / "größtes Netz.png").write_bytes(PNG)
    assert image(deck(notes, "<größtes Netz.png>")).file == "größtes Netz.png"


def test_a_deck_further_down_has_pictures_of_its_own(notes: Path) -> None:
    """The address counts from the deck's folder, and the file from the folder of all decks."""
    (notes / "week1").mkdir()
    (notes / "week1" / "net.gif").write_bytes(GIF)
    found = deck(notes, "net.gif", "week1/notes.md")
    assert image(found).file == "week1/net.gif"
    assert Pictures(notes).read("week1/net.gif") == GIF


def test_a_single_file_has_its_folder(notes: Path) -> None:
    """As for the decks of a folder."""
    deck(notes, "images/net.png")
    found = load(notes / "notes.md")
    assert image(found).file == "images/net.png"
    assert Pictures(notes / "notes.md").read(image(found).file) == PNG


@pytest.mark.parametrize(
    "address",
    [
        "../outside.png",
        "images/../../outside.png",
        "images/../images/net.png",
        "%2e%2e/outside.png",
        "..%2Foutside.png",
        "..%5Coutside.png",
        "/etc/hostname.png",
        "%2Fetc/x.png",
        "C:/x.png",
        "c%3A/x.png",
        "images%00/net.png",
        "images//net.png",
        "images/net.png%0A",
        ".git/x.png",
        "images/.hidden.png",
        "%ff.png",
        "a/" * 30 + "x.png",
        "x" * 600 + ".png",
    ],
)
def test_no_address_leads_out_of_the_folder(notes: Path, address: str) -> None:
    """Whatever it is written like; the author is told."""
    found = deck(notes, address)
    assert image(found).file == ""
    assert codes(found) == ["missing-picture"]
    assert "not in the folder" in found.findings[0].message


@pytest.mark.parametrize(
    "file",
    [
        "../outside.png",
        "/etc/passwd",
        "images/../../outside.png",
        "",
        ".",
        "a\0b",
        "images\\net.png",
    ],
)
def test_what_a_round_remembers_leads_nowhere_else_either(notes: Path, file: str) -> None:
    """A path is judged again when its file is read."""
    assert Pictures(notes).read(file) is None


def test_a_link_out_of_the_folder_shows_nothing(notes: Path) -> None:
    """Neither of a file nor of a folder; within the folder links may lead anywhere."""
    (notes / "out.png").symlink_to(notes.parent / "outside.png")
    (notes / "up").symlink_to(notes.parent)
    (notes / "in.png").symlink_to(notes / "images" / "net.png")
    for address in ("out.png", "up/outside.png"):
        assert "not in the folder" in deck(notes, address).findings[0].message
        assert Pictures(notes).read(address) is None
    assert image(deck(notes, "in.png")).file == "in.png"
    assert Pictures(notes).read("in.png") == PNG


def test_a_link_that_is_turned_later_shows_nothing(notes: Path) -> None:
    """Where it leads is looked at whenever it is read."""
    (notes / "in.png").symlink_to(notes / "images" / "net.png")
    assert image(deck(notes, "in.png")).file
    (notes / "in.png").unlink()
    (notes / "in.png").symlink_to(notes.parent / "outside.png")
    assert Pictures(notes).read("in.png") is None


def test_what_is_no_picture_is_not_shown(notes: Path) -> None:
    """Its beginning tells, whatever it is called: other files must not leak."""
    (notes / "secret.png").write_text("DISCORD_TOKEN=abc", "utf-8")
    (notes / "drawing.svg").write_text("<svg/>", "utf-8")
    (notes / "empty.png").write_bytes(b"")
    (notes / "folder.png").mkdir()
    os.mkfifo(notes / "pipe.png")
    for name in ("secret.png", "drawing.svg", "empty.png", "folder.png", "pipe.png"):
        found = deck(notes, name)
        assert image(found).file == ""
        assert codes(found) == ["missing-picture"]
        assert Pictures(notes).read(name) is None


def test_the_beginning_tells_a_picture(notes: Path) -> None:
    """Of each kind that chats show."""
    for name, data in (("a.png", PNG), ("b.jpg", JPEG), ("c.gif", GIF), ("d.webp", WEBP)):
        (notes / name).write_bytes(data)
        assert Pictures(notes).read(name) == data
        assert image(deck(notes, name)).file == name


def test_a_picture_that_is_too_large_is_not_shown(notes: Path) -> None:
    """And the author is told how large it may be."""
    with (notes / "large.png").open("wb") as file:
        file.write(PNG)
        file.truncate(LARGEST + 1)
    found = deck(notes, "large.png")
    assert found.findings[0].message.endswith("it has more than 5 MB.")
    assert Pictures(notes).read("large.png") is None


def test_a_picture_that_is_missing_is_a_finding_at_its_card(notes: Path) -> None:
    """With the name as it was written."""
    (found,) = deck(notes, "nets.png").findings
    assert (found.line, found.code) == (3, "missing-picture")
    assert found.message.startswith("The picture “nets.png” cannot be shown: there is no such file")


@pytest.mark.parametrize(
    "address", ["https://e.org/x.png", "http://e.org/x.png", "//e.org/x.png", "mailto:x@e.org"]
)
def test_what_is_elsewhere_is_no_finding(notes: Path, address: str) -> None:
    """It is looked for by whoever shows it."""
    found = deck(notes, address)
    assert image(found).file == ""
    assert not codes(found)


@given(st.text(max_size=60))
def test_no_path_leaves_its_folder(source: str) -> None:
    """Whatever an address says, its path has no part that leads up or hides."""
    if found := pictures.path(source):
        assert pictures.is_within(found)
        assert not os.path.isabs(found)  # noqa: PTH117 - as the system sees it
        assert os.path.normpath(found) == found.rstrip("/")
        assert not {"..", "."} & set(found.split("/"))
