"""Slack's Web API in every workspace, each with the token that it gave us."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import failures
from adapters.slack.authorizing import Workspaces
from bot.errors import PlatformUnavailable, RoomUnreachable

OFFICIAL = "https://slack.com/api/"

_OK = 200

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
        token = await self.workspaces.token(team)
        if token is None:
            raise RoomUnreachable(failures.REVOKED["account_inactive"])
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

    async def answer(self, address: str, message: Mapping[str, Any]) -> None:
        """Answer what somebody did, where Slack said to. Raises ``PlatformUnavailable``."""
        webhook = AsyncWebhookClient(
            address, session=self._session, retry_handlers=self.web.retry_handlers
        )
        with failures.told():
            sent = await webhook.send_dict(dict(message))
        if sent.status_code != _OK:
            raise PlatformUnavailable(f"Slack answered {sent.status_code}", failures.AWAY)


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
    )


CONNECTIONS = 50
"""Connections to Slack that are open at once."""
