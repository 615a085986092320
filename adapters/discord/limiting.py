"""Hearing that Discord limits the whole bot: the SDK sits that out, and tells nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import aiohttp

LIMITED = 429
_EVERYWHERE = "X-RateLimit-Global"
_AFTER = "Retry-After"

_A_WHILE = 1.0
"""Seconds where Discord does not say how many."""

_LONGEST = 3600.0
"""Seconds that are believed."""


class Limiting:
    """Looks at what requests come to; ``told`` is called with the seconds that a limit lasts."""

    def __init__(self) -> None:
        """Nobody is told yet."""
        self.told: Callable[[float], object] = lambda _: None
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_end.append(self._ended)

    async def _ended(self, _: object, __: object, ended: aiohttp.TraceRequestEndParams) -> None:
        headers = ended.response.headers
        if ended.response.status == LIMITED and _EVERYWHERE in headers:
            self.told(_seconds(headers))


def _seconds(headers: Mapping[str, str]) -> float:
    try:
        return min(max(0.0, float(headers.get(_AFTER, _A_WHILE))), _LONGEST)
    except ValueError:
        return _A_WHILE
