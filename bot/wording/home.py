"""What is said on a person's own page."""

from __future__ import annotations

from bot.model import Standing
from bot.wording.numbers import count
from bot.wording.pages import accuracy

YOUR_STANDING = "Your standing"
NO_STANDING = "You are not on the boards yet. /quiz asks a question."
UPCOMING = "The next daily questions"
NONE_UPCOMING = "No daily question is planned."


def standing(line: Standing | None) -> str:
    """How somebody stands on one board."""
    if line is None:
        return "not on this board yet"
    return f"rank {line.rank}, {count(line.points, 'point')}, {accuracy(line)} right"


def as_of(moment: str) -> str:
    """When a page was made that does not change by itself."""
    return f"As of {moment}"
