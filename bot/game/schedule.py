"""When a question a day is due: local times become moments, and what was missed is told apart.

Clocks that are changed follow RFC 5545, section 3.3.5 (Temporal calls it "compatible"): a time
that a day does not have comes later by as much as was left out; of one it has twice the first
counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count

from bot.schedules import Occurrence, Rule

LATE = timedelta(hours=2)
"""How late a question is still asked."""

LONGEST = timedelta(days=1)
"""How long a question takes answers at most."""

GRACE = timedelta(seconds=1)
"""How long before the following question the one before it ends."""

MOST_MISSED = 400
"""How many missed questions are told, the latest: more than a year of them."""

_DAY = timedelta(days=1)
_LOOK_BACK = timedelta(weeks=MOST_MISSED + 1)
"""How far back the latest missed ones can lie, with one a week."""


def moment(day: date, at: time, zone: tzinfo) -> datetime:
    """The moment, in UTC, at which it is ``at`` on ``day`` in the zone."""
    return datetime.combine(day, at.replace(fold=0), zone).astimezone(UTC)


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The date that the zone has at the moment."""
    return moment.astimezone(zone).date()


def following(rule: Rule, zone: tzinfo, after: datetime, not_on: date | None = None) -> Occurrence:
    """The first occurrence later than ``after``, and meant for a day later than ``not_on``.

    What is meant for one of the rule's days can come on the next; it has the day it is meant for.
    """
    earliest = local_day(after, zone) - _DAY  # its time may have come after midnight
    if not_on is not None:
        earliest = max(earliest, not_on + _DAY)
    return next(one for one in _occurrences(rule, zone, earliest) if one.at > after)


def first(rule: Rule, zone: tzinfo, now: datetime, last_asked: datetime | None) -> Occurrence:
    """What a schedule begins with that was set ``now``, or set anew.

    It is on a later local day than the last question, so nobody gets a second one on one day by a
    change of the time or the zone.
    """
    return following(rule, zone, now, local_day(last_asked, zone) if last_asked else None)


def again(planned: Occurrence, rule: Rule, zone: tzinfo) -> Occurrence:
    """What was planned for a day, by what is known of the zone today."""
    return Occurrence(planned.day, moment(planned.day, rule.time, zone))


def missed(
    rule: Rule, zone: tzinfo, due: Occurrence, now: datetime
) -> tuple[tuple[Occurrence, ...], Occurrence | None, Occurrence]:
    """What becomes of all that was due from ``due`` to ``now``, and what comes next.

    Returns those not to be asked any more, oldest first (the latest ``MOST_MISSED`` of them); the
    one to ask now, which is the latest if that is not too late; and the first one after ``now``.
    """
    passed, coming = [due], _after(rule, zone, due, now)
    upcoming = next(coming)
    while upcoming.at <= now:
        passed.append(upcoming)
        upcoming = next(coming)
    asked = passed.pop() if now - passed[-1].at <= LATE else None
    return tuple(passed[-MOST_MISSED:]), asked, upcoming


def until(asked_at: datetime, following: Occurrence) -> datetime:
    """The last moment that counts for a question asked at ``asked_at``."""
    return min(following.at - GRACE, asked_at + LONGEST)


def _after(rule: Rule, zone: tzinfo, due: Occurrence, now: datetime) -> Iterator[Occurrence]:
    """The occurrences after ``due``; of a time so long that nobody is told, only the end."""
    earliest = due.day + _DAY
    if now - due.at > _LOOK_BACK:
        earliest = max(earliest, local_day(now - _LOOK_BACK, zone))
    return (one for one in _occurrences(rule, zone, earliest) if one.at > due.at)


def _occurrences(rule: Rule, zone: tzinfo, earliest: date) -> Iterator[Occurrence]:
    """What the rule says from a day on, without the days that the zone leaves out altogether."""
    for ahead in count():
        day = earliest + ahead * _DAY
        if day.isoweekday() in rule.days:
            at = moment(day, rule.time, zone)
            if at < moment(day + _DAY, rule.time, zone):
                yield Occurrence(day, at)
