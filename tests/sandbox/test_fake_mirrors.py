"""The sandbox's openIMIS and OpenSPP refuse what the real ones refuse, and say it as they do."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.graphql import Malformed, read
from sandbox.openimis import OpenImis
from sandbox.openspp import DATABASE, TICKET, OpenSpp

LOGIN = "mutation m($u: String!, $p: String!) { tokenAuth(username: $u, password: $p) { token } }"
CREATE = "mutation m($input: CreateTicketMutationInput!) { createTicket(input: $input) { clientMutationId } }"
LOGS = "query q { mutationLogs(first: 10) { edges { node { status error } } pageInfo { hasNextPage } } }"


class Caller:
    def __init__(self, base: str, session: aiohttp.ClientSession) -> None:
        self._base, self._session = base, session

    async def post(self, path: str, body: object, token: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self._session.post(self._base + path, json=body, headers=headers) as response:
            return await response.json()

    async def ask(self, document: str, token: str = "", **variables: object) -> Any:
        return await self.post("/imis/api/graphql", {"query": document, "variables": variables}, token)

    async def call(self, *args: object, service: str = "object", method: str = "execute_kw") -> Any:
        params = {"service": service, "method": method, "args": args}
        return await self.post("/spp/jsonrpc", {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params})


@pytest.fixture
def imis() -> OpenImis:
    return OpenImis()


@pytest.fixture
def spp() -> OpenSpp:
    return OpenSpp()


@pytest.fixture
async def caller(imis: OpenImis, spp: OpenSpp) -> AsyncIterator[Caller]:
    app = web.Application()
    imis.attach(app, "/imis")
    spp.attach(app, "/spp")
    async with TestServer(app, host="127.0.0.1") as server, aiohttp.ClientSession() as session:
        yield Caller(str(server.make_url("")).rstrip("/"), session)


@pytest.fixture
async def token(caller: Caller, imis: OpenImis) -> str:
    told = await caller.ask(LOGIN, u="guichet", p=imis.users["guichet"])
    return str(told["data"]["tokenAuth"]["token"])


async def test_nobody_asks_without_a_token(caller: Caller, imis: OpenImis) -> None:
    assert "unauthorized" in (await caller.ask(LOGS))["errors"][0]["message"]
    assert "credentials" in (await caller.ask(LOGIN, u="guichet", p="wrong"))["errors"][0]["message"]


async def test_a_mutation_is_done_afterwards_and_its_log_says_how(caller: Caller, token: str, imis: OpenImis) -> None:
    await caller.ask(CREATE, token, input={"clientMutationId": "1", "title": "x" * 256})
    assert imis.tickets.now() == []
    (edge,) = (await caller.ask(LOGS, token))["data"]["mutationLogs"]["edges"]
    assert edge["node"]["status"] == 1
    assert "too long" in edge["node"]["error"]


async def test_the_same_mutation_id_makes_a_second_ticket(caller: Caller, token: str, imis: OpenImis) -> None:
    for _ in range(2):
        await caller.ask(CREATE, token, input={"clientMutationId": "1", "title": "x"})
    await caller.ask(LOGS, token)
    assert len(imis.tickets.now()) == 2


@pytest.mark.parametrize(
    "document",
    [
        "query q { tickets(first: 1) { edges { node { nothing } } } }",
        "query q { tickets(first: 101) { edges { node { key } } } }",
        "query q { tickets(first: 1, owner: $x) { edges { node { key } } } }",
        "query q { tickets(first: 1) { edges } ",
        "{ tickets }",
        "query q { a b }",
        "query ; { a }",
    ],
)
async def test_a_question_that_no_schema_takes_is_refused(caller: Caller, token: str, document: str) -> None:
    assert (await caller.ask(document, token))["errors"]


def test_a_variable_that_nobody_declared_is_malformed() -> None:
    with pytest.raises(Malformed):
        read("query q($a: Int) { f(x: $b) { y } }", {"b": 1})
    with pytest.raises(Malformed):
        read("query q($a: Int) { f(x: $a) { y } }", {"a": 1, "b": 1})


async def test_odoo_lets_in_who_has_the_key(caller: Caller, spp: OpenSpp) -> None:
    key = spp.client_settings("")["password"]
    assert (await caller.call(DATABASE, "guichet", key, {}, service="common", method="authenticate"))["result"] == 2
    assert (await caller.call(DATABASE, "guichet", "no", {}, service="common", method="authenticate"))["result"] is False
    denied = await caller.call(DATABASE, 2, "no", TICKET, "search_read", [[]], {"fields": ["id"]})
    assert denied["error"]["data"]["name"] == "odoo.exceptions.AccessDenied"


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("create", [{"name": "n", "description": "<p>d</p>"}], "ValidationError"),
        ("create", [{"name": "n", "description": "d", "partner_id": 77, "decision": "perhaps"}], "ValidationError"),
        ("write", [[9], {"decision": "upheld"}], "MissingError"),
        ("write", [[1], {"stage_id": 6}], "UserError"),
        ("write", [[1], {"nothing": 1}], "UserError"),
        ("unlink", [[1]], "AccessError"),
    ],
)
async def test_odoo_refuses_and_keeps_nothing(caller: Caller, spp: OpenSpp, method: str, args: list[Any], error: str) -> None:
    key = spp.client_settings("")["password"]
    made = {"name": "n", "description": "d", "partner_id": 77}
    assert (await caller.call(DATABASE, 2, key, TICKET, "create", [made], {}))["result"] == 1
    before = spp.tickets()
    told = await caller.call(DATABASE, 2, key, TICKET, method, args, {})
    assert told["error"]["data"]["name"] == f"odoo.exceptions.{error}"
    assert spp.tickets() == before
