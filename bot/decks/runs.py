"""Which numbers in front of headings number a list, and which are years, ports or versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from bot.decks.titles import Number

_FIRST = {0, 1}
_STEP = 3
"""A list grows by one; a step of three is left where entries were deleted."""

_SPREAD, _LEEWAY = 2, 10
"""In a list of n entries no number is above 2 n + 10, whatever their order."""

_CONTINUED = 2
"""So many numbers in a row continue a list whose beginning stands in another file."""

_LARGEST = 999


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading's level and number, of which nothing else matters here."""

    level: int
    number: Number | None


def levelled(heads: Sequence[Numbered]) -> list[int]:
    """The levels of the headings, where the one that fills a gap in a list stands in the list.

    ``## 2.``, ``### 3.``, ``## 4.`` is a slip of the pen.
    """
    levels = [head.level for head in heads]
    places = [place for place, head in enumerate(heads) if head.number and head.number.sure]
    for rank, place in enumerate(places[1:], 1):
        before = places[rank - 1]
        after = places[rank + 1] if rank + 1 < len(places) else None
        wanted, own = levels[before], levels[place]
        value = _value(heads[place])
        if own == wanted or value <= 1 or _value(heads[before]) != value - 1:
            continue
        if after is None:
            levels[place] = min(own, wanted)
        elif levels[after] == wanted and _value(heads[after]) == value + 1:
            levels[place] = wanted
    return levels


def in_lists(heads: Sequence[Numbered]) -> set[int]:
    """The places of the headings that a list of their level counts."""
    families: dict[int, list[int]] = defaultdict(list)
    for place, head in enumerate(heads):
        if head.number is not None:
            families[head.level].append(place)
    return {place for family in families.values() for place in _members(heads, family)}


def _members(heads: Sequence[Numbered], family: Sequence[int]) -> set[int]:
    """A bare number with nothing behind it (``3 ways``) counts only if it is the next one."""
    firm = [place for place in family if not _is_loose(heads[place])]
    values = [_value(heads[place]) for place in firm]
    members = {p for p, value in zip(firm, values, strict=True) if value <= _limit(len(values))}
    if not firm:
        return _loose_members(heads, family)
    if not _is_list(values):
        continued = len(values) >= _CONTINUED and all(b == a + 1 for a, b in pairwise(values))
        members = set(firm) if continued and values[-1] <= _LARGEST else set()
    return _with_loose(heads, family, members)


def _with_loose(heads: Sequence[Numbered], family: Sequence[int], members: set[int]) -> set[int]:
    """The members, and what stands in the one place that its number has among them."""
    all_members = set(members)
    values = {_value(heads[place]) for place in members}
    last: int | None = None
    for place, following in zip_longest(family, family[1:]):
        value = _value(heads[place])
        if members and _is_loose(heads[place]) and value not in values:
            leads = following in members and _value(heads[following]) == value + 1
            if value - 1 == last or (last is None and leads):
                all_members.add(place)
        if place in all_members:
            last = value
    return all_members


def _loose_members(heads: Sequence[Numbered], family: Sequence[int]) -> set[int]:
    values = [_value(heads[place]) for place in family]
    grows = len(values) > 1 and all(b == a + 1 for a, b in pairwise(values))
    return set(family) if grows and values[0] in _FIRST else set()


def _is_list(values: Sequence[int]) -> bool:
    """From a first number upwards, in mostly small steps."""
    if not _FIRST.intersection(values):
        return False
    steps = list(pairwise(values))
    small = sum(after in _FIRST or 0 <= after - before <= _STEP for before, after in steps)
    return small * 2 >= len(steps)


def _limit(count: int) -> int:
    return _SPREAD * count + _LEEWAY


def _is_loose(head: Numbered) -> bool:
    return head.number is not None and head.number.loose


def _value(head: Numbered) -> int:
    return head.number.value if head.number else -1
