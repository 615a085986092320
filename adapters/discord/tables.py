"""Columns that stay in line: a board, a table of the notes, as a block of code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from adapters.chat.plain import columns, one_line
from adapters.discord import markdown
from bot.richtext import Inlines, Table, plain_line

WIDTH = 60
"""Columns that a block of code shows on most screens without breaking its lines."""

_GAP = "  "


def grid(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """Rows of harmless cells set in columns; those numbered in ``right`` stand at the right."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_GAP.join(_cells(row, widths, right)).rstrip() for row in rows)


def _cells(row: Iterable[str], widths: Iterable[int], right: Collection[int]) -> Iterable[str]:
    for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
        space = " " * (width - columns(cell))
        yield space + cell if number in right else cell + space


def table(block: Table) -> list[str]:
    """The lines of a table: columns where they fit, else a line for every cell."""
    rows = [[one_line(plain_line(cell)) for cell in row] for row in (block.head, *block.rows)]
    if _width(rows) > WIDTH:
        return list(_by_rows(block))
    head, *body = grid(rows).split("\n")
    ruled = [head, "─" * _width(rows), *body] if any(rows[0]) else body
    shown = markdown.monospaced("\n".join(ruled))
    return [shown] if shown else []


def _width(rows: Sequence[Sequence[str]]) -> int:
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return sum(widths) + len(_GAP) * (len(widths) - 1)


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
