"""Choosing wrong options: the first set that leaves the question without a flaw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Final

from bot.model import Question
from bot.questions import flaws
from bot.questions.draft import Brief, Draft
from bot.richtext import Inlines

Build = Callable[[Sequence[Inlines]], Draft]
"""Makes the question that has these distractors; it may word two options differently."""

_USUAL: Final = 2
"""Distractors of a question where there is a choice: three options serve as well as four or five.

Rodriguez, "Three Options Are Optimal for Multiple-Choice Items", Educational Measurement: Issues
and Practice 24(2), 2005.
"""
_STEM: Final = frozenset(flaw.name for flaw in flaws.stems.FLAWS) - {"thin-stem"}
"""Flaws that no choice of distractors mends."""
_CANDIDATE: Final = frozenset(
    {"right-as-well", "mixed-kinds", "equal-options", "dangling-option", "named-distractor"}
)
"""Flaws of one candidate that no other beside it mends."""
_POOL: Final = 7
"""Candidates looked at: enough to find a good pair, few enough to stay fast."""


def flawless(brief: Brief, build: Build, candidates: Iterable[Inlines]) -> Question | None:
    """The first question without a flaw, with two distractors if possible, else with one.

    A candidate that makes the question flawed by what it says is left out of every set; one that
    is only too long or short may still stand beside another.
    """
    pool = []
    leaks = True
    for candidate in list(candidates)[:_POOL]:
        question = build((candidate,)).question(brief)
        found = {flaw.name for flaw in flaws.find(question, brief.context)}
        if found & _STEM:
            return None
        leaks = leaks and "leak" in found
        if not found & _CANDIDATE:
            pool.append(candidate)
    if leaks:
        return None  # no candidate shares what gives the key away
    for size in range(_USUAL, 0, -1):
        for chosen in combinations(pool, size):
            question = build(chosen).question(brief)
            if flaws.is_flawless(question, brief.context):
                return question
    return None
