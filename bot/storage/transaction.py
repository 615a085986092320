"""A transaction under way, and the few things the two databases say differently."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    CursorResult,
    Executable,
    FromClause,
    Table,
    Text,
    bindparam,
    column,
    func,
    literal,
    select,
    text,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from bot.model import SpaceId

Insert = sqlite.Insert | postgresql.Insert
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Transaction:
    """What storage functions are given to talk to the database with."""

    connection: AsyncConnection

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is SQLite; otherwise it is PostgreSQL."""
        return self.connection.dialect.name == "sqlite"

    async def execute(self, statement: Executable) -> CursorResult[Any]:
        """Run one statement; its rows are all there when this returns."""
        return cast("CursorResult[Any]", await self.connection.execute(statement))

    def insert(self, table: Table) -> Insert:
        """An INSERT that can say what to do about a line that is already there."""
        return sqlite.insert(table) if self.on_sqlite else postgresql.insert(table)

    def staged(
        self, name: str, columns: Mapping[str, TypeEngine[Any]], rows: Sequence[Values]
    ) -> FromClause:
        """``rows`` as a table of the statement, whatever their number: they travel as JSON."""
        document = literal(json.dumps(list(rows)), Text())
        if self.on_sqlite:
            each = func.json_each(document).table_valued("value", name=f"{name}_json")
            fields = (
                func.json_extract(each.c.value, text(f"'$.{field}'"), type_=type_).label(field)
                for field, type_ in columns.items()
            )
            return select(*fields).cte(name)
        fields_of = [column(field, type_) for field, type_ in columns.items()]
        rowset = func.json_to_recordset(sql_cast(document, JSON())).table_valued(*fields_of)
        return rowset.render_derived(name=name, with_types=True)

    async def queue_in(self, spaces: Iterable[SpaceId]) -> None:
        """Wait until no other transaction changes the boards of these spaces.

        On SQLite writers queue anyway. The order is fixed, so that two cannot wait for each other.
        """
        if self.on_sqlite:
            return
        keys = sorted({_lock_key(space) for space in spaces})
        turn = func.unnest(bindparam("keys", keys, postgresql.ARRAY(BigInteger))).column_valued()
        await self.execute(select(func.pg_advisory_xact_lock(turn)))


def _lock_key(space: SpaceId) -> int:
    digest = blake2b(repr((space.platform, space.workspace)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def room_columns(table: FromClause) -> tuple[ColumnElement[str], ...]:
    """The three parts of a room, in the order of ``RoomId``."""
    return (table.c.platform, table.c.workspace, table.c.channel)


def account_columns(table: FromClause) -> tuple[ColumnElement[str], ...]:
    """The three parts of an account, in the order of ``AccountId``."""
    return (table.c.account_platform, table.c.account_workspace, table.c.account_user)
