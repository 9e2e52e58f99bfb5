"""Campaigns over the API: from a text to its report, and every refusal on the way."""

import io
import json
import logging
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from store.keyring import Keyring
from store.ledger import Stage
from store.roll import Enrolled, Listed
from tests.campaigns.campaign_world import NOON
from tests.console.team import CONTENT, CSV, ENDS, PEOPLE, Team, team
from tests.store.campaign_boxes import person, phone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIGEST = {"digest": "0" * 64}
PLAIN = {"fr": "Inscription demain. {code}"}


@pytest.fixture
async def api(keys: Keyring) -> AsyncIterator[Team]:
    async with team(keys) as made:
        yield made


def slug(problem: Any) -> str:
    return str(problem["type"]).removeprefix("urn:guichet:problem:")


async def test_from_a_text_to_its_report(api: Team) -> None:
    made = await api.write(title="Jours")
    assert (made["stage"], made["author"], made["version"], api.headers["ETag"]) == ("draft", "amal", 1, '"1"')
    status, brought = await api.post("/days/audience", "amal", PEOPLE, CSV)
    assert (status, brought["read"], brought["new"]) == (200, 4, 2)
    assert brought["errors"] == [
        {"line": 4, "column": "phone", "code": "same-number"},
        {"line": 5, "column": "phone", "code": "no-number"},
    ]
    assert (await api.post("/days/freeze", "amal"))[1]["recipients"] == 2
    assert (await api.post("/days/tests", "amal", {"phones": ["0661 00 00 01"]}))[1] == {"messages": 2}
    assert (await api.post("/days/submit", "amal"))[1]["stage"] == "submitted"
    status, preview = await api.get("/days/preview", "brahim")
    assert (preview["recipients"], preview["languages"], preview["faults"]) == (2, {}, [])
    assert {one["lang"]: (one["parts"], one["encoding"]) for one in preview["samples"]} == {"fr": (1, "gsm7"), "ar": (1, "auto")}
    assert "Bonjour Amina" in json.dumps(preview["samples"])
    for by, stage in (("brahim", "submitted"), ("chama", "approved")):
        assert (await api.post("/days/approve", by, {"digest": preview["digest"]}))[1]["stage"] == stage
    assert (await api.post("/days/start", "chama"))[1]["stage"] == "running"
    await api.town.go(3)
    status, progress = await api.get("/days/progress")
    assert (progress["fates"]["sent"], progress["stage"]) == (2, "finished")
    status, told = await api.get("/days/report")
    assert (status, told["audience"], told["fates"]["sent"]) == (200, 2, 2)
    assert {"funnel", "funnelByRegion", "course"} <= set(told)
    assert api.audited() == ["create", "import", "freeze", "test", "submit", "preview", "approve", "approve", "start", "finished"]


async def test_a_preview_tells_of_each_reminder_what_it_says_and_takes(api: Team) -> None:
    at = datetime.fromtimestamp(NOON + 5 * 86400, UTC).isoformat()
    await api.write(waves=[{"at": at, "to": "unreached", "texts": {"fr": "{prenom}, rappel. {code}"}}])
    await api.post("/days/audience", "amal", PEOPLE, CSV)
    await api.post("/days/freeze", "amal")
    (wave,) = (await api.get("/days/preview"))[1]["waves"]
    assert (wave["name"], wave["to"], wave["startsAt"], wave["parts"]) == ("days-w1", "unreached", "2027-01-20T11:00:00Z", 2)
    assert {one["text"].split(",")[0] for one in wave["samples"]} == {"Amina", "Badr"}


async def test_who_did_what_is_in_the_audit_and_nobody_in_clear(api: Team, keys: Keyring) -> None:
    await api.started()
    actors = {event.action: event.actor for event in api.town.audit.events}
    assert actors["campaign-import"] == keys.mac("operator", "amal")
    assert actors["campaign-approve"] == keys.mac("operator", "chama")
    assert actors["campaign-start"] == keys.mac("operator", "brahim")


