"""The order of boards, and the report of a series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.game import scoring
from bot.model import AccountId, Answer, Round, RoundOutcome, Standing, Tally


def tally(answers: Iterable[Answer]) -> tuple[Tally, ...]:
    """What each account gathered in these answers; in no particular order."""
    tallies: dict[AccountId, Tally] = {}
    for answer in sorted(answers, key=lambda answer: (answer.at, answer.account)):
        so_far = tallies.get(answer.account)
        if so_far is None:
            tallies[answer.account] = Tally(
                answer.account, answer.points, 1, int(answer.correct), answer.at
            )
        else:
            tallies[answer.account] = Tally(
                answer.account,
                so_far.points + answer.points,
                so_far.answered + 1,
                so_far.correct + answer.correct,
                answer.at if answer.points else so_far.reached_at,
            )
    return tuple(tallies.values())


def rank(tallies: Iterable[Tally], names: Mapping[AccountId, str]) -> tuple[Standing, ...]:
    """The board of these tallies.

    More points first; then accuracy, then who reached the points first, then the account. Equal
    points share a rank and the next rank is skipped: 1, 2, 2, 4.
    """
    standings: list[Standing] = []
    for place, line in enumerate(sorted(tallies, key=_order), 1):
        shared = bool(standings) and standings[-1].points == line.points
        standings.append(
            Standing(
                standings[-1].rank if shared else place,
                line.account,
                names.get(line.account, line.account.user),
                line.points,
                line.answered,
                line.correct,
            )
        )
    return tuple(standings)


def _order(line: Tally) -> tuple[object, ...]:
    accuracy = Fraction(line.correct, line.answered) if line.answered else Fraction(0)
    return (-line.points, -accuracy, line.reached_at, line.account)


@dataclass(frozen=True, slots=True)
class Scored:
    """A player's line in the report of a series.

    ``standing.points`` is the score within the series; ``earned`` is what went to the boards,
    which is less where a card was already rewarded that day.
    """

    standing: Standing
    earned: int


def series(outcomes: Sequence[RoundOutcome], names: Mapping[AccountId, str]) -> tuple[Scored, ...]:
    """The final ranking of a series. Self-rated answers are left out."""
    answers = [
        (outcome.round, answer)
        for outcome in outcomes
        if outcome.round.question.objective
        for answer in outcome.answers
    ]
    earned: dict[AccountId, int] = {}
    for _, answer in answers:
        earned[answer.account] = earned.get(answer.account, 0) + answer.points
    ranked = rank(tally(_in_series(asked, answer) for asked, answer in answers), names)
    return tuple(Scored(standing, earned[standing.account]) for standing in ranked)


def _in_series(asked: Round, answer: Answer) -> Answer:
    """The answer at what it is worth within its series, whatever was rewarded before."""
    worth = scoring.points(correct=answer.correct, pace=asked.pace, elapsed=answer.elapsed)
    return replace(answer, points=worth)
