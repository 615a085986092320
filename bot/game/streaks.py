"""How many days in a row somebody answered, of the days on which there was a question."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bot.schedules import QuestionDay


def together(days: Sequence[QuestionDay], own: Sequence[QuestionDay]) -> Sequence[QuestionDay]:
    """Somebody's question days: those of their space, and those of their own questions.

    Latest first. A day on which one of its questions still takes answers is not over.
    """
    if not own:
        return days
    live = {one.day for one in (*days, *own) if not one.over}
    known = {one.day for one in (*days, *own)}
    return [QuestionDay(day, over=day not in live) for day in sorted(known, reverse=True)]


def streak(
    days: Sequence[QuestionDay], answered: Collection[date], *, forgiving: bool
) -> tuple[int, bool]:
    """The days answered in a row, back from the latest, and whether missed ones ended them.

    ``days`` are given latest first. What ended is the same whatever came before these days. A day
    that still takes answers ends nothing. ``forgiving``: neither does one missed day in each ISO
    week, which adds nothing; two question days missed in a row end a streak all the same.
    """
    length = 0
    bridged = False  # the day before, in this order, was missed and forgiven
    forgiven: tuple[int, int] | None = None
    for one in days:
        if one.day in answered:
            length += 1
            bridged = False
        elif one.over:
            year, week, _ = one.day.isocalendar()
            if not forgiving or bridged or forgiven == (year, week):
                return length, True
            bridged, forgiven = True, (year, week)
    return length, False
