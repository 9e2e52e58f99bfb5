"""The API of protected cases, for one role alone: a list that tells nothing, one case, and what was done about it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from console.api.case_problems import UNKNOWN_CASE, problems
from console.api.documents import Asked, Told
from console.api.operations import Call, Operation
from console.casework import staff_of
from dialogs.ports import Clock, ProtectedCase, ProtectedCases, Role

__all__ = ["PROTECTION", "operations"]

PROTECTION = frozenset({Role.PROTECTION.value})
ID = "[0-9a-f]{32}"


class ProtectedQuery(Asked):
    """Which cases, the oldest first; `after` is the `next` of the page before."""

    state: Literal["new", "called", "referred", "unreachable", "closed"] = "new"
    after: Annotated[str, StringConstraints(pattern=rf"^{ID}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ProtectedEntry(Told):
    """That there is one, since when, and how far it is; nothing else is ever in a list."""

    id: str
    at: datetime
    state: str


class ProtectedPage(Told):
    """`next` is empty on the last page."""

    cases: list[ProtectedEntry]
    next: str


class ProtectedEvent(Told):
    """`kind` is `note` or a state."""

    at: datetime
    kind: str
    by: str
    text: str = Field(repr=False)


class ProtectedDocument(ProtectedEntry):
    """`phone` is a number that she gave for this and nothing else, `hours` when it is safe to call; both may be empty."""

    nature: str
    wants: str
    place: str
    lang: str
    phone: str = Field(repr=False)
    hours: str = Field(repr=False)
    notes: list[ProtectedEvent]


class ProtectedUnasked(Asked):
    """Nothing but what the path names."""


class ProtectedNoting(Asked):
    """What a colleague should know."""

    text: Annotated[
        str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")
    ] = Field(repr=False)


class ProtectedSettling(Asked):
    """How far it is now."""

    state: Literal["called", "referred", "unreachable", "closed"]


def operations(cases: ProtectedCases, clock: Clock) -> Sequence[Operation[Any]]:
    """The four things that the role `protection` may do."""

    async def find(call: Call[ProtectedQuery]) -> ProtectedPage:
        asked, staff = call.body, staff_of(call.operator)
        with problems():
            found = await cases.list(staff, state=asked.state, after=asked.after or "", limit=asked.limit + 1)
        lines = [ProtectedEntry(id=one.id, at=_moment(one.at), state=one.state) for one in found[: asked.limit]]
        return ProtectedPage(cases=lines, next=lines[-1].id if len(found) > asked.limit else "")

    async def shown(call: Call[Any]) -> ProtectedDocument:
        with problems():
            return _document(await cases.file(staff_of(call.operator), call.path["id"]))

    async def note(call: Call[ProtectedNoting]) -> ProtectedDocument:
        with problems():
            await cases.note(staff_of(call.operator), call.path["id"], call.body.text, key=call.key, now=clock.now())
        return await shown(call)

    async def settle(call: Call[ProtectedSettling]) -> ProtectedDocument:
        with problems():
            await cases.settle(staff_of(call.operator), call.path["id"], call.body.state, key=call.key, now=clock.now())
        return await shown(call)

    path, unknown = "/v1/protected/{id}", (UNKNOWN_CASE,)
    return (
        Operation(
            "listProtected", "GET", "/v1/protected", "That there are cases, and no more", PROTECTION, ProtectedQuery,
            ProtectedPage, find, refuses=unknown,
        ),
        Operation(
            "showProtected", "GET", path, "One case with the safe way to her", PROTECTION, ProtectedUnasked,
            ProtectedDocument, shown, {"id": ID}, unknown,
        ),
        Operation(
            "noteProtected", "POST", f"{path}/note", "Write something down for colleagues", PROTECTION, ProtectedNoting,
            ProtectedDocument, note, {"id": ID}, unknown,
        ),
        Operation(
            "settleProtected", "POST", f"{path}/settle", "Say how far it is", PROTECTION, ProtectedSettling,
            ProtectedDocument, settle, {"id": ID}, unknown,
        ),
    )  # fmt: skip


def _document(case: ProtectedCase) -> ProtectedDocument:
    safe = case.safe
    return ProtectedDocument(
        id=case.id,
        at=_moment(case.at),
        state=case.state,
        nature=case.nature,
        wants=case.wants,
        place=case.place,
        lang=case.lang,
        phone=safe.phone.e164 if safe and safe.phone else "",
        hours=safe.hours if safe else "",
        notes=[ProtectedEvent(at=_moment(one.at), kind=one.kind, by=one.by, text=one.text) for one in case.notes],
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
