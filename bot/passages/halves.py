"""A text cut in two at a number of units.

Each character is a unit, and so is the end of every leaf: a paragraph, a piece of code, a row.
What is cut off the beginning takes at least one unit along, so cutting comes to an end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never
from unicodedata import category

from bot.richtext import (
    Block,
    CodeBlock,
    Formula,
    Heading,
    Image,
    Inline,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
)

Halves = tuple[RichText, RichText, int]
"""What stands before the cut, what stands after it, and the units that were not used."""

REPEATED = 200
"""Characters that the head of a table may have to be repeated above the rest of its rows."""

_JOINER = "\u200d"


def split(rich: RichText, units: int) -> tuple[RichText, RichText]:
    """The beginning of a text and what is left of it; the latter is empty if nothing is.

    ``units`` is 1 at least. Space around the cut is dropped, and the break of a line of code.
    """
    head, tail, _ = _split(rich, units)
    return head, tail


def units_of(inline: Inline) -> int:
    """How many units an inline is; a picture that says nothing is one."""
    return len(inline.text) if isinstance(inline, Span) else max(1, len(inline.alt))


def units_in(cells: Sequence[Inlines]) -> int:
    """How many units stand in a row, its end left out."""
    return sum(units_of(inline) for cell in cells for inline in cell)


def _split(rich: RichText, units: int) -> Halves:
    taken: list[Block] = []
    for index, block in enumerate(rich):
        if units <= 0:
            return tuple(taken), rich[index:], 0
        head, tail, units = _split_block(block, units)
        taken += head
        if tail:
            return tuple(taken), (*tail, *rich[index + 1 :]), 0
    return tuple(taken), (), units


def _split_block(block: Block, units: int) -> Halves:  # noqa: PLR0911 -- a case for each block
    match block:
        case Paragraph(spans=spans):
            return _leaf(block, units_in((spans,)), units) or _paragraph(spans, units)
        case Heading(level=level, title=title):
            return _leaf(block, units_in((title,)), units) or _heading(level, title, units)
        case CodeBlock(code=code):
            return _leaf(block, len(code), units) or _code(block, units)
        case Formula(formula=formula):
            return _leaf(block, len(formula), units) or _formula(formula, units)
        case Quote(quoted=quoted):
            head, tail, left = _split(quoted, units) if quoted else ((), (), units - 1)
            return (Quote(head),), (Quote(tail),) if tail else (), left
        case Listing():
            return _listing(block, units)
        case Table():
            return _table(block, units)
        case _:
            assert_never(block)


def _leaf(block: Block, length: int, units: int) -> Halves | None:
    """The block undivided, if the cut is not inside it."""
    return ((block,), (), units - length - 1) if units >= length else None


def _paragraph(spans: Inlines, units: int) -> Halves:
    head, tail = _spans(spans, units)
    return (Paragraph(head),), (Paragraph(tail),) if tail else (), 0


def _heading(level: int, title: Inlines, units: int) -> Halves:
    head, tail = _spans(title, units)
    return (Heading(level, head),), (Heading(level, tail),) if tail else (), 0


def _code(block: CodeBlock, units: int) -> Halves:
    place = _between(block.code, units)
    head, tail = block.code[:place], block.code[place:].removeprefix("\n")
    rest = (CodeBlock(tail, block.language),) if tail else ()
    return (CodeBlock(head, block.language),), rest, 0


def _formula(formula: str, units: int) -> Halves:
    place = _between(formula, units)
    head, tail = formula[:place], formula[place:].lstrip()
    return (Formula(head, head),), (Formula(tail, tail),) if tail else (), 0


def _listing(block: Listing, units: int) -> Halves:
    """An item that is divided goes on as blocks of its own, for its mark is not repeated."""
    heads: list[RichText] = []
    for index, item in enumerate(block.items):
        if units <= 0:
            return (Listing(tuple(heads), block.start),), _from(block, index), 0
        head, tail, units = _split(item, units) if item else ((), (), units - 1)
        heads.append(head)
        if tail:
            return (Listing(tuple(heads), block.start),), (*tail, *_from(block, index + 1)), 0
    return (Listing(tuple(heads), block.start),), (), units if heads else units - 1


def _from(block: Listing, index: int) -> RichText:
    """The list from an item on, counting on."""
    if index == len(block.items):
        return ()
    start = None if block.start is None else block.start + index
    return (Listing(block.items[index:], start),)


def _table(block: Table, units: int) -> Halves:
    """Rows that are cut off keep a short head; an empty one counts for nothing."""
    length = units_in(block.head)
    if 0 < units < length:
        head, tail = _cells(block.head, units)
        return (Table(head, ()),), (Table(tail, block.rows),), 0
    left = units - length - 1 if length else units
    empty: tuple[Inlines, ...] = ((),) * len(block.head)
    again = block.head if length <= REPEATED else empty
    for index, row in enumerate(block.rows):
        before, after = block.rows[:index], block.rows[index:]
        if left <= 0:
            rest = Table(again if before else empty, after)
            return (Table(block.head, before),), (rest,), 0
        if left < (length := units_in(row)):
            first, second = _cells(row, left)
            rest = Table(again, (second, *after[1:]))
            return (Table(block.head, (*before, first)),), (rest,), 0
        left -= length + 1
    return (block,), (), left if left < units else units - 1


def _cells(row: tuple[Inlines, ...], units: int) -> tuple[tuple[Inlines, ...], ...]:
    """A row in two, each as wide as the whole."""
    heads: list[Inlines] = []
    tails: list[Inlines] = []
    for cell in row:
        head, tail = _spans(cell, units) if units > 0 else ((), cell)
        heads.append(head)
        tails.append(tail)
        units -= units_in((cell,))
    return tuple(heads), tuple(tails)


def _spans(spans: Inlines, units: int) -> tuple[Inlines, Inlines]:
    for index, span in enumerate(spans):
        length = units_of(span)
        if units < length:
            head, tail = _inline(span, units)
            return (*spans[:index], *head), _unspaced((*tail, *spans[index + 1 :]))
        units -= length
        if not units:
            return spans[: index + 1], _unspaced(spans[index + 1 :])
    return spans, ()


def _inline(inline: Inline, units: int) -> tuple[Inlines, Inlines]:
    if isinstance(inline, Image):
        place = _between(inline.alt, units)
        return (replace(inline, alt=inline.alt[:place]),), (Span(inline.alt[place:]),)
    place = _between(inline.text, units)
    return (_with(inline, inline.text[:place]),), (_with(inline, inline.text[place:]),)


def _with(span: Span, words: str) -> Span:
    return Span(words, span.bold, span.italic, span.strike, span.code, span.link)


def _unspaced(spans: Inlines) -> Inlines:
    """The same without the space it begins with."""
    for index, span in enumerate(spans):
        if isinstance(span, Image):
            return spans[index:]
        if words := span.text.lstrip():
            return (_with(span, words), *spans[index + 1 :])
    return ()


def _between(words: str, place: int) -> int:
    """The place, or one shortly before it that is not inside of a letter with its marks."""
    near = place
    while near > max(1, place - 16) and _joined(words[near - 1], words[near]):
        near -= 1
    return near


def _joined(before: str, after: str) -> bool:
    return _JOINER in (before, after) or category(after)[0] == "M"
