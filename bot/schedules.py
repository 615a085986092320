"""The nouns of what the clock asks: schedules, their occurrences, what was skipped, settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.model import AccountId, DeckId, Question, RoomId, RoundId

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
"""All days of the week as ISO numbers them: Monday is 1."""


A_STREAK = 2
"""Days in a row from which on they are told."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a question is due: a local time, on some days of the week (ISO numbers), in a zone.

    ``days`` are ascending and never empty. ``zone`` is an IANA name; empty, it is the space's.
    """

    time: time
    days: tuple[int, ...] = EVERY_DAY
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a rule says: the ``day`` it is meant for in the rule's zone, the moment in UTC.

    The two differ where clocks are changed: what is meant for an hour that a day does not have
    comes after it.
    """

    day: date
    at: datetime


class PauseReason(StrEnum):
    """Why a schedule stands still."""

    UNREACHABLE = "unreachable"
    ROOM_GONE = "room-gone"
    SPACE_LEFT = "space-left"


@dataclass(frozen=True, slots=True)
class Pause:
    """That a schedule stands still since ``at``; ``detail`` is the platform's word, or empty."""

    reason: PauseReason
    at: datetime
    detail: str = ""


class SkipReason(StrEnum):
    """Why a question that was due was not asked. ``LATE``: nobody could ask it in time."""

    WISHED = "wished"
    LATE = "late"
    UNREACHABLE = "unreachable"
    NOTES_GONE = "notes-gone"


@dataclass(frozen=True, slots=True)
class Skip:
    """A question that was due in a room ``at`` a moment and was not asked."""

    room: RoomId
    at: datetime
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class Schedule:
    """A question a day in one room.

    ``deck`` None is the space's default. ``alone``: one person is in the room. ``next`` is None
    while paused. ``planned`` is what will be asked next, once someone had a look at it. ``last``
    is the round asked last. ``revision`` grows with every change.
    """

    room: RoomId
    rule: Rule
    deck: DeckId | None
    setter: AccountId
    set_at: datetime
    alone: bool
    next: Occurrence | None
    planned: Question | None = None
    last: RoundId | None = None
    pause: Pause | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class SpaceSettings:
    """What a space wishes. ``zone`` empty and ``deck`` None: as the bot's own settings say.

    ``channels`` are the rooms where quizzes may run, empty for all. ``forgiving``: one missed day
    a week ends no streak, unless the question day before it was missed as well.
    """

    zone: str = ""
    deck: DeckId | None = None
    channels: tuple[str, ...] = ()
    forgiving: bool = False


@dataclass(frozen=True, slots=True)
class QuestionDay:
    """A day on which something was asked; ``over`` once none of its questions takes answers."""

    day: date
    over: bool


@dataclass(frozen=True, slots=True)
class Attendance:
    """The question days in a space on which an account ``answered``.

    ``own``: the days, latest first, on which it was asked in a room where it is alone.
    """

    answered: frozenset[date] = frozenset()
    own: tuple[QuestionDay, ...] = ()
