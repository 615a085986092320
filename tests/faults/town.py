"""One bot on some chats, as it serves them in one process, while things go wrong around it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from sqlalchemy import text

from bot.decks.parsing import parse
from bot.errors import DatabaseError
from bot.runner import Runner
from bot.service import Catalog, Studybot
from bot.storage import SqlStore, open_store
from tests.fakes.chats.bot import NOTES
from tests.fakes.chats.chat import Chat, Connected, Message, reader
from tests.faults.clocks import NINE, WrongClock

STEP: Final = 2.0
"""Seconds that pass at once: the clock's side looks no seldomer."""

CREEP: Final = 0.02
"""Seconds that pass while it works."""

ANSWERS: Final = text(
    'SELECT account_platform AS platform, account_user AS "user", count(*) AS kept'
    " FROM answers GROUP BY 1, 2"
)

AWAY: Final = "cannot reach its memory at the moment"


@dataclass
class Place:
    """A chat with the bot in it."""

    chat: Chat
    connection: Connected
    runner: Runner

    def dailies(self, room: str = "hall") -> list[Message]:
        """The questions of the day that its people see in a room."""
        return [one for one in self.chat.messages(room) if "question of the day" in one.texts()]

    async def shown(self, who: str = "Ana", room: str = "hall") -> str:
        """What somebody reads who asks how the question of the day stands."""
        return (await self.chat.command(who, "daily show", room)).texts()

    def newest(self) -> Message | None:
        """The last question of the series in the yard, if it takes answers."""
        newest = self.chat.newest("yard")
        return newest if any(one.label == "A" for one in newest.buttons()) else None

    async def press(self, who: str, message: Message, label: str = "A") -> str:
        """What somebody reads who presses a button."""
        told = await self.chat.press(who, message, label)
        assert reader(told) == who
        return told.texts()


class Town:
    """All of it."""

    def __init__(self, store: SqlStore, clock: WrongClock) -> None:
        self.store = store
        self.clock = clock
        self.studybot = Studybot(
            store, Catalog([parse(NOTES.encode(), "numbers.md")]), Random(1), UTC
        )
        self.places: list[Place] = []

    @property
    def place(self) -> Place:
        """The first one, or the only one there is."""
        return self.places[0]

    async def later(self, seconds: float, step: float = STEP) -> None:
        """Let time pass, and see all that can be done to its end, wherever it fails."""
        left = seconds
        while left > 0:
            self.clock.advance(min(step, left))
            for one in self.places:
                await one.chat.advance(min(step, left))
            left -= step
            await self.settle()

    async def open_in_series(self) -> Message:
        """The question of the series in the yard, once there is one that takes answers."""
        for _ in range(60):
            if newest := self.place.newest():
                return newest
            await self.later(STEP)
        raise AssertionError(self.place.chat.transcript())

    async def until(self, moment: datetime, step: float = STEP) -> None:
        """Let time pass until the clock shows this."""
        while (left := (moment - self.clock.now()).total_seconds()) > 0:
            await self.later(min(step, left), step)

    async def pass_by(self, seconds: float) -> None:
        """Let time pass, and wait for nothing that may be stuck."""
        for _ in range(round(seconds / STEP)):
            self.clock.advance(STEP)
            await asyncio.sleep(0.001)

    async def creep(self, predicate: Callable[[], object], seconds: float = 10.0) -> None:
        """Let time pass slowly until this is true."""
        async with asyncio.timeout(seconds):
            while not predicate():
                self.clock.advance(CREEP)
                await asyncio.sleep(0.001)

    async def settle(self) -> None:
        """See what is due to its end; time passes meanwhile for those who wait for a turn."""
        work = [asyncio.create_task(self._settle(one.runner)) for one in self.places]
        while not all(one.done() for one in work):
            await asyncio.wait(work, timeout=0.005)
            self.clock.advance(CREEP)
        await asyncio.gather(*work)

    async def _settle(self, runner: Runner) -> None:
        with suppress(DatabaseError):
            await runner.settle()

    async def answers(self) -> Counter[str]:
        """How many answers are kept of each account."""
        rows = await self.store.database.read(lambda each: each.execute(ANSWERS).all())
        return Counter({f"{row.platform}/{row.user}": int(row.kept) for row in rows})

    async def kept(self, place: Place, who: str) -> int:
        """How many answers of somebody are kept."""
        account = place.chat.account(who)
        return (await self.answers())[f"{account.platform}/{account.user}"]


@asynccontextmanager
async def town(url: str, *chats: Chat, busy_timeout: float = 0.02) -> AsyncIterator[Town]:
    """A bot that serves these chats side by side, its clock's side at work."""
    clock = WrongClock()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(url, busy_timeout=busy_timeout))
        here = Town(store, clock)
        flying = await stack.enter_async_context(_flying(clock))
        for chat in chats:
            connection = await stack.enter_async_context(
                chat.connected(here.studybot, store, clock)
            )
            runner = Runner(here.studybot, store, [connection.platform], clock)
            here.places.append(Place(chat, connection, runner))
            chat.idle = connection.idle
            stack.callback(setattr, chat, "idle", None)
        stack.callback(flying.set)  # counts that nobody waited for are shown at once
        await stack.enter_async_context(_running(here))
        yield here


@asynccontextmanager
async def _running(here: Town) -> AsyncIterator[None]:
    """The clock's sides at work."""
    running = [asyncio.create_task(one.runner.run()) for one in here.places]
    try:
        yield
    finally:
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)


@asynccontextmanager
async def _flying(clock: WrongClock) -> AsyncIterator[asyncio.Event]:
    """Once the event is set time flies, to the end."""
    begins = asyncio.Event()

    async def fly() -> None:
        await begins.wait()
        while True:
            clock.advance(1)
            await asyncio.sleep(0.005)

    flying = asyncio.create_task(fly())
    try:
        yield begins
    finally:
        flying.cancel()
        await asyncio.gather(flying, return_exceptions=True)


async def morning(town: Town, place: Place, *, seconds: int = 30) -> tuple[Message, Message]:
    """What goes on before nine: a question of the day is set, others are asked.

    Returns a single question, in the hall as the question of the day, and the first of a series,
    in the yard. The series is begun forty seconds before nine.
    """
    chat = place.chat
    await chat.command("Mo", "daily set", time="9:00")
    single = await chat.command("Bo", "quiz")
    await town.until(NINE - timedelta(seconds=40), step=600)
    first = await chat.command("Cy", "quiz", "yard", questions=7, seconds=seconds)
    return single, first


def counted(said: str) -> bool:
    """Whether somebody was told that an answer of theirs is kept."""
    return any(word in said for word in ("Right", "Wrong", "Recorded"))
