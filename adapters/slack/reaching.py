"""Whether the bot can still write where it is to write."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from adapters.slack import failures
from adapters.slack.api import Api
from bot.errors import RoomUnreachable, StudybotError, Uninvited

_ANYWHERE = "chat:write.public"
"""What lets the bot write in public channels that it is not in."""

_log = structlog.get_logger(__name__)


async def reach(api: Api, team: str, channel: str) -> None:
    """Return if the bot can write in a channel, or if Slack does not say that it cannot.

    Raises ``Uninvited`` and ``RoomUnreachable``: whoever asked is there now and can mend it.
    """
    try:
        said = await api.call(team, api.web.conversations_info, channel=channel)
    except Uninvited:  # of what is private Slack tells nothing to those who are not in it
        raise
    except StudybotError as error:
        _log.warning("whether a channel can be written in was not told", reason=str(error))
        return
    place = said["channel"]
    if place.get("is_archived"):
        raise RoomUnreachable(failures.ARCHIVED)
    public = place.get("is_channel") and not place.get("is_private")
    if public and not place.get("is_member", True) and not _may_write_anywhere(said.headers):
        raise Uninvited(failures.NOT_IN_CHANNEL)


async def lost(api: Api, team: str, channel: str, *, left: bool) -> bool:
    """Whether a channel is gone or archived or, if ``left``, the bot is not in it.

    Yes if Slack does not say: whoever asks was told so before, perhaps late.
    """
    try:
        said = await api.call(team, api.web.conversations_info, channel=channel)
    except StudybotError:
        return True
    place = said["channel"]
    return bool(place.get("is_archived") or (left and not place.get("is_member")))


async def thrown_out(api: Api, team: str) -> bool:
    """Whether a workspace takes nothing from the bot any more; yes if Slack does not say."""
    try:
        await api.call(team, api.web.auth_test)
    except StudybotError:
        return True
    return False


def _may_write_anywhere(headers: Mapping[str, object]) -> bool:
    """As Slack says beside each answer; an installation may be older than what it asks for now."""
    scopes = next((str(of) for name, of in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return not scopes or _ANYWHERE in [scope.strip() for scope in scopes.split(",")]
