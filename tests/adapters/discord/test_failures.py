"""What Discord's refusals become: gone for good, away for now, or our own mistake."""

from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from adapters.discord import failures
from bot.errors import MessageGone, PlatformUnavailable, RoomUnreachable, StudybotError
from tests.fakes.discord.client import running
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.tinybot import TinyBot

REFUSALS: list[tuple[int, object, type[StudybotError], str]] = [
    (404, {"code": 10008, "message": "Unknown Message"}, MessageGone, "Unknown Message (10008)"),
    (404, {"code": 10003, "message": "Unknown Channel"}, RoomUnreachable, "Channel (10003)"),
    (403, {"code": 50013, "message": "Missing Permissions"}, RoomUnreachable, "(50013)"),
    (403, {"code": 50001, "message": "Missing Access"}, RoomUnreachable, "Missing Access (50001)"),
    (403, "<html>\n<title>Attention Required!</title>", PlatformUnavailable, "<html> (403)"),
    (404, {"code": 0, "message": "404: Not Found"}, PlatformUnavailable, "Not Found (404)"),
    (400, {"code": 50024, "message": "Wrong channel type"}, RoomUnreachable, "(50024)"),
    (400, {"code": 160005, "message": "Thread is locked"}, RoomUnreachable, "(160005)"),
    (401, {"code": 0, "message": "401: Unauthorized"}, PlatformUnavailable, "Unauthorized (401)"),
    (503, {"code": 0, "message": "upstream"}, PlatformUnavailable, "upstream (503)"),
    (429, "banned for a while", PlatformUnavailable, "banned for a while (429)"),
    (503, "<html>\n" + "x" * 9999, PlatformUnavailable, "<html> (503)"),
]


@pytest.fixture
async def channel() -> AsyncIterator[tuple[FakeDiscord, discord.abc.Messageable]]:
    """A Discord, and a place in it where the SDK can send."""
    async with FakeDiscord() as server:
        guild, bot = await server.add_guild("School", "hall"), TinyBot()
        async with running(bot, server):
            yield server, bot.get_partial_messageable(guild.channel("hall").id)


@pytest.mark.parametrize(("status", "body", "kind", "reason"), REFUSALS)
async def test_a_refusal_is_told(
    channel: tuple[FakeDiscord, discord.abc.Messageable],
    status: int,
    body: object,
    kind: type[StudybotError],
    reason: str,
) -> None:
    """Each refusal becomes the error the runner can deal with, in Discord's words, on one line."""
    server, place = channel
    server.fail_next("POST", "/messages", status, body=body)
    with pytest.raises(kind) as told, failures.told():
        await place.send("Hello")
    said = str(told.value)
    assert reason in said
    assert "\n" not in said
    assert len(said) < 400


async def test_our_own_mistake_stays_what_it_is(
    channel: tuple[FakeDiscord, discord.abc.Messageable],
) -> None:
    """A body that Discord finds malformed is not taken for a room or a platform that is lost."""
    _, place = channel
    with pytest.raises(discord.HTTPException, match="50035"), failures.told():
        await place.send("x" * 2001)


@pytest.mark.parametrize(
    "error",
    [aiohttp.ServerDisconnectedError(), ConnectionResetError(), TimeoutError()],
    ids=lambda error: type(error).__name__,
)
def test_a_broken_line_is_told(error: Exception) -> None:
    """Whatever the network does is a platform that is away for now."""
    with pytest.raises(PlatformUnavailable) as told, failures.told():
        raise error
    assert told.value.retry_after == failures.AWAY


def test_a_limit_names_its_end() -> None:
    """A rate limit says itself when to try again."""
    with pytest.raises(PlatformUnavailable) as told, failures.told():
        raise discord.RateLimited(42.0)
    assert told.value.retry_after == 42.0


async def test_an_old_message_is_left_in_peace(
    channel: tuple[FakeDiscord, discord.abc.Messageable],
) -> None:
    """One that was changed too often for its age is not tried again within seconds."""
    server, place = channel
    body = {"code": failures.EDITED_TOO_OFTEN, "message": "Maximum number of edits"}
    server.fail_next("POST", "/messages", 429, body=body)
    with pytest.raises(PlatformUnavailable) as told, failures.told():
        await place.send("Hello")
    assert told.value.retry_after == failures.REST
