"""The fake's own time, ids made from it, and waiting for what is to happen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar

_EPOCH_MILLISECONDS: Final = 1_420_070_400_000
_SERIALS: Final = 1 << 22

Result = TypeVar("Result")


class Clock:
    """The machine's time, and as much later as a test has made it."""

    def __init__(self) -> None:
        self._later = 0.0

    def now(self) -> float:
        """Seconds from any fixed moment."""
        return time.monotonic() + self._later

    def wall(self) -> datetime:
        """The date and time, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self._later)

    def written(self) -> str:
        """The date and time as Discord writes it."""
        return self.wall().isoformat()

    def advance(self, seconds: float) -> None:
        """Makes it later."""
        self._later += seconds


class Ids:
    """Snowflakes: a moment in milliseconds and a serial number, never the same twice."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """A new id, later than every other."""
        moment = int(self._clock.wall().timestamp() * 1000) - _EPOCH_MILLISECONDS
        self._last = max(moment * _SERIALS, self._last + 1)
        return self._last

    def on_shard(self, shard: int, count: int) -> int:
        """A new id for a server that belongs to this shard."""
        moment = self.next() // _SERIALS + 1
        self._last = (moment + (shard - moment) % count) * _SERIALS
        return self._last


class Waiting:
    """Who waits for something to become true, asked again whenever anything has changed."""

    def __init__(self) -> None:
        self._waiters: dict[asyncio.Future[None], Callable[[], object]] = {}
        self._asking = False

    def changed(self) -> None:
        """Says that something has changed; all changes of one moment are looked at together."""
        if self._waiters and not self._asking:
            self._asking = True
            asyncio.get_running_loop().call_soon(self._ask)

    async def until(self, predicate: Callable[[], Result], seconds: float) -> Result:
        """Waits until this is true, and gives what it was then.

        Raises:
            TimeoutError: It has not become true in this time.
        """
        result = predicate()
        while not result:
            waiter = asyncio.get_running_loop().create_future()
            self._waiters[waiter] = predicate
            try:
                async with asyncio.timeout(seconds):
                    await waiter
            finally:
                self._waiters.pop(waiter, None)
            result = predicate()
        return result

    def _ask(self) -> None:
        self._asking = False
        for waiter, predicate in list(self._waiters.items()):
            if waiter.done():
                continue
            try:
                if predicate():
                    waiter.set_result(None)
            except Exception as error:  # noqa: BLE001 -- belongs to whoever waits
                waiter.set_exception(error)
