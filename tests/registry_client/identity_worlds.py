"""The population registries that one suite holds to the port: the people they know, and how each is set up."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs.model import Code, IdRef, Phone
from dialogs.ports import CallContext, Claims, IdentityRegistry, OtpChallenge, Stage
from registry_client import identifiers
from registry_client.memory import Enrolled, MemoryIdentity
from registry_client.mosip.config import MosipConfig
from registry_client.mosip.identity import connect as connect_mosip
from registry_client.rsmis.config import Call, Name, RsMisConfig
from registry_client.rsmis.identity import connect as connect_rsmis
from registry_client.transport import Transport, XRoad
from sandbox import rsmis_wire
from sandbox.faults import Faults
from sandbox.mosip import Mosip
from sandbox.mosip_crypto import KeyPair, MosipKeys
from sandbox.mosip_otp import OtpRules
from sandbox.phones import Phones
from sandbox.population import Person
from sandbox.rsmis import RsMis
from sandbox.xroad import SecurityServer
from store.clock import FakeClock

PEM = json.loads((Path(__file__).parents[1] / "vectors" / "mosip_ida_vectors.json").read_text())["keys"]
KEYS = MosipKeys(
    partner=KeyPair.from_pem(PEM["partner_private_pem"], PEM["partner_cert_pem"]),
    ida=KeyPair.from_pem(PEM["ida_private_pem"], PEM["ida_cert_pem"]),
)
TRIES = 3
XROAD = XRoad("DJ/GOV/10001/guichet", "DJ/GOV/20002/rs-mis/niu", represented="GOV/30003")
EVENTS = {"1000000000000001": "done", "1000000000000002": "under-way", "1000000000000003": "failed"}


def enrolled(n: int, phone: str | None, status: Stage = Stage.ISSUED, *, active: bool = True) -> Person:
    """The n-th invented person."""
    uin = f"26394251{n}"
    vid = f"26394251694263{n}"
    return Person(
        uin=uin + str(identifiers.check_digit(uin)),
        vid=vid + str(identifiers.check_digit(vid)),
        receipt=f"1000110123000{n:02}20240125061502",
        names=(("fr", f"Naïma Personne{'abcdefghij'[n]}"), ("ar", f"نعيمة شخص{'ابتثجحخدذر'[n]}")),
        born=date(1980, 1, n),
        sex="F",
        phone=phone,
        commune="rabat",
        status=status,
        active=active,
    )


FATIMA = enrolled(1, "+212612340007")
OMAR = enrolled(2, "+212612340008")
NO_PHONE = enrolled(3, None)
INACTIVE = enrolled(4, "+212612340010", active=False)
WAITING = [enrolled(5 + n, f"+2126123400{20 + n}", stage) for n, stage in enumerate(s for s in Stage if s is not Stage.ISSUED)]
PEOPLE = (FATIMA, OMAR, NO_PHONE, INACTIVE, *WAITING)
NOBODY = enrolled(9, "+212612340099")


def aid(person: Person) -> IdRef:
    return IdRef("AID", person.receipt)


def handle(person: Person) -> IdRef:
    return IdRef("HANDLE", f"{person.phone}@phone")


def true_of(person: Person) -> Claims:
    return Claims(dict(person.names)["fr"], person.born, Phone(str(person.phone)))


def typed(plain: str) -> Code:
    return Code("mac", plain)


def ctx(key: bytes = b"one", *, consent: bool = True, purpose: str = "recover") -> CallContext:
    return CallContext(purpose=purpose, key=key, deadline=10.0, consent=consent, lang="fr")


@dataclass
class World:
    """A registry, its clock, what arrives on the phones, the scheme of its lasting numbers, and the knobs that spoil it."""

    registry: IdentityRegistry
    clock: FakeClock
    code_of: Callable[[str], str]
    scheme: str = "UIN"
    security_server: SecurityServer | None = None
    faults: tuple[Faults, ...] = ()
    _key: int = field(default=0)

    def number(self, person: Person) -> IdRef:
        return IdRef(self.scheme, person.uin)

    def code(self, person: Person) -> Code:
        return typed(self.code_of(str(person.phone)))

    def wrong(self, person: Person) -> Code:
        right = self.code_of(str(person.phone))
        return typed(str((int(right[0]) + 1) % 10) + right[1:])

    def next(self, purpose: str = "prove") -> CallContext:
        """A context with a key of its own."""
        self._key += 1
        return ctx(b"key %d" % self._key, purpose=purpose)

    async def asked(self, person: Person, purpose: str = "prove", ref: IdRef | None = None) -> tuple[OtpChallenge, Code]:
        """A code asked for with a purpose, and received."""
        challenge = await self.registry.send_otp(ref or self.number(person), ctx=self.next(purpose))
        return challenge, self.code(person)


def memory_world(clock: FakeClock) -> World:
    codes: dict[str, str] = {}
    people = [
        Enrolled(
            p.uin,
            p.receipt,
            Phone(p.phone) if p.phone else None,
            stage=p.status,
            active=p.active,
            names=tuple(name for _, name in p.names),
            born=p.born,
        )
        for p in PEOPLE
    ]
    registry = MemoryIdentity(
        people, clock, on_code=lambda phone, code: codes.update({phone.e164: code}), tries=TRIES, events=EVENTS
    )
    return World(registry, clock, codes.__getitem__)


def mosip(clock: FakeClock) -> Mosip:
    made = Mosip(PEOPLE, Phones(), clock, keys=KEYS, rules=OtpRules(tries=TRIES))
    made.holdings.events.update(EVENTS)
    return made


def mosip_config(sandbox: Mosip, base: str) -> MosipConfig:
    return MosipConfig(**sandbox.client_settings(base), languages=("fra", "ara"))  # type: ignore[arg-type]


def rsmis(clock: FakeClock) -> RsMis:
    made = RsMis(PEOPLE, Phones(), clock, rules=OtpRules(tries=TRIES))
    made.holdings.events.update(EVENTS)
    return made


def rsmis_config(sandbox: RsMis, base: str) -> RsMisConfig:
    """The words of the sandbox's registry, every one other than our defaults."""
    return RsMisConfig(
        **sandbox.client_settings(base),  # type: ignore[arg-type]
        paths={Call[name]: path for name, path in rsmis_wire.PATHS.items()},
        names={Name[name]: word for name, word in rsmis_wire.NAMES.items()},
        statuses=rsmis_wire.STATUSES,
        kinds=rsmis_wire.KINDS,
        stages=rsmis_wire.STAGES,
        factors=rsmis_wire.FACTORS,
        outcomes=rsmis_wire.OUTCOMES,
        patterns={"NIU": "[0-9]{10}", "ALIAS": "[0-9]{16}", "AID": "[0-9]{29}", "EVENT": "[0-9]{16}"},
    )


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    server = TestServer(app, host="127.0.0.1")
    async with server:
        yield str(server.make_url("/")).rstrip("/")


