"""Caps: who is over one waits in her chunk until she may be written to again."""

import sqlalchemy as sa
from alembic import op

revision = "caps"
down_revision = "agents"


def upgrade() -> None:
    op.add_column("campaign_chunks", sa.Column("later_at", sa.Double, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("campaign_chunks", "later_at")
