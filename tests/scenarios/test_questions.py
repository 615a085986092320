"""What people do with one question."""

from pathlib import Path

from bot.actions import AnswerRound, encode
from tests.fakes.chats.bot import Bot, connected
from tests.fakes.chats.chat import Chat, reader

TWO = """# Cells

## 1. Which of these have a wall?
Plants and fungi.

- [x] Plants
- [x] Fungi
- [ ] Mammals
"""
TERMS = """# Cells

## 1. Which organelles are these?
- **Ribosome**: builds proteins from amino acids.
- **Golgi apparatus**: packs molecules for transport.
- **Lysosome**: breaks down what the cell no longer needs.
"""
RECALL = "# Cells\n\n## 1. Tell the story of endosymbiosis.\nIt is long.\n"
PARTS = "# Cells\n\n## 1. Tell the story of endosymbiosis.\n" + "\n\n".join(
    f"Chapter {number} of it is a long one. " * 20 for number in range(1, 9)
)


async def test_a_question_and_its_verdicts(chat: Chat, bot: Bot) -> None:
    """The room sees the question and how many answered; each person alone their verdict."""
    question = await chat.command("Ana", "quiz")
    assert not question.private
    assert "What is true of" in question.texts()
    assert "nobody answered yet" in question.texts()
    [right], wrong = await bot.options()

    good = await chat.press("Ana", question, right)
    bad = await chat.press("Bo", question, wrong[0])
    await bot.later(2)

    assert [reader(told) for told in (good, bad)] == ["Ana", "Bo"]
    assert "Right, +10" in good.texts()
    assert f"Wrong: it is {right}" in bad.texts()
    assert "It is even" in bad.texts()
    await chat.until(lambda: "2 answered" in question.texts())
    answers = (await bot.store.outcome((await bot.asked()).id)).answers
    assert [one.correct for one in answers] == [True, False]


async def test_the_first_answer_counts(chat: Chat, bot: Bot) -> None:
    """Whoever presses again is told what they answered before, and nothing changes."""
    question = await chat.command("Ana", "quiz")
    [right], wrong = await bot.options()

    await chat.press("Ana", question, wrong[0])
    again = await chat.press("Ana", question, right)
    await bot.later(2)

    assert reader(again) == "Ana"
    assert f"You answered this before: {wrong[0]}." in again.texts()
    await chat.until(lambda: "1 answered" in question.texts())
    [answer] = (await bot.store.outcome((await bot.asked()).id)).answers
    assert not answer.correct


async def test_those_who_chose_alike_are_told_alike(chat: Chat, bot: Bot) -> None:
    """Two who chose the same read the same, each alone; who was right reads something else."""
    question = await chat.command("Ana", "quiz")
    [right], [wrong, _] = await bot.options()

    told = [
        await chat.press(name, question, label)
        for name, label in (("Ana", wrong), ("Bo", wrong), ("Cy", right))
    ]

    assert [reader(one) for one in told] == ["Ana", "Bo", "Cy"]
    assert told[0].texts() == told[1].texts() != told[2].texts()


async def test_many_answers_are_counted_together(chat: Chat, bot: Bot) -> None:
    """However many answer within a moment, the question is changed once to say so."""
    question = await chat.command("Ana", "quiz")

    await chat.crowd(("Ana", "Bo", "Cy"), question, "A")
    assert question.edits == 0
    await bot.later(2)

    await chat.until(lambda: "3 answered" in question.texts())
    assert question.edits == 1


async def test_a_question_is_ended_by_whoever_asked(chat: Chat, bot: Bot) -> None:
    """Its answer is then told to all, with who was right, and nothing can be pressed any more."""
    question = await chat.command("Ana", "quiz")
    [right], _ = await bot.options()
    await chat.press("Bo", question, right)

    told = await chat.command("Ana", "stop")
    await bot.later(2)

    assert reader(told) == "Ana"
    assert "The question is over; the answer follows." in told.texts()
    assert "Over" in question.texts()
    assert "1 of 1 right" in question.texts()
    assert not question.buttons()


async def test_a_question_ends_by_itself(chat: Chat, bot: Bot) -> None:
    """After an hour it takes no more answers and tells its own."""
    question = await chat.command("Ana", "quiz")

    await bot.later(3602)

    assert "Over" in question.texts()
    assert "nobody answered" in question.texts()
    assert await bot.open() == 0


async def test_a_late_click(chat: Chat, bot: Bot) -> None:
    """Whoever still sees the buttons of a question that is over is told so, and not counted."""
    question = await chat.command("Ana", "quiz")
    asked = await bot.asked()
    await chat.command("Ana", "stop")
    await bot.later(2)

    told = await chat.press_id("Bo", question, encode(AnswerRound(asked.id, (0,))))

    assert reader(told) == "Bo"
    assert "takes no more answers" in told.texts()
    assert (await bot.store.outcome(asked.id)).answers == ()


