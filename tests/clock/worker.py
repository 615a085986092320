"""A bot as a process of its own: its clock is told the time, its chat tells what it shows.

It reads a JSON object a line, does what that says, tells a JSON object a line of whatever it
showed meanwhile, and at last one that says ``done``. It ends where its input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

import structlog
import uvloop

from bot.actions import AnswerRound
from bot.decks.parsing import parse
from bot.invocations import read
from bot.model import Message, MessageId, Request, RoomId
from bot.ports import Store
from bot.runner import Runner
from bot.screens import QuestionScreen, RevealScreen, Screen
from bot.service import Catalog, Studybot
from bot.storage import open_store
from tests.clock.rooms import PLATFORM, room_of
from tests.fakes.clock import FakeClock
from tests.fakes.world import DECK, person

LONGEST: Final = 1 << 20
"""Bytes of a line."""

SKIPS: Final = 100


class TellingPlatform:
    """A chat that all processes share: a folder with a file for each round that was shown.

    It tells of every post and edit, and whether a post was there already: then, as a chat that
    knows a nonce, it shows no second one. Told to hang, it never returns from a post: ``before``
    or ``after`` people see it.
    """

    def __init__(self, clock: FakeClock, chat: Path) -> None:
        self._clock = clock
        self._chat = chat
        self.hang = ""

    @property
    def name(self) -> str:
        """Of all ids here."""
        return PLATFORM

    async def turn(self, room: RoomId) -> None:  # noqa: ARG002 -- as many as anybody wishes
        """Let the others have theirs."""
        await asyncio.sleep(0)

    async def post(
        self,
        room: RoomId,
        screen: Screen,
        since: datetime | None = None,
        below: Message | None = None,  # noqa: ARG002 -- there are no threads
    ) -> MessageId:
        """Show a question, once."""
        assert isinstance(screen, QuestionScreen)
        assert since
        if self.hang == "before":
            await self._never(room)
        try:
            (self._chat / screen.round).touch(exist_ok=False)
            again = False
        except FileExistsError:
            again = True
        self._tell(room, screen, "posted", again=again)
        if self.hang == "after":
            await self._never(room)
        return MessageId(f"message-{screen.round}")

    async def edit(self, message: Message, screen: Screen) -> None:
        """Show something else there."""
        await asyncio.sleep(0)
        self._tell(message.room, screen, "edited")

    def _tell(self, room: RoomId, screen: Screen, what: str, **more: object) -> None:
        assert isinstance(screen, QuestionScreen | RevealScreen), screen
        daily = screen.head.daily
        assert daily
        tell(
            told=what,
            screen=type(screen).__name__,
            room=room.workspace,
            round=screen.round,
            due=daily.at.isoformat(),
            day=daily.day.isoformat(),
            now=self._clock.now().isoformat(),
            streaks=[(one.name, one.days) for one in daily.streaks],
            answered=daily.yesterday.answered if daily.yesterday else None,
            **more,
        )

    async def _never(self, room: RoomId) -> None:
        tell(told="hanging", room=room.workspace)
        await asyncio.Event().wait()


class Worker:
    """The whole bot but for its chat and its clock."""

    def __init__(self, store: Store, wish: argparse.Namespace) -> None:
        self._store = store
        self._ahead = timedelta(0)
        self._clock = FakeClock()
        self._set(wish.moment)
        self._platform = TellingPlatform(self._clock, wish.chat)
        catalog = Catalog([parse(DECK.encode(), "cells.md")])
        self._bot = Studybot(store, catalog, Random(), UTC)
        self._runner = Runner(self._bot, store, [self._platform], self._clock, sole=wish.sole)

    async def do(self, wish: dict[str, Any]) -> None:
        """One thing that was asked for."""
        match wish["do"]:
            case "at":
                self._set(wish["moment"])
                await self._runner.settle()
            case "say":
                line = read(wish["line"])
                await self._bot.perform(line, self._request("Olga", wish["room"]))
            case "answer":
                key = (await self._store.round(wish["round"])).question.key or (0,)
                action = AnswerRound(wish["round"], key)
                await self._bot.press(action, self._request(wish["who"], wish["room"]))
            case "skips":
                for skip in await self._store.skips(room_of(wish["room"]), SKIPS):
                    tell(told="skip", due=skip.at.isoformat(), reason=skip.reason)
            case "ahead":
                self._ahead = timedelta(seconds=float(wish["seconds"]))
            case "hang":
                self._platform.hang = wish["when"]

    def _request(self, who: str, name: str) -> Request:
        return Request(person(who), room_of(name), self._clock.now())

    def _set(self, moment: str) -> None:
        """Set the clock, forward or back."""
        to = datetime.fromisoformat(moment) + self._ahead
        self._clock.advance((to - self._clock.now()).total_seconds())


def tell(**what: object) -> None:
    """Say what happened, at once: this process may be killed."""
    print(json.dumps(what), flush=True)  # noqa: T201 -- whoever drives it reads along


async def work(wish: argparse.Namespace) -> None:
    """Do as told, until nobody tells anything more."""
    reader = asyncio.StreamReader(limit=LONGEST)
    protocol = asyncio.StreamReaderProtocol(reader)
    loop = asyncio.get_running_loop()
    pipe, _ = await loop.connect_read_pipe(lambda: protocol, sys.stdin)
    async with open_store(wish.url, synchronous="NORMAL") as store:
        worker = Worker(store, wish)
        tell(told="done")
        while line := await reader.readline():
            await worker.do(json.loads(line))
            tell(told="done")
    pipe.close()
    await asyncio.sleep(0)  # the pipe is closed when the loop comes to it


def main() -> None:
    """What the arguments say."""
    given = argparse.ArgumentParser()
    given.add_argument("--url", required=True)
    given.add_argument("--chat", type=Path, required=True)
    given.add_argument("--moment", required=True)
    given.add_argument("--sole", action="store_true")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(default=str),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work(given.parse_args()))


if __name__ == "__main__":
    main()
