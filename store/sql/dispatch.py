"""The worker's side of the outbox: leases, outcomes and delivery reports, where a state only moves forward."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

import structlog
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Delete,
    Row,
    Select,
    cast,
    delete,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from dialogs.ports import Claimed, Keys, Lane, Report, State, Unreadable
from store.sql.engine import transaction, upsert
from store.sql.group_commit import GroupCommit
from store.sql.outbox import open_message, phone_mac
from store.sql.tables import deliveries, outbox
from store.states import before

__all__ = ["SqlDispatch"]

log = structlog.get_logger()

SWEEP = 1000  # rows that one claim expires or gives up at most: a backlog never makes a claim slow
WINDOW = 72 * 3600.0  # seconds after a claim in which a report may be about that message

_Done = tuple[bool, bytes | None]  # whether it changed something, and a phone of which we may know more now


class _Name(NamedTuple):
    """What an operator calls a message."""

    provider: str
    provider_id: str


NAMELESS = _Name("", "")


@dataclass(frozen=True, slots=True)
class _Write:
    """One change that shares a commit with others."""

    work: Callable[["_Commit"], Awaitable[_Done]]
    name: _Name = NAMELESS


@dataclass(frozen=True, slots=True)
class _Commit:
    """The transaction that several writes share, and the names of which reports are kept."""

    connection: AsyncConnection
    kept: set[_Name]


class SqlDispatch:
    """The `Dispatch` port on the outbox's rows.

    A report that matches no provider id is kept in `deliveries`. It is applied when the response with its id comes, or
    when exactly one message to that phone is UNKNOWN and none is being sent: a guess would be worse than not knowing.
    """

    def __init__(self, engine: AsyncEngine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys
        self._writes: GroupCommit[_Write, bool] = GroupCommit(self._write)

    async def claim(self, most: int, *, lease: float, now: float) -> list[Claimed]:
        async with transaction(self._engine) as connection:
            lost = await _pick(connection, (_is(State.SENDING), outbox.c.lease_until <= now), (outbox.c.lease_until,), SWEEP)
            await _move(connection, lost, State.UNKNOWN, lease_until=None)
            stale = await _pick(connection, (_is(State.QUEUED), outbox.c.valid_until <= now), (outbox.c.valid_until,), SWEEP)
            await _move(connection, stale, State.EXPIRED, reason="validity")
            due = (_is(State.QUEUED), outbox.c.due <= now, outbox.c.valid_until > now)
            rows = await _pick(connection, due, (outbox.c.lane, outbox.c.id), most)
            claimed = await self._lease(connection, rows, lease, now)
        async with transaction(self._engine) as connection:
            await _reconcile(connection)
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
        async def work(commit: _Commit) -> _Done:
            row = update(outbox).where(outbox.c.id == id, outbox.c.state == State.SENDING)
            await commit.connection.execute(row.values(state=State.QUEUED, due=due, lease_until=None))
            return True, None

        await self._writes.add(_Write(work))

    async def settle(
        self, id: int, state: State, *, provider: str = "", provider_id: str = "", reason: str = "", parts: int = 0
    ) -> None:
        name = _Name(_plain(provider, 24), _plain(provider_id, 96))
        values = {"reason": _plain(reason, 64), "parts": parts, "lease_until": None, **name._asdict()}

        async def work(commit: _Commit) -> _Done:
            moved = await _forward(commit.connection, id, state, **values)
            if moved and name in commit.kept:
                await _apply_kept(commit.connection, id, name)
            return moved is not None, moved if state is State.UNKNOWN else None

        await self._writes.add(_Write(work, name))

    async def report(self, report: Report, *, now: float) -> bool:
        if not report.provider_id:
            return False
        name = _Name(_plain(report.provider, 24), _plain(report.provider_id, 96))
        phone = phone_mac(report.phone, self._keys) if report.phone else None
        news = {"state": report.state.value, "reason": _plain(report.reason, 64), "phone_mac": phone, "at": now}

        async def work(commit: _Commit) -> _Done:
            if (id := await commit.connection.scalar(_by_provider(name))) is not None:
                return await _forward(commit.connection, id, report.state, reason=news["reason"]) is not None, None
            commit.kept.add(name)
            return await _keep(commit.connection, {**name._asdict(), **news}), phone

        return await self._writes.add(_Write(work, name))

    async def waiting(self) -> dict[Lane, int]:
        counted = select(outbox.c.lane, func.count()).where(_is(State.QUEUED)).group_by(outbox.c.lane)
        async with transaction(self._engine) as connection:
            found = {lane: number for lane, number in await connection.execute(counted)}  # noqa: C416 rows are no pairs to mypy
        return {lane: found.get(lane, 0) for lane in Lane}

    async def _write(self, writes: list[_Write]) -> list[bool]:
        """What came at the same time in one commit; then the phones of which we may know more."""
        async with transaction(self._engine) as connection:
            names = {write.name for write in writes if write.name.provider_id}
            await _alone(connection, names)
            commit = _Commit(connection, await _kept_among(connection, names))
            done = [await write.work(commit) for write in writes]
        if phones := [phone for _, phone in done if phone]:
            async with transaction(self._engine) as connection:
                await _reconcile(connection, phones)
        return [changed for changed, _ in done]


def _is(state: State) -> ColumnElement[bool]:
    """The state as a literal: a planner that sees only a parameter cannot use the partial indexes."""
    return outbox.c.state == literal(state.value, literal_execute=True)


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


async def _forward(connection: AsyncConnection, id: int, state: State, **values: object) -> bytes | None:
    """Move one row to `state` and return its phone; None when it is already there or past it."""
    row = update(outbox).where(outbox.c.id == id, outbox.c.state.in_(before(state)))
    phone: bytes | None = await connection.scalar(row.values(state=state.value, **values).returning(outbox.c.phone_mac))
    return phone


async def _alone(connection: AsyncConnection, names: set[_Name]) -> None:
    """A response and a report with the same id wait for each other; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql" and names:
        digests = (blake2b("\0".join(name).encode(), digest_size=8).digest() for name in names)
        locks = sorted(int.from_bytes(digest, "big", signed=True) for digest in digests)  # one order: no deadlock
        each = func.unnest(cast(locks, ARRAY(BigInteger))).column_valued("each")
        await connection.execute(select(func.count(func.pg_advisory_xact_lock(each))))


