"""A chat platform in memory: it keeps what was shown, in order, and can be made to fail."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import StudybotError
from bot.model import Message, MessageId, RoomId
from bot.screens import Screen


@dataclass
class FakePlatform:
    """Everything posted and edited, as the people in its rooms would see it happen."""

    name: str = "test"
    posts: list[tuple[RoomId, Screen]] = field(default_factory=list)
    below: list[Message | None] = field(default_factory=list)
    edits: list[tuple[Message, Screen]] = field(default_factory=list)
    failures: list[StudybotError] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)
    turns: list[RoomId] = field(default_factory=list)
    _begun: asyncio.Event = field(default_factory=asyncio.Event)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def turn(self, room: RoomId) -> None:
        """Return at once, and keep who asked."""
        self.turns.append(room)

    async def post(
        self,
        room: RoomId,
        screen: Screen,
        since: datetime | None = None,  # noqa: ARG002 -- nothing outlives this platform
        below: Message | None = None,
    ) -> MessageId:
        """Keep the screen, or raise what was prepared."""
        await self._fail(room)
        self.posts.append((room, screen))
        self.below.append(below)
        self._changed.set()
        return MessageId(f"m{len(self.posts)}")

    async def edit(self, message: Message, screen: Screen) -> None:
        """Keep the screen, or raise what was prepared."""
        await self._fail(message.room)
        self.edits.append((message, screen))
        self._changed.set()

    async def changed(self) -> None:
        """Return once something is posted or edited after this."""
        self._changed.clear()
        await self._changed.wait()

    async def begun(self) -> None:
        """Return once something is about to be posted or edited, before it is."""
        self._begun.clear()
        await self._begun.wait()

    async def _fail(self, room: RoomId) -> None:
        self._begun.set()
        await asyncio.sleep(0)
        if room.channel in self.stuck:
            await asyncio.Event().wait()
        if self.failures:
            raise self.failures.pop(0)
        if room.channel in self.lost:
            raise RuntimeError("this room breaks whatever touches it")
