"""Rich text as Discord's Markdown, block below block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from adapters.chat import pictures
from adapters.chat.plain import GAP, clean
from adapters.discord import galleries, markdown, tables
from bot.richtext import (
    Block,
    CodeBlock,
    Formula,
    Heading,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Table,
)

_DEEPEST = 4
"""Lists within lists that are set further in; what is deeper stays there."""


def blocks(rich: RichText, *, bold: bool = False) -> str:
    """Everything in a text; its paragraphs in ``bold`` where it is a question.

    A block of code begins and ends at the margin, whatever it stands in. Pictures that are shown
    stand below the block that they are in, which says in words where.
    """
    out = ""
    before: Block | None = None
    for block in rich:
        lines = [] if pictures.alone(block) else _lines(block, 0, bold=bold)
        lines += map(galleries.mark, pictures.within(block))
        if lines:
            out += _gap(before, block) + "\n".join(lines)
            before = block
    return out


def _gap(before: Block | None, block: Block) -> str:
    """What stands between two blocks: a blank line where nothing else shows where one ends."""
    match before, block:
        case None, _:
            return ""
        case Listing(), Listing():
            return f"\n{GAP}\n"
        case Paragraph() | Formula() | Listing(), Paragraph() | Heading():
            return "\n\n"
        case _, Heading():
            return "\n\n"
        case _:
            return "\n"


def _lines(  # noqa: PLR0911 -- a case for each block
    block: Block, depth: int, *, bold: bool = False, quoted: bool = False
) -> list[str]:
    """The lines of a block; one that holds line breaks is a block of code."""
    match block:
        case Paragraph(spans=spans):
            return _split(markdown.inline(spans, bold=bold))
        case Heading(title=title):
            return _split(markdown.inline(title, bold=True))
        case CodeBlock(code=code, language=language):
            return [*filter(None, [markdown.fenced(code, language)])]
        case Formula(formula=formula):
            stripped = (one.strip() for one in clean(formula).split("\n"))
            return [markdown.escape(one) for one in stripped if one]
        case Quote(quoted=inside):
            lines = [line for one in _bare(inside) for line in _lines(one, depth, quoted=True)]
            return [f"> {one}".replace("\n", "\n> ") for one in lines]
        case Listing():
            return [*_items(block, depth, quoted=quoted)]
        case Table():
            return tables.table(block)
        case _:
            assert_never(block)


def _split(words: str) -> list[str]:
    return words.split("\n") if words else []


def _bare(quoted: RichText) -> Iterator[Block]:
    """What is quoted, without quotes in it: Discord knows one level."""
    for block in quoted:
        if isinstance(block, Quote):
            yield from _bare(block.quoted)
        else:
            yield block


def _items(block: Listing, depth: int, *, quoted: bool) -> Iterator[str]:
    for number, item in enumerate(block.items, block.start or 0):
        mark = "- " if block.start is None else f"{number}. "
        inset = " " * len(mark) if depth < _DEEPEST else ""
        first, *more = _item(item, depth + 1, quoted=quoted) or [""]
        if first:
            yield mark + first
            yield from (one if "\n" in one else inset + one for one in more)


def _item(item: RichText, depth: int, *, quoted: bool) -> list[str]:
    """The lines of an item, the first of them one that can stand behind its mark."""
    lines: list[str] = []
    for block in _bare(item) if quoted else item:
        inside = _lines(block, depth, quoted=quoted)
        if inside and not lines and not isinstance(block, Paragraph | Heading | Formula):
            lines.append(GAP)
        lines += inside
    return lines
