"""Alembic's entry: runs migrations on the connection that ``bot.storage.migrating`` was given."""

from __future__ import annotations

from alembic import context

from bot.storage.creating import schema

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=schema(connection.dialect.name),
    # SQLite can take back a change of schema, and our transactions begin where they say.
    transactional_ddl=True,
    # SQLite changes a table by copying it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
