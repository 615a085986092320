"""A clock that may be wrong."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

NINE: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""When the question of the day is due, on a Monday."""


class WrongClock:
    """Begins ten minutes before nine. Time passes when the test says so.

    What it shows can be changed without any time passing, as whoever sets a machine's clock does:
    those who sleep are not woken earlier or later by that.
    """

    def __init__(self) -> None:
        self._shown = NINE - timedelta(minutes=10)
        self._age = 0.0
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """What it shows."""
        return self._shown + timedelta(seconds=self._age)

    async def sleep_until(self, moment: datetime) -> None:
        """Return once as much time has passed as it is from now to ``moment``."""
        until = self._age + (moment - self.now()).total_seconds()
        while self._age < until:
            await self._moved.wait()

    def advance(self, seconds: float) -> None:
        """Let time pass, and wake whoever has slept long enough."""
        self._age += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    def step(self, seconds: float) -> None:
        """Set it by so much, forward or back: no time passes."""
        self._shown += timedelta(seconds=seconds)
