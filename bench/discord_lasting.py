"""How soon the bot is there, how much memory it holds, and what stays of each verdict it sends.

    .venv/bin/python -m bench.discord_lasting [--verdicts N]

The same is asked of the handler that does nothing: what the SDK itself keeps is in both figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvloop

from bench.crowds import PEOPLE
from bench.discord_clicks import DiscordBot, learn, measure, prepare, settle
from bench.discord_wire import MeasuredDiscord
from bench.lasting import BOT, counted, held, starting, stopped
from bench.process import ROOT, Bot, started
from tests.fakes.discord.messages import Message


@asynccontextmanager
async def beginning(folder: Path, address: str) -> AsyncIterator[Callable[[], Awaitable[Bot[Any]]]]:
    """A Discord, and a bot that can be started on it."""
    async with MeasuredDiscord() as discord:
        await discord.add_guild("School", "hall")
        settings = {**discord.settings, "STUDYBOT_HTTP": address}
        start = started(discord, BOT, folder, ROOT, settings)
        there = lambda: discord.until(lambda: discord.gateway.connected, 60)  # noqa: E731
        async with stopped(start, there) as begin:
            yield begin


async def lasting(folder: Path, verdicts: int) -> None:
    """Print what verdicts leave behind, in the bot and in the handler that does nothing."""
    crowds = verdicts // PEOPLE
    async with AsyncExitStack() as stack:
        bot = await _counted(stack, folder, BOT)
        questions = await prepare(bot.server, 3 * crowds)
        known: dict[str, list[Any]] = {}
        for message in questions:
            known |= await learn(bot.server, message)
        (folder / "verdicts.json").write_text(json.dumps(known), encoding="utf-8")
        empty = await _counted(
            stack, folder, ("-m", "bench.discord_empty", str(folder / "verdicts.json"))
        )
        for name, one in (("bot", bot), ("empty", empty)):
            seen = [await held(one, folder)]
            for third in range(3):
                await _crowds(one, questions[third * crowds : (third + 1) * crowds], name == "bot")
                seen.append(await held(one, folder))
            print(f"{name}, at its start and after each {crowds * PEOPLE} verdicts:")
            print("  " + "; ".join(map(str, seen)))


async def _crowds(bot: DiscordBot, questions: Sequence[Message], settles: bool) -> None:  # noqa: FBT001 -- named where it is given
    for message in questions:
        await measure(bot, message)
        if settles:
            await settle(bot, message, PEOPLE + len(message.buttons()))


async def _counted(stack: AsyncExitStack, folder: Path, arguments: Sequence[str]) -> DiscordBot:
    discord = await stack.enter_async_context(MeasuredDiscord())
    await discord.add_guild("School", "hall")
    bot = await stack.enter_async_context(
        started(discord, counted(arguments), folder, ROOT, discord.settings)
    )
    await discord.until(lambda: discord.gateway.connected, 60)
    return bot


async def main(verdicts: int) -> None:
    """Print all of it."""
    with TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "content", Path(folder) / "content")
        await starting("Discord", lambda address: beginning(Path(folder), address))
        await lasting(Path(folder), verdicts)


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--verdicts", type=int, default=10_000)
    given = reader.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(given.verdicts))
