"""Whether a referral helped: when she was asked, and what she answered."""

import sqlalchemy as sa
from alembic import op

revision = "helped"
down_revision = "screen"


def upgrade() -> None:
    op.add_column("cases", sa.Column("followed_at", sa.Double))
    op.add_column("cases", sa.Column("helped", sa.Boolean))


def downgrade() -> None:
    op.drop_column("cases", "helped")
    op.drop_column("cases", "followed_at")
