"""What became of many messages at once: read together, decided in memory in the order they came, written together."""

from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Double,
    Select,
    SmallInteger,
    String,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from dialogs.ports import State
from store.sql.engine import upsert
from store.sql.many import among_those
from store.sql.reports import Name, forget
from store.sql.tables import deliveries, outbox
from store.states import before


@dataclass(frozen=True, slots=True)
class Release:
    """The operator certainly did not take it."""

    id: int
    due: float


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome of a sending."""

    id: int
    state: State
    name: Name
    reason: str
    parts: int


@dataclass(frozen=True, slots=True)
class Reported:
    """A delivery report; `phone` is hashed."""

    name: Name
    state: State
    reason: str
    phone: bytes | None
    at: float


Outcome = Release | Settled | Reported


async def write(connection: AsyncConnection, outcomes: list[Outcome]) -> tuple[list[bool], list[bytes]]:
    """Whether each one changed something, and the phones of which we may know more now. Few statements, however many come."""
    names = {one.name for one in outcomes if not isinstance(one, Release) and one.name.provider_id}
    await _alone(connection, names)
    ledger = await _Ledger.read(connection, outcomes, names)
    done = [ledger.take(one) for one in outcomes]
    await ledger.write(connection)
    return done, ledger.phones


@dataclass(slots=True)
class _Row:
    """A row of the outbox, as far as outcomes change it."""

    id: int
    campaign: int
    state: State
    due: float
    provider: str
    provider_id: str
    reason: str
    parts: int
    phone_mac: bytes

    def forward(self, state: State, reason: str) -> bool:
        if self.state not in before(state):
            return False
        self.state, self.reason = state, reason
        return True


@dataclass(slots=True)
class _Kept:
    """A report that waits for the message it is about."""

    provider: str
    provider_id: str
    state: State
    reason: str
    phone_mac: bytes | None
    at: float


@dataclass(slots=True)
class _Ledger:
    """The rows and kept reports that a batch is about, what it changes in them, and what must be written."""

    rows: dict[int, _Row]
    named: dict[Name, _Row]
    kept: dict[Name, _Kept]
    stored: frozenset[Name]
    phones: list[bytes] = field(default_factory=list)
    moved: dict[int, _Row] = field(default_factory=dict)
    keep: dict[Name, _Kept] = field(default_factory=dict)

    @classmethod
    async def read(cls, connection: AsyncConnection, outcomes: list[Outcome], names: set[Name]) -> "_Ledger":
        ids = {one.id for one in outcomes if not isinstance(one, Reported)}
        reported = {one.name for one in outcomes if isinstance(one, Reported)}
        rows = {row.id: row for row in await _rows(connection, ids, reported)}
        # Operators use their ids again: of several rows the newest, which comes last, is the one that is meant.
        named = {Name(row.provider, row.provider_id): row for row in rows.values() if row.provider_id}
        kept = await _kept(connection, names)
        return cls(rows, named, kept, frozenset(kept))

    def take(self, one: Outcome) -> bool:
        match one:
            case Release():
                return self._release(one)
            case Settled():
                return self._settle(one)
            case Reported():
                return self._report(one)

    def _release(self, one: Release) -> bool:
        row = self.rows.get(one.id)
        if row is not None and row.state is State.SENDING:
            row.state, row.due = State.QUEUED, one.due
            self.moved[row.id] = row
        return True

    def _settle(self, one: Settled) -> bool:
        row = self.rows.get(one.id)
        if row is None or not row.forward(one.state, one.reason):
            return False
        row.provider, row.provider_id, row.parts = *one.name, one.parts
        self.moved[row.id] = row
        if one.name.provider_id:
            self._name(row, one.name)
        if one.state is State.UNKNOWN:
            self.phones.append(row.phone_mac)
        return True

    def _name(self, row: _Row, name: Name) -> None:
        """From here on reports of this name are about this row; one that came before it is applied."""
        if name not in self.named or self.named[name].id < row.id:
            self.named[name] = row
        if (kept := self.kept.pop(name, None)) is not None:
            self.keep.pop(name, None)
            row.forward(kept.state, kept.reason)

    def _report(self, one: Reported) -> bool:
        row = self.named.get(one.name)
        if row is not None:
            moved = row.forward(one.state, one.reason)
            if moved:
                self.moved[row.id] = row
            return moved
        kept = self.kept.get(one.name)
        if kept is not None and kept.state not in before(one.state):
            return False
        if kept is None:
            kept = _Kept(*one.name, one.state, one.reason, one.phone, one.at)
        kept.state, kept.reason = one.state, one.reason
        self.kept[one.name] = self.keep[one.name] = kept
        if one.phone:
            self.phones.append(one.phone)
        return True

    async def write(self, connection: AsyncConnection) -> None:
        if self.moved:
            await _update(connection, list(self.moved.values()))
        if gone := self.stored - self.kept.keys():
            await forget(connection, gone)
        if self.keep:
            insert = upsert(connection, deliveries)
            news = {"state": insert.excluded.state, "reason": insert.excluded.reason}
            kept = insert.on_conflict_do_update(index_elements=["provider", "provider_id"], set_=news)
            await connection.execute(kept, [asdict(one) for one in self.keep.values()])


# --- reading -----------------------------------------------------------------------------------


async def _alone(connection: AsyncConnection, names: set[Name]) -> None:
    """A response and a report with the same id wait for each other; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql" and names:
        digests = (blake2b("\0".join(name).encode(), digest_size=8).digest() for name in names)
        locks = sorted(int.from_bytes(digest, "big", signed=True) for digest in digests)  # one order: no deadlock
        await connection.execute(_LOCK, {"locks": locks})


