"""One suite for every registry that compares biometrics: the in-memory twin, and MOSIP's adapter against the sandbox's IDA."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs.model import IdRef
from dialogs.ports import BiometricRegistry, CallContext, Modality, OpaqueBlock
from dialogs.refusals import (
    BiometricMismatch,
    BiometricNotEnrolled,
    CaptureRejected,
    ConsentMissing,
    IdentityInactive,
    NotFound,
    RegistryError,
)
from registry_client import identifiers
from registry_client.biometrics.memory import Captured, Enrolled, MemoryBiometrics
from registry_client.biometrics.mosip import connect
from registry_client.mosip.config import MosipConfig
from sandbox.device import Device, Finger
from sandbox.mosip import Mosip
from sandbox.mosip_bio import BioKeys, Captures, sample_of
from sandbox.mosip_crypto import KeyPair, MosipKeys
from sandbox.phones import Phones
from sandbox.population import Person
from store.clock import FakeClock

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

PEM = json.loads((Path(__file__).parents[1] / "vectors" / "mosip_ida_vectors.json").read_text())["keys"]
PARTNER = KeyPair.from_pem(PEM["partner_private_pem"], PEM["partner_cert_pem"])
IDA = KeyPair.from_pem(PEM["ida_private_pem"], PEM["ida_cert_pem"])
TXN, OTHER = "1234567890", "0987654321"


def person(n: int, *, active: bool = True) -> Person:
    """The n-th invented person."""
    uin = f"26394251{n}"
    return Person(
        uin=uin + str(identifiers.check_digit(uin)),
        vid="2639425169426430",
        receipt=f"1000110123000{n:02}20240125061502",
        names=(("fr", f"Personne {n}"),),
        born=date(1980, 1, n),
        sex="F",
        phone=f"+21261234000{n}",
        commune="rabat",
        active=active,
    )


FATIMA, OMAR, INACTIVE, UNCAPTURED = person(1), person(2), person(3, active=False), person(4)
PEOPLE = (FATIMA, OMAR, INACTIVE, UNCAPTURED)


def uin(who: Person) -> IdRef:
    return IdRef("UIN", who.uin)


def finger(who: Person, part: str = "Left IndexFinger") -> Finger:
    return Finger(sample_of(who, "Finger", part), "Finger", part)


def face(who: Person) -> Finger:
    return Finger(sample_of(who, "Face"), "Face", "")


@dataclass
class Counter:
    """A registry, its clock, and the device that captures for it."""

    registry: BiometricRegistry
    clock: FakeClock
    capture: Callable[[str, list[Finger]], list[OpaqueBlock]]

    async def authenticate(self, who: Person, blocks: list[OpaqueBlock], *, txn: str = TXN, consent: bool = True) -> str:
        ctx = CallContext("prove", b"key", 10.0, consent=consent)
        return await self.registry.authenticate(uin(who), txn, blocks, ctx=ctx)


def memory_counter(clock: FakeClock) -> Counter:
    parts = [Enrolled(uin(one), samples(one), active=one.active) for one in PEOPLE]

    def capture(txn: str, laid: list[Finger]) -> list[OpaqueBlock]:
        return [Captured(txn, clock.now(), one.sample).block() for one in laid]

    return Counter(MemoryBiometrics(parts, clock), clock, capture)


def samples(who: Person) -> frozenset[bytes]:
    if who is UNCAPTURED:
        return frozenset()
    return frozenset({finger(who).sample, finger(who, "Right Thumb").sample, face(who).sample})


@pytest.fixture(params=["memory", "mosip"])
async def counter(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[Counter]:
    if request.param == "memory":
        yield memory_counter(clock)
        return
    keys = BioKeys(fir=IDA, device=PARTNER)
    captures = Captures(keys, clock, known=["SANDBOX-0001"], uncaptured=[UNCAPTURED])
    mosip = Mosip(PEOPLE, Phones(), clock, keys=MosipKeys(PARTNER, IDA), captures=captures)
    device = Device(keys.device, keys.fir.cert, clock)

    def capture(txn: str, laid: list[Finger]) -> list[OpaqueBlock]:
        made = device.capture(txn, mosip.settings.env, mosip.settings.domain_uri, laid)
        return [OpaqueBlock(json.dumps(one).encode()) for one in made]

    app = web.Application()
    mosip.attach(app, "/mosip")
    server = TestServer(app, host="127.0.0.1")
    async with server, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        config = MosipConfig(**mosip.client_settings(str(server.make_url("/mosip"))))  # type: ignore[arg-type]
        yield Counter(connect(config, session, clock, frozenset(Modality)), clock, capture)


async def test_her_own_finger_gives_a_token_that_is_not_her_number(counter: Counter) -> None:
    token = await counter.authenticate(FATIMA, counter.capture(TXN, [finger(FATIMA)]))
    assert token
    assert FATIMA.uin not in token
    assert token == await counter.authenticate(FATIMA, counter.capture(TXN, [face(FATIMA)]))


async def test_several_captures_must_all_be_hers(counter: Counter) -> None:
    both = [finger(FATIMA), finger(FATIMA, "Right Thumb")]
    assert await counter.authenticate(FATIMA, counter.capture(TXN, both))
    with pytest.raises(BiometricMismatch):
        await counter.authenticate(FATIMA, counter.capture(TXN, [finger(FATIMA), finger(OMAR, "Right Thumb")]))


async def test_a_capture_of_another_transaction_proves_nothing(counter: Counter) -> None:
    with pytest.raises(CaptureRejected):
        await counter.authenticate(FATIMA, counter.capture(OTHER, [finger(FATIMA)]))


async def test_a_capture_that_is_two_minutes_old_proves_nothing(counter: Counter) -> None:
    blocks = counter.capture(TXN, [finger(FATIMA)])
    await counter.clock.advance(121)
    with pytest.raises(CaptureRejected):
        await counter.authenticate(FATIMA, blocks)


@pytest.mark.parametrize("blocks", [[], [OpaqueBlock(b"")], [OpaqueBlock(b"{}")], [OpaqueBlock(b"\xff\xfe")]])
async def test_what_is_no_capture_is_rejected(counter: Counter, blocks: list[OpaqueBlock]) -> None:
    with pytest.raises(CaptureRejected):
        await counter.authenticate(FATIMA, blocks)


@pytest.mark.parametrize(
    ("who", "laid", "error"),
    [
        (FATIMA, finger(OMAR), BiometricMismatch),
        (UNCAPTURED, finger(UNCAPTURED), BiometricNotEnrolled),
        (INACTIVE, finger(INACTIVE), IdentityInactive),
        (replace(FATIMA, uin="2639425169"), finger(FATIMA), NotFound),
    ],
    ids=["mismatch", "uncaptured", "inactive", "nobody"],
)
async def test_each_no_has_its_own_name(counter: Counter, who: Person, laid: Finger, error: type[RegistryError]) -> None:
    with pytest.raises(error):
        await counter.authenticate(who, counter.capture(TXN, [laid]))


async def test_without_consent_nothing_is_compared(counter: Counter) -> None:
    with pytest.raises(ConsentMissing):
        await counter.authenticate(FATIMA, counter.capture(TXN, [finger(FATIMA)]), consent=False)


async def test_it_says_what_it_can_compare(counter: Counter) -> None:
    assert counter.registry.modalities() == frozenset(Modality)
