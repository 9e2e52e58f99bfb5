"""The API of those who work cases: find one, see it, move it, decide it, and count them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from console.api.case_problems import DECIDED_BEFORE, NOT_NOW, UNKNOWN_CASE, problems
from console.api.documents import Asked, Told
from console.api.operations import Call, Operation
from console.casework import REPORTING, WORKING, Casework, staff_of
from dialogs.ports import CaseEvent, CaseFile, CaseFilter, CaseKind, CaseState

__all__ = ["operations"]

REF = "[0-9]{8}"
MOST_TEXT = 1000
"""Characters of what a citizen is told: she may read it by USSD, page by page."""

_Text = Annotated[
    str, StringConstraints(min_length=1, max_length=MOST_TEXT, strip_whitespace=True, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")
]
_Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.@-]{1,64}$")]
_Ref = Annotated[str, StringConstraints(pattern=rf"^{REF}$")]


class CaseQuery(Asked):
    """Which cases, by their promised day. `assignee` is an operator's id, or `-` for nobody.

    `after` is the `next` of the page before.
    """

    state: CaseState | None = None
    category: _Code | None = None
    place: _Code | None = None
    assignee: _Code | None = None
    overdue: bool | None = None
    decided: bool | None = None
    after: _Ref | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class CaseLine(Told):
    """A case in a list; `promised` is the day by which it is to be decided."""

    ref: str
    kind: CaseKind
    category: str
    state: CaseState
    level: int
    opened: date
    promised: date
    overdue: bool
    place: str
    programme: str
    assignee: str
    owner: str


class CasePage(Told):
    """`next` is empty on the last page."""

    cases: list[CaseLine]
    next: str


class HistoryLine(Told):
    """`by` is `citizen`, `system` or an operator's id; `public`: the citizen may read it."""

    at: datetime
    kind: str
    by: str
    text: str = Field(repr=False)
    public: bool


class CaseDocument(CaseLine):
    """A whole case; the phone is masked, and `may` names what you may do with it now."""

    channel: str
    lang: str
    phone: str
    text: str = Field(repr=False)
    desired: str = Field(repr=False)
    for_other: bool
    question: str = Field(repr=False)
    may: list[str]
    history: list[HistoryLine]


class Nothing(Asked):
    """Nothing needs to be said."""


class Assignment(Asked):
    """`to` is an operator's id."""

    to: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$")]


class Question(Asked):
    """What the citizen is asked; the clock stands still until she answers."""

    question: _Text = Field(repr=False)


class Note(Asked):
    """With `public` the citizen reads it and is told by SMS that there is news."""

    text: _Text = Field(repr=False)
    public: bool = False


class Decision(Asked):
    """What the citizen will read, and whether she was right."""

    text: _Text = Field(repr=False)
    upheld: bool


class Referral(Asked):
    """`body` is a body of the country profile."""

    body: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,48}$")]


class Reason(Asked):
    """Why it goes to the competent authority."""

    reason: _Text = Field(repr=False)


class ReportQuery(Asked):
    """Local days, both included; 30 days up to today unless told otherwise."""

    by: Literal["category", "state", "place", "programme", "channel", "satisfaction", "helped"] = "category"
    since: date | None = None
    until: date | None = None


class CountLine(Told):
    group: str
    count: int


class CaseReport(Told):
    """No group is smaller than five; smaller ones are together in `other`, or left out."""

    by: str
    counts: list[CountLine]


