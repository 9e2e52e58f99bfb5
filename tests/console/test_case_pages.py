"""The pages of cases: what an officer sees and may do, by forms alone; and what a citizen wrote stays text."""

from collections.abc import AsyncIterator

import pytest

from store.keyring import Keyring
from tests.console.case_room import Office, office
from tests.console.staff import Clerk, forms
from tests.store.cases_world import HERS, HIND, grievance

EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)>\n\u202e{{ 7*7 }}&"'


@pytest.fixture
async def desk(keys: Keyring) -> AsyncIterator[Office]:
    async with office(keys) as made:
        yield made


async def hind(desk: Office, lang: str = "en") -> Clerk:
    return await desk.room.enter("officer", id="hind", lang=lang)


# --- the queue ---------------------------------------------------------------------------------


async def test_the_queue_has_what_waits_the_oldest_promise_first(desk: Office) -> None:
    late = await desk.town.opened(1)
    desk.town.later(9)
    soon, done = await desk.town.opened(2), await desk.town.resolved(3)
    seen = await (await hind(desk)).open("/cases")
    assert seen.status == 200
    assert seen.html.index(f"/cases/{late}") < seen.html.index(f"/cases/{soon}")
    assert f"/cases/{done}" not in seen.html
    assert seen.text.count("late") == 2, "the mark, and the filter"
    assert "لم أتوصل" not in seen.html


@pytest.mark.parametrize(
    ("query", "found"),
    [("state=all", 3), ("state=resolved", 1), ("assignee=me", 0), ("state=all&assignee=me", 1), ("assignee=-", 2), ("late=1", 0),
     ("category=data", 1), ("place=nowhere", 0), ("state=bogus", 2)],
)  # fmt: skip
async def test_the_queue_is_filtered(desk: Office, query: str, found: int) -> None:
    await desk.town.opened(1)
    await desk.town.opened(case=grievance(2, category="data"))
    await desk.town.resolved(3)
    seen = await (await hind(desk)).open(f"/cases?{query}")
    assert seen.html.count('href="/console/cases/') == found


async def test_a_long_queue_goes_on_with_its_filter(desk: Office) -> None:
    for n in range(53):
        await desk.town.opened(n)
    clerk = await hind(desk)
    first = await clerk.open("/cases?category=payment")
    assert first.html.count('href="/console/cases/') == 50
    href = first.html.split('class="pager"')[1].split('href="/console')[1].split('"')[0].replace("&amp;", "&")
    assert "category=payment" in href
    assert (await clerk.open(href)).html.count('href="/console/cases/') == 3
    assert (await clerk.open("/cases?after=12345678")).status == 404


# --- a case ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
async def test_what_a_citizen_wrote_stays_text(desk: Office, lang: str) -> None:
    ref = await desk.town.opened(case=grievance(1, text=EVIL, desired=EVIL))
    await desk.town.cases.add_message(ref, HERS, EVIL, key=b"m", now=desk.clock.now())
    seen = await (await hind(desk, lang)).open(f"/cases/{ref}")
    assert seen.status == 200
    assert seen.html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3
    assert "<script" not in seen.html
    assert "<img" not in seen.html
    assert "{{ 7*7 }}" in seen.html
    assert seen.html.count("&#34;") >= 3


async def test_a_phone_is_masked_and_the_look_is_in_the_audit(desk: Office) -> None:
    ref = await desk.town.opened()
    seen = await (await hind(desk)).open(f"/cases/{ref}")
    assert ("\u2066**78\u2069" in seen.html, "612345678" in seen.html) == (True, False)
    assert desk.outcomes() == [("case-show", "")]


async def test_what_is_wished_for_stands_there_also_without_a_word_of_hers(desk: Office) -> None:
    ref = await desk.town.opened(case=grievance(1, text="", desired="call", for_other=True, channel="web"))
    seen = await (await hind(desk)).open(f"/cases/{ref}")
    for told in (
        "What is wished for A call",
        "For whom Somebody else",
        "Came by Web chat",
        "Nothing: the case was opened by choices",
    ):
        assert told in seen.text


async def test_only_what_may_be_done_is_offered(desk: Office) -> None:
    ref = await desk.town.opened()
    officer = await hind(desk)
    chief = await desk.room.enter("lead", id="chief")

    async def moves(clerk: Clerk) -> set[str]:
        found = forms((await clerk.open(f"/cases/{ref}")).html)
        return {action.rpartition("/")[2] for action in found if action.startswith(f"/console/cases/{ref}/")}

    assert await moves(officer) == {"take", "ask", "note", "tell", "resolve", "refer"}
    assert await moves(chief) == {"take", "assign", "ask", "note", "tell", "resolve", "refer", "hand-up"}
    await desk.town.office.resolve(HIND, ref, "paid", upheld=True, now=desk.clock.now())
    assert await moves(officer) == {"note", "tell", "close"}


