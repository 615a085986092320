"""The light tree that a tokenised file becomes: what a block is, where it stands, what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from markdown_it.token import Token


class Part(Enum):
    """What a node of the tree is."""

    HEADING = auto()
    PARAGRAPH = auto()
    LIST = auto()
    ITEM = auto()
    QUOTE = auto()
    CODE = auto()
    HTML = auto()
    RULE = auto()
    FORMULA = auto()
    TABLE = auto()
    ROW = auto()
    CELL = auto()
    DETAILS = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A block. ``line`` is its first line, from 1, and ``end`` the first line after it.

    ``level`` is a heading's (1 to 6); ``start`` the first number of a numbered list; ``info`` a
    code block's language; ``markup`` the character that made it; ``raw`` the source of a
    paragraph, code, HTML or formula, and the summary of details; ``inline`` its tokens where the
    text is running text.
    """

    part: Part
    line: int
    end: int
    level: int = 0
    start: int | None = None
    info: str = ""
    markup: str = ""
    raw: str = ""
    inline: Sequence[Token] = ()
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of a file in their order, the number of its lines, and its text.

    ``cut`` are the lines where lists or quotes are nested too deeply to be read.
    """

    blocks: Sequence[Node]
    lines: int
    cut: tuple[int, ...] = ()
    text: str = field(default="", repr=False)


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every node, outer before inner, from top to bottom."""
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)
