"""Reading boards: a page in order, with the ranks that a histogram of points gives."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from bot.model import AccountId, Board, Standing
from bot.ports import StandingsPage
from bot.storage.rows import AnyRow, account_of, account_values, space_values
from bot.storage.tables import accounts, boards, histogram, tallies
from bot.storage.transaction import ACCOUNT, Transaction, columns_of, has

EMPTY = StandingsPage(rows=(), page=0, total=0, own=None)

_BOARD = (
    select(boards.c.id, func.sum(histogram.c.players).label("players"))
    .join_from(boards, histogram)
    .where(has(boards, ("platform", "workspace", "channel", "deck", "period")))
    .group_by(boards.c.id)
)

_BETTER = select(func.coalesce(func.sum(histogram.c.players), 0)).where(
    histogram.c.board == bindparam("board"), histogram.c.points > bindparam("points")
)

_STEPS = (
    select(
        histogram.c.points,
        histogram.c.players,
        func.sum(histogram.c.players).over(order_by=histogram.c.points.desc()).label("upto"),
    )
    .where(histogram.c.board == bindparam("board"))
    .subquery("steps")
)
_STEP = (
    select(_STEPS.c.points, (_STEPS.c.upto - _STEPS.c.players).label("better"))
    .where(_STEPS.c.upto > bindparam("skip"))
    .order_by(_STEPS.c.points.desc())
    .limit(1)
)


def _named() -> Select[Any]:
    player = and_(
        accounts.c.platform == tallies.c.account_platform,
        accounts.c.workspace == tallies.c.account_workspace,
        accounts.c.user == tallies.c.account_user,
    )
    name = func.coalesce(accounts.c.name, tallies.c.account_user).label("name")
    return select(tallies, name).join_from(tallies, accounts, player, isouter=True)


_LINES = (
    _named()
    .where(tallies.c.board == bindparam("board"), tallies.c.points <= bindparam("points"))
    .order_by(
        tallies.c.points.desc(),
        tallies.c.accuracy.desc(),
        tallies.c.reached_at,
        *columns_of(tallies, ACCOUNT),
    )
    .limit(bindparam("size"))
    .offset(bindparam("skip"))
)
_OWN = _named().where(has(tallies, ("board", *ACCOUNT)))


def load_standings(
    transaction: Transaction, board: Board, page: int, size: int, viewer: AccountId | None
) -> StandingsPage:
    """See ``Store.standings``."""
    found = _find(transaction, board)
    if found is None:
        return EMPTY
    total = int(found.players)
    page = max(0, min(page, (total - 1) // size))
    rows = _page(transaction, found.id, page * size, size)
    own = None if viewer is None else _own(transaction, found.id, viewer)
    return StandingsPage(rows, page, total, own)


def _find(transaction: Transaction, board: Board) -> AnyRow | None:
    names = {
        **space_values(board.space),
        "channel": board.channel,
        "deck": board.deck or "",
        "period": board.period.key(board.day),
    }
    return transaction.execute(_BOARD, names).one_or_none()


def _page(transaction: Transaction, board: int, skip: int, size: int) -> tuple[Standing, ...]:
    """Lines in order, from ``skip`` on. Whole groups of equal points are passed over unread.

    The first line may tie with lines before the page; ranks of the others show on the page.
    """
    step = transaction.execute(_STEP, {"board": board, "skip": skip}).one()
    better = int(step.better)
    values = {"board": board, "points": step.points, "size": size, "skip": skip - better}
    standings: list[Standing] = []
    for place, row in enumerate(transaction.execute(_LINES, values), start=skip + 1):
        if not standings:
            rank = better + 1
        elif row.points == standings[-1].points:
            rank = standings[-1].rank
        else:
            rank = place
        standings.append(_standing(rank, row))
    return tuple(standings)


def _own(transaction: Transaction, board: int, viewer: AccountId) -> Standing | None:
    row = transaction.execute(_OWN, {"board": board, **account_values(viewer)}).one_or_none()
    if row is None:
        return None
    better = transaction.execute(_BETTER, {"board": board, "points": row.points}).scalar_one()
    return _standing(int(better) + 1, row)


def _standing(rank: int, row: AnyRow) -> Standing:
    return Standing(
        rank=rank,
        account=account_of(row),
        name=row.name,
        points=row.points,
        answered=row.answered,
        correct=row.correct,
    )
