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
from bot.decks.lines import joined, lines
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Draft, Shaped
from bot.decks.shapes.cloze import is_cloze
from bot.decks.shapes.leads import topic_at
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
    answered: bool = False
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
            self._open = _Open(place, row.line, [without_first(row, start)], number=found)
        elif self._open is None:
            return
        elif not self._open.answered and (start := words.answer_label(text)):
            self._open.answered = True
            rest = without_first(row, start)
            self._open.answer += [rest] if text[start:].strip() else []
        elif self._open.answered:
            self._open.answer.append(row)
        else:
            self._open.prompt.append(row)

    def _close(self) -> None:
        opened, self._open = self._open, None
        if opened is None or not opened.answered:
            return
        everything = [*opened.prompt, *opened.answer]
        body = list(_together(opened.answer))
        self._done.append(
            Draft(
                prompt=rich(_together(opened.prompt)),
                body=body,
                topic=topic_at(self._outline, opened.place),
                line=opened.line,
                end=max(node.end for node in everything),
                given_id=id_in(everything),
                number=opened.number,
            )
        )


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


def _together(rows: Sequence[Node]) -> Iterator[Node]:
    """Lines that stood in one paragraph as one paragraph again."""
    run: list[Node] = []
    for row in rows:
        follows = run and row.part is Part.PARAGRAPH and run[-1].part is Part.PARAGRAPH
        if follows and row.line == run[-1].end:
            run.append(row)
            continue
        if run:
            yield joined(run)
        run = [row]
    if run:
        yield joined(run)
