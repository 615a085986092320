"""Having bots to kill: told to be born, waited for, killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Final

from tests.crash.points import Fate
from tests.crash.victim import Order
from tests.fakes.process import ROOT

PACE: Final = 10.0
"""How many times as fast as others a bot's clock goes: nobody waits for the end of a round."""


class Victim:
    """A bot that lives, or has lived."""

    def __init__(self, order: Order, victims: Victims) -> None:
        self.order = order
        self._victims = victims
        self.died: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        """Its exit status, negative the signal it died of, once it has died."""

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return not self.died.done()

    @property
    def said(self) -> str:
        """What it has printed and logged so far."""
        log = Path(self.order.log)
        return log.read_text(encoding="utf-8") if log.exists() else ""

    async def dead_within(self, seconds: float) -> bool:
        """Whether it dies of itself in this time."""
        await asyncio.wait({self.died}, timeout=seconds)
        return not self.running

    async def kill(self) -> None:
        """End it as a power cut would."""
        self._victims.send(self, signal.SIGKILL)
        await self.died


class Victims:
    """The process that bears bots, seen from here."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = count(1)
        self._alive: dict[int, Victim] = {}
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done once all that a bot needs is loaded."""

    async def born(
        self,
        folder: Path,
        settings: Mapping[str, str],
        born: datetime,
        fate: Fate,
    ) -> Victim:
        """A new bot in a folder; see ``Order``."""
        await self.ready
        number = next(self._numbers)
        order = Order(
            number,
            str(folder),
            {"PATH": os.environ["PATH"], "STUDYBOT_HTTP": "off", **settings},
            str(folder / f"log-{number}"),
            born.isoformat(),
            PACE,
            fate.point.value,
            fate.passing,
            fate.seed,
        )
        victim = self._alive[number] = Victim(order, self)
        self._tell(order.line())
        return victim

    def send(self, victim: Victim, number: int) -> None:
        """Send it a signal, unless it is dead."""
        if victim.running:
            self._tell(json.dumps({"id": victim.order.id, "signal": number}) + "\n")

    async def listen(self) -> None:
        """Hear who died, for as long as there is somebody to tell."""
        assert self._process.stdout
        async for line in self._process.stdout:
            told = json.loads(line)
            if "ready" in told:
                self.ready.set_result(None)
            else:
                self._alive.pop(told["dead"]).died.set_result(told["status"])

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line.encode())


@asynccontextmanager
async def bearing() -> AsyncIterator[Victims]:
    """What bots are born of; nobody is left at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.crash.victim"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin
    victims = Victims(process)
    listening = asyncio.create_task(victims.listen())
    try:
        yield victims
    finally:
        process.stdin.close()  # which tells it that nobody is wanted any more
        await process.wait()
        await listening
