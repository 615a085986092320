import asyncio
import gc
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.errors import DatabaseUnavailable, MessageGone, PlatformUnavailable
from bot.runner import Runner
from bot.runner.serving import LEASE, Serving
from bot.screens import QuizReport, RevealScreen
from tests.fakes.world import World, world


@asynccontextmanager
async def running(cells: World) -> AsyncIterator[None]:
    """The runner at work in the background, stopped by cancelling it."""
    task = asyncio.create_task(cells.runner.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_it_wakes_by_itself(tmp_path: Path) -> None:
    """A round closes when its time has come, with nobody doing anything."""
    async with world(tmp_path) as cells, running(cells):
        await cells.ask("/quiz seconds:10")
        shown = asyncio.create_task(cells.platform.changed())
        while not shown.done():
            cells.clock.advance(1)
            await asyncio.wait([shown], timeout=0.01)
        assert isinstance(cells.edited()[0], RevealScreen)


async def test_it_is_woken(tmp_path: Path) -> None:
    """What an answer makes due is done at once, not at the next look at the clock."""
    async with world(tmp_path) as cells, running(cells):
        asked = await cells.ask("/quiz questions:3", alone=True)
        shown = asyncio.create_task(cells.platform.changed())
        await cells.answer(asked.round, alone=True)
        await shown
        assert isinstance(cells.edited()[0], RevealScreen)


@pytest.mark.parametrize(
    ("failure", "level"),
    [(DatabaseUnavailable("here", "gone"), "warning"), (ZeroDivisionError(), "error")],
)
async def test_a_lost_database_is_waited_for(
    tmp_path: Path,
    logged: list[EventDict],
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    level: str,
) -> None:
    """A database that fails for a while, foreseen or not, costs time, not the runner."""
    async with world(tmp_path) as cells:
        await cells.ask("/quiz seconds:10")
        claim = cells.store.claim_due
        failed = asyncio.Event()

        async def fail(*_: object) -> None:
            failed.set()
            raise failure

        monkeypatch.setattr(cells.store, "claim_due", fail)
        async with running(cells):
            await failed.wait()
            monkeypatch.setattr(cells.store, "claim_due", claim)
            shown = asyncio.create_task(cells.platform.changed())
            while not shown.done():
                cells.clock.advance(1)
                await asyncio.wait([shown], timeout=0.01)
        assert {entry["log_level"] for entry in logged} == {level}
        logged.clear()


async def ended(cells: World) -> weakref.ref[Runner]:
    """A second runner that worked for a while."""
    runner = Runner(cells.bot, cells.store, [cells.platform], cells.clock)
    working = asyncio.create_task(runner.run())
    await cells.ask("/quiz seconds:10")
    working.cancel()
    await asyncio.wait({working})
    return weakref.ref(runner)


async def test_nothing_stays_of_one_that_ended(tmp_path: Path) -> None:
    """A platform that is connected to again and again has a new runner each time, and one alone."""
    async with world(tmp_path) as cells:
        gone = await ended(cells)
        gc.collect()
        assert gone() is None


async def test_a_deleted_message_costs_nothing_else(tmp_path: Path) -> None:
    """A question whose message somebody deleted ends; its series goes on and is reported."""
    async with world(tmp_path) as here:
        await here.ask("/quiz questions:2 seconds:10")
        here.platform.failures.append(MessageGone("Unknown Message"))

        for _ in range(3):
            await here.wait(11)

        assert isinstance(here.posted()[-1], QuizReport)


async def test_an_ending_that_could_not_be_shown_is_shown_soon(tmp_path: Path) -> None:
    """When a chat is away for a moment, the reveal comes as soon as it said it would be back."""
    async with world(tmp_path) as here:
        await here.ask("/quiz seconds:10")
        here.platform.failures.append(PlatformUnavailable("away", 2))

        await here.wait(11)
        assert here.edited() == []
        await here.wait(2)

        assert isinstance(here.edited()[-1], RevealScreen)


async def test_what_was_claimed_twice_is_posted_once(tmp_path: Path) -> None:
    """A claim that ended while its work was done brings the same work again, and no second post."""
    async with world(tmp_path) as cells:
        await cells.say("/daily set 10:00", "Olga")
        cells.clock.advance(3600)
        now = cells.clock.now()
        [due] = await cells.store.claim_schedules(["test"], now, LEASE)
        asked = await cells.bot.ask_daily(due, now, now, now + LEASE)
        assert asked
        serving = Serving(cells.bot, cells.store, {"test": cells.platform}, cells.clock)
        for _ in range(2):
            await serving.serve(asked, now + LEASE)
        assert len(cells.posted()) == 1