@pytest.mark.parametrize(
    ("method", "path", "by", "body", "status", "problem"),
    [
        ("POST", "", "brahim", {"name": "a", **CONTENT}, 403, "role-needed"),
        ("POST", "", "salma", {"name": "a", **CONTENT}, 403, "role-needed"),
        ("POST", "", "nobody", {"name": "a", **CONTENT}, 401, "token-needed"),
        ("POST", "", "amal", b"{", 400, "not-json"),
        ("POST", "", "amal", {"name": "a b", **CONTENT}, 422, "invalid"),
        ("POST", "", "amal", {"name": "a", **CONTENT, "more": 1}, 422, "invalid"),
        ("POST", "", "amal", {"name": "a", **CONTENT, "endsAt": "2027-01-01T00:00:00"}, 422, "invalid"),
        ("POST", "", "amal", {"name": "a", **CONTENT, "endsAt": 1800000000}, 422, "invalid"),
        ("POST", "", "amal", {"name": "a", **CONTENT, "endsAt": "0001-01-01T00:00:00+14:00"}, 422, "invalid"),
        ("POST", "", "amal", {"name": "a", **CONTENT, "endsAt": "9999-12-31T23:59:59-12:00"}, 422, "invalid"),
        ("POST", "", "amal", {"name": "a", **CONTENT, "texts": {"fr": "a\u0000"}}, 422, "invalid"),
        ("POST", "", "amal", {"name": "a", **CONTENT, "texts": {"so": "Salaan"}}, 422, "invalid"),
        ("POST", "", "amal", {"name": "a", **CONTENT, "sender": "EVIL"}, 422, "invalid"),
        ("POST", "", "amal", {"name": "draft", **CONTENT, "title": "Other"}, 409, "name-taken"),
        ("GET", "?limit=0", "amal", None, 422, "invalid"),
        ("GET", "?before=x", "amal", None, 422, "invalid"),
        ("GET", "/none", "amal", None, 404, "no-campaign"),
        ("GET", "/none/preview", "amal", None, 404, "no-campaign"),
        ("GET", "/none/progress", "amal", None, 404, "no-campaign"),
        ("GET", "/none/report", "amal", None, 404, "no-campaign"),
        ("GET", "/none/report.csv", "amal", None, 404, "no-campaign"),
        ("GET", "/draft", "salma", None, 403, "role-needed"),
        ("GET", "/draft/preview", "salma", None, 403, "role-needed"),
        ("POST", "/draft/freeze", "brahim", None, 403, "role-needed"),
        ("POST", "/draft/submit", "amal", None, 409, "wrong-stage"),
        ("POST", "/draft/submit", "brahim", None, 403, "role-needed"),
        ("POST", "/draft/approve", "amal", DIGEST, 403, "role-needed"),
        ("POST", "/draft/approve", "brahim", DIGEST, 409, "wrong-stage"),
        ("POST", "/draft/approve", "brahim", {"digest": "x"}, 422, "invalid"),
        ("POST", "/draft/start", "brahim", None, 409, "wrong-stage"),
        ("POST", "/draft/start", "amal", None, 403, "role-needed"),
        ("POST", "/draft/pause", "amal", None, 403, "role-needed"),
        ("POST", "/draft/resume", "brahim", None, 409, "wrong-stage"),
        ("POST", "/none/stop", "brahim", None, 404, "no-campaign"),
        ("POST", "/draft/tests", "amal", {"phones": ["0522"]}, 422, "invalid"),
        ("POST", "/draft/tests", "amal", {"phones": []}, 422, "invalid"),
        ("POST", "/draft/tests", "amal", {"phones": ["0661000001"] * 6}, 422, "invalid"),
        ("POST", "/draft/tests", "brahim", {"phones": ["0661000001"]}, 403, "role-needed"),
        ("POST", "/draft/reminders", "amal", {"earlier": "none"}, 404, "no-campaign"),
        ("POST", "/draft/reminders", "amal", {"earlier": "draft", "choice": "x"}, 422, "invalid"),
        ("POST", "/asked/approve", "widad", "digest", 403, "own-campaign"),
        ("POST", "/asked/approve", "brahim", DIGEST, 409, "changed"),
        ("POST", "/asked/freeze", "amal", None, 409, "wrong-stage"),
        ("POST", "/empty/submit", "amal", None, 409, "no-audience"),
        ("POST", "/wrong/submit", "amal", None, 409, "text-fault"),
    ],
)  # fmt: skip
async def test_every_refusal_has_its_word(
    api: Team, method: str, path: str, by: str, body: Any, status: int, problem: str
) -> None:
    await api.write("draft", by="widad")
    await api.write("empty", texts=PLAIN)
    await api.post("/empty/freeze", "amal")
    await api.write("wrong", texts={"fr": "Bonjour {nom}"})
    await api.post("/wrong/audience", "amal", b"phone\n0612345678\n", CSV)
    await api.post("/wrong/freeze", "amal")
    if body == "digest":
        body = {"digest": await _asked_by_two(api)}
    elif path.startswith("/asked"):
        await api.submitted("asked")
    got, told = await api.call(method, path, by, body)
    assert (got, slug(told), told["status"]) == (status, problem, status)
    assert api.headers["Content-Type"].startswith("application/problem+json")


