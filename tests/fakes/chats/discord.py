"""Discord, as any chat."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Final, Self

from adapters.discord.connection import Connection, Options, connected
from bot.model import AccountId, RoomId
from bot.ports import Clock, Store
from bot.service import Studybot
from tests.fakes.chats.chat import Chat, Deed, File, Given, Message, Request, Result, numbers
from tests.fakes.discord import messages
from tests.fakes.discord.faults import LOST, Hold
from tests.fakes.discord.invoking import Upload
from tests.fakes.discord.rights import Right
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.spec import published
from tests.fakes.discord.world import Channel, Guild, User
from tests.fakes.process import Process, serving

_REQUESTS: Final = {
    Request.QUESTION: ("POST", "/callback$"),
    Request.POST: ("POST", r"/channels/\d+/messages$"),
    Request.VERDICT: ("POST", "/callback$"),
}
_REFUSED: Final = {"code": 50035, "message": "Invalid Form Body"}


class DiscordChat(Chat):
    """A server with two channels, whose bot sends only what Discord's description allows."""

    in_time = "adapters.discord.acknowledging.IN_TIME"
    knows_again = True

    def __init__(self, server: FakeDiscord, guild: Guild) -> None:
        self.server = server
        self.guild = guild
        self._people: dict[str, User] = {}

    @classmethod
    @asynccontextmanager
    async def begun(cls, *, limited: bool) -> AsyncIterator[Self]:
        """A Discord; ``limited`` to the posts and edits that it takes in real time."""
        async with FakeDiscord(spec=published(), limit=5 if limited else None) as server:
            yield cls(server, await server.add_guild("School", "hall", "yard"))

    # ---- who and what there is

    def person(self, name: str, *, moderator: bool = False, organiser: bool = False) -> None:
        """Somebody new."""
        self._people[name] = self.server.add_user(name)
        if moderator:
            self.guild.grant(self._people[name], Right.MANAGE_MESSAGES)
        if organiser:
            self.guild.grant(self._people[name], Right.MANAGE_GUILD)

    def account(self, name: str) -> AccountId:
        """A person, as the core knows them."""
        return AccountId("discord", "", str(self._people[name].id))

    def room(self, name: str) -> RoomId:
        """A room, as the core knows it."""
        place = self._channel(name)
        workspace = f"@{place.id}" if place.guild is None else str(place.guild.id)
        return RoomId("discord", workspace, str(place.id))

    def messages(self, room: str = "hall") -> Sequence[Message]:
        """What everybody in a room sees."""
        return self._channel(room).messages

    def complaints(self) -> list[str]:
        """Everything a well-behaved bot never does."""
        return self.server.complaints()

    def pings(self, message: Message) -> list[str]:
        """The mentions in a message that would have called somebody."""
        return _own(message).pings

    def _channel(self, room: str) -> Channel:
        if room.startswith("@"):
            return self.server.direct(self._people[room[1:]])
        return self.guild.channel(room)

    # ---- what people do

    async def begin(self, who: str, name: str, room: str, given: Mapping[str, Given]) -> Deed:
        """Somebody runs a command."""
        options = {option: _as_here(value) for option, value in given.items()}
        return await self.server.command(self._people[who], self._channel(room), name, options)

    def files(self, who: str, told: Message) -> Mapping[str, bytes]:
        """Those of the very message."""
        own, kept = _own(told), self.server.state.files
        assert own.seen_by is self._people[who]
        return {one["filename"]: kept[int(one["id"])] for one in own.attachments}

    async def pressing(self, who: str, message: Message, label: str) -> Deed:
        """Somebody presses a button."""
        own = _own(message)
        return await self.server.press(self._people[who], own, own.button(label))

    async def pressing_id(self, who: str, message: Message, action: str) -> Deed:
        """Somebody presses what the message need not show."""
        return await self.server.press_anyway(self._people[who], _own(message), action)

    async def choosing(self, who: str, message: Message, letters: Sequence[str]) -> Deed:
        """Somebody chooses in the menu of a message, which says so at once."""
        own = _own(message)
        [menu] = own.menus()
        return await self.server.choose(self._people[who], own, menu, numbers(letters))

    # ---- what happens to rooms and messages

    async def delete_message(self, message: Message) -> None:
        """Somebody deletes a message."""
        await self.server.delete_message(_own(message))

    async def delete_room(self, room: str, *, unseen: bool = False) -> None:
        """A channel is deleted."""
        if unseen:
            self._channel(room).deleted = True
        else:
            await self.server.delete_channel(self._channel(room))

    async def shut_out(self, room: str, *, unseen: bool = False) -> None:
        """The right to send messages is taken away; that is nothing a bot looks out for."""
        place = self._channel(room)
        if unseen:
            place.overwrite(self.server.state.bot.id).denying(Right.SEND_MESSAGES)
        else:
            await self.server.take_right(place, Right.SEND_MESSAGES)

    async def let_in(self, room: str) -> None:
        """The right to send messages is given back."""
        await self.server.give_right(self._channel(room), Right.SEND_MESSAGES)

    async def remove_bot(self) -> None:
        """The bot is thrown out of the server."""
        await self.server.remove_bot(self.guild)

    # ---- what goes wrong

    def fail_next(self, request: Request, *, times: int = 1) -> None:
        """The connection is cut: the SDK waits longer after a status."""
        self.server.fail_next(*_REQUESTS[request], LOST, times=times)

    def refuse_next(self, request: Request) -> None:
        """The next such request is found malformed."""
        self.server.fail_next(*_REQUESTS[request], 400, body=_REFUSED)

    def hold_next(self, request: Request) -> Hold:
        """The next such request waits until it is released."""
        return self.server.hold_next(*_REQUESTS[request])

    def lose_next(self, request: Request) -> None:
        """The next such request has its effect."""
        self.server.lose_next(*_REQUESTS[request])

    def end_faults(self) -> None:
        """From now on nothing goes wrong any more."""
        self.server.faults.end()

    def requested(self, request: Request) -> int:
        """How many such requests were made so far."""
        method, path = _REQUESTS[request]
        asked = self.server.requests
        return sum(one.method == method and bool(re.search(path, one.path)) for one in asked)

    # ---- time

    async def advance(self, seconds: float) -> None:
        """Makes it later for Discord."""
        self.server.advance(seconds)

    async def until(self, predicate: Callable[[], Result], seconds: float = 10.0) -> Result:
        """Waits until this is true."""
        return await self.server.until(predicate, seconds)

    def transcript(self) -> str:
        """What happened."""
        return self.server.transcript()

    # ---- the bot

    @asynccontextmanager
    async def connected(
        self, studybot: Studybot, store: Store, clock: Clock
    ) -> AsyncIterator[Connection]:
        """A bot that listens at the gateway."""
        server = self.server
        options = Options(server.token, server.api_url, server.gateway_url)
        async with connected(studybot, store, clock, options) as connection:
            running = asyncio.create_task(connection.run())
            try:
                await server.connected()
                yield connection
            finally:
                await connection.drain()
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)

    def process(self, folder: Path) -> AbstractAsyncContextManager[Process]:
        """A process that listens at the gateway."""
        return serving(self.server, folder)


def _as_here(value: Given) -> str | int | bool | Upload:
    return Upload(value.name, value.content) if isinstance(value, File) else value


def _own(message: Message) -> messages.Message:
    assert isinstance(message, messages.Message)
    return message
