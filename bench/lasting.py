"""How soon a bot is there, how much memory it holds, and what stays of what it does."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import aiohttp

from bench.counted import COUNTS
from bench.crowds import spread
from bench.process import Bot, free_port

STARTS = 5
BOT = ("-m", "adapters", "run")

Start = Callable[[str], AbstractAsyncContextManager[Callable[[], Awaitable[Bot[Any]]]]]
"""Given the address for health: a context in which a bot can be started, until it is connected."""


class Held(NamedTuple):
    """What there is in a process."""

    memory: float
    tasks: int
    objects: int

    def __str__(self) -> str:
        return f"{self.memory:.1f} MB, {self.tasks} tasks, {self.objects} objects"


def counted(arguments: Sequence[str]) -> list[str]:
    """The same as a process that ``held`` can look into; ``arguments`` begin with ``-m``."""
    return ["-m", "bench.counted", *arguments[1:]]


async def held(bot: Bot[Any], folder: Path) -> Held:
    """What there is in a process that was started as ``counted`` in this folder."""
    counts = folder / COUNTS
    counts.unlink(missing_ok=True)
    bot.process.send_signal(signal.SIGUSR1)
    while not counts.exists():  # noqa: ASYNC110 -- another process writes it
        await asyncio.sleep(0.05)
    found = json.loads(counts.read_text(encoding="ascii"))
    return Held(bot.memory(), found["tasks"], found["objects"])


async def starting(name: str, start: Start) -> None:
    """Print how long a start takes, the first of all apart: it makes a database."""
    starts = [await _start(start) for _ in range(STARTS + 1)]
    first, (connected, ready, cpu, memory) = starts[0], zip(*starts[1:], strict=True)
    print(f"start, {name}: first {first[0]:.2f} s to the platform, {first[1]:.2f} s to /readyz")
    print(
        f"  then {spread(connected)} s to the platform, {spread(ready)} s to /readyz,"
        f" {spread(cpu)} s of a processor; idle {spread(memory)} MB",
        flush=True,
    )


async def _start(start: Start) -> tuple[float, float, float, float]:
    """Seconds to the platform, to being ready and of a processor; idle megabytes."""
    address = f"127.0.0.1:{free_port()}"
    async with aiohttp.ClientSession() as session, start(address) as begun:
        begin = perf_counter()
        ready = asyncio.create_task(_until_ready(session, f"http://{address}/readyz"))
        bot = await begun()
        connected = perf_counter() - begin
        await ready
        took, used = perf_counter() - begin, bot.cpu()
        await asyncio.sleep(3)  # whatever else it does at its start is over then
        return connected, took, used, bot.memory()


async def _until_ready(session: aiohttp.ClientSession, url: str) -> None:
    while True:
        try:
            async with session.get(url) as answer:
                if answer.ok:
                    return
        except aiohttp.ClientConnectionError:
            pass
        await asyncio.sleep(0.01)


@asynccontextmanager
async def stopped(
    start: AbstractAsyncContextManager[Bot[Any]], connected: Callable[[], Awaitable[object]]
) -> AsyncIterator[Callable[[], Awaitable[Bot[Any]]]]:
    """A bot that is started when asked to, and stopped at the end."""
    running: list[Bot[Any]] = []

    async def begin() -> Bot[Any]:
        running.append(await start.__aenter__())
        await connected()
        return running[0]

    try:
        yield begin
    finally:
        if running:
            await start.__aexit__(None, None, None)
