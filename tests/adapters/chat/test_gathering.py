"""Pictures that are sent along: as many as fit, each drawn once."""

import asyncio

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
    gathering = Gathering(read)
    assert list(await gathering.gather(WANTED, WANTED)) == ["small.png"]
    assert list(await gathering.gather(WANTED, reversed(list(WANTED)))) == ["large.png"]


async def test_a_formula_is_drawn_once_for_a_crowd() -> None:
    """However many wait for it at the same time."""
    gathering = Gathering(read)
    formula = Formula("√(a-b-c)", r"\sqrt{a - b - c}", drawn=True)
    before = drawn.cache_info()
    pictures = await asyncio.gather(*(gathering.data(formula) for _ in range(50)))
    assert set(pictures) == {drawn(formula.tex)}
    assert drawn.cache_info().misses == before.misses + 1
    assert drawn.cache_info().hits == before.hits + 1


async def test_a_formula_that_cannot_be_drawn_is_none() -> None:
    """And its text stays."""
    assert await Gathering(read).data(Formula("x", r"\unknown{x}", drawn=True)) is None
