"""What an answer is worth."""

from __future__ import annotations

from bot.model import Pace

RIGHT = 10
"""Points for a right first answer."""

BONUS = 10
"""Most points that speed can add, where speed counts."""


def points(*, correct: bool, pace: Pace, elapsed: float) -> int:
    """The worth of an answer given ``elapsed`` seconds after the question was shown.

    With speed the bonus falls in a straight line from ``BONUS`` at once to nothing at the limit.
    Whether the card was already rewarded today is not known here: the store decides that.
    """
    if not correct:
        return 0
    if not pace.speed or not pace.seconds:
        return RIGHT
    left = 1 - min(max(elapsed, 0.0) / pace.seconds, 1.0)
    return RIGHT + round(BONUS * left)
