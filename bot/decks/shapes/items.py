"""Questions written as items of lists: numbered, bold, or with a heading inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.decks.inline import spans
from bot.decks.lines import is_bold, joined, lines
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Shaped
from bot.decks.shapes.bold import begins_bold, lead
from bot.decks.shapes.endkeys import with_keys
from bot.decks.shapes.leads import Lead, chosen, doubts, drafts, reaches_beyond
from bot.decks.titles import is_asking
from bot.richtext import Inlines, Span


def heading_items(outline: Outline) -> Shaped:
    """Headings inside the items of a list."""
    return _shaped(outline, _with_headings)


def bold_items(outline: Outline) -> Shaped:
    """Items that begin with a bold question."""
    return _shaped(outline, _with_bold)


def plain_items(outline: Outline) -> Shaped:
    """Items of numbered lists that ask, with the answer inside or below."""
    leads = [lead for lead in _leads(outline, _plain) if lead.listed or lead.own]
    asked = [one for one in chosen(outline, leads) if not _is_link(one.prompt)]
    beyond = reaches_beyond(asked)
    made = with_keys(outline, drafts(outline, asked, beyond=beyond))
    kept = tuple(draft for draft in made if draft.body or draft.key)
    return Shaped(kept, doubts=tuple(doubts(leads, asked)) if kept else ())


def _shaped(outline: Outline, reader: _Reader) -> Shaped:
    leads = list(_leads(outline, reader))
    asked = chosen(outline, leads)
    made = drafts(outline, asked, beyond=reaches_beyond(asked))
    return Shaped(tuple(made), doubts=tuple(doubts(leads, asked)))


@dataclass(frozen=True, slots=True)
class _Item:
    """The first line of an item and what stands below it in the item."""

    line: Inlines
    own: Sequence[Node]


_Reader = Callable[[Node, Node], _Item | None]


def _leads(outline: Outline, reader: _Reader) -> Iterator[Lead]:
    for place, node in enumerate(outline.document.blocks):
        if node.part is not Part.LIST or (reader is _plain and not _may_ask(node)):
            continue
        for rank, item in enumerate(node.children):
            found = reader(node, item) if item.children else None
            if found is not None:
                last = rank + 1 == len(node.children)
                one = lead(place, found.line, found.own, item.line, item.end, last=last)
                yield one if node.start is None else replace(one, listed=str(node.start + rank))


def _with_headings(_: Node, item: Node) -> _Item | None:
    first, *rest = item.children
    return _Item(spans(first.inline), rest) if first.part is Part.HEADING else None


def _with_bold(_: Node, item: Node) -> _Item | None:
    first, *rest = item.children
    if first.part is not Part.PARAGRAPH:
        return None
    head, *rows = lines(first)
    if is_bold(head.inline):
        own = [joined(rows)] if rows else []
        return _Item(spans(head.inline), [*own, *rest])
    if split := begins_bold(head):
        return _Item(spans(split[0].inline), [joined([split[1], *rows]), *rest])
    return None


def _plain(_: Node, item: Node) -> _Item | None:
    first, *rest = item.children
    if first.part is not Part.PARAGRAPH:
        return None
    head, *rows = lines(first)
    if is_bold(head.inline):
        return None
    own = [joined(rows)] if rows else []
    return _Item(spans(head.inline), [*own, *rest])


def _is_link(line: Inlines) -> bool:
    """Whether a line is an entry of a table of contents."""
    return bool(line) and all(isinstance(part, Span) and part.link for part in line)


def _may_ask(node: Node) -> bool:
    return node.start is not None or _all_ask(node)


def _all_ask(bullets: Node) -> bool:
    """Whether bullets are questions: each asks, and most hold an answer in the next level."""
    firsts = [item.children[0] for item in bullets.children if item.children]
    asking = all(one.part is Part.PARAGRAPH and is_asking(text_of(lines(one)[0])) for one in firsts)
    answered = sum(len(item.children) > 1 for item in bullets.children)
    return asking and answered * 2 >= len(bullets.children)
