"""Columns that stay in line where all characters are equally wide: a board, a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from adapters.chat.plain import columns, one_line
from bot.richtext import Table, plain_line

WIDTH = 60
"""Columns that a block of code shows on most screens without breaking its lines."""

RULE = "─"

_GAP = "  "


def grid(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """Rows of harmless cells set in columns; those numbered in ``right`` stand at the right."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_GAP.join(_cells(row, widths, right)).rstrip() for row in rows)


def _cells(row: Iterable[str], widths: Iterable[int], right: Collection[int]) -> Iterable[str]:
    for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
        space = " " * (width - columns(cell))
        yield space + cell if number in right else cell + space


def table(block: Table) -> str | None:
    """A table in columns, a line below its head; None where it is too wide for that."""
    rows = [[one_line(plain_line(cell)) for cell in row] for row in (block.head, *block.rows)]
    if _width(rows) > WIDTH:
        return None
    head, *body = grid(rows).split("\n")
    return "\n".join([head, RULE * _width(rows), *body] if any(rows[0]) else body)


def _width(rows: Sequence[Sequence[str]]) -> int:
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    return sum(widths) + len(_GAP) * (len(widths) - 1)
