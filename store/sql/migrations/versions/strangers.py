"""Who waits for a person without a phone, an account or a proof: of the queue they have a share."""

import sqlalchemy as sa
from alembic import op

revision = "strangers"
down_revision = "later"


def upgrade() -> None:
    op.add_column("inbox_threads", sa.Column("stranger", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("inbox_threads", "stranger")
