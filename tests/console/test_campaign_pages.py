"""The pages of campaigns: written by one, approved by two others, started and stopped, without a script."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from campaigns import plan
from campaigns.plan import Wave
from console.announcing import Announcing
from console.pages.campaign_offers import offers
from console.pages.campaigns import pages
from store.keyring import Keyring
from store.ledger import Stage
from store.memory import MemoryGuard
from tests.campaigns.campaign_world import APPROVERS, AUTHOR, NOON, Town
from tests.console.staff import Clerk, Room, Seen, console, forms
from tests.console.team import PEOPLE
from tests.store.campaign_boxes import person, twin_ledger

ENDS = "2027-02-14T12:00"
TEXTS = {"text-fr": "Bonjour {prenom}, inscription demain. {code}", "text-ar": "مرحبا {prenom} {code}"}
WAVES = {
    "wave-1-at": "2027-01-20T10:00", "wave-1-to": "unanswered", "wave-1-text-fr": "Plus que 7 jours. {code}",
    "wave-2-at": "2027-01-25T09:30", "wave-2-to": "all",
}  # fmt: skip
SIX = {f"wave-{n}-at": f"2027-01-{10 + n}T10:00" for n in range(1, 7)} | {f"wave-{n}-to": "all" for n in range(1, 7)}
FORM = {"name": "days", "title": "Jours", **TEXTS, "default": "fr", "ends_at": ENDS, "cell": "0"}


@dataclass
class Team:
    """A town with its console and four people."""

    town: Town
    room: Room
    writer: Clerk
    first: Clerk
    second: Clerk
    stranger: Clerk

    async def write(self, **changes: str) -> Seen:
        return await self.writer.fill("/campaigns/_new", "/campaigns/_new", **FORM | changes)

    async def bring(self, body: bytes = PEOPLE, filename: str = "people.csv", **fields: str) -> Seen:
        hidden = forms((await self.writer.open("/campaigns/days/people")).html)["/console/campaigns/days/people"]
        sent = aiohttp.FormData()
        for name, value in {**hidden, **fields}.items():
            if name != "file":
                sent.add_field(name, value)
        sent.add_field("file", body, filename=filename, content_type="text/csv")
        return await self.writer.post("/campaigns/days/people", sent)

    async def bring_to_a_draft(self, **changes: str) -> None:
        await self.write(**changes)
        await self.bring()

    async def move(self, by: Clerk, move: str) -> Seen:
        return await by.fill(f"/campaigns/days/{move}", f"/campaigns/days/{move}")

    async def submitted(self) -> None:
        await self.write()
        await self.bring()
        for move in ("freeze", "submit"):
            assert (await self.move(self.writer, move)).status == 200

    async def approve(self, by: Clerk) -> Seen:
        return await by.fill("/campaigns/days/preview", "/campaigns/days/approve")


@pytest.fixture
async def team(keys: Keyring) -> AsyncIterator[Team]:
    town = Town(twin_ledger(keys), keys)
    served = pages(Announcing(town.desk, MemoryGuard(town.clock)))
    async with console(served, clock=town.clock, keys=keys, audit=town.audit) as room:
        people = [await room.enter(role, id=id) for id, role in WHO.items()]
        yield Team(town, room, *people)


WHO = {"amal": "writer", "brahim": "approver", "chama": "approver", "salma": "agent"}


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


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "a b"}, "letters without accents"),
        ({"name": ""}, "letters without accents"),
        ({"ends_at": "tomorrow"}, "Say when the campaign ends"),
        ({"cell": "80"}, "0 to 50 percent"),
        ({"cell": "x"}, "0 to 50 percent"),
        ({"daily": "99"}, "more than the country allows"),
        ({"daily": ""}, "more than the country allows"),
        ({"text-fr": "x" * 1201}, "too long"),
        ({"default": "so-so"}, "Choose the default language"),
        ({"keywords": "1 = nothing"}, "the name of a service"),
        ({"keywords": "recover"}, "the name of a service"),
        ({"rate": "-1"}, "parts a second"),
        ({"patience": "soon"}, "how many minutes"),
        ({"wave-1-at": "tomorrow", "wave-1-to": "all"}, "Say when this reminder begins"),
        ({"wave-1-text-fr": "Rappel {code}", "wave-1-to": "all"}, "Say when this reminder begins"),
        ({"wave-1-at": "2027-01-20T10:00", "wave-1-to": "nobody"}, "Choose to whom this reminder goes"),
        ({**WAVES, "wave-1-text-ar": "x" * 1201}, "too long"),
        ({**WAVES, "wave-2-at": "2027-01-20T10:00"}, "before the next one, and before the end"),
        ({**WAVES, "wave-2-at": "2027-02-15T10:00"}, "before the next one, and before the end"),
    ],
)
async def test_what_is_wrong_in_the_form_is_told_at_its_field_and_nothing_is_lost(
    team: Team, changes: dict[str, str], told: str
) -> None:
    seen = await team.write(**{"title": "Kept title", **changes})
    assert seen.status == 422
    assert told in seen.text
    assert "Kept title" in seen.html
    assert 'aria-invalid="true"' in seen.html
    assert await team.town.ledger.book.all() == []


async def test_a_name_that_is_taken_is_not_written_over(team: Team) -> None:
    await team.write()
    seen = await team.write(title="Other")
    assert (seen.status, "another campaign of this name" in seen.text) == (422, True)


async def test_an_edit_of_what_somebody_has_changed_meanwhile_is_refused(team: Team) -> None:
    await team.write()
    fields = forms((await team.writer.open("/campaigns/days/edit")).html)["/console/campaigns/days/edit"]
    await team.writer.post("/campaigns/days/edit", {**FORM, **fields, "title": "First"})
    seen = await team.writer.post("/campaigns/days/edit", {**FORM, **fields, "title": "Second"})
    assert (seen.status, "Somebody was faster" in seen.text) == (409, True)


async def test_an_edit_shows_what_was_written_in_the_time_of_the_country(team: Team) -> None:
    await team.write(keywords="1 = recover\n2=status", optouts="2,5", patience="20", daily="2", **WAVES)
    seen = await team.writer.open("/campaigns/days/edit")
    fields = forms(seen.html)["/console/campaigns/days/edit"]
    assert {name: fields[name] for name in ("ends_at", "optouts", "patience", "daily")} == {
        "ends_at": ENDS, "optouts": "2.5", "patience": "20", "daily": "2",
    }  # fmt: skip
    assert "1 = recover\n2 = status" in seen.html
    assert [fields[name] for name in ("wave-1-at", "wave-2-at")] == [WAVES["wave-1-at"], WAVES["wave-2-at"]]
    assert "Plus que 7 jours. {code}" in seen.text
    assert "Bonjour {prenom}" in seen.text


async def test_a_reminder_is_added_filled_in_and_removed_without_a_script(team: Team) -> None:
    more = await team.write(do="wave")
    assert (more.status, "Reminder 1" in more.text, "Remove reminder 1" in more.text) == (200, True, True)
    assert 'name="wave-1-at" type="datetime-local" value="" autocomplete="off" autofocus' in more.html
    assert await team.town.ledger.book.all() == []
    await team.write(**WAVES)
    waves = plan.decode(await team.town.desk.find("days")).waves
    assert [(one.to, one.texts) for one in waves] == [("unanswered", {"fr": "Plus que 7 jours. {code}"}), ("all", {})]
    fewer = await team.writer.fill("/campaigns/days/edit", "/campaigns/days/edit", **FORM, **WAVES, do="drop-1")
    assert "Reminder 2" not in fewer.text
    kept = forms(fewer.html)["/console/campaigns/days/edit"]
    await team.writer.post("/campaigns/days/edit", {**FORM, **kept, "wave-1-to": "all"})
    assert [one.to for one in plan.decode(await team.town.desk.find("days")).waves] == ["all"]


@pytest.mark.parametrize("to", plan.TO)
async def test_a_reminder_may_go_to_each_group_that_there_is(team: Team, to: str) -> None:
    assert f'<option value="{to}"' in (await team.write(do="wave")).html
    await team.write(**WAVES | {"wave-1-to": to})
    assert plan.decode(await team.town.desk.find("days")).waves[0].to == to


async def test_there_is_no_place_for_a_seventh_reminder(team: Team) -> None:
    seen = await team.write(do="wave", **SIX)
    assert ("Reminder 6" in seen.text, "Reminder 7" in seen.text, "Add a reminder" in seen.text) == (True, False, False)


async def test_reminders_stand_in_the_order_of_their_times_however_they_were_filled_in(team: Team) -> None:
    turned = {name.translate(str.maketrans("12", "21")): told for name, told in WAVES.items()}
    await team.write(**turned)
    assert [one.to for one in plan.decode(await team.town.desk.find("days")).waves] == ["unanswered", "all"]


async def test_the_texts_of_a_reminder_keep_the_rules_of_all_texts(team: Team) -> None:
    await team.bring_to_a_draft(**WAVES | {"wave-1-text-fr": "Rappel {nom} http://evil.example", "wave-1-text-ar": "x" * 1000})
    seen = await team.writer.open("/campaigns/days")
    for told in (
        "Reminder 1 – French – No column of the list is called so: nom",
        "Reminder 1 – French – The word to check by is missing",
        "Reminder 1 – French – This site may not be named: evil.example",
        "Reminder 1 – Arabic – It is too long",
    ):
        assert told in seen.text
    assert "Reminder 2 –" not in seen.text
    await team.move(team.writer, "freeze")
    assert "A text has a fault" in (await team.writer.open("/campaigns/days")).text


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


async def test_the_longest_form_is_taken(team: Team) -> None:
    texts = {f"wave-{n}-text-{lang}": "ⵣ" * 1200 for n in range(1, 7) for lang in ("fr", "ar")}
    assert (await team.write(**SIX, **texts)).status == 200


async def test_the_list_says_whose_reminder_a_campaign_is(team: Team) -> None:
    await team.town.started(1200, cell=0.0, waves=(Wave(NOON + 5 * 86400),))
    seen = await team.writer.open("/campaigns")
    assert "days-w1 Reminder of days Scheduled 1,200 0" in seen.text


async def test_texts_are_counted_as_they_will_leave(team: Team) -> None:
    seen = await team.write(do="count")
    assert "Parts: 1. 59 of 160 characters, GSM-7." in seen.text
    assert "of 70 characters, UCS-2" in seen.text
    assert "No text: people of this language get the default one." in seen.text
    seen = await team.write(do="count", **WAVES)
    assert "Parts: 1. 39 of 160 characters, GSM-7." in seen.text
    assert "Nothing written in this language." in seen.text
    csrf = forms(seen.html)["/console/sign-out"]["csrf"]
    counted = await team.writer.post("/campaigns/_count", {"csrf": csrf, "text-fr": "x" * 200})
    assert "Parts: 2. 213 of 306 characters, GSM-7." in counted.text
    assert "<html" not in counted.html
    assert await team.town.ledger.book.all() == []


async def test_letters_that_make_a_text_longer_are_named(team: Team) -> None:
    seen = await team.write(**{"text-fr": "Bonjour à tous et à toutes 🙂 {code}", "do": "count"})
    assert "These letters make it longer: 🙂" in seen.text


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
