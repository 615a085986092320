"""The ways people write question lists, best first. A new way is one module and one line here."""

from __future__ import annotations

from bot.decks.shapes.base import ChoiceShape, Choosing, Doubt, Draft, QuestionShape, Shaped
from bot.decks.shapes.bold import bold_lines, numbered_lines
from bot.decks.shapes.headings import headings
from bot.decks.shapes.items import bold_items, heading_items, plain_items
from bot.decks.shapes.lettered import lettered
from bot.decks.shapes.tasklist import task_list, task_questions

QUESTIONS: tuple[QuestionShape, ...] = (
    headings,
    heading_items,
    bold_items,
    bold_lines,
    numbered_lines,
    plain_items,
    task_questions,
)
"""Each finds questions in a document; what an earlier one claimed is closed to the later."""

CHOICES: tuple[ChoiceShape, ...] = (task_list, lettered)
"""Each finds the options of one question in what stands below it; the first that does counts."""

__all__ = [
    "CHOICES",
    "QUESTIONS",
    "ChoiceShape",
    "Choosing",
    "Doubt",
    "Draft",
    "QuestionShape",
    "Shaped",
]
