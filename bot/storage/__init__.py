"""The only home of SQL: one store on SQLite or PostgreSQL."""

from bot.storage.opening import open_store
from bot.storage.store import SqlStore

__all__ = ["SqlStore", "open_store"]
