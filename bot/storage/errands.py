"""A SQLite connection that sends its thread on one errand for a statement.

Through aiosqlite alone a statement takes four: make a cursor, execute, fetch the rows, close the
cursor. To wake a thread and be woken by it costs more than most of our statements do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

CHUNK = 64
"""Rows aiosqlite would read at a time, were it ever asked to."""


class ErrandConnection(aiosqlite.Connection):
    """What SQLAlchemy takes for a connection of aiosqlite."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connect, CHUNK)
        self._committed = False

    # Unlike aiosqlite's it needs not be awaited, which is one errand less.
    def cursor(self) -> ErrandCursor:  # type: ignore[override]
        """A cursor for one statement."""
        return ErrandCursor(self)

    async def run(self, work: Callable[[sqlite3.Connection], Outcome]) -> Outcome:
        """What comes of ``work``, done in the connection's thread."""
        self._committed = False
        connection = self._conn

        # aiosqlite logs what it is given. A function's name, unlike what it works on, is no secret.
        def done() -> Outcome:
            return work(connection)

        errand: Callable[..., Awaitable[Outcome]] = self._execute
        return await errand(done)

    async def commit(self) -> None:
        """Make lasting what was done since the last commit."""
        await super().commit()
        self._committed = True

    async def rollback(self) -> None:
        """Undo what was done since the last commit; of nothing the thread need not hear.

        SQLAlchemy rolls every connection back that is put away.
        """
        if not self._committed:
            await super().rollback()


class Outcome:
    """Everything there is to know of a statement that was executed."""

    __slots__ = ("description", "lastrowid", "rowcount", "rows")

    def __init__(self, done: sqlite3.Cursor) -> None:
        self.description = done.description
        self.rowcount = done.rowcount
        self.lastrowid = done.lastrowid
        self.rows = done.fetchall() if done.description else []


class ErrandCursor:
    """The part of aiosqlite's cursor that SQLAlchemy uses; rows are there once it executed."""

    def __init__(self, connection: ErrandConnection) -> None:
        self._connection = connection
        self._outcome: Outcome | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Execute one statement to its end."""
        self._outcome = await self._connection.run(partial(_execute, sql, parameters))

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Execute one statement for each set of parameters."""
        self._outcome = await self._connection.run(partial(_execute_many, sql, parameters))

    async def fetchall(self) -> list[Any]:
        """The rows."""
        return self._outcome.rows if self._outcome else []

    async def close(self) -> None:
        """Nothing: the thread has closed its own cursor."""

    @property
    def description(self) -> Any:  # noqa: ANN401 -- as sqlite3 has it
        """The columns of the rows; None where there are none to come."""
        return self._outcome.description if self._outcome else None

    @property
    def rowcount(self) -> int:
        """How many lines a statement changed."""
        return self._outcome.rowcount if self._outcome else -1

    @property
    def lastrowid(self) -> int | None:
        """The id of the last line inserted."""
        return self._outcome.lastrowid if self._outcome else None


def _execute(sql: str, parameters: Sequence[Any], connection: sqlite3.Connection) -> Outcome:
    cursor = connection.execute(sql, parameters)
    try:
        return Outcome(cursor)
    finally:
        cursor.close()


def _execute_many(
    sql: str, parameters: Sequence[Sequence[Any]], connection: sqlite3.Connection
) -> Outcome:
    cursor = connection.executemany(sql, parameters)
    try:
        return Outcome(cursor)
    finally:
        cursor.close()
