"""How long it takes until many rooms that are due in the same second are asked, against the limit.

    .venv/bin/python -m bench.burst [--rooms N] [--platform discord|slack] [--way one|many]
                                    [--database URL]

Every room has a schedule, all due at one moment; the bot runs as an operator starts it, on an
SQLite file unless another database is named (which has to be empty), and what plays the platform
keeps to its limits. The bound is what those let through: 50 requests a second on Discord, on Slack
as many posts a minute in each workspace as we take for granted. On Slack the bot is in ``one``
workspace, by Socket Mode, or was installed in ``many``, and is reached by HTTP.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import shutil
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import time

import uvloop

from bench.burst_places import OnDiscord, OnSlack, Places, faults, refused
from bench.process import ROOT, Bot, started
from bot.model import AccountId, RoomId
from bot.schedules import Occurrence, Rule, Schedule
from bot.storage import open_store

START = 15.0
"""Seconds that the bot may take to start, before anything is due."""

KEPT = 200
"""Schedules that are kept a second, at the least."""

TOGETHER = 100
"""Schedules that are kept side by side."""

TWICE = 5.0
"""Seconds after the last room was asked, in which it would be seen that one is asked again."""

PATIENCE = 3.0
"""How many times the bound is waited for."""

LOOK = 0.2
"""Seconds between two looks at how far it is."""


async def main(places: Places, url: str) -> None:
    """Print what was measured."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        shutil.copytree(ROOT / "content", folder / "content")
        url = url or f"sqlite:///{folder / 'studybot.db'}"
        await places.open()
        stack.push_async_callback(places.close)
        ahead = timedelta(seconds=START + len(places.rooms) / KEPT)
        due = (datetime.now(UTC) + ahead).replace(microsecond=0)
        await _keep(places, url, due)
        settings = {**places.settings, "STUDYBOT_DATABASE_URL": url}
        bot = await stack.enter_async_context(
            started(places, ["-m", "adapters", "run"], folder, ROOT, settings)
        )
        await places.ready()
        left = due.timestamp() - time()
        print(f"{len(places.rooms)} rooms, ready {left:.1f} s before they are due")
        assert left > 0, "too slow: raise START"
        await _measure(bot, places, due)
        told = (folder / "log").read_text(encoding="utf-8")
        logged = [one for one in told.splitlines() if "warning" in one or "error" in one]
        print("\n".join([f"{len(logged)} warnings", *logged[:10]]))


async def _keep(places: Places, url: str, due: datetime) -> None:
    """Have every room be due at one moment."""
    async with open_store(url) as store:
        await places.prepare(store)
        for some in range(0, len(places.rooms), TOGETHER):
            rooms = places.rooms[some : some + TOGETHER]
            kept = [store.change_schedule(None, _schedule(room, due)) for room in rooms]
            assert all(await asyncio.gather(*kept))


def _schedule(room: RoomId, due: datetime) -> Schedule:
    setter = AccountId(room.platform, "", "1")
    return Schedule(
        room=room,
        rule=Rule(due.time(), zone="UTC"),
        deck=None,
        setter=setter,
        set_at=due - timedelta(days=1),
        alone=False,
        next=Occurrence(due.date(), due),
    )


async def _measure(bot: Bot[Places], places: Places, due: datetime) -> None:
    gc.collect()
    gc.freeze()
    gc.disable()  # a pause here would look like a burst of the bot's
    await asyncio.sleep(due.timestamp() - time())
    used = bot.cpu()
    limit = time() + places.bound * PATIENCE + 30
    while places.amount() < len(places.rooms) and time() < limit:
        await asyncio.sleep(LOOK)
        assert bot.process.returncode is None, "the bot has ended"
    used = bot.cpu() - used
    await asyncio.sleep(TWICE)
    _tell(places, due, used)


def _tell(places: Places, due: datetime, used: float) -> None:
    posted = places.posted()
    late = sorted(min(posted[room]) - due.timestamp() for room in places.rooms if posted[room])
    missing = sum(not posted[room] for room in places.rooms)
    twice = sum(len(posted[room]) > 1 for room in places.rooms)
    cuts = quantiles(late, n=100)
    for name, value in (
        ("s until the last one", late[-1]),
        ("s that the limit needs", places.bound),
        ("times that", late[-1] / places.bound),
        ("s until the first one", late[0]),
        ("s late, median", cuts[49]),
        ("s late, 99 in 100", cuts[98]),
        ("s of the bot's processor", used),
    ):
        print(f"{value:12.3f} {name}")
    print(f"{refused(places):12} requests that were one too many")
    print(f"{len(late):12} rooms were asked, {twice} of them twice, {missing} never")
    print("\n".join(f"! {one}" for one in faults(places)[:10]))


def _places(given: argparse.Namespace) -> Places:
    if given.platform == "discord":
        return OnDiscord(given.rooms)
    return OnSlack(given.rooms, many=given.way == "many")


if __name__ == "__main__":
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--rooms", type=int, default=10_000)
    reader.add_argument("--platform", choices=("discord", "slack"), default="discord")
    reader.add_argument("--way", choices=("one", "many"), default="one")
    reader.add_argument("--database", default="")
    arguments = reader.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(_places(arguments), arguments.database))
