"""What follows when a round ends: the next one, the same once more, or the end of its series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.game import rounds
from bot.model import Ending, Quiz, Round, RoundState

MAX_UNANSWERED = 5
"""A series ends by itself after so many rounds in a row that nobody answered."""

PAUSE = timedelta(seconds=5)
"""Time to read the reveal before the next question comes."""

STALE = timedelta(hours=2)
"""A series that stood still for longer is ended rather than gone on with."""

NOTES_PATIENCE = timedelta(minutes=1)
"""How long a process without a series' notes leaves its rounds to those that may have them."""


class Then(Enum):
    """What the series does next."""

    NEXT = auto()
    AGAIN = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Finished:
    """A round that is over, its series as it stands then, and what comes next."""

    round: Round
    quiz: Quiz | None
    then: Then


def finish(
    asked: Round, quiz: Quiz | None, answered: int, now: datetime, serving_since: datetime
) -> Finished:
    """End a round whose time is up and that ``answered`` people answered.

    A round nobody could answer, because its time ran out before this process began to serve, is
    void; a series asks it again, unless it stood still for too long.
    """
    if not answered and rounds.unserved(asked, serving_since):
        return _never_served(asked, quiz, now)
    over = rounds.ended(asked, RoundState.CLOSED, now, now)
    if quiz is None:
        return Finished(over, None, Then.NOTHING)
    counted = replace(quiz, unanswered=0 if answered else quiz.unanswered + 1)
    if asked.number >= quiz.total:
        return Finished(over, _over(counted, Ending.COMPLETE, now), Then.NOTHING)
    if counted.unanswered >= MAX_UNANSWERED:
        return Finished(over, _over(counted, Ending.UNANSWERED, now), Then.NOTHING)
    return Finished(over, counted, Then.NEXT)


def _never_served(asked: Round, quiz: Quiz | None, now: datetime) -> Finished:
    void = rounds.ended(asked, RoundState.VOID, now, now)
    if quiz is None:
        return Finished(void, None, Then.NOTHING)
    if asked.due_at is not None and now - asked.due_at > STALE:
        return Finished(void, _over(quiz, Ending.INTERRUPTED, now), Then.NOTHING)
    return Finished(void, quiz, Then.AGAIN)


def stop(asked: Round, quiz: Quiz | None, now: datetime, ending: Ending) -> Finished:
    """End a round, and its series, before their time. A round never shown is void."""
    state = RoundState.CLOSED if asked.opened_at else RoundState.VOID
    over = rounds.ended(asked, state, now, now)
    return Finished(over, _over(quiz, ending, now) if quiz else None, Then.NOTHING)


def cut(finished: Finished, now: datetime) -> Finished:
    """The same ending with nothing after it: the notes it was made from are gone."""
    quiz = _over(finished.quiz, Ending.NOTES_GONE, now) if finished.quiz else None
    return Finished(finished.round, quiz, Then.NOTHING)


def awaits_notes(asked: Round, now: datetime) -> bool:
    """Whether to leave the round to another process a while longer, one that has its notes."""
    return asked.closes_at is not None and now - asked.closes_at < NOTES_PATIENCE


def ended_with(quiz: Quiz | None, over: Round) -> bool:
    """Whether this round was its series' last: the one after which the report is due."""
    return quiz is not None and quiz.ended_at is not None and quiz.ended_at == over.closed_at


def pause(quiz: Quiz) -> timedelta:
    """How long the next question waits after a reveal.

    Not at all for someone alone whom no clock hurries: the next question leaves time to read.
    """
    return timedelta(0) if quiz.pace.alone and quiz.pace.seconds is None else PAUSE


def _over(quiz: Quiz, ending: Ending, now: datetime) -> Quiz:
    return replace(quiz, ended_at=now, ending=ending)
