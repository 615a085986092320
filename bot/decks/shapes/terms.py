"""Notes that ask nothing: their lists of ``**Term**: definition`` become cards about the terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.decks.blocks import without_first
from bot.decks.ids import id_in
from bot.decks.inline import spans, trimmed, with_text
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Draft, Shaped
from bot.decks.shapes.leads import topic_at
from bot.richtext import Inlines, Paragraph, Span, plain_line

_PARTING = re.compile(r"\s*(?:[:\uff1a]|[-–—](?=\s))\s*")
_TERM_WORDS = 8


def terms(outline: Outline) -> Shaped:
    """Every item that begins with a bold term and goes on with what it is."""
    drafts = [
        draft
        for place, node in enumerate(outline.document.blocks)
        if node.part is Part.LIST
        for draft in _in_list(outline, place, node)
    ]
    return Shaped(tuple(drafts))


def _in_list(outline: Outline, place: int, node: Node) -> Iterator[Draft]:
    for item in node.children:
        inner = [child for child in item.children if child.part is Part.LIST]
        if found := _term(item):
            term, definition = found
            yield Draft(
                prompt=(Paragraph(term),),
                body=[definition, *item.children[1:]],
                topic=topic_at(outline, place),
                line=item.line,
                end=item.end,
                given_id=id_in(item.children),
            )
        else:
            for below in inner:
                yield from _in_list(outline, place, below)


def _term(item: Node) -> tuple[Inlines, Node] | None:
    """The term, and the paragraph that says what it is."""
    first = item.children[0] if item.children else None
    if first is None or first.part is not Part.PARAGRAPH or not first.raw.startswith(("**", "__")):
        return None
    close = next((n for n, t in enumerate(first.inline) if t.type == "strong_close"), 0)
    line = spans(first.inline[: close + 1])
    words = plain_line(line)
    below = replace(first, inline=first.inline[close + 1 :], raw="")
    behind = _PARTING.match(plain_line(spans(below.inline)))
    ends = _PARTING.search(words)
    if behind:
        below = without_first(below, behind.end())
    elif not ends or ends.end() != len(words):
        return None
    term: Inlines = tuple(replace(part, bold=False) for part in line if isinstance(part, Span))
    last = term[-1] if term else None
    if isinstance(last, Span) and not behind:
        term = trimmed((*term[:-1], with_text(last, last.text.rstrip(":\uff1a –—-"))))
    told = bool(spans(below.inline)) or len(item.children) > 1
    fits = 0 < len(words.split()) <= _TERM_WORDS
    return (term, below) if term and told and fits else None
