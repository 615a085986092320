"""Slack's Web API in every workspace, each with the token that it gave us."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from random import random
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.chat.fetching import Handed, Source
from adapters.slack import failures
from adapters.slack.authorizing import Workspaces
from bot.errors import PlatformUnavailable, RoomUnreachable

OFFICIAL = "https://slack.com/api/"

_OK = 200
_JSON = {"Content-Type": "application/json; charset=utf-8"}
_SOON = 0.2
"""Seconds until a request is sent again whose connection broke."""

_log = structlog.get_logger(__name__)

Method = Callable[..., Awaitable[AsyncSlackResponse]]
"""A method of the SDK's client, such as ``web.chat_postMessage``."""


class Api:
    """Sends requests, and turns what becomes of them into what the core knows."""

    def __init__(
        self, web: AsyncWebClient, workspaces: Workspaces, session: aiohttp.ClientSession
    ) -> None:
        """Take the SDK's client, whose connections are those of ``session``."""
        self.web = web
        self.workspaces = workspaces
        self._session = session

    async def call(self, team: str, method: Method, **arguments: Any) -> AsyncSlackResponse:  # noqa: ANN401 -- Slack's
        """What Slack answers. Raises as ``failures.told`` does."""
        token = await self._token(team)
        with failures.told():
            try:
                return await method(token=token, **arguments)
            except SlackApiError as error:
                if failures.code(error) not in failures.REVOKED:
                    raise
                another = await self.workspaces.refused(team, token)
                if another is None:
                    raise
                return await method(token=another, **arguments)

    async def fetch(self, team: str, source: Source, handed: Handed, limit: int) -> bytes:
        """A file that was handed over in this workspace.

        Raises as ``Source.fetch`` does, and ``RoomUnreachable``.
        """
        opens = {"Authorization": f"Bearer {await self._token(team)}"}
        return await source.fetch(self._session, handed, limit, opens, self.web.proxy)

    async def _token(self, team: str) -> str:
        token = await self.workspaces.token(team)
        if token is None:
            raise RoomUnreachable(failures.REVOKED["account_inactive"])
        return token

    async def answer(self, address: str, message: str) -> None:
        """Answer what somebody did, where Slack said to, with a message in JSON.

        Raises ``PlatformUnavailable``.
        """
        with failures.told():
            status = await self._answered(address, message.encode())
        if status != _OK:
            raise PlatformUnavailable(f"Slack answered {status}", failures.AWAY)

    async def _answered(self, address: str, message: bytes) -> int:
        """The status, of a second try where the first may have failed by chance.

        The SDK makes a client of its own for each answer: that costs half as much as the request.
        """
        try:
            status, wait = await self._posted(address, message)
        except aiohttp.ClientConnectionError:
            status, wait = 0, _SOON
        if status and (status != failures.LIMITED or wait > failures.PATIENCE):
            return status
        await asyncio.sleep(wait * (1 + random()))  # noqa: S311 -- so that not all come again at once
        status, _ = await self._posted(address, message)
        return status

    async def _posted(self, address: str, message: bytes) -> tuple[int, float]:
        """The status, and how long Slack wants to be left alone if it is too busy."""
        proxy = self.web.proxy
        async with self._session.post(address, data=message, headers=_JSON, proxy=proxy) as said:
            await said.read()
            return said.status, failures.wait_of(said.headers) if said.status != _OK else 0.0


def client(base_url: str | None, session: aiohttp.ClientSession) -> AsyncWebClient:
    """The SDK's client, without a token of its own."""
    return AsyncWebClient(
        base_url=f"{base_url.rstrip('/')}/" if base_url else OFFICIAL,
        session=session,
        retry_handlers=[AsyncConnectionErrorRetryHandler(), failures.Patience()],
    )


def opened() -> aiohttp.ClientSession:
    """Connections that are kept: the SDK would make a new one for each request."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=failures.TIMEOUT),
        connector=aiohttp.TCPConnector(limit=0, limit_per_host=CONNECTIONS),
        cookie_jar=aiohttp.DummyCookieJar(),  # Slack gives some, and needs none
    )


CONNECTIONS = 50
"""Connections to Slack that are open at once."""
