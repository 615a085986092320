"""Alembic's entry: runs migrations on the connection that ``bot.storage.migrating`` was given."""

from __future__ import annotations

from alembic import context

from bot.storage.indexes import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can take back a change of schema, and our transactions begin where they say.
    transactional_ddl=True,
    # SQLite changes a table by copying it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
