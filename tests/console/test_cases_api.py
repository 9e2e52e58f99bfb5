"""Cases over the API: who sees which, what each move does, and that what is described is what is served."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from store.keyring import Keyring
from tests.console.case_room import Office, office, told
from tests.console.test_openapi import _explore
from tests.store.cases_world import HERS, grievance


@pytest.fixture
async def desk(keys: Keyring) -> AsyncIterator[Office]:
    async with office(keys) as made:
        yield made


async def hind(desk: Office, **more: Any) -> str:
    return await desk.room.token("officer", id="hind", **more)


async def lead(desk: Office) -> str:
    return await desk.room.token("lead", id="chief")


# --- seeing ------------------------------------------------------------------------------------


async def test_a_list_goes_on_page_by_page_and_tells_no_text(desk: Office) -> None:
    refs = {await desk.town.opened(n) for n in range(5)}
    token, found, after = await hind(desk), list[str](), ""
    for expected in (2, 2, 1):
        status, page = await desk.call(token, "GET", f"/cases?limit=2{after and '&after='}{after}")
        assert (status, len(page["cases"])) == (200, expected)
        assert "لم أتوصل" not in json.dumps(page, ensure_ascii=False)
        found, after = [*found, *(one["ref"] for one in page["cases"])], page["next"]
    assert (set(found), len(found), after) == (refs, 5, "")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("state=received", 2),
        ("decided=true", 1),
        ("decided=false", 2),
        ("category=data", 1),
        ("place=sale", 3),
        ("assignee=hind", 1),
        ("assignee=-", 2),
        ("overdue=true", 0),
    ],
)
async def test_a_list_is_filtered(desk: Office, query: str, count: int) -> None:
    await desk.town.opened(1)
    await desk.town.opened(case=grievance(2, category="data"))
    await desk.town.resolved(3)
    status, page = await desk.call(await hind(desk), "GET", f"/cases?{query}")
    assert (status, len(page["cases"])) == (200, count)


async def test_a_case_is_shown_with_its_phone_masked_and_each_look_is_in_the_audit(desk: Office) -> None:
    ref = await desk.town.opened()
    status, case = await desk.call(await hind(desk), "GET", f"/cases/{ref}")
    assert (status, case["text"], case["phone"]) == (200, "لم أتوصل 1", "**78")
    assert case["may"] == ["ask", "note", "refer", "resolve", "take", "tell"]
    assert [line["kind"] for line in case["history"]] == ["opened"]
    assert "612345678" not in json.dumps(case)
    assert desk.outcomes() == [("case-show", "")]
    assert ref not in repr(desk.room.audit.events)


async def test_a_case_of_another_area_is_one_that_there_is_not(desk: Office) -> None:
    ref = await desk.town.opened()
    token = await hind(desk, areas=frozenset({"agadir"}))
    for method, path, body in (("GET", "", None), ("POST", "/note", {"text": "x"})):
        status, problem = await desk.call(token, method, f"/cases/{ref}{path}", body)
        assert (status, told(problem)) == (404, "unknown-case")
    assert (await desk.call(token, "GET", "/cases/12345678"))[0] == 404
    assert (await desk.call(token, "GET", "/cases"))[1]["cases"] == []
    assert desk.outcomes()[:2] == [("case-show", "NotPermitted"), ("case-note", "NotPermitted")]


@pytest.mark.parametrize("role", ["agent", "protection", "reporter", "writer", "chat", "admin", "supervisor"])
async def test_no_other_role_sees_or_moves_a_case(desk: Office, role: str) -> None:
    ref, token = await desk.town.opened(), await desk.room.token(role)
    for method, path in (("GET", ""), ("GET", f"/{ref}"), ("POST", f"/{ref}/close")):
        assert (await desk.call(token, method, f"/cases{path}"))[0] == 403


# --- moving ------------------------------------------------------------------------------------


async def test_a_case_goes_from_hand_to_hand_until_it_is_closed(desk: Office) -> None:
    ref, officer, chief = await desk.town.opened(), await hind(desk), await lead(desk)
    moves: list[tuple[str, str, object, str]] = [
        (chief, "assign", {"to": "hind"}, "open"),
        (officer, "note", {"text": "Called the bank"}, "in_progress"),
        (officer, "ask", {"question": "Since when?"}, "waiting_citizen"),
        (officer, "note", {"text": "We look into it", "public": True}, "waiting_citizen"),
        (officer, "answer", {"text": "Paid on Friday", "upheld": True}, "resolved"),
        (officer, "close", {}, "closed"),
    ]
    for token, move, body, state in moves:
        status, case = await desk.call(token, "POST", f"/cases/{ref}/{move}", body)
        assert (status, case["state"]) == (200, state), move
    kinds = [(line["kind"], line["by"], line["public"]) for line in case["history"]]
    assert kinds[1:] == [
        ("assigned", "chief", False), ("note", "hind", False), ("asked", "hind", True), ("note", "hind", True),
        ("upheld", "hind", True), ("closed", "hind", True),
    ]  # fmt: skip
    assert [action for action, _ in desk.outcomes() if action != "case-show"] == [
        "case-assign", "case-note", "case-ask", "case-note", "case-answer", "case-close",
    ]  # fmt: skip


async def test_an_appeal_is_decided_by_somebody_else(desk: Office) -> None:
    ref, officer = await desk.town.opened(), await hind(desk)
    other, decision = await desk.room.token("officer", id="omar"), {"text": "No", "upheld": False}
    assert (await desk.call(officer, "POST", f"/cases/{ref}/answer", decision))[0] == 200
    await desk.town.cases.appeal(ref, HERS, "not paid", key=b"1", now=desk.clock.now())
    status, problem = await desk.call(officer, "POST", f"/cases/{ref}/answer", decision)
    assert (status, told(problem)) == (409, "decided-before")
    assert (await desk.call(other, "POST", f"/cases/{ref}/answer", decision))[0] == 200
    status, problem = await desk.call(other, "POST", f"/cases/{ref}/answer", decision)
    assert (status, told(problem)) == (409, "not-now")


async def test_a_lead_escalates_and_the_authority_decides(desk: Office) -> None:
    ref, officer, chief = await desk.town.opened(), await hind(desk), await lead(desk)
    wali, reason = await desk.room.token("authority", id="wali"), {"reason": "Not ours to decide"}
    assert (await desk.call(officer, "POST", f"/cases/{ref}/escalate", reason))[0] == 403
    assert (await desk.call(wali, "GET", f"/cases/{ref}"))[0] == 404
    assert (await desk.call(chief, "POST", f"/cases/{ref}/escalate", reason))[1]["state"] == "escalated"
    assert (await desk.call(chief, "POST", f"/cases/{ref}/answer", {"text": "No", "upheld": False}))[0] == 403
    assert (await desk.call(wali, "POST", f"/cases/{ref}/answer", {"text": "Yes", "upheld": True}))[1]["state"] == "resolved"


@pytest.mark.parametrize("to", ["nobody", "gone", "salma"])
async def test_a_case_goes_to_nobody_who_does_not_work_cases(desk: Office, to: str) -> None:
    await desk.room.token("officer", id="gone")
    await desk.room.operators.disable("gone")
    await desk.room.token("agent", id="salma")
    ref = await desk.town.opened()
    status, problem = await desk.call(await lead(desk), "POST", f"/cases/{ref}/assign", {"to": to})
    assert (status, problem["faults"]) == (422, [{"at": "to", "wrong": "unknown_operator"}])


async def test_a_case_is_referred_to_a_body_of_the_country_only(desk: Office) -> None:
    ref, officer = await desk.town.opened(), await hind(desk)
    assert (await desk.call(officer, "POST", f"/cases/{ref}/refer", {"body": "moon"}))[0] == 422
    status, case = await desk.call(officer, "POST", f"/cases/{ref}/refer", {"body": "health"})
    assert (status, case["state"], case["owner"]) == (200, "referred", "health")


async def test_a_move_with_the_same_idempotency_key_happens_once(desk: Office) -> None:
    ref, officer = await desk.town.opened(), await hind(desk)
    once = {"Idempotency-Key": "n-1"}
    answers = [await desk.call(officer, "POST", f"/cases/{ref}/note", {"text": "seen"}, **once) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert await desk.town.kinds(ref) == ["opened", "note"]
    assert (await desk.call(officer, "POST", f"/cases/{ref}/note", {"text": "other"}, **once))[0] in (409, 422)
    assert [action for action, _ in desk.outcomes()].count("case-note") == 1


@pytest.mark.parametrize(
    ("move", "body"),
    [
        ("ask", {"question": " "}),
        ("ask", {"question": "x" * 1001}),
        ("ask", {"question": "a\x00b"}),
        ("note", {"text": ""}),
        ("note", {}),
        ("answer", {"text": "x"}),
        ("assign", {"to": ""}),
        ("refer", {"body": "A B"}),
        ("close", {"text": "x"}),
    ],
)
async def test_a_body_that_misses_its_form_changes_nothing(desk: Office, move: str, body: object) -> None:
    ref = await desk.town.opened()
    assert (await desk.call(await hind(desk), "POST", f"/cases/{ref}/{move}", body))[0] == 422
    assert await desk.town.kinds(ref) == ["opened"]


# --- counts and protected cases ----------------------------------------------------------------


async def test_counts_are_for_leads_and_never_small(desk: Office) -> None:
    for n in range(6):
        await desk.town.opened(case=grievance(n, category="payment" if n < 5 else "data"))
    reporter = await desk.room.token("reporter")
    status, report = await desk.call(reporter, "GET", "/cases/report?by=category")
    assert (status, report) == (200, {"by": "category", "counts": [{"group": "payment", "count": 5}]})
    assert (await desk.call(await hind(desk), "GET", "/cases/report"))[0] == 403
    assert (await desk.call(reporter, "GET", "/cases/report?by=phone"))[0] == 422
    assert (await desk.call(reporter, "GET", "/cases/report?since=2020-01-01&until=2020-02-01"))[1]["counts"] == []


async def test_protected_cases_are_for_their_role_and_in_no_other_list(desk: Office) -> None:
    id, nadia = await desk.shelved(), await desk.room.token("protection")
    status, page = await desk.call(nadia, "GET", "/protected")
    assert (status, [set(one) for one in page["cases"]], page["next"]) == (200, [{"id", "at", "state"}], "")
    status, case = await desk.call(nadia, "GET", f"/protected/{id}")
    assert (status, case["phone"], case["hours"], case["nature"]) == (200, "+212661000001", "morning", "untold")
    assert (await desk.call(nadia, "POST", f"/protected/{id}/note", {"text": "no answer"}))[1]["notes"][0]["text"] == "no answer"
    desk.town.later(0.1)
    status, case = await desk.call(nadia, "POST", f"/protected/{id}/settle", {"state": "called"})
    assert (status, case["state"], [one["kind"] for one in case["notes"]]) == (200, "called", ["note", "called"])
    assert (await desk.call(nadia, "GET", "/protected"))[1]["cases"] == []
    for token in (await hind(desk), await lead(desk), await desk.room.token("admin")):
        for path in ("/protected", f"/protected/{id}"):
            assert (await desk.call(token, "GET", path))[0] == 403
    assert (await desk.call(await desk.room.token("officer", id="o"), "GET", "/cases"))[1]["cases"] == []
    assert (await desk.call(nadia, "GET", f"/protected/{'0' * 32}"))[0] == 404
    assert ("protected-read", "") in desk.outcomes()


async def test_the_list_of_protected_cases_goes_on_page_by_page(desk: Office) -> None:
    ids, nadia = [await desk.shelved(n) for n in range(5)], await desk.room.token("protection")
    found, after = list[str](), ""
    for _ in range(3):
        _, page = await desk.call(nadia, "GET", f"/protected?limit=2{after and '&after='}{after}")
        found, after = [*found, *(one["id"] for one in page["cases"])], page["next"]
    assert (found, after) == (ids, "")


async def test_counts_of_days_that_no_clock_has_are_those_of_all_days(desk: Office) -> None:
    for n in range(5):
        await desk.town.opened(n)
    path = "/cases/report?since=0001-01-01&until=9999-12-31"
    status, told = await desk.call(await lead(desk), "GET", path)
    assert (status, sum(one["count"] for one in told["counts"])) == (200, 5)


@pytest.mark.parametrize("roles", [("officer", "lead", "authority", "reporter"), ("protection",)])
async def test_the_server_does_what_the_description_says_of_cases(desk: Office, roles: tuple[str, ...]) -> None:
    for n in range(3):
        await desk.town.opened(n)
        await desk.shelved(n)
    async with desk.client.get("/api/openapi.json") as answer:
        described = await answer.json()
    headers = {"Authorization": f"Bearer {await desk.room.token(*roles)}"}
    await asyncio.to_thread(_explore, described, str(desk.client.make_url("/")), headers)
