"""Protected cases, apart from all others: a table, a key and a role of their own, and every look at them in the audit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import msgspec
from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Audit, AuditEvent, Clock, Count, Keys, ProtectedCase, Role, SafeWay, Staff, Unreadable
from dialogs.refusals import NotFound, NotPermitted, NotSupported
from store.sql.engine import transaction, upsert
from store.sql.tables_cases import protected_cases

__all__ = ["ABOVE", "STATES", "MemorySealedCases", "Protected", "SealedCase", "SealedCases", "SqlSealedCases"]

ABOVE = 5
"""A count is told only when it is higher."""

STATES = frozenset({"called", "referred", "unreachable", "closed"})
UNREADABLE = "unreadable"


class _Said(msgspec.Struct, array_like=True, frozen=True):
    nature: str
    wants: str
    place: str
    lang: str
    safe: tuple[str | None, str] | None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Said).decode


@dataclass(frozen=True, slots=True, repr=False)
class SealedCase:
    """What may stand in a table: that there is one, since when, and how far it is."""

    id: bytes
    at: float
    state: str
    sealed: bytes


class SealedCases(Protocol):
    """Where they are kept. All methods raise `StoreDown`."""

    async def add(self, case: SealedCase) -> None:
        """Once per id."""
        ...

    async def move(self, id: bytes, state: str) -> bool:
        """False when there is none."""
        ...

    async def in_state(self, state: str) -> Sequence[SealedCase]:
        """The oldest first."""
        ...

    async def between(self, since: float, until: float) -> Sequence[SealedCase]: ...


class Protected:
    """The `ProtectedCases` port. The audit tells who looked and when, never at what."""

    def __init__(self, kept: SealedCases, keys: Keys, audit: Audit, clock: Clock) -> None:
        self._kept = kept
        self._keys = keys
        self._audit = audit
        self._clock = clock

    async def open(self, *, key: bytes, nature: str, wants: str, place: str, lang: str, safe: SafeWay | None, now: float) -> None:
        id = self._keys.mac("protected", key)
        way = (safe.phone.e164 if safe.phone else None, safe.hours) if safe else None
        plain = _encode(_Said(nature, wants, place, lang, way))
        await self._kept.add(SealedCase(id, now, "new", self._keys.seal("protected", plain, id)))

    async def list(self, staff: Staff, *, state: str = "new", limit: int = 50) -> Sequence[ProtectedCase]:
        """One that can no longer be read is shown as such: it is not forgotten."""
        await self._admit(staff, "protected-read", self._clock.now())
        found = [self._read(case) for case in await self._kept.in_state(state)]
        return [case for case in found if not staff.areas or case.place in staff.areas or case.nature == UNREADABLE][:limit]

    async def settle(self, staff: Staff, id: str, state: str, *, now: float) -> None:
        await self._admit(staff, "protected-settle", now)
        if state not in STATES:
            raise NotSupported("state")
        try:
            known = await self._kept.move(bytes.fromhex(id), state)
        except ValueError:
            known = False
        if not known:
            raise NotFound("case")

    async def counts(self, *, since: float, until: float) -> Sequence[Count]:
        natures = Counter(self._read(case).nature for case in await self._kept.between(since, until))
        return [Count(nature, number) for nature, number in sorted(natures.items()) if number > ABOVE]

    async def _admit(self, staff: Staff, action: str, at: float) -> None:
        """In the audit before anything is shown; who was refused is in it too."""
        allowed = Role.PROTECTION in staff.roles
        actor = self._keys.mac("staff", staff.id)
        await self._audit.append(AuditEvent(at, action, actor, outcome="" if allowed else "refused"))
        if not allowed:
            raise NotPermitted("role")

    def _read(self, case: SealedCase) -> ProtectedCase:
        try:
            said = _decode(self._keys.open("protected", case.sealed, case.id))
        except Unreadable:
            return ProtectedCase(case.id.hex(), case.at, UNREADABLE, "", "", "", None, case.state)
        way = SafeWay(Phone(said.safe[0]) if said.safe[0] else None, said.safe[1]) if said.safe else None
        return ProtectedCase(case.id.hex(), case.at, said.nature, said.wants, said.place, said.lang, way, case.state)


class MemorySealedCases:
    """`SealedCases` in a dict."""

    def __init__(self) -> None:
        self._cases: dict[bytes, SealedCase] = {}

    async def add(self, case: SealedCase) -> None:
        self._cases.setdefault(case.id, case)

    async def move(self, id: bytes, state: str) -> bool:
        if id in self._cases:
            self._cases[id] = replace(self._cases[id], state=state)
        return id in self._cases

    async def in_state(self, state: str) -> Sequence[SealedCase]:
        return sorted((case for case in self._cases.values() if case.state == state), key=lambda case: (case.at, case.id))

    async def between(self, since: float, until: float) -> Sequence[SealedCase]:
        return [case for case in self._cases.values() if since <= case.at < until]


class SqlSealedCases:
    """`SealedCases` in a table of its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, case: SealedCase) -> None:
        row = {"id": case.id, "at": case.at, "state": case.state, "sealed": case.sealed}
        async with transaction(self._engine) as connection:
            await connection.execute(upsert(connection, protected_cases).values(row).on_conflict_do_nothing())

    async def move(self, id: bytes, state: str) -> bool:
        async with transaction(self._engine) as connection:
            moved = update(protected_cases).where(protected_cases.c.id == id).values(state=state)
            return (await connection.execute(moved)).rowcount == 1

    async def in_state(self, state: str) -> Sequence[SealedCase]:
        mine = select(protected_cases).where(protected_cases.c.state == state)
        return await self._all(mine.order_by(protected_cases.c.at, protected_cases.c.id))

    async def between(self, since: float, until: float) -> Sequence[SealedCase]:
        return await self._all(select(protected_cases).where(protected_cases.c.at >= since, protected_cases.c.at < until))

    async def _all(self, query: Any) -> Sequence[SealedCase]:
        async with transaction(self._engine) as connection:
            return [_case(row) for row in await connection.execute(query)]


def _case(row: Row[Any]) -> SealedCase:
    return SealedCase(row.id, row.at, row.state, row.sealed)
