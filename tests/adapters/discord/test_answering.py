"""Answers that Discord does not take: nobody is left waiting, no room is held up."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from adapters.discord import acknowledging
from bot.invocations import Invocation
from bot.model import Request
from bot.screens import Reply
from bot.service import Studybot
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.wire import V2, text
from tests.fakes.discord.world import Channel
from tests.fakes.wired import CALLBACKS, Wired, room, wired

pytestmark = pytest.mark.timeout(60)

ORIGINAL = "/messages/@original$"
FOLLOW_UP = r"/webhooks/\d+/[^/]+$"


class Thinking(Studybot):
    """A core that takes a moment longer than Discord is left without a word."""

    async def perform(self, invocation: Invocation, request: Request) -> Reply:
        """Wait until whoever asked has been told to wait, then do it."""
        await asyncio.sleep(5 * acknowledging.IN_TIME)
        return await super().perform(invocation, request)


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
