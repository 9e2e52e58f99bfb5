"""Who a campaign is for: a file of people with its report of errors, an earlier campaign, or lists that are asked."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from campaigns.asking import Counted
from campaigns.audience import CHOICES, Unusable
from campaigns.plan import WRITER
from console.announcing import LARGEST, Announcing, Gathering, member
from console.pages.campaign_refusals import NAMED, refusing
from console.pages.page import Answer, Page, Refusal, Sheet, Upload, Visit
from dialogs.refusals import InvalidIdentifier, NotFound

__all__ = ["pages"]

_WRITER = frozenset({WRITER})
_FORM = 64 * 1024
"""Bytes of the form around a file."""


def pages(team: Announcing) -> Sequence[Page]:
    """To bring people, to take people out, and to write again to those of an earlier campaign."""
    desk = team.desk

    async def show(visit: Visit) -> Answer:
        return await _people(visit)

    async def _people(
        visit: Visit, *, wrong: str = "", field: str = "file", found: Gathering | None = None, counted: Counted | None = None
    ) -> Sheet:
        record = await desk.find(visit.path["name"])
        context = {
            "record": record,
            "wrong": {field: wrong} if wrong else {},
            "found": found,
            "counted": counted,
            "lists": [one.name for one in await desk.roll.lists()],
            "choices": [(one, visit.words(f"campaign-choice-{one}")) for one in CHOICES],
            "bad": [(visit.words.code("campaign-bad", why), count) for why, count in found.tally.bad.items()] if found else [],
            "excluded": bool(visit.text("exclude")),
        }
        return Sheet("campaigns/people.html", context, 422 if wrong else 200)

    async def bring(visit: Visit) -> Answer:
        upload = visit.upload("file")
        if upload is None:
            return await _people(visit, wrong="campaign-wrong-file")
        ending = ".xlsx" if upload.filename.lower().endswith(".xlsx") else ".csv"
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, f"people{ending}")
            await asyncio.to_thread(_save, upload, file)
            try:
                found = await team.bring(visit.path["name"], file, visit.operator, exclude=bool(visit.text("exclude")))
            except Unusable as unusable:
                known = visit.words.has(f"campaign-unusable-{unusable}")
                return await _people(visit, wrong=f"campaign-unusable-{unusable}" if known else "campaign-unusable-else")
        return await _people(visit, found=found)

    async def remind(visit: Visit) -> Answer:
        choice, earlier = visit.text("choice"), visit.text("earlier")
        if choice not in CHOICES:
            raise Refusal(400)
        await desk.find(visit.path["name"])
        try:
            tally = await desk.remind(visit.path["name"], earlier, choice, member(visit.operator))
        except NotFound:
            return await _people(visit, wrong="campaign-wrong-earlier", field="earlier")
        return await _people(visit, found=Gathering(tally, ()))

    async def ask(visit: Visit) -> Answer:
        told = [line for line in visit.text("where").splitlines() if line.strip()]
        try:
            if visit.text("do") == "count":
                return await _people(visit, counted=await desk.count(visit.path["name"], told, member(visit.operator)))
            tally = await desk.ask(visit.path["name"], told, member(visit.operator))
        except InvalidIdentifier:
            return await _people(visit, wrong="campaign-wrong-where", field="where")
        return await _people(visit, found=Gathering(tally, ()))

    def page(name: str, method: str, path: str, handler: object, largest: int = _FORM) -> Page:
        return Page(name, method, f"/campaigns/{{name}}{path}", _WRITER, refusing(handler), NAMED, largest=largest)  # type: ignore[arg-type]  # handlers of this module

    return (
        page("campaign-people", "GET", "/people", show),
        page("campaign-bring", "POST", "/people", bring, LARGEST + _FORM),
        page("campaign-remind", "POST", "/reminders", remind),
        page("campaign-ask", "POST", "/question", ask),
    )


def _save(upload: Upload, file: Path) -> None:
    with file.open("wb") as out:
        shutil.copyfileobj(upload.file, out)
