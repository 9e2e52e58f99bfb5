"""The worker's round between our cases and a ministry's case system: ours go there, its officers' words come here, once each."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import structlog

from dialogs.ports import CaseEvent, CaseState, Clock, Keys, StoreDown
from dialogs.ports.mirrors import Act, CaseMirror, MirroredCase, MirroredEvent, OfficerEvent, Told
from dialogs.refusals import Conflict, Outage, PartnerMisconfigured, RateLimited, Refused, Unavailable
from store.cases.casebook import Casebook
from store.cases.cases import TRIES
from store.cases.mirror import MirrorBook, Mirrored, Outcome
from store.cases.record import ACTIVE, Change, Record
from store.cases.rules import Rules

__all__ = ["ACTS", "Mirroring", "Round", "Terms"]

log = structlog.get_logger()

ACTS: Mapping[str, Act] = {
    "opened": Act.SAY,
    "message": Act.SAY,
    "answered": Act.SAY,
    "asked": Act.SAY,
    "note": Act.SAY,
    "referred": Act.SAY,
    "rated": Act.SAY,
    "appealed": Act.REOPEN,
    "reopened": Act.REOPEN,
    "escalated": Act.ESCALATE,
    "upheld": Act.UPHOLD,
    "rejected": Act.REJECT,
    "closed": Act.CLOSE,
    "withdrawn": Act.WITHDRAW,
    "helped": Act.CLOSE,
    "not-helped": Act.REOPEN,
}
"""The lines of a history that leave, if they are public; what our own clock and desks do stays here."""

_ANSWERS: Mapping[str, bool] = {"helped": False, "not-helped": True}
"""Her word on a referral: yes ends what was open, no opens what was decided; else it is only said."""
_DECIDES = frozenset({Act.UPHOLD, Act.REJECT, Act.CLOSE, Act.WITHDRAW})
_REOPENS = frozenset({Act.REOPEN, Act.ESCALATE})
_UNTAKEN = frozenset({CaseState.RECEIVED, CaseState.APPEALED, CaseState.ESCALATED})
_DOWN = (Unavailable, PartnerMisconfigured, RateLimited)
"""Failures that the next case would meet as well."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a mirror is worked; times in seconds, `since` (Unix time): older cases stay here.

    A thing whose answer was lost is sent again only when it is not over there after `settle`, by when it must have arrived
    or never will: longer than any proxy or queue on the way holds a request. A failure is followed by a wait of `first_wait`,
    doubled each time up to `longest_wait`. After `lease` another worker takes over what a dead one held; `settle` must be longer
    than `deadline`, so that it sends nothing that is still on its way.
    """

    since: float = 0.0
    most: int = 50
    deadline: float = 20.0
    pull_deadline: float = 60.0
    settle: float = 600.0
    lease: float = 300.0
    first_wait: float = 5.0
    longest_wait: float = 3600.0

    def wait(self, tries: int) -> float:
        return min(self.first_wait * 2.0 ** min(tries - 1, 16), self.longest_wait)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: lines that are over there now, officers' events written here, events kept as conflicts, failures."""

    pushed: int = 0
    applied: int = 0
    conflicts: int = 0
    failed: int = 0

    @property
    def busy(self) -> bool:
        """Whether another round should follow at once."""
        return bool(self.pushed or self.applied)


