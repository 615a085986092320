from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.seat import Seat, seat
from tests.fakes.clock import FakeClock

TWO = """\
# Colours

## What is grass?

- [x] Green
- [ ] Red

## What is the sky?

- [x] Blue
- [ ] Yellow
"""
HOUR = 60 * 60
DAY = 24 * HOUR
A_MOMENT = 1


@pytest.fixture
async def ana(tmp_path: Path) -> AsyncIterator[Seat]:
    """Ana, alone at her terminal, an hour before ten."""
    async with seat(tmp_path) as taken:
        yield taken


@pytest.fixture
async def daily(ana: Seat) -> Seat:
    """Ana, who is asked every day at ten and was asked just now."""
    await ana.say("/daily set 10")
    await ana.wait(HOUR + A_MOMENT)
    return ana


async def test_a_week_of_daily_questions(ana: Seat) -> None:
    """Set, asked, answered; the next day tells the result and the streak; skipped; off."""
    said = await ana.say("/daily set 10")
    assert said.startswith("only you: This room is now asked a question a day\n")
    assert "  every day at 10:00, UTC\n  next: Sunday 22 November, 10:00\n" in said
    assert await ana.wait(HOUR - A_MOMENT) == ""

    first = await ana.wait(2 * A_MOMENT)
    assert "question of the day, Sunday 22 November\n" in first
    assert "closes in 24 hours" in first
    assert "Yesterday" not in first
    assert "in a row" not in await ana.right()

    second = await ana.wait(DAY)
    assert "Yesterday: 1 of 1 right\n  What do mitochondria do?\n  Answer: They release" in second
    assert "question of the day, Monday 23 November\n" in second
    assert "Days in a row" not in second
    assert "only you: Wrong: it is B · 2 days in a row\n" in await ana.wrong()
    assert "1  Ana (you)  10  50 %  2 in a row\n" in await ana.say("/leaderboard")

    skipped = await ana.say("/daily skip")
    assert "Skipped: the question of Tuesday 24 November, 10:00\n" in skipped
    assert "  next: Wednesday 25 November, 10:00\n" in skipped
    assert await ana.wait(DAY) == ""

    third = await ana.wait(DAY)
    assert "Monday 23 November: 0 of 1 right\n" in third
    assert "Days in a row: Ana 2\n\nOrgans of the cell" in third

    assert "is asked no daily question any more" in await ana.say("/daily off")
    assert await ana.right() != ""
    assert await ana.wait(DAY) == ""
    assert "No daily question is set in this room." in await ana.say("/daily skip")


async def test_what_is_previewed_is_asked(ana: Seat) -> None:
    """Its options stand there without letters, which they get only when it is asked."""
    seen = (await ana.say("/daily set 10")).partition("only you see until then:\n")[2]
    asked = await ana.wait(HOUR + A_MOMENT)

    stem, *options = [line.strip() for line in seen.splitlines()]
    assert stem in asked
    assert len(options) == 3
    assert all(option.startswith("•  ") and option[3:] in asked for option in options)


async def test_the_end_of_a_question_that_was_told_again_is_not_shown_as_well(
    daily: Seat,
) -> None:
    """What yesterday's answer was stands above today's question, and nothing below it."""
    said = await daily.wait(DAY) + await daily.look()

    assert said.startswith("\nYesterday: nobody answered\n")
    assert "Over" not in said
    assert said.endswith("closes in 24 hours\n")


async def test_a_question_that_no_other_follows_is_told_at_its_end(daily: Seat) -> None:
    """Whoever missed it sees the answer."""
    await daily.say("/daily off")
    said = await daily.wait(DAY)

    assert said.startswith("\nOver: question of the day, Sunday 22 November")
    assert "nobody answered" in said


async def test_what_came_too_late_is_not_asked_and_it_is_said_why(tmp_path: Path) -> None:
    """A terminal that was shut for days asks what is at most two hours late, once."""
    async with seat(tmp_path) as first:
        await first.say("/daily set 10")
    clock = first.clock
    clock.advance(2 * DAY + 3 * HOUR + A_MOMENT)
    async with seat(tmp_path, clock=clock) as second:
        nothing = await second.wait(A_MOMENT)
        shown = await second.say("/daily show")
        asked = await second.wait(22 * HOUR + 40 * 60)

    assert nothing == ""
    assert shown.partition("Not asked:\n")[2] == "".join(
        f"  {day} November, 10:00: Studybot or the chat was away for two hours or more\n"
        for day in ("Tuesday 24", "Monday 23", "Sunday 22")
    )
    assert asked.count("question of the day") == 1
    assert "Wednesday 25 November" in asked


