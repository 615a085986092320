"""SQLite: a file, one writer at a time, and no waiting that is not a thread's.

SQLite has no asynchronous interface: an asynchronous driver sends each statement to a thread and
back. Here a whole transaction goes to a thread, which spares the event loop nine tenths of the
work and a busy loop from delaying every statement of a transaction that holds the write lock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from bot.errors import DatabaseUnavailable
from bot.storage.database import CONNECTIONS, Database
from bot.storage.failures import explained, is_busy
from bot.storage.transaction import Transaction

Synchronous = Literal["FULL", "NORMAL"]
Result = TypeVar("Result")

THREADS = "studybot-sqlite"
"""How the names of our threads begin."""

_BEGIN = "studybot_begin"
"""The execution option that says how a transaction begins; with ``""`` none does."""


_PAUSE = 0.01
"""Seconds between two looks at a lock that SQLite does not wait for itself."""


class SqliteDatabase(Database):
    """A SQLite file, or memory.

    Its own way to wait for the writer before is to sleep and look again. The writers of this
    process queue for one thread instead, in order; only other processes are waited for that way.
    """

    def __init__(self, url: URL, *, synchronous: Synchronous, busy_timeout: float) -> None:
        super().__init__(url)
        self._busy_timeout = busy_timeout
        self._engine = _engine(url, synchronous, busy_timeout)
        self._writing = self._engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        self._writer = ThreadPoolExecutor(1, f"{THREADS}-writer")
        self._readers = ThreadPoolExecutor(CONNECTIONS - 1, f"{THREADS}-reader")

    async def keep_log(self) -> None:
        """With a write-ahead log readers and the writer do not wait for each other.

        The file remembers it.
        """
        with explained(self.url):
            await self._run(self._writer, self._keep_log)

    async def dispose(self) -> None:
        # The writer's queue is in order: what was asked of it before is done by then.
        await self._run(self._writer, self._readers.shutdown)
        await self._run(self._writer, self._engine.dispose)
        self._writer.shutdown()

    async def _read(self, call: Callable[[Transaction], Result]) -> Result:
        return await self._run(self._readers, lambda: self._in_read(call))

    async def _write(self, call: Callable[[Transaction], Result]) -> Result:
        return await self._run(self._writer, lambda: self._in_write(call))

    async def _run(self, threads: ThreadPoolExecutor, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(threads, call)

    def _in_read(self, call: Callable[[Transaction], Result]) -> Result:
        with self._engine.connect() as connection:
            return call(Transaction(connection))

    def _in_write(self, call: Callable[[Transaction], Result]) -> Result:
        with self._writing.begin() as connection:
            return call(Transaction(connection))

    def _keep_log(self) -> None:
        # SQLite's busy timeout does not hold here: another process that starts may be in the way.
        until = time.monotonic() + self._busy_timeout
        while True:
            try:
                with self._engine.execution_options(**{_BEGIN: ""}).connect() as connection:
                    connection.execute(text("PRAGMA journal_mode = WAL"))
            except OperationalError as error:
                if not is_busy(error) or time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
            else:
                return


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


def _engine(url: URL, synchronous: Synchronous, busy_timeout: float) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        # Each connection to memory would be a database of its own.
        pool_size=1 if _in_memory(url) else CONNECTIONS,
        max_overflow=0,
        hide_parameters=True,
        # The driver begins no transactions; the begin event below does.
        connect_args={"isolation_level": None, "timeout": busy_timeout, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and asks for the write lock later may be refused it, or
        # overwrite what another wrote in between. A writer asks before it reads.
        if statement := connection.get_execution_options().get(_BEGIN, "BEGIN"):
            connection.exec_driver_sql(statement)

    return engine
