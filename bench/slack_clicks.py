"""How fast the bot answers presses on Slack, against a handler on the same SDK that does nothing.

    .venv/bin/python -m bench.slack_clicks [--runs N] [--against TREE] [--patience S] [--way W]

Five hundred people who never answered before press at once, and then within one second; the bot
and the empty handlers take turns, each in a process of its own, by Socket Mode and by HTTP. By
HTTP a bot that many workspaces have installed takes part as ``many``, pressed in all of them.
``--against`` measures the bot of another working tree as well. Wall time depends on what else the
machine does, for a quiet moment of which ``--patience`` waits so many seconds each time; the time
of the processor, which only Linux tells, does so less.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
import uvloop

from adapters.slack.paths import CALLBACK, INSTALL
from bench import crowds
from bench.crowds import EMPTY, PEOPLE, Figures, compare
from bench.process import ROOT, Bot, free_port, started
from bench.slack_wire import HTTP, INSTALLED, SOCKET, Click, MeasuredSlack
from tests.fakes.slack.messages import Message
from tests.fakes.slack.world import Workspace

SlackBot = Bot[MeasuredSlack]
Json = dict[str, Any]

BOT = ("-m", "adapters", "run")
MANY = "many"
WORKSPACES = 20
"""Workspaces of the bot that many have installed."""

LAG = 120.0
"""Seconds until all counts must be shown; a workspace's come one and a half apart."""


@dataclass
class Side:
    """One of those that are compared, and what there is to press on."""

    bot: SlackBot
    crowds: list[list[Message]] = field(default_factory=list)
    """Questions that nobody has answered, for one crowd each."""
    answered: int = 0
    """Answers that each question had before its crowd came."""


async def measure(
    bot: SlackBot, messages: Sequence[Message], within: float = 0.0, patience: float = 0.0
) -> Figures:
    """Let a crowd press the buttons of these messages, in a quiet moment if one comes soon."""
    clicks = bot.server.crowd(messages, PEOPLE)
    await bot.server.dial(PEOPLE)
    figures = await crowds.measured(bot, lambda: bot.server.press_all(clicks, within), patience)
    _check(clicks)
    acknowledged = crowds.waits([click.acknowledged - click.sent for click in clicks], "ack")
    told = crowds.waits([click.told - click.sent for click in clicks], "verdict")
    return {**figures, **acknowledged, **told}


def _check(clicks: Sequence[Click]) -> None:
    """Everybody was told whether they were right, nobody that something is wrong."""
    for click in clicks:
        first = click.shown["text"].partition("\n")[0]
        assert first.startswith(("Right", "Wrong")), click.shown


# --- questions to press on ---


async def prepare(
    slack: MeasuredSlack, number: int, workspaces: Sequence[Workspace]
) -> list[list[Message]]:
    """Questions with a right option among their buttons, and nobody's answer yet.

    Each has a channel of its own, for the bot brings counts up to date channel by channel.
    """
    return [[await _asked(slack, one) for one in workspaces] for _ in range(number)]


async def _asked(slack: MeasuredSlack, where: Workspace) -> Message:
    while True:
        hall = slack.add_channel(f"hall-{len(where.channels)}", workspace=where)
        done = await (await slack.command(where.owner, hall, "/quiz")).outcome()
        assert done.acknowledged, slack.transcript()
        everything = hall.everything
        await slack.until(lambda everything=everything: everything, 30)  # type: ignore[misc]  # it is a list
        if len(everything[0].buttons()) > 1:
            return everything[0]


async def learn(slack: MeasuredSlack, message: Message) -> dict[str, Json]:
    """What the bot says to each button, as the empty handler sends it."""
    verdicts = {}
    for button in message.buttons():
        person = slack.add_user("Curious", workspace=message.channel.workspace)
        press = await slack.press(person, message, button)
        await slack.until(lambda press=press: press.shown, 30)  # type: ignore[misc]  # a delivery
        [told] = press.shown
        blocks = [{k: v for k, v in one.items() if k != "block_id"} for one in told.blocks]
        verdicts[button.action_id] = {"text": told.text, "blocks": blocks}
    return verdicts


async def settle(bot: SlackBot, messages: Sequence[Message], answers: int) -> None:
    """Wait until the messages say how many have answered: nothing is left to do then."""

    def shown() -> bool:
        return all(f"{answers} answered" in message.texts() for message in messages)

    await bot.server.until(shown, LAG)


