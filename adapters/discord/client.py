"""Discord as a chat platform: posting messages and changing them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

import discord
import structlog

from adapters.chat.mending import Mending
from adapters.chat.pacing import Pacer
from adapters.discord import failures, layout
from adapters.discord.acknowledging import QUIET
from adapters.discord.identity import PLATFORM, guild_id
from adapters.discord.picturing import Picturing
from bot.model import Message, MessageId, RoomId, RoundId
from bot.ports import Clock
from bot.screens import QuestionScreen, QuizReport, Screen
from bot.service import Studybot

REMEMBERED = timedelta(minutes=2)
"""For so long, at the least, Discord knows a message again by its nonce."""

SKEW = timedelta(minutes=1)
"""How far our clock may be from Discord's, whose ids tell when a message was sent."""

LOOKED_THROUGH = 100
"""Messages of a channel's history that are looked through for one of ours: one request."""

REQUESTS = 50
"""Requests of the whole bot that Discord takes in a second; how people are answered is not one."""

SECOND = timedelta(seconds=1.02)
"""A second, and how much closer to each other requests may arrive than they are sent."""

AT_ONCE = 5
"""Requests that need not be spread after a pause."""

LATE = 25
"""Requests that are caught up with after the machine had no time for them."""

FIRST = timedelta(milliseconds=100)
"""By so much what waits in the SDK for a limit to end goes before what waits here."""

_T = TypeVar("_T")

_log = structlog.get_logger(__name__)


