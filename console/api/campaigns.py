"""The API of campaigns: written by one, approved by two others, started, watched, stopped and reported on."""

import functools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

from pydantic import BaseModel

from campaigns import report as reports
from campaigns import words
from campaigns.audience import Unusable
from campaigns.brief import NAME, Brief, Content
from campaigns.plan import APPROVER, WRITER
from campaigns.report_page import as_html
from campaigns.watching import look
from console.announcing import LARGEST, TEAM, UPLOADS, Announcing, TooManyTests, member
from console.api.campaign_documents import (
    Brought,
    CampaignApproval,
    CampaignDocument,
    CampaignPage,
    CampaignProgress,
    Campaigns,
    CountedDocument,
    Freezing,
    PreviewDocument,
    Question,
    Remembered,
    Reminding,
    TestPhones,
    Tried,
    Unasked,
    preview_of,
    progress_of,
)
from console.api.campaign_reports import ReportDocument, ReportPage
from console.api.operations import Call, M, Operation, Text
from console.api.problems import FORBIDDEN, INVALID, STALE, Kind, Problem
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted
from store.ledger import Stage

__all__ = ["operations"]

_NAME = {"name": NAME}
_TEAM, _WRITER, _APPROVER = TEAM, frozenset({WRITER}), frozenset({APPROVER})

NO_CAMPAIGN = Kind(404, "no-campaign", "There is no campaign of this name")
OWN_CAMPAIGN = Kind(403, "own-campaign", "Who had a hand in a campaign does not approve it")
NAME_TAKEN = Kind(409, "name-taken", "There is another campaign of this name")
WRONG_STAGE = Kind(409, "wrong-stage", "The campaign is at a stage where this cannot be done")
CHANGED = Kind(409, "changed", "The campaign is not as you saw it any more")
NOT_APPROVED = Kind(409, "not-approved", "Two people must approve first")
TOO_LATE = Kind(409, "too-late", "The campaign has ended")
NO_AUDIENCE = Kind(409, "no-audience", "Nobody would be written to")
TEXT_FAULT = Kind(409, "text-fault", "A text cannot be sent as it is")
UNUSABLE = Kind(422, "unusable-file", "The file cannot be used")
TOO_MANY_TESTS = Kind(429, "too-many-tests", "You have sent as many tests as one person may in an hour")

_CONFLICTS = {
    "name-taken": NAME_TAKEN,
    "changed-since": CHANGED,
    "changed-meanwhile": CHANGED,
    "not-approved": NOT_APPROVED,
    "too-late": TOO_LATE,
    "no-audience": NO_AUDIENCE,
    "wave": WRONG_STAGE,
}


def operations(team: Announcing) -> Sequence[Operation[Any]]:
    """All that operators do to campaigns."""
    return (*_writing(team), *_gathering(team), *_moving(team), *_watching(team))


def _writing(team: Announcing) -> Sequence[Operation[Any]]:
    desk = team.desk

    async def create(call: Call[Brief]) -> CampaignDocument:
        return CampaignDocument.of(await desk.create(call.body.campaign(call.body.name), member(call.operator)))

    async def read(call: Call[Unasked]) -> CampaignDocument:
        return CampaignDocument.of(await desk.find(call.path["name"]))

    async def page(call: Call[CampaignPage]) -> Campaigns:
        found = await desk.book.page(call.body.limit + 1, before=call.body.before)
        return Campaigns.of(found, call.body.limit)

    async def edit(call: Call[Content]) -> CampaignDocument:
        try:
            record = await desk.edit(call.body.campaign(call.path["name"]), member(call.operator), call.version)
        except Conflict as conflict:
            raise (Problem(STALE) if conflict.code == "changed-meanwhile" else conflict) from None
        return CampaignDocument.of(record)

    written = (NO_CAMPAIGN, WRONG_STAGE)
    return (
        _operation("createCampaign", "POST", "", "Write a campaign", _WRITER, Brief, CampaignDocument, create,
                   (NAME_TAKEN,), status=201),
        _operation("listCampaigns", "GET", "", "The campaigns, newest first", _TEAM, CampaignPage, Campaigns, page),
        _operation("readCampaign", "GET", "/{name}", "One campaign", _TEAM, Unasked, CampaignDocument, read, (NO_CAMPAIGN,)),
        _operation("editCampaign", "PUT", "/{name}", "Write a campaign anew: what was approved before is void", _WRITER,
                   Content, CampaignDocument, edit, written, matches=True),
    )  # fmt: skip


