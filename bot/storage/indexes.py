"""The indexes of the tables. A change here needs a migration, as one of the tables does.

Whoever makes or compares a schema imports this; the bot at work does not. To name a condition for
PostgreSQL is to load all that SQLAlchemy knows about it, which is wasted memory beside SQLite.
"""

from __future__ import annotations

from sqlalchemy import Index

from bot.storage.tables import answers, metadata, quizzes, rounds, tallies

__all__ = ["metadata"]

# One series runs in a room: the database decides, not a check.
Index(
    "uq_quizzes_running",
    quizzes.c.platform,
    quizzes.c.workspace,
    quizzes.c.channel,
    unique=True,
    sqlite_where=quizzes.c.ended_at.is_(None),
    postgresql_where=quizzes.c.ended_at.is_(None),
)

Index("ix_rounds_room", rounds.c.platform, rounds.c.workspace, rounds.c.channel, rounds.c.deck)
Index(
    "ix_rounds_due",
    rounds.c.platform,
    rounds.c.due_at,
    sqlite_where=rounds.c.due_at.is_not(None),
    postgresql_where=rounds.c.due_at.is_not(None),
)
Index(
    "ix_rounds_open",
    rounds.c.platform,
    rounds.c.workspace,
    rounds.c.channel,
    sqlite_where=rounds.c.state.in_(("posting", "open")),
    postgresql_where=rounds.c.state.in_(("posting", "open")),
)

# Points once per player, card and day: the last word is the database's.
Index(
    "uq_answers_rewarded",
    answers.c.account_platform,
    answers.c.account_workspace,
    answers.c.account_user,
    answers.c.platform,
    answers.c.workspace,
    answers.c.deck,
    answers.c.card,
    answers.c.day,
    unique=True,
    sqlite_where=answers.c.points > 0,
    postgresql_where=answers.c.points > 0,
)

Index(
    "ix_tallies_order",
    tallies.c.board,
    tallies.c.points.desc(),
    tallies.c.accuracy.desc(),
    tallies.c.reached_at,
    tallies.c.account_platform,
    tallies.c.account_workspace,
    tallies.c.account_user,
)
