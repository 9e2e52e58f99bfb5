"""Cases in a ministry's own case system: where each is, how far it was pushed, and what came back."""

import sqlalchemy as sa
from alembic import op

revision = "mirror"
down_revision = "handoffs"


def upgrade() -> None:
    op.create_table(
        "mirrored_cases",
        sa.Column("upstream", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.LargeBinary(16), sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("upstream_id", sa.String(64), nullable=False),
        sa.Column("pushed", sa.Integer, nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("sent_at", sa.Double),
        sa.Column("due", sa.Double, nullable=False),
    )
    op.create_index("ix_mirrored_cases_due", "mirrored_cases", ["upstream", "due"])
    op.create_table(
        "mirror_cursors",
        sa.Column("upstream", sa.String(16), primary_key=True),
        sa.Column("cursor", sa.String(64), nullable=False),
    )
    op.create_table(
        "mirror_events",
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sa.Column("upstream", sa.String(16), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_mirror_events_outcome", "mirror_events", ["upstream", "outcome"])


def downgrade() -> None:
    for table in ("mirror_events", "mirror_cursors", "mirrored_cases"):
        op.drop_table(table)
