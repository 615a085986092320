"""What Discord refuses, as our errors: gone for good, or away for now."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.errors import MessageGone, PlatformUnavailable, RoomUnreachable

UNKNOWN_MESSAGE = 10008
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060

AWAY = 5.0
"""Seconds until it is tried again where Discord does not say when."""

NETWORK = (aiohttp.ClientError, OSError, asyncio.TimeoutError)


@contextmanager
def told() -> Iterator[None]:
    """Turn what the SDK raises for a room or message into what the runner knows to deal with.

    A request that Discord finds malformed stays what it is: that is our mistake.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise PlatformUnavailable("Discord limits the rate", error.retry_after) from error
    except discord.NotFound as error:
        if error.code == UNKNOWN_MESSAGE:
            raise MessageGone(_reason(error)) from error
        raise RoomUnreachable(_reason(error)) from error
    except discord.Forbidden as error:
        raise RoomUnreachable(_reason(error)) from error
    except discord.HTTPException as error:
        if error.status < 500 and error.status not in {401, 429}:  # noqa: PLR2004 -- HTTP's own
            raise
        raise PlatformUnavailable(_reason(error), AWAY) from error
    except NETWORK as error:
        raise PlatformUnavailable(type(error).__name__, AWAY) from error


def _reason(error: discord.HTTPException) -> str:
    """What Discord says, and its number, which its documentation explains."""
    words = error.text.splitlines()[0][:200] if error.text else f"HTTP {error.status}"
    return f"{words} ({error.code or error.status})"
