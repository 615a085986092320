"""How often Slack is asked in each workspace, by what it is asked for."""

from __future__ import annotations

from datetime import timedelta

from adapters.chat.pacing import Pacer
from bot.ports import Clock

POSTS, POSTS_AT_ONCE = 300, 5
"""Messages that are posted a minute, and after a pause.

Slack allows several hundred a minute, and does not say how many. Of the one a second that it
allows a channel it tells whoever posts more.
"""

CHANGES, CHANGES_AT_ONCE = 48, 20
"""Messages that are changed a minute, and after a pause: Slack allows some fifty."""

APART = timedelta(seconds=1.5)
"""Between two counts that are shown, so that there is room among the changes for what ends."""

MINUTE = timedelta(minutes=1)


class Rates:
    """What one workspace allows. Answering people has no limit, and is not here."""

    def __init__(self, clock: Clock) -> None:
        """Nothing was asked for yet."""
        self.posts = Pacer(clock, POSTS, MINUTE, burst=POSTS_AT_ONCE)
        self.changes = Pacer(clock, CHANGES, MINUTE, burst=CHANGES_AT_ONCE)
        self.counts = Pacer(clock, 1, APART, within=self.changes)

    def idle(self) -> bool:
        """Whether nothing was asked for lately."""
        return self.posts.idle() and self.changes.idle() and self.counts.idle()
