"""Guichet as it is deployed: several `serve` and a `work` process on PostgreSQL and Redis, the sandbox in the test's own loop."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Handler
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.servers import OwnRedis, free_port
from channels.sms.segments import units
from sandbox import world as sandbox
from store.clock import SystemClock
from store.sql.engine import make_engine
from store.sql.tables import metadata
from tests.e2e_world import MOROCCO, PATIENCE, Program, running

USSD_KEY, SMS_KEY = "ab" * 16, "cd" * 16
SEALING, LOOKUP = "1:" + "QUFB" * 10 + "QUE=", "QkJC" * 10 + "QkI="


@dataclass
class Gateway:
    """One `serve` process and its address."""

    program: Program
    url: str

    @property
    def ussd(self) -> str:
        return f"{self.url}/ussd/africastalking/{USSD_KEY}"


@dataclass
class Fleet:
    """What runs. `asked` are the decoded paths and queries of every request that the sandbox got from Guichet."""

    box: sandbox.Sandbox
    settings: dict[str, str]
    folder: Path
    redis: OwnRedis
    database: AsyncEngine
    http: aiohttp.ClientSession
    asked: list[str]
    gateways: list[Gateway] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    _running: ExitStack = field(default_factory=ExitStack)

    def start(self, command: str, **settings: str) -> Program:
        program = self._running.enter_context(running(self.folder, command, cwd=None, **{**self.settings, **settings}))
        self.programs.append(program)
        return program

    async def serve(self) -> Gateway:
        """One more gateway, ready."""
        port = free_port()
        gateway = Gateway(self.start("serve", GUICHET_PORT=str(port)), f"http://127.0.0.1:{port}")
        await self.until_status(gateway.url + "/readyz", 200)
        self.gateways.append(gateway)
        return gateway

    async def status(self, url: str) -> int:
        """The HTTP status of a GET; 0 when nobody answers."""
        try:
            async with self.http.get(url) as answer:
                return answer.status
        except aiohttp.ClientError:
            return 0

    async def read(self, url: str) -> str:
        async with self.http.get(url) as answer:
            return await answer.text()

    async def until_status(self, url: str, status: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self.status(url) != status:  # noqa: ASYNC110 - another process makes it so
                await asyncio.sleep(0.05)

    async def states(self) -> Counter[str]:
        async with self.database.connect() as connection:
            return Counter((await connection.scalars(text("SELECT state FROM outbox"))).all())

    async def until_states(self, **wanted: int) -> None:
        """Wait until the outbox holds exactly these states."""
        end = time.monotonic() + 30.0
        while (now := await self.states()) != Counter(wanted):
            assert time.monotonic() < end, f"{dict(now)} and not {wanted}"
            await asyncio.sleep(0.05)

    async def empty(self) -> None:
        async with self.database.begin() as connection:
            await connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY"))

    def phone(self, msisdn: str, *gateways: Gateway) -> "Phone":
        """A phone whose hops go round the gateways."""
        return Phone(self, msisdn, itertools.cycle(gateways or self.gateways))

    def citizen(self, place: int = 0) -> Any:
        return self.box.citizens[place]

    def inbox(self, msisdn: str) -> list[str]:
        return [sms.text for sms in self.box.phones.messages(msisdn)]

    def complaints(self) -> str:
        """The standard error of every process so far."""
        return "\n".join(program.complaints() for program in self.programs)


@dataclass
class Phone:
    """A handset of the sandbox, called in this process; the operator posts its hops to one gateway after the other."""

    fleet: Fleet
    msisdn: str
    gateways: "itertools.cycle[Gateway]"
    said: str = ""

    async def dial(self) -> str:
        self._next()
        return await self._shown(self.fleet.box.telco.dial(self.msisdn, MOROCCO.service_code))

    async def send(self, *typed: str) -> str:
        """Answer screen after screen; the last one."""
        for one in typed:
            self._next()
            screen = await self._shown(self.fleet.box.telco.send(self.msisdn, one))
        return screen

    def _next(self) -> None:
        gateway = next(self.gateways)
        self.fleet.box.callbacks.ussd, self.fleet.box.callbacks.events = gateway.ussd, f"{gateway.ussd}/events"
        self.fleet.box.callbacks.delivery = f"{gateway.url}/sms/africastalking/{SMS_KEY}/delivery"

    async def _shown(self, hop: Any) -> str:
        screen = await hop
        assert not screen.error, (screen.error, self.said, self.fleet.complaints()[-2000:])
        self.said = str(screen.text)
        return self.said


@asynccontextmanager
async def open_fleet(folder: Path, database_url: str, *, gateways: int, work: bool = True) -> AsyncIterator[Fleet]:
    """`gateways` processes of `serve` and one of `work`, ready; all are gone at the end."""
    redis, asked = OwnRedis(), list[str]()
    redis.start()
    database = make_engine(database_url)
    async with aiohttp.ClientSession() as http:
        box = sandbox.make(MOROCCO, SystemClock(), http, units, count=60)
        box.app.middlewares.append(_recorder(asked))
        async with TestServer(box.app) as server:
            base = str(server.make_url("")).rstrip("/")
            settings = _settings(box, base, database_url, redis.url, folder)
            fleet = Fleet(box, settings, folder, redis, database, http, asked)
            await fleet.empty()
            try:
                await asyncio.gather(*(fleet.serve() for _ in range(gateways)))
                if work:
                    fleet.start("work")
                yield fleet
            finally:
                fleet._running.close()
                await box.postman.close()
                await database.dispose()
                redis.kill()


def _recorder(asked: list[str]) -> Any:
    @web.middleware
    async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
        asked.append(unquote(request.raw_path))
        return await handler(request)

    return record


def _settings(box: sandbox.Sandbox, base: str, database_url: str, redis_url: str, folder: Path) -> dict[str, str]:
    told = box.mosip.client_settings(base + sandbox.MOSIP)
    files = {
        "partner_key": "partner_private_key",
        "partner_certificate": "partner_certificate",
        "ida_certificate": "ida_certificate",
    }
    for name, value in files.items():
        (folder / f"{name}.pem").write_text(told[value])
    plain = ("ida_url", "resident_url", "idrepo_url", "authmanager_url", "partner_id", "api_key", "domain_uri", "client_id")
    mosip = {name: told[name] for name in (*plain, "client_secret", "app_id", "env")} | {"misp_licence_key": told["misp_key"]}
    mosip |= {f"{name}_file": str(folder / f"{name}.pem") for name in files}
    operator = {"username": box.account.username, "api_key": box.account.api_key, "base_url": base + sandbox.AFRICASTALKING}
    operator |= {"ussd_key": USSD_KEY, "sms_key": SMS_KEY}
    return {
        "GUICHET_ENVIRONMENT": "demo",
        "GUICHET_LOG_LEVEL": "debug",
        "GUICHET_DATABASE_URL": database_url,
        "GUICHET_REDIS_URL": redis_url,
        "GUICHET_KEYS": SEALING,
        "GUICHET_LOOKUP_KEY": LOOKUP,
        **{f"GUICHET_MOSIP__{name.upper()}": value for name, value in mosip.items()},
        **{f"GUICHET_AFRICASTALKING__{name.upper()}": value for name, value in operator.items()},
    }