def operations(casework: Casework) -> Sequence[Operation[Any]]:
    """What there is to do with cases."""

    async def find(call: Call[CaseQuery]) -> CasePage:
        asked = call.body
        assignee = "" if asked.assignee == "-" else asked.assignee
        where = CaseFilter(asked.state, asked.category, asked.place, assignee, asked.overdue, asked.decided)
        with problems():
            files, after = await casework.list(staff_of(call.operator), where, asked.after or "", asked.limit)
        return CasePage(cases=[CaseLine(**_line(file)) for file in files], next=after)

    async def shown(call: Call[Any]) -> CaseDocument:
        with problems():
            return _document(await casework.file(staff_of(call.operator), call.path["ref"]))

    def moving(act: Callable[[Call[Any]], Awaitable[None]]) -> Callable[[Call[Any]], Awaitable[CaseDocument]]:
        async def move(call: Call[Any]) -> CaseDocument:
            with problems():
                await act(call)
            return await shown(call)

        return move

    async def count(call: Call[ReportQuery]) -> CaseReport:
        asked = call.body
        with problems():
            counts = await casework.report(staff_of(call.operator), asked.by, asked.since, asked.until)
        return CaseReport(by=asked.by, counts=[CountLine(group=one.group, count=one.count) for one in counts])

    def move(name: str, path: str, summary: str, request: type[BaseModel], act: Callable[[Call[Any]], Awaitable[None]]) -> Any:
        refuses = (UNKNOWN_CASE, NOT_NOW, DECIDED_BEFORE)
        return Operation(
            name,
            "POST",
            f"/v1/cases/{{ref}}/{path}",
            summary,
            WORKING,
            request,
            CaseDocument,
            moving(act),
            {"ref": REF},
            refuses,
            once=True,
        )

    do = casework
    return (
        Operation(
            "listCases", "GET", "/v1/cases", "Cases, the oldest promise first", WORKING, CaseQuery, CasePage, find,
            refuses=(UNKNOWN_CASE,),
        ),
        Operation(
            "countCases", "GET", "/v1/cases/report", "How many cases were opened, in groups that point at nobody",
            REPORTING, ReportQuery, CaseReport, count,
        ),
        Operation(
            "showCase", "GET", "/v1/cases/{ref}", "One case with its history", WORKING, Nothing, CaseDocument, shown,
            {"ref": REF}, (UNKNOWN_CASE,),
        ),
        move("assignCase", "assign", "Give a case to somebody, or take it", Assignment,
             lambda call: do.assign(staff_of(call.operator), call.path["ref"], call.body.to, call.key)),
        move("askCitizen", "ask", "Ask the citizen something", Question,
             lambda call: do.ask(staff_of(call.operator), call.path["ref"], call.body.question, call.key)),
        move("noteCase", "note", "Write something down, or tell it to the citizen", Note,
             lambda call: do.note(staff_of(call.operator), call.path["ref"], call.body.text, call.body.public, call.key)),
        move("answerCase", "answer", "Decide a case or an appeal", Decision,
             lambda call: do.answer(staff_of(call.operator), call.path["ref"], call.body.text, call.body.upheld, call.key)),
        move("referCase", "refer", "Send a case to the body that verified the data", Referral,
             lambda call: do.refer(staff_of(call.operator), call.path["ref"], call.body.body, call.key)),
        move("escalateCase", "escalate", "Give a case to the competent authority", Reason,
             lambda call: do.hand_up(staff_of(call.operator), call.path["ref"], call.body.reason, call.key)),
        move("closeCase", "close", "Close a case that is decided", Nothing,
             lambda call: do.close(staff_of(call.operator), call.path["ref"], call.key)),
    )  # fmt: skip


def _line(file: CaseFile) -> dict[str, Any]:
    view = file.view
    return {
        "ref": view.ref,
        "kind": view.kind,
        "category": view.category,
        "state": view.state,
        "level": view.level,
        "opened": view.opened_on,
        "promised": view.resolve_by,
        "overdue": file.overdue,
        "place": file.place,
        "programme": file.programme,
        "assignee": file.assignee,
        "owner": view.owner,
    }


def _document(file: CaseFile) -> CaseDocument:
    return CaseDocument(
        **_line(file),
        channel=file.channel,
        lang=file.lang,
        phone=file.phone,
        text=file.text,
        desired=file.desired,
        for_other=file.for_other,
        question=file.view.question,
        may=sorted(file.may),
        history=[_event(event) for event in file.history],
    )


def _event(event: CaseEvent) -> HistoryLine:
    at = datetime.fromtimestamp(event.at, UTC)
    return HistoryLine(at=at, kind=event.kind, by=event.by, text=event.text, public=event.public)
