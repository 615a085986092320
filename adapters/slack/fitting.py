"""What a message of Slack has room for, in the units of what is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from adapters.chat.fitting import Fitter
from adapters.slack import prose
from adapters.slack.leaves import SECTION, leaf, section
from adapters.slack.prose import Elements
from bot import wording
from bot.richtext import RichText

ROOM = 7800
"""Units of rich text in one message: Slack has refused messages of 11,000, labels included."""

Shown = Callable[[RichText], Elements]
"""How a text is shown."""

_fitter = Fitter(prose.blocks, prose.size)

all_fitted = _fitter.all_fitted
explained = _fitter.explained
fitted = _fitter.fitted
listed = _fitter.listed
parts = _fitter.parts

_GAP = leaf("  ")


def bold(rich: RichText) -> Elements:
    """How a question is shown."""
    return prose.blocks(rich, bold=True)


def lettered(index: int, sign: str = "") -> Shown:
    """How an option is shown: behind its letter, or below it where it begins with a block.

    A ``sign`` stands at the end of an option of one line, and beside the letter of a longer one.
    """
    letter = leaf(wording.letter(index), "bold")
    signed = [_GAP, leaf(sign)] if sign else []

    def show(rich: RichText) -> Elements:
        elements = prose.blocks(rich)
        if not elements or elements[0]["type"] != SECTION:
            return (section(letter, *signed), *elements)
        first, *more = elements
        said = first["elements"]
        if more or any("\n" in one.get("text", "") for one in said):
            return (section(letter, *signed, _GAP, *said), *more)
        return (section(letter, _GAP, *said, *signed),)

    return show


def stacked(texts: Iterable[Elements]) -> Elements:
    """Several texts below one another."""
    return prose.joined(one for shown in texts for one in shown)
