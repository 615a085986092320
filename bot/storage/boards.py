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
    """Which boards the entries of each spot are added to; see ``places``."""
    return staged(dialect, "places", {"spot": Integer(), "board": Integer()})


def places(transaction: Transaction, spots: Sequence[Spot]) -> str:
    """The value for ``staged_places``; a spot's number is its place in ``spots``."""
    keys = [spot.boards() for spot in spots]
    numbers = board_numbers(transaction, {key for each in keys for key in each})
    return as_json(
        {"spot": spot, "board": numbers[key]} for spot, each in enumerate(keys) for key in each
    )
