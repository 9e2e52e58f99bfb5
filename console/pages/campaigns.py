"""The pages of campaigns: written by one, approved by two others, started, watched, stopped and reported on."""

from collections.abc import Awaitable, Callable, Sequence

from campaigns import plan
from campaigns import report as reports
from campaigns.plan import APPROVALS, APPROVER, WRITER, Campaign, Wave
from campaigns.report_page import as_html, drawn
from campaigns.watching import look
from campaigns.wording import Size
from console.announcing import TEAM, Announcing, member
from console.pages import campaign_people, campaign_writing
from console.pages.campaign_offers import MOVES, Offer, offers
from console.pages.campaign_refusals import NAMED, refusing
from console.pages.campaign_writing import SCRIPT
from console.pages.page import Answer, Download, Goto, Page, Refusal, Sheet, Visit
from dialogs.refusals import Conflict, InvalidIdentifier
from store.ledger import UNDER_WAY, Fate, Record

__all__ = ["pages"]

MANY = 20
"""Campaigns on a page of the list."""
_WRITER, _APPROVER = frozenset({WRITER}), frozenset({APPROVER})
_REPORTS = {"json": "application/json", "csv": "text/csv; charset=utf-8", "html": "text/html; charset=utf-8"}


def pages(team: Announcing) -> Sequence[Page]:
    """All of them; the list stands in the menu of writers and approvers."""
    return (
        *campaign_writing.pages(team),
        *_reading(team),
        *campaign_people.pages(team),
        *_trying(team),
        *_moving(team),
    )


def _reading(team: Announcing) -> Sequence[Page]:
    desk = team.desk

    async def listing(visit: Visit) -> Answer:
        asked = visit.query.get("before", "")
        if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 16):
            raise Refusal(400)
        found = await desk.book.page(MANY + 1, before=int(asked) if asked else None)
        shown = [(record, plan.decode(record)) for record in found[:MANY]]
        after = f"/campaigns?before={found[MANY - 1].id}" if len(found) > MANY else ""
        return Sheet("campaigns/list.html", {"campaigns": shown, "after": after})

    async def show(visit: Visit) -> Answer:
        record = await desk.find(visit.path["name"])
        campaign, faults = plan.decode(record), desk.faults(plan.decode(record))
        digest = plan.content(campaign, record.digest)
        context = {
            **_moves(team, visit, record),
            "campaign": campaign,
            "faults": faults,
            "sizes": desk.sizes(campaign),
            "approvals": [(one.by, one.at) for one in campaign.approvals if one.digest == digest],
            "needed": APPROVALS,
            "waves": _waves(team, campaign),
        }
        return Sheet("campaigns/show.html", context)

    async def watch(visit: Visit) -> Answer:
        seen = await look(desk, visit.path["name"])
        fates = [(fate.name.lower(), seen.fates[fate]) for fate in Fate]
        told = {"seen": seen, "fates": fates, "live": seen.record.stage in UNDER_WAY}
        return Sheet("campaigns/watch.html", {**_moves(team, visit, seen.record), **told}, script=SCRIPT)

    async def report(visit: Visit) -> Answer:
        record = await desk.find(visit.path["name"])
        told = await reports.of(record, desk.results)
        return Sheet("campaigns/report.html", {"record": record, **drawn(told, visit.words)})

    async def keep(visit: Visit) -> Answer:
        form, told = visit.path["form"], await reports.of(await desk.find(visit.path["name"]), desk.results)
        match form:
            case "json":
                written = reports.as_json(told)
            case "csv":
                written = reports.as_csv(told)
            case _:
                written = as_html(told, visit.words, desk.clock.now())
        return Download(written.encode(), _REPORTS[form], f"{told.name}.{form}")

    forms = NAMED | {"form": "|".join(_REPORTS)}
    return (
        Page("campaigns", "GET", "/campaigns", TEAM, listing, menu=20),
        Page("campaign", "GET", "/campaigns/{name}", TEAM, refusing(show), NAMED),
        Page("campaign-watch", "GET", "/campaigns/{name}/watch", TEAM, refusing(watch), NAMED),
        Page("campaign-report", "GET", "/campaigns/{name}/report", TEAM, refusing(report), NAMED),
        Page("campaign-keep", "GET", "/campaigns/{name}/report/{form}", TEAM, refusing(keep), forms),
    )


