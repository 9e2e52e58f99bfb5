"""The agent's side of a proof in person: claim, compare, vouch; all of it audited, and the citizen told."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from config.policy import Limit
from dialogs.model import IdRef
from dialogs.ports import (
    Agent,
    Audit,
    AuditEvent,
    BiometricRegistry,
    CallContext,
    CaptureTask,
    Clock,
    Guard,
    HandoffState,
    Keys,
    OpaqueBlock,
)
from dialogs.refusals import (
    BiometricMismatch,
    BiometricNotEnrolled,
    CaptureRejected,
    DeviceUntrusted,
    Outage,
    RateLimited,
    Refused,
    RegistryError,
)
from store.handoffs import AgentHandoffs, Denied, HandoffDenied, Held, Verdict

__all__ = ["AgentLocked", "Proofs"]

log = structlog.get_logger()

GUESSES = Limit(tries=5, window=3600.0, lock=3600.0)
"""Wrong codes in a row by one agent."""
MISSES = Limit(tries=20, window=86400.0, lock=86400.0)
"""Wrong codes by one agent in a day, however many right ones lie between."""
Notice = Callable[[Held], Awaitable[None]]
"""Tells the citizen by SMS what was done in her name; done once for one hand-off, however often it is called."""


class AgentLocked(Exception):
    """Too many wrong codes; `seconds` until the agent may try again."""

    def __init__(self, seconds: float) -> None:
        super().__init__("locked")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Proofs:
    """`env` and `domain_uri` are what the registry expects in a capture; `deadline` is for one comparison, in seconds."""

    handoffs: AgentHandoffs
    biometrics: BiometricRegistry
    audit: Audit
    guard: Guard
    keys: Keys
    clock: Clock
    notice: Notice
    env: str
    domain_uri: str
    deadline: float = 20.0

    async def claim(self, code: str, agent: Agent) -> CaptureTask:
        """What to capture for the citizen who read out this code. Raises `AgentLocked`, `HandoffDenied`."""
        who = [self.keys.mac("operator", agent.id)]
        await self._spend(who, agent, code)
        try:
            held = await self.handoffs.claim(code, agent, now=self.clock.now())
        except HandoffDenied as denied:
            await self._note("handoff-claim", agent.id, None, outcome=denied.why)
            if denied.why is Denied.CODE:
                await self._missed(who, agent, code)
            raise
        await self.guard.forgive("handoff-code", who)
        await self._note("handoff-claim", agent.id, held.subject, outcome="claimed", key=held.id)
        return self._task(held)

    async def submit(self, id: str, agent: str, key: bytes, blocks: Sequence[OpaqueBlock]) -> Held:
        """Have the captures compared, once for each `key`. Raises `HandoffDenied`."""
        held = await self.handoffs.submitting(id, agent, key, now=self.clock.now())
        if held.answered(key):
            return held
        verdict = await self._compare(held, key, blocks)
        await self._note("handoff-submit", agent, held.subject, outcome=verdict, key=f"{key.hex()} {verdict}")
        if verdict is Verdict.MATCHED:
            await self.notice(held)  # before it counts: what was proved in her name is never unsaid
        return await self.handoffs.settle(id, key, verdict)

    async def vouch(self, id: str, by: str, *, supervisor: bool, reason: str) -> Held:
        """The exception for whoever cannot be captured: the agent first, then a supervisor. Raises `HandoffDenied`."""
        try:
            held = await self.handoffs.vouch(id, by, supervisor=supervisor, reason=reason, now=self.clock.now())
        except HandoffDenied as denied:
            await self._note("handoff-vouch", by, await self.handoffs.whose(id), outcome=denied.why)
            raise
        await self._note("handoff-vouch", by, held.subject, outcome=reason, key=f"{id} {by}")
        if held.state is HandoffState.EXCEPTION:
            await self.notice(held)
        return held

    async def _spend(self, who: list[bytes], agent: Agent, code: str) -> None:
        """A try is spent before the code is looked at; the same code again costs nothing."""
        locked = await self.guard.locked("handoff-miss", who)
        tried = self.keys.mac("handoff-try", agent.id, code)
        limit = GUESSES
        left = await self.guard.spend("handoff-code", who, tries=limit.tries, window=limit.window, lock=limit.lock, key=tried)
        if left < 0 or locked:
            await self._note("handoff-claim", agent.id, None, outcome="locked")
            raise AgentLocked(max(locked, await self.guard.locked("handoff-code", who)))

    async def _missed(self, who: list[bytes], agent: Agent, code: str) -> None:
        missed, limit = self.keys.mac("handoff-miss", agent.id, code), MISSES
        left = await self.guard.spend("handoff-miss", who, tries=limit.tries, window=limit.window, lock=limit.lock, key=missed)
        if left <= 0:
            await self.guard.lock("handoff-miss", who, limit.lock)

    async def _compare(self, held: Held, key: bytes, blocks: Sequence[OpaqueBlock]) -> Verdict:
        """The registry's word; its token is not kept, the state of the hand-off is what counts."""
        context = CallContext(held.purpose, key, self.deadline, consent=True, lang=held.lang)
        try:
            await self.biometrics.authenticate(held.subject, held.txn, blocks, ctx=context)
        except (Refused, Outage) as said:
            verdict = _VERDICTS.get(type(said), Verdict.REFUSED if isinstance(said, Refused) else Verdict.UNAVAILABLE)
            log.warning("handoff.not-matched", verdict=verdict.value, code=said.code)
            return verdict
        return Verdict.MATCHED

    def _task(self, held: Held) -> CaptureTask:
        modalities = tuple(sorted(self.biometrics.modalities()))
        return CaptureTask(held.id, held.txn, modalities, self.env, self.domain_uri, held.purpose, held.expires_at)

    async def _note(self, action: str, actor: str, whose: IdRef | None, *, outcome: str, key: str = "") -> None:
        """`whose` is None where a code led to nobody."""
        mac = self.keys.mac
        subject = mac("subject", whose.scheme, whose.value) if whose else b""
        once = mac("audit-line", action, key) if key else b""
        await self.audit.append(AuditEvent(self.clock.now(), action, mac("operator", actor), subject, outcome, once))


_VERDICTS: dict[type[RegistryError], Verdict] = {
    BiometricMismatch: Verdict.MISMATCH,
    BiometricNotEnrolled: Verdict.NOT_ENROLLED,
    CaptureRejected: Verdict.RECAPTURE,
    DeviceUntrusted: Verdict.UNTRUSTED,
    RateLimited: Verdict.UNAVAILABLE,
}
