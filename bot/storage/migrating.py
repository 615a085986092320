"""Taking a database from version to version, with Alembic.

Alembic brings a template engine and its highlighters along, and at most starts there is nothing to
migrate: only the others import this module.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection


def configuration() -> Config:
    """Alembic's configuration, which finds the migrations wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def migrate(connection: Connection) -> None:
    """Run, in the transaction under way, every migration that the database has not seen."""
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def is_known(revision: str) -> bool:
    """Whether there is a migration to this version."""
    try:
        script = ScriptDirectory.from_config(configuration()).get_revision(revision)
    except CommandError:
        return False
    # Alembic also takes the beginning of a revision's name for the whole.
    return script.revision == revision
