"""The process in which strangers' notes are read."""

import os
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.box import Box, Job, Limits
from bot.box.inside import mark
from bot.decks.parsing import parse
from bot.decks.remembering import remembered
from bot.errors import NotText, TookTooLong, TooManyCards
from bot.model import DeckId
from bot.questions.making import Maker

NOTES = """\
# Birds

## What lays the largest egg?
The ostrich.

- [x] The ostrich
- [ ] The wren

## What is missing here?
A second option.

- [x] The first one
"""


def job(notes: str | bytes, **limits: float) -> Job:
    """Notes to be read within these limits."""
    data = notes.encode() if isinstance(notes, str) else notes
    return Job(data, "birds.md", DeckId("birds-1"), "", (), Limits(**limits))  # type: ignore[arg-type]


async def test_it_makes_what_would_be_made_here() -> None:
    """The same cards, questions and findings, under the id that was given."""
    here = parse(NOTES.encode(), "birds.md")
    made = await Box().make(job(NOTES))

    assert (made.deck.id, made.deck.title, made.deck.source) == ("birds-1", "Birds", "birds.md")
    assert (made.deck.cards, made.deck.findings) == (here.cards, here.findings)
    maker = Maker(here)
    assert made.questions == {card.id: maker.questions(card) for card in here.cards}
    assert made.remarks == {
        card.id: maker.remarks(card) for card in here.cards if maker.remarks(card)
    }
    assert made.remembered == remembered(here)
    assert made.marks == {card.id: mark(card) for card in here.cards}


async def test_edited_cards_keep_their_ids() -> None:
    """What the cards are known by goes in as well."""
    known = remembered(parse(NOTES.encode(), "birds.md"))
    edited = NOTES.replace("the largest", "the largst").encode()
    made = await Box().make(Job(edited, "birds.md", DeckId("b"), "Title", known))

    assert [card.id for card in made.deck.cards] == [card.id for card in known]
    assert made.deck.title == "Title"


@pytest.mark.parametrize(
    ("notes", "limits", "error"),
    [
        (b"PK\x03\x04 and so on", {}, NotText),
        (NOTES, {"cards": 1}, TooManyCards),
        (NOTES, {"patience": 0.01}, TookTooLong),
        (NOTES, {"made": 10}, TookTooLong),
    ],
)
async def test_refused(
    notes: str | bytes, limits: dict[str, float], error: type[Exception]
) -> None:
    """What is no text, or more than may be, comes to nothing."""
    with capture_logs() as logged, pytest.raises(error):
        await Box().make(job(notes, **limits))
    assert bool(logged) == (error is TookTooLong)


@pytest.mark.skipif(os.name == "nt", reason="this system counts neither")
@pytest.mark.parametrize(
    "limits",
    [{"seconds": 1}, pytest.param({"memory": 150_000_000}, marks=pytest.mark.long)],
    ids=["time", "memory"],
)
async def test_the_system_ends_what_takes_too_much(limits: dict[str, float]) -> None:
    """Time at work and memory are counted, however patient we are."""
    items = "- a *b* `c`\n" * 9
    notes = "".join(f"## What is {n}?\n\n{items}\n" for n in range(8_000))
    with capture_logs() as logged, pytest.raises(TookTooLong):
        await Box().make(job(notes, cards=10_000, **limits))
    assert logged[0]["event"] == "notes were given up"


class Ended:
    """A process that ended well, but just as nobody waited for it any more."""

    returncode = 0

    async def communicate(self, _: bytes) -> tuple[bytes, bytes]:
        """What it wrote comes too late."""
        raise TimeoutError


async def test_one_that_ends_too_late_took_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where it ended by itself, and well."""

    async def begun(*_: str, **__: object) -> Ended:
        return Ended()

    monkeypatch.setattr("bot.box.outside.asyncio.create_subprocess_exec", begun)
    with capture_logs() as logged, pytest.raises(TookTooLong):
        await Box().make(job(NOTES))
    assert [one["event"] for one in logged] == ["notes were given up"]


@pytest.mark.skipif(os.name == "nt", reason="this system has no such scripts")
@pytest.mark.parametrize("wrote", ["", "abc", r"\0\0\0\011half"])
async def test_what_cannot_be_read_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrote: str
) -> None:
    """Nothing, and less than was announced, are no deck."""
    told = tmp_path / "python"
    told.write_text(f"#!/bin/sh\ncat >/dev/null\nprintf '{wrote}'\n")
    told.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(told))
    with capture_logs() as logged, pytest.raises(TookTooLong):
        await Box().make(job(NOTES))
    assert [one["event"] for one in logged] == ["notes were given up"]


async def test_no_secret_goes_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The process knows nothing of the settings."""
    told = tmp_path / "python"
    told.write_text(f"#!/bin/sh\nenv > {tmp_path}/env\nexit 1\n")
    told.chmod(0o700)
    monkeypatch.setenv("DISCORD_TOKEN", "very secret")
    monkeypatch.setattr("sys.executable", str(told))
    with capture_logs(), pytest.raises(TookTooLong):
        await Box().make(job(NOTES))
    assert "PYTHONPATH" in (tmp_path / "env").read_text()
    assert "secret" not in (tmp_path / "env").read_text()
