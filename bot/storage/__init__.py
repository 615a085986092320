"""The only home of SQL: one store on SQLite or PostgreSQL."""

from bot.storage.schema import newest_revision
from bot.storage.store import SqlStore, open_store

__all__ = ["SqlStore", "newest_revision", "open_store"]
