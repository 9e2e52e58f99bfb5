"""A communication team whose campaigns are on the network: the real API over the twins, with the scheduler beside it."""

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from config.policy import Limit
from console.announcing import Announcing
from console.api.access import PACE, Access, token_mac
from console.api.campaigns import operations
from console.api.once import Once
from console.api.operations import JSON
from console.api.serving import application
from store.keyring import Keyring
from store.memory import MemoryGuard, MemorySessions
from store.operators import MemoryOperators, Operator
from tests.campaigns.campaign_world import NOON, Town
from tests.store.campaign_boxes import twin_ledger

ROLES = {
    "amal": {"writer"},
    "widad": {"writer", "approver"},
    "brahim": {"approver"},
    "chama": {"approver"},
    "salma": {"agent"},
}
CSV = "text/csv"
PEOPLE = b"phone;prenom;lang\n0612345678;Amina;fr\n0612345679;Badr;ar\n0612345678;Amina;fr\nx;Chadi;fr\n"
ENDS = datetime.fromtimestamp(NOON + 30 * 86400, UTC).isoformat()
CONTENT = {
    "texts": {"fr": "Bonjour {prenom}, inscription demain. {code}", "ar": "مرحبا {prenom} {code}"},
    "default": "fr",
    "endsAt": ENDS,
    "cell": 0.0,
}


@dataclass
class Team:
    """The API as a client sees it, and the town behind it."""

    client: TestClient[web.Request, web.Application]
    town: Town
    guard: MemoryGuard
    tokens: dict[str, str]
    headers: Mapping[str, str]

    async def call(self, method: str, path: str, by: str, body: Any = None, media: str = JSON, **headers: str) -> tuple[int, Any]:
        """Status and answer; the headers of the answer are in `self.headers` then."""
        sent = {"Authorization": f"Bearer {self.tokens.get(by, by)}", "Content-Type": media}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        async with self.client.request(method, f"/api/v1/campaigns{path}", data=raw, headers=sent) as answer:
            self.headers = answer.headers
            told = await answer.text()
            return answer.status, json.loads(told) if "json" in answer.content_type else told

    async def post(self, path: str, by: str, body: Any = None, media: str = JSON, **headers: str) -> tuple[int, Any]:
        return await self.call("POST", path, by, body, media, **headers)

    async def get(self, path: str, by: str = "amal") -> tuple[int, Any]:
        return await self.call("GET", path, by)

    async def write(self, name: str = "days", by: str = "amal", **changes: Any) -> Any:
        status, told = await self.post("", by, {"name": name, **CONTENT, **changes})
        assert status == 201, told
        return told

    async def submitted(self, name: str = "days") -> str:
        """A campaign of two people that waits for approval; its digest."""
        await self.write(name)
        assert (await self.post(f"/{name}/audience", "amal", PEOPLE, CSV))[0] == 200
        for step in ("freeze", "submit"):
            assert (await self.post(f"/{name}/{step}", "amal"))[0] == 200
        return str((await self.get(f"/{name}/preview", "brahim"))[1]["digest"])

    async def approved(self, name: str = "days") -> None:
        digest = await self.submitted(name)
        for by in ("brahim", "chama"):
            assert (await self.post(f"/{name}/approve", by, {"digest": digest}))[0] == 200

    async def started(self, name: str = "days") -> None:
        await self.approved(name)
        assert (await self.post(f"/{name}/start", "brahim"))[0] == 200

    def audited(self) -> list[str]:
        return [event.action.removeprefix("campaign-") for event in self.town.audit.events]


@asynccontextmanager
async def team(keys: Keyring, pace: Limit = PACE) -> AsyncIterator[Team]:
    town = Town(twin_ledger(keys), keys)
    operators, guard = MemoryOperators(), MemoryGuard(town.clock)
    tokens = {id: secrets.token_urlsafe(32) for id in ROLES}
    for id, roles in ROLES.items():
        await operators.add(Operator(id, frozenset(roles)), token_mac(keys, tokens[id]))
    app = web.Application()
    offered = operations(Announcing(town.desk, guard))
    once = Once(MemorySessions(town.clock), keys)
    app.add_subapp("/api", application(offered, Access(operators, keys, guard, pace), once))
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield Team(client, town, guard, tokens, {})
