"""The rules of a case: from which state each action leads where, when its holder may do it, and what is written of it."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs.ports import MOVES, CaseEvent, CaseKind, CaseState, CaseView, NewCase
from dialogs.refusals import Conflict, InvalidIdentifier, NotSupported
from store.cases.calendar import Calendar
from store.cases.policy import CasePolicy
from store.cases.promise import Promises
from store.cases.record import ACTIVE, CITIZEN, DECIDED, Change, NoticeKind, Record

__all__ = ["FROM", "HOLDERS", "Rules", "is_operator"]

_WAITING = frozenset({CaseState.WAITING_CITIZEN})

FROM: Mapping[str, frozenset[CaseState]] = {
    # its holder
    "message": ACTIVE - _WAITING,
    "answer": _WAITING,
    "withdraw": ACTIVE,
    "appeal": DECIDED,
    "escalate": frozenset(CaseState),
    "reopen": DECIDED,
    "rate": DECIDED,
    "helped": frozenset(CaseState),
    # those who work it
    "assign": ACTIVE,
    "ask": ACTIVE - _WAITING,
    "note": ACTIVE | {CaseState.RESOLVED},
    "resolve": ACTIVE,
    "refer": ACTIVE - _WAITING - {CaseState.REFERRED},
    "hand-up": ACTIVE,
    "close": frozenset({CaseState.RESOLVED}),
}
"""The states from which each action may be taken at all."""

HOLDERS = ("message", "answer", "appeal", "escalate", "withdraw", "rate", "reopen", "helped")

_AS = {"take": "assign", "tell": "note"}
_ASSIGNED = {
    CaseState.RECEIVED: CaseState.OPEN,
    CaseState.APPEALED: CaseState.IN_PROGRESS,
    CaseState.ESCALATED: CaseState.IN_PROGRESS,
}


def is_operator(id: str) -> bool:
    """Whether this may be an operator's id: 1 to 64 characters that can be printed."""
    return 0 < len(id) <= 64 and id.isprintable()


