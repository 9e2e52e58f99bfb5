"""The outbox knows the campaign of a message; on PostgreSQL each campaign's people and messages lie in tables of their own."""

import sqlalchemy as sa
from alembic import op

revision = "partitions"
down_revision = "helped"


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    _outbox(postgresql)
    if postgresql:
        _people()


def downgrade() -> None:
    raise NotImplementedError("what lies in many tables is not put together again: restore the backup")


def _partial(name: str, *columns: str, where: str) -> None:
    op.create_index(name, "outbox", list(columns), postgresql_where=sa.text(where), sqlite_where=sa.text(where))


def _outbox(postgresql: bool) -> None:
    for name in ("queued", "validity", "leases", "open_phones", "provider"):
        op.drop_index(f"ix_outbox_{name}", "outbox")
    op.rename_table("outbox", "outbox_old")
    if postgresql:
        op.execute("ALTER INDEX outbox_pkey RENAME TO outbox_old_pkey")
    outbox = op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=not postgresql),
        sa.Column("campaign", sa.BigInteger, nullable=False, server_default="0"),
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
        sa.PrimaryKeyConstraint("id", *(["campaign"] if postgresql else [])),
        sa.UniqueConstraint("campaign", "key", name="uq_outbox_campaign"),
        postgresql_partition_by="LIST (campaign)",
    )
    if postgresql:
        op.execute("ALTER TABLE outbox ALTER COLUMN id SET DEFAULT nextval('outbox_id_seq')")
        op.execute("ALTER SEQUENCE outbox_id_seq OWNED BY outbox.id")
        op.execute("CREATE TABLE outbox_0 PARTITION OF outbox FOR VALUES IN (0)")
        _parts("outbox")
    _fill(outbox)
    op.drop_table("outbox_old")
    _partial("ix_outbox_queued", "lane", "id", where="state = 'queued'")
    _partial("ix_outbox_validity", "valid_until", where="state = 'queued'")
    _partial("ix_outbox_leases", "lease_until", where="state = 'sending'")
    _partial("ix_outbox_open_phones", "phone_mac", where="state IN ('sending', 'unknown')")
    _partial("ix_outbox_provider", "provider_id", "provider", where="provider_id <> ''")


def _people() -> None:
    op.drop_index("uq_campaign_people_household", "campaign_people")
    op.rename_table("campaign_people", "campaign_people_old")
    op.execute("ALTER INDEX campaign_people_pkey RENAME TO campaign_people_old_pkey")
    people = op.create_table(
        "campaign_people",
        sa.Column("campaign", sa.BigInteger, sa.ForeignKey("campaigns.id", ondelete="CASCADE"), nullable=False),
        sa.Column("who", sa.LargeBinary(16), nullable=False),
        sa.Column("household", sa.LargeBinary(16)),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("region", sa.String(32), nullable=False),
        sa.Column("operator", sa.String(24), nullable=False),
        sa.Column("excluded", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "who"),
        postgresql_partition_by="LIST (campaign)",
    )
    home = sa.text("household IS NOT NULL")
    op.create_index(
        "uq_campaign_people_household", "campaign_people", ["campaign", "household"], unique=True, postgresql_where=home
    )
    _parts("campaign_people")
    names = [column.name for column in people.columns]
    old = sa.table("campaign_people_old", *map(sa.column, names))
    op.execute(people.insert().from_select(names, sa.select(*old.columns)))
    op.drop_table("campaign_people_old")


def _fill(outbox: sa.Table) -> None:
    """The messages to the people of each campaign, by what their keys begin with, and then all others."""
    names = [column.name for column in outbox.columns if column.name != "campaign"]
    old = sa.table("outbox_old", *map(sa.column, names))
    for campaign in _campaigns():
        first = b"campaign" + campaign.to_bytes(8, "big")
        mine = sa.select(sa.literal(campaign), *old.columns).where(old.c.key.between(first, first + b"\xff" * 6))
        op.execute(outbox.insert().from_select(["campaign", *names], mine))
    others = sa.select(sa.literal(0), *old.columns).where(~sa.exists().where(outbox.c.id == old.c.id))
    op.execute(outbox.insert().from_select(["campaign", *names], others))


def _parts(table: str) -> None:
    for campaign in _campaigns():
        op.execute(f"CREATE TABLE {table}_{campaign:d} PARTITION OF {table} FOR VALUES IN ({campaign:d})")


def _campaigns() -> list[int]:
    return list(op.get_bind().scalars(sa.text("SELECT id FROM campaigns ORDER BY id")))