async def _asked_by_two(api: Team) -> str:
    await api.write("asked")
    await api.post("/asked/audience", "widad", PEOPLE, CSV)
    for step in ("freeze", "submit"):
        await api.post(f"/asked/{step}", "amal")
    return str((await api.get("/asked/preview"))[1]["digest"])


async def test_the_campaigns_are_told_page_by_page(api: Team) -> None:
    for n in range(5):
        await api.write(f"days-{n}")
    _, first = await api.get("?limit=2")
    assert [one["name"] for one in first["items"]] == ["days-4", "days-3"]
    _, rest = await api.get(f"?limit=10&before={first['next']}")
    assert ([one["name"] for one in rest["items"]], rest["next"]) == (["days-2", "days-1", "days-0"], None)


async def test_an_edit_names_the_version_that_it_changes(api: Team) -> None:
    await api.write()
    assert slug((await api.call("PUT", "/days", "amal", CONTENT))[1]) == "version-needed"
    status, edited = await api.call("PUT", "/days", "amal", CONTENT | {"title": "Nouveau"}, If_Match='"1"')
    assert (status, edited["content"]["title"], api.headers["ETag"]) == (200, "Nouveau", '"2"')
    assert slug((await api.call("PUT", "/days", "amal", CONTENT, If_Match='"1"'))[1]) == "stale"
    for wrong in ("2", "*", 'W/"2"'):
        status, problem = await api.call("PUT", "/days", "amal", CONTENT, If_Match=wrong)
        assert (status, problem["faults"][0]["at"]) == (422, "header.If-Match")
    assert (await api.get("/days"))[1]["content"]["title"] == "Nouveau"


async def test_an_edit_voids_what_was_approved(api: Team) -> None:
    await api.approved()
    version = (await api.get("/days"))[1]["version"]
    status, edited = await api.call("PUT", "/days", "amal", CONTENT | {"title": "Autre"}, If_Match=f'"{version}"')
    assert (status, edited["stage"], edited["approvals"]) == (200, "frozen", [])
    assert slug((await api.post("/days/start", "brahim"))[1]) == "wrong-stage"


async def test_what_was_written_is_read_as_it_was_written(api: Team) -> None:
    await api.write(keywords={"1": "recover"}, patience=60, optouts=0.5)
    content = (await api.get("/days"))[1]["content"]
    assert content["texts"] == CONTENT["texts"]
    assert (content["keywords"], content["patience"], content["optouts"]) == ({"1": "recover"}, 60, 0.5)
    assert content["endsAt"].replace("Z", "+00:00") == ENDS


# --- the same key again ---


async def test_the_same_key_is_answered_as_the_first_time(api: Team) -> None:
    body = {"name": "days", **CONTENT}
    first = await api.post("", "amal", body, Idempotency_Key="one")
    headers = api.headers
    await api.call("PUT", "/days", "amal", CONTENT | {"title": "Nouveau"}, If_Match='"1"')
    assert await api.post("", "amal", body, Idempotency_Key="one") == first
    assert api.headers["ETag"] == headers["ETag"] == '"1"'
    assert api.audited() == ["create", "edit"]


async def test_the_same_key_with_another_body_is_refused(api: Team) -> None:
    await api.post("", "amal", {"name": "days", **CONTENT}, Idempotency_Key="one")
    status, problem = await api.post("", "amal", {"name": "other", **CONTENT}, Idempotency_Key="one")
    assert (status, slug(problem)) == (422, "key-reused")
    assert (await api.get("/other"))[0] == 404
    assert (await api.post("", "widad", {"name": "other", **CONTENT}, Idempotency_Key="one"))[0] == 201


