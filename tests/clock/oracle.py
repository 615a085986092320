"""When each room must be asked, found by looking at every quarter of an hour of its year.

Nothing here is shared with the rules of the bot: it knows but what clocks on the wall show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from tests.clock.rooms import DAYS, Wish

QUARTER: Final = timedelta(minutes=15)
DAY: Final = timedelta(days=1)

MOST: Final = timedelta(hours=15)
"""More than any clock differs from UTC."""


@dataclass(frozen=True, slots=True)
class Due:
    """A question that a room must see: the day it is meant for and the moment.

    It takes answers until ``over``: until the next one comes, a day at most.
    """

    room: str
    day: date
    at: datetime
    over: datetime


@cache
def expected(wish: Wish, begin: datetime, end: datetime) -> Sequence[Due]:
    """What the room must see after ``begin``, to ``end``: set at ``begin``, ended at ``end``."""
    moments = [one for one in _all(wish, begin - 2 * DAY, end + 9 * DAY) if one[1] > begin]
    return [
        Due(wish.name, day, at, min(following, at + DAY + timedelta(seconds=1)))
        for (day, at), (_, following) in pairwise(moments)
        if at <= end
    ]


def changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Shortly after which moments the clocks of the zone are changed."""
    at, before = begin, begin.astimezone(zone).utcoffset()
    while at < end:
        offset = (at + QUARTER).astimezone(zone).utcoffset()
        if offset != before:
            yield at
        at, before = at + QUARTER, offset


def _all(wish: Wish, begin: datetime, end: datetime) -> Iterator[tuple[date, datetime]]:
    """Each day of the wish's week that the zone has, and the moment that is right for it."""
    day = begin.date()
    while day <= end.date():
        if day.isoweekday() in DAYS[wish.days]:
            shown = list(_quarters(day, wish.time, wish.zone))
            if any(wall.date() == day for _, wall in shown):
                yield day, _right(datetime.combine(day, wish.time), shown)
        day += DAY


def _quarters(day: date, at: time, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Moments around a day, and what the clock on the wall shows then.

    Every 15 minutes, so that one of them is ``at``: clocks differ from UTC by quarters of an hour.
    """
    begin = datetime.combine(day, at, UTC) - MOST
    for number in range(2 * MOST // QUARTER):
        moment = begin + number * QUARTER
        wall = moment.astimezone(zone)
        offset = wall.utcoffset()
        assert offset is not None
        assert offset % QUARTER == timedelta(0)
        yield moment, wall.replace(tzinfo=None)


def _right(wanted: datetime, shown: list[tuple[datetime, datetime]]) -> datetime:
    """The first moment at which the wall shows it.

    If none does, the moment at which it would without the change that has left it out.
    """
    for moment, wall in shown:
        if wall == wanted:
            return moment
    moment, wall = [one for one in shown if one[1] < wanted][-1]
    return moment + (wanted - wall)
