"""Chat messages between their arrival and their answer: durable once `put` returns, in order for each writer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    exists,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.ports import Arrived, Keys, Unreadable, Waiting
from store.sql.engine import transaction, upsert
from store.sql.tables import metadata

__all__ = ["SqlArrivals", "arrivals"]

_OPEN = text("NOT done")
arrivals = Table(
    "arrivals",
    metadata,
    Column("row", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("key", LargeBinary(16), nullable=False, unique=True),
    Column("line", String(24), nullable=False),
    Column("who", LargeBinary(16), nullable=False),
    Column("at", Double, nullable=False, index=True),
    Column("due", Double, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
Index("ix_arrivals_line", arrivals.c.line, arrivals.c.row, postgresql_where=_OPEN, sqlite_where=_OPEN)
Index("ix_arrivals_who", arrivals.c.who, arrivals.c.row, postgresql_where=_OPEN, sqlite_where=_OPEN)


class SqlArrivals:
    """The `Arrivals` port on PostgreSQL or SQLite."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys

    async def put(self, arrived: Sequence[Arrived]) -> int:
        new = 0
        async with transaction(self._engine) as connection:
            for one in arrived:
                row = upsert(connection, arrivals).values(self._row(one)).on_conflict_do_nothing()
                new += (await connection.execute(row)).rowcount
        return new

    async def claim(self, line: str, most: int, *, lease: float, now: float) -> list[Waiting]:
        """A row that no key opens any more is settled unanswered: it would hold up its writer for ever."""
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(_due(line, most, now))).all()
            return [one for row in rows if (one := await self._lease(connection, row, now + lease)) is not None]

    async def _lease(self, connection: AsyncConnection, row: Row[Any], until: float) -> Waiting | None:
        mine = update(arrivals).where(arrivals.c.row == row.row)
        try:
            body = self._keys.open("arrival", row.sealed, row.key)
        except Unreadable:
            await connection.execute(mine.values(done=True, sealed=b""))
            return None
        await connection.execute(mine.values(due=until, attempt=row.attempt + 1))
        return Waiting(row.row, body, row.at, row.attempt + 1)

    async def release(self, row: int, *, due: float) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(update(arrivals).where(arrivals.c.row == row).values(due=due))

    async def settle(self, row: int) -> None:
        async with transaction(self._engine) as connection:
            await connection.execute(update(arrivals).where(arrivals.c.row == row).values(done=True, sealed=b""))

    def _row(self, one: Arrived) -> dict[str, Any]:
        key = self._keys.mac("arrival", one.line, one.id)
        return {
            "key": key,
            "line": one.line,
            "who": self._keys.mac("arrival-who", one.line, one.who),
            "at": one.at,
            "due": 0.0,
            "attempt": 0,
            "done": False,
            "sealed": self._keys.seal("arrival", one.body, key),
        }


def _due(line: str, most: int, now: float) -> Any:
    """The oldest of each writer, when it is due; one that another worker just took is skipped, not waited for."""
    earlier = arrivals.alias("earlier")
    first = ~exists().where(earlier.c.who == arrivals.c.who, earlier.c.row < arrivals.c.row, ~earlier.c.done)
    open_ = select(arrivals).where(arrivals.c.line == line, ~arrivals.c.done, arrivals.c.due <= now, first)
    return open_.order_by(arrivals.c.row).limit(most).with_for_update(skip_locked=True, of=arrivals)
