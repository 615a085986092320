"""What the database holds, read past the bot, without changing a thing of it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.storage.types import from_micros

DATABASE: Final = Path("data", "studybot.db")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is kept."""

    round: str
    workspace: str
    user: str
    picks: tuple[int, ...]
    correct: bool
    points: int
    card: str
    day: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A round that is kept. ``daily_at`` is when it was due, for the question of a day."""

    id: str
    channel: str
    quiz: str | None
    state: str
    due_at: datetime | None
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    clocked: bool
    daily_at: datetime | None = None

    @property
    def over(self) -> bool:
        """Whether it takes no more answers."""
        return self.state in {"closed", "void"}


@dataclass(frozen=True, slots=True)
class Series:
    """A series that is kept."""

    id: str
    channel: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """A question of the day that was due in a room and is not to come."""

    channel: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Planned:
    """When a room is asked its next question of the day; never while it is ``paused``."""

    channel: str
    next_at: datetime | None
    paused: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that is kept, as far as it is judged."""

    answers: tuple[Answered, ...] = ()
    rounds: dict[str, Asked] = field(default_factory=dict)
    series: tuple[Series, ...] = ()
    messages: frozenset[tuple[str, str]] = frozenset()
    """Rounds and the messages that are known to show them."""
    skips: tuple[Skipped, ...] = ()
    schedules: tuple[Planned, ...] = ()


def read(folder: Path) -> Kept:
    """What a bot that was killed in this folder has left, or one that lives there has kept.

    A copy is read: whoever opens the database itself would mend what a bot is to find unmended.
    """
    with tempfile.TemporaryDirectory(dir=folder) as copies:
        for ending in ("", "-wal"):
            source = folder / f"{DATABASE}{ending}"
            if source.exists():
                shutil.copy(source, Path(copies, f"{DATABASE.name}{ending}"))
        with closing(sqlite3.connect(Path(copies, DATABASE.name))) as database:
            database.row_factory = sqlite3.Row
            return _kept(database)


def look(folder: Path) -> Kept:
    """What a bot that lives in this folder has kept by now."""
    with closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return _kept(database)


def _kept(database: sqlite3.Connection) -> Kept:
    if not database.execute("select * from sqlite_master where name = 'answers'").fetchall():
        return Kept()  # it died before there was anything
    return Kept(
        tuple(map(_answer, database.execute("select * from answers"))),
        {row["id"]: _round(row) for row in database.execute("select * from rounds")},
        tuple(
            Series(row["id"], row["channel"], row["ended_at"] is not None)
            for row in database.execute("select * from quizzes")
        ),
        frozenset(
            (row["round"], row["message"]) for row in database.execute("select * from messages")
        ),
        tuple(
            Skipped(row["channel"], from_micros(row["at"]), row["reason"])
            for row in database.execute("select * from skips")
        ),
        tuple(
            Planned(row["channel"], _moment(row["next_at"]), row["pause_reason"] or "")
            for row in database.execute("select * from schedules")
        ),
    )


def _answer(row: sqlite3.Row) -> Answered:
    return Answered(
        row["round"],
        row["workspace"],
        row["account_user"],
        tuple(json.loads(row["picks"])),
        bool(row["correct"]),
        row["points"],
        row["card"],
        row["day"],
    )


def _round(row: sqlite3.Row) -> Asked:
    return Asked(
        row["id"],
        row["channel"],
        row["quiz"],
        row["state"],
        _moment(row["due_at"]),
        _moment(row["opened_at"]),
        _moment(row["closes_at"]),
        _moment(row["closed_at"]),
        bool(row["clocked"]),
        datetime.fromisoformat(json.loads(row["daily"])["daily"]["at"]) if row["daily"] else None,
    )


def _moment(micros: Any) -> datetime | None:  # noqa: ANN401 -- as the database has it
    return None if micros is None else from_micros(micros)
