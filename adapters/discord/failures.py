"""What Discord refuses, as our errors: gone for good, or away for now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from adapters.discord.layout import PicturedView
from bot.errors import MessageGone, PlatformUnavailable, RoomUnreachable

UNKNOWN_MESSAGE = 10008
ARCHIVED = 50083
LOCKED = 160005
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060

LOST = frozenset({10003, 10004, 50001, 50007, 50013, 50024, ARCHIVED, LOCKED})
"""What says that a channel or server is gone, of the wrong kind, or closed to us for good.

Only Discord's own numbers say so: whatever stands before it may refuse anything for a while.
"""

AWAY = 5.0
"""Seconds until it is tried again where Discord does not say when."""

EDITED_TOO_OFTEN = 30046
"""Messages older than an hour may be changed less often than others."""

REST = 60.0
"""Seconds until such a message is changed again: refusals themselves are counted."""

_BAD_REQUEST = 400
TOO_LARGE = 413

PATIENCE = 30.0
"""Seconds of a rate limit that the SDK sits out; of a longer one it tells us."""

NETWORK = (aiohttp.ClientError, OSError)  # of which time-outs are a kind


_PICTURES_REFUSED = frozenset({_BAD_REQUEST, 403, 413})
"""What is said of pictures: an address that is none, files not allowed there, too much of them."""


def without_pictures(
    view: discord.ui.LayoutView, refused: discord.HTTPException
) -> discord.ui.LayoutView | None:
    """The message in words alone, if its pictures may be what Discord ``refused``."""
    if not isinstance(view, PicturedView) or refused.status not in _PICTURES_REFUSED:
        return None
    return view.plain()


@contextmanager
def told() -> Iterator[None]:
    """Turn what the SDK raises for a room or message into what the runner knows to deal with.

    A request that Discord finds malformed stays what it is: that is our mistake.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise PlatformUnavailable("Discord limits the rate", error.retry_after) from error
    except discord.HTTPException as error:
        if error.code == UNKNOWN_MESSAGE:
            raise MessageGone(reason(error)) from error
        if error.code in LOST:
            raise RoomUnreachable(reason(error)) from error
        if error.status == _BAD_REQUEST:
            raise
        wait = REST if error.code == EDITED_TOO_OFTEN else AWAY
        raise PlatformUnavailable(reason(error), wait) from error
    except NETWORK as error:
        raise PlatformUnavailable(type(error).__name__, AWAY) from error


def outside(error: Exception) -> bool:
    """Whether the cause lies with Discord or the way there, and not in what we sent."""
    if isinstance(error, discord.HTTPException):
        return error.status != _BAD_REQUEST
    return isinstance(error, NETWORK)


def reason(error: discord.HTTPException) -> str:
    """What Discord says, and its number, which its documentation explains."""
    words = error.text.splitlines()[0][:200] if error.text else f"HTTP {error.status}"
    return f"{words} ({error.code or error.status})"
