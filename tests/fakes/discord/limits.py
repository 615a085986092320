"""Discord's rate limits: on posting and editing in a channel, and on all that a bot asks."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from tests.fakes.discord.calls import Answer, Route
from tests.fakes.discord.waiting import Clock

_BUCKETS: Final = {
    ("POST", "/channels/{channel_id}/messages"): "f" * 32,
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): "e" * 32,
}
INVALID: Final = frozenset({401, 403, 429})
"""Answers that bring an address nearer to being banned."""

BANNED_AFTER: Final = 10_000
BANNED_WITHIN: Final = 600.0


@dataclass(slots=True)
class _Window:
    until: float
    used: int = 0


@dataclass(eq=False, slots=True)
class Limits:
    """So many requests of a kind in so many seconds and channel; None of them is no limit.

    ``whole`` is how many of all kinds the bot may make in any second. What is proved by a token in
    its path rather than the bot's is not among them: so people are answered.
    """

    clock: Clock
    most: int | None = 5
    seconds: float = 5.0
    whole: int | None = None
    everywhere: int = 0
    """Requests that were refused because the bot made too many of all kinds."""
    invalid: int = 0
    """The most answers within ten minutes that bring an address nearer to being banned."""
    _windows: dict[tuple[str, str], _Window] = field(default_factory=dict)
    _taken: deque[float] = field(default_factory=deque)
    _invalid: deque[float] = field(default_factory=deque)

    def answered(self, status: int) -> None:
        """Keeps account of the answers that Discord counts."""
        if status not in INVALID:
            return
        now = self.clock.now()
        self._invalid.append(now)
        while self._invalid[0] <= now - BANNED_WITHIN:
            self._invalid.popleft()
        self.invalid = max(self.invalid, len(self._invalid))

    @property
    def banned(self) -> bool:
        """Whether Discord would not listen to this address any more."""
        return self.invalid > BANNED_AFTER

    def use_whole(self, route: Route) -> Answer | None:
        """Counts one request of any kind: the refusal, if it is one too many."""
        if self.whole is None or not route.authorised:
            return None
        now = self.clock.now()
        while self._taken and self._taken[0] <= now - 1:
            self._taken.popleft()
        if len(self._taken) < self.whole:
            self._taken.append(now)
            return None
        self.everywhere += 1
        return too_many(self._taken[0] + 1 - now, {}, everywhere=True)

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
    if everywhere:
        scope["X-RateLimit-Global"] = "true"
    return Answer(429, body, headers | via | scope)
