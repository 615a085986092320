"""Rooms that live through a year, or a part of one, and what they must have seen of it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from tests.clock.bots import Bots, Told
from tests.clock.oracle import QUARTER, Due, changes, expected
from tests.clock.rooms import Wish

ANSWERING: Final = frozenset({"Europe/Berlin 02:30", "Antarctica/Troll 02:30"})
"""The rooms in which Ana answers every question."""

SECOND: Final = timedelta(seconds=1)

LEAST_STREAK: Final = 2

NIGHT: Final = 8
"""Quarters of an hour before and after a change."""

NEAR: Final = timedelta(hours=50)
"""How far from a change posts are shown: the day before and the day after, and one more."""

BETWEEN: Final = 1 / 3
"""How often the clock stops a second before a question, too."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some rooms that are asked from a moment on, to another one."""

    begin: datetime
    end: datetime
    wishes: tuple[Wish, ...]

    def expected(self) -> dict[str, Sequence[Due]]:
        """What each room must see."""
        return {wish.name: expected(wish, self.begin, self.end) for wish in self.wishes}

    def moments(self, dues: Collection[Due], seed: int) -> list[datetime]:
        """When to look what is due: whenever something must happen, and at others.

        Near a moment at which clocks are changed somewhere, at every quarter of an hour.
        """
        rng = random.Random(seed)
        ats = {one.at for one in dues}
        moments = ats | {one.over for one in dues}
        moments |= {at - SECOND for at in sorted(ats) if rng.random() < BETWEEN}
        for zone in {wish.place: wish.zone for wish in self.wishes}.values():
            for change in changes(zone, self.begin, self.end):
                moments |= {change + number * QUARTER for number in range(-NIGHT, NIGHT)}
        last = max(moments)
        return sorted(one for one in moments if self.begin < one <= last)


@dataclass(frozen=True, slots=True)
class Course:
    """What each room must have seen of a span, and what the processes told."""

    span: Span
    dues: Mapping[str, Sequence[Due]]
    told: list[Told]

    def all(self) -> list[Due]:
        """What all the rooms must have seen."""
        return [one for some in self.dues.values() for one in some]

    def posts(self) -> list[Told]:
        """The questions."""
        return [one for one in self.told if one["told"] == "posted"]

    def edits(self) -> list[Told]:
        """The reveals."""
        return [one for one in self.told if one["told"] == "edited"]


async def lived(bots: Bots, span: Span, seed: int = 1) -> Course:
    """Let the rooms live through the span; any of the processes does what people type."""
    course = Course(span, span.expected(), await bots.at(span.begin))
    for wish in span.wishes:
        await bots.say(wish.name, *wish.lines())
    ended = False
    for moment in span.moments(course.all(), seed):
        if moment > span.end and not ended:
            for wish in span.wishes:
                await bots.say(wish.name, "/daily off")
            ended = True
        heard = await bots.at(moment)
        course.told.extend(heard)
        await _answered(bots, heard)
    return course


async def _answered(bots: Bots, heard: Sequence[Told]) -> None:
    """Ana answers what was asked just now, where she answers."""
    for told in heard:
        if told["told"] == "posted" and told["room"] in ANSWERING:
            await bots.one().do("answer", round=told["round"], room=told["room"], who="Ana")


def faults(course: Course) -> Iterator[str]:
    """Whatever is not as it must be."""
    yield from _once(course)
    yield from _reveals(course)
    for wish in course.span.wishes:
        own = sorted((one for one in course.posts() if one["room"] == wish.name), key=_due)
        yield from _days(wish, own)
        if wish.name in ANSWERING:
            yield from _streaks(own)


def _once(course: Course) -> Iterator[str]:
    """Each question was posted once, in its minute, and nothing else was."""
    found = Counter((one["room"], _due(one)) for one in course.posts())
    wanted = {(one.room, one.at) for one in course.all()}
    for room, at in sorted(wanted - found.keys()):
        yield f"{room}: nothing was posted for {at}"
    for room, at in sorted(found.keys() - wanted):
        yield f"{room}: nothing is due at {at}, but it was posted"
    for (room, at), times in found.items():
        if times > 1:
            yield f"{room}: {times} posts for {at}"
    for one in course.posts():
        if (now := datetime.fromisoformat(one["now"])) != _due(one):
            yield f"{one['room']}: due at {one['due']}, posted at {now}"


def _reveals(course: Course) -> Iterator[str]:
    """Each question that was posted was revealed once, when it took no more answers."""
    over = {(one.room, one.at): one.over for one in course.all()}
    shown = Counter(one["round"] for one in course.edits())
    for one in course.posts():
        if shown.pop(one["round"], 0) != 1:
            yield f"{one['room']}: the question of {one['due']} was not revealed just once"
    yield from (f"a reveal of what was never posted: {one}" for one in shown)
    for one in course.edits():
        now, wanted = datetime.fromisoformat(one["now"]), over.get((one["room"], _due(one)))
        if one["screen"] != "RevealScreen" or now != wanted:
            yield f"{one['room']}: {one['screen']} at {now}, not {wanted}, of {one['due']}"


def _days(wish: Wish, posts: Collection[Told]) -> Iterator[str]:
    """The day for which an answer counts is that of the space's clock on the wall."""
    for one in posts:
        day = _due(one).astimezone(UTC if wish.named else wish.zone).date()
        if one["day"] != day.isoformat():
            yield f"{wish.name}: asked at {one['due']} for {one['day']}, not {day}"


def _streaks(posts: Sequence[Told]) -> Iterator[str]:
    """Each question tells that Ana answered the one before, and how many days in a row by now."""
    for days, one in enumerate(posts):
        streaks = [["Ana", days]] if days >= LEAST_STREAK else []
        if one["streaks"] != streaks or one["answered"] != (1 if days else None):
            told: Any = (one["answered"], one["streaks"])
            yield f"{one['room']}: after {days} answers {one['due']} tells {told}"


def _due(told: Told) -> datetime:
    return datetime.fromisoformat(told["due"])


def table(course: Course) -> Iterator[str]:
    """Each day on which a room's clocks were changed: the posts before, on and after it."""
    posts: dict[str, list[datetime]] = {wish.name: [] for wish in course.span.wishes}
    for one in course.posts():
        posts[one["room"]].append(_due(one))
    for wish in course.span.wishes:
        days = f" {wish.days}" if wish.days else ""
        yield f"{wish.place}, set {wish.at}{days}: {len(posts[wish.name])} posts"
        for change in changes(wish.zone, course.span.begin, course.span.end):
            yield f"    {_change(wish, change)}"
            for at in sorted(posts[wish.name]):
                if abs(at - change) < NEAR:
                    yield f"        {_post(wish, at)}"


def _change(wish: Wish, moment: datetime) -> str:
    """From which local time to which."""
    # The last minute before, and the first one after.
    walls = [(moment + number * timedelta(minutes=1)).astimezone(wish.zone) for number in range(16)]
    before, after = next(
        (one, two) for one, two in pairwise(walls) if one.utcoffset() != two.utcoffset()
    )
    return (
        f"{before:%Y-%m-%d %H:%M} ({before:%z}) is followed by {after:%Y-%m-%d %H:%M} ({after:%z})"
    )


def _post(wish: Wish, at: datetime) -> str:
    wall = at.astimezone(wish.zone)
    return f"{wall:%a %Y-%m-%d %H:%M %z} = {at:%m-%d %H:%M} UTC"
