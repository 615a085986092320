"""Slack, as any chat: by Socket Mode or by signed HTTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final, Self

from adapters import probes
from adapters.slack.connection import Connection, Options, connected
from adapters.slack.layout import every
from adapters.slack.paths import REQUESTS
from bot.model import AccountId, RoomId
from bot.ports import Clock, Store
from bot.service import Studybot
from tests.fakes import slack_process
from tests.fakes.chats.chat import Chat, Deed, File, Given, Message, Request, Result, numbers
from tests.fakes.discord.faults import Hold
from tests.fakes.process import Process
from tests.fakes.slack import messages
from tests.fakes.slack.deliveries import Delivery
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.world import Channel, User

_REQUESTS: Final = {
    Request.QUESTION: "chat.postMessage$",
    Request.POST: "chat.postMessage$",
    Request.VERDICT: "/response/",
}
_CALLING: Final = frozenset({"user", "usergroup", "broadcast"})
SOCKETS: Final = 2
"""The connections that the bot holds in Socket Mode."""


class SlackChat(Chat):
    """A workspace with two channels."""

    in_time = "adapters.slack.acknowledging.IN_TIME"
    knows_again = False

    def __init__(self, server: FakeSlack, *, http: bool) -> None:
        self.server = server
        self.http = http
        self._people: dict[str, User] = {}
        for room in ("hall", "yard"):
            server.add_channel(room)

    @classmethod
    @asynccontextmanager
    async def begun(cls, *, http: bool) -> AsyncIterator[Self]:
        """A Slack that reaches its bot over ``http``, or through sockets."""
        async with FakeSlack() as server:
            yield cls(server, http=http)

    # ---- who and what there is

    def person(self, name: str, *, moderator: bool = False, organiser: bool = False) -> None:
        """Somebody new; whoever may either is an admin, who may both."""
        self._people[name] = self.server.add_user(name, admin=moderator or organiser)

    def account(self, name: str) -> AccountId:
        """A person, as the core knows them."""
        return AccountId("slack", self.server.workspace.id, self._people[name].id)

    def room(self, name: str) -> RoomId:
        """A room, as the core knows it."""
        return RoomId("slack", self.server.workspace.id, self._channel(name).id)

    def messages(self, room: str = "hall") -> Sequence[Message]:
        """What everybody in a room sees, in threads too."""
        return self._channel(room).everything

    def complaints(self) -> list[str]:
        """Everything a well-behaved bot never does."""
        return self.server.complaints()

    def pings(self, message: Message) -> list[str]:
        """The elements and signs of a message by which Slack would call somebody."""
        own = _own(message)
        called = [part["type"] for part in every(own.blocks) if part.get("type") in _CALLING]
        read = [own.text, *(p["text"] for p in every(own.blocks) if p.get("type") == "mrkdwn")]
        return called + [sign for said in read for sign in re.findall("<[@!#][^>]*>", said)]

    def _channel(self, room: str) -> Channel:
        if room.startswith("@"):
            return self.server.direct(self._people[room[1:]])
        return self.server.workspace.named(room)

    # ---- what people do

    async def begin(self, who: str, name: str, room: str, given: Mapping[str, Given]) -> Deed:
        """Somebody types a command, and fills in its form if a file goes with it."""
        command, _, rest = name.partition(" ")
        person, place = self._people[who], self._channel(room)
        if any(isinstance(value, File) for value in given.values()):
            asked = await self.server.command(person, place, f"/{command}", rest)
            await asked.outcome()
            return await self._filled(person, asked, given) if asked.opened else asked
        words = [rest, *(f'{option}:"{value}"' for option, value in given.items())]
        return await self.server.command(person, place, f"/{command}", " ".join(words).strip())

    async def _filled(self, person: User, asked: Delivery, given: Mapping[str, Given]) -> Delivery:
        values = {
            option: [self.server.upload(person, value.name, value.content)]
            if isinstance(value, File)
            else value
            for option, value in given.items()
        }
        return await self.server.submit(person, asked.modal, values)

    def files(self, who: str, told: Message) -> Mapping[str, bytes]:
        """Those that came last as a direct message."""
        assert _own(told).seen_by is self._people[who]
        kept = self.server.state.files
        sent = self.server.direct(self._people[who]).newest
        return {one["name"]: kept[one["id"]] for one in sent.files}

    async def pressing(self, who: str, message: Message, label: str) -> Deed:
        """Somebody presses a button."""
        own = _own(message)
        return await self.server.press(self._people[who], own, own.button(label))

    async def pressing_id(self, who: str, message: Message, action: str) -> Deed:
        """Somebody presses what the message need not show."""
        return await self.server.press_anyway(self._people[who], _own(message), action)

    async def choosing(self, who: str, message: Message, letters: Sequence[str]) -> Delivery:
        """Somebody chooses in the menu of a message, and then presses the button beside it."""
        own, person = _own(message), self._people[who]
        [menu] = own.selects()
        chosen = await self.server.choose(person, own, menu, numbers(letters))
        await chosen.outcome()
        assert chosen.acknowledged
        assert chosen.shown == []
        return await self.server.press(person, own, "Answer")

    # ---- what happens to rooms and messages

    async def delete_message(self, message: Message) -> None:
        """Somebody deletes a message."""
        self.server.delete_message(_own(message))

    async def delete_room(self, room: str, *, unseen: bool = False) -> None:
        """A channel is deleted."""
        if unseen:
            self._channel(room).deleted = True
        else:
            await self.server.delete_channel(self._channel(room))

    async def shut_out(self, room: str, *, unseen: bool = False) -> None:
        """The bot is removed from a channel, and may write in none that it is not in."""
        place = self._channel(room)
        place.workspace.scopes.discard("chat:write.public")
        if unseen:
            place.members.discard(place.workspace.bot)
        else:
            await self.server.remove_bot(place)

    async def let_in(self, room: str) -> None:
        """The bot is invited into a channel."""
        await self.server.invite_bot(self._channel(room))

    async def remove_bot(self) -> None:
        """The app is removed from the workspace."""
        await self.server.uninstall()

    # ---- what goes wrong

    def fail_next(self, request: Request, *, times: int = 1) -> None:
        """A status says so: the SDK waits longer after a connection that was cut."""
        self.server.fail_next(_REQUESTS[request], status=503, times=times)

    def refuse_next(self, request: Request) -> None:
        """The next such request is found malformed."""
        self.server.fail_next(_REQUESTS[request], error="invalid_blocks")

    def hold_next(self, request: Request) -> Hold:
        """The next such request waits until it is released."""
        return self.server.hold_next(_REQUESTS[request])

    def lose_next(self, request: Request) -> None:
        """The next such request has its effect."""
        self.server.lose_next(_REQUESTS[request])

    def end_faults(self) -> None:
        """From now on nothing goes wrong any more."""
        self.server.faults.end()

    def requested(self, request: Request) -> int:
        """How many such requests were made so far."""
        path = _REQUESTS[request]
        return sum(bool(re.search(path, f"/{one.path}")) for one in self.server.requests)

    # ---- time

    async def advance(self, seconds: float) -> None:
        """Makes it later for Slack."""
        await self.server.advance(seconds)

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
        """A bot that has its sockets open, or its address."""
        async with (
            connected(studybot, store, clock, self._options()) as connection,
            AsyncExitStack() as stack,
        ):
            if self.http:
                listening = probes.serve(
                    "127.0.0.1", 0, alive=(), ready=(), routes=connection.routes
                )
                host, port = await stack.enter_async_context(listening)
                self.server.deliver_to(f"http://{host}:{port}{REQUESTS}")
            else:
                await self.server.connected(SOCKETS)
            running = asyncio.create_task(connection.run())
            try:
                yield connection
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)

    def _options(self) -> Options:
        server = self.server
        if self.http:
            return Options(
                server.bot_token, signing_secret=server.signing_secret, api_url=server.api_url
            )
        return Options(server.bot_token, server.app_token, api_url=server.api_url)

    @asynccontextmanager
    async def process(self, folder: Path) -> AsyncIterator[Process]:
        """A process that has its sockets open, or its address."""
        if self.http:
            async with slack_process.listening(self.server, folder) as (bot, _):
                yield bot
        else:
            async with slack_process.connected(self.server, folder) as bot:
                yield bot


def _own(message: Message) -> messages.Message:
    assert isinstance(message, messages.Message)
    return message
