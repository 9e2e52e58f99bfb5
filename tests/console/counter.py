"""A counter for tests of proofs in person: agents, a device, and the sandbox's registry behind the real API."""

import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from config.policy import Limit
from console.api import handoffs as handoffs_api
from console.api.access import PACE, Access, token_mac
from console.api.once import Once
from console.api.serving import application
from console.proofs import Proofs
from dialogs.model import IdRef, Phone
from dialogs.ports import Handoff, HandoffState, Modality
from registry_client.biometrics.mosip import connect
from registry_client.mosip.config import MosipConfig
from sandbox.device import Device, Finger
from sandbox.faults import Faults
from sandbox.mosip import Mosip
from sandbox.mosip_bio import BioKeys, Captures
from sandbox.mosip_crypto import MosipKeys
from sandbox.phones import Phones
from store.clock import FakeClock
from store.handoffs import AgentHandoffs, Held
from store.keyring import Keyring
from store.memory import MemoryAudit, MemoryGuard, MemorySessions
from store.operators import MemoryOperators, Operator
from tests.registry_client.test_biometrics_contract import FATIMA, IDA, PARTNER, PEOPLE

ROLES = {"salma": {"agent"}, "omar": {"agent"}, "boss": {"agent", "supervisor"}, "clerk": {"cases"}, "gone": {"agent"}}
ME = IdRef("UIN", FATIMA.uin)


@dataclass
class Desk:
    """The counter as an agent's app and a citizen's conversation see it."""

    client: TestClient[web.Request, web.Application]
    handoffs: AgentHandoffs
    clock: FakeClock
    device: Device
    audit: MemoryAudit
    faults: Faults
    tokens: dict[str, str]
    told: list[Held] = field(default_factory=list)
    begun: int = 0

    async def begin(self) -> Handoff:
        """A citizen asks for a proof in person: what she reads on her screen."""
        self.begun += 1
        key = b"conversation %d" % self.begun
        return await self.handoffs.begin(
            key=key, subject=ME, phone=Phone(FATIMA.phone or ""), purpose="change", lang="fr", now=self.clock.now()
        )

    async def post(self, path: str, by: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        told = {"Authorization": f"Bearer {self.tokens.get(by, by)}", **headers}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self.client.post(f"/api/v1/handoffs/{path}", data=raw, headers=told) as answer:
            return answer.status, await answer.json(content_type=None)

    async def claim(self, code: str, by: str = "salma") -> tuple[int, dict[str, Any]]:
        return await self.post(f"{code}/claim", by, {"device": "SANDBOX-0001"})

    async def submit(
        self, task: dict[str, Any], laid: list[Finger], by: str = "salma", **headers: str
    ) -> tuple[int, dict[str, Any]]:
        blocks = self.device.capture(task["transactionId"], task["env"], task["domainUri"], laid)
        return await self.post(f"{task['id']}/submit", by, {"biometrics": blocks}, **headers)

    async def vouch(self, id: str, by: str, reason: str = "unreadable") -> tuple[int, dict[str, Any]]:
        return await self.post(f"{id}/exception", by, {"reason": reason})

    async def task(self, by: str = "salma") -> dict[str, Any]:
        """A hand-off that `by` has claimed."""
        status, task = await self.claim((await self.begin()).code, by)
        assert status == 200
        return task

    async def state(self, id: str) -> HandoffState:
        return await self.handoffs.state(id, now=self.clock.now())


@asynccontextmanager
async def counter(handoffs: AgentHandoffs, keys: Keyring, clock: FakeClock, pace: Limit = PACE) -> AsyncIterator[Desk]:
    bio = BioKeys(fir=IDA, device=PARTNER)
    faults = Faults()
    captures = Captures(bio, clock, known=["SANDBOX-0001"])
    mosip = Mosip(PEOPLE, Phones(), clock, keys=MosipKeys(PARTNER, IDA), captures=captures, faults_ida=faults)
    app = web.Application()
    mosip.attach(app, "/mosip")
    operators, audit, guard = MemoryOperators(), MemoryAudit(keys), MemoryGuard(clock)
    tokens = {id: secrets.token_urlsafe(32) for id in ROLES}
    for id, roles in ROLES.items():
        await operators.add(Operator(id, frozenset(roles), "rabat-1"), token_mac(keys, tokens[id]))
    await operators.disable("gone")
    registry = TestServer(app, host="127.0.0.1")
    async with registry, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        config = MosipConfig(**mosip.client_settings(str(registry.make_url("/mosip"))))  # type: ignore[arg-type]
        biometrics = connect(config, session, clock, frozenset(Modality))
        told: list[Held] = []

        async def notice(held: Held) -> None:
            told.append(held)

        env, uri = mosip.settings.env, mosip.settings.domain_uri
        proofs = Proofs(handoffs, biometrics, audit, guard, keys, clock, notice, env, uri)
        house = web.Application()
        house.add_subapp(
            "/api",
            application(handoffs_api.operations(proofs), Access(operators, keys, guard, pace), Once(MemorySessions(clock), keys)),
        )
        server = TestServer(house, host="127.0.0.1")
        await server.start_server(access_log=None)  # as `house.running.serving` starts it: a path holds a code
        async with TestClient(server) as client:
            yield Desk(client, handoffs, clock, Device(PARTNER, IDA.cert, clock), audit, faults, tokens, told)
