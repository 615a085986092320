"""Options, exhibits and names of the cards that were seen: an edited card is recognised by them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NAMES = ("options", "exhibits", "names")


def upgrade() -> None:
    for name in NAMES:
        op.add_column("cards", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in reversed(NAMES):
        op.drop_column("cards", name)
