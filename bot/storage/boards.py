"""Which boards an answer is on, and the numbers boards have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import Executable, FromClause, Integer, select

from bot.model import Period, RoomId
from bot.storage.rows import AnyRow
from bot.storage.tables import boards
from bot.storage.transaction import Dialect, Transaction, as_json, insert_into, same, staged
from bot.storage.types import Key


class BoardKey(NamedTuple):
    """A board by name; ``channel`` and ``deck`` are empty where all are meant."""

    platform: str
    workspace: str
    channel: str
    deck: str
    period: str


class Spot(NamedTuple):
    """Where and when an answer was given, as far as boards tell the difference."""

    room: RoomId
    deck: str
    day: date

    def boards(self) -> Collection[BoardKey]:
        """The sixteen boards such an answer is on."""
        where, space = (self.room.channel, ""), (self.room.platform, self.room.workspace)
        return {
            BoardKey(*space, channel, deck, period.key(self.day))
            for channel in where
            for deck in (self.deck, "")
            for period in Period
        }


class Place(NamedTuple):
    """What is gained at a spot, by its number, is gained on this board."""

    spot: int
    board: int


@cache
def _find(dialect: Dialect) -> Executable:
    asked = staged(dialect, "asked", dict.fromkeys(BoardKey._fields, Key))
    return select(boards).join_from(asked, boards, same(boards, asked, BoardKey._fields))


@cache
def _add(dialect: Dialect) -> Executable:
    return insert_into(dialect, boards).on_conflict_do_nothing()


def board_numbers(transaction: Transaction, keys: Collection[BoardKey]) -> Mapping[BoardKey, int]:
    """The boards' numbers; a board nobody was on yet gets one."""
    found = _numbers(transaction, keys)
    if missing := sorted(key for key in keys if key not in found):
        transaction.execute(_add(transaction.dialect), [key._asdict() for key in missing])
        found = _numbers(transaction, keys)
    return found


def _numbers(transaction: Transaction, keys: Iterable[BoardKey]) -> Mapping[BoardKey, int]:
    asked = as_json(key._asdict() for key in keys)
    rows = transaction.execute(_find(transaction.dialect), {"asked": asked})
    return {_key(row): row.id for row in rows}


def _key(row: AnyRow) -> BoardKey:
    return BoardKey(row.platform, row.workspace, row.channel, row.deck, row.period)


def staged_places(dialect: Dialect) -> FromClause:
    """Which boards the entries of each spot are added to; see ``places_as_json``."""
    return staged(dialect, "places", {"spot": Integer(), "board": Integer()})


def places(transaction: Transaction, spots: Sequence[Spot]) -> list[Place]:
    """Which boards the spots mean; a spot's number is its place in ``spots``."""
    keys = [spot.boards() for spot in spots]
    numbers = board_numbers(transaction, {key for each in keys for key in each})
    return [Place(spot, numbers[key]) for spot, each in enumerate(keys) for key in each]


def places_as_json(lines: Iterable[Place]) -> str:
    """The value for ``staged_places``."""
    return as_json(line._asdict() for line in lines)
