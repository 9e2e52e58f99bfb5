"""The door of the API: who may come in, how much he may carry, and what he is told when he may not."""

import json
from collections.abc import AsyncIterator

import pytest

from config.policy import Limit
from store.clock import FakeClock
from store.keyring import Keyring
from tests.console.counter import Desk, counter
from tests.console.test_handoffs_api import numbered
from tests.registry_client.test_biometrics_contract import FATIMA, finger

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

NOBODY = "0" * 32


@pytest.fixture
async def desk(keys: Keyring, clock: FakeClock) -> AsyncIterator[Desk]:
    async with counter(numbered(), keys, clock) as made:
        yield made


@pytest.mark.parametrize(
    ("by", "status", "slug"),
    [
        ("x" * 43, 401, "token-needed"),
        ("", 401, "token-needed"),
        ("short", 401, "token-needed"),
        ("gone", 401, "token-needed"),
        ("clerk", 403, "role-needed"),
    ],
)
async def test_only_an_agent_with_a_live_token_comes_in(desk: Desk, by: str, status: int, slug: str) -> None:
    made = await desk.begin()
    got, problem = await desk.claim(made.code, by)
    assert (got, problem["type"], problem["status"]) == (status, f"urn:guichet:problem:{slug}", status)
    assert (await desk.claim(made.code))[0] == 200


@pytest.mark.parametrize("header", ["", "Basic {}", "Bearer", "Bearer  {}", "{}", "Bearer {} x"])
async def test_a_token_is_believed_in_one_form_only(desk: Desk, header: str) -> None:
    async with desk.client.post(
        f"/api/v1/handoffs/{NOBODY}/submit", data=b"{}", headers={"Authorization": header.format(desk.tokens["salma"])}
    ) as answer:
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.content_type == "application/problem+json"


async def test_an_operator_who_hurries_is_told_when_to_come_back(keys: Keyring, clock: FakeClock) -> None:
    async with counter(numbered(), keys, clock, Limit(tries=2, window=60.0, lock=30.0)) as desk:
        assert [(await desk.vouch(NOBODY, "salma"))[0] for _ in range(3)] == [404, 404, 429]
        assert (await desk.vouch(NOBODY, "omar"))[0] == 404
        async with desk.client.post(
            f"/api/v1/handoffs/{NOBODY}/exception", headers={"Authorization": f"Bearer {desk.tokens['salma']}"}
        ) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "30")


GOOD = {"specVersion": "0.9.5", "data": "a.b.c", "hash": "0" * 64, "sessionKey": "x", "thumbprint": "AB"}
BODIES: list[tuple[str, object, int, str, str]] = [
    ("no json", b"{", 400, "", ""),
    ("not utf-8", b"\xff\xfe", 400, "", ""),
    ("no object", [], 422, "", "model_type"),
    ("nothing", {}, 422, "biometrics", "missing"),
    ("no capture", {"biometrics": []}, 422, "biometrics", "too_short"),
    ("eleven", {"biometrics": [GOOD] * 11}, 422, "biometrics", "too_long"),
    ("more", {"biometrics": [GOOD], "otp": "1"}, 422, "otp", "extra_forbidden"),
    ("more inside", {"biometrics": [GOOD | {"image": "x"}]}, 422, "biometrics.0.image", "extra_forbidden"),
    ("no text", {"biometrics": [GOOD | {"data": 7}]}, 422, "biometrics.0.data", "string_type"),
    ("too long", {"biometrics": [GOOD | {"data": "a" * 131072}]}, 422, "biometrics.0.data", "string_too_long"),
    ("other letters", {"biometrics": [GOOD | {"data": 'a"b'}]}, 422, "biometrics.0.data", "string_pattern_mismatch"),
    ("failed", {"biometrics": [GOOD | {"error": {"errorCode": "102"}}]}, 422, "biometrics.0.error.errorCode", "literal_error"),
    ("fits", {"biometrics": [GOOD | {"error": {"errorCode": "0", "errorInfo": "Success"}}]}, 404, "", ""),
]


@pytest.mark.parametrize(("name", "body", "status", "at", "wrong"), BODIES, ids=[name for name, *_ in BODIES])
async def test_a_body_has_the_described_form_or_is_told_where_it_has_not(
    desk: Desk, name: str, body: object, status: int, at: str, wrong: str
) -> None:
    got, problem = await desk.post(f"{NOBODY}/submit", "salma", body)
    assert (got, problem["faults"]) == (status, [{"at": at, "wrong": wrong}] if wrong else [])


async def test_a_body_that_is_too_large_is_not_read_to_its_end(desk: Desk) -> None:
    assert (await desk.post(f"{NOBODY}/exception", "salma", b" " * 20_000))[1]["type"] == "urn:guichet:problem:too-large"

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 50_000

    headers = {"Authorization": f"Bearer {desk.tokens['salma']}"}
    async with desk.client.post(f"/api/v1/handoffs/{NOBODY}/submit", data=chunks(), headers=headers) as answer:
        assert answer.status == 413


@pytest.mark.parametrize("key", ["", " ", "é", "x" * 129])
async def test_an_idempotency_key_is_short_and_plain(desk: Desk, key: str) -> None:
    status, problem = await desk.post(f"{NOBODY}/exception", "salma", {"reason": "injury"}, **{"Idempotency-Key": key})
    assert (status, problem["faults"][0]["at"]) == (422, "header.Idempotency-Key")


async def test_the_key_of_one_operator_is_not_that_of_another(desk: Desk) -> None:
    once = {"Idempotency-Key": "1"}
    first, second = await desk.task("salma"), await desk.task("omar")
    assert (await desk.submit(first, [finger(FATIMA)], "salma", **once))[1]["state"] == "proved"
    assert (await desk.submit(second, [finger(FATIMA)], "omar", **once))[1]["state"] == "proved"
    assert len(desk.told) == 2


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/handoffs/123456/claim", 405),
        ("POST", "/api/v1/handoffs/12345/claim", 404),
        ("POST", "/api/v1/handoffs/..%2F..%2F/submit", 404),
        ("POST", "/api/v2/handoffs", 404),
    ],
)
async def test_what_is_not_there_is_a_problem_document_too(desk: Desk, method: str, path: str, status: int) -> None:
    async with desk.client.request(method, path) as answer:
        assert (answer.status, answer.content_type) == (status, "application/problem+json")
        assert (await answer.json(content_type=None))["status"] == status
        assert ("POST" in answer.headers.get("Allow", "")) == (status == 405)


async def test_a_fault_of_ours_tells_nothing_of_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> object:
        raise ValueError("secret")

    monkeypatch.setattr(desk.handoffs, "vouch", broken)
    status, problem = await desk.vouch(NOBODY, "salma")
    assert (status, problem["type"]) == (500, "urn:guichet:problem:fault")
    assert "secret" not in json.dumps(problem)
