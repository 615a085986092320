"""How soon the bot is there, how much memory it holds, and what stays of each verdict it sends.

    .venv/bin/python -m bench.slack_lasting [--verdicts N]

With Slack alone, and beside Discord. The same is asked of the handler that does nothing: what the
SDK itself keeps is in both figures.
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
from bench.discord_wire import MeasuredDiscord
from bench.lasting import BOT, counted, held, starting, stopped
from bench.process import ROOT, Bot, started
from bench.slack_clicks import SlackBot, learn, measure, prepare, settle, start
from bench.slack_wire import SOCKET, MeasuredSlack
from tests.fakes.slack.messages import Message


@asynccontextmanager
async def beginning(
    folder: Path, address: str, *, beside: bool = False
) -> AsyncIterator[Callable[[], Awaitable[Bot[Any]]]]:
    """A Slack, and a bot that can be started on it, and ``beside`` it on a Discord."""
    async with MeasuredSlack() as slack, MeasuredDiscord() as discord:
        await discord.add_guild("School", "hall")
        settings = {**slack.settings, "STUDYBOT_HTTP": address}
        if beside:
            settings = {**discord.settings, **settings}

        async def there() -> None:
            await slack.until(lambda: slack.sockets.connected, 60)
            if beside:
                await discord.until(lambda: discord.gateway.connected, 60)

        async with stopped(started(slack, BOT, folder, ROOT, settings), there) as begin:
            yield begin


async def lasting(folder: Path, verdicts: int) -> None:
    """Print what verdicts leave behind, in the bot and in the handler that does nothing."""
    crowds = verdicts // PEOPLE
    async with AsyncExitStack() as stack:
        bot = await start(stack, counted(BOT), folder, ROOT, SOCKET)
        asked = await prepare(bot.server, 3 * crowds, [bot.server.workspace])
        questions = [message for [message] in asked]
        known: dict[str, Any] = {}
        for message in questions:
            known |= await learn(bot.server, message)
        written = folder / "verdicts.json"
        written.write_text(json.dumps(known), encoding="utf-8")
        arguments = counted(("-m", "bench.slack_empty", str(written)))
        empty = await start(stack, arguments, folder, ROOT, SOCKET)
        for name, one in (("bot", bot), ("empty", empty)):
            seen = [await held(one, folder)]
            for third in range(3):
                await _crowds(one, questions[third * crowds : (third + 1) * crowds], name == "bot")
                seen.append(await held(one, folder))
            print(f"{name}, at its start and after each {crowds * PEOPLE} verdicts:")
            print("  " + "; ".join(map(str, seen)), flush=True)


async def _crowds(bot: SlackBot, questions: Sequence[Message], settles: bool) -> None:  # noqa: FBT001 -- named where it is given
    for message in questions:
        await measure(bot, [message])
        if settles:
            await settle(bot, [message], PEOPLE + len(message.buttons()))


async def main(verdicts: int) -> None:
    """Print all of it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "content", folder / "content")
        await starting("Slack", lambda address: beginning(folder, address))
        await starting("both", lambda address: beginning(folder, address, beside=True))
        await lasting(folder, verdicts)


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--verdicts", type=int, default=5_000)
    given = reader.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(given.verdicts))
