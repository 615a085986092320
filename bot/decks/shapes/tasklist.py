"""Multiple choice as a task list: ``- [x]`` is right, ``- [ ]`` is wrong.

The list may stand below a question heading, below a paragraph that asks, or inside the item of a
numbered list. Whatever else stands there explains the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.decks.answers import is_exhibit
from bot.decks.blocks import task, task_text
from bot.decks.inline import spans
from bot.decks.nodes import Node, Part
from bot.decks.outline import (
    Outline,
    Section,
    id_below,
)
from bot.decks.shapes.base import Choosing, Draft, Shaped
from bot.decks.shapes.options import Option, judge
from bot.decks.titles import is_asking, numbered
from bot.model import Finding, Severity
from bot.richtext import Inlines, Paragraph, plain_line


def task_list(body: Sequence[Node]) -> Choosing | None:
    """The options of the first task list among ``body``."""
    body = [part for node in body for part in _parts(node)]
    lists = [place for place, node in enumerate(body) if _is_task_list(node)]
    if not lists:
        return None
    place = lists[0]
    options = [Option(item.line, task_text(item), task(item)) for item in body[place].children]
    shown = place if all(is_exhibit(node) for node in body[:place]) else 0
    rest = (*body[shown:place], *body[place + 1 :])
    second = tuple(_second_list(body[other]) for other in lists[1:])
    judged = judge(options, rest)
    return replace(judged, findings=(*second, *judged.findings), exhibit=body[:shown])


def task_questions(outline: Outline) -> Shaped:
    """Whatever stands right above a task list and asks: a paragraph, a list item, a heading."""
    blocks = outline.document.blocks
    drafts: list[Draft] = []
    topic: tuple[str, ...] = ()
    sections = {section.start: section for section in outline.sections}
    for place, node in enumerate(blocks):
        if section := sections.get(place):
            topic = (*section.topic, section.words)
            if _is_task_list_at(blocks, place + 1):
                drafts += _below_heading(outline, section)
        elif node.part is Part.LIST:
            drafts += _in_items(node, topic)
        elif node.part is Part.PARAGRAPH and _is_task_list_at(blocks, place + 1):
            drafts += _in_paragraph(blocks, place, topic)
    return Shaped(tuple(drafts))


def _below_heading(outline: Outline, section: Section) -> Iterator[Draft]:
    """A heading that does not ask, above options of which some are right and some wrong.

    All or none of them ticked is a list of things to do.
    """
    body = outline.body(section.start + 1, section.own)
    boxes = {task(item) for item in body[0].children}
    if {True, False} <= boxes and section.title and not section.about_the_file:
        yield _draft(section.heading, section.title, body, section.topic)


def _in_paragraph(blocks: Sequence[Node], place: int, topic: tuple[str, ...]) -> Iterator[Draft]:
    """The question, its list, and what explains it: all up to the next question or heading."""
    _, prompt = numbered(spans(blocks[place].inline))
    if not is_asking(plain_line(prompt)):
        return
    stop = place + 2
    while stop < len(blocks) and not _ends(blocks, stop):
        stop += 1
    yield _draft(blocks[place], prompt, blocks[place + 1 : stop], topic)


def _ends(blocks: Sequence[Node], place: int) -> bool:
    node = blocks[place]
    return node.part in {Part.HEADING, Part.RULE} or (
        node.part is Part.PARAGRAPH and _is_task_list_at(blocks, place + 1)
    )


def _in_items(node: Node, topic: tuple[str, ...]) -> Iterator[Draft]:
    for item in node.children:
        first = item.children[0] if item.children else None
        if first is None or first.part is not Part.PARAGRAPH or task(item) is not None:
            continue
        body = item.children[1:]
        if any(_is_task_list(below) for below in body):
            _, prompt = numbered(spans(first.inline))
            yield _draft(first, prompt, body, topic)


def _draft(asked: Node, prompt: Inlines, body: Sequence[Node], topic: tuple[str, ...]) -> Draft:
    return Draft(
        prompt=(Paragraph(prompt),),
        body=body,
        topic=topic,
        line=asked.line,
        end=body[-1].end,
        given_id=id_below(asked, body),
    )


def _is_task_list_at(blocks: Sequence[Node], place: int) -> bool:
    return place < len(blocks) and _is_task_list(blocks[place])


def _parts(node: Node) -> Iterator[Node]:
    """To Markdown, bullets and a task list below them are one list, empty line or not."""
    if node.part is not Part.LIST or not any(task(item) is not None for item in node.children):
        yield node
        return
    start = 0
    for place, (item, following) in enumerate(pairwise(node.children), 1):
        apart = item.children[-1].end if item.children else item.line + 1
        if apart < following.line and (task(item) is None) != (task(following) is None):
            yield _slice(node, start, place)
            start = place
    yield _slice(node, start, len(node.children))


def _slice(node: Node, start: int, stop: int) -> Node:
    items = node.children[start:stop]
    number = None if node.start is None else node.start + start
    line, end = items[0].line, items[-1].end
    return replace(node, children=items, start=number, line=line, end=end)


def _is_task_list(node: Node) -> bool:
    """At least half of the items have a box: one that was forgotten spoils no list."""
    if node.part is not Part.LIST:
        return False
    boxes = sum(task(item) is not None for item in node.children)
    return boxes > 0 and boxes * 2 >= len(node.children)


def _second_list(node: Node) -> Finding:
    return Finding(
        node.line,
        Severity.WARNING,
        "second-list",
        "The question has a second task list; only the first one gives its options.",
        "Put the second list below a question of its own.",
    )