class Discord:
    """The Platform port on one connection to Discord."""

    name = PLATFORM

    def __init__(self, studybot: Studybot, client: discord.Client, clock: Clock) -> None:
        """Take the use cases, whose screens are put into messages, and a client that sends."""
        self._client = client
        self._clock = clock
        self._mending = Mending(studybot, self._put)
        self._picturing = Picturing(studybot, clock)
        self._pacer = Pacer(clock, REQUESTS, SECOND, burst=AT_ONCE, late=LATE, heard=True)
        self._sending: set[asyncio.Task[Any]] = set()

    async def turn(self, room: RoomId) -> None:  # noqa: ARG002 -- one limit for all rooms
        """Return once one more request keeps within what Discord takes of the whole bot.

        What a channel takes is left to the SDK, which waits as long as each of them says.
        """
        await self._pacer.turn()

    def sent(self) -> None:
        """A request was sent that counts, whoever sent it."""
        self._pacer.sent()

    def limited(self, seconds: float) -> None:
        """Discord takes nothing of the whole bot for so long."""
        self._pacer.hold(seconds + FIRST.total_seconds())

    async def post(
        self,
        place: RoomId,
        screen: Screen,
        since: datetime | None = None,
        below: Message | None = None,  # noqa: ARG002 -- a series stays where its command was given
    ) -> MessageId:
        """Send a message, unless it was sent ``since`` then by a process that died of it.

        For some minutes Discord itself sends nothing twice; later the channel's history is looked
        through, where the bot may read it.
        """
        return await self._whole(self._post(place, screen, since))

    async def edit(self, message: Message, screen: Screen) -> None:
        """Change a message, after every change of it that was begun before."""
        await self._whole(self._mending.edit(message, screen))

    async def mend(self, message: Message, round_id: RoundId) -> None:
        """Put in a message what it should show of a round, when its turn comes."""
        await self._pacer.turn()
        await self._whole(self._mending.mend(message, round_id))

    async def close(self) -> None:
        """See everything that was begun to its end."""
        if self._sending:
            await asyncio.wait(self._sending)

    async def _post(self, place: RoomId, screen: Screen, since: datetime | None) -> MessageId:
        channel = self._client.get_partial_messageable(int(place.channel), guild_id=guild_id(place))
        with failures.told():
            if isinstance(screen, QuestionScreen) and since is not None:
                earlier = await self._earlier(channel, screen.round, since)
                if earlier is not None:
                    return earlier
            view = await self._picturing.drawn(screen)
            try:
                sent = await _send(channel, view, _nonce(screen))
            except discord.HTTPException as error:
                words = failures.without_pictures(view, error)
                if words is None:
                    raise
                _log.warning("a message is sent without its pictures", reason=str(error))
                sent = await _send(channel, words, _nonce(screen))
        return MessageId(str(sent.id))

    async def _earlier(
        self, channel: discord.PartialMessageable, asked: RoundId, since: datetime
    ) -> MessageId | None:
        """The message in which a round was shown so long ago that Discord has forgotten."""
        if self._clock.now() - since < REMEMBERED:
            return None
        with suppress(discord.Forbidden):
            async for message in channel.history(limit=LOOKED_THROUGH, after=since - SKEW):
                if message.author == self._client.user and _shows(message, asked):
                    return MessageId(str(message.id))
        return None

    async def _put(self, message: Message, screen: Screen) -> None:
        channel = self._client.get_partial_messageable(
            int(message.room.channel), guild_id=guild_id(message.room)
        )
        shown = channel.get_partial_message(int(message.id))
        view = await self._picturing.drawn(screen)
        with failures.told():
            if isinstance(screen, QuestionScreen) and layout.files(view):
                # Its pictures are in the message already, unless they were not taken there.
                with suppress(discord.HTTPException):
                    await self._change(shown, view, kept=True)
                    return
            try:
                await self._change(shown, view)
            except discord.HTTPException as error:
                words = failures.without_pictures(view, error)
                if words is None:
                    raise
                _log.warning("a message is shown without its pictures", reason=str(error))
                await self._change(shown, words)

    async def _change(
        self, shown: discord.PartialMessage, view: discord.ui.LayoutView, *, kept: bool = False
    ) -> None:
        """Change a message; unless its files are ``kept``, others take their place."""
        files = [] if kept else layout.files(view)
        try:
            await shown.edit(
                view=view, attachments=files or discord.utils.MISSING, allowed_mentions=QUIET
            )
        except discord.HTTPException as error:
            if error.code != failures.ARCHIVED:
                raise
            await self._take_out(shown.channel.id)
            await self._change(shown, view, kept=kept)

    async def _take_out(self, thread_id: int) -> None:
        """Take a thread out that Discord put away when nobody wrote in it for a while."""
        thread = await self._client.fetch_channel(thread_id)
        if isinstance(thread, discord.Thread):
            await thread.edit(archived=False)

    async def _whole(self, sending: Coroutine[Any, Any, _T]) -> _T:
        """See a request to its end even if whoever waits for it is cancelled.

        The SDK does not survive the cancelling of a request that waits for the end of a global
        rate limit: it would never send anything again.
        """
        task = asyncio.create_task(sending)
        self._sending.add(task)
        task.add_done_callback(self._sent)
        return await asyncio.shield(task)

    def _sent(self, task: asyncio.Task[Any]) -> None:
        self._sending.discard(task)
        if not task.cancelled():
            task.exception()  # whoever still waits for it is told; nobody else needs to be


async def _send(
    channel: discord.PartialMessageable, view: discord.ui.LayoutView, nonce: str | None
) -> discord.Message:
    return await channel.send(
        view=view,
        files=layout.files(view) or discord.utils.MISSING,
        nonce=nonce,  # type: ignore[arg-type]  # None: the SDK makes one up
        allowed_mentions=QUIET,
    )


def _shows(message: discord.Message, asked: RoundId) -> bool:
    """Whether any button of the message is about this round."""
    ids = layout.presses(discord.ui.LayoutView.from_message(message))
    return any(asked in one.split(":") for one in ids)


def _nonce(screen: Screen) -> str | None:
    """What tells Discord that a message is the same one as before."""
    match screen:
        case QuestionScreen(round=round_id):
            return round_id
        case QuizReport(quiz=quiz_id):
            return quiz_id
        case _:
            return None
