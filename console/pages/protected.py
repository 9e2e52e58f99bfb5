"""The pages of protected cases, for one role alone: a list that tells nothing, and one case at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from console.casework import staff_of
from console.pages.names import CountryNames
from console.pages.page import Answer, Goto, Page, Refusal, Sheet, Visit
from dialogs.ports import Clock, ProtectedCases, Role
from dialogs.refusals import NotFound
from store.cases.protected import STATES

__all__ = ["pages"]

PROTECTION = frozenset({Role.PROTECTION.value})
ID = "[0-9a-f]{32}"
A_PAGE = 50
MOST_TEXT = 2000


def pages(cases: ProtectedCases, clock: Clock, names: CountryNames) -> Sequence[Page]:
    """The list, a case, and what was done about it."""
    shelf = _Shelf(cases, clock, names)
    return (
        Page("protected", "GET", "/protected", PROTECTION, shelf.list, menu=20),
        Page("protected-case", "GET", "/protected/{id}", PROTECTION, shelf.case, {"id": ID}),
        Page("protected-note", "POST", "/protected/{id}/note", PROTECTION, shelf.note, {"id": ID}),
        Page(
            "protected-settle", "POST", "/protected/{id}/{state}", PROTECTION, shelf.settle, {"id": ID, "state": "|".join(STATES)}
        ),
    )


@dataclass(frozen=True, slots=True)
class _Shelf:
    cases: ProtectedCases
    clock: Clock
    names: CountryNames

    async def list(self, visit: Visit) -> Sheet:
        state = visit.query.get("state", "new")
        state = state if state in STATES else "new"
        try:
            found = await self.cases.list(
                staff_of(visit.operator), state=state, after=visit.query.get("after", ""), limit=A_PAGE + 1
            )
        except NotFound:
            raise Refusal(404) from None
        lines, more = found[:A_PAGE], len(found) > A_PAGE
        after = f"/protected?{urlencode({'state': state, 'after': lines[-1].id})}" if more else ""
        return Sheet("protected/list.html", {"lines": lines, "state": state, "states": ("new", *STATES), "next": after})

    async def case(self, visit: Visit) -> Sheet:
        return await self._sheet(visit, {})

    async def _sheet(self, visit: Visit, wrong: Mapping[str, str]) -> Sheet:
        try:
            case = await self.cases.file(staff_of(visit.operator), visit.path["id"])
        except NotFound:
            raise Refusal(404) from None
        told = {
            "case": case,
            "place": self.names.of("place", case.place, visit.words.lang),
            "states": [state for state in STATES if state != case.state],
            "wrong": wrong,
            "typed": visit.text("text"),
            "most": MOST_TEXT,
        }
        return Sheet("protected/case.html", told, 422 if wrong else 200)

    async def note(self, visit: Visit) -> Answer:
        text = visit.text("text")
        if not text or len(text) > MOST_TEXT:
            return await self._sheet(visit, {"note": "protected-too-long" if text else "protected-needed"})
        try:
            await self.cases.note(staff_of(visit.operator), visit.path["id"], text, key=visit.key, now=self.clock.now())
        except NotFound:
            raise Refusal(404) from None
        return Goto(f"/protected/{visit.path['id']}", done="protected-note")

    async def settle(self, visit: Visit) -> Goto:
        id, state = visit.path["id"], visit.path["state"]
        try:
            await self.cases.settle(staff_of(visit.operator), id, state, key=visit.key, now=self.clock.now())
        except NotFound:
            raise Refusal(404) from None
        return Goto(f"/protected/{id}", done="protected-settled")
