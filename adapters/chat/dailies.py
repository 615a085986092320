"""What chats show alike of the question of a day, of schedules and of what a space wishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from adapters.chat.plain import clipped, isolated, name, short
from bot import wording
from bot.model import Daily, Yesterday
from bot.screens import DailyPlan, SettingsScreen
from bot.wording import daily as said

RETOLD = 120
"""Columns of the question of the day before, and of its answer, on one line."""

ROOMS = 20
"""Rooms told of where quizzes may run."""

_TITLE = 60
"""Columns of a deck's title within a line."""

_DETAIL = 120
"""Columns of what a chat says itself of why it takes nothing."""


def looking_back(daily: Daily) -> tuple[str, ...]:
    """How the question before ended, and who answers every day: a line for each, if there is any.

    Whoever missed it reads here what was asked, and in the next line what was right.
    """
    streaks = tuple(replace(one, name=name(one.name)) for one in daily.streaks)
    lines = [*_last(daily.yesterday, said.before(daily)), said.in_a_row(streaks)]
    return tuple(filter(None, lines))


def _last(last: Yesterday | None, ended: str) -> tuple[str, ...]:
    if last is None:
        return ()
    answer = " / ".join(short(one, RETOLD // len(last.answer)) for one in last.answer)
    asked = f"{ended} · {isolated(short(last.stem, RETOLD))}"
    return asked, f"{wording.ANSWER}: {isolated(answer)}"


def rhythm(plan: DailyPlan) -> str:
    """When a room is asked, from which deck, and who wished so."""
    titled = replace(plan, deck=isolated(clipped(plan.deck, _TITLE)), setter=name(plan.setter))
    return f"{said.rhythm(plan.rule)} · {said.set_by(titled)}"


def coming(plan: DailyPlan, now: datetime) -> str:
    """When the next question comes, or why none does."""
    if plan.pause:
        detail = isolated(clipped(plan.pause.detail, _DETAIL))
        plan = replace(plan, pause=replace(plan.pause, detail=detail))
    return said.coming(plan, now)


def wishes(screen: SettingsScreen) -> tuple[str, ...]:
    """What a space wishes, a line for each but for its rooms."""
    titled = replace(screen, deck=isolated(clipped(screen.deck, _TITLE)))
    return tuple(f"{what}: {wish}" for what, wish in said.wishes(titled))
