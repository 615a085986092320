"""Choosing wrong options: the first set that leaves the question without a flaw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Final

from bot.model import CardId, Kind, Question, Source
from bot.questions import flaws, inline
from bot.questions.context import Context
from bot.richtext import Inlines, Paragraph, RichText, plain_line

Build = Callable[[Sequence[Inlines]], Question]
"""Makes the question that has these distractors; it may word two options differently."""

_USUAL: Final = 2
"""Distractors of a question where there is a choice: three options serve as well as four or five.

Rodriguez, "Three Options Are Optimal for Multiple-Choice Items", Educational Measurement: Issues
and Practice 24(2), 2005.
"""
_POOL: Final = 7
"""Candidates looked at: enough to find a good pair, few enough to stay fast."""


def flawless(build: Build, candidates: Iterable[Inlines], context: Context) -> Question | None:
    """The first question without a flaw, with two distractors if possible, else with one.

    A candidate that makes the question flawed by what it says is left out of every set; one that
    is only too long or short may still stand beside another.
    """
    pool = list(candidates)[:_POOL]
    for size in range(_USUAL, 0, -1):
        for chosen in combinations(pool, size):
            question = build(chosen)
            if not flaws.find(question, context):
                return question
    return None


def objective(  # noqa: PLR0913 -- the parts of a question, named where it is called
    *,
    card: CardId,
    kind: Kind,
    stem: Inlines,
    key: Inlines,
    distractors: Sequence[Inlines],
    explanation: RichText,
    source: Source,
) -> Question:
    """A question with one right option; the options stand in alphabetical order."""
    options = sorted(
        (key, *distractors), key=lambda spans: (plain_line(spans).casefold(), spans is not key)
    )
    return Question(
        card=card,
        kind=kind,
        stem=(Paragraph(inline.capital(stem)),),
        options=tuple((Paragraph(option),) for option in options),
        key=(next(at for at, option in enumerate(options) if option is key),),
        explanation=explanation,
        source=source,
    )
