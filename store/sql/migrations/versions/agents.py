"""The SIMs and PINs of agents in the field."""

import sqlalchemy as sa
from alembic import op

revision = "agents"
down_revision = "console"


def upgrade() -> None:
    op.create_table(
        "agent_sims",
        sa.Column("operator", sa.String(64), sa.ForeignKey("operators.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("phone_mac", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("pin", sa.String(128), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("agent_sims")
