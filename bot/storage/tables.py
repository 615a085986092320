"""The tables. A change here needs a migration; a test compares the two on every database.

Their indexes stand in ``bot.storage.creating``.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import TypeAdapter
from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from bot.model import CardId, Pace
from bot.storage.types import AsJson, Day, Key, Moment, Seconds

PACE = TypeAdapter(Pace)
PICKS = TypeAdapter(tuple[int, ...])
TEXTS = TypeAdapter(tuple[str, ...])
MARKS = TypeAdapter(Mapping[CardId, str])

VERSION_TABLE = "alembic_version"
"""Alembic's own table, with the number of the last migration in its only line."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

quizzes = Table(
    "quizzes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("platform", Key, nullable=False),
    Column("workspace", Key, nullable=False),
    Column("channel", Key, nullable=False),
    Column("deck", Key, nullable=False),
    Column("deck_title", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("pace", AsJson(PACE), nullable=False),
    Column("starter_platform", Key, nullable=False),
    Column("starter_workspace", Key, nullable=False),
    Column("starter_user", Key, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("unanswered", Integer, nullable=False),
    Column("ended_at", Moment),
    Column("ending", Key),
)

# What may make no sense stands as text and is read line by line, so that it spoils no other line.
rounds = Table(
    "rounds",
    metadata,
    Column("id", Key, primary_key=True),
    Column("platform", Key, nullable=False),
    Column("workspace", Key, nullable=False),
    Column("channel", Key, nullable=False),
    Column("quiz", Key, ForeignKey("quizzes.id"), index=True),
    Column("number", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("deck", Key, nullable=False),
    Column("deck_title", Text, nullable=False),
    Column("card", Key, nullable=False),
    Column("objective", Boolean, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("pace", Text, nullable=False),
    Column("starter_platform", Key, nullable=False),
    Column("starter_workspace", Key, nullable=False),
    Column("starter_user", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("claimed_until", Moment),
    Column("clocked", Boolean, nullable=False),
    Column("opened_at", Moment),
    Column("closes_at", Moment),
    Column("closed_at", Moment),
    # Of the question of a day: what makes it one; by itself, to be found by, the day, and whether
    # somebody is alone with it.
    Column("daily", Text),
    Column("daily_day", Key),
    Column("daily_alone", Boolean),
)

messages = Table(
    "messages",
    metadata,
    Column("round", Key, ForeignKey("rounds.id"), primary_key=True),
    Column("platform", Key, primary_key=True),
    Column("workspace", Key, primary_key=True),
    Column("channel", Key, primary_key=True),
    Column("message", Key, primary_key=True),
    Column("position", Integer, nullable=False),
    sqlite_with_rowid=False,
)

answers = Table(
    "answers",
    metadata,
    Column("round", Key, ForeignKey("rounds.id"), primary_key=True),
    Column("account_platform", Key, primary_key=True),
    Column("account_workspace", Key, primary_key=True),
    Column("account_user", Key, primary_key=True),
    Column("picks", AsJson(PICKS), nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Day, nullable=False),
    Column("elapsed", Seconds, nullable=False),
    Column("correct", Boolean, nullable=False),
    Column("points", Integer, nullable=False),
    # What the round says as well, so that boards are recounted from this table alone.
    Column("platform", Key, nullable=False),
    Column("workspace", Key, nullable=False),
    Column("channel", Key, nullable=False),
    Column("deck", Key, nullable=False),
    Column("card", Key, nullable=False),
    Column("objective", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", Key, primary_key=True),
    Column("workspace", Key, primary_key=True),
    Column("user", Key, primary_key=True),
    Column("name", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Which standings a number means: ``channel`` and ``deck`` are empty where all are meant.
boards = Table(
    "boards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Key, nullable=False),
    Column("workspace", Key, nullable=False),
    Column("channel", Key, nullable=False),
    Column("deck", Key, nullable=False),
    Column("period", Key, nullable=False),
    UniqueConstraint("platform", "workspace", "channel", "deck", "period"),
)

# A cache of ``answers``: one line of one board. ``accuracy`` is there to be sorted by.
tallies = Table(
    "tallies",
    metadata,
    Column("board", Integer, ForeignKey("boards.id"), primary_key=True),
    Column("account_platform", Key, primary_key=True),
    Column("account_workspace", Key, primary_key=True),
    Column("account_user", Key, primary_key=True),
    Column("points", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    Column("accuracy", Double, nullable=False),
    Column("reached_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# A cache of ``tallies``: how many players have from ``points`` to ``points + width - 1`` points, so
# that a rank is a short sum. Narrow steps are of width 1, wide ones save walking over all of those.
histogram = Table(
    "histogram",
    metadata,
    Column("board", Integer, ForeignKey("boards.id"), primary_key=True),
    Column("width", Integer, primary_key=True),
    Column("points", Integer, primary_key=True),
    Column("players", Integer, nullable=False),
    sqlite_with_rowid=False,
)

NARROW, WIDE = 1, 64
"""The widths of steps."""

# A cache of ``answers``: how a space answers a card, self-rated answers included.
card_counts = Table(
    "card_counts",
    metadata,
    Column("platform", Key, primary_key=True),
    Column("workspace", Key, primary_key=True),
    Column("deck", Key, primary_key=True),
    Column("card", Key, primary_key=True),
    Column("answered", Integer, nullable=False),
    Column("correct", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# A cache of ``answers``: the question days on which an account answered in a space.
attended = Table(
    "attended",
    metadata,
    Column("platform", Key, primary_key=True),
    Column("workspace", Key, primary_key=True),
    Column("account_platform", Key, primary_key=True),
    Column("account_workspace", Key, primary_key=True),
    Column("account_user", Key, primary_key=True),
    Column("day", Day, primary_key=True),
    sqlite_with_rowid=False,
)

# What is asked every day in a room. ``due_at`` is when the clock looks at it next: at ``next_at``,
# or later where something was in the way. Times, days and the like stand as text, as in ``rounds``.
schedules = Table(
    "schedules",
    metadata,
    Column("platform", Key, primary_key=True),
    Column("workspace", Key, primary_key=True),
    Column("channel", Key, primary_key=True),
    Column("time", Key, nullable=False),
    Column("days", Text, nullable=False),
    Column("zone", Key, nullable=False),
    Column("deck", Key),
    Column("setter_platform", Key, nullable=False),
    Column("setter_workspace", Key, nullable=False),
    Column("setter_user", Key, nullable=False),
    Column("set_at", Moment, nullable=False),
    Column("alone", Boolean, nullable=False),
    Column("next_day", Key),
    Column("next_at", Moment),
    Column("planned", Text),
    Column("last", Key),
    Column("pause_reason", Key),
    Column("paused_at", Moment),
    Column("pause_detail", Text),
    Column("revision", Integer, nullable=False),
    Column("due_at", Moment),
    Column("claimed_until", Moment),
)

# Questions that were due and not asked.
skips = Table(
    "skips",
    metadata,
    Column("platform", Key, primary_key=True),
    Column("workspace", Key, primary_key=True),
    Column("channel", Key, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("reason", Key, nullable=False),
    sqlite_with_rowid=False,
)

# What a space wishes; ``zone`` empty and ``deck`` null where it wishes nothing.
space_settings = Table(
    "space_settings",
    metadata,
    Column("platform", Key, primary_key=True),
    Column("workspace", Key, primary_key=True),
    Column("zone", Key, nullable=False),
    Column("deck", Key),
    Column("channels", AsJson(TEXTS), nullable=False),
    Column("forgiving", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# What adapters want to know after a restart, by a name of their choice.
notes = Table(
    "notes",
    metadata,
    Column("name", Key, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

# What may be done once and was, by a name of its doer's choice.
done = Table(
    "done",
    metadata,
    Column("name", Key, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# What lets a platform's app into a space, as the app keeps it. It holds secrets.
installations = Table(
    "installations",
    metadata,
    Column("platform", Key, primary_key=True),
    Column("workspace", Key, primary_key=True),
    Column("app", Key, primary_key=True),
    Column("value", Text, nullable=False),
    Column("kept_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# The decks that spaces were given. ``data`` is the file; it and ``marks`` are gone once removed.
decks = Table(
    "decks",
    metadata,
    Column("platform", Key, primary_key=True),
    Column("workspace", Key, primary_key=True),
    Column("deck", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("cards", Integer, nullable=False),
    Column("objective", Integer, nullable=False),
    Column("problems", Integer, nullable=False),
    Column("adder_platform", Key, nullable=False),
    Column("adder_workspace", Key, nullable=False),
    Column("adder_user", Key, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("removed_at", Moment),
    Column("marks", AsJson(MARKS)),
    Column("data", LargeBinary),
)

# The cards a deck was ever seen with: what an edited card is recognised by.
cards = Table(
    "cards",
    metadata,
    Column("deck", Key, primary_key=True),
    Column("card", Key, primary_key=True),
    Column("prompt", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("topic", AsJson(TEXTS), nullable=False),
    # None in what the first versions kept.
    Column("options", AsJson(TEXTS)),
    Column("exhibits", AsJson(TEXTS)),
    Column("names", AsJson(TEXTS)),
    sqlite_with_rowid=False,
)
