"""The app as Bolt knows it: which listener hears what, and what becomes of what nobody can read."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import payloads
from adapters.slack.authorizing import Workspaces
from adapters.slack.door import Door
from adapters.slack.inbound import Inbound
from adapters.slack.life import LOST, Life
from adapters.slack.payloads import Malformed, Payload
from bot.errors import DatabaseError

ANYTHING = re.compile(r".*", re.DOTALL)

BAD_REQUEST, NOT_FOUND, FAILED, AWAY = 400, 404, 500, 503

_READ_BY_BOLT = (
    "SLACK_BOT_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_SIGNING_SECRET",
)

_log = structlog.get_logger(__name__)
_silent = logging.getLogger(f"{__name__}.bolt")
_silent.setLevel(logging.CRITICAL + 1)  # it repeats whole requests, and we say what is to be said


def app(web: AsyncWebClient, workspaces: Workspaces) -> AsyncApp:
    """An app that nobody listens to yet. Whoever dispatches to it has seen where it comes from.

    Bolt's listeners are otherwise polled for their acknowledgement every ten milliseconds; done
    before the response, an acknowledgement goes out when it is given.
    """
    with _alone():
        made = AsyncApp(
            name="studybot",
            logger=_silent,
            request_verification_enabled=False,
            client=web,
            authorize=workspaces,  # type: ignore[arg-type]  # it takes this as well
            before_authorize=Door(workspaces),
            process_before_response=True,
            raise_error_for_unhandled_request=True,
        )
    made.error(_failed)
    return made


def listen_to_people(made: AsyncApp, inbound: Inbound) -> None:
    """Have everything heard that people do."""

    async def command(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await inbound.command(ack, payloads.line(body, context.team_id))

    async def press(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await inbound.press(ack, payloads.press(body, context.team_id))

    async def propose(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await inbound.propose(ack, body, context.team_id)

    async def submit(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await inbound.submit(ack, body, context.team_id)

    made.block_action(ANYTHING)(press)  # first of all, for Bolt asks one after the other
    made.command(ANYTHING)(command)
    made.options(ANYTHING)(propose)
    made.view_submission(ANYTHING)(submit)


def listen_to_life(made: AsyncApp, life: Life, workspaces: Workspaces) -> None:
    """Have everything heard that happens to the bot, and who looks at their page."""

    async def page_opened(body: Payload, context: AsyncBoltContext) -> None:
        await life.page_opened(payloads.happening(body, context.team_id))

    async def joined(body: Payload, context: AsyncBoltContext) -> None:
        happening = payloads.happening(body, context.team_id)
        await life.joined(happening, context.bot_user_id or "")

    async def channel_lost(body: Payload, context: AsyncBoltContext) -> None:
        await life.channel_lost(payloads.happening(body, context.team_id))

    async def removed(body: Payload, context: AsyncBoltContext) -> None:
        happening = payloads.happening(body, context.team_id)
        if happening.event["type"] == "app_uninstalled" or _takes_ours(happening.event):
            organisation = context.enterprise_id if context.is_enterprise_install else None
            if await workspaces.forget(happening.team, organisation, happening.at):
                await life.workspace_lost(happening.team)

    made.event("app_home_opened")(page_opened)
    made.event("member_joined_channel")(joined)
    for name in LOST:
        made.event(name)(channel_lost)
    for name in ("app_uninstalled", "tokens_revoked"):
        made.event(name)(removed)


def _takes_ours(event: Payload) -> bool:
    """Whether tokens that were revoked are the bot's, and not some person's."""
    tokens = event.get("tokens")
    return bool(isinstance(tokens, dict) and tokens.get("bot"))


async def _failed(error: Exception) -> BoltResponse:
    """What is answered to a request that no listener could deal with."""
    if isinstance(error, BoltUnhandledRequestError):
        _log.info("nothing here is for such a request")
        return BoltResponse(status=NOT_FOUND, body="")
    if isinstance(error, Malformed):
        _log.info("a request could not be read", lacking=str(error))
        return BoltResponse(status=BAD_REQUEST, body="")
    if isinstance(error, DatabaseError):
        _log.warning("a request could not be dealt with", error=str(error))
        return BoltResponse(status=AWAY, body="")
    _log.error("a request could not be dealt with", exc_info=error)
    return BoltResponse(status=FAILED, body="")


@contextmanager
def _alone() -> Iterator[None]:
    """Make an app of what it is given: Bolt takes more from the environment if it finds it."""
    found: dict[str, Any] = {name: os.environ.pop(name, None) for name in _READ_BY_BOLT}
    try:
        yield
    finally:
        os.environ.update({name: value for name, value in found.items() if value is not None})
