"""Questions as the summary of details that hide the answer."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decks import words
from bot.decks.details import are_in, summary
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Shaped
from bot.decks.shapes.bold import lead
from bot.decks.shapes.leads import Lead, chosen, drafts


def summaries(outline: Outline) -> Shaped:
    """Every summary that asks, with what its details hide."""
    if not are_in(outline.document.text):
        return Shaped(())
    leads = [one for place, node in enumerate(outline.document.blocks) for one in _in(place, node)]
    return Shaped(tuple(drafts(outline, chosen(outline, leads), beyond=False)))


def _in(place: int, node: Node) -> Iterator[Lead]:
    match node.part:
        case Part.DETAILS if node.raw and not words.hides(node.raw):
            yield lead(place, summary(node), node.children, node.line, node.end, last=False)
        case Part.LIST:
            for item in node.children:
                for child in item.children:
                    yield from _in(place, child)
        case _:
            pass
