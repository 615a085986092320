"""A question that stands below its number: ``Question 3``, and what is asked on the next line."""

from __future__ import annotations

from collections.abc import Sequence

from bot.decks import words
from bot.decks.blocks import task
from bot.decks.lines import joined, lines
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.shapes.lettered import announces_options, begins_options


def stem(body: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """What is asked, and what stands below it: options, key and answer.

    The first paragraph asks, and whatever else stands above options or an answer's label.
    """
    for place, node in enumerate(body):
        if is_options(node) or _is_label(node):
            return [one for one in body[:place] if not announces_options(one)], list(body[place:])
        if node.part is Part.PARAGRAPH and (cut := _cut(node)):
            rows = lines(node)
            return [*body[:place], joined(rows[:cut])], [joined(rows[cut:]), *body[place + 1 :]]
    return list(body[:1]), list(body[1:])


def is_told(node: Node) -> bool:
    """Whether a block says that an answer stands in it: a label, a key, a ticked box."""
    match node.part:
        case Part.PARAGRAPH:
            return any(_labels(text_of(row)) for row in lines(node))
        case Part.HEADING:
            return _labels(text_of(node))
        case Part.DETAILS:
            return words.mentions_answer(node.raw)
        case Part.LIST:
            return any(task(item) for item in node.children) or _ends_told(node)
        case _:
            return False


def _ends_told(node: Node) -> bool:
    """Whether the key has become the last line of the last item."""
    while node.children:
        node = node.children[-1]
    return node.part is Part.PARAGRAPH and any(_labels(text_of(row)) for row in lines(node)[1:])


def is_options(node: Node) -> bool:
    """Whether a block begins with options, or hides something."""
    match node.part:
        case Part.LIST:
            return begins_options(node) or any(task(item) is not None for item in node.children)
        case Part.DETAILS:
            return True
        case Part.PARAGRAPH:
            return begins_options(node)
        case _:
            return False


def _is_label(node: Node) -> bool:
    if node.part not in {Part.PARAGRAPH, Part.HEADING}:
        return False
    text = text_of(lines(node)[0] if node.part is Part.PARAGRAPH else node)
    return _labels(text)


def _labels(text: str) -> bool:
    return bool(words.answer_label(text) or words.key(text) or words.is_answer_label(text))


def _cut(node: Node) -> int:
    """The line of a paragraph where options or an answer begin; 0 where none do."""
    rows = lines(node)
    return next(
        (n for n, row in enumerate(rows) if n and (_labels(text_of(row)) or begins_options(row))), 0
    )