def _trying(team: Announcing) -> Sequence[Page]:
    desk = team.desk

    async def preview(visit: Visit) -> Answer:
        shown = await desk.show(visit.path["name"], member(visit.operator))
        words = visit.words
        langs = [f"{words.named(lang) if lang else lang} {words.number(count)}" for lang, count in shown.langs.items()]
        context = {"preview": shown, "law": desk.law, "langs": langs}
        return Sheet("campaigns/preview.html", {**_moves(team, visit, shown.record), **context})

    async def approve(visit: Visit) -> Answer:
        record = await desk.approve(visit.path["name"], member(visit.operator), visit.text("digest"))
        return Goto(f"/campaigns/{record.name}", done="campaign-approve")

    async def numbers(visit: Visit) -> Answer:
        return Sheet("campaigns/test.html", {"record": await desk.find(visit.path["name"]), "wrong": {}})

    async def test(visit: Visit) -> Answer:
        record = await desk.find(visit.path["name"])
        phones = visit.text("phones").splitlines()
        try:
            if not 0 < len(phones) <= 5:
                raise InvalidIdentifier("phones")
            await team.try_out(record.name, phones, visit.operator, visit.key)
        except InvalidIdentifier:
            return Sheet("campaigns/test.html", {"record": record, "wrong": {"phones": "campaign-wrong-phones"}}, 422)
        except Conflict:
            return Sheet("campaigns/test.html", {"record": record, "wrong": {"phones": "campaign-wrong-test"}}, 422)
        return Goto(f"/campaigns/{record.name}", done="campaign-test")

    return (
        Page("campaign-preview", "GET", "/campaigns/{name}/preview", TEAM, refusing(preview), NAMED),
        Page("campaign-approve", "POST", "/campaigns/{name}/approve", _APPROVER, refusing(approve), NAMED),
        Page("campaign-numbers", "GET", "/campaigns/{name}/test", _WRITER, refusing(numbers), NAMED),
        Page("campaign-test", "POST", "/campaigns/{name}/test", _WRITER, refusing(test), NAMED),
    )


def _moving(team: Announcing) -> Sequence[Page]:
    """Each move has a page that asks whether one means it."""
    desk = team.desk

    def asking(move: str) -> Callable[[Visit], Awaitable[Answer]]:
        async def ask(visit: Visit) -> Answer:
            record = await desk.find(visit.path["name"])
            offer = next((one for one in _offers(team, visit, record) if one.step == move), None)
            if offer is None:
                raise Refusal(409)
            return Sheet("campaigns/move.html", {"record": record, "move": move, "why": offer.why})

        return ask

    def doing(move: str) -> Callable[[Visit], Awaitable[Answer]]:
        async def do(visit: Visit) -> Answer:
            name, who = visit.path["name"], member(visit.operator)
            if move == "freeze":
                await desk.freeze(name, who)
            elif move == "submit":
                await desk.submit(name, who)
            else:
                await desk.act(name, move, who)
            there = "/watch" if move in ("start", "pause", "resume") else ""
            return Goto(f"/campaigns/{name}{there}", done=f"campaign-{move}")

        return do

    served = []
    for move in MOVES:
        path = f"/campaigns/{{name}}/{move}"
        roles = _WRITER if move in ("freeze", "submit") else _APPROVER
        served.append(Page(f"campaign-ask-{move}", "GET", path, roles, refusing(asking(move)), NAMED))
        served.append(Page(f"campaign-{move}", "POST", path, roles, refusing(doing(move)), NAMED))
    return served


def _waves(team: Announcing, campaign: Campaign) -> list[tuple[int, Wave, dict[str, Size]]]:
    """The reminders with what their own texts take."""
    return [(number, one, campaign_writing.sized(team.desk, one.texts)) for number, one in enumerate(campaign.waves, 1)]


def _moves(team: Announcing, visit: Visit, record: Record) -> dict[str, object]:
    return {"record": record, "offers": _offers(team, visit, record), "moves": MOVES}


def _offers(team: Announcing, visit: Visit, record: Record) -> list[Offer]:
    """What this operator may do to a campaign now, and why not."""
    desk = team.desk
    sound = all(fault.warning for fault in desk.faults(plan.decode(record)))
    return offers(record, member(visit.operator), sound=sound, now=desk.clock.now())
