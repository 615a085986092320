"""Pictures that are sent along: as many as fit, each drawn once."""

import asyncio

import pytest
from structlog.testing import capture_logs

from adapters.chat import gathering
from adapters.chat.drawing import drawn
from adapters.chat.gathering import TOGETHER, Gathering
from adapters.chat.pictures import Picture
from bot.richtext import Formula, Image

WANTED: dict[str, Picture] = {
    name: Image(name, "", name) for name in ("small.png", "large.png", "gone.png")
}


async def read(file: str) -> bytes | None:
    """Files by their names."""
    return {"small.png": b"x", "large.png": b"x" * TOGETHER}.get(file)


async def test_what_is_there_and_fits_is_gathered() -> None:
    """In the order of their names; what does not fit behind another is left out."""
    pictures = Gathering(read)
    assert list(await pictures.gather(WANTED, WANTED)) == ["small.png"]
    assert list(await pictures.gather(WANTED, reversed(list(WANTED)))) == ["large.png"]


async def test_pictures_of_a_message_are_waited_for_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is begun before another is there, so that none has to wait for others first."""
    monkeypatch.setattr(gathering, "PATIENCE", 0.5)
    all_begun = asyncio.Barrier(len(WANTED))

    async def read(_: str) -> bytes:
        await all_begun.wait()
        return b"x"

    assert list(await Gathering(read).gather(WANTED, WANTED)) == list(WANTED)


async def test_one_that_takes_too_long_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message goes without it."""
    monkeypatch.setattr(gathering, "PATIENCE", 0.01)

    async def read(file: str) -> bytes:
        if file != "small.png":
            await asyncio.Event().wait()
        return b"x"

    with capture_logs() as logged:
        assert list(await Gathering(read).gather(WANTED, reversed(list(WANTED)))) == ["small.png"]
    assert [one["event"] for one in logged] == ["a picture took too long"] * 2


async def test_a_formula_is_drawn_once_for_a_crowd() -> None:
    """However many wait for it at the same time."""
    drawing = Gathering(read)
    formula = Formula("√(a-b-c)", r"\sqrt{a - b - c}", drawn=True)
    before = drawn.cache_info()
    pictures = await asyncio.gather(*(drawing.data(formula) for _ in range(50)))
    assert set(pictures) == {drawn(formula.tex)}
    assert drawn.cache_info().misses == before.misses + 1
    assert drawn.cache_info().hits == before.hits + 1


async def test_a_formula_that_cannot_be_drawn_is_none() -> None:
    """And its text stays."""
    assert await Gathering(read).data(Formula("x", r"\unknown{x}", drawn=True)) is None
