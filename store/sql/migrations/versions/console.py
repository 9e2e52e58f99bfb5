"""The areas that operators work for, and what is done with protected cases."""

import sqlalchemy as sa
from alembic import op

revision = "console"
down_revision = "course"


def upgrade() -> None:
    op.add_column("operators", sa.Column("areas", sa.String(512), nullable=False, server_default=""))
    op.create_table(
        "protected_lines",
        sa.Column("case_id", sa.LargeBinary(16), sa.ForeignKey("protected_cases.id"), primary_key=True),
        sa.Column("key", sa.LargeBinary(32), primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("protected_lines")
    op.drop_column("operators", "areas")
