"""Reading boards: a page in order, with the ranks that a histogram of points gives."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    func,
    select,
)

from bot.model import AccountId, Board, Standing
from bot.ports import StandingsPage
from bot.storage.rows import AnyRow, account_of, account_values, space_values
from bot.storage.tables import NARROW, WIDE, accounts, boards, histogram, tallies
from bot.storage.transaction import ACCOUNT, Transaction, columns_of, has, same

MOST_POINTS = 2**31 - 1
"""More points than anybody has."""

EMPTY = StandingsPage(rows=(), page=0, total=0, own=None)

_LINE = ("board", *ACCOUNT)


def _players(board: ColumnElement[int], *which: ColumnElement[bool]) -> ColumnElement[int]:
    """How many players of a board stand on these steps."""
    players = select(func.coalesce(func.sum(histogram.c.players), 0))
    return players.where(histogram.c.board == board, *which).scalar_subquery()


_BOARD = select(boards.c.id, _players(boards.c.id, histogram.c.width == WIDE).label("total")).where(
    has(boards, ("platform", "workspace", "channel", "deck", "period"))
)

# The wide steps above, and in the wide step of these points the narrow ones above.
_EDGE = tallies.c.points - tallies.c.points % WIDE + WIDE
_BETTER = _players(
    tallies.c.board, histogram.c.width == WIDE, histogram.c.points >= _EDGE
) + _players(
    tallies.c.board,
    histogram.c.width == NARROW,
    histogram.c.points > tallies.c.points,
    histogram.c.points < _EDGE,
)

_UPTO = (
    select(
        histogram.c.points,
        histogram.c.players,
        func.sum(histogram.c.players).over(order_by=histogram.c.points.desc()).label("upto"),
    )
    .where(
        histogram.c.board == bindparam("board"),
        histogram.c.width == bindparam("width"),
        histogram.c.points >= bindparam("low"),
        histogram.c.points < bindparam("high"),
    )
    .subquery("upto")
)
_STEP = (
    select(_UPTO.c.points, (_UPTO.c.upto - _UPTO.c.players).label("before"))
    .where(_UPTO.c.upto > bindparam("skip"))
    .order_by(_UPTO.c.points.desc())
    .limit(1)
)


def _in_order(lines: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (
        lines.c.points.desc(),
        lines.c.accuracy.desc(),
        lines.c.reached_at,
        *columns_of(lines, ACCOUNT),
    )


def _named(lines: FromClause) -> Select[Any]:
    player = and_(
        accounts.c.platform == lines.c.account_platform,
        accounts.c.workspace == lines.c.account_workspace,
        accounts.c.user == lines.c.account_user,
    )
    name = func.coalesce(accounts.c.name, lines.c.account_user).label("name")
    return select(*lines.c, name).join_from(lines, accounts, player, isouter=True)


# What is passed over is passed over in the index: whole lines and names are read of the page only.
_KEYS = (
    select(*columns_of(tallies, _LINE))
    .where(tallies.c.board == bindparam("board"), tallies.c.points <= bindparam("points"))
    .order_by(*_in_order(tallies))
    .limit(bindparam("size"))
    .offset(bindparam("skip"))
    .subquery("keys")
)
_PAGE = _named(tallies).join(_KEYS, same(tallies, _KEYS, _LINE)).order_by(*_in_order(tallies))
_OWN = _named(tallies).add_columns(_BETTER.label("better")).where(has(tallies, _LINE))


def load_standings(
    transaction: Transaction, board: Board, page: int, size: int, viewer: AccountId | None
) -> StandingsPage:
    """See ``Store.standings``."""
    found = _find(transaction, board)
    if found is None or found.total == 0:
        return EMPTY
    total = int(found.total)
    page = max(0, min(page, (total - 1) // size))
    return StandingsPage(
        rows=_page(transaction, found.id, page * size, size),
        page=page,
        total=total,
        own=None if viewer is None else _own(transaction, found.id, viewer),
    )


def _find(transaction: Transaction, board: Board) -> AnyRow | None:
    names = {
        **space_values(board.space),
        "channel": board.channel,
        "deck": board.deck or "",
        "period": board.period.key(board.day),
    }
    return transaction.execute(_BOARD, names).one_or_none()


def _own(transaction: Transaction, board: int, viewer: AccountId) -> Standing | None:
    row = transaction.execute(_OWN, {"board": board, **account_values(viewer)}).one_or_none()
    return None if row is None else _standing(int(row.better) + 1, row)


def _page(transaction: Transaction, board: int, skip: int, size: int) -> tuple[Standing, ...]:
    """Lines in order, from ``skip`` on. Whole steps of equal points are passed over unread.

    The first line may tie with lines before the page; ranks of the others show on the page.
    """
    points, better = _step(transaction, board, skip)
    values = {"board": board, "points": points, "size": size, "skip": skip - better}
    standings: list[Standing] = []
    for place, row in enumerate(transaction.execute(_PAGE, values), start=skip + 1):
        if not standings:
            rank = better + 1
        elif row.points == standings[-1].points:
            rank = standings[-1].rank
        else:
            rank = place
        standings.append(_standing(rank, row))
    return tuple(standings)


def _step(transaction: Transaction, board: int, skip: int) -> tuple[int, int]:
    """At most so many points has the player after the first ``skip``, and so many have more."""
    low, high, better = 0, MOST_POINTS, 0
    if skip == 0:
        return high, better
    for width in (WIDE, NARROW):
        limits = {"board": board, "width": width, "low": low, "high": high}
        step = transaction.execute(_STEP, {**limits, "skip": skip - better}).one()
        low, high, better = step.points, step.points + width, better + int(step.before)
    return low, better


def _standing(rank: int, row: AnyRow) -> Standing:
    return Standing(
        rank=rank,
        account=account_of(row),
        name=row.name,
        points=row.points,
        answered=row.answered,
        correct=row.correct,
    )
