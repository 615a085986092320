"""A question a day while the bot or the chat is away, and in rooms that are taken away."""

from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.model import RoomId
from bot.schedules import Pause, PauseReason
from tests.fakes.chats import chat as wishes
from tests.fakes.chats.bot import Bot, connected
from tests.fakes.chats.chat import Chat, reader

POST = wishes.Request.POST
HOUR = 3600
DAY = 24 * HOUR

pytestmark = pytest.mark.usefixtures("organiser")


async def pause(bot: Bot, room: RoomId) -> Pause | None:
    """Why the schedule of a room stands still."""
    schedule = await bot.store.schedule(room)
    return schedule.pause if schedule else None


async def test_the_bot_is_away_for_a_while(chat: Chat, tmp_path: Path) -> None:
    """What was due forty minutes ago is asked when it is back, once."""
    async with connected(chat, tmp_path) as bot:
        await chat.command("Mo", "daily set", time="10:00")
    bot.clock.advance(HOUR + 40 * 60)
    async with connected(chat, tmp_path, clock=bot.clock) as bot:
        await bot.later(0)
        await bot.later(60)

        [question] = chat.messages()
        assert "question of the day" in question.texts()


async def test_the_bot_is_away_for_too_long(chat: Chat, bot: Bot) -> None:
    """What is more than two hours late is not asked any more, and whoever looks is told."""
    await chat.command("Mo", "daily set", time="10:00")
    await bot.later(HOUR + 2 * HOUR + 1)
    assert list(chat.messages()) == []
    shown = await chat.command("Ana", "daily show")
    assert "Not asked:" in shown.texts()
    assert "away for two hours or more" in shown.texts()

    await bot.later(DAY - 2 * HOUR)
    assert len(chat.messages()) == 1


async def test_the_chat_is_away_for_a_while(chat: Chat, bot: Bot) -> None:
    """What the chat does not take is posted a little later, once."""
    await chat.command("Mo", "daily set", time="10:00")
    chat.fail_next(POST)
    await bot.later(HOUR)
    assert list(chat.messages()) == []
    await bot.later(10)
    await bot.later(60)

    [question] = chat.messages()
    assert "question of the day" in question.texts()
    assert "Right" in (await chat.press("Ana", question, (await bot.options())[0][0])).texts()


async def test_the_chat_is_away_for_too_long(chat: Chat, bot: Bot) -> None:
    """What it does not take for two hours is not posted any more; the next one is."""
    await chat.command("Mo", "daily set", time="10:00")
    chat.fail_next(POST, times=5)
    await bot.later(HOUR)
    for _ in range(4):
        await bot.later(HOUR // 2)
    assert chat.requested(POST) == 5
    await bot.later(60)
    assert chat.requested(POST) == 5
    assert "away for two hours or more" in (await chat.command("Ana", "daily show")).texts()

    await bot.later(DAY - 2 * HOUR)
    [question] = chat.messages()
    assert "Monday 23 November" in question.texts()
    assert "Yesterday" not in question.texts()


async def test_a_post_that_the_bot_never_hears_of(chat: Chat, bot: Bot) -> None:
    """Where the chat cannot tell, it stands there twice; both take answers, and both are ended."""
    await chat.command("Mo", "daily set", time="10:00")
    chat.lose_next(POST)
    await bot.later(HOUR)
    await bot.later(10)
    messages = list(chat.messages())
    assert len(messages) == (1 if chat.knows_again else 2)

    for who, message in zip(("Ana", "Bo"), messages, strict=False):
        assert reader(await chat.press(who, message, "A")) == who
    asked = await bot.asked()
    await bot.later(DAY)
    assert len((await bot.store.outcome(asked.id)).answers) == len(messages)
    assert all("Over" in message.texts() for message in messages)


@pytest.mark.parametrize("unseen", [False, True])
async def test_the_bot_is_shut_out(chat: Chat, bot: Bot, *, unseen: bool) -> None:
    """The schedule stands still and says so, other rooms are asked; set anew, it goes on."""
    await chat.command("Mo", "daily set", time="10:00")
    await chat.command("Mo", "daily set", "yard", time="10:00")
    await chat.shut_out("hall", unseen=unseen)
    await bot.connection.idle()
    await bot.later(HOUR)
    await bot.later(HOUR)

    assert list(chat.messages()) == []
    assert len(chat.messages("yard")) == 1
    shown = await chat.command("Ana", "daily show")
    assert "Paused since Sunday 22 November" in shown.texts()
    if unseen:
        assert "Studybot could not write in this room" in shown.texts()
    assert "paused" in (await chat.command("Mo", "daily skip")).texts()

    await chat.let_in("hall")
    again = await chat.command("Mo", "daily set", time="12:00")
    assert "Paused" not in again.texts()
    assert "asked already" not in again.texts()
    await bot.later(HOUR)
    assert "question of the day" in chat.newest().texts()


async def test_a_room_that_the_bot_cannot_write_in(chat: Chat, bot: Bot) -> None:
    """Whoever sets a daily question there is told at once, not when it is due."""
    await chat.shut_out("hall")
    told = await chat.command("Mo", "daily set", time="10:00")

    assert reader(told) == "Mo"
    assert "question a day" not in told.texts()
    assert await bot.store.schedule(chat.room("hall")) is None


async def test_a_room_is_deleted(chat: Chat, bot: Bot, logged: list[EventDict]) -> None:
    """Its schedule stands still at once, and the other room's goes on."""
    await chat.command("Mo", "daily set", time="10:00")
    await chat.command("Mo", "daily set", "yard", time="10:00")
    hall, yard = chat.room("hall"), chat.room("yard")
    await chat.delete_room("hall")
    await bot.until_logged(logged, "a schedule is paused")
    before = chat.requested(POST)
    await bot.later(HOUR)

    paused = await pause(bot, hall)
    assert paused
    assert paused.reason is PauseReason.ROOM_GONE
    assert chat.requested(POST) == before + 1
    assert len(chat.messages("yard")) == 1
    assert await pause(bot, yard) is None


async def test_a_room_is_deleted_unseen(chat: Chat, bot: Bot) -> None:
    """The bot notices when it writes there, and does not try again."""
    await chat.command("Mo", "daily set", time="10:00")
    hall = chat.room("hall")
    await chat.delete_room("hall", unseen=True)
    await bot.later(HOUR)
    paused = await pause(bot, hall)
    before = chat.requested(POST)
    await bot.later(DAY)

    assert paused
    assert paused.reason is PauseReason.UNREACHABLE
    assert chat.requested(POST) == before


async def test_the_bot_is_thrown_out(chat: Chat, bot: Bot, logged: list[EventDict]) -> None:
    """Every schedule there stands still at once, and nothing more is tried."""
    await chat.command("Mo", "daily set", time="10:00")
    await chat.command("Mo", "daily set", "yard", time="10:00")
    await chat.remove_bot()
    await bot.until_logged(logged, "a schedule is paused")
    await bot.connection.idle()
    before = chat.requested(POST)
    await bot.later(DAY)

    paused = [await pause(bot, chat.room(name)) for name in ("hall", "yard")]
    assert [one and one.reason for one in paused] == [PauseReason.SPACE_LEFT] * 2
    assert chat.requested(POST) == before
