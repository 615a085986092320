"""How often the bot calls, and how often Slack lets it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from tests.fakes.discord.waiting import Clock

TIERS: Final = {
    "bots.info": 50,
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.join": 50,
    "conversations.members": 100,
    "conversations.open": 50,
    "conversations.replies": 50,
    "files.info": 100,
    "team.info": 50,
    "users.conversations": 50,
    "users.info": 100,
    "views.open": 100,
    "views.publish": 100,
    "views.push": 100,
    "views.update": 100,
}
"""Calls a minute and workspace, of the methods that are in one of Slack's tiers."""

_MINUTE: Final = 60.0


@dataclass(eq=False)
class Limits:
    """Posts are counted by channel, edits by workspace; see ``over`` for those too many.

    Posts refill at one a second up to ``burst``; ``edits`` are allowed in each minute. Nothing is
    refused unless ``enforce`` is on; then a workspace takes ``posts`` of them in each minute too,
    Slack saying "several hundred", and of the other methods what their ``TIERS`` say.
    """

    clock: Clock
    enforce: bool = False
    burst: int = 5
    edits: int = 50
    posts: int = 330
    over: list[str] = field(default_factory=list)
    """The posts and edits that were one too many."""
    posted: dict[str, int] = field(default_factory=dict)
    """How many posts each channel got."""
    edited: dict[str, int] = field(default_factory=dict)
    """How many edits each channel got."""
    _stock: dict[str, tuple[float, float]] = field(default_factory=dict)
    _made: dict[tuple[str, str], deque[float]] = field(default_factory=dict)

    def call(self, workspace: str, method: str) -> float:
        """Counts a call of a method; the seconds after which it is allowed, 0 if it is."""
        if not self.enforce or method not in TIERS:
            return 0.0
        return self._of_minute(workspace, method, TIERS[method])

    def post(self, workspace: str, channel: str) -> float:
        """Counts a post; the seconds after which it would be allowed, 0 if it is."""
        self.posted[channel] = self.posted.get(channel, 0) + 1
        if self.enforce and (wait := self._of_minute(workspace, "chat.postMessage", self.posts)):
            self.over.append(f"chat.postMessage {channel}")
            return wait
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
        wait = self._of_minute(workspace, "chat.update", self.edits)
        if wait:
            self.over.append(f"chat.update {channel}")
        return wait

    def _of_minute(self, workspace: str, method: str, most: int) -> float:
        now = self.clock.now()
        made = self._made.setdefault((workspace, method), deque())
        while made and made[0] <= now - _MINUTE:
            made.popleft()
        if len(made) < most:
            made.append(now)
            return 0.0
        return made[0] + _MINUTE - now
