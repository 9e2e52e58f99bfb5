"""Campaigns: records, the people of each, chunks with a mark for each person, touches and replies."""

import sqlalchemy as sa
from alembic import op

revision = "campaigns"
down_revision = "mirror"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = ("waiting", "queued", "unknown", "sent", "delivered", "failed", "expired", "skipped", "moving")


def _campaign() -> sa.Column[int]:
    """Each table has its own: a column belongs to one."""
    key = sa.ForeignKey("campaigns.id", ondelete="CASCADE")
    return sa.Column("campaign", sa.BigInteger, key, primary_key=True, autoincrement=False)


def _index(name: str, table: str, columns: list[str], where: str, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(9), nullable=False),
        sa.Column("plan", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("fed", sa.Integer, nullable=False),
        sa.Column("slot", sa.Double, nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.UniqueConstraint("name", name="uq_campaigns_name"),
    )
    op.create_table(
        "campaign_people",
        _campaign(),
        sa.Column("who", sa.LargeBinary(16), primary_key=True),
        sa.Column("household", sa.LargeBinary(16)),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("region", sa.String(32), nullable=False),
        sa.Column("operator", sa.String(24), nullable=False),
        sa.Column("excluded", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    _index("uq_campaign_people_household", "campaign_people", ["campaign", "household"], "household IS NOT NULL", unique=True)
    op.create_table(
        "campaign_chunks",
        _campaign(),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("first", sa.LargeBinary(16), nullable=False),
        sa.Column("last", sa.LargeBinary(16), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("groups", sa.LargeBinary, nullable=False),
        sa.Column("marks", sa.LargeBinary, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        *(sa.Column(name, sa.SmallInteger, nullable=False) for name in COUNTS),
        sa.Column("look_at", sa.Double, nullable=False),
        sa.Column("looks", sa.SmallInteger, nullable=False),
        sa.Column("fed_at", sa.Double, nullable=False),
    )
    _index("ix_campaign_chunks_waiting", "campaign_chunks", ["campaign", "seq"], "waiting > 0")
    _index("ix_campaign_chunks_queued", "campaign_chunks", ["campaign", "seq"], "queued > 0")
    _index("ix_campaign_chunks_moving", "campaign_chunks", ["look_at"], "moving > 0")
    op.create_table(
        "campaign_touches",
        sa.Column("who", sa.LargeBinary(16), primary_key=True),
        _campaign(),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("ix_campaign_touches_at", "campaign_touches", ["at"])
    op.create_table(
        "campaign_replies",
        _campaign(),
        sa.Column("who", sa.LargeBinary(16), primary_key=True),
        sa.Column("word", sa.String(16), primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
    )


def downgrade() -> None:
    for table in ("campaign_replies", "campaign_touches", "campaign_chunks", "campaign_people", "campaigns"):
        op.drop_table(table)
