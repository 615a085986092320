import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from bot.storage import SqlStore
from bot.storage.doing import KEPT
from bot.storage.store import SWEEP
from bot.storage.tables import done
from bot.storage.transaction import Transaction
from tests.fakes.builders import NOON

MOMENT = timedelta(microseconds=1)


async def test_a_thing_is_done_once(store: SqlStore, other: SqlStore) -> None:
    """The first to ask is told to do it, nobody after them is; another name is another thing."""
    assert await store.once("a", NOON)
    assert not await store.once("a", NOON)
    assert not await other.once("a", NOON + KEPT)
    assert not await other.once("a", NOON - KEPT)
    assert await other.once("A", NOON)


async def test_a_thing_may_be_done_again_after_a_day(store: SqlStore, other: SqlStore) -> None:
    """A day after it was done a thing is new, once, and its day begins again."""
    assert await store.once("a", NOON)
    later = NOON + KEPT + MOMENT
    assert await other.once("a", later)
    assert not await store.once("a", later + KEPT)


async def test_many_ask_at_once(store: SqlStore, other: SqlStore) -> None:
    """Of many who ask for the same things in two processes at the same moment one is told each."""
    names = [str(number) for number in range(5)]

    told = await asyncio.gather(
        *(each.once(name, NOON) for name in names for each in (store, other) * 5)
    )

    assert [sum(told[n * 10 : n * 10 + 10]) for n in range(5)] == [1] * 5


async def test_many_ask_for_what_is_old(store: SqlStore, other: SqlStore) -> None:
    """Of many who ask for a thing that is a day old one is told, whoever forgets it meanwhile."""
    assert await store.once("a", NOON)
    later = NOON + 2 * KEPT

    told = await asyncio.gather(*(each.once("a", later) for each in (store, other) * SWEEP))

    assert sum(told) == 1


async def test_what_is_old_is_deleted(store: SqlStore) -> None:
    """As new things are done those older than a day go, and no others."""
    for number in range(SWEEP):
        await store.once(f"old {number}", NOON)
    await store.once("young", NOON + KEPT + MOMENT)
    assert await store.database.read(_count) == 1

    assert not await store.once("young", NOON + KEPT + MOMENT)


def _count(transaction: Transaction) -> int:
    return int(transaction.execute(select(func.count()).select_from(done)).scalar_one())
