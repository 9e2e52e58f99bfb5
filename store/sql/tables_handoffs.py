"""The tables of hand-offs and of the operators who take them: hashes, codes of states and sealed bytes."""

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, LargeBinary, SmallInteger, String, Table, text

from store.sql.tables import metadata

__all__ = ["agent_sims", "handoffs", "operators"]

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", LargeBinary(32), nullable=False, unique=True),
    Column("code_mac", LargeBinary(16), nullable=False),
    Column("state", String(9), nullable=False),
    Column("made_at", Double, nullable=False, index=True),
    Column("expires_at", Double, nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("agent", String(64), nullable=False),
    Column("counter", String(64), nullable=False),
    Column("device", String(64), nullable=False),
    Column("claimed_at", Double, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("busy_until", Double, nullable=False),
    Column("submit_key", LargeBinary(32), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("vouched_at", Double, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("approved_by", String(64), nullable=False),
    Column("approved_at", Double, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_handoffs_agent", "agent", "claimed_at"),
    Index("ix_handoffs_approved", "approved_by", "approved_at"),
)
_OPEN = text("state IN ('waiting', 'claimed')")
Index("uq_handoffs_open", handoffs.c.code_mac, unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN)

operators = Table(
    "operators",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("roles", String(128), nullable=False),
    Column("counter", String(64), nullable=False),
    Column("areas", String(512), nullable=False, server_default=""),
    Column("token", LargeBinary(16), nullable=False, unique=True),
    Column("disabled", Boolean, nullable=False),
)

agent_sims = Table(
    "agent_sims",
    metadata,
    Column("operator", String(64), ForeignKey("operators.id", ondelete="CASCADE"), primary_key=True),
    Column("phone_mac", LargeBinary(16), nullable=False, unique=True),
    Column("pin", String(128), nullable=False),
)
