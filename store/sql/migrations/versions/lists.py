"""Lists that come as files: imports and their entries."""

import sqlalchemy as sa
from alembic import op

revision = "lists"
down_revision = "watches"

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "list_imports",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", sa.Double),
        sa.Column("digest", sa.LargeBinary(32)),
        sa.Column("rows", sa.Integer, nullable=False),
    )
    op.create_index("ix_list_imports_name", "list_imports", ["name", "id"])
    op.create_table(
        "list_entries",
        sa.Column("import_id", sa.BigInteger, sa.ForeignKey("list_imports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("mac", sa.LargeBinary(16), primary_key=True),
        sa.Column("line", sa.Integer, primary_key=True),
        sa.Column("programme", sa.String(48), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("until", sa.Date),
        sa.Column("reason", sa.String(40), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("list_entries")
    op.drop_table("list_imports")
