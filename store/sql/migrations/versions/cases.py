"""Cases with their history, and protected cases in a table of their own."""

import sqlalchemy as sa
from alembic import op

revision = "cases"
down_revision = "lists"


def upgrade() -> None:
    _cases()
    _events()
    _protected()


def downgrade() -> None:
    for table in ("protected_cases", "case_events", "cases"):
        op.drop_table(table)


def _partial(name: str, table: str, *columns: str, where: str) -> None:
    op.create_index(name, table, list(columns), postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("ref", sa.String(8), nullable=False),
        sa.Column("rev", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("category", sa.String(48), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("escalated", sa.Boolean, nullable=False),
        sa.Column("body", sa.String(48), nullable=False),
        sa.Column("assignee", sa.String(64), nullable=False),
        sa.Column("upheld", sa.Boolean),
        sa.Column("score", sa.SmallInteger),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("programme", sa.String(48), nullable=False),
        sa.Column("opened_at", sa.Double, nullable=False),
        sa.Column("ack_by", sa.Date, nullable=False),
        sa.Column("resolve_by", sa.Date, nullable=False),
        sa.Column("paused_on", sa.Date),
        sa.Column("decided_on", sa.Date),
        sa.Column("closed_on", sa.Date),
        sa.Column("told", sa.String(64), nullable=False),
        sa.Column("check_at", sa.Double),
        sa.Column("phone_mac", sa.LargeBinary(16)),
        sa.Column("alike", sa.LargeBinary(16)),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("ref", name="uq_cases_ref"),
    )
    op.create_index("ix_cases_promise", "cases", ["resolve_by", "ref"])
    op.create_index("ix_cases_opened", "cases", ["opened_at"])
    _partial("ix_cases_phone", "cases", "phone_mac", "opened_at", where="phone_mac IS NOT NULL")
    _partial("ix_cases_alike", "cases", "alike", where="alike IS NOT NULL")
    _partial("ix_cases_check", "cases", "check_at", where="check_at IS NOT NULL")


def _events() -> None:
    op.create_table(
        "case_events",
        sa.Column("case_id", sa.LargeBinary(16), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("key", sa.LargeBinary(32)),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("notice", sa.String(16)),
        sa.Column("notice_at", sa.Double),
        sa.UniqueConstraint("case_id", "key", name="uq_case_events_case_id"),
    )
    _partial("ix_case_events_notice", "case_events", "notice_at", where="notice_at IS NOT NULL")


def _protected() -> None:
    op.create_table(
        "protected_cases",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_protected_cases_state", "protected_cases", ["state", "at"])
