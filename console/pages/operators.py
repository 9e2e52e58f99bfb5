"""The page of operators: who may come in, and whom to shut out at once. New ones are made on the command line alone.

Whoever could make operators here could give himself the role of protected cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from console.pages.page import Answer, Goto, Page, Refusal, Sheet, Visit
from dialogs.ports import Audit, AuditEvent, Clock, Keys
from store.operators import Operators

__all__ = ["pages"]

ADMIN = frozenset({"admin"})
ID = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}"


def pages(operators: Operators, audit: Audit, keys: Keys, clock: Clock) -> Sequence[Page]:
    """The list, and the end of one operator's access."""
    gate = _Gate(operators, audit, keys, clock)
    return (
        Page("operators", "GET", "/operators", ADMIN, gate.list, menu=90),
        Page("operator-disable", "POST", "/operators/{id}/disable", ADMIN, gate.disable, {"id": ID}),
    )


@dataclass(frozen=True, slots=True)
class _Gate:
    operators: Operators
    audit: Audit
    keys: Keys
    clock: Clock

    async def list(self, visit: Visit) -> Sheet:
        everybody = await self.operators.all()
        return Sheet("operators/list.html", {"operators": sorted(everybody, key=lambda one: (one.disabled, one.id))})

    async def disable(self, visit: Visit) -> Answer:
        """Out of the API and the console at the next request. Nobody shuts himself out: there may be no other."""
        id, by = visit.path["id"], visit.operator.id
        if id == by:
            raise Refusal(409)
        if not await self.operators.disable(id):
            raise Refusal(404)
        actor, subject = self.keys.mac("operator", by), self.keys.mac("operator", id)
        await self.audit.append(AuditEvent(self.clock.now(), "operator-disable", actor, subject, key=visit.key))
        return Goto("/operators", done="operator-disabled")
