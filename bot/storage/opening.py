"""Opening a store: which database a URL means, and whether it is fit for us."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import DatabaseUnavailable
from bot.storage.database import Database
from bot.storage.postgresql import PostgresqlDatabase
from bot.storage.schema import check, upgrade
from bot.storage.sqlite import SqliteDatabase, Synchronous, make_folder
from bot.storage.store import SqlStore


@asynccontextmanager
async def open_store(
    url: str, *, synchronous: Synchronous = "FULL", busy_timeout: float = 5.0
) -> AsyncIterator[SqlStore]:
    """The store at ``url``, its schema brought up to date; leaving commits and disconnects.

    Args:
        url: Where the database is, as SQLAlchemy writes it: ``sqlite:///data/studybot.db`` (file
            and folder are created) or ``postgresql://user:password@host/name``. A driver may be
            named and is not listened to.
        synchronous: How SQLite waits for the disk: FULL loses nothing that was acknowledged,
            NORMAL may lose the last moments before a power cut.
        busy_timeout: Seconds that SQLite waits for another process to finish writing.

    Raises:
        DatabaseError: The database cannot be opened, is locked, read-only, too new or not ours.
    """
    database = _database(url, synchronous, busy_timeout)
    try:
        await database.read(check)
        await database.keep_log()
        await database.write(upgrade)
        store = SqlStore(database)
        try:
            yield store
        finally:
            await store.close()
    finally:
        await database.dispose()


def _database(url: str, synchronous: Synchronous, busy_timeout: float) -> Database:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, ValueError):
        # The cause would quote the URL, and with it the password.
        raise DatabaseUnavailable("?", "this is no database URL") from None
    match backend:
        case "sqlite":
            make_folder(address)
            return SqliteDatabase(address, synchronous=synchronous, busy_timeout=busy_timeout)
        case "postgresql" | "postgres":
            return PostgresqlDatabase(address)
        case _:
            raise DatabaseUnavailable(backend, "only sqlite and postgresql are supported")