class Mirroring:
    """One mirror and its memory beside the casebook. Protected cases are in no casebook, and so in no mirror."""

    def __init__(
        self,
        mirror: CaseMirror,
        memory: MirrorBook,
        book: Casebook,
        rules: Rules,
        keys: Keys,
        clock: Clock,
        terms: Terms | None = None,
    ) -> None:
        self._mirror = mirror
        self._memory = memory
        self._book = book
        self._rules = rules
        self._keys = keys
        self._clock = clock
        self._terms = terms or Terms()

    async def round(self) -> Round:
        """First what officers did: who cannot know that does not write over it. Then what is ours. Raises `StoreDown`.

        Any number of workers may do rounds at the same time. While the other side is down, nothing more is tried.
        """
        terms, down = self._terms, False
        if (done := await self._pull()) is None:
            return Round(failed=1)
        claimed = await self._memory.claim(terms.most, since=terms.since, lease=terms.lease, now=self._clock.now())
        for kept in claimed:
            if down:
                await self._memory.save(kept, replace(kept, due=self._clock.now() + terms.first_wait))
                continue
            lines, failure = await self._push(kept)
            done = replace(done, pushed=done.pushed + lines, failed=done.failed + (failure is not None))
            down = isinstance(failure, _DOWN)
        if done != Round():
            log.info("mirror.round", upstream=self._mirror.name, **asdict(done))
        return done

    # --- there ---

    async def _push(self, kept: Mirrored) -> tuple[int, Exception | None]:
        """Everything of a case that is not over there yet, line by line; how many lines came through, and what stopped it."""
        before = kept.pushed
        try:
            record, history = await self._book.by_id(kept.case), await self._book.history(kept.case)
            if record is None or len(history) < record.rev:  # a line that cannot be read: the numbers would be wrong
                raise ValueError("history")
            while kept.pushed < len(history):
                fresh = kept.sent_at is None or self._clock.now() - kept.sent_at >= self._terms.settle
                if fresh:  # written down before it is sent: who finds it after a crash knows that it may have arrived
                    sent = replace(kept, sent_at=self._clock.now())
                    if not await self._memory.save(kept, sent):
                        return kept.pushed - before, None
                    kept = sent
                done = await self._step(kept, record, history, fresh)
                if not await self._memory.save(kept, done):
                    return kept.pushed - before, None
                kept = done
        except StoreDown:
            raise
        except Exception as failure:  # one case that cannot be pushed holds up no other
            await self._failed(kept, failure)
            return kept.pushed - before, failure
        await self._memory.save(kept, replace(kept, due=self._clock.now()))
        return kept.pushed - before, None

    async def _step(self, kept: Mirrored, record: Record, history: Sequence[CaseEvent], fresh: bool) -> Mirrored:
        """The case itself, or the next line of it, and any that need not leave."""
        deadline, id, pushed = self._terms.deadline, kept.upstream_id, kept.pushed
        if not id:
            id = await self._mirror.push_case(self._case(record), fresh=fresh, deadline=deadline)
        elif event := self._leaving(record, history, pushed):
            await self._mirror.push_event(id, event, fresh=fresh, deadline=deadline)
            pushed += 1
        while pushed < len(history) and not self._leaving(record, history, pushed):
            pushed += 1
        return replace(kept, upstream_id=id, pushed=pushed, tries=0, sent_at=None)

    async def _failed(self, kept: Mirrored, failure: Exception) -> None:
        """It stays written down as sent unless the other side said that it was not done."""
        tries, refused = kept.tries + 1, isinstance(failure, Refused | PartnerMisconfigured)
        waiting = replace(kept, tries=tries, due=self._clock.now() + self._terms.wait(tries))
        waiting = replace(waiting, sent_at=None) if refused else waiting
        await self._memory.save(kept, waiting)
        log.warning("mirror.push-failed", upstream=self._mirror.name, error=type(failure).__name__, tries=tries)

    def _case(self, record: Record) -> MirroredCase:
        case = record.brought
        return MirroredCase(
            ref=record.ref,
            kind=case.kind.value,
            category=case.category,
            channel=case.channel,
            place=case.place,
            programme=case.programme,
            opened_on=self._rules.calendar.today(record.opened_at),
            text=case.text,
            desired=case.desired,
        )

    def _leaving(self, record: Record, history: Sequence[CaseEvent], at: int) -> MirroredEvent | None:
        """Line `at` (from 0) as it leaves; None when it stays, or came from over there."""
        line, act = history[at], _act(history, at)
        theirs = line.by.startswith(f"{self._mirror.name}:")
        if act is None or not line.public or theirs or (line.kind == "opened" and not line.text):
            return None
        return MirroredEvent(record.ref, at + 1, act, line.kind, line.text)

    # --- and back ---

    async def _pull(self) -> Round | None:
        """The cursor moves when every event has its outcome; None: they could not be asked."""
        try:
            pulled = await self._mirror.pull(await self._memory.cursor(), deadline=self._terms.pull_deadline)
        except (Refused, Outage) as failure:
            log.warning("mirror.pull-failed", upstream=self._mirror.name, error=type(failure).__name__)
            return None
        done, said_again = Round(), {event.covers for event in pulled.events}
        for event in pulled.events:
            try:
                outcome = await self._receive(event, again=event.id in said_again)
            except StoreDown:
                raise
            except Exception as fault:  # a fault of ours with one event holds up no other: it is told again
                log.error("mirror.event-fault", upstream=self._mirror.name, error=type(fault).__name__)
                done = replace(done, failed=done.failed + 1)
                continue
            applied, conflict = outcome is Outcome.APPLIED, outcome is Outcome.CONFLICT
            done = replace(done, applied=done.applied + applied, conflicts=done.conflicts + conflict)
        if not done.failed:
            await self._memory.move(pulled.cursor)
        return done

    async def _receive(self, event: OfficerEvent, *, again: bool) -> Outcome | None:
        """What became of it now; None when that was settled before. `again`: a decision of the same officer says the same."""
        key = self._keys.mac("mirror-event", self._mirror.name, event.id)
        if await self._memory.settled(key):
            return None
        outcome = Outcome.AGREED if again else await self._write(event, key)
        await self._memory.settle(key, event, outcome, now=self._clock.now())
        return outcome

    async def _write(self, event: OfficerEvent, key: bytes) -> Outcome:
        """Into the history under `key`: once, also when we die before the outcome is kept."""
        by = f"{self._mirror.name}:{event.by}"
        for _ in range(TRIES):
            record = await self._book.by_ref(event.ref)
            if record is None:
                return Outcome.CONFLICT
            if await self._book.did(record.id, key):
                return Outcome.APPLIED
            try:
                change = await self._decide(record, event, by)
            except Refused:
                return Outcome.CONFLICT
            if change is None:
                return Outcome.AGREED
            if await self._book.save(record, replace(change, entry=replace(change.entry, key=key))):
                return Outcome.APPLIED
        raise StoreDown("contended")

    async def _decide(self, record: Record, event: OfficerEvent, by: str) -> Change | None:
        """By the rules of every case; None when it is so already. Raises `Conflict`."""
        rules, now = self._rules, self._clock.now()
        match event.what:
            case Told.NOTE:
                return rules.note(record, event.text, event.public, by, now)
            case Told.TAKEN:
                held = record.assignee and record.state in ACTIVE - _UNTAKEN
                return None if held else rules.assign(record, by, by, now)
        known = record.decided_on and record.state not in ACTIVE and event.text in ("", record.note)
        if known and event.ended:
            return rules.close(record, by, now) if record.state is CaseState.RESOLVED else None
        if event.overtaken or await self._reopening(record):
            raise Conflict("overtaken", upstream=self._mirror.name)
        return rules.resolve(record, event.text or record.note, event.what is Told.UPHELD, by, now)

    async def _reopening(self, record: Record) -> bool:
        """Whether it is to be looked at again, and they could not know when they decided."""
        kept = await self._memory.of(record.id)
        history, pushed = await self._book.history(record.id), kept.pushed if kept else 0
        return any(_act(history, at) in _REOPENS for at in range(pushed, len(history)))


def _act(history: Sequence[CaseEvent], at: int) -> Act | None:
    """What line `at` does to the case."""
    kind = history[at].kind
    act = ACTS.get(kind)
    if kind not in _ANSWERS:
        return act
    moves = [ACTS[line.kind] for line in history[:at] if ACTS.get(line.kind) in _DECIDES | _REOPENS]
    decided = bool(moves) and moves[-1] in _DECIDES
    return act if decided is _ANSWERS[kind] else Act.SAY
