import asyncio
from collections.abc import Iterable, Sequence

import pytest

from bot.storage.batching import Batcher


class Ledger:
    """A commit that waits to be let go, and remembers its groups."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.begun = asyncio.Event()
        self.free = asyncio.Event()
        self.free.set()

    async def commit(self, items: Sequence[int]) -> list[int | Exception]:
        """Double every number; negative ones fail alone, zero takes its group along."""
        self.groups.append(list(items))
        self.begun.set()
        await self.free.wait()
        if 0 in items:
            raise ArithmeticError
        return [ValueError(item) if item < 0 else 2 * item for item in items]


@pytest.fixture
def ledger() -> Ledger:
    """A ledger that commits at once until told otherwise."""
    return Ledger()


async def test_what_arrives_during_a_commit_shares_the_next(ledger: Ledger) -> None:
    """Calls made together form a group, and those made while it commits form the next."""
    batcher = Batcher(ledger.commit)
    ledger.free.clear()
    calls = [asyncio.create_task(batcher.submit(number)) for number in (1, 2)]
    await ledger.begun.wait()
    calls += [asyncio.create_task(batcher.submit(number)) for number in (3, 4, 5)]
    await asyncio.sleep(0)
    ledger.free.set()

    assert await asyncio.gather(*calls) == [2, 4, 6, 8, 10]
    assert ledger.groups == [[1, 2], [3, 4, 5]]


async def trickle(batcher: Batcher[int, int], numbers: Iterable[int]) -> None:
    """Submit a number at each turn of the event loop, and wait for them all."""
    calls = []
    for number in numbers:
        calls.append(asyncio.create_task(batcher.submit(number)))
        await asyncio.sleep(0)
    await asyncio.gather(*calls)


async def test_a_crowd_is_waited_for(ledger: Ledger) -> None:
    """After a group of several the next one grows as long as items keep coming."""
    batcher = Batcher(ledger.commit, lull=0)
    await asyncio.gather(*map(batcher.submit, (1, 2)))

    await trickle(batcher, range(3, 9))

    assert ledger.groups == [[1, 2], [3, 4, 5, 6, 7, 8]]


async def test_a_crowd_is_not_waited_for_long(ledger: Ledger) -> None:
    """A group that was waited for long enough is committed although more items come."""
    batcher = Batcher(ledger.commit, lull=0, linger=0)
    await asyncio.gather(*map(batcher.submit, (1, 2)))

    await trickle(batcher, range(3, 9))

    assert len(ledger.groups) > 2
    assert [item for group in ledger.groups for item in group] == list(range(1, 9))


async def test_a_full_group_is_not_kept_waiting(ledger: Ledger) -> None:
    """A crowd that fills its group is committed at once, however long a lull is."""
    batcher = Batcher(ledger.commit, limit=2, lull=3600)

    for numbers in ((1, 2), (3, 4)):
        await asyncio.gather(*map(batcher.submit, numbers))

    assert ledger.groups == [[1, 2], [3, 4]]


async def test_who_comes_alone_is_not_kept_waiting(ledger: Ledger) -> None:
    """After a group of one nothing is waited for, however long a lull is."""
    batcher = Batcher(ledger.commit, lull=3600)

    assert [await batcher.submit(number) for number in (1, 2, 3)] == [2, 4, 6]


async def test_groups_have_a_limit(ledger: Ledger) -> None:
    """A flood is committed in groups of bounded size, in order."""
    batcher = Batcher(ledger.commit, limit=2)

    await asyncio.gather(*(batcher.submit(number) for number in range(1, 6)))

    assert ledger.groups == [[1, 2], [3, 4], [5]]


async def test_each_caller_gets_its_own_error(ledger: Ledger) -> None:
    """An item that fails does not fail its neighbours."""
    batcher = Batcher(ledger.commit)

    results = await asyncio.gather(*map(batcher.submit, (1, -2, 3)), return_exceptions=True)

    assert (results[0], results[2]) == (2, 6)
    assert isinstance(results[1], ValueError)
    assert results[1].args == (-2,)


async def test_a_failed_commit_fails_all(ledger: Ledger) -> None:
    """If the commit itself fails, every caller hears of it, and the next group is unharmed."""
    batcher = Batcher(ledger.commit)

    results = await asyncio.gather(*map(batcher.submit, (1, 0, 3)), return_exceptions=True)

    assert all(isinstance(result, ArithmeticError) for result in results)
    assert ledger.groups == [[1, 0, 3]]
    assert await batcher.submit(4) == 8


async def test_one_by_one(ledger: Ledger) -> None:
    """If one item may be to blame, a failed group is committed again item by item."""
    batcher = Batcher(ledger.commit, singly=lambda error: isinstance(error, ArithmeticError))

    results = await asyncio.gather(*map(batcher.submit, (1, 0, 3)), return_exceptions=True)

    assert (results[0], results[2]) == (2, 6)
    assert isinstance(results[1], ArithmeticError)
    assert ledger.groups == [[1, 0, 3], [1], [0], [3]]


async def test_a_cancelled_caller_leaves_its_item(ledger: Ledger) -> None:
    """Giving up waiting, before or during the commit, takes nothing out of a group."""
    batcher = Batcher(ledger.commit)
    ledger.free.clear()
    early, late, kept = (asyncio.create_task(batcher.submit(number)) for number in (1, 2, 3))
    await asyncio.sleep(0)
    early.cancel()
    await ledger.begun.wait()
    late.cancel()
    ledger.free.set()

    assert await kept == 6
    assert ledger.groups == [[1, 2, 3]]
    assert early.cancelled()
    assert late.cancelled()


async def test_closing_commits_what_was_taken(ledger: Ledger) -> None:
    """Closing waits for everything taken before and takes nothing more."""
    batcher = Batcher(ledger.commit, limit=1)
    calls = [asyncio.create_task(batcher.submit(number)) for number in (1, 2, 3)]
    await asyncio.sleep(0)

    await batcher.close()

    assert all(call.done() for call in calls)
    assert ledger.groups == [[1], [2], [3]]
    with pytest.raises(RuntimeError):
        await batcher.submit(4)
    await batcher.close()
