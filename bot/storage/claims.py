"""What the clock must touch next, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, case, func, or_, select, update

from bot.model import Round, RoundId, RoundState
from bot.storage.rows import AnyRow, round_of
from bot.storage.tables import rounds
from bot.storage.transaction import Transaction

_log = structlog.get_logger(__name__)

_SERVED = rounds.c.platform.in_(bindparam("platforms", expanding=True))
_FREE = or_(rounds.c.claimed_until.is_(None), rounds.c.claimed_until <= bindparam("now"))

_DUE = (
    select(rounds)
    .where(_SERVED, rounds.c.due_at <= bindparam("now"), _FREE)
    .order_by(rounds.c.due_at, rounds.c.number, rounds.c.id)
    .limit(bindparam("most"))
    # What another process is claiming at this moment is not waited for.
    .with_for_update(skip_locked=True, key_share=True)
)
_TAKE = (
    update(rounds)
    .where(rounds.c.id.in_(bindparam("ids", expanding=True)))
    .values(claimed_until=bindparam("until"))
)
_POSTPONE = (
    update(rounds)
    .where(rounds.c.id == bindparam("round"), rounds.c.due_at.is_not(None))
    # The claim may have ended meanwhile: then the round is due when that change says.
    .where(rounds.c.claimed_until.is_not(None))
    .values(due_at=bindparam("until"), claimed_until=None)
)
_RELEASE = (
    update(rounds).where(_SERVED, rounds.c.claimed_until.is_not(None)).values(claimed_until=None)
)
_GIVE_UP = (
    update(rounds)
    .where(rounds.c.id == bindparam("round"))
    .values(state=RoundState.VOID, due_at=None, claimed_until=None)
)
_TAKEN = rounds.c.claimed_until > rounds.c.due_at
_NEXT = select(
    func.min(case((_TAKEN, rounds.c.claimed_until), else_=rounds.c.due_at)).label("moment")
).where(_SERVED, rounds.c.due_at.is_not(None))


def claim_due(
    transaction: Transaction,
    platforms: Collection[str],
    now: datetime,
    lease: timedelta,
    limit: int,
) -> tuple[Round, ...]:
    """See ``Store.claim_due``."""
    values = {"platforms": list(platforms), "now": now, "most": limit}
    due = [
        one
        for row in transaction.execute(_DUE, values).all()
        if (one := _readable(transaction, row)) is not None
    ]
    if due:
        transaction.execute(_TAKE, {"ids": [each.id for each in due], "until": now + lease})
    return tuple(due)


def _readable(transaction: Transaction, row: AnyRow) -> Round | None:
    """The round, or None where what is kept of it makes no sense: then it is never due again."""
    try:
        return round_of(row)
    except ValueError:
        _log.exception("a round cannot be read and is given up", round=row.id)
        transaction.execute(_GIVE_UP, {"round": row.id})
        return None


def postpone(transaction: Transaction, round_id: RoundId, until: datetime) -> None:
    """See ``Store.postpone``."""
    transaction.execute(_POSTPONE, {"round": round_id, "until": until})


def release_claims(transaction: Transaction, platforms: Collection[str]) -> None:
    """See ``Store.release_claims``."""
    transaction.execute(_RELEASE, {"platforms": list(platforms)})


def load_next_due(transaction: Transaction, platforms: Collection[str]) -> datetime | None:
    """See ``Store.next_due``."""
    found: datetime | None = transaction.execute(_NEXT, {"platforms": list(platforms)}).scalar_one()
    return found
