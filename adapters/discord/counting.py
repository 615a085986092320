"""Keeping the number of answers on open questions current, with few edits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.errors import StudybotError
from bot.model import Message, RoundId
from bot.ports import Clock
from bot.service import Studybot

EVERY = timedelta(seconds=1.5)
"""How often the messages of a round change at most: Discord allows five edits in five seconds."""

_log = structlog.get_logger(__name__)

Mend = Callable[[Message, RoundId], Awaitable[None]]


class Counts:
    """Brings a round's messages up to date some time after it changed, once for many changes."""

    def __init__(self, studybot: Studybot, mend: Mend, clock: Clock) -> None:
        """``mend`` puts in a message what it should show of a round at that moment."""
        self._studybot = studybot
        self._mend = mend
        self._clock = clock
        self._stale: set[RoundId] = set()
        self._tasks: dict[RoundId, asyncio.Task[None]] = {}

    def touch(self, round_id: RoundId) -> None:
        """The messages of this round are out of date."""
        self._stale.add(round_id)
        if round_id not in self._tasks:
            task = asyncio.create_task(self._keep(round_id), name=f"count {round_id}")
            self._tasks[round_id] = task

    async def close(self) -> None:
        """Bring at once up to date whatever is not."""
        tasks, stale = list(self._tasks.values()), list(self._stale)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*map(self._refresh, stale))

    async def _keep(self, round_id: RoundId) -> None:
        try:
            while round_id in self._stale:
                await self._clock.sleep_until(self._clock.now() + EVERY)
                self._stale.discard(round_id)
                await self._refresh(round_id)
        finally:
            del self._tasks[round_id]

    async def _refresh(self, round_id: RoundId) -> None:
        try:
            await self._mend_all(round_id)
        except StudybotError as error:
            # The next answer, or the end of the round, brings the message up to date.
            _log.warning("a count could not be shown", round=round_id, reason=str(error))
        except Exception:  # noqa: BLE001 -- one round's trouble is no other's
            _log.exception("a count could not be shown", round=round_id)

    async def _mend_all(self, round_id: RoundId) -> None:
        for message in await self._studybot.messages(round_id):
            await self._mend(message, round_id)
