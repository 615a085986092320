"""Questions of the day: each room has one at the same moment, by a clock of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Final

from bot.model import RoomId
from bot.schedules import Occurrence, Rule, Schedule
from bot.storage import open_store
from tests.crash.evidence import DATABASE, Kept
from tests.crash.town import Town

RULES: Final[dict[str, Rule]] = {
    "hall": Rule(time(9)),
    "yard": Rule(time(10), zone="Europe/Berlin"),
    "@Ana": Rule(time(14, 30), zone="Asia/Kolkata"),
}
"""By all of them it is the same moment, for as long as no clock is changed."""

_DAY: Final = timedelta(days=1)

SECONDS: Final[tuple[tuple[float, float], ...]] = ((1, 8), (20, 60), (130, 900))
"""How long no bot is there, in seconds of its clock: back at once, later, or much later."""

AROUND_DUE: Final[tuple[tuple[float, float], ...]] = (
    (-12, 6),
    (60, 100 * 60),
    (125 * 60, 300 * 60),
    (1.5 * 86400, 3.5 * 86400),
)
"""When a bot comes back, in seconds from when a question is due: then, late, too late, for days."""


SOON: Final = 0.6
"""How many of the bots come back whatever is due."""


async def set_up(town: Town, folder: Path, first: datetime) -> None:
    """A question of the day in every room, the first one at this moment."""
    async with open_store(f"sqlite:///{folder / DATABASE}") as store:
        for name, rule in RULES.items():
            setter = town.chat.account("Ana")
            occurrence = Occurrence(first.date(), first)
            alone = name.startswith("@")
            room = town.chat.room(name)
            set_at = first - _DAY
            wanted = Schedule(room, rule, None, setter, set_at, alone=alone, next=occurrence)
            assert await store.change_schedule(None, wanted)


def due(rooms: Mapping[str, RoomId], first: datetime, kept: Kept) -> dict[str, list[datetime]]:
    """All that was due in each room until what is planned there next."""
    known = {one.channel: one.next_at for one in kept.schedules if one.next_at}
    return {
        room.channel: [
            first + number * _DAY for number in range((known[room.channel] - first) // _DAY)
        ]
        for room in rooms.values()
        if room.channel in known
    }


def back_at(now: datetime, kept: Kept, chance: Random, *, asks: bool) -> datetime:
    """When the next bot comes, after one that died now; in time to ask, if it is to do that."""
    coming = [one.next_at for one in kept.schedules if one.next_at]
    if not coming or (not asks and chance.random() < SOON):
        [span] = chance.choices(SECONDS, (3, 2, 1))
        return now + timedelta(seconds=chance.uniform(*span))
    [span] = chance.choices(AROUND_DUE, (8, 2, 0, 0) if asks else (8, 2, 1, 1))
    return max(now, min(coming) + timedelta(seconds=chance.uniform(*span)))
