"""The ids that authors give in comments, and which question each of them names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.decks.inline import given_id
from bot.decks.nodes import Node, Part, walk
from bot.findings.questions import STRAY_ID
from bot.model import Finding

_COMMENTS = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+", re.DOTALL)


def id_of(blocks: Sequence[Node], start: int, stop: int) -> str | None:
    """The id of the question at ``start``, whose answer ends before ``stop``.

    It stands in the question, right above it or below it. One that stands right above a later
    heading names that heading, unless it touches the text above it and not the heading.
    """
    above = blocks[start - 1 : start] if is_led(blocks, start) else ()
    places = range(start + 1, stop)
    below = (
        blocks[p] for p in places if not (_is_heading(blocks, p + 1) and is_led(blocks, p + 1))
    )
    return id_in((blocks[start], *above, *below))


def id_in(nodes: Iterable[Node]) -> str | None:
    """The first id in a comment among ``nodes``."""
    return next((given for node in nodes for given in _ids(node)), None)


def is_led(blocks: Sequence[Node], place: int) -> bool:
    """Whether the block right above is a comment with an id for the block at ``place``."""
    if not 0 < place < len(blocks):
        return False
    node = blocks[place - 1]
    if node.part is not Part.HTML or not _COMMENTS.fullmatch(node.raw) or not any(_ids(node)):
        return False
    touches_above = place > 1 and blocks[place - 2].end >= node.line
    return not touches_above or node.end >= blocks[place].line


def stray(blocks: Sequence[Node], used: Iterable[str]) -> Iterator[Finding]:
    """A finding for every id that names no question."""
    left = Counter(used)
    for node in walk(blocks):
        for given in _ids(node):
            left[given] -= 1
            if left[given] < 0:
                yield STRAY_ID.at(node.line, given=given)


def _ids(node: Node) -> Iterator[str]:
    if "<!--" not in node.raw:
        return
    if node.part is Part.HTML:
        texts = [node.raw]
    elif node.part in {Part.PARAGRAPH, Part.HEADING}:
        texts = [token.content for token in node.inline if token.type == "html_inline"]
    else:
        return
    yield from (given for text in texts if (given := given_id(text)) is not None)


def _is_heading(blocks: Sequence[Node], place: int) -> bool:
    return place < len(blocks) and blocks[place].part is Part.HEADING
