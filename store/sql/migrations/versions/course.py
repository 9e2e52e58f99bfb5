"""The course of a campaign: what became of its recipients by when."""

import sqlalchemy as sa
from alembic import op

revision = "course"
down_revision = "lessons"


def upgrade() -> None:
    op.create_table(
        "campaign_course",
        sa.Column(
            "campaign", sa.BigInteger, sa.ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
        sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("fate", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("campaign_course")
