"""Setting things on a terminal's lines: columns, a line with two ends, and the printing of both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import StringIO

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table as Grid
from rich.text import Text

READABLE = 80
"""Columns across which a line is spread at most."""

NARROWEST = 20
"""Columns below which nothing can be laid out."""

UNLIMITED = 10_000
"""Columns where no terminal says how many it has: sentences stay whole for whatever reads them."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Something at the left and something at the right, or one below the other."""

    left: Text
    right: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        space = min(options.max_width, READABLE) - self.left.cell_len - self.right.cell_len
        if not self.right.plain:
            yield self.left
        elif space < 2:  # noqa: PLR2004 - a gap that can be seen
            yield self.left
            yield self.right
        else:
            yield self.left + Text(" " * space) + self.right


class Page:
    """Where one terminal's screens go: to a person's terminal, or plainly into a pipe."""

    def __init__(self, write: Callable[[str], object], *, colour: bool) -> None:
        """Take what writes characters; ``colour`` where a terminal will show them."""
        self._write = write
        self._colour = colour
        self._begun = False

    def show(self, what: RenderableType) -> None:
        """Print something with an empty line above it."""
        gap = "\n" if self._begun else ""
        self._begun = True
        self._write(gap + printed(what, self._width(), colour=self._colour))

    def text(self, words: str) -> None:
        """Print a sentence of our own."""
        self.show(Text(words))

    def _width(self) -> int:
        if not self._colour:
            return UNLIMITED
        return max(shutil.get_terminal_size().columns, NARROWEST)


def printed(what: RenderableType, width: int, *, colour: bool) -> str:
    """The characters that show something on ``width`` columns, each line ended.

    Without ``colour`` they hold no escape sequence.
    """
    page = StringIO()
    console = Console(
        file=page,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
    )
    console.print(what)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().removesuffix("\n").split("\n"))


def beside(mark: Text, what: RenderableType) -> RenderableType:
    """A mark and what it marks, which keeps to its own column when it wraps."""
    return columns([(mark, what)])


def columns(
    rows: Iterable[tuple[RenderableType, ...]], right: Iterable[int] = (), gap: int = 2
) -> RenderableType:
    """Rows of cells set in columns; those numbered in ``right`` stand at the right edge.

    Only the last column gives way where there is no room.
    """
    grid = Grid.grid(padding=(0, gap, 0, 0))
    lines = list(rows)
    width = max((len(row) for row in lines), default=0)
    flush = set(right)
    for number in range(width):
        grid.add_column(
            justify="right" if number in flush else "left",
            no_wrap=number < width - 1,
            overflow="ellipsis" if number < width - 1 else "fold",
        )
    for row in lines:
        grid.add_row(*row)
    return grid
