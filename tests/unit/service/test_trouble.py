"""What goes wrong around a quiz: crashes at bad moments, lost rooms, two processes, bad data."""

import asyncio
from datetime import UTC, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import update
from structlog.typing import EventDict

import bot.runner.running
import bot.runner.serving
from bot.actions import AnswerRound
from bot.errors import DatabaseUnavailable, NothingToStop, PlatformUnavailable, RoomUnreachable
from bot.invocations import read
from bot.model import Ending, Message, MessageId, Quiz, QuizId, Round
from bot.screens import QuestionScreen, QuizReport, RevealScreen, VoidScreen
from bot.service import Studybot
from bot.storage import SqlStore, open_store
from bot.storage.tables import rounds
from bot.storage.transaction import Transaction
from tests.fakes.world import DECK, HALL, YARD, World, world


async def asked_again(folder: Path, seed: int) -> None:
    """Leave a series behind whose round ran out while nothing ran and was asked once more."""
    async with world(folder) as before:
        await before.ask("/quiz questions:3 seconds:10")
    async with world(folder, seed=seed, later=100) as after:
        await after.wait(0)


@pytest.mark.parametrize("seed", range(4))
async def test_stop_after_a_repeated_question(tmp_path: Path, seed: int) -> None:
    """A series whose question was asked again is stopped like any other."""
    await asked_again(tmp_path, seed)
    async with world(tmp_path, seed=99, later=101) as cells:
        await cells.say("/stop")
        await cells.wait(0)
        assert [type(screen) for screen in cells.posted()] == [QuizReport]
        await cells.ask("/quiz questions:3")


async def test_stop_before_the_repeated_question_is_posted(tmp_path: Path) -> None:
    """A series that people saw is reported, also where they never saw its last question."""
    async with world(tmp_path) as before:
        await before.ask("/quiz questions:3 seconds:10")
    async with world(tmp_path, seed=2, later=100) as after:
        after.platform.failures += [PlatformUnavailable("it is away", 5)] * 2
        await after.wait(0)
        await after.wait(1)
        await after.say("/stop")
        await after.wait(10)
        assert [type(screen) for screen in after.posted()] == [QuizReport]


@pytest.mark.parametrize("seed", range(4))
async def test_a_lost_room_after_a_repeated_question(tmp_path: Path, seed: int) -> None:
    """Losing the room ends such a series as well."""
    await asked_again(tmp_path, seed)
    async with world(tmp_path, seed=99, later=101) as cells:
        cells.platform.failures.append(RoomUnreachable("the channel is gone"))
        await cells.wait(10)
        await cells.ask("/quiz questions:3")


async def test_shown_while_it_is_given_up(cells: World) -> None:
    """A reply that is reported as shown just when it is given up does not stay up as open."""
    asked = (await cells.bot.perform(read("/quiz questions:3"), cells.request("Ana"))).room
    assert isinstance(asked, QuestionScreen)
    cells.clock.advance(61)
    (due,) = await cells.store.claim_due(["test"], cells.clock.now(), timedelta(seconds=30))
    await cells.bot.shown(asked.round, Message(HALL, MessageId("m")), cells.clock.now())
    await cells.bot.advance(due, cells.clock.now(), cells.clock.now())
    await cells.wait(0)
    assert [type(screen) for screen in cells.edited()] == [VoidScreen]
    assert [type(screen) for screen in cells.posted()] == [QuizReport]
    await cells.ask("/quiz questions:3")


