"""Questions written as bold lines, or as lines with a number of their own (``Q1. …``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from bot.decks.inline import spans
from bot.decks.lines import is_bold, joined, lines
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Shaped
from bot.decks.shapes.leads import Lead, chosen, drafts
from bot.decks.titles import bare, is_asking, number
from bot.richtext import Inlines, plain_line

_EARLY_DIGIT = re.compile(r"[^\n]{0,20}?\d")


def bold_lines(outline: Outline) -> Shaped:
    """Every bold line that asks, alone in its paragraph or above its answer."""
    leads = [lead for place, node in _paragraphs(outline) for lead in _bold(place, node)]
    return Shaped(tuple(drafts(outline, chosen(outline, leads), beyond=True)))


def numbered_lines(outline: Outline) -> Shaped:
    """Every line with a number of its own that Markdown takes for no list."""
    leads = [lead for place, node in _paragraphs(outline) for lead in _numbered(place, node)]
    return Shaped(tuple(drafts(outline, chosen(outline, leads), beyond=True)))


def _paragraphs(outline: Outline) -> Iterator[tuple[int, Node]]:
    for place, node in enumerate(outline.document.blocks):
        if node.part is Part.PARAGRAPH and node.inline:
            yield place, node


def _bold(place: int, node: Node) -> Iterator[Lead]:
    if "**" not in node.raw and "__" not in node.raw and "<b" not in node.raw:
        return
    rows = lines(node)
    starts = [n for n, row in enumerate(rows) if is_bold(row.inline)]
    if not starts and (split := begins_bold(rows[0])):
        prompt, answer = split
        rows = [prompt, answer, *rows[1:]]
        starts = [0]
    elif not starts and _begins_with_bold_number(rows[0]):
        starts = [0]
    yield from _leads(place, node, rows, starts)


def _begins_with_bold_number(row: Node) -> bool:
    """Whether a line goes on plainly behind a number in bold letters (``**1)** How many …``)."""
    found = number(spans(row.inline))
    return _bold_start(row) > 0 and found is not None and found.sure


def _bold_start(row: Node) -> int:
    """The token that ends the bold letters with which a line begins; 0 where it does not."""
    close = next((n for n, token in enumerate(row.inline) if token.type == "strong_close"), 0)
    first = next((token for token in row.inline if token.type != "text" or token.content), None)
    return close if first is not None and first.type == "strong_open" else 0


def begins_bold(row: Node) -> tuple[Node, Node] | None:
    """A line that asks in bold letters and goes on with the answer."""
    close = _bold_start(row)
    if not close:
        return None
    head, tail = row.inline[: close + 1], row.inline[close + 1 :]
    if not is_asking(plain_line(spans(head)).strip()) or not spans(tail):
        return None
    return _with(row, head), _with(row, tail)


def _numbered(place: int, node: Node) -> Iterator[Lead]:
    if not _EARLY_DIGIT.match(node.raw):
        return
    rows = lines(node)
    starts = [n for n, row in enumerate(rows) if _has_number(row)]
    yield from _leads(place, node, rows, starts)


def _has_number(row: Node) -> bool:
    found = number(spans(row.inline))
    return found is not None and found.sure and bool(found.rest)


def _leads(place: int, node: Node, rows: Sequence[Node], starts: Sequence[int]) -> Iterator[Lead]:
    if not starts or starts[0] != 0:
        return
    for rank, start in enumerate(starts):
        stop = starts[rank + 1] if rank + 1 < len(starts) else len(rows)
        last = stop == len(rows)
        line = spans(rows[start].inline)
        own = [joined(rows[start + 1 : stop])] if start + 1 < stop else []
        yield lead(
            place, line, own, rows[start].line, node.end if last else rows[stop].line, last=last
        )


def lead(  # noqa: PLR0913 - what is known of it
    place: int, line: Inlines, own: Sequence[Node], start: int, end: int, *, last: bool
) -> Lead:
    """A lead of a line; its number and its stray marks are taken off."""
    found = number(line)
    prompt = found.rest if found and found.sure else bare(line)
    asks = is_asking(" ".join(plain_line(prompt).split()))
    return Lead(place, prompt, own, start, end, found, asks, last)


def _with(row: Node, tokens: Sequence[Token]) -> Node:
    return replace(row, inline=tokens, raw="")
