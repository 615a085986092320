"""How a round that is over is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.game import series
from bot.model import AccountId, Quiz, RoundOutcome
from bot.ports import Store
from bot.screens import QuizReport, Screen
from bot.service import views


async def series_of(store: Store, outcome: RoundOutcome) -> Quiz | None:
    """The series the round belongs to, or None."""
    return await store.quiz(outcome.round.quiz) if outcome.round.quiz else None


async def ending(store: Store, outcome: RoundOutcome, quiz: Quiz | None) -> Screen:
    """The reveal of the round, or that it does not count."""
    again = quiz is not None and not series.ended_with(quiz, outcome.round)
    return views.ending(outcome, await _names(store, [outcome]), again=again)


async def report(store: Store, quiz: Quiz) -> QuizReport:
    """The report of a series that has ended."""
    outcomes = await store.outcomes(quiz.id)
    return views.report(quiz, outcomes, await _names(store, outcomes))


async def _names(store: Store, outcomes: Iterable[RoundOutcome]) -> Mapping[AccountId, str]:
    return await store.names({answer.account for one in outcomes for answer in one.answers})
