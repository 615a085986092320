"""What waits for a moment that a clock has named which has been set back since.

A round that began later than it is now was begun under such a clock. It begins anew, now: it is
open for as long as it was to be.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, bindparam, case, type_coerce, update

from bot.model import RoundState
from bot.storage.rows import LIVE
from bot.storage.tables import rounds
from bot.storage.transaction import Transaction
from bot.storage.types import Moment, to_micros

ASTRAY = timedelta(minutes=1)
"""How far the clocks of several processes may be apart without one of them being wrong."""

_NOW = bindparam("now", type_=Moment())
_MICROS = bindparam("micros", type_=BigInteger())


def _later_by(moment: Column[Any], began: Column[Any]) -> ColumnElement[Any]:
    """As long after now as it was after the beginning."""
    then, first = (type_coerce(one, BigInteger) for one in (moment, began))
    return _MICROS + then - first


def _begun_later(began: Column[Any]) -> ColumnElement[bool]:
    return began > bindparam("latest", type_=Moment())


_HERE = (
    rounds.c.platform.in_(bindparam("platforms", expanding=True)),
    rounds.c.due_at.is_not(None),
)
_OPENED = (
    update(rounds)
    .where(*_HERE, rounds.c.state == RoundState.OPEN, _begun_later(rounds.c.opened_at))
    .where(rounds.c.daily.is_(None))  # that ends at a time of day, which the clock tells anew
    .values(
        opened_at=_NOW,
        closes_at=_later_by(rounds.c.closes_at, rounds.c.opened_at),
        due_at=_later_by(rounds.c.due_at, rounds.c.opened_at),
    )
)
_CREATED = (
    # How long one was tried in vain that the clock posts is not waited once more: it is due.
    update(rounds)
    .where(*_HERE, rounds.c.state == RoundState.POSTING, _begun_later(rounds.c.created_at))
    .values(
        created_at=_NOW,
        due_at=case(
            (rounds.c.clocked, _MICROS), else_=_later_by(rounds.c.due_at, rounds.c.created_at)
        ),
    )
)
_CLOSED = (
    # The moment at which it ended stays: it tells whether its series ended with it.
    update(rounds)
    .where(*_HERE, rounds.c.state.not_in(LIVE), _begun_later(rounds.c.closed_at))
    .where(rounds.c.due_at > _NOW)
    .values(due_at=_NOW)
)


def set_back(transaction: Transaction, platforms: Collection[str], now: datetime) -> int:
    """See ``Store.set_back``."""
    here = {"platforms": list(platforms), "now": now, "latest": now + ASTRAY}
    anew = {**here, "micros": to_micros(now)}
    found = [
        transaction.execute(_OPENED, anew),
        transaction.execute(_CREATED, anew),
        transaction.execute(_CLOSED, here),
    ]
    return sum(one.rowcount for one in found)
