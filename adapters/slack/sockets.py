"""Socket Mode: connections that Slack sends everything through, without a public address."""

from __future__ import annotations

import asyncio
import logging

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.chat.underway import UnderWay
from adapters.slack import failures
from bot.errors import PlatformUnavailable, SecretRefused

CONNECTIONS = 2
"""So that nobody waits while one of them is being made anew, as Slack asks for now and then."""

PING = 5.0
"""Seconds between two signs of life; a connection that gives none for four times that is dead."""

TRIES = 2.5
"""For how many times ``PING`` an address is tried that a connection is to be opened at."""

OPENING = 20.0
"""Seconds until a start is given up that gets no connection: the SDK would try without a word."""

UNOPENED = "it opens no connections for Socket Mode (wss)"

WATCHED = 1.0
"""Seconds between two looks at whether Slack is connected, to say so when that changes."""

_log = structlog.get_logger(__name__)
_silent = logging.getLogger(f"{__name__}.sdk")
_silent.setLevel(logging.CRITICAL + 1)  # it repeats addresses that hold a secret


class Sockets:
    """The connections to Slack, made again by themselves for as long as they are open."""

    def __init__(self, app: AsyncApp, app_token: str, web: AsyncWebClient) -> None:
        """Connect to nothing yet. ``app`` answers what comes."""
        self._app_token = app_token
        self._web = web
        self._app = app
        self._handlers: list[_Handler] = []
        self._under_way = UnderWay()

    async def open(self) -> None:
        """Connect. Raises ``SecretRefused`` and ``PlatformUnavailable``."""
        with failures.told():
            try:
                await self._web.apps_connections_open(app_token=self._app_token)
            except SlackApiError as error:
                if failures.code(error) in {*failures.REVOKED, failures.ANOTHER_KIND}:
                    raise SecretRefused("SLACK_APP_TOKEN", "Slack") from error
                raise
        self._handlers = [
            _Handler(self._app, self._app_token, self._web, self._under_way)
            for _ in range(CONNECTIONS)
        ]
        try:
            async with asyncio.timeout(OPENING):
                for one in self._handlers:
                    await one.client.connect()  # type: ignore[no-untyped-call]
        except TimeoutError as error:
            raise PlatformUnavailable(UNOPENED, failures.AWAY) from error
        _log.info("connected")

    async def run(self) -> None:
        """Say when Slack goes away and comes back, until cancelled."""
        there = True
        while True:
            await asyncio.sleep(WATCHED)
            before, there = there, not await self.trouble()
            if there is not before:
                _log.info("connected again" if there else "disconnected")

    async def trouble(self) -> str:
        """Why nothing is heard of Slack; empty while anything is."""
        for one in self._handlers:
            if await one.client.is_connected():
                return ""
        return "not connected to Slack"

    async def idle(self) -> None:
        """Return once everything that came has been acknowledged."""
        await self._under_way.idle()

    async def close(self) -> None:
        """Disconnect."""
        for one in self._handlers:
            await one.client.close()  # type: ignore[no-untyped-call]


class _Client(SocketModeClient):
    """The SDK's, which also gives up what does not work, and is never in too much of a hurry."""

    _left = -PING

    async def connect(self) -> None:
        """Connect, with a new address after some tries: each is good once, and not for long."""
        while not self.closed:
            try:
                if self.wss_uri is None:
                    self.wss_uri = await self.issue_new_wss_url()
                async with asyncio.timeout(TRIES * self.ping_interval):
                    await super().connect()  # type: ignore[no-untyped-call]
                    return
            except TimeoutError:
                self.wss_uri = None
            except Exception:  # noqa: BLE001 -- as the SDK does: whatever it is, it may pass
                await asyncio.sleep(self.ping_interval)

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: FBT001, FBT002 -- the SDK's
        """Connect anew; not at once where that was just done, as where there are too many."""
        before, self._left = self._left, asyncio.get_running_loop().time()
        if self._left - before < self.ping_interval:
            await asyncio.sleep(self.ping_interval)
        await super().connect_to_new_endpoint(force)


class _Handler(AsyncSocketModeHandler):
    """Answers what comes through one connection, and knows what it is still answering."""

    def __init__(
        self, app: AsyncApp, app_token: str, web: AsyncWebClient, under_way: UnderWay
    ) -> None:
        self.app, self.app_token = app, app_token
        self.client = _Client(app_token, logger=_silent, web_client=web, ping_interval=PING)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as the SDK does
        self._under_way = under_way

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as the SDK's own
        with self._under_way:
            await super().handle(client, req)
