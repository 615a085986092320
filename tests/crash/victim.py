"""Bots that are there to be killed, each a process of its own.

To load all that a bot needs takes longer than to try a crash. So one process loads it once and has
no other task than to fork: each bot begins as a copy of it, alone, with nothing begun yet. It is
told what to do in lines of JSON, and tells who was born and who died.
"""

from __future__ import annotations

import asyncio
import json
import os
import selectors
import signal
import sys
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import uvloop

# Both SDKs are loaded here once rather than in every bot.
import adapters.discord.connection
import adapters.slack.connection  # noqa: F401 -- as above
from adapters import settings as reading
from adapters.serving import serve
from bot.decks.library import folder
from bot.runner import running, serving
from tests.crash.points import Fate, Point, Trap

_STOP = signal.SIGTERM


@dataclass(frozen=True, slots=True)
class Order:
    """A bot that is wanted: where it lives, at what time it begins, when it dies.

    Its clock shows ``born`` (ISO) when it begins, and goes ``pace`` times as fast as any other.
    """

    id: int
    folder: str
    settings: dict[str, str]
    log: str
    born: str
    pace: float
    point: str
    passing: int
    seed: int

    def line(self) -> str:
        """As it is sent."""
        return json.dumps(asdict(self)) + "\n"


class Hurried:
    """A clock that goes faster than others, from any moment on."""

    def __init__(self, born: datetime, pace: float) -> None:
        self._born = born
        self._begun = time.monotonic()
        self._pace = pace

    def now(self) -> datetime:
        """The moment it shows."""
        passed = (time.monotonic() - self._begun) * self._pace
        return self._born + timedelta(seconds=passed)

    async def sleep_until(self, moment: datetime) -> None:
        """Return once it shows ``moment``."""
        left = (moment - self.now()).total_seconds()
        await asyncio.sleep(max(0.0, left / self._pace))


def live(order: Order) -> None:
    """Be a bot, as ``studybot run`` is one, until something kills it."""
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.settings)
    Trap(Fate(Point(order.point), order.passing, order.seed)).set()
    # What a chat may take is measured by another clock than claims are, here: they last as long.
    longer = serving.LEASE * order.pace
    for module in (running, serving):
        vars(module).update(LEASE=longer)
    settings = reading.load()
    reading.start_log(settings.log)
    reading.make_folder(settings)
    library = folder(settings.content)
    clock = Hurried(datetime.fromisoformat(order.born), order.pace)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_until_told(serve(settings, library, clock)))


async def _until_told(work: Coroutine[None, None, None]) -> None:
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(_STOP, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


class Mother:
    """Who forks."""

    def __init__(self) -> None:
        self._alive: dict[int, int] = {}
        """Process ids, and the ids of their orders."""

    def work(self) -> None:
        """Do as one is told, until nobody tells anything any more."""
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        _say({"ready": os.getpid()})
        waiting = b""
        with selectors.DefaultSelector() as selector:
            selector.register(0, selectors.EVENT_READ)
            selector.register(woken, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fd == woken:
                        os.read(woken, 1000)
                        self._bury()
                    else:
                        read = os.read(0, 100_000)
                        if not read:
                            return
                        *lines, waiting = (waiting + read).split(b"\n")
                        for line in lines:
                            self._obey(json.loads(line))

    def end(self) -> None:
        """Leave nobody behind."""
        for process in self._alive:
            os.kill(process, signal.SIGKILL)

    def _obey(self, told: dict[str, int]) -> None:
        if "signal" not in told:
            self._bear(Order(**told))  # type: ignore[arg-type]  # it was written by one
            return
        for process, number in self._alive.items():
            if number == told["id"]:
                os.kill(process, told["signal"])

    def _bear(self, order: Order) -> None:
        process = os.fork()
        if process:
            self._alive[process] = order.id
            return
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _turn_to(Path(order.log))
            live(order)
            status = 0
        except BaseException as error:  # noqa: BLE001 -- nothing of this process is to go on
            print(f"DIED OF {error!r}", file=sys.stderr, flush=True)  # noqa: T201 -- its log
        finally:
            os._exit(status)

    def _bury(self) -> None:
        """Tell of everybody who has died."""
        while self._alive:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                return
            number = self._alive.pop(process)
            _say({"dead": number, "status": os.waitstatus_to_exitcode(status)})


def _turn_to(log: Path) -> None:
    """From now on nothing is heard, and all that is said stands in a file."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)


def _say(what: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    mother = Mother()
    try:
        mother.work()
    finally:
        mother.end()
