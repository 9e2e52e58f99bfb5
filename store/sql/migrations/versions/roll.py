"""Who can be written to without a file."""

import sqlalchemy as sa
from alembic import op

from store.sql.tables import ROW_ID

revision = "roll"
down_revision = "campaigns"


def upgrade() -> None:
    op.create_table(
        "roll_lists",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("by", sa.LargeBinary(16)),
        sa.Column("at", sa.Double),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("digest", sa.LargeBinary(32)),
    )
    op.create_index("ix_roll_lists_name", "roll_lists", ["name", "id"])
    op.create_table(
        "roll",
        sa.Column("list", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("who", sa.LargeBinary(16), primary_key=True),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("region", sa.String(32), nullable=False),
        sa.Column("commune", sa.String(48), nullable=False),
        sa.Column("programme", sa.String(48), nullable=False),
        sa.Column("registered", sa.Boolean),
        sa.Column("household", sa.LargeBinary(16)),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_roll_who", "roll", ["who"])


def downgrade() -> None:
    op.drop_table("roll")
    op.drop_table("roll_lists")
