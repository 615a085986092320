"""A table of the notes as a block of code, or row by row where it is too wide for that."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.chat import grids
from adapters.discord import markdown
from bot.richtext import Inlines, Table


def table(block: Table) -> list[str]:
    """The lines of a table: columns where they fit, else a line for every cell."""
    ruled = grids.table(block)
    if ruled is None:
        return list(_by_rows(block))
    shown = markdown.monospaced(ruled)
    return [shown] if shown else []


def _by_rows(block: Table) -> Iterable[str]:
    heads = [markdown.inline(cell, bold=True).replace("\n", " ") for cell in block.head]
    if not block.rows:
        yield " · ".join(filter(None, heads))
    for row in block.rows:
        for head, cell in zip(heads, map(_on_one_line, row), strict=True):
            if cell:
                yield f"{head}: {cell}" if head else cell


def _on_one_line(cell: Inlines) -> str:
    return markdown.inline(cell).replace("\n", " ")
