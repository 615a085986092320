"""Item-writing flaws: what makes a question unfair, guessable or unclear, each one a function.

After Haladyna, Downing and Rodriguez, "A Review of Multiple-Choice Item-Writing Guidelines for
Classroom Assessment", Applied Measurement in Education 15(3), 2002.
"""

from __future__ import annotations

from typing import Final

from bot.model import Kind, Question
from bot.questions.context import Context
from bot.questions.flaws import agreement, cues, options, stems, truth
from bot.questions.flaws.flaw import Flaw
from bot.questions.flaws.item import Item

FLAWS: Final[tuple[Flaw, ...]] = (
    *options.FLAWS,
    *truth.FLAWS,
    *stems.FLAWS,
    *cues.FLAWS,
    *agreement.FLAWS,
)
"""Every flaw that can be detected."""


def find(question: Question, context: Context) -> tuple[Flaw, ...]:
    """The flaws of ``question``; none for open recall, which has no options to go wrong.

    A question that cannot be asked has only its serious ones: the rest can wait until it can.
    """
    if question.kind is Kind.RECALL:
        return ()
    item = Item(question)
    serious = tuple(flaw for flaw in FLAWS if flaw.serious and flaw.spoils(item, context))
    return serious or tuple(flaw for flaw in FLAWS if flaw.spoils(item, context))


def is_flawless(question: Question, context: Context) -> bool:
    """Whether an objective ``question`` has no flaw; stops at the first it finds."""
    item = Item(question)
    return not any(flaw.spoils(item, context) for flaw in FLAWS)


__all__ = ["FLAWS", "Context", "Flaw", "Item", "find", "is_flawless"]
