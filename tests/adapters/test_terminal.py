from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.errors import DatabaseLocked
from tests.adapters.seat import Seat, seat
from tests.fakes.clock import FakeClock

ONE = """\
# Organs

## What do mitochondria do?
They make most of the energy.

- [x] They release energy
- [ ] They build proteins
- [ ] They store water
"""
SEVERAL = """\
# Walls

## Which of these have a wall?
Plants and fungi.

- [x] Plants
- [x] Fungi
- [ ] Mammals
"""
RECALL = """\
# Stories

## What is the story of endosymbiosis?
It is long.
"""


@pytest.fixture
async def ana(tmp_path: Path) -> AsyncIterator[Seat]:
    """Ana, alone at her terminal, with a deck of one card."""
    async with seat(tmp_path, deck=ONE) as taken:
        yield taken


async def test_a_question_is_answered_by_its_letter(ana: Seat) -> None:
    """The question goes to the room, the verdict to whoever answered."""
    asked = await ana.say("/quiz")
    told = await ana.right()

    assert asked.startswith("Organs\nWhat do mitochondria do?\n  A  ")
    assert "Type a, b or c." in asked
    assert told.startswith("\nonly you: Right, +10\nThey make most of the energy.")


async def test_a_wrong_answer_is_told_the_right_one(ana: Seat) -> None:
    """The right option is shown with its letter."""
    await ana.say("/quiz")

    assert "  They release energy\n" in await ana.wrong()


async def test_a_second_answer_shows_the_first_one_again(ana: Seat) -> None:
    """Answering twice changes nothing and says so."""
    await ana.say("/quiz")
    await ana.right()

    assert "only you: You answered this before: " in await ana.wrong()


async def test_the_board_remembers_across_processes(tmp_path: Path) -> None:
    """What was earned in one process is on the board of the next."""
    async with seat(tmp_path, deck=ONE) as first:
        await first.say("/quiz")
        await first.right()
    async with seat(tmp_path, deck=ONE) as second:
        said = await second.say("/leaderboard")

    assert "  1  Ana (you)  10  100 %\n" in said


async def test_the_buttons_of_a_board_are_words(ana: Seat) -> None:
    """A period, and showing the board to the room."""
    await ana.say("/quiz")
    await ana.right()
    await ana.say("/leaderboard")

    assert (await ana.say("week")).startswith("\nonly you: This week")
    assert (await ana.say("share")).startswith("\nThis week")


async def test_letters_that_are_no_answer(ana: Seat) -> None:
    """Each slip is told what would be right, and the quiz goes on."""
    assert "There is no question to answer. /quiz asks one." in await ana.say("a")
    await ana.say("/quiz")
    assert "no option Z. Its options are A, B and C." in await ana.say("z")
    assert "one right answer: choose one option." in await ana.say("ab")
    assert "Right, +10" in await ana.right()


async def test_lines_that_are_no_command(ana: Seat) -> None:
    """What is not understood is said in a sentence."""
    assert "neither an answer nor a command" in await ana.say("what is this")
    assert "Did you mean /quiz?" in await ana.say("/quis")
    assert "There is no deck “nope”" in await ana.say("/quiz nope")
    assert await ana.say("   ") == ""


@pytest.mark.parametrize("letters", ["{} {}", "{}{}", "{}, {}"])
async def test_several_right_answers_are_typed_together(tmp_path: Path, letters: str) -> None:
    """With or without something between them, in any order."""
    async with seat(tmp_path, deck=SEVERAL) as ana:
        assert "Choose two." in await ana.say("/quiz")
        asked = ana.terminal.desk.lettered()
        assert asked is not None
        walls = [
            place for place, option in enumerate(asked.options) if "Mammals" not in str(option)
        ]
        second, first = ("abc"[place] for place in walls)

        assert "two right answers: choose two options together" in await ana.say(first)
        assert "Right, +10" in await ana.say(letters.format(first, second))


async def test_open_recall_is_looked_at_and_rated(tmp_path: Path) -> None:
    """The answer is shown privately, then whether it was known is noted."""
    async with seat(tmp_path, deck=RECALL) as ana:
        assert "Type a (Show the answer)." in await ana.say("/quiz")
        assert "It is long." in await ana.say("a")
        assert "Noted: you knew it." in await ana.say("a")


async def test_a_series_goes_on_by_itself(tmp_path: Path) -> None:
    """Alone, each answer brings the next question, and the last one the report."""
    async with seat(tmp_path) as ana:
        first = await ana.say("/quiz questions:3")
        second = await ana.right()
        third = await ana.right()
        report = await ana.wrong()

    assert "question 1 of 3" in first
    assert "Right, +10" in second
    assert "question 2 of 3" in second
    assert "question 3 of 3" in third
    assert "Result: Organs of the cell" in report
    assert "  1  Ana  20 points  2 of 3 right\n" in report


