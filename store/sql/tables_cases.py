"""The tables of cases: what lists and clocks go by stands in clear, what anybody said or who she is does not."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

from store.sql.tables import metadata

__all__ = ["case_events", "cases", "protected_cases", "protected_lines"]

cases = Table(
    "cases",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("ref", String(8), nullable=False, unique=True),
    Column("rev", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("category", String(48), nullable=False),
    Column("state", String(16), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("escalated", Boolean, nullable=False),
    Column("body", String(48), nullable=False),
    Column("assignee", String(64), nullable=False),
    Column("upheld", Boolean),
    Column("score", SmallInteger),
    Column("lang", String(8), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("place", String(64), nullable=False),
    Column("programme", String(48), nullable=False),
    Column("opened_at", Double, nullable=False),
    Column("ack_by", Date, nullable=False),
    Column("resolve_by", Date, nullable=False),
    Column("paused_on", Date),
    Column("decided_on", Date),
    Column("closed_on", Date),
    Column("told", String(64), nullable=False),
    Column("check_at", Double),
    Column("followed_at", Double),
    Column("helped", Boolean),
    Column("phone_mac", LargeBinary(16)),
    Column("alike", LargeBinary(16)),
    Column("sealed", LargeBinary, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index("ix_cases_promise", "resolve_by", "ref"),
    Index("ix_cases_opened", "opened_at"),
)


def _partial(name: str, table: Table, *columns: str, where: str) -> None:
    Index(name, *(table.c[column] for column in columns), postgresql_where=text(where), sqlite_where=text(where))


_partial("ix_cases_phone", cases, "phone_mac", "opened_at", where="phone_mac IS NOT NULL")
_partial("ix_cases_alike", cases, "alike", where="alike IS NOT NULL")
_partial("ix_cases_check", cases, "check_at", where="check_at IS NOT NULL")

case_events = Table(
    "case_events",
    metadata,
    Column("case_id", LargeBinary(16), ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("by", String(64), nullable=False),
    Column("public", Boolean, nullable=False),
    Column("key", LargeBinary(32)),
    Column("sealed", LargeBinary, nullable=False),
    Column("notice", String(16)),
    Column("notice_at", Double),
    UniqueConstraint("case_id", "key"),
)
_partial("ix_case_events_notice", case_events, "notice_at", where="notice_at IS NOT NULL")

protected_cases = Table(
    "protected_cases",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("at", Double, nullable=False),
    Column("state", String(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_protected_cases_state", "state", "at"),
)

protected_lines = Table(
    "protected_lines",
    metadata,
    Column("case_id", LargeBinary(16), ForeignKey("protected_cases.id"), primary_key=True),
    Column("key", LargeBinary(32), primary_key=True),
    Column("at", Double, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
