"""Boards as a cache of answers: lines, and how many players have how many points.

One answer changes sixteen boards: of its room and its space, of its deck and of all, for the four
periods. A whole batch is added by one statement for each table, and the same statement recounts
everything from the answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnCollection,
    ColumnElement,
    Delete,
    Double,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    delete,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from bot.model import Answer, Period, RoomId
from bot.storage.rows import account_values
from bot.storage.staging import ACCOUNT, same_account
from bot.storage.tables import boards, card_counts, histogram, tallies
from bot.storage.transaction import Insert, Transaction, account_columns
from bot.storage.types import Key, to_micros


@dataclass(frozen=True, slots=True)
class Counted:
    """An answer that counts, with what its round says of it."""

    answer: Answer
    room: RoomId
    deck: str
    card: str
    objective: bool


@dataclass(frozen=True, slots=True, order=True)
class BoardKey:
    """A board by name; ``channel`` and ``deck`` are empty where all are meant."""

    platform: str
    workspace: str
    channel: str
    deck: str
    period: str


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where and when an answer was given, as far as boards tell the difference."""

    room: RoomId
    deck: str
    day: date

    def boards(self) -> Iterable[BoardKey]:
        """The sixteen boards such an answer is on."""
        for channel in ("", self.room.channel):
            for deck in ("", self.deck):
                for period in Period:
                    yield BoardKey(
                        self.room.platform,
                        self.room.workspace,
                        channel,
                        deck,
                        period.key(self.day),
                    )


async def add_to_boards(transaction: Transaction, counted: Sequence[Counted]) -> None:
    """Add new answers to every board they are on."""
    if not counted:
        return
    spots = {spot: number for number, spot in enumerate(sorted(set(map(_spot, counted))))}
    numbers = await board_numbers(transaction, {key for spot in spots for key in spot.boards()})
    entries = transaction.staged(
        "entries",
        {
            "spot": Integer(),
            **ACCOUNT,
            "points": Integer(),
            "correct": Integer(),
            "at": BigInteger(),
        },
        [_entry(each, spots[_spot(each)]) for each in counted],
    )
    places = transaction.staged(
        "places",
        {"spot": Integer(), "board": Integer()},
        [
            {"spot": number, "board": numbers[key]}
            for spot, number in spots.items()
            for key in sorted(set(spot.boards()))
        ],
    )
    gained = gathered(entries, places).cte("gained")
    await transaction.execute(_upsert_tallies(transaction, gained))
    await transaction.execute(_upsert_histogram(transaction, gained))
    await transaction.execute(_drop_empty(gained))


def _spot(counted: Counted) -> Spot:
    return Spot(counted.room, counted.deck, counted.answer.day)


def _entry(counted: Counted, spot: int) -> Mapping[str, object]:
    answer = counted.answer
    return {
        **account_values(answer.account),
        "spot": spot,
        "points": answer.points,
        "correct": int(answer.correct),
        "at": to_micros(answer.at),
    }


async def board_numbers(
    transaction: Transaction, keys: Collection[BoardKey]
) -> Mapping[BoardKey, int]:
    """The boards' numbers; a board nobody was on yet gets one."""
    found = await _find_boards(transaction, keys)
    missing = sorted(key for key in keys if key not in found)
    if not missing:
        return found
    lines = [
        dict(zip(("platform", "workspace", "channel", "deck", "period"), key_parts, strict=True))
        for key_parts in map(_parts, missing)
    ]
    await transaction.connection.execute(transaction.insert(boards).on_conflict_do_nothing(), lines)
    return await _find_boards(transaction, keys)


def _parts(key: BoardKey) -> tuple[str, str, str, str, str]:
    return (key.platform, key.workspace, key.channel, key.deck, key.period)


async def _find_boards(transaction: Transaction, keys: Collection[BoardKey]) -> dict[BoardKey, int]:
    names = ("platform", "workspace", "channel", "deck", "period")
    asked = transaction.staged(
        "asked",
        dict.fromkeys(names, Key),
        [dict(zip(names, _parts(key), strict=True)) for key in keys],
    )
    same = and_(*(boards.c[name] == asked.c[name] for name in names))
    rows = await transaction.execute(select(boards).join_from(asked, boards, same))
    return {
        BoardKey(row.platform, row.workspace, row.channel, row.deck, row.period): row.id
        for row in rows
    }


def gathered(entries: FromClause, places: FromClause) -> Select[tuple[int, ...]]:
    """What each account gains on each board: the sum of its entries there.

    ``rewarded_at`` is the last moment that earned points (None if none did), ``first_at`` the
    first of all.
    """
    earning = case((entries.c.points > 0, entries.c.at))
    return (
        select(
            places.c.board,
            *account_columns(entries),
            func.sum(entries.c.points).label("points"),
            func.count().label("answered"),
            func.sum(entries.c.correct).label("correct"),
            func.max(earning).label("rewarded_at"),
            func.min(entries.c.at).label("first_at"),
        )
        .join_from(entries, places, entries.c.spot == places.c.spot)
        .group_by(places.c.board, *account_columns(entries))
    )


