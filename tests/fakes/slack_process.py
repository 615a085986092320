"""``studybot run`` as a process of its own, on a Slack of the tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import aiohttp

from tests.fakes.process import STARTED_WITHIN, Process, free_port, started
from tests.fakes.slack.server import FakeSlack

URL: Final = "https://quiz.example.org"
"""The public address of a bot that many workspaces install."""

EVENTS: Final = "/slack/events"

OK: Final = 200

SOCKET: Final = "socket"
HTTP: Final = "HTTP"
"""How Slack may reach the bot."""

AGAIN: Final = 0.02
"""Seconds between two looks at a process that nobody hears of otherwise."""


class Running(Protocol):
    """A process, as far as it is waited for."""

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        ...


def socket_mode(server: FakeSlack) -> dict[str, str]:
    """The settings of Socket Mode."""
    return {
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_APP_TOKEN": server.app_token,
        "SLACK_API_URL": server.api_url,
    }


def over_http(server: FakeSlack, port: int) -> dict[str, str]:
    """The settings of one workspace over HTTP."""
    return {
        "SLACK_BOT_TOKEN": server.bot_token,
        "SLACK_SIGNING_SECRET": server.signing_secret,
        "SLACK_API_URL": server.api_url,
        "STUDYBOT_HTTP": f"127.0.0.1:{port}",
    }


def installable(server: FakeSlack, port: int) -> dict[str, str]:
    """The settings of many workspaces over HTTP."""
    settings = over_http(server, port) | {
        "SLACK_CLIENT_ID": server.client_id,
        "SLACK_CLIENT_SECRET": server.client_secret,
        "STUDYBOT_URL": URL,
    }
    del settings["SLACK_BOT_TOKEN"]
    return settings


@asynccontextmanager
async def serving(server: FakeSlack, folder: Path, way: str) -> AsyncIterator[Process]:
    """A process that serves people by ``SOCKET`` or ``HTTP``."""
    if way == SOCKET:
        async with connected(server, folder) as bot:
            yield bot
    else:
        async with listening(server, folder) as (bot, _):
            yield bot


@asynccontextmanager
async def connected(server: FakeSlack, folder: Path, **settings: str) -> AsyncIterator[Process]:
    """A process that serves people by Socket Mode."""
    before = server.sockets.opened
    async with started(folder, socket_mode(server) | settings) as bot:
        await server.until(
            lambda: server.sockets.opened >= before + 2 or not bot.running, STARTED_WITHIN
        )
        yield bot


@asynccontextmanager
async def listening(
    server: FakeSlack, folder: Path, *, many: bool = False, **settings: str
) -> AsyncIterator[tuple[Process, int]]:
    """A process that serves people over HTTP, and its port; deliveries go to all there are."""
    port = free_port()
    own = installable(server, port) if many else over_http(server, port)
    async with started(folder, own | settings) as bot:
        await ready(bot, port)
        url = f"http://127.0.0.1:{port}{EVENTS}"
        server.deliver_to(*server.endpoints, url)
        try:
            yield bot, port
        finally:
            server.deliver_to(*(one for one in server.endpoints if one != url))


async def asked(port: int, path: str) -> tuple[int, Any]:
    """What the process says of its health."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.json()


async def ready(bot: Running, port: int) -> None:
    """Return once the process says that it is ready, or has ended."""
    async with asyncio.timeout(STARTED_WITHIN):
        while bot.running:
            try:
                status, _ = await asked(port, "/readyz")
            except aiohttp.ClientConnectionError:
                status = 0
            if status == OK:
                return
            await asyncio.sleep(AGAIN)
