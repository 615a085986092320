"""What the clock must touch next, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_, select, update

from bot.model import Round, RoundId
from bot.storage.rows import round_of
from bot.storage.tables import rounds
from bot.storage.transaction import Transaction


async def claim_due(
    transaction: Transaction,
    platforms: Collection[str],
    now: datetime,
    lease: timedelta,
    limit: int,
) -> tuple[Round, ...]:
    """See ``Store.claim_due``."""
    free = or_(rounds.c.claimed_until.is_(None), rounds.c.claimed_until <= now)
    found = await transaction.execute(
        select(rounds)
        .where(rounds.c.platform.in_(platforms), rounds.c.due_at <= now, free)
        .order_by(rounds.c.due_at, rounds.c.number, rounds.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    due = tuple(map(round_of, found))
    await transaction.execute(
        update(rounds)
        .where(rounds.c.id.in_([each.id for each in due]))
        .values(claimed_until=now + lease)
    )
    return due


async def postpone(transaction: Transaction, round_id: RoundId, until: datetime) -> None:
    """See ``Store.postpone``."""
    await transaction.execute(
        update(rounds)
        .where(
            rounds.c.id == round_id,
            # The claim may have ended meanwhile: then the round is due when that change says.
            rounds.c.claimed_until.is_not(None),
            rounds.c.due_at.is_not(None),
        )
        .values(due_at=until, claimed_until=None)
    )


async def load_next_due(transaction: Transaction, platforms: Collection[str]) -> datetime | None:
    """See ``Store.next_due``."""
    taken = rounds.c.claimed_until > rounds.c.due_at
    moment = case((taken, rounds.c.claimed_until), else_=rounds.c.due_at)
    found = await transaction.execute(
        select(func.min(moment)).where(
            rounds.c.platform.in_(platforms), rounds.c.due_at.is_not(None)
        )
    )
    return found.scalar_one()  # type: ignore[no-any-return]
