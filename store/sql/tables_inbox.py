"""The tables of conversations with people: hashes, codes of states and sealed bytes."""

from sqlalchemy import Boolean, Column, Double, Index, Integer, LargeBinary, String, Table, text

from store.sql.tables import metadata

__all__ = ["desks", "line_place", "lines", "threads"]

threads = Table(
    "inbox_threads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", LargeBinary(32), nullable=False, unique=True),
    Column("conversation", LargeBinary(16), nullable=False),
    Column("lang", String(16), nullable=False),
    Column("stranger", Boolean, nullable=False),
    Column("state", String(8), nullable=False),
    Column("operator", String(64), nullable=False),
    Column("asked_at", Double, nullable=False),
    Column("until", Double, nullable=False),
    Column("claimed_at", Double, nullable=False),
    Column("noted_at", Double, nullable=False),
    Column("ended_at", Double, nullable=False),
    Column("ended", String(12), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("leased_until", Double, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_inbox_threads_queue", "state", "asked_at", "id"),
    Index("ix_inbox_threads_conversation", "conversation"),
)
_OPEN = text("state IN ('waiting', 'held')")
Index("uq_inbox_threads_open", threads.c.conversation, unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN)

lines = Table(
    "inbox_lines",
    metadata,
    Column("thread", String(32), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Double, nullable=False),
    Column("by", String(7), nullable=False),
    Column("operator", String(64), nullable=False),
    Column("carried", String(4), nullable=False),
    Column("key", LargeBinary(32), nullable=True),
    Column("sealed", LargeBinary, nullable=False),
)
_DUE = text("carried = 'due'")
Index("ix_inbox_lines_due", lines.c.at, postgresql_where=_DUE, sqlite_where=_DUE)
_KEYED = text("key IS NOT NULL")
Index("uq_inbox_lines_key", lines.c.thread, lines.c.key, unique=True, postgresql_where=_KEYED, sqlite_where=_KEYED)

desks = Table(
    "inbox_desks",
    metadata,
    Column("operator", String(64), primary_key=True),
    Column("seen_at", Double, nullable=False),
)


def line_place(thread: str, seq: int) -> bytes:
    """What the words of a line are bound to: no row can stand for another."""
    return f"{thread}/{seq}".encode()
