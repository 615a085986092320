"""Questions of the day: their schedules, what was skipped, who answered when, a space's wishes."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SPACE = ("platform", "workspace")
ROOM = (*SPACE, "channel")
ACCOUNT = ("account_platform", "account_workspace", "account_user")
STARTER = ("starter_platform", "starter_workspace", "starter_user")


def upgrade() -> None:
    op.add_column("rounds", sa.Column("daily", sa.Text(), nullable=True))
    op.add_column("rounds", sa.Column("daily_day", KEY, nullable=True))
    op.add_column("rounds", sa.Column("daily_alone", sa.Boolean(), nullable=True))
    alone, day = sa.column("daily_alone", sa.Boolean()), ("daily_day", "state")
    create_index("ix_rounds_daily_day", "rounds", [*SPACE, *day], alone.is_(False))
    own = [*SPACE, *STARTER, *day]
    create_index("ix_rounds_own_day", "rounds", own, alone.is_(True))
    op.drop_index("ix_rounds_due", "rounds")
    due = ["platform", "due_at", "number", "id"]
    create_index("ix_rounds_due", "rounds", due, filled("due_at"))
    claimed = filled("claimed_until")
    create_index("ix_rounds_claimed", "rounds", ["platform", "claimed_until"], claimed)
    create_schedules()
    op.create_table(
        "skips",
        *keys(*ROOM),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", KEY, nullable=False),
        sa.PrimaryKeyConstraint(*ROOM, "at", name="pk_skips"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attended",
        *keys(*SPACE, *ACCOUNT, "day"),
        sa.PrimaryKeyConstraint(*SPACE, *ACCOUNT, "day", name="pk_attended"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "space_settings",
        *keys(*SPACE, "zone"),
        sa.Column("deck", KEY, nullable=True),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("forgiving", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(*SPACE, name="pk_space_settings"),
        sqlite_with_rowid=False,
    )


def create_schedules() -> None:
    op.create_table(
        "schedules",
        *keys(*ROOM, "time", "zone"),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("deck", KEY, nullable=True),
        *keys("setter_platform", "setter_workspace", "setter_user"),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("next_day", KEY, nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("planned", sa.Text(), nullable=True),
        sa.Column("last", KEY, nullable=True),
        sa.Column("pause_reason", KEY, nullable=True),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("pause_detail", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint(*ROOM, name="pk_schedules"),
    )
    due = ["platform", "due_at", "workspace", "channel"]
    create_index("ix_schedules_due", "schedules", due, filled("due_at"))
    claimed = filled("claimed_until")
    create_index("ix_schedules_claimed", "schedules", ["platform", "claimed_until"], claimed)


def keys(*names: str) -> tuple[sa.Column[str], ...]:
    return tuple(sa.Column(name, KEY, nullable=False) for name in names)


def filled(name: str) -> sa.ColumnElement[bool]:
    return sa.column(name).is_not(None)


def create_index(
    name: str, table: str, columns: Sequence[str], where: sa.ColumnElement[bool]
) -> None:
    op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in ("space_settings", "attended", "skips", "schedules"):
        op.drop_table(table)
    for index in ("ix_rounds_claimed", "ix_rounds_due", "ix_rounds_own_day", "ix_rounds_daily_day"):
        op.drop_index(index, "rounds")
    create_index("ix_rounds_due", "rounds", ["platform", "due_at"], filled("due_at"))
    op.drop_column("rounds", "daily_alone")
    op.drop_column("rounds", "daily_day")
    op.drop_column("rounds", "daily")
