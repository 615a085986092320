"""Bots as processes of their own, all told the same time at once."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]

PATIENCE: Final = 100.0
"""Seconds that a process may take for one thing."""

Told = dict[str, Any]
"""Something that a process told."""


class Bot:
    """A process, and all it has told."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log
        self.told: list[Told] = []

    async def do(self, what: str, **more: str) -> list[Told]:
        """Have it do something; what it told meanwhile."""
        self.begin(what, **more)
        return await self.until("done")

    def begin(self, what: str, **more: str) -> None:
        """Have it do something, and not wait for it."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": what, **more}).encode() + b"\n")

    async def until(self, last: str) -> list[Told]:
        """What it tells before it tells that."""
        heard: list[Told] = []
        try:
            async with asyncio.timeout(PATIENCE):
                while (told := await self._heard())["told"] != last:
                    heard.append(told)
        except BaseException as error:
            error.add_note(f"A bot told {self.told[-3:]} last and logged {self._log.read_text()}")
            raise
        self.told.extend(heard)
        return heard

    async def _heard(self) -> Told:
        assert self._process.stdout
        told: Told = json.loads(await self._process.stdout.readline() or '{"told": "nothing"}')
        if told["told"] == "nothing":
            raise EOFError
        return told

    def logged(self) -> list[Told]:
        """What it logged."""
        return [json.loads(line) for line in self._log.read_text().splitlines()]

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def stop(self) -> None:
        """End it in order."""
        assert self._process.stdin
        self._process.stdin.close()
        async with asyncio.timeout(PATIENCE):
            assert await self._process.wait() == 0, self._log.read_text()


@dataclass
class Bots:
    """Some processes on one database and one chat."""

    url: str
    folder: Path
    running: list[Bot] = field(default_factory=list)
    all: list[Bot] = field(default_factory=list)
    _turn: int = 0
    _logs: int = 0

    def told(self) -> list[Told]:
        """All that any of them told, those that are gone included."""
        return [told for bot in self.all for told in bot.told]

    async def start(self, moment: datetime, number: int = 1, **more: str) -> Sequence[Bot]:
        """Start more processes at this moment of theirs."""
        return await asyncio.gather(*(self._start(moment, more) for _ in range(number)))

    async def at(self, moment: datetime) -> list[Told]:
        """Tell all of them at once how late it is; what they told once each did what is due."""
        for bot in self.running:
            bot.begin("at", moment=moment.isoformat())
        heard = await asyncio.gather(*(bot.until("done") for bot in self.running))
        return [told for some in heard for told in some]

    def one(self) -> Bot:
        """One of those that run, by turns."""
        self._turn += 1
        return self.running[self._turn % len(self.running)]

    async def say(self, name: str, *lines: str) -> None:
        """An organiser types something in a room."""
        for line in lines:
            await self.one().do("say", room=name, line=line)

    async def skips(self, name: str) -> list[tuple[datetime, str]]:
        """What was not asked in a room and why, the earliest first."""
        heard = await self.one().do("skips", room=name)
        return [(datetime.fromisoformat(one["due"]), one["reason"]) for one in reversed(heard)]

    async def kill(self, *bots: Bot) -> None:
        """End these, or all, as a power cut would."""
        for bot in bots or tuple(self.running):
            self.running.remove(bot)
            await bot.kill()

    async def _start(self, moment: datetime, more: dict[str, str]) -> Bot:
        chat = self.folder / "chat"
        chat.mkdir(exist_ok=True)
        self._logs += 1
        log = self.folder / f"log-{self._logs}"
        given = {"url": self.url, "chat": str(chat), "moment": moment.isoformat(), **more}
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-W", "error", "-m", "tests.clock.worker"),
                *(f"--{name}={value}" if value else f"--{name}" for name, value in given.items()),
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=out,
            )
        bot = Bot(process, log)
        self.running.append(bot)
        self.all.append(bot)
        await bot.until("done")
        return bot


@asynccontextmanager
async def bots(url: str, folder: Path) -> AsyncIterator[Bots]:
    """None at first; gone in the end, whatever happened."""
    some = Bots(url, folder)
    try:
        yield some
        for bot in some.running:
            await bot.stop()
    finally:
        for bot in some.all:
            await bot.kill()
