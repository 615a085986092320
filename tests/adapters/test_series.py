from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from adapters.terminal.identity import ROOM
from bot.errors import RoundUnknown
from bot.invocations import read
from bot.model import Message, Request, RoundId
from bot.screens import QuizReport, Screen
from tests.adapters.seat import Seat, seat
from tests.fakes.clock import FakeClock

SERIES = "/quiz questions:2 seconds:10"


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[tuple[Seat, Seat]]:
    """Ana and Bo, each at a terminal of their own."""
    clock = FakeClock()
    here = seat(tmp_path, "Ana", alone=False, clock=clock)
    there = seat(tmp_path, "Bo", alone=False, clock=clock)
    async with here as ana, there as bo:
        yield ana, bo


async def test_a_series_that_ends_between_two_questions_ends_everywhere(
    both: tuple[Seat, Seat],
) -> None:
    """The other terminal hears of the end and waits for nothing any more."""
    ana, bo = both
    await ana.say(SERIES)
    await bo.look()
    await bo.right()
    await ana.wait(12)
    over = await bo.look()
    waited = bo.terminal.desk.expects(own=True)
    stopped = await ana.say("/stop")
    heard = await bo.look()

    assert "Over: question 1 of 2" in over
    assert waited
    assert stopped.count("Result: ") == 1
    assert heard.count("Result: ") == 1
    assert not bo.terminal.desk.expects()
    assert await ana.look() + await bo.look() == ""


async def test_a_report_is_printed_once_whoever_comes_first(
    both: tuple[Seat, Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is being looked for, the clock's side may post it."""
    ana, bo = both
    real = ana.bot.report

    async def overtaken(round_id: RoundId) -> QuizReport | None:
        found = await real(round_id)
        assert found is not None
        await ana.terminal.post(ROOM, found)
        return found

    await ana.say(SERIES)
    await bo.wait(12)
    await bo.wait(6)
    await ana.look()
    await bo.wait(12)
    monkeypatch.setattr(ana.bot, "report", overtaken)

    assert (await ana.look()).count("Result: ") == 1
    assert await ana.look() == ""


async def test_the_next_series_is_followed_though_the_last_report_comes_late(
    both: tuple[Seat, Seat],
) -> None:
    """A new series is under way before the old one's report is posted here."""
    ana, bo = both
    await ana.say(SERIES)
    await bo.look()
    await ana.say("/stop")
    await ana.say(SERIES)

    assert (await bo.look()).count("Result: ") == 1
    assert bo.terminal.desk.expects()


async def test_a_question_that_ends_while_it_is_posted_is_over_at_once(
    both: tuple[Seat, Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ending takes its place."""
    ana, _ = both
    real = ana.bot.shown

    async def stopped_first(round_id: RoundId, message: Message, at: datetime) -> Screen | None:
        request = Request(ana.terminal.person, ROOM, at)
        await ana.bot.perform(read("/stop"), request)
        return await real(round_id, message, at)

    monkeypatch.setattr(ana.bot, "shown", stopped_first)
    assert await ana.terminal.handle(SERIES)
    said = ana.printed()

    assert "does not count: it ended before anybody answered it" in said
    assert ana.terminal.desk.current() is None


@pytest.mark.parametrize("lost", ["screen", "report"])
async def test_what_is_no_longer_kept_is_not_waited_for(
    both: tuple[Seat, Seat], monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """A round that went with its database is over, and so is its series."""
    ana, bo = both

    async def unknown(_: RoundId) -> None:
        raise RoundUnknown

    await ana.say(SERIES)
    await bo.look()
    await bo.right()
    monkeypatch.setattr(bo.bot, lost, unknown)
    await ana.wait(12)
    await bo.look()

    assert not bo.terminal.desk.expects()


async def test_what_others_began_is_not_stayed_with(both: tuple[Seat, Seat]) -> None:
    """Until one takes part, which holds for the whole series."""
    ana, bo = both
    await ana.say(SERIES)
    await bo.look()
    assert bo.terminal.desk.expects()
    assert not bo.terminal.desk.expects(own=True)
    assert ana.terminal.desk.expects(own=True)

    await bo.right()
    await ana.wait(12)
    await bo.look()

    assert bo.terminal.desk.between()
    assert bo.terminal.desk.expects(own=True)


async def test_after_a_restart_between_two_questions_the_next_one_is_waited_for(
    tmp_path: Path,
) -> None:
    """A process that died in the pause took nothing with it."""
    clock = FakeClock()
    async with seat(tmp_path, alone=False, clock=clock) as ana:
        await ana.say(SERIES)
        await ana.wait(12)
    async with seat(tmp_path, alone=False, clock=clock) as again:
        await again.terminal.resume()
        assert again.terminal.desk.expects()
        assert "question 2 of 2" in await again.wait(6)


async def test_a_series_that_another_ends_in_the_pause_is_reported_after_a_restart(
    both: tuple[Seat, Seat],
) -> None:
    """Though the new process never saw one of its questions."""
    ana, bo = both
    await ana.say(SERIES)
    await ana.wait(12)
    await bo.terminal.resume()
    await ana.say("/stop")

    assert (await bo.look()).count("Result: ") == 1
    assert not bo.terminal.desk.expects()


async def test_after_a_restart_the_series_is_known_though_its_question_is_answered(
    tmp_path: Path,
) -> None:
    """Nothing is shown again, and the next question is still waited for."""
    clock = FakeClock()
    async with seat(tmp_path, alone=False, clock=clock) as ana:
        await ana.say(SERIES)
        await ana.right()
    async with seat(tmp_path, alone=False, clock=clock) as again:
        await again.terminal.resume()
        assert again.printed() == ""
        assert "Over: question 1 of 2" in await again.wait(12)
        assert again.terminal.desk.expects()
