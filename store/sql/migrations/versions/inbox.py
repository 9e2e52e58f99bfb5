"""Conversations with people, their lines, and who is at work."""

import sqlalchemy as sa
from alembic import op

revision = "inbox"
down_revision = "waves"

OPEN, DUE, KEYED = sa.text("state IN ('waiting', 'held')"), sa.text("carried = 'due'"), sa.text("key IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "inbox_threads",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("conversation", sa.LargeBinary(16), nullable=False),
        sa.Column("lang", sa.String(16), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("operator", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.Double, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
        sa.Column("claimed_at", sa.Double, nullable=False),
        sa.Column("noted_at", sa.Double, nullable=False),
        sa.Column("ended_at", sa.Double, nullable=False),
        sa.Column("ended", sa.String(12), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("leased_until", sa.Double, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("key", name="uq_inbox_threads_key"),
    )
    op.create_index("ix_inbox_threads_queue", "inbox_threads", ["state", "asked_at", "id"])
    op.create_index("ix_inbox_threads_conversation", "inbox_threads", ["conversation"])
    op.create_index(
        "uq_inbox_threads_open", "inbox_threads", ["conversation"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
    )
    op.create_table(
        "inbox_lines",
        sa.Column("thread", sa.String(32), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("by", sa.String(7), nullable=False),
        sa.Column("operator", sa.String(64), nullable=False),
        sa.Column("carried", sa.String(4), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_inbox_lines_due", "inbox_lines", ["at"], postgresql_where=DUE, sqlite_where=DUE)
    op.create_index(
        "uq_inbox_lines_key", "inbox_lines", ["thread", "key"], unique=True, postgresql_where=KEYED, sqlite_where=KEYED
    )
    op.create_table(
        "inbox_desks",
        sa.Column("operator", sa.String(64), primary_key=True),
        sa.Column("seen_at", sa.Double, nullable=False),
    )


def downgrade() -> None:
    for table in ("inbox_desks", "inbox_lines", "inbox_threads"):
        op.drop_table(table)
