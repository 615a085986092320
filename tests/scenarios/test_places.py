"""Rooms that are taken away, and a bot that is thrown out."""

from structlog.typing import EventDict

from bot.model import Ending
from tests.fakes.chats.bot import PAUSE, Bot
from tests.fakes.chats.chat import Chat


async def test_a_room_is_deleted(chat: Chat, bot: Bot, logged: list[EventDict]) -> None:
    """What was open there ends at once, with a reason; other rooms are served as before."""
    hall = chat.room("hall")
    await chat.command("Ana", "quiz")
    await chat.command("Ana", "quiz", questions=2, seconds=10)
    other = await chat.command("Ana", "quiz", "yard", questions=2, seconds=10)
    await chat.delete_room("hall")
    lost = await bot.until_logged(logged, "a place is lost")

    assert (lost["reason"], lost["ended"]) == ("the channel was deleted", 2)
    assert await bot.store.open_rounds(hall) == ()
    await bot.later(11)
    assert "Over: question 1 of 2" in other.texts()
    await bot.later(PAUSE)
    await bot.later(11)
    assert "Result: Numbers" in chat.newest("yard").texts()


async def test_a_room_is_lost_unseen(chat: Chat, bot: Bot, logged: list[EventDict]) -> None:
    """Where the bot was not told of it, it notices when it next writes there."""
    hall = chat.room("hall")
    await chat.press("Ana", await chat.command("Ana", "quiz", questions=2, seconds=10), "A")
    await chat.press("Ana", await chat.command("Ana", "quiz", "yard", questions=2, seconds=10), "A")
    quiz, _ = await bot.running() or (None, None)
    await chat.delete_room("hall", unseen=True)
    await bot.later(11)
    await bot.later(PAUSE)

    assert "a room is lost" in [entry["event"] for entry in logged]
    assert quiz
    assert (await bot.store.quiz(quiz.id)).ending is Ending.UNREACHABLE
    assert await bot.store.open_rounds(hall) == ()
    assert "question 2 of 2" in chat.newest("yard").texts()


async def test_a_room_that_comes_back(chat: Chat, bot: Bot) -> None:
    """A question that was given up while its room was away says so when somebody presses on it."""
    question = await chat.command("Ana", "quiz")
    await bot.studybot.lose(chat.room("hall"), bot.clock.now())
    assert "nobody answered yet" in question.texts()

    told = await chat.press("Bo", question, "A")
    await bot.later(2)

    assert "takes no more answers" in told.texts()
    await chat.until(lambda: "Over" in question.texts())
    assert not any(button.label == "A" for button in question.buttons())


async def test_the_bot_is_thrown_out(chat: Chat, bot: Bot, logged: list[EventDict]) -> None:
    """Everything that was open there ends at once, and nothing more is tried."""
    await chat.command("Ana", "quiz", questions=2, seconds=10)
    await chat.command("Ana", "quiz", "yard")
    await chat.remove_bot()
    lost = await bot.until_logged(logged, "a place is lost")

    assert "the bot was removed from the" in str(lost["reason"])
    assert lost["ended"] == 2
    assert await bot.store.open_rooms(chat.room("hall").space) == ()
    await bot.later(3601)
    assert [entry for entry in logged if entry["event"] == "a room is lost"] == []
