"""The worker's side of the outbox: leases, outcomes and delivery reports, where a state only moves forward."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import structlog
from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Double,
    Integer,
    Row,
    Update,
    any_,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql.dml import ReturningUpdate

from dialogs.ports import Claimed, Keys, Lane, Report, State, Unreadable
from store.sql import outcomes
from store.sql.engine import steady, transaction
from store.sql.group_commit import GroupCommit
from store.sql.outbox import open_message, phone_mac
from store.sql.reports import Name, is_, reconcile
from store.sql.tables import outbox

__all__ = ["SqlDispatch"]

log = structlog.get_logger()

SWEEP = 1000  # rows that one sweep expires or gives up at most


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
        told = {"most": most, "now": now, "until": now + lease, "upto": upto.value}
        async with transaction(self._engine) as connection:
            await steady(connection, "enable_seqscan", "enable_sort")
            rows = (await connection.execute(_claim(connection.dialect.name), told)).all()
            claimed = [(row.id, self._open(row)) for row in sorted(rows, key=lambda row: (row.lane, row.id))]
            poison = [id for id, open_ in claimed if open_ is None]
            if poison:  # set aside with its cause: the others go on
                log.error("outbox.unreadable", count=len(poison))
                aside = update(outbox).where(outbox.c.id.in_(poison))
                await connection.execute(aside.values(state=State.FAILED.value, reason="unreadable", lease_until=None))
        return [open_ for _, open_ in claimed if open_]

    async def sweep(self, *, now: float) -> None:
        async with transaction(self._engine) as connection:
            await steady(connection, "enable_seqscan", "enable_sort")
            for statement in _sweep(connection.dialect.name):
                await connection.execute(statement, {"now": now})
        async with transaction(self._engine) as connection:
            await reconcile(connection)

    def _open(self, row: Row[Any]) -> Claimed | None:
        try:
            return Claimed(row.id, open_message(row, self._keys), row.attempt)
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
            await steady(connection, "enable_seqscan")
            done, phones = await outcomes.write(connection, batch)
        if phones:
            async with transaction(self._engine) as connection:
                await reconcile(connection, phones)
        return done


@cache
def _claim(dialect: str) -> ReturningUpdate[Any]:
    """The first `most` messages that are due at `now`, held `until` then."""
    now = bindparam("now", type_=Double)
    due = is_(State.QUEUED), outbox.c.due <= now, outbox.c.valid_until > now, outbox.c.lane <= bindparam("upto")
    first = _first(dialect, due, (outbox.c.lane, outbox.c.id), bindparam("most", type_=Integer))
    held = {"lease_until": bindparam("until", type_=Double), "claimed_at": now, "attempt": outbox.c.attempt + 1}
    columns = (outbox.c[name] for name in ("id", "key", "lane", "valid_until", "attempt", "sealed"))
    return update(outbox).where(first).values(state=State.SENDING.value, **held).returning(*columns)


@cache
def _sweep(dialect: str) -> tuple[Update, Update]:
    """What a lease that ran out and a validity that is past mean at `now`."""
    now = bindparam("now", type_=Double)
    lost = _first(dialect, (is_(State.SENDING), outbox.c.lease_until <= now), (outbox.c.lease_until,), SWEEP)
    stale = _first(dialect, (is_(State.QUEUED), outbox.c.valid_until <= now), (outbox.c.valid_until,), SWEEP)
    return (
        update(outbox).where(lost).values(state=State.UNKNOWN.value, lease_until=None),
        update(outbox).where(stale).values(state=State.EXPIRED.value, reason="validity"),
    )


def _first(
    dialect: str, where: Sequence[ColumnElement[bool]], order: Sequence[Column[Any]], most: int | BindParameter[int]
) -> ColumnElement[bool]:
    """Rows that no other worker holds, the first so many in an order that an index has.

    For PostgreSQL as an array: it is made once, and the planner takes it for the few rows that it is.
    """
    ids = select(outbox.c.id).where(*where).order_by(*order).limit(most).with_for_update(skip_locked=True)
    if dialect == "postgresql":
        return outbox.c.id == any_(func.array(ids.scalar_subquery(), type_=ARRAY(BigInteger)))
    return outbox.c.id.in_(ids)


def _plain(text: str, most: int) -> str:
    """What an operator sent, cut to what every database stores: no NUL, no lone surrogate."""
    return text.encode(errors="replace").decode().replace("\0", "")[:most]