async def test_an_officer_works_a_case_to_its_end_by_forms(desk: Office) -> None:
    ref, clerk = await desk.town.opened(), await hind(desk)
    for move, fields, told in (
        ("take", {}, "The case is yours."),
        ("note", {"text": "Called the bank"}, "Noted."),
        ("ask", {"text": "Since when?"}, "The citizen is asked."),
        ("tell", {"text": "We look into it"}, "The citizen is told."),
        ("resolve", {"text": "Paid on Friday\r\nat noon", "upheld": "yes"}, "Decided."),
        ("close", {}, "Closed."),
    ):
        seen = await clerk.fill(f"/cases/{ref}", f"/cases/{ref}/{move}", **fields)
        assert (seen.status, told in seen.text) == (200, True), move
    assert await desk.town.kinds(ref) == ["opened", "assigned", "note", "asked", "note", "upheld", "closed"]
    assert "Paid on Friday<br>at noon" in seen.html


async def test_a_lead_gives_a_case_to_an_officer_or_to_the_authority(desk: Office) -> None:
    ref, other = await desk.town.opened(1), await desk.town.opened(2)
    await hind(desk)
    chief = await desk.room.enter("lead", id="chief")
    assert (await chief.fill(f"/cases/{ref}", f"/cases/{ref}/assign", to="hind")).status == 200
    assert "hind" in (await chief.open(f"/cases/{ref}")).text
    wrong = await chief.fill(f"/cases/{ref}", f"/cases/{ref}/assign", to="nobody")
    assert (wrong.status, "cannot be chosen" in wrong.text) == (422, True)
    seen = await chief.fill(f"/cases/{other}", f"/cases/{other}/hand-up", text="Not ours")
    assert "With the authority" in seen.text


async def test_a_form_that_is_sent_twice_acts_once(desk: Office) -> None:
    ref, clerk = await desk.town.opened(), await hind(desk)
    found = forms((await clerk.open(f"/cases/{ref}")).html)[f"/console/cases/{ref}/note"]
    for _ in range(3):
        assert (await clerk.post(f"/cases/{ref}/note", {**found, "text": "seen"})).status == 200
    assert await desk.town.kinds(ref) == ["opened", "note"]


@pytest.mark.parametrize(
    ("move", "fields", "told"),
    [
        ("ask", {"text": " "}, "Please fill this in."),
        ("note", {"text": "x" * 1001}, "This is too long"),
        ("resolve", {"text": "kept words"}, "whether the citizen is right"),
        ("refer", {"body": ""}, "Please fill this in."),
        ("refer", {"body": "moon"}, "cannot be chosen"),
    ],
)
async def test_a_form_that_misses_something_says_what_and_keeps_what_was_typed(
    desk: Office, move: str, fields: dict[str, str], told: str
) -> None:
    ref, clerk = await desk.town.opened(), await hind(desk)
    seen = await clerk.fill(f"/cases/{ref}", f"/cases/{ref}/{move}", **fields)
    assert (seen.status, told in seen.text, "<details open>" in seen.html) == (422, True, True)
    typed = fields.get("text", "").strip()
    assert not typed or f"\n{typed}</textarea>" in seen.html
    assert await desk.town.kinds(ref) == ["opened"]


async def test_who_decided_before_is_told_that_another_must(desk: Office) -> None:
    ref, clerk = await desk.town.opened(), await hind(desk)
    page = (await clerk.open(f"/cases/{ref}")).html
    assert (await clerk.fill(f"/cases/{ref}", f"/cases/{ref}/resolve", text="No", upheld="no")).status == 200
    stale = {**forms(page)[f"/console/cases/{ref}/resolve"], "once": "another", "text": "No!", "upheld": "no"}
    seen = await clerk.post(f"/cases/{ref}/resolve", stale)
    assert (seen.status, "Somebody was faster" in seen.text) == (409, True)
    await desk.town.cases.appeal(ref, HERS, "not paid", key=b"1", now=desk.clock.now())
    seen = await clerk.post(f"/cases/{ref}/resolve", stale)
    assert (seen.status, "somebody else has to decide" in seen.text) == (409, True)