def _gathering(team: Announcing) -> Sequence[Operation[Any]]:
    desk = team.desk

    def bringing(*, exclude: bool) -> Callable[[Call[Unasked]], Awaitable[Brought]]:
        async def bring(call: Call[Unasked]) -> Brought:
            try:
                return Brought.of(await team.bring(call.path["name"], call.file, call.operator, exclude=exclude))
            except Unusable as unusable:
                raise Problem(UNUSABLE, faults=[("body", str(unusable))]) from None

        return bring

    async def remind(call: Call[Reminding]) -> Remembered:
        tally = await desk.remind(call.path["name"], call.body.earlier, call.body.choice, member(call.operator))
        return Remembered(read=tally.read, new=tally.new, bad=dict(tally.bad))

    async def ask(call: Call[Question]) -> Remembered:
        tally = await desk.ask(call.path["name"], call.body.where, member(call.operator))
        return Remembered(read=tally.read, new=tally.new, bad=dict(tally.bad))

    async def count(call: Call[Question]) -> CountedDocument:
        return CountedDocument.model_validate(await desk.count(call.path["name"], call.body.where, member(call.operator)))

    async def freeze(call: Call[Unasked]) -> Freezing:
        record, out = await desk.freeze(call.path["name"], member(call.operator))
        return Freezing(version=record.revision, recipients=record.count, out=out)

    async def try_out(call: Call[TestPhones]) -> Tried:
        try:
            return Tried(messages=await team.try_out(call.path["name"], call.body.phones, call.operator, call.key))
        except TooManyTests as many:
            raise Problem(TOO_MANY_TESTS, retry_after=many.seconds) from None

    gathered = (NO_CAMPAIGN, WRONG_STAGE, CHANGED, UNUSABLE)
    return (
        _operation("bringPeople", "POST", "/{name}/audience", "Add the people of a file (CSV or XLSX)", _WRITER, Unasked, Brought,
                   bringing(exclude=False), gathered, uploads=UPLOADS, largest=LARGEST),
        _operation("excludePeople", "POST", "/{name}/exclusions", "Take the people of a file out", _WRITER, Unasked, Brought,
                   bringing(exclude=True), gathered, uploads=UPLOADS, largest=LARGEST),
        _operation("remindPeople", "POST", "/{name}/reminders", "Add people of an earlier campaign", _WRITER, Reminding,
                   Remembered, remind, gathered),
        _operation("askPeople", "POST", "/{name}/questions", "Add whom the lists name", _WRITER, Question, Remembered, ask,
                   gathered),
        _operation("countPeople", "GET", "/{name}/count", "How many the lists name", _WRITER, Question, CountedDocument, count,
                   (NO_CAMPAIGN, WRONG_STAGE)),
        _operation("freezeAudience", "POST", "/{name}/freeze", "Fix the audience for good: who refused or was excluded is out",
                   _WRITER, Unasked, Freezing, freeze, gathered),
        _operation("testCampaign", "POST", "/{name}/tests", "Send each text to named phones of the team", _WRITER, TestPhones,
                   Tried, try_out, (NO_CAMPAIGN, WRONG_STAGE, TEXT_FAULT, TOO_MANY_TESTS)),
    )  # fmt: skip


def _moving(team: Announcing) -> Sequence[Operation[Any]]:
    desk = team.desk

    async def submit(call: Call[Unasked]) -> CampaignDocument:
        return CampaignDocument.of(await desk.submit(call.path["name"], member(call.operator)))

    async def approve(call: Call[CampaignApproval]) -> CampaignDocument:
        return CampaignDocument.of(await desk.approve(call.path["name"], member(call.operator), call.body.digest))

    def acting(action: str) -> Callable[[Call[Unasked]], Awaitable[CampaignDocument]]:
        async def act(call: Call[Unasked]) -> CampaignDocument:
            return CampaignDocument.of(await desk.act(call.path["name"], action, member(call.operator)))

        return act

    refused = (NO_CAMPAIGN, WRONG_STAGE, CHANGED)
    return (
        _operation("submitCampaign", "POST", "/{name}/submit", "Ask for approval", _WRITER, Unasked, CampaignDocument, submit,
                   (*refused, NO_AUDIENCE, TEXT_FAULT)),
        _operation("approveCampaign", "POST", "/{name}/approve", "Approve what the preview showed; two do, who did not write it",
                   _APPROVER, CampaignApproval, CampaignDocument, approve, (*refused, OWN_CAMPAIGN)),
        *(
            _operation(f"{action}Campaign", "POST", f"/{{name}}/{action}", words, _APPROVER, Unasked, CampaignDocument,
                       acting(action), (*refused, NOT_APPROVED, TOO_LATE))
            for action, words in _ACTIONS.items()
        ),
    )  # fmt: skip


