"""Hearing what the SDK sends to Discord, and when Discord limits the whole bot.

The SDK sends several requests where it was asked for one, and sits limits out, and tells nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import aiohttp

LIMITED = 429
_EVERYWHERE = "X-RateLimit-Global"
_AFTER = "Retry-After"

_A_WHILE = 1.0
"""Seconds where Discord does not say how many."""

_LONGEST = 3600.0
"""Seconds that are believed."""


_FREE = ("/interactions/", "/webhooks/")
"""In the path of what answers people, which counts against no limit of the whole bot."""


class Limited(Protocol):
    """What is told of all that."""

    def sent(self) -> None:
        """A request was sent that counts against the limit of the whole bot."""
        ...

    def limited(self, seconds: float) -> None:
        """Discord takes nothing of the whole bot for so long; the SDK waits too."""
        ...


class Limiting:
    """Looks at what is sent, and at what comes of it."""

    def __init__(self) -> None:
        """Nobody is told yet."""
        self.told: Limited | None = None
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_headers_sent.append(self._sent)
        self.trace.on_request_end.append(self._ended)

    async def _sent(
        self, _: object, __: object, sent: aiohttp.TraceRequestHeadersSentParams
    ) -> None:
        if self.told and not any(part in sent.url.path for part in _FREE):
            self.told.sent()

    async def _ended(self, _: object, __: object, ended: aiohttp.TraceRequestEndParams) -> None:
        headers = ended.response.headers
        if self.told and ended.response.status == LIMITED and _EVERYWHERE in headers:
            self.told.limited(_seconds(headers))


def _seconds(headers: Mapping[str, str]) -> float:
    try:
        return min(max(0.0, float(headers.get(_AFTER, _A_WHILE))), _LONGEST)
    except ValueError:
        return _A_WHILE
