"""Bringing a database to the schema this version needs, or refusing it untouched."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import bindparam, func, inspect, select, text

from bot.errors import DatabaseNotOurs, DatabaseReadOnly, DatabaseTooNew
from bot.storage.failures import name_of
from bot.storage.tables import rounds
from bot.storage.transaction import Transaction

VERSION_TABLE = "alembic_version"

MIGRATION_LOCK = 0x53_74_75_64_79
"""PostgreSQL's advisory lock that processes starting at once queue at."""


def configuration() -> Config:
    """Alembic's configuration, which finds the migrations wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def check(transaction: Transaction) -> str | None:
    """The version of the schema; None in an empty database.

    Raises ``DatabaseTooNew`` or ``DatabaseNotOurs`` if the database is not for this version.
    """
    where = name_of(transaction.connection.engine.url)
    tables = set(inspect(transaction.connection).get_table_names())
    if not tables - {VERSION_TABLE}:
        return None
    if VERSION_TABLE not in tables:
        raise DatabaseNotOurs(where, "it holds another program's tables")
    revision = MigrationContext.configure(transaction.connection).get_current_revision()
    if not _is_known(revision):
        if rounds.name in tables:
            raise DatabaseTooNew(where, revision or "")
        raise DatabaseNotOurs(where, "it holds another program's tables")
    return revision


def upgrade(transaction: Transaction) -> None:
    """Bring the schema to the newest version; several processes may do so at once.

    Raises ``DatabaseReadOnly``, and what ``check`` raises.
    """
    if transaction.dialect == "postgresql":
        _take_turn(transaction)
    config = configuration()
    if check(transaction) == ScriptDirectory.from_config(config).get_current_head():
        return
    config.attributes["connection"] = transaction.connection
    command.upgrade(config, "head")


def _take_turn(transaction: Transaction) -> None:
    if transaction.execute(text("SHOW transaction_read_only")).scalar_one() == "on":
        raise DatabaseReadOnly(name_of(transaction.connection.engine.url))
    turn = select(func.pg_advisory_xact_lock(bindparam("key")))
    transaction.execute(turn, {"key": MIGRATION_LOCK})


def _is_known(revision: str | None) -> bool:
    if revision is None:
        return False
    try:
        script = ScriptDirectory.from_config(configuration()).get_revision(revision)
    except CommandError:
        return False
    # Alembic also takes the beginning of a revision's name for the whole.
    return script.revision == revision
