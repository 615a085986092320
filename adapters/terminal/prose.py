"""Rich text as lines of a terminal. Whatever the notes hold, no control character gets through."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from adapters.terminal.layout import beside, columns
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
    plain,
)

INDENT = 4
"""Columns by which code and formulas stand in."""

# C0 and C1 controls but the line break, what turns the direction of writing (an author's letters
# do that by themselves), line and paragraph separators, and halves of surrogate pairs.
_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


_ADDRESS = re.compile(r"https?://[!-~]{1,300}", re.IGNORECASE)
"""Where a picture may be looked at, in signs that a terminal only shows."""


def harmless(words: str) -> str:
    """The text without what a terminal would obey rather than show; a tab becomes spaces."""
    return _HARMFUL.sub("", words.replace("\t", "    "))


def one_line(words: str) -> str:
    """The text on one line, without what a terminal would obey."""
    return " ".join(harmless(words.replace("\n", " ")).split())


def short(rich: RichText, limit: int = 60) -> str:
    """The beginning of a text on one line, at most ``limit`` characters."""
    words = one_line(plain(rich))
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def blocks(rich: RichText) -> RenderableType:
    """Everything in a text, block below block."""
    return Group(*(_block(block) for block in rich))


def line(spans: Iterable[Inline]) -> Text:
    """Running text with its styles; a picture gives its alternative text, and where on the web."""
    text = Text()
    for span in spans:
        if isinstance(span, Span):
            text.append(harmless(span.text), _style(span))
        else:
            text.append(f"[{harmless(span.alt) or 'picture'}]", Style(italic=True))
            if _ADDRESS.fullmatch(span.source):
                text.append(f" ({span.source})")
    return text


def _style(span: Span) -> Style:
    return Style(
        bold=span.bold or None,
        italic=span.italic or None,
        strike=span.strike or None,
        underline=bool(span.link) or None,
        color="cyan" if span.code else None,
    )


def _block(block: Block) -> RenderableType:
    match block:
        case Paragraph(spans=spans):
            return line(spans)
        case Heading(title=title):
            heading = line(title)
            heading.stylize(Style(bold=True))
            return heading
        case CodeBlock(code=words):
            return _apart(words, Style(color="cyan"))
        case Formula(formula=words):
            return _apart(words, Style(italic=True))
        case Quote(quoted=quoted):
            return beside(Text(">"), blocks(quoted))
        case _:
            return _composed(block)


def _composed(block: Listing | Table) -> RenderableType:
    match block:
        case Listing(items=items, start=start):
            marks = ["•" if start is None else f"{start + n}." for n in range(len(items))]
            rows = zip(marks, items, strict=True)
            return columns((Text(mark), blocks(item)) for mark, item in rows)
        case Table(head=head, rows=rows):
            return _table(head, rows)
        case _:
            assert_never(block)


def _apart(words: str, style: Style) -> RenderableType:
    text = Text(harmless(words), style, overflow="fold")
    return Padding(text, (0, 0, 0, INDENT), expand=False)


def _table(head: tuple[Inlines, ...], rows: tuple[tuple[Inlines, ...], ...]) -> RenderableType:
    grid = Grid(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=Style(bold=True))
    for cell in head:
        grid.add_column(line(cell), overflow="fold")
    for row in rows:
        grid.add_row(*(line(cell) for cell in row))
    return grid
