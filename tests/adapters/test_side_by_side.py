"""Several platforms in one process: the trouble of one is no other's."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path
from random import Random

import pytest
from structlog.typing import EventDict

from adapters.platforms import Connect, Connection
from adapters.serving import AGAIN, Service
from adapters.web import Handler
from bot.errors import PlatformUnavailable
from bot.ports import Clock, Store
from bot.service import Catalog, Studybot
from bot.storage import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform


class Place:
    """A platform that can be away, and what became of the connections to it."""

    def __init__(self) -> None:
        self.platform = FakePlatform()
        self.routes: Mapping[tuple[str, str], Handler] = {}
        self.away = False
        self.tries: asyncio.Queue[bool] = asyncio.Queue()
        self.lost = asyncio.Event()
        self.there = asyncio.Event()

    @asynccontextmanager
    async def connect(self, *_: object) -> AsyncIterator[Connection]:
        """Connect, unless it is away."""
        self.tries.put_nowait(not self.away)
        if self.away:
            raise PlatformUnavailable("it is away", 5.0)
        self.lost.clear()
        yield self

    async def run(self) -> None:
        """Be there until the connection is lost."""
        await self.lost.wait()
        raise PlatformUnavailable("it went away", 5.0)

    async def introduction(self) -> str:
        """Say that it is there."""
        self.there.set()
        return "There."

    async def trouble(self) -> str:
        """There is none."""
        return ""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A database of its own."""
    async with open_store(f"sqlite:///{tmp_path / 'test.db'}") as store:
        yield store


def service(connect: Connect, store: Store, clock: Clock) -> Service:
    """A platform of a bot without decks."""
    studybot = Studybot(store, Catalog([]), Random(1), UTC)
    return Service("one", connect, studybot, store, clock)


@asynccontextmanager
async def kept_up(one: Service, *, alone: bool = False) -> AsyncIterator[asyncio.Task[None]]:
    """The platform, served for as long as this is open."""
    task = asyncio.create_task(one.keep_up({}, [], alone=alone, sole=True))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_away_at_the_start(store: Store, logged: list[EventDict]) -> None:
    """Beside another one it is tried again after a while, and then served."""
    place, clock = Place(), FakeClock()
    place.away = True
    one = service(place.connect, store, clock)
    async with kept_up(one):
        assert await place.tries.get() is False
        while not logged:
            await store.note("")
        assert [entry["reason"] for entry in logged] == ["it is away"]
        assert await one.trouble() == "it is away"
        place.away = False
        clock.advance(AGAIN.total_seconds())
        await place.there.wait()
        assert await one.trouble() == ""


async def test_lost_in_the_middle(store: Store) -> None:
    """The same, for one that was there before."""
    place, clock = Place(), FakeClock()
    one = service(place.connect, store, clock)
    async with kept_up(one):
        await place.there.wait()
        place.there.clear()
        place.lost.set()
        while not await one.trouble():
            await store.note("")
        clock.advance(AGAIN.total_seconds())
        await place.there.wait()


async def test_away_and_alone(store: Store) -> None:
    """With nobody else to serve the bot says why it ends."""
    place, clock = Place(), FakeClock()
    place.away = True
    async with kept_up(service(place.connect, store, clock), alone=True) as task:
        with pytest.raises(PlatformUnavailable):
            await task
