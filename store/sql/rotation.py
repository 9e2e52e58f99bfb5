"""Seals anew under the newest key what older ones sealed, in small batches, so that an old key can be taken away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import LargeBinary, Row, Table, and_, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.ports import Unreadable
from store.cases.wire import place_of
from store.keyring import Keyring
from store.sql.arrivals import arrivals
from store.sql.engine import transaction
from store.sql.lessons import lessons
from store.sql.linked import linked_phones
from store.sql.tables import errands, outbox
from store.sql.tables_campaigns import people
from store.sql.tables_cases import case_events, cases, protected_cases, protected_lines
from store.sql.tables_handoffs import handoffs
from store.sql.tables_inbox import line_place, lines, threads
from store.sql.tables_mirror import mirror_events
from store.sql.tables_roll import roll
from store.sql.watches import unwanted_notices, watches

__all__ = ["SEALED", "Rotated", "Sealed", "SqlRotation"]

BATCH = 500


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column of sealed bytes: the keyring's `purpose` for it, and what of its row it is `bound` to."""

    table: Table
    column: str
    purpose: str
    bound: Callable[[Row[Any]], bytes]


SEALED = (
    Sealed(outbox, "sealed", "outbox", lambda row: row.key),
    Sealed(errands, "sealed", "errand", lambda row: row.key),
    Sealed(errands, "answer", "errand-answer", lambda row: row.key),
    Sealed(arrivals, "sealed", "arrival", lambda row: row.key),
    Sealed(linked_phones, "sealed", "linked-phone", lambda row: row.who),
    Sealed(watches, "sealed", "watch", lambda row: row.who),
    Sealed(unwanted_notices, "sealed", "unwanted-notice", lambda row: row.key),
    Sealed(lessons, "sealed", "lesson", lambda row: row.key),
    Sealed(roll, "sealed", "roll", lambda row: row.who),
    Sealed(people, "sealed", "campaign", lambda row: row.who),
    Sealed(cases, "sealed", "case", lambda row: row.id),
    Sealed(cases, "words", "case-words", lambda row: row.id),
    Sealed(case_events, "sealed", "case-event", lambda row: place_of(row.case_id, row.seq)),
    Sealed(protected_cases, "sealed", "protected", lambda row: row.id),
    Sealed(protected_lines, "sealed", "protected-line", lambda row: row.case_id + row.key),
    Sealed(mirror_events, "sealed", "mirror-event", lambda row: row.key),
    Sealed(handoffs, "sealed", "handoff", lambda row: row.id.encode()),
    Sealed(threads, "sealed", "inbox", lambda row: row.id.encode()),
    Sealed(lines, "sealed", "inbox-line", lambda row: line_place(row.thread, row.seq)),
)
"""Every column of the database that the keyring sealed. What conversations keep elsewhere ends by itself."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """Of one column: how many values were sealed `anew`, and how many are `lost`, for no key that we have opens them."""

    table: str
    column: str
    anew: int = 0
    lost: int = 0


class SqlRotation:
    """A write that comes between our reading and our writing wins: it was sealed by the newest key already."""

    def __init__(self, engine: AsyncEngine, keys: Keyring, batch: int = BATCH) -> None:
        self._engine = engine
        self._keys = keys
        self._batch = batch

    async def rotate(self, what: Sealed) -> Rotated:
        """One column, from its first row to its last. It may be stopped at any time and begun again. Raises `StoreDown`."""
        done, after = Rotated(what.table.name, what.column), None
        while True:
            async with transaction(self._engine) as connection:
                rows = await self._stale(connection, what, after)
                opened = [(row, self._anew(what, row)) for row in rows]
                written = [await self._write(connection, what, row, anew) for row, anew in opened if anew]
            lost = sum(anew is None for _, anew in opened)
            done = Rotated(done.table, done.column, done.anew + sum(written), done.lost + lost)
            if len(rows) < self._batch:
                return done
            after = tuple(getattr(rows[-1], column.name) for column in what.table.primary_key)

    async def _stale(self, connection: AsyncConnection, what: Sealed, after: tuple[Any, ...] | None) -> list[Row[Any]]:
        place, value = tuple_(*what.table.primary_key), what.table.c[what.column]
        old = and_(func.length(value) > 0, func.substr(value, 1, 1, type_=LargeBinary) != self._keys.mark)
        beyond = old if after is None else and_(old, place > tuple_(*after))
        found = await connection.execute(select(what.table).where(beyond).order_by(*what.table.primary_key).limit(self._batch))
        return list(found)

    def _anew(self, what: Sealed, row: Row[Any]) -> bytes | None:
        bound = what.bound(row)
        try:
            return self._keys.seal(what.purpose, self._keys.open(what.purpose, getattr(row, what.column), bound), bound)
        except Unreadable:
            return None

    async def _write(self, connection: AsyncConnection, what: Sealed, row: Row[Any], anew: bytes) -> int:
        same = [column == getattr(row, column.name) for column in (*what.table.primary_key, what.table.c[what.column])]
        return (await connection.execute(update(what.table).where(*same).values({what.column: anew}))).rowcount
