"""Coming to a server and leaving it, and channels that go away."""

from __future__ import annotations

import discord
import structlog

from adapters.chat.underway import UnderWay
from adapters.discord import rights
from adapters.discord.client import Discord
from adapters.discord.identity import room, space
from bot.errors import StudybotError
from bot.model import RoomId, SpaceId
from bot.ports import Clock
from bot.service import Studybot

_log = structlog.get_logger(__name__)


class Membership:
    """What the bot does when it is let in, and when it or a channel is thrown out."""

    def __init__(self, studybot: Studybot, platform: Discord, clock: Clock) -> None:
        """Take the use cases and what posts the greeting."""
        self._studybot = studybot
        self._platform = platform
        self._clock = clock
        self._under_way = UnderWay()

    def listen(self, client: discord.Client) -> None:
        """Have the client tell of what happens in servers."""
        for heard in (
            self.on_guild_join,
            self.on_guild_remove,
            self.on_guild_channel_delete,
            self.on_raw_thread_delete,
        ):
            client.event(heard)

    async def idle(self) -> None:
        """Return once everything that was heard of has been dealt with."""
        await self._under_way.idle()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Somebody invited the bot: say once how to begin and what the bot still lacks."""
        with self._under_way:
            await self._greet(guild)

    async def _greet(self, guild: discord.Guild) -> None:
        channel = _greeting_place(guild)
        here = channel.permissions_for(guild.me) if channel else guild.me.guild_permissions
        lacking = rights.missing(here & guild.me.guild_permissions)
        _log.info("joined a server", server=guild.id, missing=lacking)
        if channel is None:
            _log.warning("no channel to greet in", server=guild.id, missing=lacking)
            return
        try:
            welcome = await self._studybot.welcome(space(guild.id), lacking)
            await self._platform.post(room(guild.id, channel.id), welcome)
        except StudybotError as error:
            _log.warning("a server could not be greeted", server=guild.id, reason=str(error))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Somebody removed the bot: end what was open in the server."""
        await self._lose(space(guild.id), "the bot was removed from the server")

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Somebody deleted a channel: end what was open in it."""
        await self._lose(room(channel.guild.id, channel.id), "the channel was deleted")

    async def on_raw_thread_delete(self, thread: discord.RawThreadDeleteEvent) -> None:
        """Somebody deleted a thread: end what was open in it."""
        await self._lose(room(thread.guild_id, thread.thread_id), "the channel was deleted")

    async def _lose(self, place: RoomId | SpaceId, reason: str) -> None:
        with self._under_way:
            ended = await self._studybot.lose(place, self._clock.now())
        if ended:
            _log.warning("a place is lost", place=place, reason=reason, ended=ended)


def _greeting_place(guild: discord.Guild) -> discord.TextChannel | None:
    """Where a server greets its own members, else its first channel the bot may write in."""
    first = [guild.system_channel] if guild.system_channel else []
    for channel in [*first, *guild.text_channels]:
        if not rights.missing(channel.permissions_for(guild.me), thread=False):
            return channel
    return None
