"""PostgreSQL: a server, and writers side by side."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.database import CONNECTIONS, Database


class PostgresqlDatabase(Database):
    """A database of a PostgreSQL server.

    Writers read what is committed at the moment of each statement, and lock what they decide by.
    Readers see one moment.
    """

    def __init__(self, url: URL) -> None:
        engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            pool_size=CONNECTIONS,
            max_overflow=0,
            hide_parameters=True,
        )
        super().__init__(url, engine)
        self._writers = engine.execution_options(isolation_level="READ COMMITTED")
        self._readers = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    async def keep_log(self) -> None:
        """Nothing: the server's own settings say how."""

    def _reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._readers.connect()

    def _writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._writers.begin()
