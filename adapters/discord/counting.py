"""Keeping the number of answers on open questions current, with few edits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta

import structlog

from bot.errors import StudybotError
from bot.model import Message, RoomId, RoundId
from bot.ports import Clock
from bot.service import Studybot

EVERY = timedelta(seconds=1.5)
"""How often messages of a channel are edited at most: Discord allows five times in five seconds."""

_log = structlog.get_logger(__name__)

Mend = Callable[[Message, RoundId], Awaitable[None]]


class Counts:
    """Brings a round's messages up to date some time after it changed, once for many changes."""

    def __init__(self, studybot: Studybot, mend: Mend, clock: Clock) -> None:
        """``mend`` puts in a message what it should show of a round at that moment."""
        self._studybot = studybot
        self._mend = mend
        self._clock = clock
        self._stale: dict[RoomId, dict[RoundId, None]] = {}
        self._tasks: dict[RoomId, asyncio.Task[None]] = {}

    def touch(self, room: RoomId, round_id: RoundId) -> None:
        """The messages of this round, in this room, are out of date."""
        self._stale.setdefault(room, {})[round_id] = None
        if room not in self._tasks:
            task = asyncio.create_task(self._keep(room), name=f"counts {room.channel}")
            self._tasks[room] = task

    async def close(self) -> None:
        """Bring at once up to date whatever is not."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*map(self._refresh_all, self._stale.values()))

    async def _keep(self, room: RoomId) -> None:
        """One round after the other, so that a room with many has its turn as often as others."""
        waiting = self._stale[room]
        try:
            while waiting:
                await self._clock.sleep_until(self._clock.now() + EVERY)
                oldest = next(iter(waiting))
                del waiting[oldest]
                try:
                    await self._refresh(oldest)
                except asyncio.CancelledError:
                    waiting[oldest] = None  # whoever ended this sees to it
                    raise
        finally:
            del self._tasks[room]
            if not waiting:
                self._stale.pop(room, None)

    async def _refresh_all(self, rounds: Iterable[RoundId]) -> None:
        for round_id in rounds:
            await self._refresh(round_id)

    async def _refresh(self, round_id: RoundId) -> None:
        try:
            for message in await self._studybot.messages(round_id):
                await self._mend(message, round_id)
        except StudybotError as error:
            # The next answer, or the end of the round, brings the message up to date.
            _log.warning("a count could not be shown", round=round_id, reason=str(error))
        except Exception:  # noqa: BLE001 -- one round's trouble is no other's
            _log.exception("a count could not be shown", round=round_id)
