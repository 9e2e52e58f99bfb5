"""Hand-offs to an agent's device, and the operators who take them."""

import sqlalchemy as sa
from alembic import op

revision = "handoffs"
down_revision = "cases"

OPEN = sa.text("state IN ('waiting', 'claimed')")


def upgrade() -> None:
    op.create_table(
        "handoffs",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("code_mac", sa.LargeBinary(16), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("expires_at", sa.Double, nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("counter", sa.String(64), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("claimed_at", sa.Double, nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("busy_until", sa.Double, nullable=False),
        sa.Column("submit_key", sa.LargeBinary(32), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("vouched_at", sa.Double, nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("approved_by", sa.String(64), nullable=False),
        sa.Column("approved_at", sa.Double, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("key", name="uq_handoffs_key"),
    )
    op.create_index("ix_handoffs_made_at", "handoffs", ["made_at"])
    op.create_index("ix_handoffs_agent", "handoffs", ["agent", "claimed_at"])
    op.create_index("ix_handoffs_approved", "handoffs", ["approved_by", "approved_at"])
    op.create_index("uq_handoffs_open", "handoffs", ["code_mac"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_table(
        "operators",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("roles", sa.String(128), nullable=False),
        sa.Column("counter", sa.String(64), nullable=False),
        sa.Column("token", sa.LargeBinary(16), nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.UniqueConstraint("token", name="uq_operators_token"),
    )


def downgrade() -> None:
    for table in ("operators", "handoffs"):
        op.drop_table(table)
