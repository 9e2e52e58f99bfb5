"""Whatever a registry refuses, somebody reads one kind sentence: in her language, on few pages, without code or jargon.

Each code of MOSIP's ID Authentication and of SP-DCI goes the whole way: from the wire's code through its adapter's table
into the one tree of refusals, through the real dialog, onto the screen of a phone, in every language of every country.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from channels.sms.segments import units
from channels.ussd import africastalking
from channels.ussd.face import UssdFace
from channels.ussd.terminal import Handset
from config import profile
from console.proofs import Proofs
from dialogs.model import Code, IdRef, Phone, Reply
from dialogs.ports import (
    Agent,
    AuthOutcome,
    CallContext,
    Card,
    Enrolment,
    Household,
    Modality,
    OpaqueBlock,
    OtpChallenge,
    Score,
)
from dialogs.refusals import (
    NOT_THERE,
    Ambiguous,
    DemographicMismatch,
    FactorLocked,
    IdentityInactive,
    InvalidIdentifier,
    NoContactRegistered,
    NotFound,
    NotPermitted,
    OtpExpired,
    OtpFrozen,
    OtpInvalid,
    Outage,
    Pending,
    RateLimited,
    RegistryError,
    Unavailable,
)
from registry_client.dci.errors import CODES as DCI
from registry_client.dci.errors import refusal
from registry_client.mosip.errors import Fault, ida_error
from store.handoffs import HandoffDenied, Held
from store.memory_handoffs import MemoryHandoffs
from tests.player import HER, Stage_, counter_of, stage
from tests.registry_client.test_mosip_errors import IDA as IDA_CODES

IDA = sorted({code for codes in IDA_CODES.values() for code in codes.split()} - {"IDA-XYZ-999"})
COUNTRIES = {code: profile.load(code) for code in profile.available()}
TONGUES = [(code, lang) for code, country in COUNTRIES.items() if "status" in country.services for lang in country.languages]
HERS = {"morocco": "2639425169", "djibouti": "2639425169", "pakistan_kp": "1730112345671"}
CARD = "160001806"
UPSTREAM = "registry-of-somewhere"
MOST_PAGES, MOST_READ = 4, 20
JARGON = re.compile(
    r"\b(IDA|MLC|OTA|MPA|DEA|BIA|RST|DPM|OTP|MOSIP|DCI|rjct|err|HTTP|API|JSON|UIN|VID|token|exception|null|None|timeout)\b"
    f"|{UPSTREAM}",
    re.IGNORECASE,
)


@dataclass(eq=False)
class Moody:
    """Every registry of a country at once: the call named `at` fails, all others do well."""

    at: str
    error: RegistryError

    def _do(self, call: str) -> None:
        if call == self.at:
            raise self.error

    def caps(self) -> frozenset[str]:
        return frozenset({"household", "score", "enrolments", "cards"})

    def well(self) -> bool:
        return True

    async def send_otp(self, ref: IdRef, *, ctx: CallContext) -> OtpChallenge:
        self._do("send")
        return OtpChallenge("0123456789", ref, 4e9)

    async def verify_otp(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> AuthOutcome:
        self._do("verify")
        return AuthOutcome("token", 0.0)

    async def household(self, ref: IdRef, *, ctx: CallContext) -> Household:
        self._do("household")
        return Household(IdRef("HOUSEHOLD", "1R1"), 4, "F. B.", date(2026, 1, 5))

    async def score(self, ref: IdRef, *, ctx: CallContext) -> Score:
        self._do("score")
        return Score("C", None)

    async def enrolments(self, ref: IdRef, *, ctx: CallContext) -> Sequence[Enrolment]:
        self._do("enrolments")
        return []

    async def card(self, number: IdRef, *, ctx: CallContext) -> Card:
        self._do("card")
        raise NotFound


class Noting(UssdFace):
    """The face of the wire; it also notes what it meant."""

    meant: Reply

    def show(self, reply: Reply, note: bytes) -> str:
        object.__setattr__(self, "meant", reply)
        return super().show(reply, note)


@dataclass
class Citizen:
    """She asks `status` for one thing; `read` are all pages that she saw, `said` the key and slip of the last screen."""

    scene: Stage_
    lang: str
    wants: str
    by: str = "number"
    read: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        turns = self.scene.turns()
        self.face = Noting(turns.world.speech, turns.world.keys, africastalking.wire)
        number = {"djibouti": "+25377123407", "pakistan_kp": "+923001234567"}.get(turns.world.country.code, HER)
        serial = iter(range(99))
        self.phone = Handset(turns, self.face, number, lambda: f"session-{next(serial)}")

    async def asks(self) -> str:
        """Everything until nothing more is to be answered; `key` or `slip / key` of the last screen."""
        await self.scene.world.contacts.set_language(Phone(self.phone.phone), self.lang, at=1.0)
        await self._sees(await self.phone.dial())
        code = self.scene.world.country.code
        told = {"prove-number": HERS[code], "card-number": CARD, "prove-code": "424242"}
        chosen = {"menu": "status", "status-what": self.wants, "prove-by": self.by}
        while not self.face.meant.final and (asked := self.face.meant.prompt.key) in {*told, *chosen}:
            await self._sees(await self.phone.send(told.get(asked) or self._number(chosen[asked])))
            assert len(self.read) <= MOST_READ, self.read[-3:]
        return self.last

    @property
    def last(self) -> str:
        meant = self.face.meant
        return f"{meant.slip.key} / {meant.prompt.key}" if meant.slip else meant.prompt.key

    async def _sees(self, screen: str) -> None:
        pages = [screen]
        while any(line.startswith("99 ") for line in pages[-1].splitlines()):
            pages.append(await self.phone.send("99"))
            assert len(pages) <= MOST_PAGES, f"these pages do not turn: {pages}"
        self.read += pages

    def _number(self, value: str) -> str:
        return str([option.value for option in self.face.meant.prompt.options].index(value) + 1)


def world_of(country: str, at: str, error: RegistryError) -> Stage_:
    scene, (ours, speech) = stage(), counter_of(country)
    ours = replace(ours, policy=replace(ours.policy, answer_floor=0.0))
    moody = Moody(at, error)
    told = {"country": ours, "speech": speech}
    registries = {"identity": moody, "social": moody, "benefits": moody}
    return replace(scene, world=replace(scene.world, **told, **registries))  # type: ignore[arg-type]  # no more than is asked


ASKS = {"send": "household", "verify": "household", "household": "household", "score": "household", "enrolments": "programmes"}
BUSY, UNKNOWN = "busy", {"household": "household-unknown", "enrolments": "programmes-none", "card": "card-unknown"}


def expected(at: str, error: RegistryError) -> str:
    """What she reads last. To whoever is not proved every refusal is one: a code that is on its way, or a wrong one."""
    if isinstance(error, Outage):
        return BUSY
    if at == "send":
        return "slip-code-wrong / recover-code-again"
    if at == "verify":
        return (
            "slip-code-expired / recover-code-again" if isinstance(error, OtpExpired) else "slip-code-wrong / recover-code-again"
        )
    if isinstance(error, RateLimited):
        return BUSY
    return UNKNOWN[at] if isinstance(error, NOT_THERE) or at == "card" else "data-refused"


async def told(country: str, lang: str, at: str, error: RegistryError) -> Citizen:
    citizen = Citizen(world_of(country, at, error), lang, ASKS.get(at, at))
    assert await citizen.asks() == expected(at, error)
    return citizen


def of_ida(code: str) -> RegistryError:
    return ida_error([Fault(error_code=code, error_message=f"{UPSTREAM} {code}")])


@pytest.mark.parametrize("code", IDA)
@pytest.mark.parametrize("at", ["send", "verify"])
async def test_what_ida_refuses_is_told_by_its_meaning_alone(code: str, at: str) -> None:
    citizen = await told("morocco", "fr", at, of_ida(code))
    assert [page for page in citizen.read if JARGON.search(page)] == []


@pytest.mark.parametrize("code", sorted(DCI))
@pytest.mark.parametrize("at", ["household", "enrolments", "card"])
async def test_what_a_social_registry_refuses_is_told_by_its_meaning_alone(code: str, at: str) -> None:
    citizen = await told("djibouti", "fr", at, refusal(code, UPSTREAM))
    assert [page for page in citizen.read if JARGON.search(page)] == []


MEANINGS: list[RegistryError] = [NotFound(), OtpExpired(), Ambiguous(), RateLimited(), OtpFrozen(), Unavailable(), Pending()]


@pytest.mark.parametrize("at", ["send", "verify"])
async def test_not_found_mismatch_and_inactive_read_alike_to_whoever_is_not_proved(at: str) -> None:
    kinds = (InvalidIdentifier, IdentityInactive, DemographicMismatch, NoContactRegistered, FactorLocked, NotPermitted, OtpFrozen)
    read = [(await told("morocco", "fr", at, kind())).read for kind in (NotFound, OtpInvalid, RateLimited, *kinds)]
    assert [other for other in read if other != read[0]] == []


async def test_a_household_that_waits_for_its_score_is_registered() -> None:
    citizen = Citizen(world_of("morocco", "score", NotFound("no-score")), "fr", "household")
    assert await citizen.asks() == "household"
    assert "4 personnes" in citizen.read[-1]


@pytest.mark.parametrize("code", [code for code in IDA if code.startswith(("IDA-BIA", "IDA-DPM", "IDA-MLC"))])
async def test_what_a_device_is_refused_ends_in_words_that_blame_nobody(code: str) -> None:
    scene, handoffs = stage(), MemoryHandoffs(lambda: "482109", lambda: "hand-off")
    scene = replace(scene, world=replace(scene.world, handoffs=handoffs))
    world, phone = scene.world, Citizen(scene, "fr", "household", by="agent")
    assert await phone.asks() == "agent-code"

    async def untold(_: Held) -> None:
        return

    proofs = Proofs(handoffs, Refusing(of_ida(code)), world.audit, world.guard, world.keys, world.clock, untold, "", "")
    task = await proofs.claim("482109", Agent("op-1", "annexe"))
    for key in (b"1", b"2", b"3", b"4", b"5"):
        with suppress(HandoffDenied):
            await proofs.submit(task.id, "op-1", key, [])
    screen = await phone.phone.send("1")
    assert phone.last in ("agent-not-proved", "slip-agent-waits / agent-code")
    assert not JARGON.search(screen)


@dataclass
class Refusing:
    """A registry that compares, and refuses."""

    error: RegistryError

    def modalities(self) -> frozenset[Modality]:
        return frozenset({Modality.FINGER})

    async def authenticate(self, ref: IdRef, txn: str, blocks: Sequence[OpaqueBlock], *, ctx: CallContext) -> str:
        raise self.error


@pytest.mark.parametrize(("country", "lang"), TONGUES)
async def test_every_meaning_is_said_in_every_language_on_a_few_small_pages(country: str, lang: str) -> None:
    calls = [at for at in (*ASKS, "card") if at != "score" and (at != "card" or country == "djibouti")]
    for at in calls:
        for error in MEANINGS:
            citizen = await told(country, lang, at, error)
            for page in citizen.read:
                text = page.partition(" ")[2]
                assert text.strip()
                assert not JARGON.search(text), text
                assert fits(text), text


def fits(text: str) -> bool:
    """One screen: 160 septets or 70 units of UTF-16."""
    encoding, used = units(text)
    return used <= (160 if encoding == "gsm7" else 70)