def tally_lines(gained: FromClause) -> Select[tuple[int, ...]]:
    """The columns of ``tallies``, in their order, for accounts that had no line before."""
    return select(
        gained.c.board,
        *account_columns(gained),
        gained.c.points,
        gained.c.answered,
        gained.c.correct,
        _accuracy(gained.c.correct, gained.c.answered),
        func.coalesce(gained.c.rewarded_at, gained.c.first_at),
    )


def _accuracy(correct: ColumnElement[int], answered: ColumnElement[int]) -> ColumnElement[Any]:
    # Division rounds correctly, so that equal fractions are equal numbers: 1/2 is 2/4.
    return cast(correct, Double) / cast(answered, Double)


def _upsert_tallies(transaction: Transaction, gained: FromClause) -> Insert:
    lines = tally_lines(gained).order_by(gained.c.board, *account_columns(gained))
    upsert = transaction.insert(tallies).from_select([each.name for each in tallies.c], lines)
    more = upsert.excluded
    correct = tallies.c.correct + more.correct
    answered = tallies.c.answered + more.answered
    return upsert.on_conflict_do_update(
        index_elements=list(tallies.primary_key),
        set_={
            "points": tallies.c.points + more.points,
            "answered": answered,
            "correct": correct,
            "accuracy": _accuracy(correct, answered),
            "reached_at": _reached_at(more),
        },
    )


def _reached_at(more: ColumnCollection[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """The last moment that earned points or, where none did, the first of all.

    Answers of several processes are not added in the order of their moments.
    """
    return case(
        (and_(more.points > 0, tallies.c.points == 0), more.reached_at),
        (and_(more.points == 0, tallies.c.points > 0), tallies.c.reached_at),
        (and_(more.points > 0, more.reached_at > tallies.c.reached_at), more.reached_at),
        (and_(more.points == 0, more.reached_at < tallies.c.reached_at), more.reached_at),
        else_=tallies.c.reached_at,
    )


def _upsert_histogram(transaction: Transaction, gained: FromClause) -> Insert:
    """Move players from the points they had to those they have, once ``tallies`` is written."""
    moved = union_all(_left(gained, -1), _entered(gained)).subquery("moved")
    players = func.sum(moved.c.players)
    steps = (
        select(moved.c.board, moved.c.points, players)
        .group_by(moved.c.board, moved.c.points)
        .having(players != 0)
        .order_by(moved.c.board, moved.c.points)
    )
    upsert = transaction.insert(histogram).from_select(["board", "points", "players"], steps)
    return upsert.on_conflict_do_update(
        index_elements=list(histogram.primary_key),
        set_={"players": histogram.c.players + upsert.excluded.players},
    )


def _left(gained: FromClause, *marks: int) -> Select[Any]:
    """The points that players had before and have no more."""
    return (
        select(
            tallies.c.board,
            (tallies.c.points - gained.c.points).label("points"),
            *(literal_column(str(mark), Integer()).label("players") for mark in marks),
        )
        .join_from(gained, tallies, _same_line(gained))
        .where(gained.c.points > 0, tallies.c.answered > gained.c.answered)
    )


def _entered(gained: FromClause) -> Select[Any]:
    """The points that players have now and had not before."""
    return (
        select(tallies.c.board, tallies.c.points, literal_column("1", Integer()).label("players"))
        .join_from(gained, tallies, _same_line(gained))
        .where(or_(gained.c.points > 0, tallies.c.answered == gained.c.answered))
    )


def _same_line(gained: FromClause) -> ColumnElement[bool]:
    return and_(tallies.c.board == gained.c.board, same_account(tallies, gained))


def _drop_empty(gained: FromClause) -> Delete:
    """Points that nobody has any more are forgotten: a rank is a sum over those that are left."""
    step = tuple_(histogram.c.board, histogram.c.points)
    return delete(histogram).where(histogram.c.players == 0, step.in_(_left(gained)))


async def count_cards(transaction: Transaction, counted: Sequence[Counted]) -> None:
    """Add new answers to what the space knows of their cards."""
    sums: dict[tuple[str, str, str, str], list[int]] = {}
    for each in counted:
        key = (each.room.platform, each.room.workspace, each.deck, each.card)
        entry = sums.setdefault(key, [0, 0])
        entry[0] += 1
        entry[1] += each.answer.correct
    upsert = transaction.insert(card_counts)
    statement = upsert.on_conflict_do_update(
        index_elements=list(card_counts.primary_key),
        set_={
            "answered": card_counts.c.answered + upsert.excluded.answered,
            "correct": card_counts.c.correct + upsert.excluded.correct,
        },
    )
    names = [each.name for each in card_counts.c]
    lines = [dict(zip(names, (*key, *entry), strict=True)) for key, entry in sorted(sums.items())]
    await transaction.connection.execute(statement, lines)
