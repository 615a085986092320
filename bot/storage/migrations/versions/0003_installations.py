"""What was done and may be done once; what lets an app into the spaces that installed it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "done",
        sa.Column("name", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_done"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_done_at", "done", ["at"], unique=False)
    op.create_table(
        "installations",
        sa.Column("platform", KEY, nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("app", KEY, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "app", name="pk_installations"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("installations")
    op.drop_table("done")
