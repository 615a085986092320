"""SQLite: a file, and one writer at a time."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from bot.errors import DatabaseUnavailable
from bot.storage.database import CONNECTIONS, Database
from bot.storage.errands import ErrandConnection
from bot.storage.failures import explained, is_busy

Synchronous = Literal["FULL", "NORMAL"]

_BEGIN = "studybot_begin"
"""The execution option that says how a transaction begins; with ``""`` none does."""

_ENDING = 10.0
"""Seconds a thread that was told to end is waited for."""

_CACHE = 8 * 1024
"""KiB of pages a connection keeps: sixteen boards with some thousand players each."""

_PAUSE = 0.01
"""Seconds between two looks at a lock that SQLite does not wait for itself."""


class SqliteDatabase(Database):
    """A SQLite file, or memory.

    Its own way to wait for the writer before is to sleep and look again. The writers of this
    process take turns instead, in order; only other processes are waited for that way.
    """

    def __init__(self, url: URL, *, synchronous: Synchronous, busy_timeout: float) -> None:
        self._threads: list[threading.Thread] = []
        engine = _engine(url, synchronous, busy_timeout, self._connect)
        super().__init__(url, engine)
        self._busy_timeout = busy_timeout
        self._writers = engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._turn = asyncio.Lock()

    async def keep_log(self) -> None:
        """With a write-ahead log readers and the writer do not wait for each other.

        The file remembers it.
        """
        clock = asyncio.get_running_loop()
        until = clock.time() + self._busy_timeout
        with explained(self.url):
            while True:
                try:
                    return await self._keep_log()
                except OperationalError as error:
                    # Another process that starts may be in the way, and SQLite's busy timeout
                    # does not hold here.
                    if not is_busy(error) or clock.time() > until:
                        raise
                    await asyncio.sleep(_PAUSE)

    async def dispose(self) -> None:
        """Disconnect, and see every connection's thread to its end.

        One that failed or was cancelled is left to its thread by the pool, and that thread still
        reports to the event loop, which must not be closed before.
        """
        await super().dispose()
        for thread in filter(threading.Thread.is_alive, self._threads):
            await asyncio.to_thread(thread.join, _ENDING)

    def _connect(self, *args: Any, **kwargs: Any) -> ErrandConnection:  # noqa: ANN401 -- sqlite3's
        connection = ErrandConnection(partial(sqlite3.connect, *args, **kwargs))
        thread = connection._thread  # noqa: SLF001 -- as SQLAlchemy's own dialect does
        thread.daemon = True
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        return connection

    def _reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._engine.connect()

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        async with self._turn, self._writers.begin() as connection:
            yield connection

    async def _keep_log(self) -> None:
        async with self._engine.execution_options(**{_BEGIN: ""}).connect() as connection:
            await connection.execute(text("PRAGMA journal_mode = WAL"))


def make_folder(url: URL) -> None:
    """Create the folder of the file. Raises ``DatabaseUnavailable`` if that cannot be."""
    path = url.database
    if path is None or _in_memory(url) or path.startswith("file:"):
        return
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(path, error.strerror or str(error)) from error


def _in_memory(url: URL) -> bool:
    return url.database in {None, "", ":memory:"}


def _engine(
    url: URL,
    synchronous: Synchronous,
    busy_timeout: float,
    connect: Callable[..., ErrandConnection],
) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        poolclass=AsyncAdaptedQueuePool,
        # Each connection to memory would be a database of its own.
        pool_size=1 if _in_memory(url) else CONNECTIONS,
        max_overflow=0,
        # Another connection's writes empty the cache of one, so the same one should write.
        pool_use_lifo=True,
        hide_parameters=True,
        # The driver begins no transactions; the begin event below does.
        connect_args={
            "isolation_level": None,
            "timeout": busy_timeout,
            "async_creator_fn": connect,
        },
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.execute(f"PRAGMA cache_size = -{_CACHE}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and asks for the write lock later may be refused it, or
        # overwrite what another wrote in between. A writer asks before it reads.
        if statement := connection.get_execution_options().get(_BEGIN, "BEGIN"):
            connection.exec_driver_sql(statement)

    return engine
