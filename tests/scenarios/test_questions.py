"""What people do with one question."""

from tests.fakes.chats.bot import Bot
from tests.fakes.chats.chat import Chat


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

    assert (good.seen_by and good.seen_by.name, bad.seen_by and bad.seen_by.name) == ("Ana", "Bo")
    assert "Right, +10" in good.texts()
    assert "Right" not in bad.texts()
    assert "It is even" in bad.texts()
    await chat.until(lambda: "2 answered" in question.texts())
    answers = (await bot.store.outcome((await bot.asked()).id)).answers
    assert [one.correct for one in answers] == [True, False]
