"""What is said where pages have buttons, pictures cannot be shown and names can be anything."""

from __future__ import annotations

from bot.model import Period

PICTURE = "picture"
NAMELESS = "no name"
RIGHT_OPTION = "✓ right"

FILL_IN = "Fill in a form"
SUBMIT = "Go"
CANCEL = "Cancel"

_PERIODS = {
    Period.DAY: "Today",
    Period.WEEK: "This week",
    Period.MONTH: "This month",
    Period.ALL: "All time",
}


def fill_in(command: str) -> str:
    """What stands on the button that opens the form of a command, where there are several."""
    return f"Fill in /{command}"


def period(span: Period) -> str:
    """The span of time of a board, for the button that turns to it."""
    return _PERIODS[span]
