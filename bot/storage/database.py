"""What storage needs of a database: transactions that see, wait and fail as they should."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.failures import RETRIED, explained, sqlstate
from bot.storage.transaction import Transaction

Given = ParamSpec("Given")
Result = TypeVar("Result")

ATTEMPTS = 5
"""How often a transaction that lost to another is tried in all."""

CONNECTIONS = 5
"""Connections kept to one database."""


class Database(ABC):
    """One database. Whoever makes it disposes of it.

    ``work`` is a plain function: given a transaction, it runs statements one after the other and
    need not know how they are waited for.
    """

    def __init__(self, url: URL, engine: AsyncEngine) -> None:
        self.url = url
        self._engine = engine

    async def read(
        self,
        work: Callable[Concatenate[Transaction, Given], Result],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        """``work`` in a transaction that sees one moment of the database and changes nothing."""
        with explained(self.url):
            async with self._reading() as connection:
                return await connection.run_sync(_call, work, *args, **kwargs)

    async def write(
        self,
        work: Callable[Concatenate[Transaction, Given], Result],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        """``work`` in a transaction, committed before this returns and undone if ``work`` raises.

        ``work`` must be fit to run again: a database may end a transaction that got in another's
        way. A caller that is cancelled does not learn whether its transaction was committed.
        """
        with explained(self.url):
            for _ in range(ATTEMPTS - 1):
                try:
                    return await self._write(work, *args, **kwargs)
                except DBAPIError as error:
                    if sqlstate(error) not in RETRIED:
                        raise
            return await self._write(work, *args, **kwargs)

    async def dispose(self) -> None:
        """Disconnect."""
        await self._engine.dispose()

    @abstractmethod
    async def keep_log(self) -> None:
        """Set up how the database logs its writes, where that is for us to say."""

    @abstractmethod
    def _reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection in a transaction that is not committed."""

    @abstractmethod
    def _writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection in a transaction that is committed on leaving, or undone by an error."""

    async def _write(
        self,
        work: Callable[Concatenate[Transaction, Given], Result],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        async with self._writing() as connection:
            return await connection.run_sync(_call, work, *args, **kwargs)


def _call(
    connection: Connection,
    work: Callable[Concatenate[Transaction, Given], Result],
    /,
    *args: Given.args,
    **kwargs: Given.kwargs,
) -> Result:
    return work(Transaction(connection), *args, **kwargs)
