"""How many days in a row somebody answered, of the days on which there was a question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.schedules import QuestionDay


def streak(days: Sequence[QuestionDay], answered: Collection[date], *, forgiving: bool) -> int:
    """The days answered in a row, back from the latest; ``days`` are given latest first.

    A day that still takes answers ends nothing. ``forgiving``: neither does one missed day in each
    ISO week, which adds nothing.
    """
    return _count(days, answered, forgiving=forgiving)[0]


def decided(days: Sequence[QuestionDay], answered: Collection[date], *, forgiving: bool) -> bool:
    """Whether the streak ended within these days, so that older ones make no difference."""
    return _count(days, answered, forgiving=forgiving)[1]


def _count(
    days: Sequence[QuestionDay], answered: Collection[date], *, forgiving: bool
) -> tuple[int, bool]:
    """The days answered in a row, and whether a missed one ended them."""
    length = 0
    forgiven: set[tuple[int, int]] = set()
    for one in days:
        year, week, _ = one.day.isocalendar()
        if one.day in answered:
            length += 1
        elif not one.over:
            continue
        elif forgiving and (year, week) not in forgiven:
            forgiven.add((year, week))
        else:
            return length, True
    return length, False
