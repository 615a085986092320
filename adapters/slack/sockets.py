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
from bot.errors import SecretRefused

CONNECTIONS = 2
"""So that nobody waits while one of them is being made anew, as Slack asks for now and then."""

PING = 3.0
"""Seconds between two signs of life; a connection that gives none for four times that is dead."""

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
                if failures.code(error) in {*failures.REVOKED, "not_allowed_token_type"}:
                    raise SecretRefused("SLACK_APP_TOKEN", "Slack") from error
                raise
        self._handlers = [
            _Handler(self._app, self._app_token, self._web, self._under_way)
            for _ in range(CONNECTIONS)
        ]
        for one in self._handlers:
            await one.client.connect()  # type: ignore[no-untyped-call]
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


class _Handler(AsyncSocketModeHandler):
    """The SDK's, which also knows what it is still answering."""

    def __init__(
        self, app: AsyncApp, app_token: str, web: AsyncWebClient, under_way: UnderWay
    ) -> None:
        super().__init__(app, app_token, logger=_silent, web_client=web, ping_interval=PING)
        self._under_way = under_way

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as the SDK's own
        with self._under_way:
            await super().handle(client, req)
