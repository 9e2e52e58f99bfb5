"""The in-memory twin of hand-offs, for tests and for one process without a database."""

from collections.abc import Callable

from dialogs.model import IdRef, Phone
from dialogs.ports import Agent, Handoff, HandoffState
from store.handoffs import DAY, OPEN, Denied, Draw, HandoffDenied, Held, Rules, Verdict

__all__ = ["MemoryHandoffs"]


class MemoryHandoffs:
    """`store.handoffs.AgentHandoffs` in a dict. `draw` gives six digits, `new_id` an id that cannot be guessed."""

    def __init__(self, draw: Draw, new_id: Callable[[], str], rules: Rules | None = None) -> None:
        self._draw = draw
        self._new_id = new_id
        self._rules = rules or Rules()
        self._held: dict[str, Held] = {}

    async def begin(self, *, key: bytes, subject: IdRef, phone: Phone | None, purpose: str, lang: str, now: float) -> Handoff:
        for held in self._held.values():
            if held.key == key:
                return held.handoff
        live = {held.code for held in self._held.values() if held.seen(now) in OPEN}
        while (code := self._draw()) in live:
            pass
        made = Held(self._new_id(), key, code, subject, phone, purpose, lang, now, now + self._rules.code_life)
        self._held[made.id] = made
        return made.handoff

    async def state(self, id: str, *, now: float) -> HandoffState:
        held = self._held.get(id)
        return held.seen(now) if held else HandoffState.EXPIRED

    async def cancel(self, id: str) -> None:
        if id in self._held:
            self._keep(self._held[id].cancelled())

    async def claim(self, code: str, agent: Agent, *, now: float) -> Held:
        was = next((one for one in self._held.values() if one.code == code and one.seen(now) in OPEN), None)
        if was is None:
            raise HandoffDenied(Denied.CODE)
        held = was.claimed(agent, now, self._rules)
        claims = sum(bool(one.agent and one.agent.id == agent.id) and one.claimed_at > now - DAY for one in self._held.values())
        if held != was and claims >= self._rules.claims:
            raise HandoffDenied(Denied.LIMIT)
        return self._keep(held)

    async def submitting(self, id: str, agent: str, key: bytes, *, now: float) -> Held:
        return self._keep(self._find(id).submitting(agent, key, now, self._rules))

    async def settle(self, id: str, key: bytes, verdict: Verdict) -> Held:
        return self._keep(self._find(id).settled(key, verdict, self._rules))

    async def vouch(self, id: str, by: str, *, supervisor: bool, reason: str, now: float) -> Held:
        was = self._find(id)
        held = was.vouched(by, supervisor, reason, now)
        if held != was and self._exceptions(by, now) >= self._rules.exceptions:
            raise HandoffDenied(Denied.LIMIT)
        return self._keep(held)

    async def whose(self, id: str) -> IdRef | None:
        held = self._held.get(id)
        return held.subject if held and held.state in OPEN else None

    async def prove(self, id: str, number: str, *, now: float) -> Held:
        return self._keep(self._find(id).linked(number, now))

    async def forget(self, before: float) -> int:
        kept = {held.id: held for held in self._held.values() if held.made_at >= before}
        gone = len(self._held) - len(kept)
        self._held = kept
        return gone

    def _exceptions(self, by: str, now: float) -> int:
        asked = sum(bool(one.agent and one.agent.id == by) and one.vouched_at > now - DAY for one in self._held.values())
        return asked + sum(one.approved_by == by and one.approved_at > now - DAY for one in self._held.values())

    def _find(self, id: str) -> Held:
        if id not in self._held:
            raise HandoffDenied(Denied.NOT_YOURS)
        return self._held[id]

    def _keep(self, held: Held) -> Held:
        self._held[held.id] = held.forgotten()
        return held
