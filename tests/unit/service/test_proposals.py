from pathlib import Path

import pytest

from bot.commands import Source
from tests.fakes.builders import ROOM
from tests.fakes.world import world

NOTES = """# Cells and more

## Energy
### 1. What makes energy?
The **mitochondrion** does.

## Shape of cells
### 2. What gives a plant cell its shape?
The **cell wall** does.
"""


@pytest.mark.parametrize(
    ("source", "typed", "values"),
    [
        (Source.DECKS, "", ["cells"]),
        (Source.DECKS, "MORE", ["cells"]),
        (Source.DECKS, "physics", []),
        (Source.TOPICS, "", ["Energy", "Shape of cells"]),
        (Source.TOPICS, "cel", ["Shape of cells"]),
        (Source.ZONES, "vienn", ["Europe/Vienna"]),
        (Source.ZONES, "new york", ["America/New_York"]),
        (Source.ZONES, "utc", ["UTC"]),
    ],
)
async def test_proposals(tmp_path: Path, source: Source, typed: str, values: list[str]) -> None:
    """Whatever begins with, or holds, what was typed is proposed by the value a command takes."""
    async with world(tmp_path, NOTES) as here:
        found = await here.bot.proposals(source, typed, None, ROOM.space)

    assert [one.value for one in found] == values


async def test_of_another_deck(tmp_path: Path) -> None:
    """Topics of a deck that is not there are none."""
    async with world(tmp_path, NOTES) as here:
        assert await here.bot.proposals(Source.TOPICS, "", "physics", ROOM.space) == ()


async def test_zones_begin_with_what_was_typed(tmp_path: Path) -> None:
    """What begins with the typed letters stands before what only holds them."""
    async with world(tmp_path, NOTES) as here:
        found = await here.bot.proposals(Source.ZONES, "au", None, ROOM.space)
        names = [one.value for one in found]

    first = next(index for index, name in enumerate(names) if not name.startswith("Au"))
    assert all(not name.startswith("Au") for name in names[first:])
