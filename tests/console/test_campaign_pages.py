"""The pages of campaigns: submitted by one, approved by two others, started and stopped, without a script."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from campaigns import plan
from campaigns.plan import Wave
from console.pages.campaign_offers import offers
from store.keyring import Keyring
from store.ledger import Stage
from tests.campaigns.campaign_world import APPROVERS, AUTHOR, NOON, Town
from tests.console.campaign_room import FORM, WAVES, Team, gathered
from tests.console.staff import Clerk, forms
from tests.store.campaign_boxes import person, twin_ledger


@pytest.fixture
async def team(keys: Keyring) -> AsyncIterator[Team]:
    async with gathered(keys) as made:
        yield made


async def test_from_a_text_to_its_report_without_a_script(team: Team) -> None:
    seen = await team.write()
    assert (seen.status, seen.path) == (200, "/campaigns/days?done=campaign-written")
    brought = await team.bring()
    assert "Lines read: 4. New people: 2." in brought.text
    assert "5 phone not a phone number" in brought.text
    await team.move(team.writer, "freeze")
    await team.move(team.writer, "submit")
    preview = await team.first.open("/campaigns/days/preview")
    assert "Bonjour Amina" in preview.text
    assert "Message parts 2" in preview.text
    assert (await team.approve(team.first)).path == "/campaigns/days?done=campaign-approve"
    assert "Approvals: 1 of 2 brahim" in (await team.first.open("/campaigns/days")).text
    await team.approve(team.second)
    assert (await team.move(team.second, "start")).path == "/campaigns/days/watch?done=campaign-start"
    await team.town.go(3)
    seen = await team.writer.open("/campaigns/days/watch")
    assert "Sent 2" in seen.text
    assert "Finished" in seen.text
    assert "Sent 2 100.0 %" in (await team.writer.open("/campaigns/days/report")).text
    kept = await team.writer.open("/campaigns/days/report/csv")
    assert kept.headers["Content-Disposition"] == 'attachment; filename="days.csv"'
    assert "all,,sent,2" in kept.html
    assert '<html lang="en" dir="ltr">' in (await team.writer.open("/campaigns/days/report/html")).html
    await team.writer.open("/language/ar")
    assert '<html lang="ar" dir="rtl">' in (await team.writer.open("/campaigns/days/report/html")).html
    await team.writer.open("/language/en")
    done = [event.action.removeprefix("campaign-") for event in team.town.audit.events if "campaign" in event.action]
    assert done == [
        "create",
        "import",
        "freeze",
        "submit",
        "preview",
        "preview",
        "approve",
        "preview",
        "approve",
        "start",
        "finished",
    ]


async def test_who_may_not_is_told_why_the_button_is_absent(team: Team) -> None:
    await team.submitted()
    seen = await team.writer.open("/campaigns/days")
    assert "Approve — This is for operators with the role “approver”." in seen.text
    await team.approve(team.first)
    seen = await team.first.open("/campaigns/days/preview")
    assert "You have approved it. One more person has to." in seen.text
    assert "/console/campaigns/days/approve" not in forms(seen.html)


async def test_who_had_a_hand_in_it_is_told_that_two_others_approve(team: Team) -> None:
    both = await team.room.enter("writer", "approver", id="widad")
    await team.submitted()
    await both.fill("/campaigns/days/edit", "/campaigns/days/edit", **FORM | {"title": "Autre"})
    await team.move(team.writer, "submit")
    seen = await both.open("/campaigns/days/preview")
    assert "You had a hand in this campaign. Two other people approve it." in seen.text
    digest = forms((await team.first.open("/campaigns/days/preview")).html)["/console/campaigns/days/approve"]["digest"]
    csrf = forms(seen.html)["/console/sign-out"]["csrf"]
    assert (await both.post("/campaigns/days/approve", {"csrf": csrf, "digest": digest})).status == 403


@pytest.mark.parametrize(
    ("method", "path", "who", "status"),
    [
        ("GET", "/campaigns", "stranger", 403),
        ("GET", "/campaigns/days", "stranger", 403),
        ("GET", "/campaigns/days/preview", "stranger", 403),
        ("GET", "/campaigns/_new", "first", 403),
        ("GET", "/campaigns/days/people", "first", 403),
        ("GET", "/campaigns/days/start", "writer", 403),
        ("GET", "/campaigns/days/start", "first", 409),
        ("GET", "/campaigns/none", "writer", 404),
        ("GET", "/campaigns/none/watch", "first", 404),
        ("GET", "/campaigns/none/stop", "first", 404),
        ("GET", "/campaigns?before=x", "writer", 400),
        ("POST", "/campaigns/days/freeze", "first", 403),
        ("POST", "/campaigns/days/start", "first", 409),
        ("POST", "/campaigns/days/approve", "first", 409),
        ("POST", "/campaigns/days/reminders", "writer", 400),
        ("POST", "/campaigns/none/submit", "writer", 404),
    ],
)
async def test_every_page_holds_its_door(team: Team, method: str, path: str, who: str, status: int) -> None:
    await team.write()
    clerk: Clerk = getattr(team, who)
    csrf = forms((await clerk.open()).html)["/console/sign-out"]["csrf"]
    seen = await (clerk.open(path) if method == "GET" else clerk.post(path, {"csrf": csrf}))
    assert seen.status == status


@pytest.mark.parametrize("path", ["_new", "days/edit", "days/people", "days/freeze", "days/test", "days/approve", "days/stop"])
async def test_a_form_that_is_not_of_this_session_does_nothing(team: Team, path: str) -> None:
    await team.write()
    clerk = team.first if path in ("days/approve", "days/stop") else team.writer
    assert (await clerk.post(f"/campaigns/{path}", {"csrf": "x"})).status == 403
    assert await team.town.stage() is Stage.DRAFT


async def test_who_approves_reads_the_reminders_and_an_edit_of_one_voids_it(team: Team) -> None:
    await team.bring_to_a_draft(**WAVES)
    for move in ("freeze", "submit"):
        await team.move(team.writer, move)
    preview = await team.first.open("/campaigns/days/preview")
    code = plan.decode(await team.town.desk.find("days")).code
    told = "Recipients 2 Message parts 2 Time of sending as fast as the senders take it Could begin 20 Jan 2027, 10:00"
    assert f"Reminder 1 20 Jan 2027, 10:00 – those who did not answer {told}" in preview.text
    assert f"Plus que 7 jours. {code} STOP au 3737 French – parts 1, GSM-7" in preview.text
    assert "Reminder 2 25 Jan 2027, 09:30 – all Recipients 2" in preview.text
    assert "25 Jan 2027, 09:30 The same texts as those of the campaign." in preview.text
    assert "{" not in preview.text
    await team.approve(team.first)
    assert "Approvals: 1 of 2" in (await team.first.open("/campaigns/days")).text
    await team.writer.fill("/campaigns/days/edit", "/campaigns/days/edit", **FORM | WAVES | {"wave-1-text-fr": "Autre {code}"})
    seen = await team.first.open("/campaigns/days")
    assert "Approvals: 0 of 2" in seen.text
    assert "People are fixed" in seen.text


async def test_the_list_says_whose_reminder_a_campaign_is(team: Team) -> None:
    await team.town.started(1200, cell=0.0, waves=(Wave(NOON + 5 * 86400),))
    seen = await team.writer.open("/campaigns")
    assert "days-w1 Reminder of days Scheduled 1,200 0" in seen.text


@pytest.mark.parametrize(
    ("body", "filename", "told"),
    [
        (b"", "people.csv", "The file is empty"),
        (b"name\nAmina\n", "people.csv", "No column of the file is called phone"),
        (b"phone;tel\n1;2\n", "people.csv", "the same name"),
        (b"no workbook", "people.xlsx", "no workbook"),
    ],
)
async def test_a_file_that_cannot_be_used_says_why(team: Team, body: bytes, filename: str, told: str) -> None:
    await team.write()
    seen = await team.bring(body, filename)
    assert (seen.status, told in seen.text) == (422, True), seen.text


async def test_a_cell_of_a_file_is_never_shown_again(team: Team) -> None:
    await team.write()
    seen = await team.bring(b"phone\n<b>0612</b>\n0612345678\n")
    assert "0612" not in seen.text
    assert "2 phone not a phone number" in seen.text


async def test_people_may_be_taken_out_asked_from_lists_or_reminded(team: Team) -> None:
    await team.town.started(3, name="earlier", cell=0.0)
    await team.town.go(3)
    await team.write()
    await team.bring()
    assert "People taken out: 1." in (await team.bring(b"phone\n0612345678\n", exclude="1")).text
    seen = await team.writer.fill("/campaigns/days/people", "/campaigns/days/reminders", earlier="earlier", choice="reached")
    assert "Lines read: 3. New people: 3." in seen.text
    seen = await team.writer.fill("/campaigns/days/people", "/campaigns/days/reminders", earlier="none", choice="all")
    assert (seen.status, "no campaign of this name" in seen.text) == (422, True)
    seen = await team.writer.fill("/campaigns/days/people", "/campaigns/days/question", where="nothing")
    assert (seen.status, "as in the hint" in seen.text) == (422, True)
    seen = await team.writer.fill("/campaigns/days/people", "/campaigns/days/question", where="lang=fr", do="count")
    assert "Fewer than five people match" in seen.text
    seen = await team.writer.fill("/campaigns/days/people", "/campaigns/days/question", where="lang=fr\nregion=fes")
    assert "New people: 0." in seen.text


async def test_a_test_goes_to_phones_that_nobody_keeps(team: Team) -> None:
    await team.write()
    await team.bring()
    seen = await team.writer.fill("/campaigns/days/test", "/campaigns/days/test", phones="0661000001\n+212661000002")
    assert seen.path == "/campaigns/days?done=campaign-test"
    await team.town.carry()
    assert {one.e164 for one in team.town.ledger.carried} == {"+212661000001", "+212661000002"}
    for phones, told in (("x", "one to five"), ("", "one to five"), ("0661000001\n" * 6, "one to five")):
        seen = await team.writer.fill("/campaigns/days/test", "/campaigns/days/test", phones=phones)
        assert (seen.status, told in seen.text) == (422, True)


async def test_the_same_form_sent_twice_tests_once(team: Team) -> None:
    await team.write()
    await team.bring()
    fields = forms((await team.writer.open("/campaigns/days/test")).html)["/console/campaigns/days/test"]
    await asyncio.gather(*(team.writer.post("/campaigns/days/test", {**fields, "phones": "0661000001"}) for _ in range(3)))
    await team.town.carry()
    assert len(team.town.ledger.carried) == 2  # two languages


async def test_pause_go_on_and_stop_each_ask_first(team: Team) -> None:
    await team.submitted()
    for by in (team.first, team.second):
        await team.approve(by)
    for move, stage in (("start", "running"), ("pause", "paused"), ("resume", "running"), ("stop", "stopping")):
        asked = await team.first.open(f"/campaigns/days/{move}")
        assert asked.status == 200
        assert asked.text.count("?") >= 1
        await team.move(team.first, move)
        assert await team.town.stage() == stage
    await team.town.step(2)
    assert "this campaign is over" in (await team.first.open("/campaigns/days")).text


async def test_progress_refreshes_without_a_script_and_with_ours_alone(team: Team) -> None:
    await team.town.started(5)
    seen = await team.first.open("/campaigns/days/watch")
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in seen.html
    assert "script-src 'self'; connect-src 'self'" in seen.headers["Content-Security-Policy"]
    assert "unsafe" not in seen.headers["Content-Security-Policy"]
    assert "script-src" not in (await team.first.open("/campaigns/days")).headers["Content-Security-Policy"]
    script = await team.first.open("/campaigns.js")
    assert (script.status, script.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")


@pytest.mark.parametrize("lang", ["fr", "ar"])
async def test_every_page_is_there_in_every_language(team: Team, lang: str) -> None:
    await team.submitted()
    await team.town.started(30, name="going", cell=0.5)
    clerk = await team.room.enter("writer", "approver", id=f"both-{lang}", lang=lang)
    for page in ("", "/_new", "/days", "/days/preview", "/days/edit", "/days/watch", "/days/report", "/going/pause",
                 "/going/stop", "/going/watch", "/days/test"):  # fmt: skip
        seen = await clerk.open(f"/campaigns{page}")
        assert (seen.status, f'lang="{lang}"' in seen.html) == (200, True), page


async def test_what_is_written_is_never_markup(team: Team) -> None:
    await team.write(title="<script>alert(1)</script>", **{"text-fr": "<b>gras</b> {code} {prenom}"})
    await team.bring(b"phone;prenom\n0612345678;<i>Amina</i>\n")
    for page in ("", "/days", "/days/preview", "/days/edit", "/days/report"):
        seen = await team.writer.open(f"/campaigns{page}")
        assert "<script>alert" not in seen.html
        assert "<b>gras" not in seen.html
        assert "<i>Amina" not in seen.html


async def test_a_short_sending_is_told_in_minutes_and_what_nobody_can_know_yet_is_not_told(team: Team) -> None:
    await team.bring_to_a_draft(**WAVES, rate="1")
    unknown = (await team.first.open("/campaigns/days/preview")).text
    assert ("Message parts" in unknown, "not fixed yet" in unknown, "Plus que 7 jours" in unknown) == (False, True, True)
    await team.move(team.writer, "freeze")
    assert (await team.first.open("/campaigns/days/preview")).text.count("Time of sending 1 min") == 3


async def test_a_reminder_says_whose_and_for_whom_it_is_and_needs_no_approval_of_its_own(team: Team) -> None:
    await team.town.started(30, cell=0.0, waves=(Wave(NOON + 5 * 86400, "unreached"),))
    seen = (await team.writer.open("/campaigns/days-w1")).text
    assert "Reminder within days To those who were not reached" in seen
    assert "Approvals" not in seen
    assert "Name days-w1" in (await team.writer.open("/campaigns/days-w1/report")).text


async def test_a_report_tells_how_far_people_came_and_when(team: Team) -> None:
    await team.town.started(30, cell=0.0)
    await team.town.go(3)
    text = (await team.first.open("/campaigns/days/report")).text
    for told in ("How far people came, by region", "casa 30", "Over time", "By language", "Arabic 15"):
        assert told in text


async def test_the_list_is_told_page_by_page(team: Team) -> None:
    for n in range(21):
        await team.town.desk.create(team.town.plan(name=f"c-{n}"), AUTHOR)
    first = await team.first.open("/campaigns")
    assert ("c-20" in first.text, "c-0 " in first.text) == (True, False)
    second = await team.first.open("/campaigns?before=2")
    assert ("c-0" in second.text, "c-20" in second.text) == (True, False)


# --- what is offered, and why not ---


async def test_what_is_offered_follows_the_stage(keys: Keyring) -> None:
    town = Town(twin_ledger(keys), keys)
    record = await town.approved([person(1)])
    told = {one.step: one.why for one in offers(record, APPROVERS[0], sound=True, now=NOON)}
    assert told == {"start": "", "edit": "campaign-why-needs-writer", "stop": ""}
    late = {one.step: one.why for one in offers(record, APPROVERS[0], sound=True, now=NOON + 31 * 86400)}
    assert late["start"] == "campaign-why-too-late"
    frozen = await town.desk.edit(town.plan(title="x"), AUTHOR)
    told = {one.step: one.why for one in offers(frozen, AUTHOR, sound=False, now=NOON)}
    assert told == {"edit": "", "test": "", "submit": "campaign-why-faults"}
