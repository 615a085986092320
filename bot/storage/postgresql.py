"""PostgreSQL: a server, and writers side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.database import CONNECTIONS, Database
from bot.storage.transaction import Transaction

Result = TypeVar("Result")


class PostgresqlDatabase(Database):
    """A database of a PostgreSQL server.

    Writers read what is committed at the moment of each statement, and lock what they decide by.
    Readers see one moment.
    """

    def __init__(self, url: URL) -> None:
        super().__init__(url)
        self._engine = create_async_engine(
            url, pool_size=CONNECTIONS, max_overflow=0, hide_parameters=True
        )
        self._writing = self._engine.execution_options(isolation_level="READ COMMITTED")
        self._reading = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    async def keep_log(self) -> None:
        """Nothing: the server's own settings say how."""

    async def dispose(self) -> None:
        await self._engine.dispose()

    async def _read(self, call: Callable[[Transaction], Result]) -> Result:
        async with self._reading.connect() as connection:
            return await connection.run_sync(_call, call)

    async def _write(self, call: Callable[[Transaction], Result]) -> Result:
        async with self._writing.begin() as connection:
            return await connection.run_sync(_call, call)


def _call(connection: Connection, call: Callable[[Transaction], Result]) -> Result:
    return call(Transaction(connection))
