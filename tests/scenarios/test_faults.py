"""What goes wrong with the chat, the database or the bot itself: nobody waits, no room is stuck."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from structlog.typing import EventDict

from bot.errors import DatabaseLocked
from bot.invocations import Invocation
from bot.model import Message, Request, Round, RoundId
from bot.screens import Reply, Screen
from bot.service import Studybot
from tests.fakes.chats import chat as wishes
from tests.fakes.chats.bot import PAUSE, Bot, connected
from tests.fakes.chats.chat import Chat, reader

POST, QUESTION, VERDICT = (
    wishes.Request.POST,
    wishes.Request.QUESTION,
    wishes.Request.VERDICT,
)


class Broken(Studybot):
    """A core in which every command fails in a way nobody foresaw."""

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """Divide by nothing."""
        return Reply() if 1 / 0 else await super().perform(invocation, request)


class Away(Studybot):
    """A core whose database is away for one command."""

    tries = 0

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """Fail as a busy database does, and the second time do it."""
        self.tries += 1
        if self.tries <= 1:
            raise DatabaseLocked("/a/secret/place")
        return await super().perform(invocation, request)


class Forgetful(Studybot):
    """A core whose database is away whenever a question has just been shown, three times."""

    tries = 0

    async def shown(self, asked: Round | RoundId, message: Message, at: datetime) -> Screen | None:
        """Fail, and the fourth time remember."""
        self.tries += 1
        if self.tries <= 3:
            raise DatabaseLocked("here")
        return await super().shown(asked, message, at)


class Thinking(Studybot):
    """A core that takes a moment longer than anybody is left without a word."""

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """Wait until whoever asked has been told to wait, then do it."""
        await asyncio.sleep(0.1)
        return await super().perform(invocation, request)


@pytest.fixture
def hurried(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is left without a word for longer than a moment."""
    monkeypatch.setattr(chat.in_time, 0.02)


async def test_an_error_nobody_foresaw(chat: Chat, tmp_path: Path, logged: list[EventDict]) -> None:
    """Whatever breaks inside, the person is told in a sentence, and the log says what broke."""
    async with connected(chat, tmp_path, core=Broken):
        told = await chat.command("Ana", "quiz")

        assert reader(told) == "Ana"
        assert "an error it does not know (ZeroDivisionError)" in told.texts()
    assert [entry["event"] for entry in logged if entry["log_level"] == "error"] == [
        "an interaction failed"
    ]
    logged.clear()


async def test_a_database_that_is_away(chat: Chat, tmp_path: Path) -> None:
    """Whoever asks meanwhile is told to try again, not where the database is; and then can."""
    async with connected(chat, tmp_path, core=Away):
        told = await chat.command("Ana", "quiz")

        assert reader(told) == "Ana"
        assert "cannot reach its memory at the moment" in told.texts()
        assert "secret" not in told.texts()
        assert not (await chat.command("Ana", "quiz")).private


async def test_a_database_that_is_away_when_a_question_was_shown(
    chat: Chat, tmp_path: Path
) -> None:
    """The room sees the question already: it is remembered as soon as the database is back."""
    async with connected(chat, tmp_path, core=Forgetful) as bot:
        await chat.begin("Ana", "quiz", "hall", {"questions": 2, "seconds": 10})
        [question] = await chat.until(chat.messages)
        core = bot.studybot
        assert isinstance(core, Forgetful)
        for failed in (1, 2, 3):
            while core.tries < failed:
                await bot.store.note("")  # whatever else there is to do gets its turn
            bot.clock.advance(2)
        await bot.connection.idle()
        assert (await bot.asked()).opened_at
        await bot.later(12)

        assert "Over: question 1 of 2" in question.texts()


@pytest.mark.usefixtures("hurried")
async def test_slow_work(chat: Chat, tmp_path: Path) -> None:
    """Whoever asks for what takes long is left without a word for no longer than is usual."""
    async with connected(chat, tmp_path, core=Thinking) as bot:
        question = await chat.command("Ana", "quiz")

        assert not question.private
        assert "What is true of" in question.texts()
        assert await bot.open() == 1


