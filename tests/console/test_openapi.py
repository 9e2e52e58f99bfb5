"""The description of the API: OpenAPI 3.1, one entry for each operation, and true of what the server does."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

import pytest
import schemathesis
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from pydantic import BaseModel, ConfigDict, Field
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from config.policy import Limit
from console.announcing import UPLOADS
from console.api.access import Access, token_mac
from console.api.once import Once
from console.api.operations import Call, Operation
from console.api.serving import application
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemoryGuard, MemorySessions
from store.operators import MemoryOperators, Operator
from tests.console.counter import Desk, counter
from tests.console.team import team
from tests.console.test_handoffs_api import numbered

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

Client = TestClient[web.Request, web.Application]
HELD_TO = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@pytest.fixture
async def desk(keys: Keyring, clock: FakeClock) -> AsyncIterator[Desk]:
    async with counter(numbered(), keys, clock, Limit(tries=10**6, window=60.0, lock=1.0)) as made:
        yield made


async def described(desk: Desk) -> dict[str, Any]:
    async with desk.client.get("/api/openapi.json") as answer:
        assert (answer.status, answer.content_type) == (200, "application/json")
        return dict(await answer.json())


async def test_every_operation_is_described_with_its_problems(desk: Desk) -> None:
    told = await described(desk)
    assert told["openapi"] == "3.1.0"
    assert set(told["paths"]) == {
        "/api/v1/handoffs/{code}/claim",
        "/api/v1/handoffs/{id}/submit",
        "/api/v1/handoffs/{id}/exception",
    }
    submit = told["paths"]["/api/v1/handoffs/{id}/submit"]["post"]
    assert set(submit["responses"]) == {"200", "400", "401", "403", "404", "409", "413", "422", "429", "503"}
    assert {one["name"] for one in submit["parameters"]} == {"id", "Idempotency-Key"}
    assert told["components"]["securitySchemes"]["operator"] == {"type": "http", "scheme": "bearer"}


async def test_what_is_refused_by_form_is_refused_by_the_schema_as_well(desk: Desk) -> None:
    schemas = (await described(desk))["components"]["schemas"]
    assert {"Claim", "Task", "Submission", "SbiBlock", "Outcome", "Vouching", "Vouched", "ProblemDocument"} <= set(schemas)
    for name in ("Claim", "Submission", "SbiBlock", "Vouching"):
        assert schemas[name]["additionalProperties"] is False
    assert (schemas["Submission"]["properties"]["biometrics"]["minItems"], schemas["SbiBlock"]["required"]) == (
        1,
        ["specVersion", "data", "hash", "sessionKey", "thumbprint"],
    )


async def test_the_server_does_what_the_description_says(desk: Desk) -> None:
    told = await described(desk)
    url, headers = str(desk.client.make_url("/")), {"Authorization": f"Bearer {desk.tokens['boss']}"}
    await asyncio.to_thread(_explore, told, url, headers)


def _explore(told: dict[str, Any], url: str, headers: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_dict(told)
    schema.config.update(base_url=url)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        for mode in schemathesis.GenerationMode:

            @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), database=None)
            @given(case=found.ok().as_strategy(generation_mode=mode))
            def agree(case: Any) -> None:
                case.call_and_validate(checks=HELD_TO, headers=headers)

            agree()


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=5)] = 3
    states: list[Literal["open", "closed"]] = []


class Found(BaseModel):
    limit: int
    states: list[str]


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


async def find(call: Call[Wanted]) -> Found:
    return Found(limit=call.body.limit, states=list(call.body.states))


async def close(_: Call[Nothing]) -> Found:
    return Found(limit=0, states=[])


FIND = Operation("find", "GET", "/v1/things/{id}", "Find", frozenset({"agent"}), Wanted, Found, find, {"id": "[a-z]{1,8}"})
CLOSE = Operation("close", "POST", "/v1/things", "Close", frozenset({"agent"}), Nothing, Found, close, status=201)


@pytest.fixture
async def client(keys: Keyring, clock: FakeClock) -> AsyncIterator[Client]:
    operators = MemoryOperators()
    await operators.add(Operator("salma", frozenset({"agent"})), token_mac(keys, "t" * 43))
    app = web.Application()
    access = Access(operators, keys, MemoryGuard(clock), Limit(10**6, 60.0, 1.0))
    app.add_subapp("/api", application((FIND, CLOSE), access, Once(MemorySessions(clock), keys)))
    async with TestClient(TestServer(app, host="127.0.0.1"), headers={"Authorization": f"Bearer {'t' * 43}"}) as made:
        yield made


@pytest.mark.parametrize(
    ("query", "status", "found"),
    [
        ("", 200, {"limit": 3, "states": []}),
        ("limit=5&states=open&states=closed", 200, {"limit": 5, "states": ["open", "closed"]}),
        ("limit=6", 422, None),
        ("limit=x", 422, None),
        ("states=open&states=lost", 422, None),
        ("other=1", 422, None),
    ],
)
async def test_a_question_by_get_is_read_from_the_query(client: Client, query: str, status: int, found: object) -> None:
    async with client.get(f"/api/v1/things/a?{query}") as answer:
        assert answer.status == status
        assert found is None or await answer.json() == found


async def test_what_asks_for_nothing_needs_no_body_and_may_have_another_status(client: Client) -> None:
    for body, status in ((b"", 201), (b"{}", 201), (b'{"x":1}', 422)):
        async with client.post("/api/v1/things", data=body) as answer:
            assert answer.status == status
    async with client.get("/api/openapi.json") as answer:
        paths = (await answer.json())["paths"]
    assert {one["name"]: one["in"] for one in paths["/api/v1/things/{id}"]["get"]["parameters"]} == {
        "id": "path",
        "limit": "query",
        "states": "query",
    }
    assert "requestBody" not in paths["/api/v1/things/{id}"]["get"]
    assert paths["/api/v1/things"]["post"]["requestBody"]["required"] is False
    assert "201" in paths["/api/v1/things"]["post"]["responses"]


async def test_the_server_does_what_the_description_says_of_queries_too(client: Client) -> None:
    async with client.get("/api/openapi.json") as answer:
        told = await answer.json()
    await asyncio.to_thread(_explore, told, str(client.make_url("/")), {"Authorization": f"Bearer {'t' * 43}"})


@schemathesis.serializer(*UPLOADS)
def as_it_is(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


async def test_the_server_does_what_the_description_says_of_campaigns_too(keys: Keyring) -> None:
    async with team(keys, Limit(tries=10**6, window=60.0, lock=1.0)) as api:
        await api.submitted("days")
        async with api.client.get("/api/openapi.json") as answer:
            told = await answer.json()
        assert {path.removeprefix("/api/v1/campaigns") for path in told["paths"]} == {
            "", "/{name}", "/{name}/audience", "/{name}/exclusions", "/{name}/reminders", "/{name}/questions", "/{name}/count",
            "/{name}/freeze", "/{name}/tests",
            "/{name}/submit", "/{name}/approve", "/{name}/start", "/{name}/pause", "/{name}/resume", "/{name}/stop",
            "/{name}/preview", "/{name}/progress", "/{name}/report", "/{name}/report.csv", "/{name}/report.html",
        }  # fmt: skip
        for one in (one for path in told["paths"].values() for method in path.values() for one in method["parameters"]):
            if one["name"] == "name":
                one["schema"] = {"type": "string", "enum": ["days", "none"]}  # what is drawn by chance is never there
        for by in ("amal", "widad"):
            await asyncio.to_thread(_explore, told, str(api.client.make_url("/")), {"Authorization": f"Bearer {api.tokens[by]}"})