async def test_the_same_file_with_the_same_key_is_told_as_the_first_time(api: Team) -> None:
    await api.write()
    first = await api.post("/days/audience", "amal", PEOPLE, CSV, Idempotency_Key="file")
    assert await api.post("/days/audience", "amal", PEOPLE, CSV, Idempotency_Key="file") == first
    assert slug((await api.post("/days/audience", "amal", PEOPLE + b"1\n", CSV, Idempotency_Key="file"))[1]) == "key-reused"
    assert (await api.post("/days/audience", "amal", PEOPLE, CSV))[1]["new"] == 0


async def test_what_was_refused_may_be_asked_again_with_the_same_key(api: Team) -> None:
    await api.write()
    assert (await api.post("/days/submit", "amal", Idempotency_Key="1"))[0] == 409
    await api.post("/days/audience", "amal", PEOPLE, CSV)
    await api.post("/days/freeze", "amal")
    assert (await api.post("/days/submit", "amal", Idempotency_Key="1"))[0] == 200


async def test_an_answer_is_kept_for_a_day(api: Team) -> None:
    await api.write()
    assert (await api.post("/days/stop", "brahim", Idempotency_Key="1"))[1]["stage"] == "stopped"
    await api.town.clock.advance(86400)
    assert (await api.post("/days/stop", "brahim", {}, Idempotency_Key="1"))[0] == 200


# --- files of people ---


