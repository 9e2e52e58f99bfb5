"""Chat messages that wait for their answer, and the phones that people of chats linked."""

import sqlalchemy as sa
from alembic import op

revision = "chats"
down_revision = "inbox"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("NOT done")


def upgrade() -> None:
    op.create_table(
        "arrivals",
        sa.Column("row", ROW_ID, primary_key=True),
        sa.Column("key", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("line", sa.String(24), nullable=False),
        sa.Column("who", sa.LargeBinary(16), nullable=False),
        sa.Column("at", sa.Double, nullable=False, index=True),
        sa.Column("due", sa.Double, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    for name in ("line", "who"):
        op.create_index(f"ix_arrivals_{name}", "arrivals", [name, "row"], postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_table(
        "linked_phones",
        sa.Column("who", sa.LargeBinary(16), primary_key=True),
        sa.Column("at", sa.Double, nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("linked_phones")
    op.drop_table("arrivals")