_LOCK = select(
    func.count(func.pg_advisory_xact_lock(func.unnest(bindparam("locks", type_=ARRAY(BigInteger))).column_valued("each")))
)


async def _rows(connection: AsyncConnection, ids: set[int], names: set[Name]) -> list[_Row]:
    """The rows with these ids and names, oldest first, locked until the commit."""
    if not ids and not names:
        return []
    found = await connection.execute(
        _rows_of(connection.dialect.name, bool(ids), bool(names)),
        {"ids": sorted(ids), "names": sorted({name.provider_id for name in names})},
    )
    rows = [_Row(row.id, row.campaign, State(row.state), *row[3:]) for row in found]
    return [row for row in rows if row.id in ids or Name(row.provider, row.provider_id) in names]


async def _kept(connection: AsyncConnection, names: set[Name]) -> dict[Name, _Kept]:
    if not names:
        return {}
    ids = sorted({name.provider_id for name in names})
    found = await connection.execute(_kept_of(connection.dialect.name), {"names": ids})
    kept = [_Kept(row.provider, row.provider_id, State(row.state), *row[3:]) for row in found]
    return {name: one for one in kept if (name := Name(one.provider, one.provider_id)) in names}


@cache
def _rows_of(dialect: str, by_id: bool, by_name: bool) -> Select[Any]:
    known = outbox.c.provider_id != literal_column("''")
    wanted = [among_those(dialect, outbox.c.id, "ids")] if by_id else []
    wanted += [known & among_those(dialect, outbox.c.provider_id, "names")] if by_name else []
    columns = [outbox.c[name] for name in _Row.__dataclass_fields__]
    return select(*columns).where(or_(*wanted)).order_by(outbox.c.id).with_for_update()


@cache
def _kept_of(dialect: str) -> Select[Any]:
    columns = [deliveries.c[name] for name in _Kept.__dataclass_fields__]
    return select(*columns).where(among_those(dialect, deliveries.c.provider_id, "names"))


# --- writing -----------------------------------------------------------------------------------

_WRITTEN: dict[str, TypeEngine[Any]] = {
    "id": BigInteger(),
    "campaign": BigInteger(),
    "state": String(),
    "due": Double(),
    "provider": String(),
    "provider_id": String(),
    "reason": String(),
    "parts": SmallInteger(),
}
_CHANGED = tuple(name for name in _WRITTEN if name not in ("id", "campaign"))


async def _update(connection: AsyncConnection, rows: list[_Row]) -> None:
    """Each row as it stands now: one statement over arrays on PostgreSQL, one prepared statement run many times on SQLite."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_UPDATE_ALL, {f"new_{name}": [getattr(row, name) for row in rows] for name in _WRITTEN})
    else:
        await connection.execute(_UPDATE_EACH, [{f"new_{name}": getattr(row, name) for name in _WRITTEN} for row in rows])


_NEW = (
    func.unnest(*(bindparam(f"new_{name}", type_=ARRAY(kind)) for name, kind in _WRITTEN.items()))
    .table_valued(*(column(name, kind) for name, kind in _WRITTEN.items()), name="new")
    .render_derived()
)
_UPDATE_ALL = (
    update(outbox)
    .where(outbox.c.id == _NEW.c.id, outbox.c.campaign == _NEW.c.campaign)  # the campaign says in which part it lies
    .values(lease_until=None, **{name: _NEW.c[name] for name in _CHANGED})
)
_UPDATE_EACH = (
    update(outbox)
    .where(outbox.c.id == bindparam("new_id"))
    .values(lease_until=None, **{name: bindparam(f"new_{name}") for name in _CHANGED})
)