async def test_a_question_with_a_time_limit(chat: Chat, bot: Bot) -> None:
    """Until it ends, each person learns no more than that the answer was recorded."""
    question = await chat.command("Ana", "quiz", seconds=20)
    [right], [wrong, _] = await bot.options()

    told = await chat.press("Bo", question, wrong)
    await chat.press("Ana", question, right)
    assert f"Recorded: {wrong}" in told.texts()
    assert "Wrong" not in told.texts()
    await bot.later(22)

    assert "Over" in question.texts()
    assert "1 of 2 right" in question.texts()


async def test_several_right_options(chat: Chat, tmp_path: Path) -> None:
    """Where two are right they are chosen together, and only both are right."""
    async with connected(chat, tmp_path, TWO) as bot:
        question = await chat.command("Ana", "quiz")
        right, wrong = await bot.options()
        assert "Choose two." in question.texts()

        good = await chat.choose("Ana", question, *reversed(right))
        bad = await chat.choose("Bo", question, right[0], *wrong)

        assert "Right, +10" in good.texts()
        assert f"Wrong: they are {right[0]} and {right[1]}" in bad.texts()


async def test_open_recall(chat: Chat, tmp_path: Path) -> None:
    """The answer is shown to whoever asks for it, who then says whether they knew it."""
    async with connected(chat, tmp_path, RECALL) as bot:
        question = await chat.command("Ana", "quiz")
        asked = await bot.asked()

        answer = await chat.press("Ana", question, "Show the answer")
        assert reader(answer) == "Ana"
        assert "It is long." in answer.texts()
        noted = await chat.press("Ana", answer, "I knew it")
        again = await chat.press("Ana", answer, "I did not")

        assert "Noted: you knew it." in noted.texts()
        assert "You rated this before: you knew it." in again.texts()
        assert len((await bot.store.outcome(asked.id)).answers) == 1


async def test_a_long_answer_comes_in_parts(chat: Chat, tmp_path: Path) -> None:
    """What is too long for one page is read on, part by part, to its end."""
    async with connected(chat, tmp_path, PARTS):
        question = await chat.command("Ana", "quiz")

        page = await chat.press("Ana", question, "Show the answer")
        said = [page.texts()]
        while any(button.label == "Read on" for button in page.buttons()):
            page = await chat.turn("Ana", page, "Read on")
            said.append(page.texts())

        assert len(said) > 1
        assert f"part 1 of {len(said)}" in said[0]
        assert all(f"Chapter {number} of it" in "".join(said) for number in range(1, 9))
        assert reader(page) == "Ana"


async def test_the_full_answer_comes_beside_the_verdict(chat: Chat, tmp_path: Path) -> None:
    """Whoever looks it up still sees what they were told, and what it earned them."""
    async with connected(chat, tmp_path, TERMS) as bot:
        question = await chat.command("Ana", "quiz")
        [right], _ = await bot.options()
        verdict = await chat.press("Ana", question, right)

        full = await chat.press("Ana", verdict, "The full answer")

        assert reader(full) == "Ana"
        assert all(name in full.texts() for name in ("Ribosome", "Golgi", "Lysosome"))
        assert full is not verdict
        assert "Right, +10" in verdict.texts()
        assert verdict.edits == 0


async def test_an_unreadable_button(chat: Chat, bot: Bot) -> None:
    """A button of another version says so instead of failing without a word."""
    question = await chat.command("Ana", "quiz")

    told = await chat.press_id("Bo", question, "z:new:thing")

    assert reader(told) == "Bo"
    assert "This button is of a newer version" in told.texts()
    assert await bot.open() == 1


async def test_a_button_of_a_forgotten_question(chat: Chat, bot: Bot) -> None:
    """The id alone says what a press means: one of a question that nobody knows is told so."""
    question = await chat.command("Ana", "quiz")

    told = await chat.press_id("Bo", question, "a:gone:0")

    assert reader(told) == "Bo"
    assert "This question is no longer kept." in told.texts()
    assert await bot.open() == 1


async def test_a_button_of_another_room(chat: Chat, bot: Bot) -> None:
    """An id that was carried to another room answers nothing and takes no message over."""
    there = await chat.command("Ana", "quiz", "hall")
    here = await chat.command("Ana", "quiz", "yard")
    asked = await bot.asked("hall")

    told = await chat.press_id("Bo", here, encode(AnswerRound(asked.id, (0,))))
    await bot.later(2)

    assert "This question is no longer kept." in told.texts()
    assert (await bot.store.outcome(asked.id)).answers == ()
    assert (there.edits, here.edits) == (0, 0)


async def test_buttons_outlive_the_bot(chat: Chat, tmp_path: Path) -> None:
    """After a restart the same buttons answer, each person once, and the count goes on."""
    async with connected(chat, tmp_path) as bot:
        question = await chat.command("Ana", "quiz")
        before = await chat.press("Ana", question, "A")
    await chat.until(lambda: "1 answered" in question.texts())
    async with connected(chat, tmp_path, clock=bot.clock) as bot:
        again = await chat.press("Ana", question, "B")
        other = await chat.press("Bo", question, "B")
        await bot.later(2)

        assert "You answered this before: A." in again.texts()
        assert before.texts().splitlines()[1:] == again.texts().splitlines()[1:]
        assert "You answered this before" not in other.texts()
        await chat.until(lambda: "2 answered" in question.texts())
