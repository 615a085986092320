"""A whole bot without a chat: real core and database, a clock and a platform to drive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC
from pathlib import Path
from random import Random

from bot.actions import AnswerRound
from bot.commands import DECK_ADD
from bot.decks.parsing import parse
from bot.invocations import Invocation, Upload, read
from bot.model import AccountId, Message, MessageId, Person, Request, RoomId, RoundId
from bot.ports import Store
from bot.runner import Runner
from bot.screens import DeckReportScreen, QuestionScreen, Reply, Screen
from bot.service import Catalog, Studybot
from bot.storage import open_store
from tests.fakes.box import OpenBox
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform

DECK = """\
# Organs of the cell

## 1. What do mitochondria do?
They make most of the energy.

- [x] They release energy
- [ ] They build proteins
- [ ] They store water

## 2. Where is the DNA kept?
In the nucleus, for the most part.

- [ ] In the membrane
- [x] In the nucleus
- [ ] In the vacuole

## 3. Which of these have a wall?
Plants and fungi.

- [x] Plants
- [x] Fungi
- [ ] Mammals

## 4. Tell the story of endosymbiosis.
It is long.
"""

HALL = RoomId("test", "school", "hall")
YARD = RoomId("test", "school", "yard")


def person(name: str) -> Person:
    """Somebody of this name. Mo moderates, Olga organises."""
    account = AccountId("test", "", name.lower())
    return Person(account, name, moderator=name == "Mo", organiser=name == "Olga")


class World:
    """What people do, and what they and their rooms then see."""

    def __init__(  # noqa: PLR0913 -- what a world is made of
        self,
        store: Store,
        text: str,
        *,
        folder: Path = Path("content"),
        seed: int,
        source: str,
        later: float,
        sole: bool,
    ) -> None:
        self.store = store
        self.clock = FakeClock()
        self.clock.advance(later)
        self.platform = FakePlatform()
        self.catalog = Catalog([parse(text.encode(), source)], (), str(folder))
        self.box = OpenBox()
        self.bot = Studybot(store, self.catalog, Random(seed), UTC, box=self.box)
        self.runner = Runner(self.bot, store, [self.platform], self.clock, sole=sole)

    def request(self, who: str, room: RoomId = HALL, *, alone: bool = False) -> Request:
        """Somebody acts now."""
        return Request(person(who), room, self.clock.now(), alone)

    async def say(
        self, line: str, who: str = "Ana", room: RoomId = HALL, *, alone: bool = False
    ) -> Reply:
        """Somebody types a command; a question in the reply is shown, as an adapter would."""
        reply = await self.bot.perform(read(line), self.request(who, room, alone=alone))
        if isinstance(reply.room, QuestionScreen):
            message = Message(room, MessageId(f"reply-{reply.room.round}"))
            await self.bot.shown(reply.room.round, message, self.clock.now())
        return reply

    async def add(
        self,
        text: str,
        name: str = "notes.md",
        who: str = "Olga",
        room: RoomId = HALL,
        called: str = "",
    ) -> DeckReportScreen:
        """Somebody hands over a file; what they are told of the deck."""
        screen = await self.hand(Upload(name, text.encode()), who, room, called)
        assert isinstance(screen, DeckReportScreen)
        return screen

    async def hand(
        self, file: Upload, who: str = "Olga", room: RoomId = HALL, called: str = ""
    ) -> Screen | None:
        """Somebody hands over a file; what they are shown."""
        named = {"name": called} if called else {}
        invocation = Invocation(DECK_ADD, {"file": file, **named})
        return (await self.bot.perform(invocation, self.request(who, room))).private

    async def ask(
        self, line: str, who: str = "Ana", room: RoomId = HALL, *, alone: bool = False
    ) -> QuestionScreen:
        """Somebody types a command that asks the room something."""
        return question(await self.say(line, who, room, alone=alone))

    async def press(
        self,
        asked: RoundId,
        *picks: int,
        who: str = "Ana",
        room: RoomId = HALL,
        alone: bool = False,
    ) -> Reply:
        """Somebody presses options of a round."""
        return await self.bot.press(AnswerRound(asked, picks), self.request(who, room, alone=alone))

    async def answer(
        self, asked: RoundId, who: str = "Ana", *, right: bool = True, alone: bool = False
    ) -> Reply:
        """Somebody answers rightly or wrongly."""
        made = (await self.store.round(asked)).question
        others = [index for index in range(len(made.options)) if index not in made.key]
        wrong = sorted([*others, *made.key][: len(made.key)])
        return await self.press(asked, *(made.key if right else wrong), who=who, alone=alone)

    async def wait(self, seconds: float) -> None:
        """Let time pass, then let the clock's side do what became due."""
        self.clock.advance(seconds)
        await self.runner.settle()

    def posted(self) -> list[Screen]:
        """What the clock's side posted, oldest first."""
        return [screen for _, screen in self.platform.posts]

    def edited(self) -> list[Screen]:
        """What messages were changed to, oldest first."""
        return [screen for _, screen in self.platform.edits]

    def newest(self) -> QuestionScreen:
        """The question that the clock's side posted last."""
        return [screen for screen in self.posted() if isinstance(screen, QuestionScreen)][-1]


def question(reply: Reply) -> QuestionScreen:
    """The question a reply shows to the room."""
    assert isinstance(reply.room, QuestionScreen)
    return reply.room


@asynccontextmanager
async def world(  # noqa: PLR0913 -- as above
    folder: Path,
    text: str = DECK,
    *,
    seed: int = 1,
    source: str = "cells.md",
    later: float = 0,
    sole: bool = False,
) -> AsyncIterator[World]:
    """A bot on a database in this folder; opened again, ``later`` in seconds, it remembers."""
    async with open_store(f"sqlite:///{folder / 'test.db'}") as store:
        yield World(store, text, folder=folder, seed=seed, source=source, later=later, sole=sole)
