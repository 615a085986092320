"""The disk is full, around nine: people are told, what they were told is kept, and it goes on."""

import asyncio
import resource
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.typing import EventDict

from bot.storage import SqlStore
from bot.storage.database import CONNECTIONS
from bot.storage.transaction import Transaction
from tests.fakes.chats.chat import Chat
from tests.faults.clocks import NINE
from tests.faults.conftest import PEOPLE
from tests.faults.town import AWAY, Town, counted, morning, town

MOST_PAGES = 1_000_000
MOST_QUESTIONS = 100
MOST_LINES = 30
"""Lines logged in a minute: about one each time that something is tried again."""


@pytest.fixture
async def here(chat: Chat, tmp_path: Path) -> AsyncIterator[Town]:
    """A bot whose database may find no room."""
    async with town(f"sqlite:///{tmp_path / 'test.db'}", chat) as one:
        yield one


@contextmanager
def no_room() -> Iterator[None]:
    """No file of this process can grow, as where a quota is used up."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_no_room(here: Town, logged: list[EventDict]) -> None:
    """Whoever asks or answers is told to try again; the question comes once there is room."""
    place = here.place
    single, first = await morning(here, place)
    assert counted(await place.press("Ana", single))
    assert counted(await place.press("Ana", first))
    await here.until(NINE - timedelta(seconds=20))
    before = len(logged)
    with no_room():
        assert AWAY in await place.press("Bo", single)
        await here.until(NINE + timedelta(seconds=40))
        lines = Counter(one["event"] for one in logged[before:])
        assert AWAY in await place.press("Cy", single)
        assert "next: Monday 23 November, 09:00" in await place.shown()
        await here.until(NINE + timedelta(minutes=40), step=300)
        assert place.dailies() == []
    await here.later(60)

    assert lines["the clock waits for the database"] >= 1
    assert sum(lines.values()) <= MOST_LINES
    [question] = place.dailies()
    for who in ("Bo", "Cy"):
        assert counted(await place.press(who, single))
        assert counted(await place.press(who, question))
    assert len(place.chat.messages("yard")) > 1
    assert [await here.kept(place, who) for who in PEOPLE] == [2, 2, 2]
    assert "Not asked" not in await place.shown()
    assert await here.store.rescore() == 0


async def test_it_fills_up_bit_by_bit(here: Town) -> None:
    """Where small things still fit, what people are told is kept is kept, and nothing else is."""
    place = here.place
    single, first = await morning(here, place)
    await here.until(NINE - timedelta(seconds=20))
    await pages(here.store, 1)
    while AWAY not in (await place.chat.command("Mo", "quiz")).texts():
        assert len(place.chat.messages()) < MOST_QUESTIONS
    said = {who: [await place.press(who, one) for one in (single, first)] for who in PEOPLE}
    await here.until(NINE + timedelta(seconds=40))
    kept = {who: await here.kept(place, who) for who in PEOPLE}
    assert kept == {who: sum(map(counted, told)) for who, told in said.items()}
    assert all(counted(one) or AWAY in one for told in said.values() for one in told)
    assert place.dailies() == []
    await pages(here.store, MOST_PAGES)
    await here.later(60)

    [question] = place.dailies()
    assert counted(await place.press("Ana", question))
    assert len(place.chat.messages("yard")) > 1
    assert await here.store.rescore() == 0


async def pages(store: SqlStore, most: int) -> None:
    """What the database may have of them, or as many as it has if that is more."""
    reached: set[int] = set()
    statement = text(f"PRAGMA max_page_count = {most}")

    def limit(each: Transaction) -> None:
        reached.add(id(each.connection.connection.dbapi_connection))
        each.execute(statement)

    await asyncio.gather(*(store.database.read(limit) for _ in range(CONNECTIONS)))
    assert len(reached) == CONNECTIONS
