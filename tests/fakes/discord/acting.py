"""What a test makes people and servers do."""

from __future__ import annotations

from collections.abc import Sequence

from tests.fakes.discord.components import BUTTON, Json, Pressable
from tests.fakes.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, Interaction
from tests.fakes.discord.invoking import (
    Options,
    Upload,
    command_data,
    component_data,
    press_data,
)
from tests.fakes.discord.messages import Message
from tests.fakes.discord.rights import INVITED, Right
from tests.fakes.discord.state import State
from tests.fakes.discord.world import TEXT_CHANNEL, THREAD, Channel, Guild, User


class Acting:
    """People, servers, and what happens to them; every change is told to the bot at once."""

    def __init__(self) -> None:
        self.state = State()

    # ---- who and what there is

    def add_user(self, name: str, *, direct_messages: bool = True, locale: str = "en-US") -> User:
        """A new person."""
        user = User(
            self.state.ids.next(), name, accepts_direct_messages=direct_messages, locale=locale
        )
        self.state.users[user.id] = user
        return user

    async def add_guild(
        self,
        name: str,
        *channels: str,
        shard: tuple[int, int] | None = None,
        rights: Right = INVITED,
    ) -> Guild:
        """A new server with these channels, that the bot joins at once.

        Args:
            name: Its name.
            channels: The names of its text channels; one "general" if none is given.
            shard: The shard and the number of shards it is to belong to.
            rights: What the bot was given with its invitation.
        """
        ids, owner = self.state.ids, self.add_user(f"{name}'s owner")
        number = ids.next() if shard is None else ids.on_shard(*shard)
        guild = Guild(number, name, owner, self.state.bot, ids.next(), invited=rights)
        self.state.guilds[guild.id] = guild
        for channel in channels or ("general",):
            self._channel(Channel(ids.next(), channel, guild=guild))
        await self.state.dispatch("GUILD_CREATE", guild.event(), guild)
        return guild

    async def add_channel(
        self, guild: Guild, name: str, *, kind: int = TEXT_CHANNEL, parent: Channel | None = None
    ) -> Channel:
        """A new channel; with a ``parent`` a thread of it."""
        kind = kind if parent is None else THREAD
        channel = self._channel(
            Channel(self.state.ids.next(), name, kind, guild=guild, parent=parent)
        )
        event = "CHANNEL_CREATE" if parent is None else "THREAD_CREATE"
        await self.state.dispatch(event, channel.json(), guild)
        return channel

    def _channel(self, channel: Channel) -> Channel:
        self.state.channels[channel.id] = channel
        if channel.guild is not None:
            channel.guild.channels[channel.id] = channel
        return channel

    def direct(self, user: User) -> Channel:
        """Somebody's direct messages with the bot."""
        return self.state.direct(user)

    # ---- what is taken away

    async def remove_bot(self, guild: Guild) -> None:
        """The bot is thrown out of a server."""
        guild.removed = True
        await self.state.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild)
        self.state.changed()

    async def invite_again(self, guild: Guild) -> None:
        """The bot is back in a server it was thrown out of."""
        guild.removed = False
        await self.state.dispatch("GUILD_CREATE", guild.event(), guild)

    async def delete_channel(self, channel: Channel) -> None:
        """A channel is deleted, with all its messages and threads."""
        channel.deleted = True
        guild = channel.guild
        if guild is None:
            return
        guild.channels.pop(channel.id, None)
        for message in list(channel.messages):
            self.state.removed(message)
        for thread in [place for place in guild.channels.values() if place.parent is channel]:
            await self.delete_channel(thread)
        event = "THREAD_DELETE" if channel.kind == THREAD else "CHANNEL_DELETE"
        await self.state.dispatch(event, channel.json(), guild)

    async def delete_message(self, message: Message) -> None:
        """A message is deleted by somebody; a bot with our intents is not told."""
        self.state.removed(message)

    async def take_right(self, channel: Channel, *rights: Right) -> None:
        """The bot loses rights in a channel."""
        for right in rights:
            channel.overwrite(self.state.bot.id).denying(right)
        await self._overwritten(channel)

    async def give_right(self, channel: Channel, *rights: Right) -> None:
        """The bot is given rights in a channel."""
        for right in rights:
            channel.overwrite(self.state.bot.id).granting(right)
        await self._overwritten(channel)

    async def _overwritten(self, channel: Channel) -> None:
        await self.state.dispatch("CHANNEL_UPDATE", channel.json(), channel.guild)
        self.state.changed()

    # ---- what people do

    async def command(
        self,
        user: User,
        channel: Channel,
        name: str,
        options: Options | None = None,
    ) -> Interaction:
        """Somebody runs a command, such as ``"quiz"`` or ``"deck list"``.

        Raises:
            LookupError: The bot has registered commands, but no such one.
            ValueError: Discord lets nobody give such a value.
        """
        return await self._command(COMMAND, user, channel, name, options or {}, None)

    async def autocomplete(
        self, user: User, channel: Channel, name: str, options: Options, focused: str
    ) -> Interaction:
        """Somebody is typing the option ``focused`` of a command; its ``choices`` come back."""
        return await self._command(AUTOCOMPLETE, user, channel, name, options, focused)

    async def _command(  # noqa: PLR0913, PLR0917 -- what a command is made of
        self,
        kind: int,
        user: User,
        channel: Channel,
        name: str,
        options: Options,
        focused: str | None,
    ) -> Interaction:
        files: dict[str, Json] = {}
        given = {key: self._uploaded(value, files) for key, value in options.items()}
        data = command_data(self.state.commands, name, given, focused)
        if files:
            data["resolved"] = {"attachments": files}
        return await self.state.interact(kind, user, channel, data)

    def _uploaded(
        self, value: str | float | bool | Upload, files: dict[str, Json]
    ) -> str | int | float | bool:
        if not isinstance(value, Upload):
            return value
        stored = self.state.stored(value.filename, value.content, value.type)
        stored |= {} if value.size is None else {"size": value.size}
        stored |= {"url": value.url} if value.url else {}
        files[stored["id"]] = stored
        return str(stored["id"])

    async def press(self, user: User, message: Message, button: str | Pressable) -> Interaction:
        """Somebody presses a button of a message, given by its custom id or as found there.

        Raises:
            LookupError: This person could not press it.
        """
        data = press_data(user, message, _custom_id(button), None)
        return await self.state.interact(COMPONENT, user, message.channel, data, message)

    async def choose(
        self, user: User, message: Message, menu: str | Pressable, values: Sequence[str]
    ) -> Interaction:
        """Somebody chooses in a menu of a message.

        Raises:
            LookupError: This person could not choose that.
        """
        data = press_data(user, message, _custom_id(menu), values)
        return await self.state.interact(COMPONENT, user, message.channel, data, message)

    async def press_anyway(
        self,
        user: User,
        message: Message,
        custom_id: str,
        *,
        kind: int = BUTTON,
        values: Sequence[str] | None = None,
    ) -> Interaction:
        """Somebody presses what the message may not have: an old client, or a crafted request.

        The bot is told of a message that has the component, for the SDK drops any other press.
        """
        part = Pressable(
            kind,
            custom_id,
            label="forged",
            disabled=False,
            style=2,
            values=tuple(values or ()),
            least=0,
            most=25,
        )
        data = component_data(part, values)

        def forge(event: Json) -> None:
            known = [part.custom_id for part in message.pressables()]
            if custom_id not in known:
                event["message"] = event["message"] | {
                    "components": [*event["message"]["components"], _forged(part)]
                }

        return await self.state.interact(COMPONENT, user, message.channel, data, message, forge)

    def say(self, user: User, channel: Channel, text: str) -> Message:
        """Somebody writes something; a bot with our intents is not told."""
        return self.state.posted(channel, {"content": text}, author=user)


def _custom_id(part: str | Pressable) -> str:
    return part if isinstance(part, str) else part.custom_id


def _forged(part: Pressable) -> Json:
    inner: Json = {"type": part.kind, "custom_id": part.custom_id, "id": 9001}
    if part.kind == BUTTON:
        inner |= {"label": part.label, "style": part.style}
    else:
        inner["options"] = [{"label": value, "value": value} for value in part.values]
    return {"type": 1, "id": 9000, "components": [inner]}
