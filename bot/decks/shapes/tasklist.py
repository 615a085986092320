"""Multiple choice as a task list: ``- [x]`` is right, ``- [ ]`` is wrong.

The list may stand below a question heading, below a paragraph that asks, or inside the item of a
numbered list. Whatever else stands there explains the answer. A task list to which no question
leads is a list of things to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.decks.answers import is_exhibit
from bot.decks.blocks import task, task_text, unboxed
from bot.decks.ids import id_in, id_of, is_led
from bot.decks.inline import spans
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline, Section
from bot.decks.shapes.base import Choosing, Doubt, Draft, Shaped
from bot.decks.shapes.lettered import lettered, without_letters
from bot.decks.shapes.options import Option, judge
from bot.decks.titles import is_about_the_file, is_asking, is_choosing, number, unnumbered
from bot.findings.options import CHECKLIST, SECOND_LIST
from bot.findings.questions import TO_DO
from bot.richtext import Inlines, Paragraph, RichText, plain, plain_line


def task_list(prompt: RichText, body: Sequence[Node]) -> Choosing | None:
    """The options of the first task list among ``body``."""
    body = [part for node in body for part in _parts(node)]
    lists = [place for place, node in enumerate(body) if _is_task_list(node)]
    if not lists:
        return None
    place = lists[0]
    items = body[place].children
    boxes = {bool(task(item)) for item in items}
    if boxes == {False} and (keyed := _keyed(prompt, body, place)):
        return keyed
    if len(items) > 1 and len(boxes) == 1 and not is_choosing(plain(prompt)):
        rest = (*body[:place], unboxed(body[place]), *body[place + 1 :])
        return Choosing((), (), rest, (CHECKLIST.at(body[place].line),))
    texts = without_letters([task_text(item) for item in items])
    options = [Option(item.line, text, task(item)) for item, text in zip(items, texts, strict=True)]
    shown = place if all(is_exhibit(node) for node in body[:place]) else 0
    rest = (*body[shown:place], *body[place + 1 :])
    second = tuple(SECOND_LIST.at(body[other].line) for other in lists[1:])
    judged = judge(options, rest)
    return replace(judged, findings=(*second, *judged.findings), exhibit=body[:shown])


def _keyed(prompt: RichText, body: Sequence[Node], place: int) -> Choosing | None:
    """The options of a list of empty boxes, where a mark or a key below says which is right."""
    found = lettered(prompt, (*body[:place], unboxed(body[place]), *body[place + 1 :]))
    return found if found and found.choices else None


def task_questions(outline: Outline) -> Shaped:
    """Whatever stands right above a task list and asks: a paragraph, a list item, a heading."""
    return _Search(outline).shaped()


class _Search:
    """Goes through a file from top to bottom."""

    def __init__(self, outline: Outline) -> None:
        self._blocks = outline.document.blocks
        self._sections = {section.start: section for section in outline.sections}
        self._asked: dict[int, tuple[Inlines, tuple[str, ...]]] = {}
        self._inside: dict[int, list[Draft]] = {}
        self._doubts: list[Doubt] = []
        self._look()

    def shaped(self) -> Shaped:
        """The questions, each up to the next one, and the lists of things to do."""
        drafts = [draft for drafts in self._inside.values() for draft in drafts]
        drafts += [self._draft(place) for place in self._asked]
        return Shaped(
            tuple(sorted(drafts, key=lambda draft: draft.line)), doubts=tuple(self._doubts)
        )

    def _look(self) -> None:
        section: Section | None = None
        for place, node in enumerate(self._blocks):
            section = self._sections.get(place, section)
            if node.part is not Part.LIST:
                continue
            if _is_task_list(node):
                self._look_above(place, section)
            else:
                drafts, doubts = _in_items(node, _topic(section))
                self._doubts += doubts
                if drafts:
                    self._inside[place] = drafts

    def _look_above(self, place: int, section: Section | None) -> None:
        """Who asks for the list at ``place``; code may stand between the question and its list."""
        start = place - 1
        while start >= 0 and is_exhibit(self._blocks[start]):
            start -= 1
        above = self._blocks[start] if start >= 0 else None
        if above is not None and above.part is Part.PARAGRAPH:
            line = spans(above.inline)
            if _asks(line):
                self._asked[start] = unnumbered(line), _topic(section)
                return
        elif section is not None and section.start == start and _may_ask(section):
            self._asked[start] = section.title, section.topic
            return
        leads = above is not None and (above.part is Part.PARAGRAPH or start in self._sections)
        self._doubts.append(_to_do(self._blocks[start if leads else place], self._blocks[place]))

    def _draft(self, place: int) -> Draft:
        """The question, its list, and what explains it."""
        blocks = self._blocks
        prompt, topic = self._asked[place]
        stop = place + 1
        while stop < len(blocks) and not self._ends(stop):
            stop += 1
        body = blocks[place + 1 : stop]
        return Draft(
            prompt=(Paragraph(prompt),),
            body=body,
            topic=topic,
            line=blocks[place].line,
            end=body[-1].end,
            given_id=id_of(blocks, place, stop),
        )

    def _ends(self, place: int) -> bool:
        """Whether a question that began above is over: the next one begins, or another section."""
        following = place + 1 if is_led(self._blocks, place + 1) else place
        return (
            self._blocks[place].part in {Part.HEADING, Part.RULE}
            or following in self._asked
            or following in self._inside
        )


def _topic(section: Section | None) -> tuple[str, ...]:
    if section is None:
        return ()
    return (*section.topic, section.words) if section.words else section.topic


def _may_ask(section: Section) -> bool:
    marked = section.asks or section.number is not None
    return bool(section.title) and marked and not section.about_the_file


def _asks(line: Inlines) -> bool:
    """Whether a line asks, or is numbered and therefore one of several questions."""
    words = plain_line(unnumbered(line))
    found = number(line)
    counted = found is not None and found.sure
    return (counted or is_asking(words)) and not is_about_the_file(words, numbered=counted)


def _in_items(node: Node, topic: tuple[str, ...]) -> tuple[list[Draft], list[Doubt]]:
    """Items of which each asks for the task list inside it."""
    drafts: list[Draft] = []
    doubts: list[Doubt] = []
    for item in node.children:
        first = item.children[0] if item.children else None
        if first is None or first.part is not Part.PARAGRAPH or task(item) is not None:
            continue
        tasks = next((below for below in item.children[1:] if _is_task_list(below)), None)
        if tasks is None:
            continue
        line = spans(first.inline)
        if _asks(line) or (node.start is not None and _is_mixed(tasks)):
            drafts.append(_draft_in_item(item, unnumbered(line), topic))
        else:
            doubts.append(_to_do(first, tasks))
    return drafts, doubts


def _draft_in_item(item: Node, prompt: Inlines, topic: tuple[str, ...]) -> Draft:
    first, *body = item.children
    return Draft(
        prompt=(Paragraph(prompt),),
        body=body,
        topic=topic,
        line=first.line,
        end=body[-1].end,
        given_id=id_in((first, *body)),
    )


def _is_mixed(tasks: Node) -> bool:
    return {True, False} <= {bool(task(item)) for item in tasks.children}


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


def _to_do(above: Node, tasks: Node) -> Doubt:
    return Doubt(TO_DO.at(above.line), tasks.end)