async def test_the_question_of_a_day_is_there_again_after_a_restart(tmp_path: Path) -> None:
    """Until it was answered."""
    async with seat(tmp_path) as first:
        await first.say("/daily set 10")
        await first.wait(HOUR + A_MOMENT)
    first.clock.advance(5 * HOUR)
    async with seat(tmp_path, clock=first.clock) as second:
        await second.terminal.resume()
        again = second.printed()
        status = second.terminal.status(second.clock.now())
        verdict = await second.right()

    assert again.startswith("Still open from before:\n\nOrgans of the cell")
    assert "closes in 19 hours" in again
    assert status == "question of the day · closes in 19 hours · Type a, b or c."
    assert "Right, +10" in verdict


async def test_two_terminals_show_a_daily_question_once_each(tmp_path: Path) -> None:
    """One process asks it; the other follows. The next day both are told how both did."""
    clock = FakeClock()
    here = seat(tmp_path, "Ana", alone=False, clock=clock)
    there = seat(tmp_path, "Bo", alone=False, clock=clock)
    async with here as ana, there as bo:
        await ana.say("/daily set 10")
        asked = await ana.wait(HOUR + A_MOMENT), await bo.look()
        again = await bo.wait(A_MOMENT) + await ana.look()
        await ana.right()
        await bo.look()
        await bo.wrong()
        following = await ana.wait(DAY) + await ana.look(), await bo.look()
        shown = await bo.say("/daily show")

    assert [said.count("question of the day") for said in asked] == [1, 1]
    assert again == ""
    assert [said.count("Yesterday: 1 of 2 right") for said in following] == [1, 1]
    assert "set by Ana" in shown
    assert "The next question" not in shown


async def test_a_letter_answers_the_question_shown_last(tmp_path: Path) -> None:
    """Beside the question of a day others can be asked; it comes back once they are answered."""
    async with seat(tmp_path, deck=TWO) as ana:
        await ana.say("/daily set 10")
        await ana.wait(HOUR + A_MOMENT)
        await ana.say("/quiz")
        back = await ana.right()
        told = await ana.right()

    assert "Still open from before:\n\nColours" in back
    assert "question of the day, Sunday 22 November" in back
    assert "Right, +10" in told


async def test_a_space_is_set_from_its_terminal(ana: Seat) -> None:
    """Whoever sits there may; what is wished is told, and moves the schedule."""
    await ana.say("/daily set 10")
    plain = await ana.say("/settings")
    changed = await ana.say("/settings berlin forgiving")
    shown = await ana.say("/daily show")

    assert plain.strip().splitlines() == [
        "only you: The settings of this space",
        "  Time zone       UTC",
        "  First deck      Organs of the cell",
        "  A missed day    ends a streak",
        "  Quizzes run in  every room",
        "Change them with /settings timezone:… deck:… rooms:here forgiving:yes",
    ]
    assert "  Time zone       Europe/Berlin\n" in changed
    assert "  A missed day    one a week is forgiven\n" in changed
    assert "  every day at 10:00, Europe/Berlin\n  next: Monday 23 November, 10:00\n" in shown


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/daily set", "time needs a value: a time such as 9:00, 9am or 21h30."),
        ("/daily set 26:00", "time should be a time such as 9:00, 9am or 21h30, not “26:00”."),
        ("/daily set 9 timezone:berln", "not “berln”. Did you mean Europe/Berlin?"),
        ("/daily set 9 days:funday", "days should be days of the week such as weekdays"),
        ("/daily", "needs a second word: /daily set, /daily show, /daily skip or /daily off."),
        ("/daily off", "No daily question is set in this room. /daily set 9:00 begins one."),
    ],
)
async def test_a_slip_is_told_what_would_be_right(ana: Seat, line: str, said: str) -> None:
    """And nothing is set."""
    assert said in await ana.say(line)
    assert "No daily question is set" in await ana.say("/daily show")
