"""A sandbox registry that speaks SP-DCI on loopback, and adapters that talk to it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs.model import IdRef, Phone
from dialogs.ports import CallContext
from registry_client.dci.client import Dci, connect
from registry_client.dci.config import DciConfig
from registry_client.dci.ibr import DciIbr
from registry_client.dci.social import DciSocial
from sandbox.dci import Dci as FakeDci
from sandbox.dci_wire import Dialect
from sandbox.faults import Faults
from sandbox.households import Home, homes
from sandbox.population import people
from store.clock import FakeClock

HOMES = homes(people(120))
HOME = next(home for home in HOMES if home.value is not None and len(home.members) > 2 and home.head.phone)
UNSCORED = next(home for home in HOMES if home.value is None)
NOBODY = IdRef("UIN", "9999999999")


def ctx(key: bytes = b"key", deadline: float = 10.0, *, lang: str = "fr") -> CallContext:
    return CallContext(purpose="household", key=key, deadline=deadline, consent=True, lang=lang)


def number(home: Home) -> IdRef:
    return IdRef("HOUSEHOLD", home.number)


def head(home: Home) -> IdRef:
    return IdRef("UIN", home.head.uin)


def sim(home: Home) -> IdRef:
    return IdRef("HANDLE", f"{home.head.phone}@phone")


def phone_of(home: Home) -> Phone:
    assert home.head.phone
    return Phone(home.head.phone)


@dataclass
class World:
    """The fake registries, and the adapters on them; `reach` makes a client with other settings."""

    fake: FakeDci
    base: str
    session: aiohttp.ClientSession
    clock: FakeClock

    def config(self, name: str = "social") -> DciConfig:
        told = self.fake.client_settings(self.base, name)
        return replace(DciConfig(**told), poll_every=0.01)  # type: ignore[arg-type]  # each of its own type

    def reach(self, name: str = "social", config: DciConfig | None = None) -> Dci:
        return connect(name, config or self.config(name), self.session, self.clock)

    @property
    def social(self) -> DciSocial:
        return DciSocial(self.reach("social"))

    @property
    def ibr(self) -> DciIbr:
        return DciIbr(self.reach("ibr"))

    def spoil(self, lie: str = "", *, name: str = "social", times: int = -1, **faults: float) -> None:
        made = Faults(lie=lie, times=times, **faults)  # type: ignore[arg-type]  # numbers and a truth
        kept = self.fake.faults[name]
        kept.lie, kept.times, kept.hang, kept.latency, kept.status = made.lie, made.times, made.hang, made.latency, made.status


@asynccontextmanager
async def dci_world(clock: FakeClock, dialect: Dialect = "cavage", *, there: Sequence[Home] = HOMES) -> AsyncIterator[World]:
    app = web.Application()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        fake = FakeDci(there, clock, session, dialect=dialect)
        fake.attach(app, "/dci")
        server = TestServer(app, host="127.0.0.1")
        async with server:
            yield World(fake, str(server.make_url("/dci")), session, clock)
