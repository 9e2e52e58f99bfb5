"""The casebook in SQL: a change is a compare-and-set on the case's revision and a new line of its history, in one commit."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import structlog
from sqlalchemy import ColumnElement, Row, case, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.model import Phone
from dialogs.ports import CaseEvent, Keys, StoreDown, Unreadable
from dialogs.refusals import Conflict
from store.cases.casebook import Page
from store.cases.duties import Scope
from store.cases.record import DECIDED, Change, Notice, Record
from store.cases.wire import Wire
from store.sql.engine import transaction, upsert
from store.sql.tables_cases import case_events, cases

__all__ = ["SqlCasebook"]

log = structlog.get_logger()

T = TypeVar("T")
_ACTIVE = cases.c.state.not_in(DECIDED)
_HELPED = case(
    (cases.c.helped.is_(True), "yes"), (cases.c.helped.is_(False), "no"), (cases.c.followed_at.is_not(None), "unanswered")
)
_GROUPS: Mapping[str, ColumnElement[Any]] = {"satisfaction": cases.c.score, "helped": _HELPED}


class SqlCasebook:
    """The `Casebook` on PostgreSQL or SQLite."""

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._wire = Wire(keys)

    async def by_id(self, id: bytes) -> Record | None:
        return await self._one(cases.c.id == id)

    async def by_ref(self, ref: str) -> Record | None:
        return await self._one(cases.c.ref == ref)

    async def add(self, change: Change) -> Record | None:
        new = change.record
        row, line = self._wire.new(new), self._wire.line(change)
        async with transaction(self._engine) as connection:
            await _alone(connection, row["alike"])
            kept = (await connection.execute(select(cases).where(cases.c.id == new.id))).first()
            if kept is None:
                await _unlike(connection, row["alike"])
                added = upsert(connection, cases).values(row).on_conflict_do_nothing().returning(cases.c.id)
                if await connection.scalar(added) is None:
                    return None
                await connection.execute(insert(case_events).values(line))
        return new if kept is None else self._sure(kept)

    async def save(self, was: Record, change: Change) -> bool:
        row, line = self._wire.row(change.record), self._wire.line(change)
        same = update(cases).where(cases.c.id == was.id, cases.c.rev == was.rev).values(row)
        async with transaction(self._engine) as connection:
            if (await connection.execute(same)).rowcount != 1:
                return False
            await connection.execute(insert(case_events).values(line))
        return True

    async def did(self, id: bytes, key: bytes) -> bool:
        async with transaction(self._engine) as connection:
            found = select(case_events.c.seq).where(case_events.c.case_id == id, case_events.c.key == key)
            return await connection.scalar(found) is not None

    async def of_phone(self, phone: Phone, limit: int) -> Sequence[Record]:
        mine = select(cases).where(cases.c.phone_mac == self._wire.phone(phone))
        return await self._all(mine.order_by(cases.c.opened_at.desc(), cases.c.ref.desc()).limit(limit))

    async def page(self, page: Page) -> Sequence[Record]:
        found = select(cases).where(*_scoped(page.scope), *_asked(page))
        if page.after:
            day, ref = page.after
            found = found.where(or_(cases.c.resolve_by > day, (cases.c.resolve_by == day) & (cases.c.ref > ref)))
        return await self._all(found.order_by(cases.c.resolve_by, cases.c.ref).limit(page.limit))

    async def history(self, id: bytes) -> Sequence[CaseEvent]:
        async with transaction(self._engine) as connection:
            lines = select(case_events).where(case_events.c.case_id == id).order_by(case_events.c.seq)
            rows = (await connection.execute(lines)).all()
        return _readable(rows, self._wire.event)[0]

    async def counts(self, scope: Scope, group_by: str, since: float, until: float) -> Mapping[str, int]:
        group = _GROUPS[group_by] if group_by in _GROUPS else cases.c[group_by]
        opened = (cases.c.opened_at >= since, cases.c.opened_at < until, group.is_not(None))
        counted = select(group, func.count()).where(*opened, *_scoped(scope)).group_by(group)
        async with transaction(self._engine) as connection:
            return {str(name): number for name, number in await connection.execute(counted)}

    async def due(self, now: float, most: int) -> Sequence[Record]:
        alarmed = select(cases).where(cases.c.check_at <= now).order_by(cases.c.check_at, cases.c.ref).limit(most)
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(alarmed)).all()
            records, damaged = _readable(rows, self._wire.record)
            if damaged:  # set aside: the others go on
                ids = [row.id for row in damaged]
                await connection.execute(update(cases).where(cases.c.id.in_(ids)).values(check_at=None))
        return records

    async def wind(self, record: Record) -> None:
        same = update(cases).where(cases.c.id == record.id, cases.c.rev == record.rev)
        async with transaction(self._engine) as connection:
            await connection.execute(same.values(check_at=record.check_at))

    async def claim_notices(self, most: int, *, lease: float, now: float) -> Sequence[Notice]:
        wanted: list[Any] = [
            case_events.c.case_id,
            case_events.c.seq,
            case_events.c.notice,
            cases.c.ref,
            cases.c.lang,
            cases.c.sealed,
        ]
        lines = select(*wanted).join_from(case_events, cases)
        owed = lines.where(case_events.c.notice_at <= now).order_by(case_events.c.notice_at, case_events.c.seq).limit(most)
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(owed.with_for_update(of=case_events, skip_locked=True))).all()
            notices, damaged = _readable(rows, self._wire.notice)
            await _set_due(connection, [(notice.case, notice.seq) for notice in notices], now + lease)
            await _set_due(connection, [(row.case_id, row.seq) for row in damaged], None)
        return notices

    async def noticed(self, notice: Notice) -> None:
        async with transaction(self._engine) as connection:
            await _set_due(connection, [(notice.case, notice.seq)], None)

    async def _one(self, where: ColumnElement[bool]) -> Record | None:
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(cases).where(where))).first()
        return None if row is None else self._sure(row)

    def _sure(self, row: Row[Any]) -> Record:
        try:
            return self._wire.record(row)
        except Unreadable:
            log.error("case.unreadable", count=1)
            raise StoreDown("unreadable") from None

    async def _all(self, query: Any) -> list[Record]:
        async with transaction(self._engine) as connection:
            rows = (await connection.execute(query)).all()
        return _readable(rows, self._wire.record)[0]


def _readable(rows: Sequence[Row[Any]], read: Callable[[Row[Any]], T]) -> tuple[list[T], list[Row[Any]]]:
    """What can be read, and the rows that cannot: one that is damaged hides no other."""
    found, damaged = list[T](), []
    for row in rows:
        try:
            found.append(read(row))
        except Unreadable:
            damaged.append(row)
    if damaged:
        log.error("case.unreadable", count=len(damaged))
    return found, damaged


def _scoped(scope: Scope) -> list[ColumnElement[bool]]:
    here: list[ColumnElement[bool]] = [] if scope.places is None else [cases.c.place.in_(scope.places)]
    return [*here, cases.c.escalated] if scope.escalated else here


def _asked(page: Page) -> list[ColumnElement[bool]]:
    where = page.where
    overdue = _ACTIVE & (func.coalesce(cases.c.paused_on, page.today) > cases.c.resolve_by)
    asked = {"state": where.state, "category": where.category, "place": where.place, "assignee": where.assignee}
    same: list[ColumnElement[bool]] = [cases.c[name] == value for name, value in asked.items() if value is not None]
    if where.decided is not None:
        same.append(~_ACTIVE if where.decided else _ACTIVE)
    return same if where.overdue is None else [*same, overdue if where.overdue else ~overdue]


async def _alone(connection: AsyncConnection, alike: bytes | None) -> None:
    """Two equal requests at the same time wait for each other; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql" and alike:
        await connection.execute(select(func.pg_advisory_xact_lock(int.from_bytes(alike[:8], "big", signed=True))))


async def _unlike(connection: AsyncConnection, alike: bytes | None) -> None:
    """Raises `Conflict` with the reference of an open case that asks for the same."""
    if alike and (ref := await connection.scalar(select(cases.c.ref).where(cases.c.alike == alike, _ACTIVE).limit(1))):
        raise Conflict(ref)


async def _set_due(connection: AsyncConnection, lines: list[tuple[bytes, int]], at: float | None) -> None:
    if lines:
        these = tuple_(case_events.c.case_id, case_events.c.seq).in_(lines)
        await connection.execute(update(case_events).where(these).values(notice_at=at))