@asynccontextmanager
async def opened(kind: str, clock: FakeClock) -> AsyncIterator[World]:
    """The registry `memory`, `mosip`, `rsmis` or `rsmis-xroad` (the same through a security server)."""
    if kind == "memory":
        yield memory_world(clock)
        return
    app = web.Application()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        if kind == "mosip":
            sandbox = mosip(clock)
            sandbox.attach(app)
            async with served(app) as base:
                connected = connect_mosip(mosip_config(sandbox, f"{base}/mosip"), session, clock)
                knobs = (sandbox.faults_ida, sandbox.faults_resident)
                yield World(connected, clock, sandbox.codes.__getitem__, faults=knobs)
            return
        registry = rsmis(clock)
        registry.attach(app)
        async with served(app) as base, _way(kind, f"{base}/rsmis", session) as (address, transport, security):
            niu = connect_rsmis(rsmis_config(registry, address), session, clock, transport)
            yield World(niu, clock, registry.codes.__getitem__, "NIU", security, (registry.faults,))


@asynccontextmanager
async def _way(
    kind: str, base: str, session: aiohttp.ClientSession
) -> AsyncIterator[tuple[str, Transport | None, SecurityServer | None]]:
    if kind == "rsmis":
        yield base, None, None
        return
    security = SecurityServer(session, clients=[XROAD.client], services={XROAD.service: base})
    app = web.Application()
    security.attach(app)
    async with served(app) as address:
        yield address, XROAD, security
