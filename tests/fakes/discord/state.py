"""Everything the fake knows: who and what there is, and what has happened."""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.fakes.discord.interactions import ACKNOWLEDGE_WITHIN, LARGEST, Interaction
from tests.fakes.discord.messages import Message
from tests.fakes.discord.refusals import Refused, Why
from tests.fakes.discord.rights import Right
from tests.fakes.discord.waiting import Clock, Ids, Waiting
from tests.fakes.discord.world import THREAD, Channel, Guild, User

Json = dict[str, Any]

_APPLICATION: Final = 1_100_000_000_000_000_001
Dispatch = Callable[[str, Json, Guild | None], Awaitable[None]]


def token_for(application: int) -> str:
    """A token of the form Discord gives out; it opens nothing but this server."""
    first = base64.b64encode(str(application).encode()).decode().rstrip("=")
    return f"{first}.Fake00.{'f' * 27}"


async def nobody(_event: str, _data: Json, _guild: Guild | None) -> None:
    """Whoever is told of events before there is a gateway."""


@dataclass(eq=False)
class State:
    """What one Discord holds for one bot."""

    clock: Clock = field(default_factory=Clock)
    waiting: Waiting = field(default_factory=Waiting)
    bot: User = field(default_factory=lambda: User(_APPLICATION, "Studybot", bot=True))
    users: dict[int, User] = field(default_factory=dict)
    guilds: dict[int, Guild] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    """The commands the bot has registered, as Discord gives them back."""
    nonces: dict[tuple[int, str | int], Message] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)
    largest: int = LARGEST
    """Bytes that a file of the bot may have."""
    dispatch: Dispatch = nobody
    origin: str = ""
    """Where this server is reached over HTTP."""

    def __post_init__(self) -> None:
        self.ids = Ids(self.clock)
        self.token = token_for(self.bot.id)

    def changed(self) -> None:
        """Something has happened: whoever waits for it looks."""
        self.waiting.changed()

    def reach(self, channel_id: str, *needed: Right) -> Channel:
        """The channel that the bot wants to act in.

        Raises:
            Refused: It is not there, the bot does not see it, or lacks one of these rights.
        """
        channel = self.channels.get(int(channel_id))
        if channel is None or channel.deleted:
            raise Refused(Why.UNKNOWN_CHANNEL)
        rights = channel.rights(self.bot)
        if (channel.guild and channel.guild.removed) or not rights & Right.VIEW_CHANNEL:
            raise Refused(Why.MISSING_ACCESS)
        if any(not rights & right for right in needed):
            raise Refused(Why.MISSING_PERMISSIONS)
        return channel

    def stored(self, filename: str, content: bytes, kind: str) -> Json:
        """A file that was uploaded, as Discord describes an attachment."""
        number = self.ids.next()
        self.files[number] = content
        url = f"{self.origin}/cdn/{number}/{filename}"
        return {
            "id": str(number),
            "filename": filename,
            "size": len(content),
            "url": url,
            "proxy_url": url,
            "content_type": kind,
        }

    def direct(self, user: User) -> Channel:
        """The direct messages between the bot and somebody."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self.ids.next(), user.name, kind=1, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def posted(  # noqa: PLR0913 -- what a message is made of
        self,
        channel: Channel,
        body: Mapping[str, Any],
        *,
        author: User,
        flags: int = 0,
        seen_by: User | None = None,
        interaction: Interaction | None = None,
    ) -> Message:
        """A new message; everybody in the channel sees it, unless it is for one person only."""
        message = Message(
            self.ids.next(),
            channel,
            author,
            self.clock.written(),
            flags,
            seen_by,
            interaction,
            nonce=body.get("nonce"),
            reference=body.get("message_reference"),
        )
        message.write(dict(body))
        self.messages[message.id] = message
        if seen_by is None:
            channel.messages.append(message)
        self.changed()
        return message

    def removed(self, message: Message) -> None:
        """A message is gone for everybody."""
        message.deleted = True
        self.messages.pop(message.id, None)
        if message in message.channel.messages:
            message.channel.messages.remove(message)
        self.changed()

    async def interact(  # noqa: PLR0913, PLR0917 -- as above
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: Json,
        pressed: Message | None = None,
        told: Callable[[Json], None] = lambda _: None,
    ) -> Interaction:
        """Somebody acts, and the bot is told; ``told`` may change what it is told."""
        interaction = Interaction(
            self.ids.next(),
            secrets.token_urlsafe(80),
            kind,
            user,
            channel,
            data,
            self.clock.now(),
            pressed,
        )
        self.interactions[interaction.token] = interaction
        event = interaction.json(self.bot, self.largest)
        told(event)
        loop = asyncio.get_running_loop()
        interaction.timer = loop.call_later(ACKNOWLEDGE_WITHIN, self._late, interaction)
        await self.dispatch("INTERACTION_CREATE", event, channel.guild)
        return interaction

    def _late(self, interaction: Interaction) -> None:
        interaction.fail()
        self.changed()

    def advance(self, seconds: float) -> None:
        """Makes it later: interactions that nobody has answered by then have failed."""
        self.clock.advance(seconds)
        for interaction in self.interactions.values():
            if self.clock.now() - interaction.sent > ACKNOWLEDGE_WITHIN:
                interaction.fail()
        self.changed()

    def close(self) -> None:
        """Nobody waits for an answer any more."""
        for interaction in self.interactions.values():
            interaction.finish()


def sending(channel: Channel) -> Right:
    """The right that is needed to post in this kind of channel."""
    return Right.SEND_MESSAGES_IN_THREADS if channel.kind == THREAD else Right.SEND_MESSAGES
