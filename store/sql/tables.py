"""The tables that we keep, lean: hashes to look up, sealed bytes to read back, nothing personal in clear."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

__all__ = ["audit", "consents", "contacts", "deliveries", "errands", "metadata", "outbox"]

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s"}
)

# SQLite numbers rows by itself only in a column that is exactly INTEGER.
ROW_ID = BigInteger().with_variant(Integer(), "sqlite")

contacts = Table(
    "contacts",
    metadata,
    Column("who", LargeBinary(16), primary_key=True),
    Column("lang", String(8)),
    Column("lang_at", Double),
    Column("network", String(24)),
    Column("network_at", Double),
)

consents = Table(
    "consents",
    metadata,
    Column("who", LargeBinary(16), ForeignKey("contacts.who", ondelete="CASCADE"), primary_key=True),
    Column("purpose", String(16), primary_key=True),
    Column("given", Boolean, nullable=False),
    Column("how", String(32), nullable=False),
    Column("at", Double, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    Column("action", String(48), nullable=False),
    Column("actor", LargeBinary(32), nullable=False),
    Column("subject", LargeBinary(32), nullable=False),
    Column("outcome", String(48), nullable=False),
    Column("key", LargeBinary(32), unique=True),
    Column("hash", LargeBinary(16), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("campaign", BigInteger, nullable=False, server_default="0"),
    Column("key", LargeBinary(32), nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("state", String(9), nullable=False),
    Column("attempt", SmallInteger, nullable=False),
    Column("parts", SmallInteger, nullable=False),
    Column("due", Double, nullable=False),
    Column("valid_until", Double, nullable=False),
    Column("claimed_at", Double),
    Column("lease_until", Double),
    Column("phone_mac", LargeBinary(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("provider", String(24), nullable=False),
    Column("provider_id", String(96), nullable=False),
    Column("reason", String(64), nullable=False),
    UniqueConstraint("campaign", "key"),
)
"""`campaign` is 0 for what one citizen gets. PostgreSQL keeps each campaign in a part of its own (`store.sql.partitions`)."""


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index over the few rows that are in motion: it stays small however long the history grows."""
    return Index(name, *(outbox.c[column] for column in columns), postgresql_where=text(where), sqlite_where=text(where))


_partial("ix_outbox_queued", "lane", "id", where="state = 'queued'")
_partial("ix_outbox_validity", "valid_until", where="state = 'queued'")
_partial("ix_outbox_leases", "lease_until", where="state = 'sending'")
_partial("ix_outbox_open_phones", "phone_mac", where="state IN ('sending', 'unknown')")
_partial("ix_outbox_provider", "provider_id", "provider", where="provider_id <> ''")

deliveries = Table(
    "deliveries",
    metadata,
    Column("provider", String(24), primary_key=True),
    Column("provider_id", String(96), primary_key=True),
    Column("state", String(9), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("phone_mac", LargeBinary(16), index=True),
    Column("at", Double, nullable=False),
)

errands = Table(
    "errands",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("ref", String(8), nullable=False),
    Column("phone_mac", LargeBinary(16), nullable=False),
    Column("made_at", Double, nullable=False),
    Column("lease_until", Double, nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    Index("ix_errands_phone", "phone_mac", "made_at"),
)
Index("ix_errands_open", errands.c.made_at, postgresql_where=text("answer IS NULL"), sqlite_where=text("answer IS NULL"))
