"""What a campaign weighs lies in tables of its own on PostgreSQL: it goes in one stroke when its time is over, and no index rots.

The parents are partitioned by `campaign` (its number; 0 is what belongs to none). SQLite keeps all in one table.
"""

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.sql.tables import outbox
from store.sql.tables_campaigns import people

__all__ = ["PARTED", "alone", "drop", "make", "parts"]

PARTED = (people, outbox)

_PARTS = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = CAST(:parent AS text)::regclass")
# The foreign key of a new part takes this lock later: of two that had begun to write, each would wait for the other.
_ALONE = text("LOCK TABLE campaigns IN SHARE ROW EXCLUSIVE MODE")
_PATIENCE = text("SET LOCAL lock_timeout = '500ms'")  # who waits for a whole table makes all others wait


async def alone(connection: AsyncConnection) -> None:
    """Nobody else begins a campaign until the commit."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_ALONE)


async def make(connection: AsyncConnection, campaign: int) -> None:
    """The tables of a campaign, when it has none: attached rather than made in place, so that no message waits for it."""
    if connection.dialect.name != "postgresql":
        return
    for table in PARTED:
        if campaign not in await parts(connection, table):
            part = f"{table.name}_{campaign:d}"
            await connection.execute(text(f"CREATE TABLE {part} (LIKE {table.name} INCLUDING ALL)"))
            await connection.execute(text(f"ALTER TABLE {table.name} ATTACH PARTITION {part} FOR VALUES IN ({campaign:d})"))


async def drop(connection: AsyncConnection, table: Table, campaign: int) -> None:
    """Forget a campaign's rows of one table; it fails when others use the parent all the time, and is tried again."""
    await connection.execute(_PATIENCE)
    await connection.execute(text(f"DROP TABLE IF EXISTS {table.name}_{campaign:d}"))


async def parts(connection: AsyncConnection, table: Table) -> set[int]:
    """The campaigns that have a table of their own; 0 for what belongs to none."""
    names = await connection.scalars(_PARTS, {"parent": table.name})
    return {int(name.removeprefix(f"{table.name}_")) for name in names}
