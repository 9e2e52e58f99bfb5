"""Announcements on a citizen's own screen: the chunk of one person is found by her place."""

from alembic import op

revision = "screen"
down_revision = "erasure"


def upgrade() -> None:
    op.create_index("ix_campaign_chunks_last", "campaign_chunks", ["campaign", "last"])


def downgrade() -> None:
    op.drop_index("ix_campaign_chunks_last", "campaign_chunks")
