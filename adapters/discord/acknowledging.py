"""Answering an interaction in time, once, and whatever follows through the door it opens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from enum import Enum, auto
from types import TracebackType
from typing import Any, Self, TypeVar

import discord
import structlog

from adapters.discord import failures, layout
from adapters.discord.identity import Interaction
from bot.model import MessageId

IN_TIME = 1.5
"""Seconds until Discord is told to wait; it gives up by itself after three."""

QUIET = discord.AllowedMentions.none()

_T = TypeVar("_T")

_log = structlog.get_logger(__name__)


class Way(Enum):
    """Where the answer goes: to whoever asked, to the room, or into the message it came from."""

    PRIVATE = auto()
    ROOM = auto()
    IN_PLACE = auto()


class TooLate(Exception):
    """Discord no longer takes an answer to this interaction."""


class Acknowledgement:
    """The answer to one interaction: sent as the acknowledgement where it is ready in time.

    Used as a context: leaving it without an answer is an error of the program.
    """

    def __init__(self, interaction: Interaction, expected: Way) -> None:
        """``expected`` is how Discord is told to wait, should that be necessary."""
        self._interaction = interaction
        self._expected = expected
        self._deferring: asyncio.Task[None] | None = None
        self._deferred = False
        self._answered = False

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(IN_TIME, self._begin_to_wait)
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        await self._stop_the_timer()

    async def announce(self) -> None:
        """Have Discord wait from now on, for what takes long in any case."""
        if self._deferring is None and not self._answered:
            self._begin_to_wait()
        await self._stop_the_timer()

    async def answer(self, view: discord.ui.LayoutView, way: Way) -> MessageId | None:
        """Show something; the first time it is the acknowledgement itself.

        Returns the id of the message, where it is a new one. Raises ``TooLate``, and what the SDK
        raises.
        """
        await self._stop_the_timer()
        view.stop()  # no process waits for this view: its buttons say all there is to know
        try:
            shown = await self._shown(view, way)
        except discord.NotFound as error:
            if error.code in {failures.UNKNOWN_INTERACTION, failures.UNKNOWN_WEBHOOK}:
                raise TooLate from error
            raise
        self._answered = True
        return shown

    def hopeless(self) -> bool:
        """Whether nothing can be sent any more, because the bot has ended."""
        return bool(self._interaction.client.is_closed())

    async def _shown(self, view: discord.ui.LayoutView, way: Way) -> MessageId | None:
        """Send something, or its words alone where Discord does not take its pictures."""
        try:
            return await self._send(view, way)
        except discord.HTTPException as error:
            words = failures.without_pictures(view, error)
            if words is None:
                raise
            _log.warning("an answer is sent without its pictures", reason=str(error))
            return await self._send(words, way)

    async def _send(self, view: discord.ui.LayoutView, way: Way) -> MessageId | None:
        if self._answered:
            return await self._follow_up(view, private=way is not Way.ROOM)
        if not self._deferred:
            return await self._respond(view, way)
        if way is self._expected:
            return await self._again(lambda: self._fill_in(view))
        if self._expected is Way.IN_PLACE:
            return await self._follow_up(view, private=way is not Way.ROOM)
        # The first follow-up takes the place of what was announced, and is seen by whoever saw
        # that. So that has to become a message before the answer, and to go after it.
        await self._again(lambda: self._fill_in(_placeholder()))
        try:
            return await self._follow_up(view, private=way is not Way.ROOM)
        finally:
            with suppress(discord.HTTPException, *failures.NETWORK):
                await self._interaction.delete_original_response()

    async def _respond(self, view: discord.ui.LayoutView, way: Way) -> MessageId | None:
        return await self._again(lambda: self._try_to_respond(view, way))

    async def _again(self, request: Callable[[], Awaitable[_T]]) -> _T:
        """Make a request, and once more where nobody knows whether it arrived.

        Only for those of which the second does no harm: the same message is changed to the same,
        or Discord says that there was a first.
        """
        try:
            return await request()
        except failures.NETWORK:
            if self._interaction.client.is_closed():
                raise
            return await request()

    async def _fill_in(self, view: discord.ui.LayoutView) -> MessageId:
        shown = await self._interaction.edit_original_response(
            view=view, allowed_mentions=QUIET, **_files(view, "attachments")
        )
        return MessageId(str(shown.id))

    async def _try_to_respond(self, view: discord.ui.LayoutView, way: Way) -> MessageId | None:
        response = self._interaction.response
        try:
            if way is Way.IN_PLACE:
                await response.edit_message(view=view, allowed_mentions=QUIET)
                return None
            sent = await response.send_message(
                view=view,
                ephemeral=way is Way.PRIVATE,
                allowed_mentions=QUIET,
                **_files(view),
            )
        except discord.HTTPException as error:
            if error.code != failures.ALREADY_ACKNOWLEDGED:
                raise
            return await self._acknowledged(view, way)
        return MessageId(str(sent.message_id)) if sent.message_id else None

    async def _acknowledged(self, view: discord.ui.LayoutView, way: Way) -> MessageId | None:
        """There is an answer already: an earlier try of ours, or another process was quicker."""
        if self._deferring and self._expected is Way.IN_PLACE:
            self._deferred = True
            return await self._send(view, way)
        found = await self._interaction.original_response()
        if self._deferring and found.flags.loading:
            self._deferred = True
            return await self._send(view, way)
        if not layout.presses(view) <= layout.presses(discord.ui.LayoutView.from_message(found)):
            raise TooLate
        return MessageId(str(found.id))

    async def _follow_up(self, view: discord.ui.LayoutView, *, private: bool) -> MessageId:
        sent = await self._interaction.followup.send(
            view=view,
            ephemeral=private,
            allowed_mentions=QUIET,
            wait=True,
            **_files(view),
        )
        return MessageId(str(sent.id))

    # --- waiting ---

    def _begin_to_wait(self) -> None:
        self._deferring = asyncio.create_task(self._defer(), name="defer")

    async def _defer(self) -> None:
        try:
            if self._expected is Way.IN_PLACE:
                await self._interaction.response.defer()
            else:
                await self._interaction.response.defer(
                    ephemeral=self._expected is Way.PRIVATE, thinking=True
                )
            self._deferred = True
        except (discord.HTTPException, *failures.NETWORK) as error:
            # Whether the answer itself still arrives is seen, and told, when it is sent.
            _log.warning("an interaction could not be deferred", reason=str(error))

    async def _stop_the_timer(self) -> None:
        self._timer.cancel()
        if self._deferring:
            await asyncio.wait({self._deferring})


def _files(view: discord.ui.LayoutView, name: str = "files") -> dict[str, Any]:
    """What goes with a view, if anything does, under the name that the SDK has for it."""
    files = layout.files(view)
    return {name: files} if files else {}


def _placeholder() -> discord.ui.LayoutView:
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay("…"))
    view.stop()
    return view
