"""A clock that moves only when it is told to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class FakeClock:
    """Starts on a Sunday morning. Whoever sleeps is woken by ``advance``."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self._moved = asyncio.Event()
        self._hurried = False

    def now(self) -> datetime:
        """The moment this clock shows."""
        return self._now

    async def sleep_until(self, moment: datetime) -> None:
        """Return once the clock was moved to ``moment``."""
        while self._now < moment:
            if self._hurried:
                self.advance((moment - self._now).total_seconds())
                await asyncio.sleep(0)  # the others get their turn
            else:
                await self._moved.wait()

    def advance(self, seconds: float) -> None:
        """Move on and wake all sleepers."""
        self._now += timedelta(seconds=seconds)
        self._moved.set()
        self._moved = asyncio.Event()

    def hurry(self) -> None:
        """From now on it is always as late as anybody waits for."""
        self._hurried = True
        self.advance(0)
