"""How the bot ends: in order when it is asked to, in a sentence when it cannot go on."""

import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.state import token_for
from tests.fakes.people import commanded, seen
from tests.fakes.process import Process, begun, free_port, school, serving

pytestmark = pytest.mark.timeout(60)

MISCONFIGURED, UNAVAILABLE, INTERRUPTED = 78, 69, 130


@pytest.fixture
async def server() -> AsyncIterator[FakeDiscord]:
    """A Discord that checks every request, and at the end has nothing to complain of."""
    async with FakeDiscord(spec=published()) as server:
        yield server
    assert server.complaints() == []


def quiet(bot: Process) -> bool:
    """Whether it has met nothing that it did not expect."""
    return not re.search(r"Traceback|\[error|\[critical", bot.said)


async def test_stopped_while_a_verdict_is_on_its_way(server: FakeDiscord, tmp_path: Path) -> None:
    """Whoever has pressed still gets the verdict, and the message its count, before the end."""
    hall, ana = (await server.add_guild("School", "hall")).channel("hall"), server.add_user("Ana")
    async with serving(server, school(tmp_path)) as bot:
        question = await commanded(server, ana, hall, "quiz")
        hold = server.hold_next("POST", "/callback")
        press = await server.press(ana, question, question.button("A"))
        await hold.reached.wait()
        bot.signal(signal.SIGINT)
        await server.until(lambda: not server.gateway.connected)  # it has begun to end
        hold.release()
        assert (await seen(server, press)).private
        assert await bot.ended() == INTERRUPTED
        assert "1 answered" in question.texts()
        assert quiet(bot)


async def test_told_twice_to_stop(server: FakeDiscord, tmp_path: Path) -> None:
    """Told a second time it ends at once, whoever still waits, and without a traceback."""
    hall, ana = (await server.add_guild("School", "hall")).channel("hall"), server.add_user("Ana")
    async with serving(server, school(tmp_path)) as bot:
        question = await commanded(server, ana, hall, "quiz")
        hold = server.hold_next("POST", "/callback")
        await server.press(ana, question, question.button("A"))
        await hold.reached.wait()
        bot.signal(signal.SIGTERM)
        await server.until(lambda: not server.gateway.connected)
        bot.signal(signal.SIGTERM)
        assert await bot.ended() == 0
        assert "stopped before everything was shown" not in bot.said
        assert quiet(bot)
        hold.release()


async def test_a_wrong_token(server: FakeDiscord, tmp_path: Path) -> None:
    """A token that Discord does not know is told in a sentence that does not hold it."""
    wrong = server.token[:-4] + "0000"
    async with begun(server, school(tmp_path), DISCORD_TOKEN=wrong) as bot:
        assert await bot.ended() == MISCONFIGURED
        assert "Discord does not accept the token in DISCORD_TOKEN" in bot.said
        assert wrong[-20:] not in bot.said
        assert len(bot.said.splitlines()) == 1


async def test_a_token_the_gateway_refuses(server: FakeDiscord, tmp_path: Path) -> None:
    """A token that was reset after the login is told in the same sentence."""
    async with FakeDiscord() as other:
        other.state.token = token_for(1)
        elsewhere = other.gateway_url
        async with begun(server, school(tmp_path), DISCORD_GATEWAY_URL=elsewhere) as bot:
            assert await bot.ended() == MISCONFIGURED
            assert [code for code, _ in other.gateway.closes] == [4004]
            assert "Discord does not accept the token in DISCORD_TOKEN" in bot.said
            assert server.token[-20:] not in bot.said
            assert quiet(bot)


async def test_no_discord_at_all(server: FakeDiscord, tmp_path: Path) -> None:
    """Where nobody answers the bot says so, and that trying again may help."""
    nowhere = f"http://127.0.0.1:{free_port()}/api/v10"
    async with begun(server, school(tmp_path), DISCORD_API_URL=nowhere) as bot:
        assert await bot.ended() == UNAVAILABLE
        assert "The chat cannot be reached" in bot.said
        assert len(bot.said.splitlines()) == 1


class Closable(FakeDiscord):
    """A Discord whose gateway can be closed for a while."""

    def __init__(self) -> None:
        super().__init__(spec=published())
        self.shut = False
        self.turned_away = 0

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if self.shut and request.path.startswith("/gateway"):
            self.turned_away += 1
            self.state.changed()
            return web.Response(status=503)
        return await super()._serve(request)


async def asked(port: int, path: str) -> tuple[int, Any]:
    """What the process says of its health."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.json()


async def ready(port: int) -> None:
    """Return once it says it is; this server knows of a connection a moment before the bot does."""
    while (await asked(port, "/readyz"))[0] != 200:
        pass


@pytest.mark.long
async def test_health_while_the_gateway_is_away(tmp_path: Path) -> None:
    """The bot is ready once connected, says what is amiss while it is not, and recovers."""
    port = free_port()
    async with (
        Closable() as server,
        serving(server, school(tmp_path), STUDYBOT_HTTP=f"127.0.0.1:{port}") as bot,
    ):
        await ready(port)
        server.shut = True
        await server.drop_gateway()
        await server.until(lambda: server.turned_away)
        status, said = await asked(port, "/readyz")
        assert (status, said["trouble"]) == (
            503,
            {"discord": "not connected to the gateway, shards 0"},
        )
        assert (await asked(port, "/healthz"))[0] == 200
        server.shut = False
        await server.until(lambda: server.gateway.connected, 20)
        await ready(port)
        assert await bot.stop() == 0
