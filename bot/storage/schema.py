"""Bringing a database to the schema this version needs, or refusing it untouched."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import DatabaseNotOurs, DatabaseReadOnly, DatabaseTooNew
from bot.storage.engine import BEGIN
from bot.storage.failures import explained, name_of
from bot.storage.tables import rounds

VERSION_TABLE = "alembic_version"

MIGRATION_LOCK = 0x53_74_75_64_79
"""PostgreSQL's advisory lock that processes starting at once queue at."""


async def prepare(engine: AsyncEngine) -> None:
    """Upgrade the database to the newest schema; an empty one gets all of it.

    Several processes may do so at once. Raises ``DatabaseTooNew`` and ``DatabaseNotOurs`` before
    anything is changed, ``DatabaseReadOnly`` where nothing can be.
    """
    with explained(engine.url):
        async with engine.connect() as connection:
            await connection.run_sync(_revision_of_ours)
        if engine.dialect.name == "sqlite":
            await _keep_write_ahead_log(engine)
        async with engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"}).begin() as connection:
            await connection.run_sync(_upgrade)


def newest_revision() -> str:
    """The version of the schema that every prepared database has."""
    return ScriptDirectory.from_config(configuration()).get_current_head() or ""


def configuration() -> Config:
    """Alembic's configuration, which finds the migrations wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


async def _keep_write_ahead_log(engine: AsyncEngine) -> None:
    """Readers and the writer then do not wait for each other. The file remembers it."""
    async with engine.execution_options(**{BEGIN: ""}).connect() as connection:
        await connection.execute(text("PRAGMA journal_mode = WAL"))


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        _queue(connection)
    if _revision_of_ours(connection) == newest_revision():
        return
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _queue(connection: Connection) -> None:
    if connection.scalar(text("SHOW transaction_read_only")) == "on":
        raise DatabaseReadOnly(name_of(connection.engine.url))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})


def _revision_of_ours(connection: Connection) -> str | None:
    """The schema's version, None of an empty database; raises if the database is not for us."""
    where = name_of(connection.engine.url)
    tables = set(inspect(connection).get_table_names())
    if not tables - {VERSION_TABLE}:
        return None
    if VERSION_TABLE not in tables:
        raise DatabaseNotOurs(where, "it holds another program's tables")
    revision = MigrationContext.configure(connection).get_current_revision()
    if not _is_known(revision):
        if rounds.name in tables:
            raise DatabaseTooNew(where, revision or "")
        raise DatabaseNotOurs(where, "it holds another program's tables")
    return revision


def _is_known(revision: str | None) -> bool:
    if revision is None:
        return False
    try:
        script = ScriptDirectory.from_config(configuration()).get_revision(revision)
    except CommandError:
        return False
    # Alembic also takes the beginning of a revision's name for the whole.
    return script.revision == revision
