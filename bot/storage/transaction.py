"""A transaction under way, and the few things the two databases say differently.

Statements are built once: putting one together costs more than running it. Those that read the
same on both databases are constants, the others are functions of the dialect with a cache.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    CursorResult,
    Executable,
    FromClause,
    Table,
    Text,
    and_,
    bindparam,
    column,
    func,
    select,
    text,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from bot.model import SpaceId
from bot.storage.types import Key

if TYPE_CHECKING:
    # At work it is imported where there is a PostgreSQL: it is large.
    from sqlalchemy.dialects import postgresql

Dialect = Literal["sqlite", "postgresql"]
Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"
Values = Mapping[str, object]
Columns = Mapping[str, TypeEngine[Any]]

ACCOUNT: Columns = dict.fromkeys(("account_platform", "account_workspace", "account_user"), Key)
"""The columns that name an account."""

STARTER: Columns = dict.fromkeys(("starter_platform", "starter_workspace", "starter_user"), Key)
"""The columns that name the account that started something."""

ROOM: Columns = dict.fromkeys(("platform", "workspace", "channel"), Key)
"""The columns that name a room."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """What storage functions are given to talk to the database with."""

    connection: Connection

    @property
    def dialect(self) -> Dialect:
        """Which database this is."""
        return cast("Dialect", self.connection.dialect.name)

    def execute(
        self, statement: Executable, values: Values | Sequence[Values] | None = None
    ) -> CursorResult[Any]:
        """Run one statement, with values for its parameters, or once for each of several sets."""
        return cast("CursorResult[Any]", self.connection.execute(statement, values))

    def queue_in(self, spaces: Iterable[SpaceId]) -> None:
        """Wait until no other transaction changes the boards of these spaces.

        On SQLite writers queue anyway. The order is fixed, so that two cannot wait for each other.
        """
        if self.dialect == "postgresql":
            self.execute(_turn(), {"keys": sorted({_lock_key(space) for space in spaces})})


@cache
def _turn() -> Executable:
    from sqlalchemy.dialects.postgresql import ARRAY  # noqa: PLC0415 -- see the imports

    keys = bindparam("keys", type_=ARRAY(BigInteger))
    return select(func.pg_advisory_xact_lock(func.unnest(keys).column_valued()))


def _lock_key(space: SpaceId) -> int:
    digest = blake2b(repr((space.platform, space.workspace)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def insert_into(dialect: Dialect, table: Table) -> Insert:
    """An INSERT that can say what to do about a line that is already there."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 -- see the imports

    return postgresql.insert(table)


def staged(dialect: Dialect, name: str, columns: Columns) -> FromClause:
    """A table that travels with the statement: its parameter ``name`` is given ``as_json``.

    One statement then does the work of many, however many lines there are.
    """
    document = bindparam(name, type_=Text())
    if dialect == "sqlite":
        each = func.json_each(document).table_valued("value", name=f"{name}_json")
        fields = (
            func.json_extract(each.c.value, text(f"'$.{field}'"), type_=type_).label(field)
            for field, type_ in columns.items()
        )
        # With an OFFSET SQLite reads the document once; else it would for each line it joins.
        return select(*fields).offset(0).cte(name)
    lines = func.json_to_recordset(sql_cast(document, JSON()))
    typed = [column(field, type_) for field, type_ in columns.items()]
    return lines.table_valued(*typed).render_derived(name=name, with_types=True)


def as_json(lines: Iterable[Values]) -> str:
    """The value of a staged table's parameter."""
    return json.dumps(list(lines))


def columns_of(table: FromClause, names: Iterable[str]) -> tuple[ColumnElement[Any], ...]:
    """Columns by their names, in this order."""
    return tuple(table.c[name] for name in names)


def same(left: FromClause, right: FromClause, names: Iterable[str]) -> ColumnElement[bool]:
    """Whether two lines agree in all these columns."""
    return and_(*(left.c[name] == right.c[name] for name in names))


def has(table: FromClause, names: Iterable[str]) -> ColumnElement[bool]:
    """Whether a line has, in all these columns, the values of the parameters of these names."""
    return and_(*(table.c[name] == bindparam(name) for name in names))
