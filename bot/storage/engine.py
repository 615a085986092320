"""Engines, set up for the one database each is for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from bot.errors import DatabaseUnavailable

Synchronous = Literal["FULL", "NORMAL"]

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
"""The driver for each database, put into URLs that name none."""

CONNECTIONS = 5
"""Connections kept to one database. Each is a thread on SQLite."""

BEGIN = "studybot_begin"
"""The execution option that says how a transaction on SQLite begins; with ``""`` none does."""


def parse_url(url: str) -> URL:
    """The URL with its driver. Raises ``DatabaseUnavailable`` if there is none for it."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError):
        # The cause would quote the URL, and with it the password.
        raise DatabaseUnavailable("?", "this is no database URL") from None
    if backend == "postgres":
        backend = "postgresql"
    if backend not in DRIVERS:
        raise DatabaseUnavailable(backend, "only sqlite and postgresql are supported")
    return parsed.set(drivername=DRIVERS[backend])


def create_engine(url: URL, *, synchronous: Synchronous, busy_timeout: float) -> AsyncEngine:
    """An engine that has not connected yet; whoever calls disposes of it."""
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite(url, synchronous, busy_timeout)
        return create_async_engine(
            url, pool_size=CONNECTIONS, max_overflow=0, pool_pre_ping=False, hide_parameters=True
        )
    except (ArgumentError, NoSuchModuleError) as error:
        raise DatabaseUnavailable(url.get_backend_name(), "the URL is not understood") from error


def make_folder(url: URL) -> None:
    """Create the folder of a SQLite file. Raises ``DatabaseUnavailable`` if that cannot be."""
    path = url.database
    if url.get_backend_name() != "sqlite" or _in_memory(url) or path is None:
        return
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(path, error.strerror or str(error)) from error


def _sqlite(url: URL, synchronous: Synchronous, busy_timeout: float) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        # Each connection to memory would be a database of its own.
        pool_size=1 if _in_memory(url) else CONNECTIONS,
        max_overflow=0,
        hide_parameters=True,
        # SQLAlchemy's begin event below begins transactions, the driver does not.
        connect_args={"isolation_level": None, "timeout": busy_timeout},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and asks for the write lock later may be refused it, or
        # overwrite what another wrote in between. A writer asks before it reads.
        if statement := connection.get_execution_options().get(BEGIN, "BEGIN"):
            connection.exec_driver_sql(statement)

    return engine


def _in_memory(url: URL) -> bool:
    return url.database in {None, "", ":memory:"}
