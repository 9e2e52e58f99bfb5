"""The first schema: contacts and consents, audit, outbox and its delivery reports, errands."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _partial(name: str, table: str, *columns: str, where: str) -> None:
    op.create_index(name, table, list(columns), postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def upgrade() -> None:
    _contacts()
    _audit()
    _outbox()
    _deliveries()
    _errands()


def downgrade() -> None:
    for table in ("errands", "deliveries", "outbox", "audit", "consents", "contacts"):
        op.drop_table(table)


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("who", sa.LargeBinary(16), primary_key=True),
        sa.Column("lang", sa.String(8)),
        sa.Column("lang_at", sa.Double),
        sa.Column("network", sa.String(24)),
        sa.Column("network_at", sa.Double),
    )
    op.create_table(
        "consents",
        sa.Column("who", sa.LargeBinary(16), sa.ForeignKey("contacts.who", ondelete="CASCADE"), primary_key=True),
        sa.Column("purpose", sa.String(16), primary_key=True),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("how", sa.String(32), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("action", sa.String(48), nullable=False),
        sa.Column("actor", sa.LargeBinary(32), nullable=False),
        sa.Column("subject", sa.LargeBinary(32), nullable=False),
        sa.Column("outcome", sa.String(48), nullable=False),
        sa.Column("key", sa.LargeBinary(32)),
        sa.Column("hash", sa.LargeBinary(16), nullable=False),
        sa.UniqueConstraint("key", name="uq_audit_key"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("lane", sa.SmallInteger, nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("attempt", sa.SmallInteger, nullable=False),
        sa.Column("parts", sa.SmallInteger, nullable=False),
        sa.Column("due", sa.Double, nullable=False),
        sa.Column("valid_until", sa.Double, nullable=False),
        sa.Column("claimed_at", sa.Double),
        sa.Column("lease_until", sa.Double),
        sa.Column("phone_mac", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("provider", sa.String(24), nullable=False),
        sa.Column("provider_id", sa.String(96), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    _partial("ix_outbox_queued", "outbox", "lane", "id", where="state = 'queued'")
    _partial("ix_outbox_validity", "outbox", "valid_until", where="state = 'queued'")
    _partial("ix_outbox_leases", "outbox", "lease_until", where="state = 'sending'")
    _partial("ix_outbox_open_phones", "outbox", "phone_mac", where="state IN ('sending', 'unknown')")
    _partial("ix_outbox_provider", "outbox", "provider_id", "provider", where="provider_id <> ''")


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("provider", sa.String(24), primary_key=True),
        sa.Column("provider_id", sa.String(96), primary_key=True),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("phone_mac", sa.LargeBinary(16)),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("ix_deliveries_phone_mac", "deliveries", ["phone_mac"])


def _errands() -> None:
    op.create_table(
        "errands",
        sa.Column("key", sa.LargeBinary(32), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("ref", sa.String(8), nullable=False),
        sa.Column("phone_mac", sa.LargeBinary(16), nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary),
    )
    op.create_index("ix_errands_phone", "errands", ["phone_mac", "made_at"])
    _partial("ix_errands_open", "errands", "made_at", where="answer IS NULL")
