"""The records of campaigns: one row each, changed by compare-and-set."""

from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from store.ledger import UNDER_WAY, Record, Stage
from store.sql.engine import transaction, upsert
from store.sql.partitions import alone, make
from store.sql.tables_campaigns import campaigns

__all__ = ["SqlBook", "record_of"]


class SqlBook:
    """The `Book` port. A feeding holds the row's lock, so that a saved pause waits for it and none comes after."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def create(self, name: str, plan: bytes, *, now: float) -> Record:
        row = {"name": name, "revision": 1, "stage": Stage.DRAFT.value, "plan": plan, "made_at": now}
        row |= {"count": 0, "digest": b"", "fed": 0, "slot": 0.0, "reason": ""}
        async with transaction(self._engine) as connection:
            await alone(connection)
            await connection.execute(upsert(connection, campaigns).values(row).on_conflict_do_nothing())
            record = record_of((await connection.execute(select(campaigns).where(campaigns.c.name == name))).one())
            await make(connection, record.id)
        return record

    async def find(self, name: str) -> Record | None:
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(campaigns).where(campaigns.c.name == name))).first()
        return record_of(row) if row else None

    async def all(self) -> list[Record]:
        async with transaction(self._engine) as connection:
            return [record_of(row) for row in await connection.execute(select(campaigns).order_by(campaigns.c.id.desc()))]

    async def page(self, most: int, *, before: int | None = None) -> list[Record]:
        newest = select(campaigns).order_by(campaigns.c.id.desc()).limit(most)
        some = newest if before is None else newest.where(campaigns.c.id < before)
        async with transaction(self._engine) as connection:
            return [record_of(row) for row in await connection.execute(some)]

    async def under_way(self) -> list[Record]:
        mine = select(campaigns).where(campaigns.c.stage.in_([stage.value for stage in UNDER_WAY])).order_by(campaigns.c.id)
        async with transaction(self._engine) as connection:
            return [record_of(row) for row in await connection.execute(mine)]

    async def save(self, was: Record, stage: Stage, plan: bytes, reason: str = "") -> Record | None:
        new = {"revision": was.revision + 1, "stage": stage.value, "plan": plan, "reason": reason}
        mine = campaigns.c.id == was.id, campaigns.c.revision == was.revision
        async with transaction(self._engine) as connection:
            row = (await connection.execute(update(campaigns).where(*mine).values(new).returning(campaigns))).first()
        return record_of(row) if row else None


def record_of(row: Row[Any]) -> Record:
    stage, plan, digest = Stage(row.stage), bytes(row.plan), bytes(row.digest)
    counts = row._mapping["count"], digest, row.fed
    return Record(row.id, row.name, row.revision, stage, plan, *counts, row.reason, row.source or 0)
