"""A table of the notes in columns, or row by row where it is too wide for that.

Slack has a block for tables. It shows one a message and below everything else, and a telephone
scrolls it sideways; lines of equal columns stand where they belong and are read as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.chat import grids
from adapters.slack.leaves import Element, Leaf, inline, leaf, preformatted, section
from bot.richtext import Inlines, Table


def table(block: Table) -> Iterator[Element]:
    """A table: columns where they fit, else a line for every cell."""
    ruled = grids.table(block)
    if ruled is not None:
        yield from preformatted(ruled)
    elif lines := list(_by_rows(block)):
        broken = [one for line in lines for one in (leaf("\n"), *line)]
        yield section(*broken[1:])


def _by_rows(block: Table) -> Iterator[Sequence[Leaf]]:
    heads = [_on_one_line(cell, bold=True) for cell in block.head]
    if not block.rows:
        yield from filter(None, heads)
    for row in block.rows:
        for head, cell in zip(heads, map(_on_one_line, row), strict=True):
            if cell:
                yield [*head, leaf(": "), *cell] if head else cell


def _on_one_line(cell: Inlines, *, bold: bool = False) -> list[Leaf]:
    said = inline(cell, bold=bold)
    return [
        {**one, "text": one["text"].replace("\n", " ")} if "text" in one else one for one in said
    ]
