"""Discord's rate limits on posting and editing in a channel."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from tests.fakes.discord.calls import Answer, Route
from tests.fakes.discord.waiting import Clock

_BUCKETS: Final = {
    ("POST", "/channels/{channel_id}/messages"): "f" * 32,
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): "e" * 32,
}


@dataclass(slots=True)
class _Window:
    until: float
    used: int = 0


@dataclass(eq=False, slots=True)
class Limits:
    """So many requests of a kind in so many seconds and channel; None of them is no limit."""

    clock: Clock
    most: int | None = 5
    seconds: float = 5.0
    _windows: dict[tuple[str, str], _Window] = field(default_factory=dict)

    def use(self, route: Route, channel: str) -> tuple[dict[str, str], Answer | None]:
        """Counts one request: the headers that tell what is left, or the refusal."""
        bucket = _BUCKETS.get((route.method, route.template))
        if bucket is None or self.most is None:
            return {}, None
        now = self.clock.now()
        window = self._windows.get((bucket, channel))
        if window is None or window.until <= now:
            window = self._windows[bucket, channel] = _Window(now + self.seconds)
        window.used += 1
        after = window.until - now
        headers = {
            "X-RateLimit-Bucket": bucket,
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(max(self.most - window.used, 0)),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
        }
        return headers, too_many(after, headers) if window.used > self.most else None


def too_many(after: float, headers: dict[str, str], *, everywhere: bool = False) -> Answer:
    """The answer to one request too many; without ``Via`` clients take it for a ban."""
    body = {
        "message": "You are being rate limited.",
        "code": 0,
        "retry_after": round(after, 3),
        "global": everywhere,
    }
    via = {"Via": "1.1 google", "Retry-After": f"{after:.3f}"}
    scope = {"X-RateLimit-Scope": "global" if everywhere else "user"}
    return Answer(429, body, headers | via | scope)
