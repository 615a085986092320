"""The only home of SQL: one store on SQLite or PostgreSQL."""

from bot.storage.store import SqlStore, open_store

__all__ = ["SqlStore", "open_store"]
