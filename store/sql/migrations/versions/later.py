"""Chunks in which everybody who waits is over a cap are not looked through at each feeding."""

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "partitions"


def upgrade() -> None:
    _waiting("campaign", "later_at", "seq")


def downgrade() -> None:
    _waiting("campaign", "seq")


def _waiting(*columns: str) -> None:
    where = sa.text("waiting > 0")
    op.drop_index("ix_campaign_chunks_waiting", "campaign_chunks")
    op.create_index("ix_campaign_chunks_waiting", "campaign_chunks", list(columns), postgresql_where=where, sqlite_where=where)
