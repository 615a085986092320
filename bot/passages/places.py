"""The places at which a text can be divided, in the units of ``bot.passages.halves``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import assert_never

from bot.passages.halves import units_in
from bot.richtext import (
    Block,
    CodeBlock,
    Formula,
    Heading,
    Inline,
    Inlines,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Span,
    Table,
)


class Grade(IntEnum):
    """How well a text is divided at a place, the best first."""

    BLOCK = 0
    SENTENCE = 1
    WORD = 2


Place = tuple[int, Grade]
Places = tuple[list[Place], int]
"""Where a text can be divided, and how many units it is."""

_SENTENCE = re.compile(
    r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[”’」』）]*"  # noqa: RUF001 - full stops of East Asia
)
_SPACE = re.compile(r"\s+")
_PICTURE = "\ufffc"


def places(rich: RichText, end: Grade = Grade.BLOCK) -> Places:
    """Every place in a text; the ends of its blocks are worth ``end``.

    Nothing should be divided below a heading, unless that cannot be helped.
    """
    found: list[Place] = []
    size = 0
    for block in rich:
        inside, units = _places(block)
        found += [(size + at, grade) for at, grade in inside]
        worth = Grade.WORD if isinstance(block, Heading) else end
        found.append((size + max(1, units - 1), worth))
        size += units
    return found, max(1, size)


def _places(block: Block) -> Places:
    match block:
        case Paragraph(spans=spans) | Heading(title=spans):
            return list(_in_prose(spans)), units_in((spans,)) + 1
        case CodeBlock(code=code):
            return list(_in_code(code)), len(code) + 1
        case Formula(formula=formula):
            return list(_at_spaces(formula)), len(formula) + 1
        case Quote(quoted=quoted):
            return places(quoted, Grade.SENTENCE)
        case Listing(items=items):
            return _in_items(items)
        case Table(head=head, rows=rows):
            return _in_rows(head, rows)
        case _:
            assert_never(block)


def _in_prose(spans: Iterable[Inline]) -> Iterator[Place]:
    words = "".join(map(_said, spans))
    yield from ((found.end(), Grade.SENTENCE) for found in _SENTENCE.finditer(words))
    yield from _at_spaces(words)


def _at_spaces(words: str) -> Iterator[Place]:
    return ((found.start(), Grade.WORD) for found in _SPACE.finditer(words) if found.start())


def _in_code(code: str) -> Iterator[Place]:
    for found in _SPACE.finditer(code):
        if not found.start():
            continue
        if "\n" in found.group():
            yield found.start(), Grade.SENTENCE
        yield found.end(), Grade.WORD


def _in_items(items: Iterable[RichText]) -> Places:
    found: list[Place] = []
    size = 0
    for item in items:
        inside, units = places(item, Grade.SENTENCE)
        found += [(size + at, grade) for at, grade in inside]
        found.append((size + max(1, units - 1), Grade.SENTENCE))
        size += units
    return found, max(1, size)


def _in_rows(head: tuple[Inlines, ...], rows: Sequence[tuple[Inlines, ...]]) -> Places:
    found: list[Place] = []
    size = 0
    for row in (head, *rows):
        units = units_in(row)
        if row is head and not units:
            continue
        found += [(size + at, Grade.WORD) for at in _in_cells(row)]
        found.append((size + max(1, units), Grade.WORD if row is head else Grade.SENTENCE))
        size += units + 1
    return found, max(1, size)


def _in_cells(row: Iterable[Inlines]) -> Iterator[int]:
    start = 0
    for cell in row:
        yield from (start + at for at, _ in _at_spaces("".join(map(_said, cell))))
        start += units_in((cell,))
        yield max(1, start)


def _said(inline: Inline) -> str:
    return inline.text if isinstance(inline, Span) else inline.alt or _PICTURE
