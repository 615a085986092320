"""Rich text as the elements of Slack's rich text, block below block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from adapters.chat import pictures
from adapters.chat.plain import GAP, clean, units
from adapters.slack import leaves, tables
from adapters.slack.leaves import SECTION, Element, Leaf, preformatted, section
from bot.richtext import (
    Block,
    CodeBlock,
    Formula,
    Heading,
    Listing,
    Paragraph,
    Quote,
    RichText,
    Table,
)

Elements = tuple[Element, ...]

_DEEPEST = 4
"""Lists within lists that are set further in; what is deeper stays there."""

_NAME = 80
"""Units that Slack may put in the place of a channel's id."""

_LIST = "rich_text_list"
QUOTE = "rich_text_quote"


def blocks(rich: RichText, *, bold: bool = False) -> Elements:
    """Everything in a text; its paragraphs in ``bold`` where it is a question.

    Pictures that are shown stand below the block that they are in, which says in words where;
    the page makes blocks of their own of them.
    """
    spaced: list[Element] = []
    for one in (element for block in rich for element in _with_pictures(block, bold=bold)):
        after_list = bool(spaced) and spaced[-1]["type"] == _LIST and one["type"] == SECTION
        spaced.append(section(leaves.leaf("\n"), *one["elements"]) if after_list else one)
    return joined(spaced, "\n\n")


def joined(elements: Iterable[Element], gap: str = "\n") -> Elements:
    """The elements, neighbours of running text or quotes as one with a ``gap`` between them.

    So they stand below one another in every client, as what people write themselves.
    """
    done: list[Element] = []
    for one in elements:
        if done and one["type"] == done[-1]["type"] and one["type"] in {SECTION, QUOTE}:
            between = leaves.leaf(gap if one["type"] == SECTION else "\n")
            inside = section(*done[-1]["elements"], between, *one["elements"])
            done[-1] = {**inside, "type": one["type"]}
        else:
            done.append(one)
    return tuple(done)


def size(elements: Elements) -> int:
    """The units of everything that is read in the elements, and one for each leaf."""
    return sum(map(_size, elements))


def _size(element: Element) -> int:
    if element["type"] == leaves.PICTURE:
        return pictures.ROOM + units(element["image_url"]) + units(element["alt_text"])
    if "elements" in element:
        return sum(map(_size, element["elements"])) + 1
    said = element.get("text") or element.get("url") or element.get("fallback")
    return (units(said) if said else _NAME) + 1


def _with_pictures(block: Block, *, bold: bool) -> Iterator[Element]:
    if not pictures.alone(block):
        yield from _elements(block, bold=bold)
    yield from map(leaves.picture, pictures.within(block))


def _elements(block: Block, *, bold: bool = False) -> Iterator[Element]:
    match block:
        case Paragraph(spans=spans):
            yield from _section(leaves.inline(spans, bold=bold))
        case Heading(title=title):
            yield from _section(leaves.inline(title, bold=True))
        case CodeBlock(code=code):
            yield from preformatted(clean(code))
        case Formula(formula=formula):
            yield from _section(_formula(formula))
        case Quote(quoted=quoted):
            yield from _quoted(quoted)
        case Listing():
            yield from _list(block, 0)
        case Table():
            yield from tables.table(block)
        case _:
            assert_never(block)


def _section(said: list[Leaf]) -> Iterator[Element]:
    if said:
        yield section(*said)


def _formula(formula: str) -> list[Leaf]:
    lines = filter(None, (one.strip() for one in clean(formula).split("\n")))
    words = "\n".join(lines)
    return [leaves.leaf(words)] if words else []


def _quoted(quoted: RichText) -> Iterator[Element]:
    """One level of quoting: Slack's quotes hold running text, all else has a border instead."""
    for block in quoted:
        if isinstance(block, Quote):
            yield from _quoted(block.quoted)
            continue
        for one in _elements(block):
            yield {**one, "type": QUOTE} if one["type"] == SECTION else {**one, "border": 1}


def _list(block: Listing, depth: int) -> Iterator[Element]:
    """The items of a list; what cannot stand within one stands between them, and it counts on."""
    waiting: list[Element] = []
    for number, item in enumerate(block.items):
        head, more = _item(item, depth)
        waiting += head
        if waiting and (more or not head):
            yield _counted(block, depth, number + len(head) - len(waiting), waiting)
            waiting = []
        yield from more
    if waiting:
        yield _counted(block, depth, len(block.items) - len(waiting), waiting)


def _counted(block: Listing, depth: int, skipped: int, items: list[Element]) -> Element:
    """Items as a list; ``skipped`` stand before it."""
    ordered = block.start is not None
    whole: Element = {"type": _LIST, "style": "ordered" if ordered else "bullet"}
    if offset := (max(block.start or 1, 1) - 1 + skipped) * ordered:
        whole["offset"] = offset
    if depth:
        whole["indent"] = min(depth, _DEEPEST)
    return {**whole, "elements": items}


def _item(item: RichText, depth: int) -> tuple[Elements, Elements]:
    """What can stand behind the mark of an item, and what has to stand below it."""
    inside = (
        element
        for block in item
        for element in (_list(block, depth + 1) if isinstance(block, Listing) else _elements(block))
    )
    elements = joined(inside)
    if elements and elements[0]["type"] != SECTION:
        return (section(leaves.leaf(GAP)),), elements
    return elements[:1], elements[1:]
