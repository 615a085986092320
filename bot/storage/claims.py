"""What the clock must touch next, and whose turn it is.

A claim that runs for more than two leases from now was made before the clock was set back: it
counts for nothing. With ``too_late`` as the moment after those two leases, a claim runs if it ends
after ``now`` and not after ``too_late``.

Thousands of lines may be due at one moment, and thousands more be due tomorrow: every statement
here walks an index of one platform's lines from its beginning and stops as soon as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import (
    ColumnElement,
    Executable,
    FromClause,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    not_,
    or_,
    select,
    update,
)

from bot.model import Round, RoundId, RoundState
from bot.schedules import Schedule
from bot.storage.rows import AnyRow, round_of
from bot.storage.scheduling import schedule_of
from bot.storage.tables import rounds, schedules
from bot.storage.transaction import (
    ROOM,
    Dialect,
    Transaction,
    as_json,
    columns_of,
    staged,
)
from bot.storage.types import Key, Moment

Due = TypeVar("Due", Round, Schedule)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Due]):
    """Something that is due, and the statements about it.

    ``called`` is what a log calls it, ``key`` names a line. ``read`` makes a line what it holds, or
    raises ``ValueError``. ``place`` is what lines are sorted by, as ``due`` sorts them.
    """

    called: str
    key: tuple[str, ...]
    read: Callable[[AnyRow], Due]
    place: Callable[[AnyRow], Any]
    due: Select[Any]
    take: Update
    give_up: Update

    def named(self, row: AnyRow) -> dict[str, object]:
        """What names a line in ``take`` and ``give_up``."""
        return {f"in_{name}": getattr(row, name) for name in self.key}


def _due(table: Table, order: tuple[str, ...]) -> Select[Any]:
    """What is due and free on one platform; ``order`` is that of lines of one moment."""
    lines, now = table.c, bindparam("now", type_=Moment())
    free = or_(
        lines.claimed_until.is_(None),
        lines.claimed_until <= now,
        lines.claimed_until > bindparam("too_late"),
    )
    return (
        select(table)
        .where(lines.platform == bindparam("platform"), lines.due_at <= now, free)
        .order_by(lines.due_at, *columns_of(table, order))
        .limit(bindparam("most"))
        # What another process is claiming at this moment is not waited for.
        .with_for_update(skip_locked=True, key_share=True)
    )


def _change(table: Table, key: tuple[str, ...]) -> Update:
    return update(table).where(*(table.c[name] == bindparam(f"in_{name}") for name in key))


_ROUNDS = _Kind(
    "round",
    key=("id",),
    read=round_of,
    place=attrgetter("due_at", "number", "id"),
    due=_due(rounds, ("number", "id")),
    take=_change(rounds, ("id",)).values(claimed_until=bindparam("until")),
    give_up=_change(rounds, ("id",)).values(state=RoundState.VOID, due_at=None, claimed_until=None),
)
_SCHEDULES = _Kind(
    "schedule",
    key=tuple(ROOM),
    read=schedule_of,
    place=attrgetter("due_at", "workspace", "channel"),
    due=_due(schedules, ("workspace", "channel")),
    take=_change(schedules, tuple(ROOM)).values(claimed_until=bindparam("until")),
    give_up=_change(schedules, tuple(ROOM)).values(next_at=None, due_at=None, claimed_until=None),
)

_POSTPONE = (
    update(rounds)
    .where(rounds.c.id == bindparam("round"), rounds.c.due_at.is_not(None))
    # The claim may have ended meanwhile: then the round is due when that change says.
    .where(rounds.c.claimed_until.is_not(None))
    .values(due_at=bindparam("until"), claimed_until=None)
)
_RELEASES = [
    update(table)
    .where(table.c.platform.in_(bindparam("platforms", expanding=True)))
    .where(table.c.claimed_until.is_not(None))
    .values(claimed_until=None)
    for table in (rounds, schedules)
]


@cache
def _next(dialect: Dialect) -> Executable:
    """For each platform of ``served`` four moments, the earliest of which is the next."""
    served = staged(dialect, "served", {"platform": Key})
    moments = [
        first.correlate(served).scalar_subquery()
        for table in (rounds, schedules)
        for first in (_first_free(table, served), _first_running(table, served))
    ]
    return select(*moments).select_from(served)


def _first_free(table: Table, served: FromClause) -> Select[Any]:
    free = or_(table.c.claimed_until.is_(None), not_(_running(table)))
    return _first(table, table.c.due_at, served).where(free)


def _first_running(table: Table, served: FromClause) -> Select[Any]:
    return _first(table, table.c.claimed_until, served).where(_running(table))


def _first(table: Table, moment: ColumnElement[Any], served: FromClause) -> Select[Any]:
    here = and_(table.c.platform == served.c.platform, table.c.due_at.is_not(None))
    return select(moment).where(here).order_by(moment).limit(1)


def _running(table: Table) -> ColumnElement[bool]:
    claim = table.c.claimed_until
    return and_(claim > table.c.due_at, claim <= bindparam("too_late"))


def claim_due(
    transaction: Transaction,
    platforms: Collection[str],
    now: datetime,
    lease: timedelta,
    limit: int,
) -> tuple[Round, ...]:
    """See ``Store.claim_due``."""
    return _claim(transaction, _ROUNDS, platforms, now, lease=lease, limit=limit)


def claim_schedules(
    transaction: Transaction,
    platforms: Collection[str],
    now: datetime,
    lease: timedelta,
    limit: int,
) -> tuple[Schedule, ...]:
    """See ``Store.claim_schedules``."""
    return _claim(transaction, _SCHEDULES, platforms, now, lease=lease, limit=limit)


def postpone(transaction: Transaction, round_id: RoundId, until: datetime) -> None:
    """See ``Store.postpone``."""
    transaction.execute(_POSTPONE, {"round": round_id, "until": until})


def release_claims(transaction: Transaction, platforms: Collection[str]) -> None:
    """See ``Store.release_claims``."""
    for release in _RELEASES:
        transaction.execute(release, {"platforms": list(platforms)})


def load_next_due(
    transaction: Transaction, platforms: Collection[str], now: datetime, lease: timedelta
) -> datetime | None:
    """See ``Store.next_due``."""
    served = as_json({"platform": platform} for platform in platforms)
    values = {"served": served, "too_late": now + 2 * lease}
    rows = transaction.execute(_next(transaction.dialect), values)
    return min((moment for row in rows for moment in row if moment is not None), default=None)


def _claim(  # noqa: PLR0913 (what ``Store.claim_due`` is given, and of what kind)
    transaction: Transaction,
    kind: _Kind[Due],
    platforms: Collection[str],
    now: datetime,
    *,
    lease: timedelta,
    limit: int,
) -> tuple[Due, ...]:
    values = {"now": now, "too_late": now + 2 * lease, "most": limit}
    found = [
        row
        # One order for all, so that two transactions cannot wait for each other.
        for platform in sorted(platforms)
        for row in transaction.execute(kind.due, {**values, "platform": platform})
    ]
    taken, due = [], []
    for row in sorted(found, key=kind.place)[:limit]:
        if (one := _readable(transaction, kind, row)) is not None:
            taken.append({**kind.named(row), "until": now + lease})
            due.append(one)
    if taken:
        transaction.execute(kind.take, taken)
    return tuple(due)


def _readable(transaction: Transaction, kind: _Kind[Due], row: AnyRow) -> Due | None:
    """What the line holds, or None where it makes no sense: then it is never due again."""
    try:
        return kind.read(row)
    except ValueError:
        line = {kind.called: "/".join(getattr(row, name) for name in kind.key)}
        _log.exception(f"a {kind.called} cannot be read and is given up", **line)
        transaction.execute(kind.give_up, kind.named(row))
        return None
