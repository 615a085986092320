"""Who is let in: requests of workspaces where the bot is installed. Others are told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import structlog
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError

from adapters.slack.authorizing import Workspaces
from bot.errors import DatabaseError
from bot.wording import installing, told

PATIENCE = 2.0
"""Seconds that telling somebody may take, for Slack waits three."""

ENDINGS = frozenset({"app_uninstalled", "tokens_revoked"})
"""What is let in though there is no token any more."""

_EVENT = "event_callback"
_OK, _AWAY = 200, 503

_log = structlog.get_logger(__name__)


class Door(AsyncMiddleware):
    """Stands before slack_bolt's own authorization (``AsyncApp(before_authorize=...)``).

    That would log an error for each request of a workspace that has removed the bot.
    """

    def __init__(self, workspaces: Workspaces) -> None:
        """Let in whom ``workspaces`` has a token for."""
        self._workspaces = workspaces

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 -- slack_bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 -- as above
    ) -> BoltResponse | None:
        """Go on where there is a token, or none is needed; else answer."""
        if _is_open(req):
            return await next()
        context = req.context
        try:
            found = await self._workspaces(
                context=context,
                enterprise_id=context.enterprise_id,
                team_id=context.team_id,
                user_id=context.user_id,
            )
        except DatabaseError as error:
            _log.warning("somebody could not be served", error=str(error))
            return await _turned_away(req, told(error), _AWAY)
        if found:
            return await next()
        _log.info("the bot is not installed here", workspace=context.team_id)
        return await _turned_away(req, installing.NOT_INSTALLED, _OK)


def _is_open(req: AsyncBoltRequest) -> bool:
    kind = req.body.get("type")
    return kind == "url_verification" or (
        kind == _EVENT and req.body.get("event", {}).get("type") in ENDINGS
    )


async def _turned_away(req: AsyncBoltRequest, sentence: str, status: int) -> BoltResponse:
    """Tell the person, where there is one; of an event Slack alone hears, by ``status``."""
    if req.body.get("type") == _EVENT:
        return BoltResponse(status=status)
    respond = req.context.respond
    if "command" in req.body or not req.context.response_url or not respond:
        return BoltResponse(status=_OK, body=sentence)
    try:
        async with asyncio.timeout(PATIENCE):
            await respond(sentence, response_type="ephemeral", replace_original=False)
    except (aiohttp.ClientError, OSError, SlackClientError) as error:
        _log.info("somebody could not be told", error=type(error).__name__)
    return BoltResponse(status=_OK)