class Rules:
    """Pure: each action takes a case as it is and gives the `Change`, or raises `Conflict` with the action as its code."""

    def __init__(self, policy: CasePolicy, calendar: Calendar) -> None:
        self.policy = policy
        self.calendar = calendar
        self.promises = Promises(policy, calendar)

    def view(self, record: Record, now: float) -> CaseView:
        """What its holder may see at this moment."""
        waiting = record.state is CaseState.WAITING_CITIZEN
        return CaseView(
            ref=record.ref,
            kind=record.brought.kind,
            category=record.brought.category,
            state=record.state,
            level=record.level,
            opened_on=self.calendar.today(record.opened_at),
            resolve_by=record.resolve_by,
            note=record.note,
            question=record.question if waiting else "",
            owner=self._owner(record),
            asked_at=record.followed_at or 0.0,
            lang=record.brought.lang,
            may=frozenset(action for action in HOLDERS if self.allows(action, record, now)),
        )

    def allows(self, action: str, record: Record, now: float) -> bool:
        """Whether the case's state, level and days allow the action; who may take it is another question."""
        if record.state not in FROM[action]:
            return False
        match action:
            case "appeal":
                return record.level == 1 and self._within(self.policy.appeal_days, record, now)
            case "escalate":
                return self._escalates(record, now)
            case "hand-up":
                return not record.escalated and bool(self._authority(record))
            case "reopen":
                return self._within(self.policy.reopen_days, record, now, withdrawn=True)
            case "rate":
                return record.decided_on is not None and record.score is None
            case "helped":
                return record.followed_at is not None and record.helped is None
        return True

    def moves(self, record: Record, by: str, now: float) -> frozenset[str]:
        """What the case allows the operator `by`, of `MOVES`; what his roles allow is another question."""
        found = {move for move in MOVES if self.allows(_AS.get(move, move), record, now)}
        if not _answers(record):
            found -= {"ask"}
        if by in record.barred:
            found -= {"take", "resolve"} if record.assignee else {"take", "ask", "resolve", "refer"}
        return frozenset(found if self.policy.bodies else found - {"refer"})

    def _escalates(self, record: Record, now: float) -> bool:
        if record.escalated or not self._authority(record):
            return False
        if record.state in ACTIVE:
            return self.promises.overdue(record, now)
        return record.level > 1 and self._within(self.policy.appeal_days, record, now)

    def _within(self, days: int, record: Record, now: float, *, withdrawn: bool = False) -> bool:
        """Whether today is at most `days` after the decision; of a withdrawn case nothing was decided."""
        since = record.decided_on or (record.closed_on if withdrawn else None)
        return since is not None and self.calendar.today(now) <= self.calendar.add(since, days, working=False)

    def _owner(self, record: Record) -> str:
        """The code of the body that has it: whom it was referred to, the authority, or who decides first."""
        return record.body or (self._authority(record) if record.escalated else self.policy.of(record.brought).owner)

    def _authority(self, record: Record) -> str:
        return self.policy.of(record.brought).authority

    # --- its holder ---

    def opened(self, id: bytes, ref: str, case: NewCase, pin: str, now: float) -> Change:
        """A new case; `pin` is the PIN's hash. What she answered besides her text is the first line of the history."""
        acked, resolved = self.promises.promise(case, now)
        record = Record(id, ref, replace(case, key=b"", pin=""), pin, now, acked, resolved)
        told = [f"{step}: {answer}" for step, answer in case.details.items()]
        if case.about and case.kind is not CaseKind.UPDATE:
            told.append(f"{case.about.scheme}: {case.about.masked}")
        return self.promises.changed(record, record, CaseEvent(now, "opened", CITIZEN, "\n".join(told), True))

    def message(self, record: Record, text: str, now: float) -> Change:
        """More from its holder; when an officer asked, the answer, and the clock goes on."""
        if record.state is not CaseState.WAITING_CITIZEN:
            self._need("message", record, now)
            return self.promises.changed(record, record, CaseEvent(now, "message", CITIZEN, text, True))
        state = CaseState.REFERRED if record.body else CaseState.IN_PROGRESS
        after = replace(self.promises.resumed(record, now), state=state)
        return self.promises.changed(record, after, CaseEvent(now, "answered", CITIZEN, text, True))

    def appeal(self, record: Record, reason: str, now: float) -> Change:
        self._need("appeal", record, now)
        after = self.promises.upwards(record, now)
        return self.promises.changed(record, after, CaseEvent(now, "appealed", CITIZEN, reason, True))

    def escalate(self, record: Record, now: float) -> Change:
        self._need("escalate", record, now)
        after = self.promises.escalated(record, now)
        return self.promises.changed(record, after, CaseEvent(now, "escalated", CITIZEN, "", True))

    def withdraw(self, record: Record, now: float) -> Change:
        self._need("withdraw", record, now)
        after = replace(record, state=CaseState.CLOSED, paused_on=None, question="", closed_on=self.calendar.today(now))
        return self.promises.changed(record, after, CaseEvent(now, "withdrawn", CITIZEN, "", True))

    def rate(self, record: Record, score: int, now: float) -> Change:
        self._need("rate", record, now)
        if not 1 <= score <= 5:
            raise Conflict("rate")
        return self.promises.changed(record, replace(record, score=score), CaseEvent(now, "rated", CITIZEN, str(score), True))

    def helped(self, record: Record, yes: bool, now: float) -> Change:
        """Her answer to the question after a referral: it is over, or goes on with whom it was."""
        self._need("helped", record, now)
        after = replace(record, helped=yes)
        if yes and record.state in ACTIVE:
            after = replace(after, state=CaseState.CLOSED, paused_on=None, question="", closed_on=self.calendar.today(now))
        elif not yes and record.state in DECIDED:
            after = replace(self.promises.renewed(after, now), state=CaseState.OPEN if record.assignee else CaseState.RECEIVED)
        return self.promises.changed(record, after, CaseEvent(now, "helped" if yes else "not-helped", CITIZEN, "", True))

    def reopen(self, record: Record, reason: str, now: float) -> Change:
        """Back to whom it was with: the matter is not over."""
        self._need("reopen", record, now)
        state = CaseState.OPEN if record.assignee else CaseState.RECEIVED
        after = replace(self.promises.renewed(record, now), state=state)
        return self.promises.changed(record, after, CaseEvent(now, "reopened", CITIZEN, reason, True))

    # --- those who work it: `by` is an operator's id; whether he may is for `store.cases.duties` ---

    def assign(self, record: Record, to: str, by: str, now: float) -> Change:
        """Raises `InvalidIdentifier` for what cannot be an operator's id."""
        if not is_operator(to):
            raise InvalidIdentifier("operator")
        self._need("assign", record, now)
        self._fresh_eyes(record, to)
        after = replace(record, assignee=to, state=_ASSIGNED.get(record.state, record.state))
        return self.promises.changed(record, after, CaseEvent(now, "assigned", by, to))

    def ask(self, record: Record, question: str, by: str, now: float) -> Change:
        """Nobody can answer for an anonymous case."""
        self._need("ask", record, now)
        if not _answers(record):
            raise Conflict("ask")
        taken = self._taken(record, by)
        waiting = replace(taken, state=CaseState.WAITING_CITIZEN, question=question, paused_on=self.calendar.today(now))
        return self.promises.changed(record, waiting, CaseEvent(now, "asked", by, question, True), NoticeKind.QUESTION)

    def note(self, record: Record, text: str, public: bool, by: str, now: float) -> Change:
        self._need("note", record, now)
        started = record.state is CaseState.OPEN and by == record.assignee
        after = replace(
            record,
            note=text if public else record.note,
            state=CaseState.IN_PROGRESS if started else record.state,
        )
        return self.promises.changed(record, after, CaseEvent(now, "note", by, text, public), NoticeKind.NOTE if public else None)

    def resolve(self, record: Record, answer: str, upheld: bool, by: str, now: float) -> Change:
        self._need("resolve", record, now)
        self._fresh_eyes(record, by)
        taken = self.promises.resumed(self._taken(record, by), now)
        after = replace(
            taken,
            state=CaseState.RESOLVED,
            note=answer,
            upheld=upheld,
            deciders=tuple(dict.fromkeys((*record.deciders, by))),
            decided_on=self.calendar.today(now),
        )
        event = CaseEvent(now, "upheld" if upheld else "rejected", by, answer, True)
        return self.promises.changed(record, after, event, NoticeKind.ANSWER)

    def refer(self, record: Record, body: str, by: str, now: float) -> Change:
        """Raises `NotSupported` for a body that the profile does not know."""
        self._need("refer", record, now)
        if body not in self.policy.bodies:
            raise NotSupported("body")
        after = replace(self._taken(record, by), state=CaseState.REFERRED, body=body)
        return self.promises.changed(record, after, CaseEvent(now, "referred", by, body, True), NoticeKind.REFERRED)

    def hand_up(self, record: Record, reason: str, by: str, now: float) -> Change:
        """Whatever its promise: who leads may see that it is not theirs to decide."""
        self._need("hand-up", record, now)
        event = CaseEvent(now, "escalated", by, reason, True)
        return self.promises.changed(record, self.promises.escalated(record, now), event, NoticeKind.ESCALATED)

    def close(self, record: Record, by: str, now: float) -> Change:
        self._need("close", record, now)
        after = replace(record, state=CaseState.CLOSED, closed_on=self.calendar.today(now))
        return self.promises.changed(record, after, CaseEvent(now, "closed", by, "", True), NoticeKind.CLOSED)

    # --- what all of them do ---

    def _need(self, action: str, record: Record, now: float) -> None:
        if not self.allows(action, record, now):
            raise Conflict(action)

    def _fresh_eyes(self, record: Record, who: str) -> None:
        """An appeal is never decided by who decided before."""
        if who in record.barred:
            raise Conflict("decided-before")

    def _taken(self, record: Record, by: str) -> Record:
        """A case that nobody has belongs to who does something with it."""
        if record.assignee:
            return record
        self._fresh_eyes(record, by)
        return replace(record, assignee=by)


def _answers(record: Record) -> bool:
    """Whether anybody could answer a question: an anonymous case has nobody."""
    return record.brought.phone is not None or bool(record.pin)
