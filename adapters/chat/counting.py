"""Keeping the number of answers on open questions current, with few edits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from bot.errors import PlatformUnavailable, RoomUnreachable, StudybotError
from bot.model import Message, RoomId, RoundId
from bot.ports import Clock
from bot.service import Studybot

EVERY = timedelta(seconds=1.5)
"""How often messages of a channel are edited at most: chats allow about one a second."""

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
            due = self._clock.now() + EVERY
            task = asyncio.create_task(self._keep(room, due), name=f"counts {room.channel}")
            self._tasks[room] = task

    async def close(self) -> None:
        """Bring at once up to date whatever is not."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(self._refresh_all(room) for room in list(self._stale)))

    async def _keep(self, room: RoomId, due: datetime) -> None:
        """One round after the other, so that a room with many has its turn as often as others."""
        waiting = self._stale[room]
        try:
            while waiting:
                await self._clock.sleep_until(due)
                oldest = next(iter(waiting))
                del waiting[oldest]
                pause = EVERY
                try:
                    await self._refresh(room, oldest)
                except PlatformUnavailable as error:
                    waiting[oldest] = None
                    pause = max(EVERY, timedelta(seconds=error.retry_after))
                except asyncio.CancelledError:
                    waiting[oldest] = None  # whoever ended this sees to it
                    raise
                due = self._clock.now() + pause
        finally:
            del self._tasks[room]
            if not waiting:
                self._stale.pop(room, None)

    async def _refresh_all(self, room: RoomId) -> None:
        for round_id in list(self._stale[room]):
            with suppress(PlatformUnavailable):
                await self._refresh(room, round_id)

    async def _refresh(self, room: RoomId, round_id: RoundId) -> None:
        """Raises ``PlatformUnavailable``; with whatever else goes wrong the round is let be."""
        try:
            for message in await self._studybot.messages(round_id):
                await self._mend(message, round_id)
        except PlatformUnavailable as error:
            _log.warning("a count could not be shown", round=round_id, reason=error.reason)
            raise
        except RoomUnreachable as error:
            # People may go on pressing there for long: each press would be one more refusal.
            _log.warning("a room is lost", room=room, reason=error.reason)
            await self._studybot.lose(room, self._clock.now(), error.reason)
        except StudybotError as error:
            _log.warning("a count could not be shown", round=round_id, reason=str(error))
        except Exception:  # noqa: BLE001 -- one round's trouble is no other's
            _log.exception("a count could not be shown", round=round_id)
