"""Masked sentences that nobody understood."""

import sqlalchemy as sa
from alembic import op

revision = "lessons"
down_revision = "chats"


def upgrade() -> None:
    op.create_table(
        "lessons",
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sa.Column("who", sa.LargeBinary(16), nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_lessons_who", "lessons", ["who"])
    op.create_index("ix_lessons_at", "lessons", ["at"])


def downgrade() -> None:
    op.drop_table("lessons")
