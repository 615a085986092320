"""What someone may mean by what they have typed so far: decks, topics, time zones."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import assert_never

from bot import times
from bot.commands import Source
from bot.errors import StudybotError
from bot.model import SpaceId
from bot.service.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value to choose, and what it is called for the person who chooses."""

    value: str
    label: str


async def proposals(
    shelves: Shelves, source: Source, typed: str, deck: str | None, space: SpaceId
) -> tuple[Proposal, ...]:
    """Everything that fits what was typed: first what begins with it, then what holds it."""
    match source:
        case Source.TIMES:
            return tuple(Proposal(one, one) for one in times.times_like(typed))
        case Source.DAYS:
            return tuple(Proposal(one, one) for one in times.days_like(typed))
        case Source.ZONES:
            found = _ranked(_zones(), typed)
            return found or tuple(Proposal(one, one) for one in times.zones_like(typed))
        case Source.DECKS | Source.TOPICS:
            return _ranked(await _known(shelves, source, deck, space), typed)
        case _:
            assert_never(source)


async def _known(
    shelves: Shelves, source: Source, deck: str | None, space: SpaceId
) -> Iterable[Proposal]:
    if source is Source.DECKS:
        offered = await shelves.offered(space)
        return [Proposal(name, title.strip() or name) for name, title, _ in offered]
    try:
        topics = (await shelves.find(deck, space)).topics()
    except StudybotError:  # nobody waits for proposals so long that they would want to be told
        return []
    return [Proposal(name, name) for name, _ in topics]


@cache
def _zones() -> tuple[Proposal, ...]:
    """The IANA zones that are places, and UTC: the rest are other names of the same zones."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    places = [name for name in names if not name.startswith("Etc/")]
    return tuple(Proposal(name, name.replace("_", " ")) for name in ("UTC", *places))


def _ranked(known: Iterable[Proposal], typed: str) -> tuple[Proposal, ...]:
    wanted = " ".join(typed.split()).casefold()
    ranks = [(_rank(one, wanted), one) for one in known]
    return tuple(
        one
        for _, one in sorted((pair for pair in ranks if pair[0] < _NO), key=lambda pair: pair[0])
    )


_NO = 3


def _rank(one: Proposal, wanted: str) -> int:
    """0 where a name begins so, 1 where one of its words does, 2 where it holds it, else 3."""
    names = {one.value.casefold(), one.label.casefold()}
    if any(name.startswith(wanted) for name in names):
        return 0
    words = {word for name in names for word in name.replace("/", " ").split()}
    if any(word.startswith(wanted) for word in words):
        return 1
    return 2 if any(wanted in name for name in names) else _NO
