from pathlib import Path

from tests.adapters.seat import Seat, seat
from tests.fakes.clock import FakeClock

TWO = """\
# Organs

## What do mitochondria do?
They make most of the energy.

- [x] They release energy
- [ ] They build proteins

## Where is the DNA kept?
In the nucleus, for the most part.

- [x] In the nucleus
- [ ] In the membrane
"""
RECALL = "# Stories\n\n## What is the story of endosymbiosis?\nIt is long.\n"


def status(at: Seat) -> str:
    """What stands below the prompt."""
    return at.terminal.status(at.clock.now())


async def test_the_line_below_the_prompt(tmp_path: Path) -> None:
    """What can be typed while it can be, then when the question closes, then how to go on."""
    async with seat(tmp_path, alone=False) as ana:
        assert status(ana) == "/quiz asks a question, /help lists the commands"
        await ana.say("/quiz seconds:30")
        assert status(ana).startswith("closes in 0:30 · Type ")
        await ana.right()
        assert status(ana) == "1 answered · closes in 0:30"
        await ana.wait(32)
        assert status(ana).startswith("/quiz asks")


async def test_an_answered_question_is_not_waited_for_below_the_prompt(tmp_path: Path) -> None:
    """A question without a limit is open for an hour: whoever answered it goes on."""
    async with seat(tmp_path, alone=False) as ana:
        await ana.say("/quiz")
        assert status(ana).startswith("Type ")
        await ana.right()
        assert status(ana).startswith("/quiz asks")
        assert "You answered this before" in await ana.say("a")


async def test_between_two_questions_of_a_series(tmp_path: Path) -> None:
    """The next question is announced below the prompt, and a late letter is told it is late."""
    async with seat(tmp_path, alone=False) as ana:
        await ana.say("/quiz questions:2 seconds:10")
        await ana.wait(12)
        assert status(ana) == "the next question follows"
        assert "This question is over" in await ana.say("a")


async def test_a_question_can_be_answered_again_once_a_later_one_is_over(tmp_path: Path) -> None:
    """It is shown again, and the letters are its own."""
    async with seat(tmp_path, deck=TWO) as ana:
        first = await ana.say("/quiz")
        await ana.say("/quiz")
        stopped = await ana.say("/stop")
        again = stopped.split("Still open from before:\n\n")[1]
        told = await ana.right()

    assert again == first
    assert "nobody answered" in stopped
    assert "Right, +10" in told


async def test_an_earlier_question_comes_back_after_the_later_one_is_answered(
    tmp_path: Path,
) -> None:
    """One by one, the newest first, and each only once."""
    async with seat(tmp_path, deck=TWO) as ana:
        first = await ana.say("/quiz")
        await ana.say("/quiz")
        answered = await ana.right()

        assert answered.endswith(f"Still open from before:\n\n{first}")
        assert await ana.look() == ""
        assert "Still open" not in await ana.right()


async def test_an_older_question_waits_for_the_end_of_a_series(tmp_path: Path) -> None:
    """It neither comes between the questions of a series nor takes a letter meant for one."""
    async with seat(tmp_path, alone=False) as ana:
        old = await ana.say("/quiz")
        await ana.say("/quiz questions:2 seconds:10")
        answered = await ana.right()
        over = await ana.wait(12) + await ana.look()
        late = await ana.say("a")
        following = await ana.wait(6)
        await ana.right()
        await ana.wait(12)
        ended = await ana.look()

    assert "Still open" not in answered + over + late + following
    assert ended.endswith(f"Still open from before:\n\n{old}")


async def test_after_a_restart_the_questions_come_back_one_by_one(tmp_path: Path) -> None:
    """What this person answered does not come back."""
    clock = FakeClock()
    async with seat(tmp_path, deck=TWO, alone=False, clock=clock) as ana:
        await ana.say("/quiz")
        await ana.right()
        second = await ana.say("/quiz")
    async with seat(tmp_path, deck=TWO, alone=False, clock=clock) as again:
        await again.terminal.resume()

        assert again.printed() == f"Still open from before:\n{second}"
        assert "Still open" not in await again.right()


async def test_open_recall_is_looked_at_before_it_is_rated(tmp_path: Path) -> None:
    """The bar below the prompt says what the letters mean now; no other letter rates it."""
    async with seat(tmp_path, deck=RECALL, alone=False) as ana:
        await ana.say("/quiz")
        assert status(ana) == "Type a (Show the answer)."
        assert "no options to choose from: look at its answer" in await ana.say("b")
        await ana.say("a")
        assert status(ana) == "Type a (I knew it) or b (I did not)."
        assert "Noted: you did not know it." in await ana.say("b")
        assert "You rated this before: you did not know it." in await ana.say("a")


async def test_a_question_that_is_stopped_says_so_to_whoever_answered_it(tmp_path: Path) -> None:
    """That the answer follows was promised, though its explanation was shown before."""
    async with seat(tmp_path, deck=TWO, alone=False) as ana:
        await ana.say("/quiz")
        await ana.right()
        said = await ana.say("/stop")

    assert said.startswith("\nonly you: The question is over")
    assert "\nOver" in said
    assert "1 of 1 right" in said


async def test_a_held_key_is_no_answer(tmp_path: Path) -> None:
    """A letter typed several times is refused, and the first answer is still to be given."""
    async with seat(tmp_path, deck=TWO) as ana:
        await ana.say("/quiz")
        assert "one right answer" in await ana.say("aaa")
        assert "before" not in await ana.say("a")
