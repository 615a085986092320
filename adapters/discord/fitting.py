"""What a message of Discord has room for, in the units of its Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from adapters.chat.fitting import Fitter
from adapters.discord import galleries, markdown, prose
from bot import wording
from bot.richtext import Formula, Heading, Paragraph, RichText

_Thing = TypeVar("_Thing")

ROOM = 3900
"""Units of text in one message; Discord takes 4000."""

Shown = Callable[[RichText], str]
"""How a text is shown."""

_fitter = Fitter(prose.blocks, galleries.size)

all_fitted = _fitter.all_fitted
explained = _fitter.explained
fitted = _fitter.fitted
parts = _fitter.parts


def bold(rich: RichText) -> str:
    """A text as a question is shown."""
    return prose.blocks(rich, bold=True)


def lettered(index: int, sign: str = "") -> Shown:
    """How an option is shown: behind its letter, or below it where it begins with a block.

    A ``sign`` stands at the end of an option of one line, and beside the letter of a longer one.
    """
    letter = f"**{wording.letter(index)}**"

    def show(rich: RichText) -> str:
        said = prose.blocks(rich)
        if "\n" not in said and not galleries.marked(said):
            return "  ".join(filter(None, (letter, said, sign)))
        flows = isinstance(rich[0], Paragraph | Heading | Formula)
        return "  ".join(filter(None, (letter, sign))) + ("  " if flows else "\n") + said

    return show


def listed(
    things: Sequence[_Thing],
    show: Callable[[_Thing], str],
    room: int,
    limit: int = 1000,
    more: Callable[[int], str] = wording.more,
) -> str:
    """A line for each, or as many as have ``room`` and what is said of how ``more`` there are."""

    def rest(left: int) -> str:
        return markdown.small(markdown.line(more(left)))

    lines, left = _fitter.listed(things, show, room, limit, rest)
    return "\n".join([*lines, rest(left)] if left else lines)
