"""The tables of the mirrors: which case is where under which id, how far it was pushed, and what came back."""

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String, Table

from store.sql.tables import metadata

__all__ = ["mirror_cursors", "mirror_events", "mirrored_cases"]

mirrored_cases = Table(
    "mirrored_cases",
    metadata,
    Column("upstream", String(16), primary_key=True),
    Column("case_id", LargeBinary(16), ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("upstream_id", String(64), nullable=False),
    Column("pushed", Integer, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("sent_at", Double),
    Column("due", Double, nullable=False),
    Index("ix_mirrored_cases_due", "upstream", "due"),
)

mirror_cursors = Table(
    "mirror_cursors",
    metadata,
    Column("upstream", String(16), primary_key=True),
    Column("cursor", String(64), nullable=False),
)

mirror_events = Table(
    "mirror_events",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("upstream", String(16), nullable=False),
    Column("at", Double, nullable=False),
    Column("outcome", String(8), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_mirror_events_outcome", "upstream", "outcome"),
)
