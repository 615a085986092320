"""What one click costs the core: graded, committed and told, without any chat platform.

    .venv/bin/python bench/clicks.py [--runs N] [--against TREE] [--postgresql]

Five hundred people answer one question at once, then within one second; then one after the other.
``--against`` measures another working tree in turns with this one, so that both see the same
machine. Wall time depends on what else that does; the time of the processor does so less.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, thread_time
from typing import Any

import uvloop

from bot.actions import AnswerRound
from bot.decks.library import load
from bot.invocations import read
from bot.model import AccountId, Message, MessageId, Person, Request, RoomId, RoundId
from bot.screens import QuestionScreen
from bot.service import Catalog, Studybot
from bot.storage import SqlStore, open_store

PEOPLE = 500
CROWDS = 5
"""Questions that a crowd answers in one run."""

ROOT = Path(__file__).parents[1]
ROOM = RoomId("bench", "space", "room")
MESSAGE = Message(ROOM, MessageId("m"))

COLUMNS = {
    "answers/s": 0,
    "processor ms": 2,
    "of it loop ms": 2,
    "wait p50 ms": 1,
    "wait p99 ms": 1,
    "answers a commit": 0,
}
"""What is printed, and with how many digits after the point."""

Line = list[float]


def request(user: int) -> Request:
    """Somebody clicks now."""
    return Request(Person(AccountId("bench", "", str(user)), f"P{user}"), ROOM, datetime.now(UTC))


async def ask(bot: Studybot) -> RoundId:
    """Open a question with one right option."""
    while True:
        reply = await bot.perform(read("/quiz"), request(0))
        asked = reply.room
        assert isinstance(asked, QuestionScreen)
        await bot.shown(asked.round, MESSAGE, datetime.now(UTC))
        if asked.choose == 1:
            return asked.round


async def click(bot: Studybot, asked: RoundId, user: int) -> float:
    """Answer, and how long it took until the verdict was there, in milliseconds."""
    start = perf_counter()
    await bot.press(AnswerRound(asked, (user % 2,)), request(user), MESSAGE)
    return (perf_counter() - start) * 1000


async def at_once(bot: Studybot, asked: RoundId) -> Sequence[float]:
    """Everybody clicks in the same moment."""
    return await asyncio.gather(*(click(bot, asked, user) for user in range(PEOPLE)))


async def within_a_second(bot: Studybot, asked: RoundId) -> Sequence[float]:
    """Everybody clicks at a moment of their own."""
    clock = asyncio.get_running_loop()
    start = clock.time()
    clicks = []
    for user in range(PEOPLE):
        await asyncio.sleep(start + user / PEOPLE - clock.time())
        clicks.append(asyncio.create_task(click(bot, asked, user)))
    return await asyncio.gather(*clicks)


async def one_by_one(bot: Studybot, asked: RoundId) -> Sequence[float]:
    """Nobody clicks before the one before them was told."""
    return [await click(bot, asked, user) for user in range(PEOPLE)]


async def measured(
    store: SqlStore,
    bot: Studybot,
    crowd: Callable[[Studybot, RoundId], Awaitable[Sequence[float]]],
) -> Line:
    """One crowd, as a line of ``COLUMNS``."""
    asked = await ask(bot)
    commits = 0
    write = store.database.write

    async def counted(*args: Any) -> Any:  # noqa: ANN401 -- whatever the store writes
        nonlocal commits
        commits += 1
        return await write(*args)

    store.database.write = counted  # type: ignore[assignment, method-assign]
    start, used, own = perf_counter(), process_time(), thread_time()
    waits = await crowd(bot, asked)
    seconds, used, own = perf_counter() - start, process_time() - used, thread_time() - own
    store.database.write = write  # type: ignore[method-assign]
    cuts = quantiles(waits, n=100)
    each = 1000 / PEOPLE
    return [PEOPLE / seconds, used * each, own * each, cuts[49], cuts[98], PEOPLE / commits]


async def run(url: str) -> dict[str, list[Line]]:
    """What several crowds of each kind see on an empty database."""
    async with open_store(url) as store:
        notes = load(ROOT / "content" / "questions.md")
        bot = Studybot(store, Catalog([notes]), Random(1), UTC)  # noqa: S311 -- which cards
        await click(bot, await ask(bot), 0)
        lines = {
            crowd.__name__: [await measured(store, bot, crowd) for _ in range(CROWDS)]
            for crowd in (at_once, within_a_second, one_by_one)
        }
        assert await store.rescore() == 0, "the boards are wrong"
        return lines


def run_in(tree: Path, url: str) -> dict[str, list[Line]]:
    """One run of the core of this tree, in a process of its own."""
    done = subprocess.run(  # noqa: S603 -- this script
        [sys.executable, __file__, "--database", url],
        env={**os.environ, "PYTHONPATH": str(tree)},
        cwd=tree,
        check=True,
        stdout=subprocess.PIPE,
    )
    return dict(json.loads(done.stdout))


@contextmanager
def databases(*, postgresql: bool) -> Iterator[Callable[[str], str]]:
    """Where an empty database of a name is."""
    with TemporaryDirectory() as folder:
        if not postgresql:
            yield lambda name: f"sqlite:///{folder}/{name}.db"
            return
        sys.path.insert(0, str(ROOT))
        from tests.fakes.postgres import running_server  # noqa: PLC0415 -- for this alone

        with running_server() as server:

            def made(name: str) -> str:
                asyncio.run(server._execute(f"CREATE DATABASE {name}"))  # noqa: SLF001 -- a test's own
                return server.url(name)

            yield made


def show(name: str, lines: list[Line]) -> None:
    """The median of each column, and its lowest and highest value."""
    print(f"  {name}")
    for (column, digits), values in zip(COLUMNS.items(), zip(*lines, strict=True), strict=True):
        low, high = min(values), max(values)
        spread = f"({low:.{digits}f} to {high:.{digits}f})"
        print(f"    {column:17} {median(values):8.{digits}f}  {spread}")


def main() -> None:
    """Measure, or be one of the processes that are measured."""
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--against", type=Path)
    options.add_argument("--postgresql", action="store_true")
    options.add_argument("--database", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.database:
        print(json.dumps(uvloop.run(run(given.database))))
        return
    trees = {"this tree": ROOT, **({"the other": given.against.resolve()} if given.against else {})}
    seen: dict[str, dict[str, list[Line]]] = {name: {} for name in trees}
    with databases(postgresql=given.postgresql) as empty:
        for number in range(given.runs):
            for place, (name, tree) in enumerate(trees.items()):
                for crowd, lines in run_in(tree, empty(f"run_{number}_{place}")).items():
                    seen[name].setdefault(crowd, []).extend(lines)
    for crowd in seen["this tree"]:
        print(f"{PEOPLE} answers {crowd.replace('_', ' ')}: median (lowest to highest)")
        for name in trees:
            show(name, seen[name][crowd])


if __name__ == "__main__":
    main()
