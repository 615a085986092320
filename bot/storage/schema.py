"""Bringing a database to the schema this version needs, or refusing it untouched."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import bindparam, column, func, inspect, select, table, update

from bot.errors import DatabaseNotOurs, DatabaseTooNew
from bot.storage.failures import name_of
from bot.storage.tables import rounds
from bot.storage.transaction import Transaction

VERSION_TABLE = "alembic_version"

_VERSION = table(VERSION_TABLE, column("version_num"))
_TOUCH = update(_VERSION).values(version_num=_VERSION.c.version_num)

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
    revision = MigrationContext.configure(transaction.connection).get_current_revision()
    if revision is None or (rounds.name not in tables and not _is_known(revision)):
        raise DatabaseNotOurs(where, "it holds another program's tables")
    if not _is_known(revision):
        raise DatabaseTooNew(where, revision)
    return revision


def upgrade(transaction: Transaction) -> None:
    """Bring the schema to the newest version; several processes may do so at once.

    Raises what ``check`` raises. A database that takes no writes fails here, even if it is new.
    """
    if transaction.dialect == "postgresql":
        turn = select(func.pg_advisory_xact_lock(bindparam("key")))
        transaction.execute(turn, {"key": MIGRATION_LOCK})
    config = configuration()
    if check(transaction) == ScriptDirectory.from_config(config).get_current_head():
        # Only a write tells: SQLite begins a transaction for writing on a read-only file as well.
        transaction.execute(_TOUCH)
        return
    config.attributes["connection"] = transaction.connection
    command.upgrade(config, "head")


def _is_known(revision: str) -> bool:
    try:
        script = ScriptDirectory.from_config(configuration()).get_revision(revision)
    except CommandError:
        return False
    # Alembic also takes the beginning of a revision's name for the whole.
    return script.revision == revision
