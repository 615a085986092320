"""Several questions in a row."""

from bot.model import Ending
from tests.fakes.chats.bot import PAUSE, Bot
from tests.fakes.chats.chat import Chat, reader


async def test_a_series_with_its_report(chat: Chat, bot: Bot) -> None:
    """Questions follow each other by the clock, each is revealed in its place, a report ends it."""
    first = await chat.command("Ana", "quiz", questions=2, seconds=10)
    assert "question 1 of 2" in first.texts()
    [right], _ = await bot.options()
    assert f"Recorded: {right}" in (await chat.press("Ana", first, right)).texts()
    await bot.later(11)
    assert "Over: question 1 of 2" in first.texts()
    assert "1 of 1 right" in first.texts()
    await bot.later(PAUSE)
    second = chat.newest()
    assert "question 2 of 2" in second.texts()
    [right], _ = await bot.options()
    await chat.press("Ana", second, right)
    await bot.later(11)

    assert "Over: question 2 of 2" in second.texts()
    assert len(chat.messages()) == 3
    report = chat.newest().texts()
    assert "Result: Numbers" in report
    assert "2 questions" in report
    assert "2 of 2 right" in report


async def test_whoever_is_alone_is_not_hurried(chat: Chat, bot: Bot) -> None:
    """In direct messages a series waits for each answer, and then goes on."""
    first = await chat.command("Ana", "quiz", "@Ana", questions=2)
    await bot.later(600)
    assert len(chat.messages("@Ana")) == 1

    await chat.press("Ana", first, "A")
    await bot.later(PAUSE)
    second = chat.newest("@Ana")
    assert "question 2 of 2" in second.texts()
    await chat.press("Ana", second, "A")
    await bot.later(PAUSE)

    assert "Result: Numbers" in chat.newest("@Ana").texts()
    assert len(chat.messages("@Ana")) == 3


async def test_a_second_series_is_refused(chat: Chat, bot: Bot) -> None:
    """One series runs in a room at a time; another room can have its own, and one question more."""
    await chat.command("Ana", "quiz", questions=3)

    refused = await chat.command("Bo", "quiz", questions=2)

    assert reader(refused) == "Bo"
    assert "A quiz is running here, at question 1 of 3." in refused.texts()
    assert not (await chat.command("Bo", "quiz")).private
    assert not (await chat.command("Bo", "quiz", "yard", questions=2)).private
    assert await bot.open() == 2


async def test_only_the_starter_or_a_moderator_stops(chat: Chat, bot: Bot) -> None:
    """Somebody else is told so, and the series goes on; a moderator ends it for all."""
    chat.person("Mo", moderator=True)
    first = await chat.command("Ana", "quiz", questions=3)

    refused = await chat.command("Bo", "stop")
    await bot.later(0)
    assert reader(refused) == "Bo"
    assert "or a moderator, can end it" in refused.texts()
    assert "Over" not in first.texts()
    assert await bot.open() == 1

    stopped = await chat.command("Mo", "stop")
    await bot.later(2)
    assert reader(stopped) == "Mo"
    assert "The quiz is being stopped; the result follows." in stopped.texts()
    assert "stopped after 1 of 3 questions" in chat.newest().texts()


async def test_the_starter_stops_and_the_report_still_comes(chat: Chat, bot: Bot) -> None:
    """What was answered until then is told, and the room is free for another series."""
    first = await chat.command("Ana", "quiz", questions=3)
    await chat.press("Bo", first, "A")

    await chat.command("Ana", "stop")
    await bot.later(2)

    assert "Over: question 1 of 3" in first.texts()
    assert "of 1 right" in chat.newest().texts()
    assert not (await chat.command("Bo", "quiz", questions=2)).private


async def test_there_is_nothing_to_stop(chat: Chat, bot: Bot) -> None:
    """Where nothing runs, whoever would end it is told so."""
    told = await chat.command("Ana", "stop")

    assert reader(told) == "Ana"
    assert "There is nothing to stop" in told.texts()
    assert await bot.open() == 0


async def test_the_message_of_an_open_question_is_deleted(chat: Chat, bot: Bot) -> None:
    """The series goes on without it, and its report counts what was answered there."""
    first = await chat.command("Ana", "quiz", questions=2, seconds=10)
    quiz, _ = await bot.running() or (None, None)
    await chat.press("Ana", first, "A")
    await chat.delete_message(first)
    await bot.later(11)
    await bot.later(PAUSE)
    await chat.press("Ana", chat.newest(), "A")
    await bot.later(11)

    assert "Result: Numbers" in chat.newest().texts()
    assert "of 2 right" in chat.newest().texts()
    assert quiz
    assert (await bot.store.quiz(quiz.id)).ending is Ending.COMPLETE
