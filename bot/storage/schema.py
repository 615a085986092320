"""Bringing a database to the schema this version needs, or refusing it untouched."""

from __future__ import annotations

from sqlalchemy import bindparam, column, func, inspect, select, table, update

from bot.errors import DatabaseNotOurs, DatabaseTooNew
from bot.storage.failures import name_of
from bot.storage.tables import VERSION_TABLE, rounds
from bot.storage.transaction import Transaction

NEWEST = "0006"
"""The version this program needs: the last migration's. A database there loads no Alembic."""

_VERSION = table(VERSION_TABLE, column("version_num"))
_READ = select(_VERSION.c.version_num)
_TOUCH = update(_VERSION).values(version_num=_VERSION.c.version_num)

MIGRATION_LOCK = 0x53_74_75_64_79
"""PostgreSQL's advisory lock that processes starting at once queue at."""


def check(transaction: Transaction) -> str | None:
    """The version of the schema; None in an empty database.

    Raises ``DatabaseTooNew`` or ``DatabaseNotOurs`` if the database is not for this version.
    """
    where = name_of(transaction.connection.engine.url)
    tables = set(inspect(transaction.connection).get_table_names())
    if not tables - {VERSION_TABLE}:
        return None
    found = transaction.execute(_READ).scalars().all() if VERSION_TABLE in tables else []
    known = all(map(_is_known, found))
    if len(found) != 1 or (rounds.name not in tables and not known):
        raise DatabaseNotOurs(where, "it holds another program's tables")
    revision = str(found[0])
    if not known:
        raise DatabaseTooNew(where, revision)
    return revision


def upgrade(transaction: Transaction) -> None:
    """Bring the schema to the newest version; several processes may do so at once.

    Raises what ``check`` raises. A database that takes no writes fails here, even if it is new.
    """
    if transaction.dialect == "postgresql":
        turn = select(func.pg_advisory_xact_lock(bindparam("key")))
        transaction.execute(turn, {"key": MIGRATION_LOCK})
    match check(transaction):
        case None:
            from bot.storage.creating import create  # noqa: PLC0415 -- needed once

            create(transaction.connection, transaction.dialect, NEWEST)
        case version if version == NEWEST:
            # Only a write tells: SQLite begins a transaction for writing on a read-only file too.
            transaction.execute(_TOUCH)
        case _:
            from bot.storage.migrating import migrate  # noqa: PLC0415 -- seldom needed, and large

            migrate(transaction.connection)


def _is_known(revision: str) -> bool:
    if revision == NEWEST:
        return True
    from bot.storage.migrating import is_known  # noqa: PLC0415 -- seldom needed, and large

    return is_known(revision)
