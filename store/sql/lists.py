"""Lists that come as files, in the database: replaced as a whole, looked up by keyed hash."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.ports.lists import Entry, Import
from dialogs.ports.social import EnrolmentState
from store.sql.engine import transaction
from store.sql.tables_lists import list_entries, list_imports

__all__ = ["SqlLists"]

SWEPT = 5000
"""Rows of older lists that one transaction removes: nobody waits for a long delete."""


class SqlLists:
    """The `ListStore` port. A draft is rows under an import that is not published yet; older rows are swept afterwards."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def begin(self, name: str) -> int:
        async with transaction(self._engine) as connection:
            made = await connection.execute(insert(list_imports).values(name=name, by="", rows=0))
            return int(made.inserted_primary_key[0])  # type: ignore[index]  # an insert of one row has one

    async def add(self, draft: int, entries: Sequence[Entry]) -> None:
        rows = [_row(draft, entry, mac) for entry in entries for mac in entry.macs]
        if rows:
            async with transaction(self._engine) as connection:
                await connection.execute(insert(list_entries), rows)

    async def publish(self, draft: int, imported: Import) -> bool:
        values = {"by": imported.by, "at": imported.at, "digest": imported.digest, "rows": imported.rows}
        async with transaction(self._engine) as connection:
            name = await connection.scalar(select(list_imports.c.name).where(list_imports.c.id == draft).with_for_update())
            if name is None or (await _current(connection, name) or 0) > draft:
                return False
            await connection.execute(update(list_imports).where(list_imports.c.id == draft).values(values))
        await self._sweep(name, draft)
        return True

    async def discard(self, draft: int) -> None:
        open_ = list_imports.c.id == draft, list_imports.c.at.is_(None)
        async with transaction(self._engine) as connection:
            if await connection.scalar(select(list_imports.c.id).where(*open_)) is None:
                return
        await self._remove([draft])
        async with transaction(self._engine) as connection:
            await connection.execute(delete(list_imports).where(*open_))

    async def find(self, name: str, mac: bytes) -> Sequence[Entry]:
        async with transaction(self._engine) as connection:
            current = await _current(connection, name)
            mine = list_entries.c.import_id == current, list_entries.c.mac == mac
            rows = await connection.execute(select(list_entries).where(*mine).order_by(list_entries.c.line))
            return [_entry(row) for row in rows]

    async def history(self, name: str, limit: int) -> Sequence[Import]:
        published = list_imports.c.name == name, list_imports.c.at.is_not(None)
        latest = select(list_imports).where(*published).order_by(list_imports.c.id.desc()).limit(limit)
        async with transaction(self._engine) as connection:
            return [Import(row.by, row.at, bytes(row.digest), row.rows) for row in await connection.execute(latest)]

    async def _sweep(self, name: str, current: int) -> None:
        """Remove the entries of lists that were replaced, and drafts that somebody left behind before this one."""
        older = list_imports.c.name == name, list_imports.c.id < current
        async with transaction(self._engine) as connection:
            ids = list(await connection.scalars(select(list_imports.c.id).where(*older)))
        await self._remove(ids)
        async with transaction(self._engine) as connection:
            await connection.execute(delete(list_imports).where(*older, list_imports.c.at.is_(None)))

    async def _remove(self, imports: Sequence[int]) -> None:
        mine = list_entries.c.import_id.in_(imports)
        while imports:
            async with transaction(self._engine) as connection:
                last = await connection.execute(
                    select(list_entries.c.import_id, list_entries.c.mac).where(mine).order_by(*_KEY).offset(SWEPT).limit(1)
                )
                bound = last.first()
                upto = _before(bound.import_id, bound.mac) if bound else mine
                await connection.execute(delete(list_entries).where(mine, upto))
            if bound is None:
                return


_KEY = (list_entries.c.import_id, list_entries.c.mac)


def _before(import_id: int, mac: bytes) -> ColumnElement[bool]:
    same = (list_entries.c.import_id == import_id) & (list_entries.c.mac <= mac)
    return (list_entries.c.import_id < import_id) | same


async def _current(connection: AsyncConnection, name: str) -> int | None:
    published = list_imports.c.name == name, list_imports.c.at.is_not(None)
    current: int | None = await connection.scalar(select(func.max(list_imports.c.id)).where(*published))
    return current


def _row(draft: int, entry: Entry, mac: bytes) -> dict[str, Any]:
    return {
        "import_id": draft,
        "mac": mac,
        "line": entry.line,
        "programme": entry.programme,
        "state": entry.state.value,
        "since": entry.since,
        "until": entry.until,
        "reason": entry.reason,
    }


def _entry(row: Row[Any]) -> Entry:
    state = EnrolmentState(row.state)
    return Entry(row.line, (bytes(row.mac),), row.programme, state, row.since, row.until, row.reason)
