"""How much of a text fits, and where it is best divided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from bot.passages.halves import split
from bot.passages.places import Grade, places
from bot.richtext import (
    Block,
    CodeBlock,
    Formula,
    Heading,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
    text,
)

Measure = Callable[[RichText], bool]
"""Whether a text fits. What fits should still fit when something is taken off its end."""

MORE = "…"
"""Stands behind what goes on."""

_GUESS = 1000


def divide(rich: RichText, fits: Measure, guess: int = _GUESS) -> Iterator[RichText]:
    """The text in parts each of which fits; nothing is lost and nothing said twice.

    Only a short head of a table is repeated where its rows are divided. Where not even one
    character fits, a part holds one all the same. ``guess`` is how many characters are tried first.
    """
    while rich:
        head, rich, guess = _first(rich, fits, guess)
        yield head


def shorten(rich: RichText, fits: Measure, guess: int = _GUESS) -> tuple[RichText, bool]:
    """The text, or as much of its beginning as fits with " …" behind it; whether it was cut."""
    head, rest, guess = _first(rich, fits, guess)
    if not rest:
        return head, False
    return cut_off(_first(rich, lambda part: fits(cut_off(part)), guess)[0]), True


def cut_off(rich: RichText) -> RichText:
    """The text with a sign behind it that it goes on."""
    if not rich:
        return text(MORE)
    *before, last = rich
    return (*before, *_cut_off(last))


def _cut_off(block: Block) -> RichText:
    match block:
        case Paragraph(spans=spans):
            return (Paragraph((*spans, Span(f" {MORE}"))),)
        case Heading(level=level, title=title):
            return (Heading(level, (*title, Span(f" {MORE}"))),)
        case CodeBlock(code=code, language=language):
            return (CodeBlock(f"{code}\n{MORE}", language),)
        case Quote(quoted=quoted):
            return (Quote(cut_off(quoted)),)
        case Listing(items=(*items, last), start=start):
            return (Listing((*items, cut_off(last)), start),)
        case Formula() | Table() | Listing():
            return (block, *text(MORE))
        case _:
            assert_never(block)


def _first(rich: RichText, fits: Measure, guess: int) -> tuple[RichText, RichText, int]:
    """A part that fits, what is left, and about how many units fitted."""
    low, high = 0, guess
    while fits((halves := split(rich, high))[0]):
        if not halves[1]:
            return *halves, high
        low, high = high, 2 * high
    while high - low > 1 + low // 32:
        middle = (low + high) // 2
        if fits(split(rich, middle)[0]):
            low = middle
        else:
            high = middle
    low = max(low, 1)
    return *_divided(rich, low, fits), low


def _divided(rich: RichText, limit: int, fits: Measure) -> tuple[RichText, RichText]:
    """The text in two, at the best place that is not far before ``limit``, which fits."""
    known, _ = places(split(rich, limit + 1)[0])
    for grade in Grade:
        place = max((at for at, worth in known if worth <= grade and at <= limit), default=0)
        if place and (grade is Grade.WORD or place >= limit // 2):
            halves = split(rich, place)
            if fits(halves[0]):
                return halves
    return split(rich, limit)
