"""What Slack refuses, as our errors: gone for good, or away for now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.response import HttpResponse

from bot.errors import InstalledBefore, MessageGone, PlatformUnavailable, RoomUnreachable, Uninvited

TIMEOUT = 8.0
"""Seconds until a request is given up: less than the clock's side waits for a platform."""

AWAY = 5.0
"""Seconds until it is tried again where Slack does not say when."""

PATIENCE = 3
"""Seconds of a rate limit that are sat out; of a longer one we are told."""

REVOKED: Mapping[str, str] = {
    "account_inactive": "the bot was removed from this workspace",
    "invalid_auth": "the bot's access to this workspace has ended",
    "not_authed": "the bot has no access to this workspace",
    "token_expired": "the bot's access to this workspace has ended",
    "token_revoked": "the bot was removed from this workspace",
    "team_access_not_granted": "the bot has no access to this workspace",
}
"""What says that a token is good for nothing any more."""

ANOTHER_KIND = "not_allowed_token_type"
"""What says that a token is for other things."""

ARCHIVED = "the channel is archived"

MISSING = "missing_scope"
"""What says that the app was installed before it asked for what it needs now."""

_LOST: Mapping[str, str] = {
    **REVOKED,
    "access_denied": "the workspace does not let the bot do this",
    "cannot_dm_bot": "this is a bot",
    "ekm_access_denied": "the workspace does not let apps post at the moment",
    "enterprise_is_restricted": "the workspace does not let the bot do this",
    "is_archived": ARCHIVED,
    "is_inactive": ARCHIVED,
    "messages_tab_disabled": "its message tab is turned off in the app's settings",
    MISSING: "the app lacks a permission; install it again with the present manifest",
    "no_permission": "the bot may not post here",
    "org_login_required": "the workspace is being moved",
    "restricted_action": "the workspace does not let the bot post here",
    "restricted_action_non_threadable_channel": "this channel has no threads",
    "restricted_action_read_only_channel": "this channel is read-only",
    "restricted_action_thread_locked": "this thread is locked",
    "restricted_action_thread_only_channel": "this channel takes nothing but threads",
    "team_not_found": "the workspace is gone",
    "user_is_restricted": "the bot may not post here",
}
_PASSING = frozenset(
    {"ekm_access_denied", "invalid_auth", "not_authed", "org_login_required", "token_expired"}
)
"""What of that may pass: Slack refuses good tokens on bad days, and operators mend bad ones."""

NOT_IN_CHANNEL = "the bot is not in the channel"

_UNINVITED: Mapping[str, str] = {
    "channel_not_found": "the channel is gone, or the bot is not in it",
    "not_in_channel": NOT_IN_CHANNEL,
}
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_MISTAKES = frozenset(
    {
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_form_data",
        "invalid_json",
        "json_not_object",
        "missing_argument",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "unknown_method",
    }
)

BAD_BLOCKS = frozenset({"invalid_arguments", "invalid_blocks", "invalid_blocks_format"})
"""What says that Slack cannot show a block, which may be a picture that it cannot fetch."""

LIMITED = 429
LONGEST = 3600.0
"""Seconds that are believed of a wait: more is no rate limit of Slack's."""
_WORDS = 200
_NETWORK = (aiohttp.ClientError, OSError)  # of which time-outs are a kind


class Limited(PlatformUnavailable):
    """Slack was asked too often for things of this kind."""


class Patience(AsyncRateLimitErrorRetryHandler):
    """Sits out a short rate limit; a longer one is for whoever asked."""

    async def _can_retry_async(self, *, response: HttpResponse | None = None, **of: Any) -> bool:  # noqa: ANN401 -- the SDK's
        limited = await super()._can_retry_async(response=response, **of)
        return limited and response is not None and wait_of(response.headers) <= PATIENCE


@contextmanager
def told() -> Iterator[None]:
    """Turn what the SDK raises for a room or message into what the runner knows to deal with.

    A request that Slack finds malformed stays what it is: that is our mistake.
    """
    try:
        yield
    except SlackApiError as error:
        if code(error) in _MISTAKES:
            raise
        raise _meant(error) from error
    except _NETWORK as error:
        raise PlatformUnavailable(type(error).__name__, AWAY) from error
    except AttributeError as error:  # the SDK's, of an answer that is JSON and no object
        raise PlatformUnavailable("what answered was not Slack", AWAY) from error


def code(error: SlackApiError) -> str:
    """Slack's name for what went wrong; empty where something before Slack answered."""
    response = error.response
    try:
        found = response.get("error", "")  # not everything that answers is Slack
    except (AttributeError, TypeError, ValueError):
        return ""
    return str(found or "")[:_WORDS]


def opened(error: Exception) -> bool:
    """Whether a form was refused because it is open: it had been asked for before, to be sure."""
    return isinstance(error, PlatformUnavailable) and error.reason == "exchanged_trigger_id"


def wait_of(headers: Mapping[str, object]) -> float:
    """How long Slack wants to be left alone, in seconds."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            first = value[0] if isinstance(value, list | tuple) and value else value
            try:
                return min(max(0.0, float(str(first))), LONGEST)
            except ValueError:
                break
    return AWAY


def _meant(error: SlackApiError) -> Exception:
    named, status = code(error), getattr(error.response, "status_code", 0)
    if named == "ratelimited" or status == LIMITED:
        wait = wait_of(getattr(error.response, "headers", {}))
        return Limited("Slack limits the rate", wait)
    if named in _GONE:
        return MessageGone(named)
    if named in _UNINVITED:
        return Uninvited(_UNINVITED[named])
    if named in _PASSING:
        return PlatformUnavailable(_LOST[named], AWAY)
    if named in _LOST:
        kind = InstalledBefore if named == MISSING else RoomUnreachable
        return kind(_LOST[named])
    return PlatformUnavailable(named or f"Slack answered {status or 'nothing it should'}", AWAY)
