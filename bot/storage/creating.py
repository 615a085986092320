"""The whole schema, indexes included, and how a new database gets it at once.

A change here needs a migration, as one of the tables does; a test compares what migrations make.
The bot at work on a database that is there already imports none of this.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Index, MetaData, String, Table, insert

from bot.storage.tables import VERSION_TABLE, metadata
from bot.storage.transaction import ACCOUNT, ROOM, STARTER, Dialect, columns_of


def create(connection: Connection, dialect: Dialect, version: str) -> None:
    """Make every table in an empty database, and note which version that is, as Alembic does."""
    schema(dialect).create_all(connection, checkfirst=False)  # whoever calls has looked
    noted = Table(
        VERSION_TABLE,
        MetaData(naming_convention={"pk": "%(table_name)s_pkc"}),
        Column("version_num", String(32), primary_key=True),
    )
    noted.create(connection, checkfirst=True)
    connection.execute(noted.delete())
    connection.execute(insert(noted), {"version_num": version})


@cache
def schema(dialect: Dialect) -> MetaData:
    """The tables with their indexes, shared by all who ask: not to be changed.

    For one database alone: to name a condition for another loads all that SQLAlchemy knows of it.
    """
    whole = MetaData(naming_convention=metadata.naming_convention)
    tables = {table.name: table.to_metadata(whole) for table in metadata.sorted_tables}
    quizzes, rounds, answers = tables["quizzes"], tables["rounds"], tables["answers"]
    tallies, schedules = tables["tallies"].c, tables["schedules"]

    def where(condition: ColumnElement[bool]) -> dict[str, Any]:
        return {f"{dialect}_where": condition}

    # One series runs in a room: the database decides, not a check.
    running = where(quizzes.c.ended_at.is_(None))
    Index("uq_quizzes_running", *columns_of(quizzes, ROOM), unique=True, **running)

    open_ = where(rounds.c.state.in_(("posting", "open")))
    Index("ix_rounds_room", *columns_of(rounds, (*ROOM, "deck")))
    Index("ix_rounds_open", *columns_of(rounds, ROOM), **open_)
    space, day = ("platform", "workspace"), ("daily_day", "state")
    for_all, own = where(rounds.c.daily_alone.is_(False)), where(rounds.c.daily_alone.is_(True))
    Index("ix_rounds_daily_day", *columns_of(rounds, (*space, *day)), **for_all)
    Index("ix_rounds_own_day", *columns_of(rounds, (*space, *STARTER, *day)), **own)

    # In the order in which they are claimed: thousands may be due at one moment.
    for table, key in ((rounds, ("number", "id")), (schedules, ("workspace", "channel"))):
        due = where(table.c.due_at.is_not(None))
        Index(f"ix_{table.name}_due", *columns_of(table, ("platform", "due_at", *key)), **due)
        claimed = where(table.c.claimed_until.is_not(None))
        claims = columns_of(table, ("platform", "claimed_until"))
        Index(f"ix_{table.name}_claimed", *claims, **claimed)

    # Points once per player, card and day: the last word is the database's.
    reward = (*ACCOUNT, "platform", "workspace", "deck", "card", "day")
    paid = where(answers.c.points > 0)
    Index("uq_answers_rewarded", *columns_of(answers, reward), unique=True, **paid)

    order = (tallies.points.desc(), tallies.accuracy.desc(), tallies.reached_at)
    Index("ix_tallies_order", tallies.board, *order, *columns_of(tables["tallies"], ACCOUNT))
    return whole
