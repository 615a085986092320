"""Transactions: how one begins, waits for its turn, is tried again, and fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engine import BEGIN
from bot.storage.failures import RETRIED, explained, name_of, sqlstate
from bot.storage.transaction import Transaction

Given = ParamSpec("Given")
Result = TypeVar("Result")

ATTEMPTS = 5
"""How often a transaction that lost to another is tried in all."""


class Database:
    """One database and the two ways to use it: ``read`` and ``write``.

    SQLite has one writer at a time. Its own way to wait for a turn is to sleep and try again, so
    the writers of this process queue here, in order, and only other processes are waited for that
    way. On PostgreSQL writers run side by side.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._url = engine.url
        self._turn = asyncio.Lock() if engine.dialect.name == "sqlite" else None
        self._reads = engine.execution_options(**_reading(engine.url))
        self._writes = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})

    @property
    def name(self) -> str:
        """What people call this database; holds no secret."""
        return name_of(self._url)

    async def read(
        self,
        work: Callable[Concatenate[Transaction, Given], Awaitable[Result]],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        """``work`` in a transaction that sees one moment of the database and changes nothing."""
        with explained(self._url):
            async with self._reads.connect() as connection:
                return await work(Transaction(connection), *args, **kwargs)

    async def write(
        self,
        work: Callable[Concatenate[Transaction, Given], Awaitable[Result]],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        """``work`` in a transaction, committed once it returns and rolled back if it raises.

        Must be fit to run again: PostgreSQL may end a transaction that got in another's way.
        """
        with explained(self._url):
            for _ in range(ATTEMPTS - 1):
                try:
                    async with self._writing() as transaction:
                        return await work(transaction, *args, **kwargs)
                except DBAPIError as error:
                    if sqlstate(error) not in RETRIED:
                        raise
            async with self._writing() as transaction:
                return await work(transaction, *args, **kwargs)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Transaction]:
        async with AsyncExitStack() as stack:
            if self._turn is not None:
                await stack.enter_async_context(self._turn)
            yield Transaction(await stack.enter_async_context(self._writes.begin()))


def _reading(url: URL) -> dict[str, object]:
    """Options that give several statements the same view; SQLite's transactions always do."""
    if url.get_backend_name() == "sqlite":
        return {}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