async def test_a_stuck_room_holds_up_no_other(
    cells: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one room's platform call hangs, another room's round is revealed."""
    monkeypatch.setattr(bot.runner.running, "GRACE", timedelta(0))
    cells.platform.stuck.add(YARD.channel)
    await cells.ask("/quiz seconds:10", room=YARD)
    await cells.ask("/quiz seconds:10")
    cells.clock.advance(11)
    shown = asyncio.create_task(cells.platform.changed())
    work = asyncio.create_task(cells.runner.run())
    await shown
    work.cancel()
    await asyncio.wait({work})
    assert [message.room for message, _ in cells.platform.edits] == [HALL]


async def test_a_platform_that_takes_too_long(
    cells: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that hangs is given up and tried again a little later."""
    await cells.ask("/quiz seconds:10")
    cells.platform.stuck.add(HALL.channel)
    with monkeypatch.context() as hurry:
        hurry.setattr(bot.runner.serving, "PATIENCE", timedelta(seconds=0.2))
        await cells.wait(11)
    cells.platform.stuck.clear()
    await cells.wait(60)
    assert isinstance(cells.edited()[0], RevealScreen)


async def test_a_round_that_cannot_be_read(
    cells: World, store: SqlStore, logged: list[EventDict]
) -> None:
    """A round whose record is damaged is given up, and the others are served."""
    broken = await cells.ask("/quiz seconds:10", room=YARD)
    await cells.ask("/quiz seconds:10")

    def spoil(transaction: Transaction) -> None:
        transaction.execute(update(rounds).where(rounds.c.id == broken.round).values(snapshot="{}"))

    await store.database.write(spoil)
    await cells.wait(11)
    assert [message.room for message, _ in cells.platform.edits] == [HALL]
    assert [entry["log_level"] for entry in logged] == ["error"]
    logged.clear()


async def test_it_gives_up_on_what_always_breaks(cells: World, logged: list[EventDict]) -> None:
    """A room that breaks everything for an hour is treated as lost: its series ends."""
    await cells.ask("/quiz questions:3", room=YARD)
    cells.platform.lost.add(YARD.channel)
    for _ in range(15):
        await cells.wait(300)
    await cells.ask("/quiz questions:3", room=YARD)
    assert {entry["log_level"] for entry in logged} == {"error"}
    logged.clear()


async def test_a_process_without_the_notes(tmp_path: Path) -> None:
    """It leaves a series to those that have its notes, and ends it when there are none."""
    async with world(tmp_path) as first:
        asked = await first.ask("/quiz questions:3 seconds:10")
        async with world(tmp_path, "# Other\n", source="other.md") as second:
            await first.answer(asked.round)
            await second.wait(11)
            assert second.posted() == []
            await first.wait(13)
            assert isinstance(first.edited()[0], RevealScreen)
    async with world(tmp_path, "# Other\n", source="other.md", later=20) as alone:
        await alone.wait(5)
        await alone.wait(100)
        await alone.wait(2)
        (report,) = [one for one in alone.posted() if isinstance(one, QuizReport)]
        assert report.ending is Ending.NOTES_GONE


async def test_a_reply_that_never_came_is_nothing_to_stop(cells: World) -> None:
    """A single question nobody saw is not what /stop stops."""
    await cells.bot.perform(read("/quiz"), cells.request("Ana"))
    await cells.wait(61)
    with pytest.raises(NothingToStop):
        await cells.say("/stop")


async def test_ended_while_being_posted(cells: World) -> None:
    """A question stopped while it was on its way to the room does not stay up as open."""
    asked = (await cells.bot.perform(read("/quiz questions:3"), cells.request("Ana"))).room
    assert isinstance(asked, QuestionScreen)
    await cells.say("/stop")
    message = Message(HALL, MessageId("m"))
    instead = await cells.bot.shown(asked.round, message, cells.clock.now())
    assert isinstance(instead, VoidScreen)


async def test_stopped_when_its_time_was_up(cells: World) -> None:
    """A series that is stopped at the moment a round of it is to be closed has simply ended."""
    await cells.ask("/quiz questions:3 seconds:10")
    cells.clock.advance(11)
    (due,) = await cells.store.claim_due(["test"], cells.clock.now(), timedelta(seconds=30))
    await cells.say("/stop")
    assert await cells.bot.advance(due, cells.clock.now(), cells.clock.now()) is None
    await cells.wait(0)
    assert [type(screen) for screen in cells.posted()] == [QuizReport]


async def test_stopped_while_it_is_weighed(cells: World, store: SqlStore) -> None:
    """Nor is it an error if it is stopped between two looks at it."""

    class Stopping(SqlStore):
        async def quiz(self, quiz_id: QuizId) -> Quiz:
            """The series, which somebody stops just before."""
            await cells.say("/stop")
            return await super().quiz(quiz_id)

    await cells.ask("/quiz questions:3 seconds:10")
    cells.clock.advance(11)
    now = cells.clock.now()
    (due,) = await cells.store.claim_due(["test"], now, timedelta(seconds=30))
    other = Studybot(Stopping(store.database), cells.catalog, Random(2), UTC)
    assert await other.advance(due, now, now) is None


async def test_two_runners(tmp_path: Path) -> None:
    """Two processes on one database show each ending once, between them."""
    async with world(tmp_path) as one, world(tmp_path, seed=2) as two:
        for _ in range(6):
            await one.ask("/quiz seconds:10")
        one.clock.advance(11)
        two.clock.advance(11)
        await asyncio.gather(one.runner.settle(), two.runner.settle())
        shown = [screen for _, screen in one.platform.edits + two.platform.edits]
        assert len(shown) == 6


async def test_stopping_finishes_what_is_under_way(cells: World) -> None:
    """A runner that is told to stop first shows the ending it has begun to show."""
    await cells.ask("/quiz seconds:10")
    cells.clock.advance(11)
    begun = asyncio.create_task(cells.platform.begun())
    work = asyncio.create_task(cells.runner.run())
    await begun
    work.cancel()
    await asyncio.wait({work})
    assert isinstance(cells.edited()[0], RevealScreen)


async def test_work_of_a_dead_process_is_taken_over_at_once(tmp_path: Path) -> None:
    """Whoever is alone does not wait for the lease of a process that died in the middle of it."""
    async with world(tmp_path) as before:
        asked = await before.ask("/quiz questions:3 seconds:10")
        await before.answer(asked.round)
        before.clock.advance(11)
        await before.store.claim_due(["test"], before.clock.now(), timedelta(seconds=30))
    async with world(tmp_path, seed=2, later=12) as after:
        await after.wait(0)
        assert after.edited() == []
    async with world(tmp_path, seed=3, later=12, sole=True) as alone:
        await alone.wait(0)
        assert isinstance(alone.edited()[0], RevealScreen)


async def test_a_report_though_nobody_heard_of_its_question(tmp_path: Path) -> None:
    """Where the database fails behind a series' last post, and a click tells, the report comes."""

    class Failing(SqlStore):
        fails = False

        async def show_round(self, shown: Round, message: Message) -> Round:
            if self.fails:
                self.fails = False
                raise DatabaseUnavailable("a disk", "it is gone")
            return await super().show_round(shown, message)

    async with open_store(f"sqlite:///{tmp_path / 'test.db'}") as opened:
        store = Failing(opened.database)
        cells = World(store, DECK, seed=1, source="cells.md", later=0, sole=False)
        first = await cells.ask("/quiz questions:2 seconds:10")
        await cells.answer(first.round)
        await cells.wait(11)
        store.fails = True
        await cells.wait(10)
        last = cells.newest()
        seen = Message(HALL, MessageId(f"m{len(cells.posted())}"))
        await cells.bot.press(AnswerRound(last.round, (0,)), cells.request("Bo"), seen)
        await cells.wait(11)
        await cells.wait(0)

        assert [type(screen) for screen in cells.posted()] == [QuestionScreen, QuizReport]
        await store.close()
