"""Boards as a cache of answers: lines, and how many players have how many points.

One answer changes sixteen boards: of its room and its space, of its deck and of all, for the four
periods. A whole batch is added by one statement for each table.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnCollection,
    ColumnElement,
    CompoundSelect,
    Double,
    FromClause,
    Integer,
    and_,
    case,
    cast,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
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
    "answered": Integer(),
    "correct": Integer(),
    "reached_at": BigInteger(),
}
"""What an account gains on the boards of a spot: once at most on any board."""


STEP = ("board", "width", "points")
"""What names a line of ``histogram``."""


def add_to_boards(transaction: Transaction, gains: str, places: str) -> None:
    """Add what accounts gain to every board of their spots; both values are given ``as_json``."""
    values = {"gains": gains, "places": places}
    transaction.execute(_upsert_tallies(transaction.dialect), values)
    transaction.execute(_upsert_histogram(transaction.dialect), values)


def accuracy_of(correct: ColumnElement[int], answered: ColumnElement[int]) -> ColumnElement[Any]:
    """The share of right answers. Equal fractions are equal numbers: 1/2 is 2/4."""
    return cast(correct, Double) / cast(answered, Double)  # division rounds correctly


def _gained(dialect: Dialect) -> FromClause:
    """What each account gains on each board."""
    gains, places = staged(dialect, "gains", GAIN), staged_places(dialect)
    return (
        select(places.c.board, *columns_of(gains, (name for name in GAIN if name != "spot")))
        .join_from(places, gains, gains.c.spot == places.c.spot)
        .offset(0)  # first these lines, then what is joined to them: else SQLite reads whole boards
        .cte("gained")
    )


@cache
def _upsert_tallies(dialect: Dialect) -> Insert:
    gained = _gained(dialect)
    lines = select(
        gained.c.board,
        *columns_of(gained, ACCOUNT),
        gained.c.points,
        gained.c.answered,
        gained.c.correct,
        accuracy_of(gained.c.correct, gained.c.answered),
        gained.c.reached_at,
    ).where(true())  # or SQLite takes ON CONFLICT for part of a join
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
            "accuracy": accuracy_of(correct, answered),
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
    """Move players from the points they had to those they have, once ``tallies`` is written.

    Steps that nobody stands on any more stay: there are never more than there were points.
    """
    moved = _moved(_gained(dialect))
    changed = union_all(
        select(moved.c.board, moved.c.points, _number(1).label("players")),
        select(moved.c.board, moved.c.before, _number(-1)).where(moved.c.had),
    ).cte("changed")
    lines = in_steps(changed).subquery("lines")
    steps = columns_of(lines, STEP)
    players = func.sum(lines.c.players)
    summed = select(*steps, players).group_by(*steps).having(players != 0)
    upsert = insert_into(dialect, histogram).from_select([*STEP, "players"], summed)
    return upsert.on_conflict_do_update(
        index_elements=list(histogram.primary_key),
        set_={"players": histogram.c.players + upsert.excluded.players},
    )


def _moved(gained: FromClause) -> FromClause:
    """The points of players who have got some or are new, ``before`` and now."""
    line = same(tallies, gained, ("board", *ACCOUNT))
    had = tallies.c.answered > gained.c.answered
    return (
        select(
            tallies.c.board,
            tallies.c.points,
            (tallies.c.points - gained.c.points).label("before"),
            had.label("had"),
        )
        .join_from(gained, tallies, line)
        .where(or_(gained.c.points > 0, not_(had)))
        .cte("moved")
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
