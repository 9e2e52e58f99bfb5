"""The in-memory twin of the casebook: for tests and for one process without a database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialogs.model import Phone
from dialogs.ports import CaseEvent, Keys
from dialogs.refusals import Conflict
from store.cases.casebook import Page
from store.cases.duties import Scope
from store.cases.record import DECIDED, Change, Entry, Notice, Record, notice_key

__all__ = ["MemoryCasebook"]


@dataclass(slots=True, repr=False)
class _Kept:
    """One case with its history; `owed` are the numbers of the lines that a notice is owed for, and since when."""

    record: Record
    entries: list[Entry] = field(default_factory=list)
    owed: dict[int, float] = field(default_factory=dict)

    def write(self, change: Change) -> None:
        self.record = change.record
        self.entries.append(change.entry)
        if change.entry.notice:
            self.owed[change.record.rev] = change.entry.event.at


class MemoryCasebook:
    """The `Casebook` in a dict."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._kept: dict[bytes, _Kept] = {}

    async def by_id(self, id: bytes) -> Record | None:
        return self._kept[id].record if id in self._kept else None

    async def by_ref(self, ref: str) -> Record | None:
        return next((kept.record for kept in self._kept.values() if kept.record.ref == ref), None)

    async def add(self, change: Change) -> Record | None:
        new = change.record
        if new.id in self._kept:
            return self._kept[new.id].record
        for kept in self._kept.values():
            if kept.record.like(new.brought):
                raise Conflict(kept.record.ref)
        if await self.by_ref(new.ref):
            return None
        self._kept[new.id] = _Kept(new)
        self._kept[new.id].write(change)
        return new

    async def save(self, was: Record, change: Change) -> bool:
        kept = self._kept[was.id]
        if kept.record.rev != was.rev:
            return False
        kept.write(change)
        return True

    async def did(self, id: bytes, key: bytes) -> bool:
        return any(entry.key == key for entry in self._kept[id].entries)

    async def of_phone(self, phone: Phone, limit: int) -> Sequence[Record]:
        mine = [kept.record for kept in self._kept.values() if kept.record.brought.phone == phone]
        return sorted(mine, key=lambda record: (record.opened_at, record.ref), reverse=True)[:limit]

    async def page(self, page: Page) -> Sequence[Record]:
        found = [kept.record for kept in self._kept.values() if page.scope.holds(kept.record) and _fits(page, kept.record)]
        found.sort(key=_place)
        return [record for record in found if page.after is None or _place(record) > page.after][: page.limit]

    async def history(self, id: bytes) -> Sequence[CaseEvent]:
        return [entry.event for entry in self._kept[id].entries]

    async def counts(self, scope: Scope, group_by: str, since: float, until: float) -> Mapping[str, int]:
        records = [kept.record for kept in self._kept.values() if since <= kept.record.opened_at < until]
        groups = [_group(record, group_by) for record in records if scope.holds(record)]
        return Counter(group for group in groups if group is not None)

    async def due(self, now: float, most: int) -> Sequence[Record]:
        waiting = [(kept.record.check_at, kept.record.ref, kept.record) for kept in self._kept.values() if kept.record.check_at]
        return [record for at, _, record in sorted(waiting, key=lambda one: one[:2]) if at <= now][:most]

    async def wind(self, record: Record) -> None:
        if self._kept[record.id].record.rev == record.rev:
            self._kept[record.id].record = record

    async def claim_notices(self, most: int, *, lease: float, now: float) -> Sequence[Notice]:
        owed = [(at, kept, seq) for kept in self._kept.values() for seq, at in kept.owed.items() if at <= now]
        owed.sort(key=lambda one: (one[0], one[2]))
        for _, kept, seq in owed[:most]:
            kept.owed[seq] = now + lease
        return [self._notice(kept, seq) for _, kept, seq in owed[:most]]

    async def noticed(self, notice: Notice) -> None:
        self._kept[notice.case].owed.pop(notice.seq, None)

    def _notice(self, kept: _Kept, seq: int) -> Notice:
        record, kind = kept.record, kept.entries[seq - 1].notice
        assert kind
        assert record.brought.phone
        key = notice_key(self._keys, record.id, seq)
        return Notice(key, record.id, seq, record.brought.phone, kind, record.brought.lang, record.ref)


_HELPED = {True: "yes", False: "no", None: "unanswered"}


def _place(record: Record) -> tuple[object, str]:
    return record.resolve_by, record.ref


def _fits(page: Page, record: Record) -> bool:
    where = page.where
    asked = (where.state, where.category, where.place, where.assignee, where.overdue, where.decided)
    late, decided = record.overdue(page.today), record.state in DECIDED
    facts = (record.state, record.brought.category, record.brought.place, record.assignee, late, decided)
    return all(want is None or want == fact for want, fact in zip(asked, facts, strict=True))


def _group(record: Record, group_by: str) -> str | None:
    if group_by == "satisfaction":
        return None if record.score is None else str(record.score)
    if group_by == "helped":
        return None if record.followed_at is None else _HELPED[record.helped]
    if group_by == "state":
        return record.state
    return str(getattr(record.brought, group_by))
