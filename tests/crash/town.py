"""A chat of this machine, and all that its people did and saw, for as long as bots come and go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from adapters.slack.paths import REQUESTS
from bot import actions
from bot.actions import AnswerRound
from bot.errors import UnknownAction
from bot.model import AccountId, RoomId
from tests.crash.victims import PACE, Victim
from tests.fakes import process, slack_process
from tests.fakes.chats.chat import Button, Chat, Deed, Message
from tests.fakes.chats.discord import DiscordChat
from tests.fakes.chats.slack import SOCKETS, SlackChat
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.slack import messages as slack_messages
from tests.fakes.slack.server import FakeSlack

PEOPLE: Final = ("Ana", "Bo", "Cy", "Di", *(f"Player {number}" for number in range(1, 17)))
MODERATOR: Final = "Moe"
ROOMS: Final = ("hall", "yard", "@Ana")

NEAR: Final = 40
"""Messages of a room, the latest, among which a new one is looked for."""

_FOR_EVER: Final = 1e6


@dataclass(eq=False, slots=True)
class Press:
    """Somebody pressed a button with an answer on it."""

    account: AccountId
    round: str
    picks: tuple[int, ...]
    message: Message
    at: datetime
    """By the bot's clock, about."""
    deed: Deed


@dataclass(eq=False, slots=True)
class Seen:
    """A message that a room was shown, in which life of the bot."""

    room: RoomId
    id: str
    message: Message
    round: str | None
    """The round whose buttons were on it when it came."""
    life: int
    at: datetime
    """By the bot's clock, about."""


class Time:
    """The bot's clock, as it is seen from outside."""

    def __init__(self, now: datetime) -> None:
        self._then = now
        self._begun = time.monotonic()

    def now(self) -> datetime:
        """The moment it shows."""
        return self._then + timedelta(seconds=(time.monotonic() - self._begun) * PACE)


@dataclass(eq=False)
class Town:
    """A chat, who is there, and what was done and seen. Bots serve it one after the other."""

    chat: Chat
    clock: Time
    life: int = 0
    """How many bots there were before the present one."""
    presses: list[Press] = field(default_factory=list)
    seen: dict[tuple[RoomId, str], Seen] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    """With which the present bot reaches it."""

    @property
    def rooms(self) -> dict[str, RoomId]:
        """The rooms, by their names here."""
        return {name: self.chat.room(name) for name in ROOMS}

    async def reached(self, victim: Victim) -> bool:
        """Whether the bot comes to serve people before it dies."""
        before = self._doors()
        there = asyncio.create_task(self._there(victim, before))
        try:
            both: set[asyncio.Future[Any]] = {there, victim.died}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if there.done():
                there.result()
        finally:
            there.cancel()
        return victim.running

    async def later(self, now: datetime) -> None:
        """It becomes this late for a new bot, and so for the chat; never earlier than it was."""
        behind = (now - self._wall()).total_seconds()
        await self.chat.advance(max(0.0, behind))
        self.clock = Time(now)

    async def press(self, who: str, message: Message, button: Button) -> Press | None:
        """Somebody presses a button, and nobody waits for what comes of it."""
        action = answer_of(button)
        if action is None:
            return None
        account, at = self.chat.account(who), self.clock.now()
        deed = await self.chat.pressing(who, message, button.label)
        done = Press(account, action.round, action.picks, message, at, deed)
        self.presses.append(done)
        return done

    def complaints(self) -> list[str]:
        """Everything a well-behaved bot never does; it may seem to hurry, as its clock does."""
        return [one for one in self.chat.complaints() if "a minute" not in one]

    def take_note(self) -> None:
        """Look at what is new in the rooms, before the bot can change it."""
        for name, room in self.rooms.items():
            # An answer to a command stands where it was given, perhaps before what came earlier.
            for message in self.chat.messages(name)[-NEAR:]:
                key = room, id_of(message)
                if key in self.seen:
                    continue
                found = (answer_of(button) for button in message.buttons())
                round_id = next((str(one.round) for one in found if one), None)
                self.seen[key] = Seen(room, key[1], message, round_id, self.life, self.clock.now())

    async def watch(self) -> None:
        """Take note of everything, as soon as it has happened."""
        await self.chat.until(self.take_note, _FOR_EVER)

    def _wall(self) -> datetime:
        return _server(self.chat).state.clock.wall()

    def _doors(self) -> int:
        match self.chat:
            case DiscordChat(server=server):
                return len(server.gateway.identifies)
            case SlackChat(server=server):
                return server.sockets.opened
            case _:
                raise TypeError

    async def _there(self, victim: Victim, before: int) -> None:
        if isinstance(self.chat, SlackChat) and self.chat.http:
            address = victim.order.settings["STUDYBOT_HTTP"]
            await slack_process.ready(victim, int(address.rpartition(":")[2]))
            self.chat.server.deliver_to(f"http://{address}{REQUESTS}")
            return
        doors = SOCKETS if isinstance(self.chat, SlackChat) else 1
        await self.chat.until(lambda: self._doors() >= before + doors, process.STARTED_WITHIN)

    def prepare(self) -> dict[str, str]:
        """The settings with which the next bot is to reach it."""
        match self.chat:
            case SlackChat(server=server, http=True):
                server.deliver_to()
                return slack_process.over_http(server, process.free_port())
            case SlackChat(server=server):
                return slack_process.socket_mode(server)
            case DiscordChat(server=server):
                return process.discord(server)
            case _:
                raise TypeError


@asynccontextmanager
async def founded(name: str, now: datetime) -> AsyncIterator[Town]:
    """A chat of ``tests.fakes.chats.every.CHATS`` with its people, at this moment."""
    async with AsyncExitStack() as stack:
        chat: Chat
        if name == "discord":
            # Neither its limits nor its description: a bot in such a hurry is checked elsewhere.
            server = await stack.enter_async_context(FakeDiscord(limit=None))
            chat = DiscordChat(server, await server.add_guild("School", "hall", "yard"))
        else:
            slack = await stack.enter_async_context(FakeSlack())
            chat = SlackChat(slack, http=name == "slack-http")
        for person in PEOPLE:
            chat.person(person)
        chat.person(MODERATOR, moderator=True)
        town = Town(chat, Time(now))
        watching = asyncio.create_task(town.watch())
        try:
            yield town
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


def answer_of(button: Button) -> AnswerRound | None:
    """The answer that a button gives, if it gives one."""
    try:
        action = actions.decode(button.action)
    except UnknownAction:
        return None
    return action if isinstance(action, AnswerRound) else None


def id_of(message: Message) -> str:
    """A message as the core knows it."""
    if isinstance(message, slack_messages.Message):
        return message.ts
    return str(getattr(message, "id", ""))


def _server(chat: Chat) -> FakeDiscord | FakeSlack:
    assert isinstance(chat, DiscordChat | SlackChat)
    return chat.server


def notes(folder: Path) -> Path:
    """A folder with a deck of many cards that are asked alike."""
    cards = "".join(
        f"\n## {number}. What is true of {number}0?\nTen divides it.\n\n"
        "- [x] It is even\n- [ ] It is odd\n- [ ] It is negative\n"
        for number in range(1, 41)
    )
    return process.school(folder, f"# Numbers\n{cards}")
