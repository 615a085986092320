from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.errors import (
    NothingToStop,
    PlatformUnavailable,
    RoomUnreachable,
    SeriesRunning,
    StarterOnly,
)
from bot.invocations import read
from bot.model import Ending, Message, MessageId
from bot.screens import (
    QuestionScreen,
    QuizReport,
    RevealScreen,
    Screen,
    Verdict,
    VerdictScreen,
    VoidScreen,
)
from tests.fakes.world import HALL, YARD, World, world


def report(screens: list[Screen]) -> QuizReport:
    """The one report among these screens."""
    (found,) = [screen for screen in screens if isinstance(screen, QuizReport)]
    return found


async def test_a_series_in_company(cells: World) -> None:
    """Three rounds, each revealed before the next, and a report that is right at the end."""
    asked = await cells.ask("/quiz questions:3")
    for number in (1, 2, 3):
        assert (asked.head.number, asked.head.total) == (number, 3)
        await cells.answer(asked.round, "Ana")
        await cells.answer(asked.round, "Bo", right=number == 2)
        await cells.wait(31)
        assert len(cells.edited()) == number
        if number < 3:
            await cells.wait(5)
            asked = cells.newest()
    ended = report(cells.posted())
    assert [(one.rank, one.name, one.points, one.correct) for one in ended.results] == [
        (1, "Ana", 30, 3),
        (2, "Bo", 10, 1),
    ]
    assert (ended.asked, ended.total, ended.ending) == (3, 3, Ending.COMPLETE)
    assert {missed.number for missed in ended.hardest} == {1, 3}


async def test_a_series_goes_on_below_its_beginning(cells: World) -> None:
    """Whatever the clock posts of a series names the message that the series began with."""
    asked = await cells.ask("/quiz questions:2")
    began = Message(HALL, MessageId(f"reply-{asked.round}"))
    await cells.answer(asked.round)
    await cells.wait(31)
    await cells.wait(5)
    await cells.answer(cells.newest().round)
    await cells.wait(31)
    assert [type(screen) for screen in cells.posted()] == [QuestionScreen, QuizReport]
    assert cells.platform.below == [began, began]


async def test_verdicts_in_a_series_nobody_timed(cells: World) -> None:
    """A series that paces itself still tells verdicts at once."""
    asked = await cells.ask("/quiz questions:3")
    told = (await cells.answer(asked.round)).private
    assert isinstance(told, VerdictScreen)
    assert told.verdict is Verdict.RIGHT


async def test_alone(cells: World) -> None:
    """Alone, each answer brings the next question at once, without any clock."""
    asked = await cells.ask("/quiz questions:3", alone=True)
    for _ in range(3):
        await cells.answer(asked.round, alone=True)
        await cells.wait(0)
        asked = cells.newest()
    ended = report(cells.posted())
    assert [(one.points, one.correct, one.answered) for one in ended.results] == [(30, 3, 3)]


async def test_no_more_rounds_than_cards(cells: World) -> None:
    """A series asks only objective questions, and has no more rounds than there are."""
    asked = await cells.ask("/quiz questions:50")
    assert asked.head.total == 3


async def test_one_at_a_time(cells: World) -> None:
    """A room has one series at a time, other rooms their own, and single questions are free."""
    await cells.ask("/quiz questions:3")
    with pytest.raises(SeriesRunning) as refused:
        await cells.say("/quiz questions:3", "Bo")
    assert (refused.value.number, refused.value.total) == (1, 3)
    await cells.ask("/quiz questions:3", room=YARD)
    await cells.ask("/quiz", "Bo")


async def test_stop(cells: World) -> None:
    """Stopping reveals the open question, reports, and frees the room."""
    asked = await cells.ask("/quiz questions:3")
    await cells.answer(asked.round)
    with pytest.raises(StarterOnly):
        await cells.say("/stop", "Bo")
    await cells.say("/stop")
    await cells.wait(0)
    assert isinstance(cells.edited()[0], RevealScreen)
    ended = report(cells.posted())
    assert (ended.ending, ended.asked, ended.results[0].points) == (Ending.STOPPED, 1, 10)
    await cells.wait(600)
    assert len(cells.posted()) == 1
    with pytest.raises(NothingToStop):
        await cells.say("/stop")
    await cells.ask("/quiz questions:3")


async def test_stop_between_two_questions(cells: World) -> None:
    """Stopping while the next question waits ends the series without asking it."""
    asked = await cells.ask("/quiz questions:3")
    await cells.answer(asked.round)
    await cells.wait(31)
    await cells.say("/stop")
    await cells.wait(60)
    assert [type(screen) for screen in cells.posted()] == [QuizReport]


