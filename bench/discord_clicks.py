"""How fast the bot answers presses on Discord, against a handler on the same SDK that does nothing.

    .venv/bin/python -m bench.discord_clicks [--runs N] [--against TREE] [--patience S]

Five hundred people who never answered before press at once, and then within one second; the bot
and the empty handlers take turns, each in a process of its own. ``--against`` measures the bot of
another working tree as well. Wall time depends on what else the machine does, for a quiet moment
of which ``--patience`` waits so many seconds each time; the time of the processor, which only
Linux tells, does so less.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvloop

from bench import crowds
from bench.crowds import EMPTY, PEOPLE, Figures, compare
from bench.discord_wire import Click, MeasuredDiscord
from bench.process import ROOT, Bot, started
from tests.fakes.discord.components import BUTTON, CONTAINER, ROW
from tests.fakes.discord.messages import Message

Json = dict[str, Any]


DiscordBot = Bot[MeasuredDiscord]


async def measure(
    bot: DiscordBot, message: Message, within: float = 0.0, patience: float = 0.0
) -> Figures:
    """Let a crowd press the buttons of a message, in a quiet moment if one comes soon."""
    clicks = bot.server.crowd(message, PEOPLE)
    figures = await crowds.measured(bot, lambda: bot.server.press_all(clicks, within), patience)
    _check(clicks)
    waits = crowds.waits([click.acknowledged - click.sent for click in clicks])
    return {**figures, **waits, "deferred": sum(click.deferred for click in clicks)}


def _check(clicks: Sequence[Click]) -> None:
    """Everybody was told whether they were right, nobody that something is wrong."""
    for click in clicks:
        judged = click.shown["components"][0].get("accent_color") is not None
        assert judged, click.shown


# --- questions to press on ---


async def prepare(discord: MeasuredDiscord, number: int) -> list[Message]:
    """Questions with a right option among their buttons, and nobody's answer yet.

    Each has a channel of its own, for the bot brings counts up to date channel by channel.
    """
    school, ana = next(iter(discord.state.guilds.values())), discord.add_user("Ana")
    asked: list[Message] = []
    while len(asked) < number:
        hall = await discord.add_channel(school, f"hall-{len(asked)}")
        message = (await (await discord.command(ana, hall, "quiz")).outcome()).message
        if len(message.buttons()) > 1:
            asked.append(message)
    return asked


async def learn(discord: MeasuredDiscord, message: Message) -> dict[str, list[Any]]:
    """What the bot says to each button, in the parts that the empty handler sends."""
    verdicts = {}
    for button in message.buttons():
        press = await discord.press(discord.add_user("Curious"), message, button)
        told = (await press.outcome()).message.components
        assert told[0]["type"] == CONTAINER, told
        verdicts[button.custom_id] = [told[0]["accent_color"], *map(_part, told[0]["components"])]
    return verdicts


def _part(component: Json) -> str | list[tuple[str, str]]:
    if component["type"] != ROW:
        return str(component["content"])
    buttons = [part for part in component["components"] if part["type"] == BUTTON]
    return [(part["label"], part["custom_id"]) for part in buttons]


async def settle(bot: DiscordBot, message: Message, answers: int) -> None:
    """Wait until the message says how many have answered: nothing is left to do then."""
    await bot.server.until(lambda: f"{answers} answered" in message.texts(), 30)


# --- the run ---


async def main(runs: int, trees: dict[str, Path], patience: float) -> None:
    """Print what was measured."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        bots: dict[str, DiscordBot] = {}
        questions: dict[str, list[Message]] = {}
        for name, tree in trees.items():
            shutil.copytree(ROOT / "content", folder / name / "content")
            arguments = ["-m", "adapters", "run"]
            bots[name] = await _started(stack, arguments, folder / name, tree)
            questions[name] = await prepare(bots[name].server, 2 * runs + 2)
        verdicts: dict[str, list[Any]] = {}
        for message in questions["bot"]:
            verdicts |= await learn(bots["bot"].server, message)
        written = folder / "verdicts.json"
        written.write_text(json.dumps(verdicts), encoding="utf-8")
        for name in EMPTY:
            arguments = ["-m", "bench.discord_empty", str(written), name]
            bots[name] = await _started(stack, arguments, folder, ROOT)
            questions[name] = list(questions["bot"])
        for within, title in ((0.0, "at once"), (1.0, "within a second")):

            async def one(name: str, within: float = within) -> Figures:
                message = questions[name].pop()
                figures = await measure(bots[name], message, within, patience)
                if name not in EMPTY:
                    curious = len(message.buttons()) if name == "bot" else 0
                    await settle(bots[name], message, PEOPLE + curious)
                return figures

            await compare(list(bots), one, runs, title)


async def _started(
    stack: AsyncExitStack, arguments: Sequence[str], folder: Path, tree: Path
) -> DiscordBot:
    discord = await stack.enter_async_context(MeasuredDiscord())
    await discord.add_guild("School", "hall")
    bot = await stack.enter_async_context(
        started(discord, arguments, folder, tree, discord.settings)
    )
    await discord.until(lambda: discord.gateway.connected, 60)
    return bot


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--runs", type=int, default=7)
    reader.add_argument("--against", type=Path)
    reader.add_argument("--patience", type=float, default=0.0)
    given = reader.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        other = {"other": given.against.resolve()} if given.against else {}
        runner.run(main(given.runs, {"bot": ROOT} | other, given.patience))
