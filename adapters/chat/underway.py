"""Knowing when everything that was begun has ended."""

from __future__ import annotations

import asyncio
from types import TracebackType


class UnderWay:
    """Counts what is being done: each piece of work enters this as a context."""

    def __init__(self) -> None:
        """Nothing is done yet."""
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def __enter__(self) -> None:
        self._count += 1
        self._idle.clear()

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._count -= 1
        if not self._count:
            self._idle.set()

    async def idle(self) -> None:
        """Return once nothing is being done."""
        await self._idle.wait()
