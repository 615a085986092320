"""How soon the bot is there, how much memory it holds, and what stays of each verdict it sends.

    .venv/bin/python -m bench.discord_lasting [--verdicts N]

The same is asked of the handler that does nothing: what the SDK itself keeps is in both figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import signal
import socket
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import aiohttp
import uvloop

from bench.discord_clicks import PEOPLE, learn, measure, prepare, settle
from bench.discord_counted import COUNTS
from bench.discord_process import ROOT, Bot, started
from bench.discord_wire import MeasuredDiscord
from tests.fakes.discord.messages import Message

STARTS = 5
BOT = ("-m", "adapters", "run")


async def starting(folder: Path) -> None:
    """Print how long a start takes, the first of all apart: it makes a database."""
    shutil.copytree(ROOT / "content", folder / "content")
    starts = [await _start(folder) for _ in range(STARTS + 1)]
    first, (connected, ready, cpu, memory) = starts[0], zip(*starts[1:], strict=True)
    print(f"start: first of all {first[0]:.2f} s to the gateway, {first[1]:.2f} s to /readyz")
    print(
        f"  then {_spread(connected)} s to the gateway, {_spread(ready)} s to /readyz,"
        f" {_spread(cpu)} s of a processor; idle {_spread(memory)} MB"
    )


async def _start(folder: Path) -> tuple[float, float, float, float]:
    """Seconds to the gateway's welcome, to being ready and of a processor; idle megabytes."""
    async with MeasuredDiscord() as discord, aiohttp.ClientSession() as session:
        await discord.add_guild("School", "hall")
        address = f"127.0.0.1:{_free_port()}"
        begin = perf_counter()
        async with started(discord, BOT, folder, ROOT, address) as bot:
            ready = asyncio.create_task(_until_ready(session, f"http://{address}/readyz"))
            await discord.until(lambda: discord.gateway.connected, 60)
            connected = perf_counter() - begin
            await ready
            took, used = perf_counter() - begin, bot.cpu()
            await asyncio.sleep(3)  # whatever else it does at its start is over then
            return connected, took, used, bot.memory()


async def _until_ready(session: aiohttp.ClientSession, url: str) -> None:
    while True:
        try:
            async with session.get(url) as answer:
                if answer.status == 200:  # noqa: PLR2004 -- HTTP's own
                    return
        except aiohttp.ClientConnectionError:
            pass
        await asyncio.sleep(0.01)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Held(NamedTuple):
    """What there is in a process."""

    memory: float
    tasks: int
    objects: int


async def lasting(folder: Path, verdicts: int) -> None:
    """Print what verdicts leave behind, in the bot and in the handler that does nothing."""
    crowds = verdicts // PEOPLE
    async with AsyncExitStack() as stack:
        bot = await _counted(stack, folder, BOT)
        questions = await prepare(bot.discord, 3 * crowds)
        known: dict[str, list[Any]] = {}
        for message in questions:
            known |= await learn(bot.discord, message)
        (folder / "verdicts.json").write_text(json.dumps(known), encoding="utf-8")
        empty = await _counted(
            stack, folder, ("-m", "bench.discord_empty", str(folder / "verdicts.json"))
        )
        for name, one in (("bot", bot), ("empty", empty)):
            held = [await _held(one, folder)]
            for third in range(3):
                await _crowds(one, questions[third * crowds : (third + 1) * crowds], name == "bot")
                held.append(await _held(one, folder))
            print(f"{name}, at its start and after each {crowds * PEOPLE} verdicts:")
            print("  " + "; ".join(_said(now) for now in held))


async def _crowds(bot: Bot, questions: Sequence[Message], settles: bool) -> None:  # noqa: FBT001 -- named where it is given
    for message in questions:
        await measure(bot, message)
        if settles:
            await settle(bot, message, PEOPLE + len(message.buttons()))


async def _counted(stack: AsyncExitStack, folder: Path, arguments: Sequence[str]) -> Bot:
    discord = await stack.enter_async_context(MeasuredDiscord())
    await discord.add_guild("School", "hall")
    _, *rest = arguments
    counted = ("-m", "bench.discord_counted", *rest)
    bot = await stack.enter_async_context(started(discord, counted, folder, ROOT))
    await discord.until(lambda: discord.gateway.connected, 60)
    return bot


async def _held(bot: Bot, folder: Path) -> Held:
    counts = folder / COUNTS
    counts.unlink(missing_ok=True)
    bot.process.send_signal(signal.SIGUSR1)
    while not counts.exists():  # noqa: ASYNC110 -- another process writes it
        await asyncio.sleep(0.05)
    found = json.loads(counts.read_text(encoding="ascii"))
    return Held(bot.memory(), found["tasks"], found["objects"])


def _said(held: Held) -> str:
    return f"{held.memory:.1f} MB, {held.tasks} tasks, {held.objects} objects"


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


async def main(verdicts: int) -> None:
    """Print all of it."""
    with TemporaryDirectory() as folder:
        await starting(Path(folder))
        await lasting(Path(folder), verdicts)


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--verdicts", type=int, default=10_000)
    given = reader.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(given.verdicts))