def workbook(*rows: list[str]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert isinstance(book.active, Worksheet)
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


async def test_a_workbook_is_read_as_well_as_a_csv(api: Team) -> None:
    await api.write()
    status, brought = await api.post("/days/audience", "amal", workbook(["GSM", "Prénom"], ["0612345678", "Amina"]), XLSX)
    assert (status, brought["new"]) == (200, 1)


async def test_people_who_are_excluded_are_not_written_to(api: Team) -> None:
    await api.write()
    await api.post("/days/audience", "amal", PEOPLE, CSV)
    status, out = await api.post("/days/exclusions", "amal", b"phone\n+212612345679\n?\n", CSV)
    assert (status, out["read"], out["errors"]) == (200, 1, [{"line": 3, "column": "phone", "code": "no-number"}])
    assert (await api.post("/days/freeze", "amal"))[1]["recipients"] == 1


@pytest.mark.parametrize(
    ("body", "media", "status", "problem", "why"),
    [
        (b"", CSV, 422, "unusable-file", "empty"),
        (b"name\nAmina\n", CSV, 422, "unusable-file", "no-phone-column"),
        (b"no workbook", XLSX, 422, "unusable-file", "xlsx"),
        (b"{}", "application/json", 415, "not-this-form", ""),
        (b"phone\n", "text/plain", 415, "not-this-form", ""),
    ],
)
async def test_a_file_that_cannot_be_used_says_why(
    api: Team, body: bytes, media: str, status: int, problem: str, why: str
) -> None:
    await api.write()
    got, told = await api.post("/days/audience", "amal", body, media)
    assert (got, slug(told)) == (status, problem)
    assert [one["wrong"] for one in told["faults"]] == ([why] if why else [])


async def test_a_small_file_that_unpacks_into_a_large_one_is_not_unpacked(api: Team) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made, made.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(513):
            part.write(b"\0" * (1 << 20))
    await api.write()
    status, told = await api.post("/days/audience", "amal", packed.getvalue(), XLSX)
    assert (status, told["faults"][0]["wrong"]) == (422, "too-large")


async def test_a_file_is_cut_off_at_its_largest_size(api: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(65):
            yield b"phone\n" + b"0" * (1 << 20)

    await api.write()
    headers = {"Authorization": f"Bearer {api.tokens['amal']}", "Content-Type": CSV}
    async with api.client.post("/api/v1/campaigns/days/audience", data=endless(), headers=headers) as answer:
        assert (answer.status, slug(await answer.json(content_type=None))) == (413, "too-large")


async def test_bad_lines_are_told_up_to_a_thousand_and_counted_all(api: Team) -> None:
    await api.write()
    status, brought = await api.post("/days/audience", "amal", b"phone\n" + b"x\n" * 1500, CSV)
    assert (status, len(brought["errors"]), brought["bad"]) == (200, 1000, {"no-number": 1500})


async def test_a_campaign_after_a_campaign_is_for_those_who_were_not_reached(api: Team) -> None:
    await api.started()
    await api.town.go(3)
    await api.write("again")
    status, told = await api.post("/again/reminders", "amal", {"earlier": "days", "choice": "reached"})
    assert (status, told) == (200, {"read": 2, "new": 2, "bad": {}})


async def test_people_are_asked_from_lists_and_counted_before(api: Team) -> None:
    people = [Listed(person(n, region="fes")) for n in range(6)] + [Listed(person(n, region="agadir")) for n in range(6, 9)]
    roll = api.town.ledger.roll
    draft = await roll.begin("rural")
    await roll.add(draft, people)
    assert await roll.publish(draft, Enrolled("rural", b"by", NOON, len(people), b"digest"))
    await api.write()
    assert (await api.get("/days/count?where=region%3Dfes"))[1]["persons"] == 6
    assert (await api.get("/days/count?where=region%3Dagadir"))[1]["persons"] is None
    status, told = await api.post("/days/questions", "amal", {"where": ["list=rural", "lang=fr"]})
    assert (status, told["new"]) == (200, 4)
    assert (await api.get("/days"))[1]["asked"] == ["lang=fr list=rural"]
    for where in (["nothing=x"], ["registered=perhaps"]):
        status, problem = await api.post("/days/questions", "amal", {"where": where})
        assert (status, problem["faults"]) == (422, [{"at": "body.where", "wrong": "not-allowed"}])


# --- tests, moves, reports ---


async def test_tests_to_phones_are_counted_for_each_operator(api: Team) -> None:
    await api.write(texts=PLAIN)
    answers = [(await api.post("/days/tests", "amal", {"phones": [phone(n).e164]})) for n in range(21)]
    assert [status for status, _ in answers] == [200] * 20 + [429]
    assert (slug(answers[-1][1]), api.headers["Retry-After"]) == ("too-many-tests", "600")
    assert (await api.post("/days/tests", "widad", {"phones": [phone(99).e164]}))[1] == {"messages": 1}


async def test_a_number_or_a_text_is_nowhere_in_the_logs(api: Team, caplog: pytest.LogCaptureFixture) -> None:
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
    with caplog.at_level(logging.DEBUG):
        await api.started()
        await api.post("/days/tests", "amal", {"phones": ["0661000001"]})
        await api.write("more")
        await api.post("/more/tests", "amal", {"phones": ["0661000001", "06 bad"]})
    structlog.reset_defaults()
    for secret in ("661000001", "612345678", "Amina", "Bonjour"):
        assert secret not in caplog.text


async def test_pause_resume_and_stop_over_the_api(api: Team) -> None:
    await api.started()
    for move, stage in (("pause", "paused"), ("pause", "paused"), ("resume", "running"), ("stop", "stopping")):
        assert (await api.post(f"/days/{move}", "chama"))[1]["stage"] == stage
    await api.town.step(3)
    assert await api.town.stage() is Stage.STOPPED
    assert slug((await api.post("/days/resume", "chama"))[1]) == "wrong-stage"


async def test_it_does_not_start_after_its_end(api: Team) -> None:
    await api.approved()
    await api.town.clock.advance(31 * 86400)
    assert slug((await api.post("/days/start", "brahim"))[1]) == "too-late"


async def test_a_report_is_json_csv_or_a_page_and_never_opens_by_itself(api: Team) -> None:
    await api.started()
    status, told = await api.get("/days/report.csv")
    assert (status, told.splitlines()[0]) == (200, "dimension,group,fate,count")
    status, told = await api.get("/days/report.html")
    assert (status, api.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert '<html lang="en" dir="ltr">' in told
    assert (api.headers["Content-Disposition"], api.headers["X-Content-Type-Options"]) == ("attachment", "nosniff")
    assert '<html lang="ar" dir="rtl">' in (await api.get("/days/report.html?lang=ar"))[1]
    assert (await api.get("/days/report.html?lang=de"))[0] == 422


async def test_a_name_is_never_read_as_an_address(api: Team) -> None:
    for name in ("..%2Fhandoffs", "a%00b", "a" * 65, "-a"):
        assert (await api.get(f"/{name}"))[0] == 404
