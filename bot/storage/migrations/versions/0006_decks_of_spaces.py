"""Decks that spaces were given, each with the file it was made of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "decks",
        *keys("platform", "workspace", "deck"),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "title", "source")),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("size", "cards", "objective", "problems")
        ),
        *keys("adder_platform", "adder_workspace", "adder_user"),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("marks", sa.Text(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("platform", "workspace", "deck", name="pk_decks"),
    )


def keys(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, KEY, nullable=False) for name in names)


def downgrade() -> None:
    op.drop_table("decks")
