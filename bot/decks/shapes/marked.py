"""Questions and answers with their marks: ``Q: …`` and ``A: …``, and ``C: …`` with blanks.

The marks may be words of any language, bold, numbered, or items of a list. A question goes on until
its answer, an answer until the next question. ``C:`` holds its answers in square brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.decks import words
from bot.decks.blocks import rich, without_first
from bot.decks.ids import id_in
from bot.decks.inline import spans
from bot.decks.lines import lines, together
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Draft, Shaped
from bot.decks.shapes.cloze import is_cloze
from bot.decks.shapes.leads import topic_at
from bot.decks.shapes.lettered import announces_options, begins_options, continues_options
from bot.decks.shapes.stems import is_options
from bot.decks.titles import number


def marked(outline: Outline) -> Shaped:
    """Every question with a mark, if it has an answer with one."""
    if not words.asks_anywhere(outline.document.text):
        return Shaped(())
    return Shaped(tuple(_Reader(outline).drafts()))


@dataclass(slots=True)
class _Open:
    """A question that is being read."""

    place: int
    line: int
    prompt: list[Node]
    answer: list[Node] = field(default_factory=list)
    label: Node | None = None
    dotted: bool = False
    number: str | None = None


class _Reader:
    """Goes from line to line: a question, then its answer, until the next question."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._open: _Open | None = None
        self._done: list[Draft] = []

    def drafts(self) -> list[Draft]:
        for place, node in enumerate(self._outline.document.blocks):
            if node.part in {Part.HEADING, Part.RULE}:
                self._close()
            else:
                for row in _rows(node):
                    self._take(place, row)
        self._close()
        return self._done

    def _take(self, place: int, row: Node) -> None:
        text = text_of(row) if row.part is Part.PARAGRAPH else ""
        if is_cloze(text):
            self._close()
        start = words.question_label(text)
        if start and len(text) > start:
            self._close()
            found = _number_of(row)
            dotted = text[:start].rstrip(" *_").endswith(".")
            rest = without_first(row, start)
            self._open = _Open(place, row.line, [rest], dotted=dotted, number=found)
        elif self._open is None:
            return
        elif self._open.label is None and (start := self._answer(text)):
            self._open.label = row
            rest = without_first(row, start)
            self._open.answer += [rest] if text[start:].strip() else []
        elif self._open.label is not None:
            self._open.answer.append(row)
        else:
            self._open.prompt.append(row)

    def _answer(self, text: str) -> int:
        """Where an answer begins; below ``Q.`` it may be marked ``A.``."""
        dotted = self._open is not None and self._open.dotted
        return words.answer_label(text) or (words.dotted_answer(text) if dotted else 0)

    def _close(self) -> None:
        opened, self._open = self._open, None
        if opened is None or opened.label is None:
            return
        everything = [*opened.prompt, opened.label, *opened.answer]
        asked, told = _parted(opened, opened.label)
        self._done.append(
            Draft(
                prompt=rich(together(asked)),
                body=list(together(told)),
                topic=topic_at(self._outline, opened.place),
                line=opened.line,
                end=max(node.end for node in everything),
                given_id=id_in(everything),
                number=opened.number,
            )
        )


def _parted(opened: _Open, label: Node) -> tuple[Sequence[Node], Sequence[Node]]:
    """What is asked and what stands below it; options keep the label of their key."""
    prompt = opened.prompt
    cut = next((n for n, row in enumerate(prompt) if n and is_options(row)), 0)
    if cut:
        asked = [row for row in prompt[:cut] if not announces_options(row)]
        return asked, [*prompt[cut:], label, *_behind(opened, label)]
    if begins_options(label) and any(continues_options(row) for row in opened.answer):
        return prompt, [label, *_behind(opened, label)]
    return prompt, opened.answer


def _behind(opened: _Open, label: Node) -> Sequence[Node]:
    """The answer without the line of its label."""
    return [row for row in opened.answer if row.line != label.line]


def _number_of(row: Node) -> str | None:
    found = number(spans(row.inline))
    return found.text if found else None


def _rows(node: Node) -> Iterator[Node]:
    """The lines of a block in which marks may stand, and other blocks as they are."""
    if node.part is Part.PARAGRAPH:
        yield from lines(node) if _has_mark(node) else [node]
    elif node.part is Part.LIST and any(_is_marked_item(item) for item in node.children):
        for item in node.children:
            for child in item.children:
                yield from _rows(child)
    else:
        yield node


def _has_mark(node: Node) -> bool:
    return ":" in node.raw or "\uff1a" in node.raw or "." in node.raw


def _is_marked_item(item: Node) -> bool:
    first = item.children[0] if item.children else None
    if first is None or first.part is not Part.PARAGRAPH:
        return False
    text = text_of(lines(first)[0])
    return bool(words.question_label(text) or words.answer_label(text))