def _by_provider(name: _Name) -> Select[int]:
    """The newest message with this id: operators reuse them after months."""
    known = outbox.c.provider_id != literal("", literal_execute=True)
    rows = select(outbox.c.id).where(known, outbox.c.provider == name.provider, outbox.c.provider_id == name.provider_id)
    return rows.order_by(outbox.c.id.desc()).limit(1)


def _kept(name: _Name) -> Delete:
    return delete(deliveries).where(deliveries.c.provider == name.provider, deliveries.c.provider_id == name.provider_id)


async def _kept_among(connection: AsyncConnection, names: set[_Name]) -> set[_Name]:
    if not names:
        return set()
    ids = deliveries.c.provider_id.in_([name.provider_id for name in names])
    return {_Name(*row) for row in await connection.execute(select(deliveries.c.provider, deliveries.c.provider_id).where(ids))}


async def _apply_kept(connection: AsyncConnection, id: int, name: _Name) -> None:
    kept = (await connection.execute(_kept(name).returning(deliveries.c.state, deliveries.c.reason))).first()
    if kept is not None:
        await _forward(connection, id, State(kept.state), reason=kept.reason)


async def _keep(connection: AsyncConnection, row: dict[str, Any]) -> bool:
    """Keep a report for later, the furthest one per provider id; False when it says nothing new."""
    insert = upsert(connection, deliveries).values(row)
    newer = insert.on_conflict_do_update(
        index_elements=["provider", "provider_id"],
        set_={"state": insert.excluded.state, "reason": insert.excluded.reason},
        where=deliveries.c.state.in_(before(State(row["state"]))),
    )
    return (await connection.execute(newer.returning(deliveries.c.state))).first() is not None


async def _reconcile(connection: AsyncConnection, phones: list[bytes] | None = None) -> None:
    """Join kept reports to UNKNOWN messages by phone (of all phones, or of `phones`), where there is only one way to do it."""
    pairs = (await connection.execute(_pairs(phones))).all()
    ways = Counter(pair.phone_mac for pair in pairs)
    for pair in pairs:
        if ways[pair.phone_mac] == 1:
            name = _Name(pair.provider, pair.provider_id)
            if await _forward(connection, pair.id, State(pair.state), reason=pair.reason, **name._asdict()):
                await connection.execute(_kept(name))


def _pairs(phones: list[bytes] | None) -> Select[Any]:
    sent = outbox.alias()
    in_flight = exists().where(sent.c.phone_mac == deliveries.c.phone_mac, sent.c.state == State.SENDING)
    pairs = (
        select(outbox.c.id, deliveries)
        .join(outbox, outbox.c.phone_mac == deliveries.c.phone_mac)
        .where(_is(State.UNKNOWN), outbox.c.provider_id == "", outbox.c.provider.in_(("", deliveries.c.provider)))
        .where(deliveries.c.at.between(outbox.c.claimed_at, outbox.c.claimed_at + WINDOW), ~in_flight)
    )
    return pairs if phones is None else pairs.where(deliveries.c.phone_mac.in_(phones))


def _plain(text: str, most: int) -> str:
    """What an operator sent, cut to what every database stores: no NUL, no lone surrogate."""
    return text.encode(errors="replace").decode().replace("\0", "")[:most]
