"""Changing messages: one change of each at a time, and never back to what was before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from bot.model import Message, RoundId
from bot.screens import Screen
from bot.service import Studybot


class Mending:
    """Puts screens in messages that are there already."""

    def __init__(
        self, studybot: Studybot, put: Callable[[Message, Screen], Awaitable[None]]
    ) -> None:
        """``put`` sends the one request that changes a message."""
        self._studybot = studybot
        self._put = put
        self._locks: WeakValueDictionary[Message, asyncio.Lock] = WeakValueDictionary()

    async def edit(self, message: Message, screen: Screen) -> None:
        """Change a message, after every change of it that was begun before."""
        async with self._lock(message):
            await self._put(message, screen)

    async def mend(self, message: Message, round_id: RoundId) -> None:
        """Put in a message what it should show of a round at this moment."""
        async with self._lock(message):
            before = await self._studybot.screen(round_id)
            await self._put(message, before)
            after = await self._studybot.screen(round_id)
            if type(after) is not type(before):  # another process ended it meanwhile
                await self._put(message, after)

    def _lock(self, message: Message) -> asyncio.Lock:
        return self._locks.setdefault(message, asyncio.Lock())
