"""What belongs to one phone is found by it: linked accounts, watches, and notices that nobody waits for any more."""

import sqlalchemy as sa
from alembic import op

revision = "erasure"
down_revision = "caps"


def upgrade() -> None:
    """Links made before cannot be found by their phone: they end, and a code makes them anew."""
    op.drop_table("linked_phones")
    op.create_table(
        "linked_phones",
        sa.Column("who", sa.LargeBinary(16), primary_key=True),
        sa.Column("phone_mac", sa.LargeBinary(16), nullable=False, index=True),
        sa.Column("at", sa.Double, nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_watches_phone_mac", "watches", ["phone_mac"])
    op.create_table(
        "unwanted_notices",
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sa.Column("who", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("unwanted_notices")
    op.drop_index("ix_watches_phone_mac", "watches")
    op.drop_table("linked_phones")
    op.create_table(
        "linked_phones",
        sa.Column("who", sa.LargeBinary(16), primary_key=True),
        sa.Column("at", sa.Double, nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
