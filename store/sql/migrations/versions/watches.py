"""Who is told of changes in a registry."""

import sqlalchemy as sa
from alembic import op

revision = "watches"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("who", sa.LargeBinary(16), primary_key=True),
        sa.Column("phone_mac", sa.LargeBinary(16), primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("watches")
