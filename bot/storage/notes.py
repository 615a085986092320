"""Short texts kept by name."""

from __future__ import annotations

from functools import cache

from sqlalchemy import bindparam, select

from bot.storage.tables import notes
from bot.storage.transaction import Dialect, Insert, Transaction, insert_into

_NOTE = select(notes.c.value).where(notes.c.name == bindparam("note"))


@cache
def _keep(dialect: Dialect) -> Insert:
    line = insert_into(dialect, notes)
    return line.on_conflict_do_update(
        index_elements=[notes.c.name], set_={"value": line.excluded.value}
    )


def load_note(transaction: Transaction, name: str) -> str | None:
    """See ``Store.note``."""
    value: str | None = transaction.execute(_NOTE, {"note": name}).scalar_one_or_none()
    return value


def keep_note(transaction: Transaction, name: str, value: str) -> None:
    """See ``Store.keep_note``."""
    transaction.execute(_keep(transaction.dialect), {"name": name, "value": value})
