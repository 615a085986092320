"""Reading boards: a page in order, with the ranks that a histogram of points gives."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from bot.model import AccountId, Board, Standing
from bot.ports import StandingsPage
from bot.storage.rows import AnyRow, account_of
from bot.storage.tables import accounts, boards, histogram, tallies
from bot.storage.transaction import Transaction, account_columns

ORDER = (
    tallies.c.points.desc(),
    tallies.c.accuracy.desc(),
    tallies.c.reached_at,
    *account_columns(tallies),
)

EMPTY = StandingsPage(rows=(), page=0, total=0, own=None)


async def load_standings(
    transaction: Transaction, board: Board, page: int, size: int, viewer: AccountId | None
) -> StandingsPage:
    """See ``Store.standings``."""
    number = await _number(transaction, board)
    total = 0 if number is None else await _players(transaction, histogram.c.board == number)
    if number is None or total == 0:
        return EMPTY
    page = max(0, min(page, (total - 1) // size))
    rows = await _lines(transaction, number, page * size, size)
    ranked = await _rank(transaction, number, rows, page * size)
    own = None if viewer is None else await _own(transaction, number, viewer)
    return StandingsPage(ranked, page, total, own)


async def _number(transaction: Transaction, board: Board) -> int | None:
    found = await transaction.execute(
        select(boards.c.id).where(
            boards.c.platform == board.space.platform,
            boards.c.workspace == board.space.workspace,
            boards.c.channel == board.channel,
            boards.c.deck == (board.deck or ""),
            boards.c.period == board.period.key(board.day),
        )
    )
    return found.scalar_one_or_none()


async def _players(transaction: Transaction, which: ColumnElement[bool]) -> int:
    found = await transaction.execute(
        select(func.coalesce(func.sum(histogram.c.players), 0)).where(which)
    )
    return int(found.scalar_one())


async def _better(transaction: Transaction, number: int, points: int) -> int:
    """How many players of the board have more points."""
    return await _players(
        transaction, and_(histogram.c.board == number, histogram.c.points > points)
    )


async def _lines(transaction: Transaction, number: int, skip: int, size: int) -> list[AnyRow]:
    """Lines in order, from ``skip`` on. Whole groups of equal points are skipped unread."""
    upto = func.sum(histogram.c.players).over(order_by=histogram.c.points.desc())
    steps = (
        select(histogram.c.points, histogram.c.players, upto.label("upto"))
        .where(histogram.c.board == number)
        .subquery()
    )
    first = await transaction.execute(
        select(steps.c.points, (steps.c.upto - steps.c.players).label("before"))
        .where(steps.c.upto > skip)
        .order_by(steps.c.points.desc())
        .limit(1)
    )
    group = first.one()
    page = (
        _named()
        .where(tallies.c.board == number, tallies.c.points <= group.points)
        .order_by(*ORDER)
        .limit(size)
        .offset(skip - int(group.before))
    )
    return list(await transaction.execute(page))


def _named() -> Select[Any]:
    player = and_(
        accounts.c.platform == tallies.c.account_platform,
        accounts.c.workspace == tallies.c.account_workspace,
        accounts.c.user == tallies.c.account_user,
    )
    name = func.coalesce(accounts.c.name, tallies.c.account_user).label("name")
    return select(tallies, name).join_from(tallies, accounts, player, isouter=True)


async def _rank(
    transaction: Transaction, number: int, rows: list[AnyRow], skip: int
) -> tuple[Standing, ...]:
    """Ranks of a page. Its first line may tie with lines before it; the others show themselves."""
    standings: list[Standing] = []
    for place, row in enumerate(rows, start=skip + 1):
        if not standings:
            rank = await _better(transaction, number, row.points) + 1
        elif row.points == standings[-1].points:
            rank = standings[-1].rank
        else:
            rank = place
        standings.append(_standing(rank, row))
    return tuple(standings)


async def _own(transaction: Transaction, number: int, viewer: AccountId) -> Standing | None:
    found = await transaction.execute(
        _named().where(
            tallies.c.board == number,
            tallies.c.account_platform == viewer.platform,
            tallies.c.account_workspace == viewer.workspace,
            tallies.c.account_user == viewer.user,
        )
    )
    row = found.one_or_none()
    if row is None:
        return None
    return _standing(await _better(transaction, number, row.points) + 1, row)


def _standing(rank: int, row: AnyRow) -> Standing:
    return Standing(
        rank=rank,
        account=account_of(row),
        name=row.name,
        points=row.points,
        answered=row.answered,
        correct=row.correct,
    )
