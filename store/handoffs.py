"""The life of a hand-off: one set of rules, pure, for the twin and the database alike."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from dialogs.model import IdRef, Phone
from dialogs.ports import Agent, Handoff, Handoffs, HandoffState

__all__ = ["DAY", "OPEN", "AgentHandoffs", "Denied", "Draw", "HandoffDenied", "Held", "Rules", "Verdict"]

DAY = 86400.0
OPEN = frozenset({HandoffState.WAITING, HandoffState.CLAIMED})

Draw = Callable[[], str]
"""Draws six digits by chance."""


class Denied(StrEnum):
    """Why an agent is refused. CODE never says whether a code is wrong, used or too old."""

    CODE = "code"
    LIMIT = "limit"
    NOT_YOURS = "not-yours"
    CLOSED = "closed"
    BUSY = "busy"
    NOT_VOUCHED = "not-vouched"
    OTHER_PERSON = "other-person"


class HandoffDenied(Exception):
    def __init__(self, why: Denied) -> None:
        super().__init__(why)
        self.why = why


class Verdict(StrEnum):
    """What came of one submission. REFUSED: the registry will not authenticate her at all; UNAVAILABLE: it did not answer."""

    MATCHED = "matched"
    MISMATCH = "mismatch"
    RECAPTURE = "recapture"
    NOT_ENROLLED = "not-enrolled"
    UNTRUSTED = "device-untrusted"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Rules:
    """Seconds that a code waits, a claim holds, a submission may take; tries for each hand-off; limits for each agent and day."""

    code_life: float = 600.0
    task_life: float = 600.0
    busy: float = 60.0
    tries: int = 5
    claims: int = 100
    exceptions: int = 5


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """A hand-off as it is kept: whose, by whom claimed, how often tried, who vouched. Nothing of a body, ever.

    `subject`, `phone` and `code` are forgotten when it is over. Times are Unix seconds, 0.0 for what did not happen.
    """

    id: str
    key: bytes
    code: str
    subject: IdRef
    phone: Phone | None
    purpose: str
    lang: str
    made_at: float
    expires_at: float
    state: HandoffState = HandoffState.WAITING
    agent: Agent | None = None
    claimed_at: float = 0.0
    tries: int = 0
    busy_until: float = 0.0
    submit_key: bytes = b""
    verdict: Verdict | None = None
    vouched_at: float = 0.0
    reason: str = ""
    approved_by: str = ""
    approved_at: float = 0.0

    @property
    def txn(self) -> str:
        """The ten digits that go into the capture, always the same for one hand-off."""
        return f"{int.from_bytes(hashlib.sha256(b'handoff transaction' + self.id.encode()).digest()) % 10**10:010}"

    @property
    def handoff(self) -> Handoff:
        """As the citizen's side knows it; the code is empty when it is over."""
        return Handoff(self.id, self.code, self.expires_at)

    def seen(self, now: float) -> HandoffState:
        late = self.state in OPEN and now >= self.expires_at
        return HandoffState.EXPIRED if late else self.state

    def answered(self, key: bytes) -> bool:
        """Whether `key` is a submission that has its verdict: it is told again, not done again.

        One that the registry did not answer is done again.
        """
        return self.submit_key == key and self.verdict not in (None, Verdict.UNAVAILABLE) and not self.busy_until

    def forgotten(self) -> "Held":
        """What is kept on: all of it while it is open; afterwards neither person, phone nor code."""
        return self if self.state in OPEN else replace(self, subject=IdRef("", ""), phone=None, code="")

    def claimed(self, agent: Agent, now: float, rules: Rules) -> "Held":
        """For this agent alone. The same agent again, after an answer that was lost, changes nothing."""
        if self.seen(now) is HandoffState.CLAIMED and self.agent and self.agent.id == agent.id:
            return self
        if self.seen(now) is not HandoffState.WAITING:
            raise HandoffDenied(Denied.CODE)
        return replace(self, state=HandoffState.CLAIMED, agent=agent, claimed_at=now, expires_at=now + rules.task_life)

    def submitting(self, agent: str, key: bytes, now: float, rules: Rules) -> "Held":
        """A try is spent before the attempt; one submission at a time."""
        self._belongs_to(agent)
        if self.answered(key):
            return self
        if self.seen(now) is not HandoffState.CLAIMED:
            raise HandoffDenied(Denied.CLOSED)
        if now < self.busy_until:
            raise HandoffDenied(Denied.BUSY)
        return replace(self, tries=self.tries + 1, busy_until=now + rules.busy, submit_key=key, verdict=None)

    def settled(self, key: bytes, verdict: Verdict, rules: Rules) -> "Held":
        """A registry that did not answer costs no try."""
        if self.state is not HandoffState.CLAIMED or self.submit_key != key or not self.busy_until:
            raise HandoffDenied(Denied.CLOSED)
        done = replace(self, busy_until=0.0, verdict=verdict)
        if verdict is Verdict.UNAVAILABLE:
            return replace(done, tries=self.tries - 1)
        if verdict is Verdict.MATCHED:
            return replace(done, state=HandoffState.PROVED)
        failed = verdict is Verdict.REFUSED or self.tries >= rules.tries
        return replace(done, state=HandoffState.FAILED) if failed else done

    def vouched(self, by: str, supervisor: bool, reason: str, now: float) -> "Held":
        """The agent who claimed vouches first, then a supervisor who is somebody else; a repetition changes nothing."""
        first = self.agent is not None and self.agent.id == by
        if not first and not supervisor:
            raise HandoffDenied(Denied.NOT_YOURS)
        if self.state is HandoffState.EXCEPTION and self.approved_by == by:
            return self
        if self.seen(now) is not HandoffState.CLAIMED or now < self.busy_until:
            raise HandoffDenied(Denied.BUSY if now < self.busy_until else Denied.CLOSED)
        if first:
            return self if self.vouched_at else replace(self, vouched_at=now, reason=reason)
        if not self.vouched_at:
            raise HandoffDenied(Denied.NOT_VOUCHED)
        return replace(self, state=HandoffState.EXCEPTION, approved_by=by, approved_at=now)

    def linked(self, number: str, now: float) -> "Held":
        """Proved on her own telephone: the identity provider must have named her, and nobody else."""
        if self.seen(now) not in OPEN:
            raise HandoffDenied(Denied.CLOSED)
        if number != self.subject.value:
            raise HandoffDenied(Denied.OTHER_PERSON)
        return replace(self, state=HandoffState.PROVED)

    def cancelled(self) -> "Held":
        return replace(self, state=HandoffState.EXPIRED) if self.state in OPEN else self

    def _belongs_to(self, agent: str) -> None:
        if self.agent is None or self.agent.id != agent:
            raise HandoffDenied(Denied.NOT_YOURS)


class AgentHandoffs(Handoffs, Protocol):
    """The agent's side of hand-offs, with the citizen's. All that change one raise `HandoffDenied`; an unknown id is NOT_YOURS.

    Limits by agent are for any 24 hours. What is returned still knows the person and her phone, also when it is over.
    """

    async def claim(self, code: str, agent: Agent, *, now: float) -> Held:
        """Take the hand-off with this code, the one agent of all who try at once."""
        ...

    async def submitting(self, id: str, agent: str, key: bytes, *, now: float) -> Held:
        """Begin the submission `key`; when it `answered` already, its verdict stands in the result."""
        ...

    async def settle(self, id: str, key: bytes, verdict: Verdict) -> Held: ...

    async def vouch(self, id: str, by: str, *, supervisor: bool, reason: str, now: float) -> Held: ...

    async def whose(self, id: str) -> IdRef | None:
        """Who is to be proved; None for one that is over, unknown or closed to us."""
        ...

    async def prove(self, id: str, number: str, *, now: float) -> Held:
        """An identity provider authenticated `number` for this hand-off."""
        ...

    async def forget(self, before: float) -> int:
        """Delete what was made before; how many. Keep more than a day: the limits are counted from what is kept."""
        ...
