"""Everything the first version keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Compared and sorted by code points, whatever the database's locale.
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("platform", KEY, nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("user", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "user", name="pk_accounts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "boards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", KEY, nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("deck", KEY, nullable=False),
        sa.Column("period", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_boards"),
        sa.UniqueConstraint(
            "platform",
            "workspace",
            "channel",
            "deck",
            "period",
            name="uq_boards_platform_workspace_channel_deck_period",
        ),
    )
    op.create_table(
        "card_counts",
        sa.Column("platform", KEY, nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("deck", KEY, nullable=False),
        sa.Column("card", KEY, nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "deck", "card", name="pk_card_counts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cards",
        sa.Column("deck", KEY, nullable=False),
        sa.Column("card", KEY, nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("deck", "card", name="pk_cards"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quizzes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform", KEY, nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("deck", KEY, nullable=False),
        sa.Column("deck_title", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("pace", sa.Text(), nullable=False),
        sa.Column("starter_platform", KEY, nullable=False),
        sa.Column("starter_workspace", KEY, nullable=False),
        sa.Column("starter_user", KEY, nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ending", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_quizzes"),
    )
    op.create_index(
        "uq_quizzes_running",
        "quizzes",
        ["platform", "workspace", "channel"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "histogram",
        sa.Column("board", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("players", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["boards.id"], name="fk_histogram_board"),
        sa.PrimaryKeyConstraint("board", "width", "points", name="pk_histogram"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rounds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform", KEY, nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("quiz", KEY, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("deck", KEY, nullable=False),
        sa.Column("deck_title", sa.Text(), nullable=False),
        sa.Column("card", KEY, nullable=False),
        sa.Column("objective", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("pace", sa.Text(), nullable=False),
        sa.Column("starter_platform", KEY, nullable=False),
        sa.Column("starter_workspace", KEY, nullable=False),
        sa.Column("starter_user", KEY, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.Column("clocked", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("closes_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["quiz"], ["quizzes.id"], name="fk_rounds_quiz"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    )
    op.create_index(
        "ix_rounds_due",
        "rounds",
        ["platform", "due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_rounds_open",
        "rounds",
        ["platform", "workspace", "channel"],
        unique=False,
        sqlite_where=sa.text("state IN ('posting', 'open')"),
        postgresql_where=sa.text("state IN ('posting', 'open')"),
    )
    op.create_index("ix_rounds_quiz", "rounds", ["quiz"], unique=False)
    op.create_index(
        "ix_rounds_room", "rounds", ["platform", "workspace", "channel", "deck"], unique=False
    )
    op.create_table(
        "tallies",
        sa.Column("board", sa.Integer(), nullable=False),
        sa.Column("account_platform", KEY, nullable=False),
        sa.Column("account_workspace", KEY, nullable=False),
        sa.Column("account_user", KEY, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("accuracy", sa.Double(), nullable=False),
        sa.Column("reached_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["boards.id"], name="fk_tallies_board"),
        sa.PrimaryKeyConstraint(
            "board", "account_platform", "account_workspace", "account_user", name="pk_tallies"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_tallies_order",
        "tallies",
        [
            "board",
            sa.literal_column("points DESC"),
            sa.literal_column("accuracy DESC"),
            "reached_at",
            "account_platform",
            "account_workspace",
            "account_user",
        ],
        unique=False,
    )
    op.create_table(
        "answers",
        sa.Column("round", KEY, nullable=False),
        sa.Column("account_platform", KEY, nullable=False),
        sa.Column("account_workspace", KEY, nullable=False),
        sa.Column("account_user", KEY, nullable=False),
        sa.Column("picks", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("day", KEY, nullable=False),
        sa.Column("elapsed", sa.BigInteger(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("platform", KEY, nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("deck", KEY, nullable=False),
        sa.Column("card", KEY, nullable=False),
        sa.Column("objective", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name="fk_answers_round"),
        sa.PrimaryKeyConstraint(
            "round", "account_platform", "account_workspace", "account_user", name="pk_answers"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_answers_rewarded",
        "answers",
        [
            "account_platform",
            "account_workspace",
            "account_user",
            "platform",
            "workspace",
            "deck",
            "card",
            "day",
        ],
        unique=True,
        sqlite_where=sa.text("points > 0"),
        postgresql_where=sa.text("points > 0"),
    )
    op.create_table(
        "messages",
        sa.Column("round", KEY, nullable=False),
        sa.Column("platform", KEY, nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("message", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name="fk_messages_round"),
        sa.PrimaryKeyConstraint(
            "round", "platform", "workspace", "channel", "message", name="pk_messages"
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("answers")
    op.drop_table("tallies")
    op.drop_table("rounds")
    op.drop_table("histogram")
    op.drop_table("quizzes")
    op.drop_table("cards")
    op.drop_table("card_counts")
    op.drop_table("boards")
    op.drop_table("accounts")
