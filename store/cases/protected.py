"""Protected cases, apart from all others: a table, a key and a role of their own, and every look at them in the audit."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec

from dialogs.model import Masked, Phone
from dialogs.ports import (
    Audit,
    AuditEvent,
    Clock,
    Count,
    Keys,
    ProtectedCase,
    ProtectedLine,
    ProtectedNote,
    Role,
    SafeWay,
    Staff,
    Unreadable,
)
from dialogs.refusals import NotFound, NotPermitted, NotSupported
from store.cases.sealed import Place, SealedCase, SealedCases, SealedLine

__all__ = ["ABOVE", "STATES", "Protected"]

ABOVE = 5
"""A count is told only when it is higher."""

STATES = ("called", "referred", "unreachable", "closed")
UNREADABLE = "unreadable"
_BATCH = 200


class _Said(Masked, msgspec.Struct, array_like=True, frozen=True):
    nature: str
    wants: str
    place: str
    lang: str
    safe: tuple[str | None, str] | None


class _Did(Masked, msgspec.Struct, array_like=True, frozen=True):
    kind: str
    by: str
    text: str


_encode = msgspec.msgpack.Encoder().encode
_said = msgspec.msgpack.Decoder(_Said).decode
_did = msgspec.msgpack.Decoder(_Did).decode


class Protected:
    """The `ProtectedCases` port. The audit tells who looked at which case and when, as keyed hashes, and nothing of it.

    `regions` tells the region of each commune: areas of staff are either.
    """

    def __init__(
        self, kept: SealedCases, keys: Keys, audit: Audit, clock: Clock, regions: Mapping[str, str] | None = None
    ) -> None:
        self._kept = kept
        self._keys = keys
        self._audit = audit
        self._clock = clock
        self._regions = regions or {}

    async def open(self, *, key: bytes, nature: str, wants: str, place: str, lang: str, safe: SafeWay | None, now: float) -> None:
        id = self._keys.mac("protected", key)
        way = (safe.phone.e164 if safe.phone else None, safe.hours) if safe else None
        plain = _encode(_Said(nature, wants, place, lang, way))
        await self._kept.add(SealedCase(id, now, "new", self._keys.seal("protected", plain, id)))

    async def list(self, staff: Staff, *, state: str = "new", after: str = "", limit: int = 50) -> Sequence[ProtectedLine]:
        """One that can no longer be read is in it too: it is not forgotten."""
        await self._admit(staff, "protected-list")
        last = await self._kept.one(_id(after)) if after else None
        if after and last is None:
            raise NotFound("case")
        found: list[SealedCase] = []
        place: Place | None = (last.at, last.id) if last else None
        while batch := await self._kept.in_state(state, place, _BATCH if staff.areas else limit):
            found += [case for case in batch if self._sees(staff, self._read(case))]
            place = (batch[-1].at, batch[-1].id)
            if len(found) >= limit:
                break
        return [ProtectedLine(case.id.hex(), case.at, case.state) for case in found[:limit]]

    async def file(self, staff: Staff, id: str) -> ProtectedCase:
        case = await self._mine(staff, "protected-read", id)
        lines = await self._kept.lines(bytes.fromhex(case.id))
        return replace(case, notes=[self._line(case, line) for line in lines])

    async def note(self, staff: Staff, id: str, text: str, *, key: bytes = b"", now: float) -> None:
        case = await self._mine(staff, "protected-note", id)
        await self._write(staff, case, "note", text, key, now, None)

    async def settle(self, staff: Staff, id: str, state: str, *, key: bytes = b"", now: float) -> None:
        case = await self._mine(staff, "protected-settle", id)
        if state not in STATES:
            raise NotSupported("state")
        await self._write(staff, case, state, "", key, now, state)

    async def counts(self, *, since: float, until: float) -> Sequence[Count]:
        natures = Counter(self._read(case).nature for case in await self._kept.between(since, until))
        return [Count(nature, number) for nature, number in sorted(natures.items()) if number > ABOVE]

    async def _admit(self, staff: Staff, action: str, id: bytes = b"") -> None:
        """In the audit before anything is shown; who was refused is in it too."""
        allowed = Role.PROTECTION in staff.roles
        actor, subject = self._keys.mac("operator", staff.id), self._keys.mac("protected-audit", id) if id else b""
        await self._audit.append(AuditEvent(self._clock.now(), action, actor, subject, "" if allowed else "refused"))
        if not allowed:
            raise NotPermitted("role")

    async def _mine(self, staff: Staff, action: str, id: str) -> ProtectedCase:
        """The case, for who may see it; one of another area is not found, like one that there is not."""
        raw = _id(id)
        await self._admit(staff, action, raw)
        found = await self._kept.one(raw)
        case = self._read(found) if found else None
        if case is None or not self._sees(staff, case):
            raise NotFound("case")
        return case

    def _sees(self, staff: Staff, case: ProtectedCase) -> bool:
        """One that is of no place, or that nobody can read, is everybody's: it must not be forgotten."""
        here = {case.place, self._regions.get(case.place, "")} & staff.areas
        return not staff.areas or bool(here) or not case.place

    async def _write(
        self, staff: Staff, case: ProtectedCase, kind: str, text: str, key: bytes, now: float, state: str | None
    ) -> None:
        id, once = bytes.fromhex(case.id), key or secrets.token_bytes(16)
        sealed = self._keys.seal("protected-line", _encode(_Did(kind, staff.id, text)), id + once)
        await self._kept.write(id, SealedLine(once, now, sealed), state)

    def _line(self, case: ProtectedCase, line: SealedLine) -> ProtectedNote:
        try:
            did = _did(self._keys.open("protected-line", line.sealed, bytes.fromhex(case.id) + line.key))
        except Unreadable:
            return ProtectedNote(line.at, UNREADABLE, "")
        return ProtectedNote(line.at, did.kind, did.by, did.text)

    def _read(self, case: SealedCase) -> ProtectedCase:
        try:
            said = _said(self._keys.open("protected", case.sealed, case.id))
        except Unreadable:
            return ProtectedCase(case.id.hex(), case.at, UNREADABLE, "", "", "", None, case.state)
        way = SafeWay(Phone(said.safe[0]) if said.safe[0] else None, said.safe[1]) if said.safe else None
        return ProtectedCase(case.id.hex(), case.at, said.nature, said.wants, said.place, said.lang, way, case.state)


def _id(told: str) -> bytes:
    """Raises `NotFound` for what is no id of ours."""
    try:
        return bytes.fromhex(told)
    except ValueError:
        raise NotFound("case") from None
