"""Keeping counts current with few edits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from structlog.typing import EventDict

from adapters.chat.counting import EVERY, Counts
from bot.errors import PlatformUnavailable, RoomUnreachable
from bot.model import Message, RoundId
from bot.ports import Store
from tests.fakes.clock import FakeClock
from tests.fakes.world import HALL, YARD, world


class Showing:
    """Remembers which rounds were shown anew, and fails as it is told."""

    def __init__(self, clock: FakeClock, rounds: list[RoundId]) -> None:
        self.rounds = rounds
        self.shown: list[RoundId] = []
        self.failures: list[Exception] = []
        self.open = asyncio.Event()
        self.open.set()
        self.counts: Counts
        self.store: Store
        self._clock = clock
        self._tried = asyncio.Semaphore(0)

    async def mend(self, _: Message, round_id: RoundId) -> None:
        """Show a round anew."""
        self._tried.release()
        await self.open.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.shown.append(round_id)

    async def later(self, tries: int = 1) -> None:
        """Let as much time pass as an edit waits for, and see so many being tried."""
        await asyncio.sleep(0)  # those who were touched begin to wait
        self._clock.advance(EVERY.total_seconds())
        async with asyncio.timeout(10):
            for _ in range(tries):
                await self._tried.acquire()


@asynccontextmanager
async def showing(folder: Path) -> AsyncIterator[Showing]:
    """Two open rounds in two rooms, and what is shown of them."""
    async with world(folder) as here:
        asked = [await here.ask("/quiz"), await here.ask("/quiz", room=YARD)]
        shown = Showing(here.clock, [one.round for one in asked])
        shown.store = here.store
        shown.counts = Counts(here.bot, shown.mend, here.clock)
        yield shown
        await shown.counts.close()


async def test_many_answers_are_one_edit(tmp_path: Path) -> None:
    """However many answers come together, the message changes once; later ones change it again."""
    async with showing(tmp_path) as here:
        for _ in range(100):
            here.counts.touch(HALL, here.rounds[0])
        await here.later()
        assert here.shown == here.rounds[:1]
        here.counts.touch(HALL, here.rounds[0])
        await here.later()
        assert here.shown == here.rounds[:1] * 2


async def test_rooms_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """Each room has its own rhythm, and its own trouble."""
    async with showing(tmp_path) as here:
        here.failures = [PlatformUnavailable("limited", 5.0)]
        for room, one in zip((HALL, YARD), here.rounds, strict=True):
            here.counts.touch(room, one)
        await here.later(tries=2)
        assert len(here.shown) == 1


async def test_rounds_of_a_room_take_turns(tmp_path: Path) -> None:
    """A room with several questions is edited no more often than another, each in its turn."""
    async with showing(tmp_path) as here:
        first, second = here.rounds
        for one in (first, second, first):
            here.counts.touch(HALL, one)
        await here.later()
        assert here.shown == [first]
        await here.later()
        assert here.shown == [first, second]


async def test_a_count_that_failed_is_tried_again(tmp_path: Path) -> None:
    """When the chat is away the edit is made once it is back, whether somebody answers or not."""
    async with showing(tmp_path) as here:
        here.failures = [PlatformUnavailable("limited", EVERY.total_seconds())] * 2
        here.counts.touch(HALL, here.rounds[0])
        for _ in range(3):
            await here.later()
        assert here.shown == here.rounds[:1]


async def test_an_edit_nobody_foresaw_to_fail(tmp_path: Path, logged: list[EventDict]) -> None:
    """It is told to the log, and the next answer's edit is made."""
    async with showing(tmp_path) as here:
        here.failures = [ZeroDivisionError()]
        for _ in range(2):
            here.counts.touch(HALL, here.rounds[0])
            await here.later()
        assert here.shown == here.rounds[:1]
    assert [one["event"] for one in logged if one["log_level"] == "error"] == [
        "a count could not be shown"
    ]
    logged.clear()


async def test_a_room_that_is_lost_is_left_alone(tmp_path: Path) -> None:
    """Where nothing can be edited any more, the question ends: no press costs another refusal."""
    async with showing(tmp_path) as here:
        here.failures = [RoomUnreachable("Missing Access (50001)")]
        here.counts.touch(HALL, here.rounds[0])
        await here.later()
        async with asyncio.timeout(10):
            while await here.store.open_rounds(HALL):
                pass
        assert len(await here.store.open_rounds(YARD)) == 1


async def test_at_the_end_all_is_shown_at_once(tmp_path: Path) -> None:
    """What is out of date when the bot stops is brought up to date without waiting."""
    async with showing(tmp_path) as here:
        for room, one in zip((HALL, YARD), here.rounds, strict=True):
            here.counts.touch(room, one)
        await here.counts.close()
        assert sorted(here.shown) == sorted(here.rounds)


async def test_an_edit_that_the_end_comes_between_is_made_again(tmp_path: Path) -> None:
    """A count that was being brought up to date when the bot stops is not left out."""
    async with showing(tmp_path) as here:
        here.counts.touch(HALL, here.rounds[0])
        here.open.clear()
        await here.later()
        closing = asyncio.create_task(here.counts.close())
        await here.later()
        here.open.set()
        await closing
        assert here.shown == here.rounds[:1]
