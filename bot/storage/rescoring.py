"""Rebuilding what is kept for quick reading from the answers, which are the truth."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    case,
    delete,
    except_,
    func,
    insert,
    select,
    text,
    union,
)

from bot.model import SpaceId
from bot.storage.attending import recounted
from bot.storage.boards import Spot, places, places_as_json, staged_places
from bot.storage.rows import room_of, space_of
from bot.storage.tables import answers, attended, boards, card_counts, histogram, rounds, tallies
from bot.storage.tallying import STEP, accuracy_of, in_steps
from bot.storage.transaction import (
    ACCOUNT,
    ROOM,
    Transaction,
    Values,
    as_json,
    columns_of,
    same,
    staged,
)
from bot.storage.types import Key


def rescore(transaction: Transaction) -> int:
    """See ``Store.rescore``."""
    if transaction.dialect == "postgresql":
        # Answers wait until this is over, and what they had begun is over now.
        transaction.execute(text("LOCK TABLE answers IN SHARE ROW EXCLUSIVE MODE"))
    return sum(_rescore_space(transaction, space) for space in _spaces(transaction))


def _spaces(transaction: Transaction) -> list[SpaceId]:
    rows = transaction.execute(
        union(
            select(rounds.c.platform, rounds.c.workspace),
            select(boards.c.platform, boards.c.workspace),
            select(card_counts.c.platform, card_counts.c.workspace),
            select(attended.c.platform, attended.c.workspace),
        )
    )
    return sorted(map(space_of, rows))


def _rescore_space(transaction: Transaction, space: SpaceId) -> int:
    of_space = select(boards.c.id).where(_in_space(boards, space))
    tallied = tallies.c.board.in_(of_space)
    wrong = _mend(transaction, tallies, tallied, *_recount(transaction, space))
    stepped = histogram.c.board.in_(of_space)
    # What nobody stands on is not wrong, and was kept because nobody asked.
    transaction.execute(delete(histogram).where(stepped, histogram.c.players == 0))
    wrong += _mend(transaction, histogram, stepped, _resummed(tallied))
    wrong += _mend(transaction, attended, _in_space(attended, space), recounted(_given_in(space)))
    return wrong + _mend(
        transaction, card_counts, _in_space(card_counts, space), _recounted_cards(space)
    )


def _in_space(table: FromClause, space: SpaceId) -> ColumnElement[bool]:
    return and_(table.c.platform == space.platform, table.c.workspace == space.workspace)


def _given_in(space: SpaceId) -> ColumnElement[bool]:
    """Which answers are of the space, found through its rounds."""
    return answers.c.round.in_(select(rounds.c.id).where(_in_space(rounds, space)))


def _recount(transaction: Transaction, space: SpaceId) -> tuple[Select[Any], Values]:
    """The right lines of all boards of the space, and the values that statement needs."""
    where = ("channel", "deck", "day")
    dialect = transaction.dialect
    of_space = and_(_given_in(space), answers.c.objective)
    found = transaction.execute(
        select(*columns_of(answers, (*ROOM, "deck", "day"))).where(of_space).distinct()
    )
    spots = [Spot(room_of(row), row.deck, row.day) for row in found]
    staged_spots = staged(dialect, "spots", {"spot": Integer(), **dict.fromkeys(where, Key)})
    gains = (
        select(staged_spots.c.spot, *columns_of(answers, (*ACCOUNT, "points", "correct", "at")))
        .join_from(answers, staged_spots, same(answers, staged_spots, where))
        .where(of_space)
        .subquery("gains")
    )
    gained = _gathered(gains, staged_places(dialect)).subquery("gained")
    values = {
        "spots": as_json(_staged(spot, number) for number, spot in enumerate(spots)),
        "places": places_as_json(places(transaction, spots)),
    }
    return _tally_lines(gained), values


def _gathered(gains: FromClause, places: FromClause) -> Select[Any]:
    """What each account has on each board.

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


def _tally_lines(gained: FromClause) -> Select[Any]:
    """The columns of ``tallies``, in their order."""
    return select(
        gained.c.board,
        *columns_of(gained, ACCOUNT),
        gained.c.points,
        gained.c.answered,
        gained.c.correct,
        accuracy_of(gained.c.correct, gained.c.answered),
        func.coalesce(gained.c.rewarded_at, gained.c.first_at),
    )


def _staged(spot: Spot, number: int) -> Values:
    return {
        "spot": number,
        "channel": spot.room.channel,
        "deck": spot.deck,
        "day": spot.day.isoformat(),
    }


def _resummed(which: ColumnElement[bool]) -> Select[Any]:
    """The right lines of the histogram, once those of the boards are."""
    points = (tallies.c.board, tallies.c.points)
    players = func.count().label("players")
    steps = in_steps(select(*points, players).where(which).group_by(*points).cte("points"))
    lines = steps.subquery("steps")
    step = columns_of(lines, STEP)
    return select(*step, func.sum(lines.c.players)).group_by(*step)


def _recounted_cards(space: SpaceId) -> Select[Any]:
    card = (answers.c.platform, answers.c.workspace, answers.c.deck, answers.c.card)
    right = func.sum(case((answers.c.correct, 1), else_=0))
    return select(*card, func.count(), right).where(_given_in(space)).group_by(*card)


def _mend(
    transaction: Transaction,
    table: Table,
    within: ColumnElement[bool],
    lines: Select[Any],
    values: Values | None = None,
) -> int:
    """Make the part of ``table`` that is ``within`` equal to ``lines``; how many keys differed."""
    names = [column.name for column in table.c]
    right = lines.cte("recounted")
    recounted = select(*(column.label(name) for column, name in zip(right.c, names, strict=True)))
    stored = select(*table.c).where(within)
    missing = except_(recounted, stored).subquery("missing")
    wrong = except_(stored, recounted).subquery("wrong")
    keys = [column.name for column in table.primary_key]
    differing = union(
        select(*(missing.c[key] for key in keys)), select(*(wrong.c[key] for key in keys))
    ).subquery("differing")
    count = select(func.count()).select_from(differing)
    number = int(transaction.execute(count, values).scalar_one())
    if number:
        transaction.execute(delete(table).where(within))
        transaction.execute(insert(table).from_select(names, lines), values)
    return number
