"""The officer's side of cases: what roles and areas allow, with every change in the history."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from dialogs.ports import CaseFile, CaseFilter, Count, Staff, StoreDown
from dialogs.refusals import NotFound, NotPermitted, NotSupported
from store.cases.casebook import GROUPS, Casebook, Page
from store.cases.cases import TRIES
from store.cases.duties import Duties
from store.cases.record import Change, Record
from store.cases.report import k_anonymous
from store.cases.rules import Rules

__all__ = ["OfficersCaseload"]


class OfficersCaseload:
    """The `Caseload` port on a casebook. `NotFound` for a reference that does not exist."""

    def __init__(self, book: Casebook, rules: Rules) -> None:
        self._book = book
        self._rules = rules
        self._duties = Duties(rules.policy)

    async def list(self, staff: Staff, where: CaseFilter, *, after: str = "", limit: int = 50, now: float) -> Sequence[CaseFile]:
        scope = self._duties.reading(staff)
        last = await self._read(staff, after) if after else None
        start = (last.resolve_by, last.ref) if last else None
        page = Page(scope, where, self._rules.calendar.today(now), start, limit)
        return [self._file(record, now) for record in await self._book.page(page)]

    async def file(self, staff: Staff, ref: str, *, now: float) -> CaseFile:
        record = await self._read(staff, ref)
        case = record.brought
        return replace(
            self._file(record, now),
            text=case.text,
            desired=case.desired,
            for_other=case.for_other,
            history=await self._book.history(record.id),
            may=self._may(staff, record, now),
        )

    async def assign(self, staff: Staff, ref: str, to: str, *, key: bytes = b"", now: float) -> None:
        def act(record: Record) -> Change:
            self._duties.assigns(staff, record, to)
            return self._rules.assign(record, to, staff.id, now)

        await self._change(staff, ref, key, act)

    async def ask(self, staff: Staff, ref: str, question: str, *, key: bytes = b"", now: float) -> None:
        await self._work(staff, ref, key, lambda record: self._rules.ask(record, question, staff.id, now))

    async def note(self, staff: Staff, ref: str, text: str, *, public: bool, key: bytes = b"", now: float) -> None:
        """Whoever sees a case may note something on it; only who works it may tell its holder."""
        act = self._work if public else self._change
        await act(staff, ref, key, lambda record: self._rules.note(record, text, public, staff.id, now))

    async def resolve(self, staff: Staff, ref: str, answer: str, *, upheld: bool, key: bytes = b"", now: float) -> None:
        await self._work(staff, ref, key, lambda record: self._rules.resolve(record, answer, upheld, staff.id, now))

    async def refer(self, staff: Staff, ref: str, body: str, *, key: bytes = b"", now: float) -> None:
        await self._work(staff, ref, key, lambda record: self._rules.refer(record, body, staff.id, now))

    async def hand_up(self, staff: Staff, ref: str, reason: str, *, key: bytes = b"", now: float) -> None:
        def act(record: Record) -> Change:
            self._duties.leads(staff, record)
            return self._rules.hand_up(record, reason, staff.id, now)

        await self._change(staff, ref, key, act)

    async def close(self, staff: Staff, ref: str, *, key: bytes = b"", now: float) -> None:
        await self._work(staff, ref, key, lambda record: self._rules.close(record, staff.id, now))

    async def report(self, staff: Staff, group_by: str, *, since: float, until: float) -> Sequence[Count]:
        scope = self._duties.reporting(staff)
        if group_by not in GROUPS:
            raise NotSupported("group")
        return k_anonymous(await self._book.counts(scope, group_by, since, until), self._rules.policy.k)

    async def _work(self, staff: Staff, ref: str, key: bytes, act: Callable[[Record], Change]) -> None:
        def allowed(record: Record) -> Change:
            self._duties.works(staff, record)
            return act(record)

        await self._change(staff, ref, key, allowed)

    async def _change(self, staff: Staff, ref: str, key: bytes, act: Callable[[Record], Change]) -> None:
        for _ in range(TRIES):
            record = await self._read(staff, ref)
            if key and await self._book.did(record.id, key):
                return
            change = act(record)
            if await self._book.save(record, replace(change, entry=replace(change.entry, key=key))):
                return
        raise StoreDown("contended")

    def _may(self, staff: Staff, record: Record, now: float) -> frozenset[str]:
        """What roles and areas allow, of what the case allows."""
        duties, allowed = self._duties, {"note"}
        checks: dict[Callable[[], None], set[str]] = {
            partial(duties.works, staff, record): {"ask", "tell", "resolve", "refer", "close"},
            partial(duties.assigns, staff, record, staff.id): {"take"},
            partial(duties.leads, staff, record): {"assign", "hand-up"},
        }
        for check, moves in checks.items():
            with suppress(NotPermitted):
                check()
                allowed |= moves
        found = self._rules.moves(record, staff.id, now) & allowed
        return found - {"take"} if record.assignee == staff.id else found

    async def _read(self, staff: Staff, ref: str) -> Record:
        self._duties.reading(staff)
        record = await self._book.by_ref(ref)
        if record is None:
            raise NotFound("case")
        self._duties.reads(staff, record)
        return record

    def _file(self, record: Record, now: float) -> CaseFile:
        """As a list shows it."""
        case = record.brought
        return CaseFile(
            view=self._rules.view(record, now),
            place=case.place,
            programme=case.programme,
            channel=case.channel,
            lang=case.lang,
            text="",
            desired="",
            assignee=record.assignee,
            overdue=self._rules.promises.overdue(record, now),
            phone=case.phone.masked if case.phone else "",
        )