async def test_a_verdict_that_had_to_wait_comes_with_the_reveal(tmp_path: Path) -> None:
    """With a time limit, the reveal tells the answer, and privately how one did."""
    async with seat(tmp_path, deck=ONE, alone=False) as ana:
        await ana.say("/quiz seconds:10")
        recorded = await ana.right()
        revealed = await ana.wait(12)

    assert "only you: Recorded: " in recorded
    assert "Over" in revealed
    assert "Right: Ana +10" in revealed
    assert revealed.endswith(": right\n")


async def test_a_timed_question_is_waited_for(tmp_path: Path) -> None:
    """As long as its end is to come, something is expected; a question without a limit is not."""
    async with seat(tmp_path, deck=ONE) as ana:
        await ana.say("/quiz")
        assert not ana.terminal.desk.expects()
        await ana.say("/quiz seconds:10")
        assert ana.terminal.desk.expects()
        await ana.wait(12)
        assert not ana.terminal.desk.expects()


async def test_two_terminals_share_a_room(tmp_path: Path) -> None:
    """Questions, ends and the report of one process are shown once by the other as well."""
    clock = FakeClock()
    here = seat(tmp_path, "Ana", alone=False, clock=clock)
    there = seat(tmp_path, "Bo", alone=False, clock=clock)
    async with here as ana, there as bo:
        await ana.say("/quiz questions:2 seconds:10")
        asked = await bo.look()
        again = await bo.look()
        recorded = await bo.right()
        await ana.wait(12)
        over = await bo.look()
        await ana.wait(6)
        following = await bo.look()
        await ana.wait(12)
        ended = await bo.look()
        nothing = await bo.look() + await ana.look()

    assert "question 1 of 2" in asked
    assert again == ""
    assert "only you: Recorded" in recorded
    assert "Right: Bo +10" in over
    assert "question 2 of 2" in following
    assert "Result: Organs of the cell" in ended
    assert nothing == ""


async def test_the_process_that_ends_a_round_need_not_have_shown_it(tmp_path: Path) -> None:
    """Whichever process does the work, each terminal is told of an end once."""
    clock = FakeClock()
    here = seat(tmp_path, "Ana", alone=False, clock=clock)
    there = seat(tmp_path, "Bo", alone=False, clock=clock)
    async with here as ana, there as bo:
        await ana.say("/quiz questions:2 seconds:10")
        await bo.look()
        at_bo = await bo.wait(12) + await bo.look() + await bo.wait(6) + await bo.wait(12)
        at_ana = await ana.look()
        ana_again = await ana.wait(0) + await ana.look()

    for words in ("Over: question 1 of 2", "Over: question 2 of 2", "Result: "):
        assert at_bo.count(words) == 1
    assert at_ana.count("Over: question 1 of 2") == 1
    assert ana_again == ""


async def test_an_interrupted_series_goes_on(tmp_path: Path) -> None:
    """A new process shows the open question again, and its answer brings the next one."""
    async with seat(tmp_path) as first:
        await first.say("/quiz questions:3")
        await first.right()
    async with seat(tmp_path, clock=first.clock) as second:
        await second.terminal.resume()
        shown = second.printed()
        following = await second.right()

    assert shown.startswith("Still open from before:\n\nOrgans of the cell")
    assert "question 2 of 3" in shown
    assert "question 3 of 3" in following


async def test_of_old_single_questions_only_the_newest_is_shown_again(tmp_path: Path) -> None:
    """What cannot be answered by a letter any more does not fill the screen."""
    async with seat(tmp_path) as first:
        for _ in range(3):
            await first.say("/quiz")
    async with seat(tmp_path, clock=first.clock) as second:
        await second.terminal.resume()

        assert second.printed().count("Type ") == 1
        assert await second.look() == ""


async def test_stop_reveals_ones_own_question(ana: Seat) -> None:
    """The news is private, the reveal is the room's."""
    await ana.say("/quiz")
    said = await ana.say("/stop")

    assert "only you: The question is over; the answer follows." in said
    assert "\n\nOver" in said
    assert "nobody answered" in said


async def test_a_failing_database_is_told_and_the_loop_goes_on(
    ana: Seat, monkeypatch: pytest.MonkeyPatch, logged: list[EventDict]
) -> None:
    """An error that has a sentence is shown; one that nobody foresaw is logged as well."""

    async def locked(*_: object) -> None:
        raise DatabaseLocked("test.db")

    async def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(ana.bot, "perform", locked)
    assert "The database test.db is busy" in await ana.say("/quiz")
    monkeypatch.setattr(ana.bot, "perform", broken)
    assert "an error it does not know (RuntimeError)" in await ana.say("/quiz")
    assert [(entry["log_level"], str(entry["exc_info"])) for entry in logged] == [("error", "boom")]
    logged.clear()


@pytest.mark.parametrize("word", ["/quit", "quit", "exit", "/EXIT", " /quit "])
async def test_leaving(ana: Seat, word: str) -> None:
    """Several words mean the wish to go."""
    assert not await ana.terminal.handle(word)