@pytest.mark.usefixtures("hurried")
async def test_a_slow_mistake_stays_private(chat: Chat, tmp_path: Path) -> None:
    """What went wrong after a while is told to the asker alone; nothing stays in the room."""
    async with connected(chat, tmp_path, core=Thinking):
        told = await chat.command("Ana", "quiz", deck="physics")

        assert reader(told) == "Ana"
        assert "There is no deck “physics”." in told.texts()
        assert list(chat.messages()) == []


async def test_a_refused_question_holds_up_nothing(
    chat: Chat, bot: Bot, logged: list[EventDict]
) -> None:
    """The asker is told that it failed, the log why, and the room can have another at once."""
    chat.refuse_next(QUESTION)

    told = await chat.command("Ana", "quiz", questions=3)

    assert reader(told) == "Ana"
    assert "an error it does not know" in told.texts()
    assert await bot.running() is None
    assert [entry for entry in logged if entry["log_level"] == "error"]
    logged.clear()
    assert not (await chat.command("Ana", "quiz", questions=3)).private


async def test_a_question_that_never_arrives_holds_up_nothing(chat: Chat, bot: Bot) -> None:
    """Where nothing gets through at all, the series that nobody saw is over at once."""
    chat.fail_next(QUESTION, times=10)

    await chat.begin("Ana", "quiz", "hall", {"questions": 3})
    await chat.until(lambda: chat.requested(QUESTION))
    await bot.connection.idle()

    assert await bot.running() is None


async def test_a_post_that_fails(chat: Chat, bot: Bot) -> None:
    """The next question of a series is tried again, stands there once, and the series goes on."""
    await chat.press("Ana", await chat.command("Ana", "quiz", questions=2, seconds=10), "A")
    await bot.later(11)
    chat.fail_next(POST)
    await bot.later(PAUSE)
    await bot.later(PAUSE)

    second = chat.newest()
    assert len(chat.messages()) == 2
    assert "question 2 of 2" in second.texts()
    await chat.press("Ana", second, "A")
    await bot.later(11)
    assert len(chat.messages()) == 3
    assert "Result: Numbers" in chat.newest().texts()


async def test_a_verdict_that_does_not_get_through(chat: Chat, bot: Bot) -> None:
    """It is sent again, the person sees it once, and the answer is counted."""
    question = await chat.command("Ana", "quiz")
    chat.fail_next(VERDICT)

    deed = await chat.pressing("Bo", question, "A")
    told = await chat.told(deed)
    await bot.later(2)

    assert list(deed.shown) == [told]
    assert reader(told) == "Bo"
    await chat.until(lambda: "1 answered" in question.texts())


async def test_the_bot_is_stopped_while_a_verdict_is_on_its_way(chat: Chat, tmp_path: Path) -> None:
    """Whoever pressed before is answered and counted; then it is over."""
    async with connected(chat, tmp_path) as bot:
        question = await chat.command("Ana", "quiz")
        hold = chat.hold_next(VERDICT)
        deed = await chat.pressing("Bo", question, "A")
        await hold.reached.wait()
        draining = asyncio.create_task(bot.connection.drain())
        hold.release()
        await draining

        assert [reader(told) for told in deed.shown] == ["Bo"]
        assert "1 answered" in question.texts()


async def test_a_verdict_leaves_nothing_behind(chat: Chat, bot: Bot) -> None:
    """However many people are answered, no task stays for any of them."""
    question = await chat.command("Ana", "quiz")
    await chat.press("Ana", question, "A")
    await bot.later(2)
    await chat.until(lambda: "1 answered" in question.texts())
    before = tasks()

    for _ in range(5):
        await chat.crowd(("Ana", "Bo", "Cy"), question, "A")
    await bot.later(2)
    await chat.until(lambda: "3 answered" in question.texts())
    async with asyncio.timeout(10):
        while tasks() > before:
            await bot.store.note("")  # whatever else there is to do gets its turn


def tasks() -> int:
    """How many tasks there are, besides one for each connection to the chat of the tests."""
    return sum("RequestHandler.start" not in repr(task) for task in asyncio.all_tasks())