# --- the bots ---


async def start(
    stack: AsyncExitStack, arguments: Sequence[str], folder: Path, tree: Path, way: str
) -> SlackBot:
    """A bot that is reached in this way and ready."""
    port = 0 if way == SOCKET else free_port()
    slack = await stack.enter_async_context(MeasuredSlack(way, port))
    bot = await stack.enter_async_context(started(slack, arguments, folder, tree, slack.settings))
    if way == SOCKET:
        await slack.connected()
    else:
        await _listening(slack)
    return bot


async def _listening(slack: MeasuredSlack) -> None:
    async with asyncio.timeout(30), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{slack.bot_url}/readyz") as answer:
                    if answer.status in {200, 404}:  # the empty handler has no such page
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.05)


async def install(slack: MeasuredSlack, workspace: Workspace) -> None:
    """Install the bot in a workspace, as a browser does."""
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with browser.get(f"{slack.bot_url}{INSTALL}", allow_redirects=False) as there:
            cookies = SimpleCookie(there.headers["Set-Cookie"])
            approval = slack.approve(there.headers["Location"], workspace)
        headers = {"Cookie": "; ".join(f"{one.key}={one.value}" for one in cookies.values())}
        url = f"{slack.bot_url}{CALLBACK}?{approval.query}"
        async with browser.get(url, headers=headers) as back:
            assert back.ok, await back.text()


async def sides(
    stack: AsyncExitStack, folder: Path, runs: int, trees: dict[str, Path], way: str
) -> dict[str, Side]:
    """Whoever takes part."""
    found: dict[str, Side] = {}
    for name, tree in trees.items():
        shutil.copytree(ROOT / "content", folder / name / "content")
        bot = await start(stack, BOT, folder / name, tree, way)
        asked = await prepare(bot.server, 2 * runs + 2, [bot.server.workspace])
        found[name] = Side(bot, asked)
    verdicts: dict[str, Json] = {}
    for [message] in found["bot"].crowds:
        verdicts |= await learn(found["bot"].bot.server, message)
    written = folder / "verdicts.json"
    written.write_text(json.dumps(verdicts), encoding="utf-8")
    if way == HTTP:
        found[MANY] = await _many(stack, folder, 2 * runs + 2)
    for name in EMPTY:
        arguments = ["-m", "bench.slack_empty", str(written), name]
        bot = await start(stack, arguments, folder, ROOT, way)
        found[name] = Side(bot, list(found["bot"].crowds))
    return found


async def _many(stack: AsyncExitStack, folder: Path, number: int) -> Side:
    shutil.copytree(ROOT / "content", folder / MANY / "content")
    bot = await start(stack, BOT, folder / MANY, ROOT, INSTALLED)
    slack = bot.server
    for one in range(WORKSPACES - 1):
        slack.add_workspace(f"School {one}")
    where = list(slack.state.workspaces.values())
    for workspace in where:
        await install(slack, workspace)
    return Side(bot, await prepare(slack, number, where))


# --- the run ---


async def main(runs: int, trees: dict[str, Path], patience: float, ways: Sequence[str]) -> None:
    """Print what was measured."""
    for way in ways:
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            there = await sides(stack, folder, runs, trees, way)
            await _compared(there, runs, patience, way)


async def _compared(there: dict[str, Side], runs: int, patience: float, way: str) -> None:
    for within, title in ((0.0, f"at once, {way}"), (1.0, f"within a second, {way}")):

        async def one(name: str, within: float = within) -> Figures:
            side = there[name]
            messages = side.crowds.pop()
            edits = sum(message.edits for message in messages)
            figures = await measure(side.bot, messages, within, patience)
            if name not in EMPTY:
                curious = len(messages[0].buttons()) if name == "bot" else 0
                await settle(side.bot, messages, PEOPLE // len(messages) + curious)
                figures["edits"] = sum(message.edits for message in messages) - edits
            return figures

        await compare(list(there), one, runs, title)


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--runs", type=int, default=7)
    reader.add_argument("--against", type=Path)
    reader.add_argument("--patience", type=float, default=0.0)
    reader.add_argument("--way", choices=(SOCKET, HTTP))
    given = reader.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        other = {"other": given.against.resolve()} if given.against else {}
        asked = [given.way] if given.way else [SOCKET, HTTP]
        runner.run(main(given.runs, {"bot": ROOT} | other, given.patience, asked))
        sys.stdout.flush()
