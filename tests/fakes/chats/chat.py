"""A chat of this machine, whichever it is: what people do in it, and what they then see."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, Protocol, TypeVar

from adapters.platforms import Connection
from bot.model import AccountId, RoomId
from bot.ports import Clock, Store
from bot.service import Studybot
from tests.fakes.discord.faults import Hold
from tests.fakes.process import Process

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody hands over."""

    name: str
    content: bytes


Given = str | int | bool | File
"""What an option of a command can be given."""


class Named(Protocol):
    """Somebody."""

    @property
    def name(self) -> str:
        """What they are called."""
        ...


class Button(Protocol):
    """Something that can be pressed."""

    @property
    def label(self) -> str:
        """What stands on it."""
        ...

    @property
    def action(self) -> str:
        """What the bot is told of whoever presses it: see ``bot.actions``."""
        ...


class Message(Protocol):
    """Something that was posted."""

    @property
    def private(self) -> bool:
        """Whether only one person sees it."""
        ...

    @property
    def seen_by(self) -> Named | None:
        """That person."""
        ...

    @property
    def edits(self) -> int:
        """How often it was changed."""
        ...

    def texts(self) -> str:
        """Everything it says now, in reading order, without buttons and menus."""
        ...

    def buttons(self) -> Sequence[Button]:
        """What can be pressed on it now, in reading order."""
        ...


class Deed(Protocol):
    """Something that somebody did, and what came of it."""

    @property
    def failed(self) -> bool:
        """Whether the chat told them that nobody was there."""
        ...

    @property
    def shown(self) -> Sequence[Message]:
        """What they were shown because of it."""
        ...

    async def outcome(self) -> object:
        """Returns once the bot has acknowledged it, or it is too late for that."""
        ...


class Connected(Connection, Protocol):
    """A connection that says when nothing is under way."""

    async def idle(self) -> None:
        """Return once nobody waits for an answer, and all that was heard of is dealt with."""
        ...

    async def drain(self) -> None:
        """Answer whoever still waits, and end in order."""
        ...


class Request(Enum):
    """What a bot asks a chat for, as far as tests make it fail."""

    QUESTION = auto()
    """A question that somebody asked for."""
    POST = auto()
    """What the clock's side has for a room."""
    VERDICT = auto()
    """An answer to a press, for one person alone."""


