"""How many answers a second the core keeps, on SQLite: graded, committed and told.

    .venv/bin/python bench/clicks.py

Five hundred people answer one question at once, several times over; then one after the other.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.actions import AnswerRound
from bot.decks.library import load
from bot.invocations import read
from bot.model import AccountId, Message, MessageId, Person, Request, RoomId, RoundId
from bot.screens import QuestionScreen
from bot.service import Catalog, Studybot
from bot.storage import open_store

PEOPLE = 500
RUNS = 7
ROOM = RoomId("bench", "space", "room")
NOTES = Path(__file__).parents[1] / "content" / "questions.md"


def request(user: int) -> Request:
    """Somebody clicks now."""
    return Request(Person(AccountId("bench", "", str(user)), f"P{user}"), ROOM, datetime.now(UTC))


async def ask(bot: Studybot) -> RoundId:
    """Open a question with one right option."""
    while True:
        reply = await bot.perform(read("/quiz"), request(0))
        asked = reply.room
        assert isinstance(asked, QuestionScreen)
        await bot.shown(asked.round, Message(ROOM, MessageId("m")), datetime.now(UTC))
        if asked.choose == 1:
            return asked.round


async def click(bot: Studybot, asked: RoundId, user: int) -> float:
    """Answer, and how long it took until the verdict was there, in seconds."""
    start = perf_counter()
    await bot.press(AnswerRound(asked, (user % 2,)), request(user))
    return perf_counter() - start


async def main() -> None:
    """Print what was measured."""
    with TemporaryDirectory() as folder:
        async with open_store(f"sqlite:///{folder}/bench.db") as store:
            bot = Studybot(store, Catalog([load(NOTES)]), Random(1), UTC)  # noqa: S311
            rates, waits = [], []
            for _ in range(RUNS):
                asked = await ask(bot)
                start = perf_counter()
                waits += await asyncio.gather(*(click(bot, asked, user) for user in range(PEOPLE)))
                rates.append(PEOPLE / (perf_counter() - start))
            cuts = quantiles(waits, n=100)
            print(
                f"{PEOPLE} at once: median {median(rates):.0f} answers/s"
                f" ({min(rates):.0f} to {max(rates):.0f}), wait p50 {cuts[49] * 1000:.0f} ms,"
                f" p99 {cuts[98] * 1000:.0f} ms"
            )
            asked = await ask(bot)
            single = [await click(bot, asked, user) for user in range(PEOPLE)]
            cuts = quantiles(single, n=100)
            print(f"one by one: p50 {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms")
            print(f"boards wrong afterwards: {await store.rescore()}")


if __name__ == "__main__":
    asyncio.run(main())
