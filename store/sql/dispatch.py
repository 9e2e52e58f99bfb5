"""The worker's side of the outbox: leases, outcomes and delivery reports, where a state only moves forward."""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import Column, ColumnElement, Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.ports import Claimed, Keys, Lane, Report, State, Unreadable
from store.sql import outcomes
from store.sql.engine import transaction
from store.sql.group_commit import GroupCommit
from store.sql.outbox import open_message, phone_mac
from store.sql.reports import Name, is_, reconcile
from store.sql.tables import outbox

__all__ = ["SqlDispatch"]

log = structlog.get_logger()

SWEEP = 1000  # rows that one claim expires or gives up at most: a backlog never makes a claim slow


class SqlDispatch:
    """The `Dispatch` port on the outbox's rows.

    A report that matches no provider id is kept in `deliveries`. It is applied when the response with its id comes, or
    when exactly one message to that phone is UNKNOWN and none is being sent: a guess would be worse than not knowing.
    """

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys
        self._writes: GroupCommit[outcomes.Outcome, bool] = GroupCommit(self._write)

    async def claim(self, most: int, *, lease: float, now: float, upto: Lane = Lane.CAMPAIGN) -> list[Claimed]:
        async with transaction(self._engine) as connection:
            lost = await _pick(connection, (is_(State.SENDING), outbox.c.lease_until <= now), (outbox.c.lease_until,), SWEEP)
            await _move(connection, lost, State.UNKNOWN, lease_until=None)
            stale = await _pick(connection, (is_(State.QUEUED), outbox.c.valid_until <= now), (outbox.c.valid_until,), SWEEP)
            await _move(connection, stale, State.EXPIRED, reason="validity")
            due = [is_(State.QUEUED), outbox.c.due <= now, outbox.c.valid_until > now]
            if upto is not Lane.CAMPAIGN:
                due.append(outbox.c.lane <= upto.value)
            rows = await _pick(connection, due, (outbox.c.lane, outbox.c.id), most)
            claimed = await self._lease(connection, rows, lease, now)
        async with transaction(self._engine) as connection:
            await reconcile(connection)
        return claimed

    async def _lease(self, connection: AsyncConnection, rows: list[Row[Any]], lease: float, now: float) -> list[Claimed]:
        claimed = [self._open(row) for row in rows]
        held = {"lease_until": now + lease, "claimed_at": now, "attempt": outbox.c.attempt + 1}
        await _move(connection, [row for row, open_ in zip(rows, claimed, strict=True) if open_], State.SENDING, **held)
        poison = [row for row, open_ in zip(rows, claimed, strict=True) if open_ is None]
        if poison:  # set aside with its cause: the others go on
            log.error("outbox.unreadable", count=len(poison))
            await _move(connection, poison, State.FAILED, reason="unreadable")
        return [open_ for open_ in claimed if open_]

    def _open(self, row: Row[Any]) -> Claimed | None:
        try:
            return Claimed(row.id, open_message(row, self._keys), row.attempt + 1)
        except Unreadable:
            return None

    async def release(self, id: int, *, due: float) -> None:
        await self._writes.add(outcomes.Release(id, due))

    async def settle(
        self, id: int, state: State, *, provider: str = "", provider_id: str = "", reason: str = "", parts: int = 0
    ) -> None:
        name = Name(_plain(provider, 24), _plain(provider_id, 96))
        await self._writes.add(outcomes.Settled(id, state, name, _plain(reason, 64), parts))

    async def report(self, report: Report, *, now: float) -> bool:
        if not report.provider_id:
            return False
        name = Name(_plain(report.provider, 24), _plain(report.provider_id, 96))
        phone = phone_mac(report.phone, self._keys) if report.phone else None
        return await self._writes.add(outcomes.Reported(name, report.state, _plain(report.reason, 64), phone, now))

    async def waiting(self) -> dict[Lane, int]:
        counted = select(outbox.c.lane, func.count()).where(is_(State.QUEUED)).group_by(outbox.c.lane)
        async with transaction(self._engine) as connection:
            found = {lane: number for lane, number in await connection.execute(counted)}  # noqa: C416 rows are no pairs to mypy
        return {lane: found.get(lane, 0) for lane in Lane}

    async def _write(self, batch: list[outcomes.Outcome]) -> list[bool]:
        """What came at the same time in one commit; then the phones of which we may know more."""
        async with transaction(self._engine) as connection:
            done, phones = await outcomes.write(connection, batch)
        if phones:
            async with transaction(self._engine) as connection:
                await reconcile(connection, phones)
        return done


async def _pick(
    connection: AsyncConnection, where: Sequence[ColumnElement[bool]], order: Sequence[Column[Any]], most: int
) -> list[Row[Any]]:
    """Rows that no other worker holds, in an order that an index has, locked until the commit."""
    rows = select(outbox).where(*where).order_by(*order).limit(most).with_for_update(skip_locked=True)
    return list((await connection.execute(rows)).all())


async def _move(connection: AsyncConnection, rows: list[Row[Any]], state: State, **values: object) -> None:
    if rows:
        ids = [row.id for row in rows]
        await connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(state=state.value, **values))


def _plain(text: str, most: int) -> str:
    """What an operator sent, cut to what every database stores: no NUL, no lone surrogate."""
    return text.encode(errors="replace").decode().replace("\0", "")[:most]