class Chat(ABC):
    """People, who are named by their names, and rooms; ``"@Ana"`` is where Ana alone writes.

    Every method that makes somebody do something waits until they have seen what came of it.
    """

    in_time: str
    """Where the adapter says how long somebody may be left without a word, in seconds."""

    knows_again: bool
    """Whether it tells apart what it was sent twice from what is new."""

    idle: Callable[[], Awaitable[None]] | None = None
    """Returns once the bot does nothing, where it is in this process."""

    # ---- who and what there is

    @abstractmethod
    def person(self, name: str, *, moderator: bool = False, organiser: bool = False) -> None:
        """Somebody new, who may moderate, may configure the whole place, or neither."""

    @abstractmethod
    def account(self, name: str) -> AccountId:
        """A person, as the core knows them."""

    @abstractmethod
    def room(self, name: str) -> RoomId:
        """A room, as the core knows it."""

    @abstractmethod
    def messages(self, room: str = "hall") -> Sequence[Message]:
        """What everybody in a room sees, oldest first; with what stands in threads there."""

    def newest(self, room: str = "hall") -> Message:
        """The last message that everybody in a room sees."""
        return self.messages(room)[-1]

    @abstractmethod
    def complaints(self) -> list[str]:
        """Everything a well-behaved bot never does."""

    @abstractmethod
    def pings(self, message: Message) -> list[str]:
        """Everything in a message that would call somebody."""

    # ---- what people do

    async def command(self, who: str, name: str, room: str = "hall", /, **given: Given) -> Message:
        """Somebody runs a command; what they, or all, are shown."""
        before = len(self.messages(room))
        deed = await self.begin(who, name, room, given)
        await self._settled(deed)
        return (await self.until(lambda: [*deed.shown, *self.messages(room)[before:]]))[0]

    @abstractmethod
    def files(self, who: str, told: Message) -> Mapping[str, bytes]:
        """The files, by name, that somebody was handed when they were told this."""

    async def press(self, who: str, message: Message, label: str) -> Message:
        """Somebody presses the button of this label; what they are told."""
        return await self.told(await self.pressing(who, message, label))

    async def press_id(self, who: str, message: Message, action: str) -> Message:
        """Somebody presses a button that they no longer see; what they are told."""
        return await self.told(await self.pressing_id(who, message, action))

    async def choose(self, who: str, message: Message, *letters: str) -> Message:
        """Somebody chooses several options, by their letters; what they are told."""
        return await self.told(await self.choosing(who, message, letters))

    async def crowd(self, who: Iterable[str], message: Message, label: str) -> list[Message]:
        """Many press at one moment; what they are told, each once."""
        deeds = await asyncio.gather(*(self.pressing(one, message, label) for one in who))
        for deed in deeds:
            await self._settled(deed)
        await self.until(lambda: all(deed.shown for deed in deeds))
        told = [list(deed.shown) for deed in deeds]
        assert all(len(one) == 1 for one in told)
        return [one for [one] in told]

    async def turn(self, who: str, page: Message, label: str) -> Message:
        """Somebody presses what turns a page of theirs: that one, now changed, or a new one."""
        before = page.texts()
        deed = await self.pressing(who, page, label)
        await self._settled(deed)
        await self.until(lambda: deed.shown or page.texts() != before)
        return deed.shown[0] if deed.shown else page

    async def share(self, who: str, page: Message, label: str, room: str = "hall") -> Message:
        """Somebody presses what shows a page to the room; what the room sees."""
        before = len(self.messages(room))
        await self._settled(await self.pressing(who, page, label))
        return (await self.until(lambda: self.messages(room)[before:]))[0]

    async def told(self, deed: Deed) -> Message:
        """What somebody is shown who has done this."""
        await self._settled(deed)
        return (await self.until(lambda: deed.shown))[0]

    async def _settled(self, deed: Deed) -> None:
        await deed.outcome()
        assert not deed.failed, f"{deed}\n{self.transcript()}"
        if self.idle:
            await self.idle()

    @abstractmethod
    async def begin(self, who: str, name: str, room: str, given: Mapping[str, Given]) -> Deed:
        """Somebody runs a command, and nobody waits for what comes of it."""

    @abstractmethod
    async def pressing(self, who: str, message: Message, label: str) -> Deed:
        """Somebody presses a button, and nobody waits for what comes of it."""

    @abstractmethod
    async def pressing_id(self, who: str, message: Message, action: str) -> Deed:
        """Somebody presses what the message need not show."""

    @abstractmethod
    async def choosing(self, who: str, message: Message, letters: Sequence[str]) -> Deed:
        """Somebody chooses several options, and nobody waits for what comes of it."""

    # ---- what happens to rooms and messages

    @abstractmethod
    async def delete_message(self, message: Message) -> None:
        """Somebody deletes a message; the bot is not told."""

    @abstractmethod
    async def delete_room(self, room: str, *, unseen: bool = False) -> None:
        """A room is deleted; ``unseen``, the bot is not told."""

    @abstractmethod
    async def shut_out(self, room: str, *, unseen: bool = False) -> None:
        """The bot may not write in a room any more; ``unseen``, it is not told."""

    @abstractmethod
    async def let_in(self, room: str) -> None:
        """The bot may write again in a room that it was shut out of."""

    @abstractmethod
    async def remove_bot(self) -> None:
        """The bot is thrown out of the whole place."""

    # ---- what goes wrong

    @abstractmethod
    def fail_next(self, request: Request, *, times: int = 1) -> None:
        """The next such requests are not served, in the way that is tried again soonest."""

    @abstractmethod
    def refuse_next(self, request: Request) -> None:
        """The next such request is found malformed."""

    @abstractmethod
    def hold_next(self, request: Request) -> Hold:
        """The next such request waits until it is released."""

    @abstractmethod
    def lose_next(self, request: Request) -> None:
        """The next such request has its effect, and the bot never hears of it."""

    @abstractmethod
    def end_faults(self) -> None:
        """From now on nothing goes wrong any more."""

    @abstractmethod
    def requested(self, request: Request) -> int:
        """How many such requests were made so far."""

    # ---- time

    @abstractmethod
    async def advance(self, seconds: float) -> None:
        """Makes it later for the chat."""

    @abstractmethod
    async def until(self, predicate: Callable[[], Result], seconds: float = 10.0) -> Result:
        """Waits until this is true, and tells what has happened if it never is."""

    @abstractmethod
    def transcript(self) -> str:
        """What happened, for a failure that can be read."""

    # ---- the bot

    @abstractmethod
    def connected(
        self, studybot: Studybot, store: Store, clock: Clock
    ) -> AbstractAsyncContextManager[Connected]:
        """The adapter in this process, there for people until the context ends."""

    @abstractmethod
    def process(self, folder: Path) -> AbstractAsyncContextManager[Process]:
        """The bot as a process of its own, once it serves people here."""


def reader(message: Message) -> str:
    """The name of the one person who sees a message; empty where all see it."""
    return message.seen_by.name if message.private and message.seen_by else ""


def letters(indices: Iterable[int]) -> tuple[str, ...]:
    """The letters that stand for options."""
    return tuple("ABCDEFGH"[index] for index in sorted(indices))


def numbers(labels: Iterable[str]) -> list[Any]:
    """What menus send for options of these letters."""
    return [str("ABCDEFGH".index(label)) for label in labels]
