"""The tables of campaigns: people are written once and never changed, chunks of them carry a mark for each."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from store.sql.tables import ROW_ID, metadata

__all__ = ["campaigns", "chunks", "course", "people", "replies", "touches"]

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("stage", String(9), nullable=False),
    Column("plan", LargeBinary, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("count", Integer, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("fed", Integer, nullable=False),
    Column("slot", Double, nullable=False),
    Column("reason", String(64), nullable=False),
    Column("source", BigInteger),
)
"""`slot` is the Unix time up to which the campaign has used its rate; `source` the campaign whose people a wave writes to."""


def _campaign() -> Column[int]:
    return Column("campaign", BigInteger, ForeignKey("campaigns.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


people = Table(
    "campaign_people",
    metadata,
    _campaign(),
    Column("who", LargeBinary(16), primary_key=True),
    Column("household", LargeBinary(16)),
    Column("lang", String(8), nullable=False),
    Column("region", String(32), nullable=False),
    Column("operator", String(24), nullable=False),
    Column("excluded", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
"""`who` is the pseudonym of `contacts`, so that consent is a join."""
_HOME = text("household IS NOT NULL")
Index(
    "uq_campaign_people_household",
    people.c.campaign,
    people.c.household,
    unique=True,
    postgresql_where=_HOME,
    sqlite_where=_HOME,
)

chunks = Table(
    "campaign_chunks",
    metadata,
    _campaign(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("first", LargeBinary(16), nullable=False),
    Column("last", LargeBinary(16), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("groups", LargeBinary, nullable=False),
    Column("marks", LargeBinary, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("waiting", SmallInteger, nullable=False),
    Column("queued", SmallInteger, nullable=False),
    Column("unknown", SmallInteger, nullable=False),
    Column("sent", SmallInteger, nullable=False),
    Column("delivered", SmallInteger, nullable=False),
    Column("failed", SmallInteger, nullable=False),
    Column("expired", SmallInteger, nullable=False),
    Column("skipped", SmallInteger, nullable=False),
    Column("moving", SmallInteger, nullable=False),
    Column("look_at", Double, nullable=False),
    Column("looks", SmallInteger, nullable=False),
    Column("fed_at", Double, nullable=False),
    Column("later_at", Double, nullable=False, server_default="0"),
)


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *(chunks.c[column] for column in columns), postgresql_where=text(where), sqlite_where=text(where))


_partial("ix_campaign_chunks_waiting", "campaign", "later_at", "seq", where="waiting > 0")
_partial("ix_campaign_chunks_queued", "campaign", "seq", where="queued > 0")
_partial("ix_campaign_chunks_moving", "look_at", where="moving > 0")

Index("ix_campaign_chunks_last", chunks.c.campaign, chunks.c.last)

touches = Table(
    "campaign_touches",
    metadata,
    Column("who", LargeBinary(16), primary_key=True),
    _campaign(),
    Column("at", Double, nullable=False, index=True),
)
"""Who was written to, and when: for caps over all campaigns, and to know which campaign an answer is about."""

course = Table(
    "campaign_course",
    metadata,
    _campaign(),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("fate", SmallInteger, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)
"""How many more recipients, or fewer, had a fate after a step of time (Unix time // `STEP`)."""

replies = Table(
    "campaign_replies",
    metadata,
    _campaign(),
    Column("who", LargeBinary(16), primary_key=True),
    Column("word", String(16), primary_key=True),
    Column("at", Double, nullable=False),
)