async def test_a_case_of_another_area_or_none_is_not_there(desk: Office) -> None:
    ref = await desk.town.opened()
    clerk = await desk.room.enter("officer", id="far", areas=frozenset({"agadir"}))
    assert (await clerk.open(f"/cases/{ref}")).status == 404
    assert (await clerk.open("/cases/12345678")).status == 404
    assert ref not in (await clerk.open("/cases")).html


@pytest.mark.parametrize("role", ["agent", "protection", "reporter", "writer", "chat", "admin"])
async def test_no_other_role_opens_a_page_of_cases_or_reads_of_one(desk: Office, role: str) -> None:
    ref = await desk.town.opened()
    clerk = await desk.room.enter(role)
    for path in ("/cases", f"/cases/{ref}"):
        assert (await clerk.open(path)).status == 403
    assert "/console/cases" not in (await clerk.open()).html


async def test_a_report_counts_in_groups_of_five_and_more(desk: Office) -> None:
    for n in range(8):
        await desk.town.opened(case=grievance(n, category="not-paid" if n < 5 else "data"))
    chief = await desk.room.enter("lead", id="chief")
    seen = await chief.open("/case-report?by=category")
    assert (seen.status, "data" in seen.text.split("Groups of fewer")[0].split("Cases opened")[1]) == (200, False)
    assert ">5<" in seen.html
    assert (await chief.open("/case-report?since=today")).status == 422
    assert (await chief.open("/case-report?by=phone")).status == 200
    for by in ("state", "place", "programme", "channel", "satisfaction"):
        assert (await chief.open(f"/case-report?by={by}")).status == 200
    assert (await (await hind(desk)).open("/case-report")).status == 403


async def test_arabic_reads_from_the_right_and_names_things_in_arabic(desk: Office) -> None:
    ref = await desk.town.opened(case=grievance(1, category="not-paid", lang="fr"))
    seen = await (await hind(desk, "ar")).open(f"/cases/{ref}")
    assert '<html lang="ar" dir="rtl">' in seen.html
    assert "تم التوصل به" in seen.text
    assert "الفرنسية" in seen.text
    assert "not-paid" not in seen.text


# --- protected cases ---------------------------------------------------------------------------


async def test_protected_cases_are_listed_without_a_word_and_opened_one_by_one(desk: Office) -> None:
    id, nadia = await desk.shelved(), await desk.room.enter("protection", id="nadia")
    listed = await nadia.open("/protected")
    assert (listed.status, f"/protected/{id}" in listed.html) == (200, True)
    assert not any(word in listed.html for word in ("661000001", "untold", "morning"))
    seen = await nadia.open(f"/protected/{id}")
    assert ("+212661000001" in seen.text, "In the morning" in seen.text) == (True, True)
    assert desk.outcomes() == [("protected-list", ""), ("protected-read", "")]


async def test_what_was_done_for_her_is_written_down(desk: Office) -> None:
    id, nadia = await desk.shelved(), await desk.room.enter("protection", id="nadia")
    wrong = await nadia.fill(f"/protected/{id}", f"/protected/{id}/note", text=" ")
    assert (wrong.status, "Please write something." in wrong.text) == (422, True)
    assert "Noted." in (await nadia.fill(f"/protected/{id}", f"/protected/{id}/note", text=EVIL)).text
    seen = await nadia.fill(f"/protected/{id}", f"/protected/{id}/called")
    assert ("Recorded." in seen.text, "<script" in seen.html) == (True, False)
    assert id not in (await nadia.open("/protected")).html
    assert id in (await nadia.open("/protected?state=called")).html
    assert (await nadia.fill(f"/protected/{id}", f"/protected/{id}/closed")).status == 200


@pytest.mark.parametrize(
    "roles", [("officer", "lead", "authority", "reporter"), ("admin", "chat", "writer", "approver", "agent")]
)
async def test_nobody_else_sees_that_there_are_any(desk: Office, roles: tuple[str, ...]) -> None:
    id, clerk = await desk.shelved(), await desk.room.enter(*roles)
    for path in ("/protected", f"/protected/{id}"):
        assert (await clerk.open(path)).status == 403
    assert "protected" not in (await clerk.open()).html


async def test_a_protected_case_that_is_not_there_is_not_found(desk: Office) -> None:
    nadia = await desk.room.enter("protection", id="nadia")
    for path in (f"/protected/{'0' * 32}", f"/protected?after={'0' * 32}", "/protected/x", "/protected?after=zz"):
        assert (await nadia.open(path)).status == 404
