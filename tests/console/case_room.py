"""An office for tests: cases and protected cases of an invented town behind the real API and the real pages."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from config.policy import Limit
from console.api import cases as cases_api
from console.api import protected as protected_api
from console.api.access import Access
from console.api.once import Once
from console.api.serving import application
from console.casework import Casework
from console.pages import cases, protected
from console.pages.names import CountryNames
from dialogs.model import Phone
from dialogs.ports import SafeWay
from store.cases.protected import Protected
from store.cases.sealed import MemorySealedCases
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemoryAudit, MemoryGuard, MemorySessions
from store.operators import MemoryOperators
from tests.console.staff import Room, console
from tests.player import MOROCCO
from tests.store.cases_world import Town, twin

PACE = Limit(tries=10**6, window=60.0, lock=1.0)
SAFE = SafeWay(Phone("+212661000001"), "morning")


@dataclass
class Office:
    """`town` is the citizen's side; `room` has the pages, `client` the API."""

    town: Town
    room: Room
    client: TestClient[web.Request, web.Application]
    shelf: Protected

    @property
    def clock(self) -> FakeClock:
        return self.town.clock

    def outcomes(self) -> list[tuple[str, str]]:
        """What the audit says of cases."""
        events = self.room.audit.events
        return [(event.action, event.outcome) for event in events if event.action.startswith(("case-", "protected-"))]

    async def call(self, token: str, method: str, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, Any]]:
        told = {"Authorization": f"Bearer {token}", **headers}
        raw = None if body is None else json.dumps(body).encode()
        async with self.client.request(method, f"/api/v1{path}", data=raw, headers=told) as answer:
            return answer.status, await answer.json(content_type=None)

    async def shelved(self, n: int = 1) -> str:
        """The id of a new protected case."""
        await self.shelf.open(
            key=b"%d" % n, nature="untold", wants="call", place="", lang="ar", safe=SAFE, now=self.clock.now() + n
        )
        return self.room.keys.mac("protected", b"%d" % n).hex()


@asynccontextmanager
async def office(keys: Keyring) -> AsyncIterator[Office]:
    town = twin(keys)
    audit, operators = MemoryAudit(keys), MemoryOperators()
    shelf = Protected(MemorySealedCases(), keys, audit, town.clock)
    work = Casework(town.office, operators, audit, keys, town.clock, town.rules.calendar)
    names = CountryNames(MOROCCO)
    every = (*cases.pages(work, names), *protected.pages(shelf, town.clock, names))
    access = Access(operators, keys, MemoryGuard(town.clock), PACE)
    offered = (*cases_api.operations(work), *protected_api.operations(shelf, town.clock))
    app = web.Application()
    app.add_subapp("/api", application(offered, access, Once(MemorySessions(town.clock), keys)))
    async with (
        console(every, clock=town.clock, keys=keys, audit=audit, operators=operators, pace=PACE) as room,
        TestClient(TestServer(app, host="127.0.0.1"), cookie_jar=aiohttp.DummyCookieJar()) as client,
    ):
        yield Office(town, room, client, shelf)


def told(problem: Mapping[str, Any]) -> str:
    """Which problem a document tells of."""
    return str(problem["type"]).rpartition(":")[2]
