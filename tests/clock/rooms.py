"""Rooms all over the world, and when their people wish to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Final
from zoneinfo import ZoneInfo

from bot.model import RoomId

PLATFORM: Final = "test"

DAYS: Final = {
    "": frozenset(range(1, 8)),
    "weekdays": frozenset({1, 2, 3, 4, 5}),
    "weekends": frozenset({6, 7}),
    "mon,wed,fri": frozenset({1, 3, 5}),
}
"""What is typed for the days of the week, and their ISO numbers."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A question a day in a room of its own space, at a local time.

    ``named``: the zone is named with the time; otherwise it is the space's, by ``/settings``.
    """

    place: str
    at: str
    days: str
    named: bool

    @property
    def name(self) -> str:
        """What its space is called: no two are called alike."""
        return f"{self.place} {self.at}"

    @property
    def zone(self) -> ZoneInfo:
        """Where it is that time."""
        return ZoneInfo(self.place)

    @property
    def time(self) -> time:
        """The local time that was set."""
        return time.fromisoformat(self.at)

    def lines(self) -> list[str]:
        """What an organiser types to have it so."""
        days = f" days:{self.days}" if self.days else ""
        if self.named:
            return [f"/daily set {self.at} timezone:{self.place}{days}"]
        return [f"/settings timezone:{self.place}", f"/daily set {self.at}{days}"]


def room_of(name: str) -> RoomId:
    """The room of the space that is called so."""
    return RoomId(PLATFORM, name, "hall")


# Most times lie in the hour that their zone leaves out one night, or has twice, or in both.
_TYPED: Final = """
Africa/Cairo 00:30
Africa/Cairo 23:30 weekdays
Africa/Casablanca 02:30
Africa/El_Aaiun 02:45 weekdays
America/Asuncion 23:30 mon,wed,fri
America/Havana 00:30
America/Los_Angeles 02:00 weekends
America/Miquelon 01:30 weekends
America/New_York 01:30 weekends
America/New_York 02:30
America/Nuuk 23:30
America/Santiago 00:30
America/Santiago 23:30 weekends
America/Sao_Paulo 00:00
America/Scoresbysund 23:15 weekends
America/St_Johns 01:30 weekends
Antarctica/Troll 01:30 weekends
Antarctica/Troll 02:30
Asia/Amman 00:30 weekdays
Asia/Beirut 00:30
Asia/Beirut 23:30 weekends
Asia/Gaza 02:30
Asia/Jerusalem 01:30
Asia/Jerusalem 02:30 weekdays
Asia/Kathmandu 09:00 weekdays
Asia/Kolkata 21:30 weekdays
Asia/Tehran 00:30
Atlantic/Azores 00:30
Australia/Adelaide 02:30 weekends
Australia/Eucla 12:00 weekdays
Australia/Lord_Howe 01:45 weekends
Australia/Lord_Howe 02:15
Australia/Sydney 02:30
Europe/Berlin 02:30
Europe/Chisinau 02:00 weekends
Europe/Dublin 01:15 weekends
Europe/Lisbon 01:59
Europe/London 01:30
Europe/Moscow 02:30 weekdays
Pacific/Apia 09:00
Pacific/Auckland 02:30
Pacific/Chatham 03:00
Pacific/Easter 22:30 weekends
Pacific/Kiritimati 00:00
Pacific/Marquesas 18:00 mon,wed,fri
Pacific/Norfolk 02:30 weekends
UTC 00:00
"""

WISHES: Final = tuple(
    Wish(place, at, "".join(days), named=number % 2 == 0)
    for number, (place, at, *days) in enumerate(map(str.split, _TYPED.strip().splitlines()))
)
"""47 rooms in 40 zones."""
