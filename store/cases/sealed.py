"""Where protected cases are kept: a table of their own, and what staff did with each, line by line, all of it sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import Row, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncEngine

from store.sql.engine import transaction, upsert
from store.sql.tables_cases import protected_cases, protected_lines

__all__ = ["MemorySealedCases", "Place", "SealedCase", "SealedCases", "SealedLine", "SqlSealedCases"]

Place = tuple[float, bytes]
"""Where a case stands in the list: since when it is there, and its id."""


@dataclass(frozen=True, slots=True, repr=False)
class SealedCase:
    """What may stand in a table: that there is one, since when, and how far it is."""

    id: bytes
    at: float
    state: str
    sealed: bytes


@dataclass(frozen=True, slots=True, repr=False)
class SealedLine:
    """One thing that was done with a case, once per `key`."""

    key: bytes
    at: float
    sealed: bytes


class SealedCases(Protocol):
    """All methods raise `StoreDown`."""

    async def add(self, case: SealedCase) -> None:
        """Once per id."""
        ...

    async def one(self, id: bytes) -> SealedCase | None: ...

    async def write(self, id: bytes, line: SealedLine, state: str | None) -> None:
        """Add the line to a case that there is and, with a `state`, move it there; nothing when its key is known."""
        ...

    async def lines(self, id: bytes) -> Sequence[SealedLine]:
        """The oldest first."""
        ...

    async def in_state(self, state: str, after: Place | None, limit: int) -> Sequence[SealedCase]:
        """The oldest first, those that come `after` a place."""
        ...

    async def between(self, since: float, until: float) -> Sequence[SealedCase]: ...


class MemorySealedCases:
    """`SealedCases` in dicts."""

    def __init__(self) -> None:
        self._cases: dict[bytes, SealedCase] = {}
        self._lines: dict[bytes, dict[bytes, SealedLine]] = {}

    async def add(self, case: SealedCase) -> None:
        self._cases.setdefault(case.id, case)

    async def one(self, id: bytes) -> SealedCase | None:
        return self._cases.get(id)

    async def write(self, id: bytes, line: SealedLine, state: str | None) -> None:
        lines = self._lines.setdefault(id, {})
        if line.key not in lines:
            lines[line.key] = line
            self._cases[id] = replace(self._cases[id], state=state or self._cases[id].state)

    async def lines(self, id: bytes) -> Sequence[SealedLine]:
        return sorted(self._lines.get(id, {}).values(), key=lambda line: (line.at, line.key))

    async def in_state(self, state: str, after: Place | None, limit: int) -> Sequence[SealedCase]:
        found = sorted((case for case in self._cases.values() if case.state == state), key=_place)
        return [case for case in found if after is None or _place(case) > after][:limit]

    async def between(self, since: float, until: float) -> Sequence[SealedCase]:
        return [case for case in self._cases.values() if since <= case.at < until]


class SqlSealedCases:
    """`SealedCases` in tables of their own, on PostgreSQL or SQLite."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, case: SealedCase) -> None:
        row = {"id": case.id, "at": case.at, "state": case.state, "sealed": case.sealed}
        async with transaction(self._engine) as connection:
            await connection.execute(upsert(connection, protected_cases).values(row).on_conflict_do_nothing())

    async def one(self, id: bytes) -> SealedCase | None:
        found = await self._all(select(protected_cases).where(protected_cases.c.id == id))
        return found[0] if found else None

    async def write(self, id: bytes, line: SealedLine, state: str | None) -> None:
        row = {"case_id": id, "key": line.key, "at": line.at, "sealed": line.sealed}
        async with transaction(self._engine) as connection:
            made = await connection.execute(upsert(connection, protected_lines).values(row).on_conflict_do_nothing())
            if made.rowcount and state:
                await connection.execute(update(protected_cases).where(protected_cases.c.id == id).values(state=state))

    async def lines(self, id: bytes) -> Sequence[SealedLine]:
        mine = select(protected_lines).where(protected_lines.c.case_id == id)
        async with transaction(self._engine) as connection:
            rows = await connection.execute(mine.order_by(protected_lines.c.at, protected_lines.c.key))
            return [SealedLine(row.key, row.at, row.sealed) for row in rows]

    async def in_state(self, state: str, after: Place | None, limit: int) -> Sequence[SealedCase]:
        place = (protected_cases.c.at, protected_cases.c.id)
        mine = select(protected_cases).where(protected_cases.c.state == state)
        if after:
            mine = mine.where(tuple_(*place) > tuple_(*after))
        return await self._all(mine.order_by(*place).limit(limit))

    async def between(self, since: float, until: float) -> Sequence[SealedCase]:
        return await self._all(select(protected_cases).where(protected_cases.c.at >= since, protected_cases.c.at < until))

    async def _all(self, query: Any) -> Sequence[SealedCase]:
        async with transaction(self._engine) as connection:
            return [_case(row) for row in await connection.execute(query)]


def _place(case: SealedCase) -> Place:
    return case.at, case.id


def _case(row: Row[Any]) -> SealedCase:
    return SealedCase(row.id, row.at, row.state, row.sealed)
