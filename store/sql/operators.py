"""Operators in SQL; a stolen table gives nobody a token."""

import hmac

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from store.operators import Operator, OperatorExists
from store.sql.engine import transaction, upsert
from store.sql.tables_handoffs import operators

__all__ = ["SqlOperators"]


class SqlOperators:
    """`store.operators.Operators` on PostgreSQL or SQLite."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, operator: Operator, token: bytes) -> None:
        row = {
            "id": operator.id,
            "roles": " ".join(sorted(operator.roles)),
            "counter": operator.counter,
            "areas": " ".join(sorted(operator.areas)),
            "token": token,
            "disabled": operator.disabled,
        }
        async with transaction(self._engine) as connection:
            made = await connection.execute(upsert(connection, operators).values(row).on_conflict_do_nothing())
        if not made.rowcount:
            raise OperatorExists

    async def by_token(self, token: bytes) -> Operator | None:
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(operators).where(operators.c.token == token))).first()
        return _operator(row) if row is not None and hmac.compare_digest(row.token, token) else None

    async def by_id(self, id: str) -> Operator | None:
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(operators).where(operators.c.id == id))).first()
        return None if row is None else _operator(row)

    async def all(self) -> list[Operator]:
        async with transaction(self._engine) as connection:
            return [_operator(row) for row in await connection.execute(select(operators).order_by(operators.c.id))]

    async def disable(self, id: str) -> bool:
        async with transaction(self._engine) as connection:
            gone = await connection.execute(update(operators).where(operators.c.id == id).values(disabled=True))
        return gone.rowcount == 1


def _operator(row: Row[tuple[object, ...]]) -> Operator:
    return Operator(row.id, frozenset(row.roles.split()), row.counter, row.disabled, frozenset(row.areas.split()))
