"""Tables with a column of questions and one of answers: a card for each row.

A table of terms and what they mean makes cards where a file asks nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.decks import words
from bot.decks.ids import id_in
from bot.decks.inline import spans
from bot.decks.lines import words as text_of
from bot.decks.nodes import Node, Part
from bot.decks.outline import Outline
from bot.decks.shapes.base import Draft, Shaped
from bot.decks.shapes.leads import topic_at
from bot.decks.titles import unnumbered
from bot.richtext import Paragraph

_FRONT = re.compile(r"(?:front|prompt|recto|vorderseite)s?", re.IGNORECASE)
_BACK = re.compile(r"(?:back|response|verso|rückseite)s?", re.IGNORECASE)
_COUNTER = re.compile(r"[^\W\d_]{0,10}[\s.#]{0,3}\d{1,4}\W{0,3}")
"""``12`` or ``Q12``: such a table is a list of answers."""

_TERM = re.compile(
    r"(?:term|word|concept|keyword|abbreviation|acronym|begriff|término|terme)s?", re.IGNORECASE
)
_MEANING = re.compile(
    r"(?:definition|meaning|description|explanation|stands\s+for|translation|bedeutung"
    r"|definición|définition|significado)s?",
    re.IGNORECASE,
)


_Headed = Callable[[str, str], bool]


def question_tables(outline: Outline) -> Shaped:
    """Every row of a table whose first columns are headed ``Question`` and ``Answer``."""
    return Shaped(tuple(_drafts(outline, _asks)))


def term_tables(outline: Outline) -> Shaped:
    """Every row of a table whose first columns are headed ``Term`` and ``Meaning``."""
    return Shaped(tuple(_drafts(outline, _explains)))


def _asks(first: str, second: str) -> bool:
    asked = words.is_question_label(first) or _FRONT.fullmatch(first)
    return bool(asked) and bool(words.is_answer_label(second) or _BACK.fullmatch(second))


def _explains(first: str, second: str) -> bool:
    return bool(_TERM.fullmatch(first) and _MEANING.fullmatch(second))


def _drafts(outline: Outline, is_headed: _Headed) -> Iterator[Draft]:
    for place, node in enumerate(outline.document.blocks):
        if node.part is not Part.TABLE or not node.children:
            continue
        head, *rows = node.children
        titles = [text_of(cell) for cell in head.children]
        for column in range(min(len(titles) - 1, 2)):  # a number may stand in front
            if is_headed(titles[column], titles[column + 1]):
                yield from (
                    _draft(outline, place, row, column)
                    for row in rows
                    if not _COUNTER.fullmatch(text_of(row.children[column]))
                )
                break


def _draft(outline: Outline, place: int, row: Node, column: int) -> Draft:
    asked, *told = row.children[column:]
    return Draft(
        prompt=(Paragraph(unnumbered(spans(asked.inline))),),
        body=[_paragraph(row, cell) for cell in told if cell.inline],
        topic=topic_at(outline, place),
        line=row.line,
        end=row.end,
        given_id=id_in(_paragraph(row, cell) for cell in row.children),
    )


def _paragraph(row: Node, cell: Node) -> Node:
    return Node(Part.PARAGRAPH, row.line, row.end, raw=cell.raw, inline=cell.inline)
