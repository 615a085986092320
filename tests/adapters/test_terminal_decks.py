"""Decks that somebody at a terminal hands over from their disk and takes away to it."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.terminal.files import handed, save
from bot.errors import FileMissing, FileTooLarge, FileUnwritable, NotAFile, StudybotError
from bot.invocations import Upload, read
from tests.adapters.seat import Seat, seat

BIRDS = """\
# Birds

## What sings at night?

- [x] The nightingale
- [ ] The crow
"""


@pytest.fixture
async def ana(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Seat]:
    """Ana, who began the bot in a folder with notes on birds."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "my birds.md").write_text(BIRDS)
    monkeypatch.chdir(folder)
    async with seat(tmp_path) as taken:
        yield taken


async def test_notes_come_and_go(ana: Seat, tmp_path: Path) -> None:
    """Added by their path, changed, asked, taken away, removed: the whole way."""
    said = await ana.say('/deck add "my birds.md"')
    assert said.startswith("only you: Added as “my birds”, for this space alone.\nBirds  ")
    assert "1 card, all with an objective question\n" in said

    place = tmp_path / "here"
    (place / "my birds.md").write_text(BIRDS + "\n## What swims?\nThe penguin.\n")
    said = await ana.say('/deck add "my birds.md"')
    assert "“my birds” is updated: 1 card new, 1 as before.\n" in said
    assert "Birds" in await ana.say('/quiz "my birds"')

    await ana.say("/deck export my")
    assert (place / "my-birds.md").read_text() == (place / "my birds.md").read_text()
    said = unwrapped(await ana.say("/deck export my"))
    assert said.startswith("only you: Birds, 2 cards, is in ")
    assert said.endswith("my-birds-2.md.")

    said = await ana.say('/deck remove "my birds"')
    assert "only you: “my birds” is removed: nothing is asked from it any more.\n" in said
    assert "my birds" not in await ana.say("/deck list")


async def test_a_file_that_is_not_there(ana: Seat) -> None:
    """Is told of, and nothing else happens."""
    assert await ana.say("/deck add gone.md") == (
        "only you: There is no file gone.md. Check its name and folder.\n"
    )
    assert "a file whose name ends in .md" in unwrapped(await ana.say("/deck add x.pdf"))


def unwrapped(said: str) -> str:
    """What was printed as one line."""
    return " ".join(said.split())


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("large.md", FileTooLarge),
        ("folder.md", NotAFile),
        ("large.md/x.md", FileMissing),
        ("a\0b.md", FileMissing),
        ("~nobody-of-this-name/x.md", FileMissing),
    ],
)
def test_what_is_no_file_of_notes(tmp_path: Path, name: str, error: type[StudybotError]) -> None:
    """Is refused before much of it is read."""
    (tmp_path / "large.md").write_bytes(b"x" * 1_000_001)
    (tmp_path / "folder.md").mkdir()
    path = name if name.startswith("~") else f"{tmp_path}/{name}"
    with pytest.raises(error):
        handed(read(f'/deck add "{path}"'))


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody may ever write into it."""
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(NotAFile):
        handed(read(f"/deck add {tmp_path}/pipe.md"))


def test_the_file_itself_is_handed_over(tmp_path: Path) -> None:
    """Under its own name, byte by byte; a command without a file stays as it is."""
    (tmp_path / "a.md").write_bytes(b"\xff\r\n")
    given = handed(read(f"/deck add {tmp_path}/a.md name:B"))
    assert given.upload("file") == Upload("a.md", b"\xff\r\n")
    assert given.word("name") == "B"
    assert handed(read("/deck list")) == read("/deck list")


def test_no_file_is_written_over(tmp_path: Path) -> None:
    """What is there stays, whatever it is."""
    (tmp_path / "a.md").mkdir()
    (tmp_path / "a-2.md").symlink_to(tmp_path / "elsewhere")
    assert save("a.md", b"x", tmp_path) == tmp_path / "a-3.md"
    assert not (tmp_path / "elsewhere").exists()
    with pytest.raises(FileUnwritable):
        save("a.md", b"x", tmp_path / "gone")


def test_a_file_that_cannot_be_written_whole_is_not_left(tmp_path: Path) -> None:
    """So that the next try has its name; what else is in the folder stays."""
    resource = pytest.importorskip("resource")
    (tmp_path / "a.md").write_bytes(b"another")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        for size in (11, 100_000):  # with a buffer and past it
            with pytest.raises(FileUnwritable):
                save("a.md", b"x" * size, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [one.name for one in tmp_path.iterdir()] == ["a.md"]
    assert save("a.md", b"x" * 100_000, tmp_path) == tmp_path / "a-2.md"
