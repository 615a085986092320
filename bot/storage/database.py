"""What storage needs of a database: transactions that see, wait and fail as they should."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

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

    def __init__(self, url: URL) -> None:
        self.url = url

    async def read(
        self,
        work: Callable[Concatenate[Transaction, Given], Result],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Result:
        """``work`` in a transaction that sees one moment of the database and changes nothing."""
        with explained(self.url):
            return await self._read(lambda transaction: work(transaction, *args, **kwargs))

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

        def call(transaction: Transaction) -> Result:
            return work(transaction, *args, **kwargs)

        with explained(self.url):
            for _ in range(ATTEMPTS - 1):
                try:
                    return await self._write(call)
                except DBAPIError as error:
                    if sqlstate(error) not in RETRIED:
                        raise
            return await self._write(call)

    @abstractmethod
    async def keep_log(self) -> None:
        """Set up how the database logs its writes, where that is for us to say."""

    @abstractmethod
    async def dispose(self) -> None:
        """Disconnect, once what is under way is done."""

    @abstractmethod
    async def _read(self, call: Callable[[Transaction], Result]) -> Result: ...

    @abstractmethod
    async def _write(self, call: Callable[[Transaction], Result]) -> Result: ...
