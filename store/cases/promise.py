"""The clock of a case: what was promised, what stands still while its holder is asked, and what happens by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dialogs.ports import CaseEvent, CaseKind, CaseState, NewCase
from store.cases.calendar import Calendar
from store.cases.policy import CasePolicy
from store.cases.record import DECIDED, SYSTEM, Change, Entry, NoticeKind, Record

__all__ = ["Promises"]

_TOLD = {
    "overdue": NoticeKind.LATE,
    "escalated": NoticeKind.ESCALATED,
    "reminded": NoticeKind.REMINDER,
    "closed": NoticeKind.CLOSED,
    "followed": NoticeKind.HELPED,
}
MORNING = 10 * 3600.0
"""Seconds after midnight at which somebody may be asked by SMS."""


class Promises:
    """The days of a country's policy, counted in its calendar."""

    def __init__(self, policy: CasePolicy, calendar: Calendar) -> None:
        self.policy = policy
        self.calendar = calendar

    def promise(self, case: NewCase, now: float) -> tuple[date, date]:
        """By when somebody looks at a case that comes in now, and by when it is decided."""
        terms, today = self.policy.of(case), self.calendar.today(now)
        acked = self.calendar.add(today, terms.ack_days, working=terms.working)
        return acked, self.calendar.add(today, terms.resolve_days, working=terms.working)

    def overdue(self, record: Record, now: float) -> bool:
        return record.overdue(self.calendar.today(now))

    def resumed(self, record: Record, now: float) -> Record:
        """The clock goes on with the days that were left when it stopped; a day that was missed stays missed."""
        if record.paused_on is None:
            return record
        working = self.policy.of(record.brought).working
        left = self.calendar.between(record.paused_on, record.resolve_by, working=working)
        moved = self.calendar.add(self.calendar.today(now), left, working=working)
        late = record.paused_on > record.resolve_by
        by = record.resolve_by if late else max(record.resolve_by, moved)
        return replace(record, paused_on=None, question="", resolve_by=by, told=record.told - {"reminded", "unanswered"})

    def renewed(self, record: Record, now: float) -> Record:
        """A new promise, and nothing decided yet."""
        acked, resolved = self.promise(record.brought, now)
        fresh = replace(self.resumed(record, now), ack_by=acked, resolve_by=resolved, told=record.told & {"followed"})
        return replace(fresh, upheld=None, score=None, decided_on=None, closed_on=None)

    def upwards(self, record: Record, now: float) -> Record:
        """To another decider, who waits for the case as `APPEALED`; an authority makes it `ESCALATED`."""
        fresh = self.renewed(record, now)
        level, barred = record.level + 1, record.deciders
        return replace(fresh, state=CaseState.APPEALED, level=level, barred=barred, assignee="", body="")

    def escalated(self, record: Record, now: float) -> Record:
        """To the competent authority."""
        return replace(self.upwards(record, now), state=CaseState.ESCALATED, escalated=True)

    def wound(self, record: Record) -> Record:
        """With the time of its next alarm."""
        return replace(record, check_at=min((at for at, kind in self._alarms(record) if kind not in record.told), default=None))

    def changed(self, before: Record, after: Record, event: CaseEvent, notice: NoticeKind | None = None) -> Change:
        """`after` as the next revision with its alarm set; a notice is owed only where there is a phone."""
        kept = self.wound(replace(after, rev=before.rev + 1))
        return Change(kept, Entry(event, notice=notice if kept.brought.phone else None))

    def tick(self, record: Record, now: float) -> Change | None:
        """What the clock does to a case now; of several alarms that went off only the gravest counts. None: nothing."""
        due = [kind for at, kind in self._alarms(record) if at <= now and kind not in record.told]
        if not due:
            return None
        if "followed" in due:  # a question is asked besides whatever else is due, and once
            due = ["followed"]
        kind, after = due[-1], replace(record, told=record.told.union(due))
        match kind:
            case "escalated":
                after = self.escalated(after, now)
            case "followed":
                after = replace(after, followed_at=now)
            case "closed":
                after = replace(after, state=CaseState.CLOSED, closed_on=self.calendar.today(now))
            case "unanswered":
                state = CaseState.REFERRED if record.body else CaseState.IN_PROGRESS
                after = replace(self.resumed(after, now), state=state)
        return self.changed(record, after, CaseEvent(now, kind, SYSTEM, public=kind in _TOLD), _TOLD.get(kind))

    def _alarms(self, record: Record) -> Iterator[tuple[float, str]]:
        """When (Unix time) the clock does what, as the case stands; the gravest last."""
        policy, start, add = self.policy, self.calendar.start, self.calendar.add
        if record.paused_on:
            yield start(add(record.paused_on, policy.remind_days, working=False)), "reminded"
            yield start(add(record.paused_on, policy.wait_days, working=False)), "unanswered"
        elif record.state is CaseState.RESOLVED and record.decided_on:
            yield start(add(record.decided_on, policy.close_days, working=False)), "closed"
        elif record.state not in DECIDED:
            yield from self._lateness(record)
            yield from self._follow_up(record)

    def _follow_up(self, record: Record) -> Iterator[tuple[float, str]]:
        case, days = record.brought, self.policy.follow_days
        if days and case.kind is CaseKind.REFERRAL and case.phone and case.category not in self.policy.quiet:
            asked = self.calendar.add(self.calendar.today(record.opened_at), days, working=False)
            yield self.calendar.start(asked) + MORNING, "followed"

    def _lateness(self, record: Record) -> Iterator[tuple[float, str]]:
        policy, start, add = self.policy, self.calendar.start, self.calendar.add
        terms = policy.of(record.brought)
        if record.state is CaseState.RECEIVED:
            yield start(add(record.ack_by, 1, working=False)), "untouched"
        yield start(add(record.resolve_by, -policy.near_days, working=terms.working)), "near"
        yield start(add(record.resolve_by, 1, working=False)), "overdue"
        if terms.authority and terms.escalate_days and not record.escalated:
            yield start(add(record.resolve_by, 1 + terms.escalate_days, working=False)), "escalated"
