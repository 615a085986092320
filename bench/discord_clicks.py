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
import gc
import json
import shutil
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, NamedTuple

import uvloop

from bench.discord_process import ROOT, Bot, quiet, started
from bench.discord_wire import Click, MeasuredDiscord
from tests.fakes.discord.components import BUTTON, CONTAINER, ROW
from tests.fakes.discord.messages import Message

PEOPLE = 500
EMPTY = ("empty", "bare")
"""Handlers that do nothing: as the SDK's documentation has it, and with the bot's short cuts."""

Json = dict[str, Any]


class Measured(NamedTuple):
    """What one crowd saw."""

    rate: float
    """Presses answered in a second."""
    half: float
    late: float
    worst: float
    """Milliseconds until an answer: the median, of 99 in 100, and the longest."""
    deferred: float
    """People who were told to wait first."""
    cpu: float
    own: float
    """Milliseconds of a processor for one press: the bot's, and those of this Discord."""


async def measure(
    bot: Bot, message: Message, within: float = 0.0, patience: float = 0.0
) -> Measured:
    """Let a crowd press the buttons of a message, in a quiet moment if one comes soon."""
    clicks = bot.discord.crowd(message, PEOPLE)
    await quiet(patience)
    gc.collect()
    gc.disable()
    before, own = bot.cpu(), process_time()
    seconds = await bot.discord.press_all(clicks, within)
    used, own = bot.cpu() - before, process_time() - own
    gc.enable()
    _check(clicks)
    waits = sorted((click.acknowledged - click.sent) * 1000 for click in clicks)
    cuts = quantiles(waits, n=100)
    deferred = sum(click.deferred for click in clicks)
    return Measured(
        PEOPLE / seconds,
        cuts[49],
        cuts[98],
        waits[-1],
        deferred,
        used * 1000 / PEOPLE,
        own * 1000 / PEOPLE,
    )


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


async def settle(bot: Bot, message: Message, answers: int) -> None:
    """Wait until the message says how many have answered: nothing is left to do then."""
    await bot.discord.until(lambda: f"{answers} answered" in message.texts(), 30)


# --- the run ---


async def main(runs: int, trees: dict[str, Path], patience: float) -> None:
    """Print what was measured."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        bots: dict[str, Bot] = {}
        questions: dict[str, list[Message]] = {}
        for name, tree in trees.items():
            shutil.copytree(ROOT / "content", folder / name / "content")
            arguments = ["-m", "adapters", "run"]
            bots[name] = await _started(stack, arguments, folder / name, tree)
            questions[name] = await prepare(bots[name].discord, 2 * runs + 2)
        verdicts: dict[str, list[Any]] = {}
        for message in questions["bot"]:
            verdicts |= await learn(bots["bot"].discord, message)
        written = folder / "verdicts.json"
        written.write_text(json.dumps(verdicts), encoding="utf-8")
        for name in EMPTY:
            arguments = ["-m", "bench.discord_empty", str(written), name]
            bots[name] = await _started(stack, arguments, folder, ROOT)
            questions[name] = list(questions["bot"])
        for within in (0.0, 1.0):
            await compare(bots, questions, runs, within, patience)


async def _started(
    stack: AsyncExitStack, arguments: Sequence[str], folder: Path, tree: Path
) -> Bot:
    discord = await stack.enter_async_context(MeasuredDiscord())
    await discord.add_guild("School", "hall")
    bot = await stack.enter_async_context(started(discord, arguments, folder, tree))
    await discord.until(lambda: discord.gateway.connected, 60)
    return bot


async def compare(
    bots: dict[str, Bot],
    questions: dict[str, list[Message]],
    runs: int,
    within: float,
    patience: float,
) -> None:
    """Let all take turns, and print what they did."""
    seen: dict[str, list[Measured]] = {name: [] for name in bots}
    for number in range(runs + 1):
        for name in sorted(bots, reverse=bool(number % 2)):
            bot, message = bots[name], questions[name].pop()
            measured = await measure(bot, message, within, patience)
            if name not in EMPTY:
                curious = len(message.buttons()) if name == "bot" else 0
                await settle(bot, message, PEOPLE + curious)
            if number:  # the first one warms up
                seen[name].append(measured)
    where = "within a second" if within else "at once"
    print(f"{PEOPLE} presses {where}, {runs} runs: median (lowest to highest)")
    for name, all_of_it in seen.items():
        print(f"  {name:6}" + " ".join(map(_cell, UNITS, zip(*all_of_it, strict=True))))
    for name in sorted(bots.keys() - EMPTY):
        for least in EMPTY:
            pairs = list(zip(seen[name], seen[least], strict=True))
            rates = [mine.rate / empty.rate for mine, empty in pairs]
            cpus = [empty.cpu / mine.cpu for mine, empty in pairs if mine.cpu]
            said = f"throughput {_spread(rates, 2)}, processor {_spread(cpus, 2)}"
            print(f"  {name} to {least}: {said}")


UNITS = (
    "presses/s",
    "ms p50",
    "ms p99",
    "ms worst",
    "deferred",
    "ms processor each",
    "ms processor of this Discord",
)


def _cell(unit: str, values: tuple[float, ...]) -> str:
    return f"{_spread(values, 2 if 'processor' in unit else 0)} {unit};"


def _spread(values: Sequence[float], digits: int) -> str:
    if not values:
        return "?"
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--runs", type=int, default=7)
    reader.add_argument("--against", type=Path)
    reader.add_argument("--patience", type=float, default=0.0)
    given = reader.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        other = {"other": given.against.resolve()} if given.against else {}
        runner.run(main(given.runs, {"bot": ROOT} | other, given.patience))
