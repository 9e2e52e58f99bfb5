"""The officer's side of cases: what roles and areas allow, with every change in the history."""

from collections.abc import Callable, Sequence

from dialogs.ports import CaseEvent, CaseFile, CaseFilter, Count, Staff, StoreDown
from dialogs.refusals import NotFound, NotSupported
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
        return self._file(record, now, text=record.brought.text, history=await self._book.history(record.id))

    async def assign(self, staff: Staff, ref: str, to: str, *, now: float) -> None:
        def act(record: Record) -> Change:
            self._duties.assigns(staff, record, to)
            return self._rules.assign(record, to, staff.id, now)

        await self._change(staff, ref, act)

    async def ask(self, staff: Staff, ref: str, question: str, *, now: float) -> None:
        await self._work(staff, ref, lambda record: self._rules.ask(record, question, staff.id, now))

    async def note(self, staff: Staff, ref: str, text: str, *, public: bool, now: float) -> None:
        """Whoever sees a case may note something on it; only who works it may tell its holder."""
        act = self._work if public else self._change
        await act(staff, ref, lambda record: self._rules.note(record, text, public, staff.id, now))

    async def resolve(self, staff: Staff, ref: str, answer: str, *, upheld: bool, now: float) -> None:
        await self._work(staff, ref, lambda record: self._rules.resolve(record, answer, upheld, staff.id, now))

    async def refer(self, staff: Staff, ref: str, body: str, *, now: float) -> None:
        await self._work(staff, ref, lambda record: self._rules.refer(record, body, staff.id, now))

    async def close(self, staff: Staff, ref: str, *, now: float) -> None:
        await self._work(staff, ref, lambda record: self._rules.close(record, staff.id, now))

    async def report(self, staff: Staff, group_by: str, *, since: float, until: float) -> Sequence[Count]:
        scope = self._duties.reporting(staff)
        if group_by not in GROUPS:
            raise NotSupported("group")
        return k_anonymous(await self._book.counts(scope, group_by, since, until), self._rules.policy.k)

    async def _work(self, staff: Staff, ref: str, act: Callable[[Record], Change]) -> None:
        def allowed(record: Record) -> Change:
            self._duties.works(staff, record)
            return act(record)

        await self._change(staff, ref, allowed)

    async def _change(self, staff: Staff, ref: str, act: Callable[[Record], Change]) -> None:
        for _ in range(TRIES):
            record = await self._read(staff, ref)
            if await self._book.save(record, act(record)):
                return
        raise StoreDown("contended")

    async def _read(self, staff: Staff, ref: str) -> Record:
        self._duties.reading(staff)
        record = await self._book.by_ref(ref)
        if record is None:
            raise NotFound("case")
        self._duties.reads(staff, record)
        return record

    def _file(self, record: Record, now: float, *, text: str = "", history: Sequence[CaseEvent] = ()) -> CaseFile:
        case = record.brought
        return CaseFile(
            view=self._rules.view(record, now),
            place=case.place,
            programme=case.programme,
            channel=case.channel,
            lang=case.lang,
            text=text,
            desired=case.desired if text else "",
            assignee=record.assignee,
            overdue=self._rules.promises.overdue(record, now),
            phone=case.phone.masked if case.phone else "",
            history=history,
        )
