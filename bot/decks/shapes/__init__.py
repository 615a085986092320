"""The ways people write question lists, best first. A new way is one module and one line here."""

from __future__ import annotations

from bot.decks.shapes.base import ChoiceShape, Choosing, Doubt, Draft, QuestionShape, Shaped
from bot.decks.shapes.bold import bold_lines, numbered_lines
from bot.decks.shapes.callouts import callouts
from bot.decks.shapes.cloze import labelled_cloze, marked_cloze
from bot.decks.shapes.flash import line_cards, parted_cards, tagged_cards
from bot.decks.shapes.headings import headings
from bot.decks.shapes.items import bold_items, heading_items, plain_items
from bot.decks.shapes.lettered import lettered
from bot.decks.shapes.marked import marked
from bot.decks.shapes.summaries import summaries
from bot.decks.shapes.tables import question_tables, term_tables
from bot.decks.shapes.tasklist import task_list, task_questions
from bot.decks.shapes.terms import terms
from bot.decks.shapes.truths import true_or_false

QUESTIONS: tuple[QuestionShape, ...] = (
    marked,
    labelled_cloze,
    parted_cards,
    question_tables,
    headings,
    tagged_cards,
    callouts,
    heading_items,
    bold_items,
    bold_lines,
    numbered_lines,
    plain_items,
    task_questions,
    summaries,
    line_cards,
    marked_cloze,
)
"""Each finds questions in a document; what an earlier one claimed is closed to the later."""

LOOSE = frozenset(
    {
        callouts,
        bold_items,
        bold_lines,
        numbered_lines,
        plain_items,
        summaries,
        line_cards,
        marked_cloze,
    }
)
"""What these see may as well be part of an answer: inside one, it is that."""

WHERE_NOTHING_ASKS: tuple[QuestionShape, ...] = (terms, term_tables)
"""Tried in a file in which no question was found."""

CHOICES: tuple[ChoiceShape, ...] = (task_list, lettered, true_or_false)
"""Each finds the options of one question in what stands below it; the first that does counts."""

__all__ = [
    "CHOICES",
    "LOOSE",
    "QUESTIONS",
    "WHERE_NOTHING_ASKS",
    "ChoiceShape",
    "Choosing",
    "Doubt",
    "Draft",
    "QuestionShape",
    "Shaped",
]
