"""How often the bot calls, and how often Slack lets it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from tests.fakes.discord.waiting import Clock


@dataclass(eq=False)
class Limits:
    """Posts are counted by channel, edits by workspace; see ``over`` for those too many.

    Posts refill at one a second up to ``burst``; ``edits`` are allowed in each minute. Nothing is
    refused unless ``enforce`` is on.
    """

    clock: Clock
    enforce: bool = False
    burst: int = 5
    edits: int = 50
    over: list[str] = field(default_factory=list)
    """The posts and edits that were one too many."""
    posted: dict[str, int] = field(default_factory=dict)
    """How many posts each channel got."""
    edited: dict[str, int] = field(default_factory=dict)
    """How many edits each channel got."""
    _stock: dict[str, tuple[float, float]] = field(default_factory=dict)
    _edits: dict[str, deque[float]] = field(default_factory=dict)

    def post(self, channel: str) -> float:
        """Counts a post; the seconds after which it would be allowed, 0 if it is."""
        self.posted[channel] = self.posted.get(channel, 0) + 1
        now = self.clock.now()
        left, then = self._stock.get(channel, (float(self.burst), now))
        left = min(float(self.burst), left + now - then)
        if left >= 1:
            self._stock[channel] = (left - 1, now)
            return 0.0
        self.over.append(f"chat.postMessage {channel}")
        self._stock[channel] = (left, now)
        return 1 - left

    def edit(self, workspace: str, channel: str) -> float:
        """Counts an edit; the seconds after which it would be allowed, 0 if it is."""
        self.edited[channel] = self.edited.get(channel, 0) + 1
        now = self.clock.now()
        made = self._edits.setdefault(workspace, deque())
        while made and made[0] <= now - 60:
            made.popleft()
        if len(made) < self.edits:
            made.append(now)
            return 0.0
        self.over.append(f"chat.update {channel}")
        return made[0] + 60 - now
