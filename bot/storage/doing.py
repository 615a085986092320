"""Things that may be done once, and were."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import bindparam, delete

from bot.storage.tables import done
from bot.storage.transaction import Dialect, Insert, Transaction, insert_into

KEPT = timedelta(days=1)
"""For how long it is remembered that a thing was done."""

_SWEEP = delete(done).where(done.c.at < bindparam("old"))


@cache
def _do(dialect: Dialect) -> Insert:
    line = insert_into(dialect, done)
    # Of two who come at once the second waits, and then sees what the first wrote. What was
    # forgotten may still be there.
    return line.on_conflict_do_update(
        index_elements=[done.c.name],
        set_={"at": line.excluded.at},
        where=done.c.at < bindparam("old"),
    )


def do_once(transaction: Transaction, name: str, at: datetime, *, sweep: bool) -> bool:
    """See ``Store.once``. With ``sweep`` everything older than a day is deleted as well."""
    old = {"old": at - KEPT}
    if sweep:
        transaction.execute(_SWEEP, old)
    return (
        transaction.execute(_do(transaction.dialect), {"name": name, "at": at, **old}).rowcount > 0
    )
