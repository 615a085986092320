"""Questions as callouts, ``> [!question] …``, with the answer in the quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.decks.blocks import without_first
from bot.decks.inline import spans
from bot.decks.lines import joined, lines
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Shaped
from bot.decks.shapes.bold import lead
from bot.decks.shapes.leads import Lead, drafts

_ASKS = re.compile(r"\[!(?:question|faq|help|quiz|cards?|flashcards?)\][-+]?\s*", re.IGNORECASE)
_ANY = re.compile(r"\[![\w-]{1,20}\][-+]?\s*")


def callouts(outline: Outline) -> Shaped:
    """Every quote that is marked as a question and holds more than its title."""
    leads = [one for place, node in enumerate(outline.document.blocks) for one in _in(place, node)]
    return Shaped(tuple(drafts(outline, leads, beyond=False)))


def _in(place: int, node: Node) -> Iterator[Lead]:
    first = node.children[0] if node.part is Part.QUOTE and node.children else None
    if first is None or first.part is not Part.PARAGRAPH or not first.raw.startswith("[!"):
        return
    head, *rows = lines(first)
    found = _ASKS.match(text_of(head))
    if found is None:
        return
    title = spans(without_first(head, found.end()).inline)
    own = [*([joined(rows)] if rows else []), *map(_plain, node.children[1:])]
    if title and own:
        yield lead(place, title, own, node.line, node.end, last=False)


def _plain(node: Node) -> Node:
    """A callout inside, which hides the answer, without its mark."""
    first = node.children[0] if node.part is Part.QUOTE and node.children else None
    found = _ANY.match(text_of(first)) if first and first.part is Part.PARAGRAPH else None
    if first is None or found is None:
        return node
    return replace(node, children=[without_first(first, found.end()), *node.children[1:]])
