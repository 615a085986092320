"""Answers that Discord does not take: nobody is left waiting, no room is held up."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest
from structlog.typing import EventDict

from adapters.discord import acknowledging
from bot.errors import DatabaseLocked
from bot.invocations import Invocation
from bot.model import Message, Request, RoundId
from bot.screens import Reply, Screen
from bot.service import Studybot
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.wire import V2, text
from tests.fakes.discord.world import Channel
from tests.fakes.wired import CALLBACKS, Wired, room, wired

pytestmark = pytest.mark.timeout(60)

ORIGINAL = "/messages/@original$"
FOLLOW_UP = r"/webhooks/\d+/[^/]+$"
REFUSED = {"code": 50035, "message": "Invalid Form Body"}


class Thinking(Studybot):
    """A core that takes a moment longer than Discord is left without a word."""

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """Wait until whoever asked has been told to wait, then do it."""
        await asyncio.sleep(5 * acknowledging.IN_TIME)
        return await super().perform(invocation, request)


class Forgetful(Studybot):
    """A core whose database is away whenever a question has just been shown, three times."""

    tries = 0

    async def shown(self, round_id: RoundId, message: Message, at: datetime) -> Screen | None:
        """Fail, and the fourth time remember."""
        self.tries += 1
        if self.tries <= 3:
            raise DatabaseLocked("here")
        return await super().shown(round_id, message, at)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """A bot."""
    async with FakeDiscord() as server:
        await server.add_guild("School", "hall")
        async with wired(server, tmp_path) as here:
            yield here


@pytest.fixture
async def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wired]:
    """A bot whose answers are all deferred."""
    monkeypatch.setattr(acknowledging, "IN_TIME", 0.02)
    async with FakeDiscord() as server:
        await server.add_guild("School", "hall")
        async with wired(server, tmp_path, Thinking) as here:
            yield here


def hall(here: Wired) -> Channel:
    """The only channel."""
    [guild] = here.server.state.guilds.values()
    return guild.channel("hall")


async def test_a_refused_question_holds_up_nothing(here: Wired, logged: list[EventDict]) -> None:
    """The asker is told that it failed, the log why, and the room can have another at once."""
    here.server.fail_next("POST", CALLBACKS, 400, body=REFUSED)
    failed = await here.server.command(here.ana, hall(here), "quiz", {"questions": 3})
    told = (await failed.outcome()).message
    await here.connection.drain()

    assert told.seen_by is here.ana
    assert "error it does not know" in told.texts()
    assert await here.store.running_quiz(room(hall(here))) is None
    logged.clear()


async def test_a_question_that_never_arrives_holds_up_nothing(here: Wired) -> None:
    """Where nothing gets through at all, the series that nobody saw is over at once."""
    here.server.fail_next("POST", CALLBACKS, 0, times=10)
    await here.server.command(here.ana, hall(here), "quiz", {"questions": 3})
    await here.server.until(lambda: here.asked("POST", "/callback"))
    await here.connection.drain()

    assert await here.store.running_quiz(room(hall(here))) is None


async def test_a_late_question_is_sent_again(slow: Wired) -> None:
    """What was deferred and then cut off is sent once more: a message may be changed twice."""
    slow.server.fail_next("PATCH", ORIGINAL, 0)
    asked = await slow.server.command(slow.ana, hall(slow), "quiz")
    await asked.outcome()
    await slow.connection.drain()

    assert [message.texts() != "" for message in asked.shown] == [True]
    assert len(await slow.store.open_rounds(room(hall(slow)))) == 1


async def test_nothing_is_left_of_what_was_announced(slow: Wired) -> None:
    """Even where the private word fails, no empty message stays in the room."""
    slow.server.fail_next("POST", FOLLOW_UP, 0)
    asked = await slow.server.command(slow.ana, hall(slow), "quiz", {"deck": "physics"})
    await asked.outcome()
    await slow.connection.drain()

    assert hall(slow).messages == []


async def test_another_process_was_quicker(here: Wired) -> None:
    """A question whose place another process took is over: it never claims a foreign message."""
    held = here.server.hold_next("POST", CALLBACKS)
    asked = await here.server.command(here.ana, hall(here), "quiz", {"questions": 3})
    await held.reached.wait()
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    body = {"type": 4, "data": {"flags": V2, "components": [text("by another")]}}
    async with (
        aiohttp.ClientSession() as session,
        session.post(here.server.api_url + path, json=body) as answer,
    ):
        assert answer.status in {200, 204}
    held.release()
    await here.server.until(lambda: here.asked("GET", "/messages/@original"))
    await here.connection.drain()

    assert [message.texts() for message in hall(here).messages] == ["by another"]
    assert await here.store.running_quiz(room(hall(here))) is None


async def test_a_database_that_is_away_when_a_question_was_shown(tmp_path: Path) -> None:
    """The room sees the question already: it is remembered as soon as the database is back."""
    async with FakeDiscord() as server:
        await server.add_guild("School", "hall")
        async with wired(server, tmp_path, Forgetful) as here:
            question = await here.quiz(hall(here), questions=2, seconds=10)
            async with asyncio.timeout(10):
                while not (await here.store.open_rounds(room(hall(here))))[0].opened_at:
                    here.clock.advance(1)
            [asked] = await here.store.open_rounds(room(hall(here)))
            assert [one.id for one in await here.store.messages(asked.id)] == [str(question.id)]
            await here.later(12)
            assert "Over" in question.texts()
