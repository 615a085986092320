"""The life of one round: dealt, shown, closed or void."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bot.model import Pace, Question, Round, RoundId, RoundState

PATIENCE = timedelta(hours=1)
"""How long a question without a time limit stays open."""

SERIES_SECONDS = 30
"""The limit of a series' rounds, and of speed, where nobody named one."""

GRACE = timedelta(seconds=1)
"""How long a reveal waits for answers that other processes took in before the deadline."""

UNCONFIRMED = timedelta(minutes=1)
"""After this long a reply that was never reported as shown is taken for never sent."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(rng: Random) -> str:
    """A fresh id for a round or series: 60 random bits in 12 letters and digits."""
    return "".join(rng.choices(_ALPHABET, k=12))


def pace(*, seconds: int | None, speed: bool, series: bool, alone: bool) -> Pace:
    """How a round is timed, from what was asked for.

    A series in company moves on by itself; one person alone is never hurried unasked. Verdicts
    are sealed only where someone asked for a limit.
    """
    timed = seconds is not None or speed
    limit = seconds or (SERIES_SECONDS if speed or (series and not alone) else None)
    return Pace(limit, sealed=timed, speed=speed, alone=alone)


def deal(question: Question, round_id: RoundId) -> Question:
    """The question with its options in the order that follows from the round id."""
    order = list(range(len(question.options)))
    Random(round_id).shuffle(order)  # noqa: S311 -- an order of options, not a secret
    return replace(
        question,
        options=tuple(question.options[old] for old in order),
        key=tuple(new for new, old in enumerate(order) if old in question.key),
    )


def shown(asked: Round, at: datetime) -> Round:
    """The round once people can see it: open, its clock started ``at`` that moment."""
    closes_at = _end(asked, at)
    return replace(
        asked,
        state=RoundState.OPEN,
        opened_at=at,
        closes_at=closes_at,
        due_at=closes_at + GRACE,
    )


def _end(asked: Round, at: datetime) -> datetime:
    if asked.daily:
        return asked.daily.until
    return at + (PATIENCE if asked.pace.seconds is None else timedelta(seconds=asked.pace.seconds))


def ended(asked: Round, state: RoundState, at: datetime, due_at: datetime) -> Round:
    """The round once it is over; ``due_at`` is when its ending must have been shown."""
    return replace(asked, state=state, closed_at=at, due_at=due_at)


def elapsed(asked: Round, at: datetime) -> float:
    """Seconds from the showing of the round to ``at``; 0 while it was not yet shown."""
    return max((at - asked.opened_at).total_seconds(), 0.0) if asked.opened_at else 0.0


def hastened(asked: Round, at: datetime, *, alone: bool) -> datetime | None:
    """When the round ends because of an answer ``at`` that moment; None if it makes no difference.

    Someone alone need not wait for others. A series that waited for one person, who is alone no
    more, gives the others the usual time. A single question without a limit stays open.
    """
    if asked.quiz is None and asked.pace.seconds is None:
        return None
    if alone:
        return at
    if asked.pace.seconds is None:
        return at + timedelta(seconds=SERIES_SECONDS)
    return None


def unserved(asked: Round, serving_since: datetime) -> bool:
    """Whether the round's time ran out before this process served its room.

    Any other process that served it would have ended it in time. The question of a day was there
    for all that day: that nobody served its room at the end of it takes nothing away.
    """
    return asked.daily is None and asked.due_at is not None and asked.due_at < serving_since