async def test_silence(tmp_path: Path) -> None:
    """Five rounds nobody answers end a series."""
    choices = "- [x] It is even\n- [ ] It is odd\n- [ ] It is prime\n"
    text = "# D\n" + "".join(f"\n## {n}. Is {n}0 even?\nYes.\n\n{choices}" for n in range(1, 9))
    async with world(tmp_path, text) as numbers:
        await numbers.ask("/quiz questions:8")
        for _ in range(200):
            await numbers.wait(1)
        ended = report(numbers.posted())
        assert (ended.ending, ended.asked, ended.results) == (Ending.UNANSWERED, 5, ())


async def test_killed_and_started_again(tmp_path: Path) -> None:
    """A series whose process died goes on where it was, and earlier answers stand."""
    async with world(tmp_path) as before:
        asked = await before.ask("/quiz questions:3 seconds:10")
        await before.answer(asked.round)
        await before.wait(11)
        await before.wait(5)
        second = before.newest()
    async with world(tmp_path, seed=2, later=20) as after:
        (still_open,) = await after.bot.open_rounds(HALL, after.clock.now())
        assert still_open.round == second.round
        await after.answer(second.round)
        await after.wait(7)
        await after.wait(5)
        third = after.newest()
        assert (third.head.number, third.head.total) == (3, 3)
        await after.answer(third.round, right=False)
        await after.wait(11)
        ended = report(after.posted())
        assert [(one.points, one.correct, one.answered) for one in ended.results] == [(20, 2, 3)]


async def test_out_for_longer_than_the_round(tmp_path: Path) -> None:
    """A round that ran out while nothing ran is void and asked once more."""
    async with world(tmp_path) as before:
        first = await before.ask("/quiz questions:3 seconds:10")
    async with world(tmp_path, seed=2, later=300) as after:
        await after.wait(0)
        void = after.edited()[0]
        assert isinstance(void, VoidScreen)
        assert void.again
        again = after.newest()
        assert again.round != first.round
        assert again.head == first.head
        assert sorted(map(str, again.options)) == sorted(map(str, first.options))


async def test_a_reply_nobody_saw(cells: World) -> None:
    """A series whose first question was never shown is over, and blocks nobody."""
    await cells.bot.perform(read("/quiz questions:3"), cells.request("Ana"))
    await cells.wait(61)
    assert cells.posted() == []
    await cells.ask("/quiz questions:3")


async def test_a_platform_that_is_away(cells: World) -> None:
    """What could not be posted is posted when the platform is back, once."""
    asked = await cells.ask("/quiz questions:3")
    await cells.answer(asked.round)
    await cells.wait(31)
    cells.platform.failures.append(PlatformUnavailable("down", 20.0))
    await cells.wait(5)
    assert cells.posted() == []
    await cells.wait(20)
    assert [type(screen) for screen in cells.posted()] == [QuestionScreen]


async def test_a_room_that_is_lost(cells: World) -> None:
    """A room that cannot be reached any more ends its series and troubles no other room."""
    asked = await cells.ask("/quiz questions:3")
    other = await cells.ask("/quiz questions:3", room=YARD)
    await cells.answer(asked.round)
    await cells.answer(other.round, "Bo")
    cells.platform.failures.append(RoomUnreachable("the channel is gone"))
    await cells.wait(31)
    await cells.wait(5)
    rooms = [room for room, _ in cells.platform.posts]
    assert len(rooms) == 1
    lost = HALL if rooms == [YARD] else YARD
    await cells.ask("/quiz questions:3", room=lost)


async def test_a_room_that_breaks(cells: World, logged: list[EventDict]) -> None:
    """Whatever goes wrong in one room, the log says so and the others go on."""
    await cells.ask("/quiz questions:3", room=YARD)
    asked = await cells.ask("/quiz questions:3")
    await cells.answer(asked.round)
    cells.platform.lost.add(YARD.channel)
    await cells.wait(31)
    await cells.wait(5)
    assert cells.newest().head.number == 2
    assert {entry["log_level"] for entry in logged} == {"error"}
    logged.clear()


async def test_the_notes_are_gone(tmp_path: Path) -> None:
    """Where the deck vanished in the middle, the series ends with its report."""
    async with world(tmp_path) as before:
        asked = await before.ask("/quiz questions:3 seconds:10")
        await before.answer(asked.round)
    async with world(tmp_path, "# Nothing here\n") as after:
        await after.wait(11)
        ended = report(after.posted())
        assert (ended.ending, ended.results[0].points) == (Ending.NOTES_GONE, 10)


async def test_a_platform_that_is_away_for_good(cells: World) -> None:
    """A series that cannot go on for a day is over: the room can begin another one."""
    asked = await cells.ask("/quiz questions:3 seconds:10")
    await cells.answer(asked.round)
    await cells.wait(11)
    cells.platform.failures.extend([PlatformUnavailable("a new word", 5.0)] * 50)
    for _ in range(26):
        await cells.wait(60 * 60)
    assert isinstance(await cells.ask("/quiz questions:2"), QuestionScreen)
