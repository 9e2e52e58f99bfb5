"""Waves: a campaign that writes to the frozen audience of another one."""

import sqlalchemy as sa
from alembic import op

revision = "waves"
down_revision = "roll"


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("source", sa.BigInteger))


def downgrade() -> None:
    op.drop_column("campaigns", "source")
