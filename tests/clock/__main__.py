"""A year of daily questions, in one process and in three, on both databases: see ``make year``."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tests.clock.bots import bots
from tests.clock.rooms import WISHES
from tests.clock.year import Course, Span, faults, lived, table
from tests.fakes.postgres import Server, running_server

DATABASES: Final = ("SQLite", "PostgreSQL")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a year; ``wrong`` is empty, or something is."""

    database: str
    processes: int
    seconds: float
    course: Course
    shares: Sequence[int]
    wrong: list[str]

    def __str__(self) -> str:
        steps = len(self.course.span.moments(self.course.all(), 1))
        shares = " + ".join(map(str, self.shares))
        return (
            f"{self.database}, {self.processes} process(es): {len(self.course.all())} expected,"
            f" {len(self.course.posts())} posted ({shares}), {len(self.course.edits())} revealed,"
            f" {steps} looks at the clock, {self.seconds:.0f} s, {len(self.wrong)} faults"
        )


async def year(span: Span, processes: int, database: str, server: Server) -> Outcome:
    """The rooms' year in so many processes at once."""
    async with _place(database, server) as (folder, url), bots(url, folder) as some:
        began = time.monotonic()
        await some.start(span.begin - timedelta(minutes=1), processes)
        course = await lived(some, span)
        seconds = time.monotonic() - began
        shares = [sum(told["told"] == "posted" for told in bot.told) for bot in some.all]
        wrong = list(faults(course))
        wrong += [f"{bot.logged()[:3]}" for bot in some.all if bot.logged()]
        wrong += [f"{one.name}: skips" for one in span.wishes if await some.skips(one.name)]
        outcome = Outcome(database, processes, seconds, course, shares, wrong)
        print(outcome, flush=True)  # noqa: T201 -- whoever waits reads along
        return outcome


@asynccontextmanager
async def _place(database: str, server: Server) -> AsyncIterator[tuple[Path, str]]:
    folder = Path(tempfile.mkdtemp(prefix="year-"))
    try:
        if database == "SQLite":
            yield folder, f"sqlite:///{folder}/studybot.db"
        else:
            async with server.database() as url:
                yield folder, url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def years(span: Span, numbers: Sequence[int], server: Server) -> list[Outcome]:
    """The year in so many processes each, on both databases side by side."""
    found: list[Outcome] = []
    for number in numbers:
        both = [year(span, number, database, server) for database in DATABASES]
        found += await asyncio.gather(*both)
    return found


def main() -> int:
    """What the arguments say; 1 if anything went wrong."""
    given = argparse.ArgumentParser(prog="make year")
    given.add_argument("--year", type=int, default=2027, help="which one")
    given.add_argument("--processes", type=int, nargs="+", default=(1, 3), help="how many at once")
    given.add_argument("--days", type=int, help="so many days of it alone")
    wish = given.parse_args()
    begin = datetime(wish.year, 1, 1, tzinfo=UTC)
    end = begin + timedelta(days=wish.days) if wish.days else begin.replace(year=wish.year + 1)
    span = Span(begin, end, WISHES)
    began = time.monotonic()
    zones = len({one.place for one in WISHES})
    print(f"{len(WISHES)} rooms in {zones} zones, {begin:%Y-%m-%d} to {end:%Y-%m-%d}")  # noqa: T201
    with running_server() as server:
        found = asyncio.run(years(span, wish.processes, server))
    wrong = [f"{one.database}, {one.processes}: {text}" for one in found for text in one.wrong]
    tables = {"\n".join(table(one.course)) for one in found}
    print(*tables, f"{time.monotonic() - began:.0f} s in all", *wrong, sep="\n")  # noqa: T201
    return 1 if wrong or len(tables) > 1 else 0


if __name__ == "__main__":
    sys.exit(main())