_ACTIONS = {
    "start": "Write to the test cell, then to everybody; again changes nothing",
    "pause": "Nothing more leaves, within seconds",
    "resume": "Go on",
    "stop": "Nothing more leaves, for good",
}


def _watching(team: Announcing) -> Sequence[Operation[Any]]:
    desk = team.desk

    async def preview(call: Call[Unasked]) -> PreviewDocument:
        return preview_of(await desk.show(call.path["name"], member(call.operator)), desk.law.currency)

    async def progress(call: Call[Unasked]) -> CampaignProgress:
        return progress_of(await look(desk, call.path["name"]))

    async def report(call: Call[Unasked]) -> ReportDocument:
        return ReportDocument.model_validate(await reports.of(await desk.find(call.path["name"]), desk.results))

    async def table(call: Call[Unasked]) -> Text:
        return Text(text=reports.as_csv(await reports.of(await desk.find(call.path["name"]), desk.results)))

    async def page(call: Call[ReportPage]) -> Text:
        told = await reports.of(await desk.find(call.path["name"]), desk.results)
        return Text(text=as_html(told, words.of(desk.law)[call.body.lang], desk.clock.now()))

    return (
        _operation("previewCampaign", "GET", "/{name}/preview", "Texts, people, parts, cost and duration: what is approved",
                   _TEAM, Unasked, PreviewDocument, preview, (NO_CAMPAIGN,)),
        _operation("watchCampaign", "GET", "/{name}/progress", "How it goes right now", _TEAM, Unasked, CampaignProgress,
                   progress, (NO_CAMPAIGN,)),
        _operation("reportCampaign", "GET", "/{name}/report", "What came of it", _TEAM, Unasked, ReportDocument, report,
                   (NO_CAMPAIGN,)),
        _operation("reportCampaignCsv", "GET", "/{name}/report.csv", "What came of it, for a spreadsheet", _TEAM, Unasked, Text,
                   table, (NO_CAMPAIGN,), media="text/csv"),
        _operation("reportCampaignHtml", "GET", "/{name}/report.html", "What came of it, to be printed", _TEAM, ReportPage, Text,
                   page, (NO_CAMPAIGN,), media="text/html"),
    )  # fmt: skip


def _operation(
    name: str,
    method: Literal["GET", "POST", "PUT"],
    path: str,
    summary: str,
    roles: frozenset[str],
    request: type[M],
    response: type[BaseModel],
    handler: Callable[[Call[M]], Awaitable[BaseModel]],
    refuses: tuple[Kind, ...] = (),
    **more: Any,
) -> Operation[M]:
    params = _NAME if "{name}" in path else {}
    return Operation(
        name, method, f"/v1/campaigns{path}", summary, roles, request, response, _refusing(handler), params, refuses,
        once=method == "POST", **more,
    )  # fmt: skip


def _refusing(handler: Callable[[Call[M]], Awaitable[BaseModel]]) -> Callable[[Call[M]], Awaitable[BaseModel]]:
    """The handler with the desk's refusals as problems."""

    @functools.wraps(handler)
    async def handle(call: Call[M]) -> BaseModel:
        try:
            return await handler(call)
        except (NotFound, NotPermitted, Conflict, InvalidIdentifier) as refused:
            raise _problem(refused) from None

    return handle


def _problem(refused: NotFound | NotPermitted | Conflict | InvalidIdentifier) -> Problem:
    match refused:
        case NotFound():
            return Problem(NO_CAMPAIGN)
        case NotPermitted():
            return Problem(OWN_CAMPAIGN if refused.code == "own-campaign" else FORBIDDEN)
        case InvalidIdentifier():
            return Problem(INVALID, faults=[(f"body.{refused.code}", "not-allowed")])
    if refused.code in set(Stage):
        return Problem(WRONG_STAGE, faults=[("stage", refused.code)])
    kind = _CONFLICTS.get(refused.code, TEXT_FAULT)
    return Problem(kind, faults=[("texts", refused.code)] if kind is TEXT_FAULT else [])
