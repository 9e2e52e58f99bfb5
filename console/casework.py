"""Cases as those who work them reach them: one way for the API, the pages and the command line, all of it in the audit."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.ports import Audit, AuditEvent, CaseFile, CaseFilter, Caseload, Clock, Count, Keys, Role, Staff
from dialogs.refusals import InvalidIdentifier, Refused
from store.cases.calendar import Calendar
from store.operators import Operator, Operators

__all__ = ["REPORTING", "WORKING", "Casework", "staff_of"]

WORKING = frozenset({Role.OFFICER.value, Role.LEAD.value, Role.AUTHORITY.value})
"""The roles that open cases and work them."""
REPORTING = frozenset({Role.LEAD.value, Role.AUTHORITY.value, Role.REPORTER.value})
"""The roles that see counts."""
MONTH = timedelta(days=30)
EVER = date(2000, 1, 1), date(2999, 12, 31)
"""No case is older, and no day is asked for beyond: some zone has none there."""


def staff_of(operator: Operator) -> Staff:
    """An operator as the case systems know him: his roles there, and his areas."""
    return Staff(operator.id, frozenset(role for role in Role if role.value in operator.roles), operator.areas)


def _within(day: date) -> date:
    return min(max(day, EVER[0]), EVER[1])


@dataclass(frozen=True, slots=True, repr=False)
class Casework:
    """All methods raise what `Caseload` raises, and `StoreDown`; a `key` is of one request, and not empty."""

    caseload: Caseload
    operators: Operators
    audit: Audit
    keys: Keys
    clock: Clock
    calendar: Calendar

    async def list(self, staff: Staff, where: CaseFilter, after: str, limit: int) -> tuple[Sequence[CaseFile], str]:
        """At most `limit` cases, and the reference to go on after; empty at the end."""
        async with self._noted(staff, "list"):
            found = await self.caseload.list(staff, where, after=after, limit=limit + 1, now=self.clock.now())
        return found[:limit], found[limit - 1].view.ref if len(found) > limit else ""

    async def file(self, staff: Staff, ref: str) -> CaseFile:
        async with self._noted(staff, "show", ref):
            return await self.caseload.file(staff, ref, now=self.clock.now())

    async def assign(self, staff: Staff, ref: str, to: str, key: bytes) -> None:
        """Raises `InvalidIdentifier` for whom no case may go to."""
        async with self._noted(staff, "assign", ref, key):
            found = await self.operators.by_id(to)
            if found is None or found.disabled or WORKING.isdisjoint(found.roles):
                raise InvalidIdentifier("operator")
            await self.caseload.assign(staff, ref, to, key=key, now=self.clock.now())

    async def ask(self, staff: Staff, ref: str, question: str, key: bytes) -> None:
        async with self._noted(staff, "ask", ref, key):
            await self.caseload.ask(staff, ref, question, key=key, now=self.clock.now())

    async def note(self, staff: Staff, ref: str, text: str, public: bool, key: bytes) -> None:
        async with self._noted(staff, "note", ref, key):
            await self.caseload.note(staff, ref, text, public=public, key=key, now=self.clock.now())

    async def answer(self, staff: Staff, ref: str, text: str, upheld: bool, key: bytes) -> None:
        async with self._noted(staff, "answer", ref, key):
            await self.caseload.resolve(staff, ref, text, upheld=upheld, key=key, now=self.clock.now())

    async def refer(self, staff: Staff, ref: str, body: str, key: bytes) -> None:
        async with self._noted(staff, "refer", ref, key):
            await self.caseload.refer(staff, ref, body, key=key, now=self.clock.now())

    async def hand_up(self, staff: Staff, ref: str, reason: str, key: bytes) -> None:
        async with self._noted(staff, "escalate", ref, key):
            await self.caseload.hand_up(staff, ref, reason, key=key, now=self.clock.now())

    async def close(self, staff: Staff, ref: str, key: bytes) -> None:
        async with self._noted(staff, "close", ref, key):
            await self.caseload.close(staff, ref, key=key, now=self.clock.now())

    async def report(self, staff: Staff, by: str, since: date | None, until: date | None) -> Sequence[Count]:
        """Counts of the cases opened from `since` (else 30 days before) to the end of `until` (else today), both local days."""
        last = _within(until or self.calendar.today(self.clock.now()))
        first = _within(since or last - MONTH)
        bounds = {"since": self.calendar.start(first), "until": self.calendar.start(last + timedelta(days=1))}
        async with self._noted(staff, "report"):
            return await self.caseload.report(staff, by, **bounds)

    async def workers(self) -> Sequence[str]:
        """The ids of all to whom a case may go."""
        return [one.id for one in await self.operators.all() if not one.disabled and not WORKING.isdisjoint(one.roles)]

    @asynccontextmanager
    async def _noted(self, staff: Staff, action: str, ref: str = "", key: bytes = b"") -> AsyncIterator[None]:
        """In the audit before anything is shown, with what was refused; a repetition is one line."""
        try:
            yield
        except Refused as refused:
            await self._note(staff, action, ref, type(refused).__name__, b"")
            raise
        await self._note(staff, action, ref, "", self.keys.mac("audit-line", f"case-{action}", key) if key else b"")

    async def _note(self, staff: Staff, action: str, ref: str, outcome: str, key: bytes) -> None:
        actor, subject = self.keys.mac("operator", staff.id), self.keys.mac("subject", "CASE", ref) if ref else b""
        await self.audit.append(AuditEvent(self.clock.now(), f"case-{action}", actor, subject, outcome, key))
