"""Boards as a cache of answers: lines, and how many players have how many points.

One answer changes sixteen boards: of its room and its space, of its deck and of all, for the four
periods. A whole batch is added by one statement for each table.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnCollection,
    ColumnElement,
    CompoundSelect,
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

from bot.storage.boards import staged_places
from bot.storage.tables import NARROW, WIDE, histogram, tallies
from bot.storage.transaction import (
    ACCOUNT,
    Columns,
    Dialect,
    Insert,
    Transaction,
    columns_of,
    insert_into,
    same,
    staged,
)

GAIN: Columns = {
    "spot": Integer(),
    **ACCOUNT,
    "points": Integer(),
    "correct": Boolean(),
    "at": BigInteger(),
}
"""What an answer adds to its boards. ``spot`` says which ones these are."""


STEP = ("board", "width", "points")
"""What names a line of ``histogram``."""


def add_to_boards(transaction: Transaction, gains: str, places: str) -> None:
    """Add new answers to every board they are on; both values are given ``as_json``."""
    values = {"gains": gains, "places": places}
    transaction.execute(_upsert_tallies(transaction.dialect), values)
    transaction.execute(_upsert_histogram(transaction.dialect), values)
    transaction.execute(_drop_empty(transaction.dialect), values)


def gathered(gains: FromClause, places: FromClause) -> Select[Any]:
    """What each account gains on each board.

    ``rewarded_at`` is the last moment that earned points (None if none did), ``first_at`` the
    first of all.
    """
    earning = case((gains.c.points > 0, gains.c.at))
    return (
        select(
            places.c.board,
            *columns_of(gains, ACCOUNT),
            func.sum(gains.c.points).label("points"),
            func.count().label("answered"),
            func.sum(case((gains.c.correct, 1), else_=0)).label("correct"),
            func.max(earning).label("rewarded_at"),
            func.min(gains.c.at).label("first_at"),
        )
        .join_from(gains, places, gains.c.spot == places.c.spot)
        .group_by(places.c.board, *columns_of(gains, ACCOUNT))
    )


def tally_lines(gained: FromClause) -> Select[Any]:
    """The columns of ``tallies``, in their order, for accounts that had no line before."""
    return select(
        gained.c.board,
        *columns_of(gained, ACCOUNT),
        gained.c.points,
        gained.c.answered,
        gained.c.correct,
        _accuracy(gained.c.correct, gained.c.answered),
        func.coalesce(gained.c.rewarded_at, gained.c.first_at),
    )


def _accuracy(correct: ColumnElement[int], answered: ColumnElement[int]) -> ColumnElement[Any]:
    # Division rounds correctly, so that equal fractions are equal numbers: 1/2 is 2/4.
    return cast(correct, Double) / cast(answered, Double)


def _gained(dialect: Dialect) -> FromClause:
    return gathered(staged(dialect, "gains", GAIN), staged_places(dialect)).cte("gained")


@cache
def _upsert_tallies(dialect: Dialect) -> Insert:
    gained = _gained(dialect)
    lines = tally_lines(gained).order_by(gained.c.board, *columns_of(gained, ACCOUNT))
    upsert = insert_into(dialect, tallies).from_select([each.name for each in tallies.c], lines)
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


@cache
def _upsert_histogram(dialect: Dialect) -> Insert:
    """Move players from the points they had to those they have, once ``tallies`` is written."""
    gained = _gained(dialect)
    moved = union_all(
        _left(gained).add_columns(_number(-1).label("players")),
        _entered(gained).add_columns(_number(1).label("players")),
    ).cte("moved")
    changed = in_steps(moved).subquery("changed")
    steps = columns_of(changed, STEP)
    players = func.sum(changed.c.players)
    lines = select(*steps, players).group_by(*steps).having(players != 0).order_by(*steps)
    upsert = insert_into(dialect, histogram).from_select([*STEP, "players"], lines)
    return upsert.on_conflict_do_update(
        index_elements=list(histogram.primary_key),
        set_={"players": histogram.c.players + upsert.excluded.players},
    )


def in_steps(lines: FromClause) -> CompoundSelect[Any]:
    """Lines of ``board``, ``points`` and ``players`` as lines of ``histogram``, not yet summed."""
    return union_all(
        *(
            select(
                lines.c.board,
                _number(width).label("width"),
                (lines.c.points - lines.c.points % _number(width)).label("points"),
                lines.c.players,
            )
            for width in (NARROW, WIDE)
        )
    )


def _number(value: int) -> ColumnElement[int]:
    # A parameter in the place of a result column has no type that PostgreSQL could know.
    return literal_column(str(value), Integer())


def _left(gained: FromClause) -> Select[Any]:
    """The points that players had before and have no more."""
    return (
        select(tallies.c.board, (tallies.c.points - gained.c.points).label("points"))
        .join_from(gained, tallies, same(tallies, gained, ("board", *ACCOUNT)))
        .where(gained.c.points > 0, tallies.c.answered > gained.c.answered)
    )


def _entered(gained: FromClause) -> Select[Any]:
    """The points that players have now and had not before."""
    return (
        select(tallies.c.board, tallies.c.points)
        .join_from(gained, tallies, same(tallies, gained, ("board", *ACCOUNT)))
        .where(or_(gained.c.points > 0, tallies.c.answered == gained.c.answered))
    )


@cache
def _drop_empty(dialect: Dialect) -> Delete:
    """Steps that nobody stands on any more are forgotten: a sum walks over those that are left."""
    left = _left(_gained(dialect)).add_columns(_number(0).label("players")).cte("left_behind")
    steps = in_steps(left).subquery("steps")
    return delete(histogram).where(
        histogram.c.players == 0,
        tuple_(*columns_of(histogram, STEP)).in_(select(*columns_of(steps, STEP))),
    )
