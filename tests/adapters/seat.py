"""Somebody at a terminal, on a real core and database, with a clock that stands until moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path
from random import Random

from adapters.terminal.client import Terminal
from adapters.terminal.identity import person
from adapters.terminal.layout import Page
from bot.decks.parsing import parse
from bot.ports import Store
from bot.runner import Runner
from bot.service import Catalog, Studybot
from bot.storage import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.world import DECK


class Seat:
    """A whole process with one person at its terminal."""

    def __init__(
        self, name: str, store: Store, clock: FakeClock, *, alone: bool, deck: str
    ) -> None:
        """Take who sits here, the memory that all seats share, and whether others are there."""
        self.clock = clock
        self.alone = alone
        self._printed: list[str] = []
        studybot = Studybot(store, Catalog([parse(deck.encode(), "cells.md")]), Random(1), UTC)
        page = Page(self._printed.append, colour=False)
        self.bot = studybot
        self.terminal = Terminal(studybot, person(name), clock, page, lambda: self.alone)
        self.runner = Runner(studybot, store, [self.terminal], clock)

    async def say(self, line: str) -> str:
        """What is printed because of a line, and of what becomes due by it."""
        assert await self.terminal.handle(line)
        await self.runner.settle()
        await self.terminal.follow()
        return self.printed()

    async def right(self) -> str:
        """What is printed after the right answer to the question shown last."""
        return await self.say(await self._letters(right=True))

    async def wrong(self) -> str:
        """What is printed after a wrong answer to the question shown last."""
        return await self.say(await self._letters(right=False))

    async def wait(self, seconds: float) -> str:
        """What is printed because time passes."""
        self.clock.advance(seconds)
        await self.runner.settle()
        return self.printed()

    async def look(self) -> str:
        """What is printed because of what happened at other seats."""
        await self.terminal.follow()
        return self.printed()

    def printed(self) -> str:
        """What was printed since this was last asked."""
        said = "".join(self._printed)
        self._printed.clear()
        return said

    async def _letters(self, *, right: bool) -> str:
        asked = self.terminal.desk.lettered()
        assert asked is not None
        places = range(len(asked.options))
        keys = {place for place in places if str(asked.options[place]) in KEYS}
        first = sorted(places, key=lambda place: (place in keys) is not right)
        return " ".join("abcdefghij"[place] for place in first[: asked.choose])


KEYS: set[str] = set()
"""The right options of the deck in the tests."""


@asynccontextmanager
async def seat(
    folder: Path,
    name: str = "Ana",
    *,
    clock: FakeClock | None = None,
    alone: bool = True,
    deck: str = DECK,
) -> AsyncIterator[Seat]:
    """A process on the database in this folder."""
    for card in parse(deck.encode(), "cells.md").cards:
        KEYS.update(str(choice.text) for choice in card.choices if choice.right)
    async with open_store(f"sqlite+aiosqlite:///{folder / 'test.db'}") as store:
        yield Seat(name, store, clock or FakeClock(), alone=alone, deck=deck)
