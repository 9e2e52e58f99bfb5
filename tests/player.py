"""A stage in memory: a country, its people and its officers, and the phones that speak to the real engine on it."""

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from campaigns.announcements import Announced
from campaigns.plan import Campaign, encode
from channels.chat.web_face import WebFace
from channels.sms.face import SmsFace
from channels.ussd.terminal import Handset, face_of
from config import profile
from dialogs.country import Country
from dialogs.desk import World
from dialogs.desk.room import RIGHT_CODE
from dialogs.engine.counter import counter
from dialogs.engine.run import Dialog
from dialogs.engine.turn import Turns
from dialogs.model import IdRef, Phone
from dialogs.ports import (
    Coverage,
    DataUse,
    Enrolment,
    EnrolmentState,
    Household,
    IdentityRegistry,
    NextEvent,
    Role,
    Score,
    Sessions,
    Staff,
    Stage,
    State,
)
from dialogs.texts.speech import Speech
from house.casebook import cases_on, rules_of, worded
from registry_client.directory.csv_list import read
from registry_client.directory.listed import ListedDirectory
from registry_client.memory import Enrolled, MemoryIdentity
from registry_client.memory_social import Beneficiary, Dwelling, MemoryBeneficiary, MemorySocial
from store.agents import MemoryAgents
from store.cases.caseload import OfficersCaseload
from store.cases.deadlines import send_notices, sound_alarms
from store.cases.memory_casebook import MemoryCasebook
from store.cases.pins import Pins
from store.cases.protected import Protected
from store.cases.sealed import MemorySealedCases
from store.clock import FakeClock
from store.keyring import Keyring
from store.ledger import Feed, Person, Written
from store.ledger import Stage as Step
from store.memory import MemoryAudit, MemoryContacts, MemoryErrands, MemoryGuard, MemorySessions
from store.memory_campaigns import MemoryCampaigns
from store.memory_linked import MemoryLinkedPhones
from store.memory_outbox import MemoryOutbox
from store.memory_watches import MemoryWatches
from store.operators import MemoryOperators, Operator
from tests.casts import COTE_DIVOIRE, DJIBOUTI, PAKISTAN_KP, Cast
from tests.chat_phone import ChatPhone
from tests.phones import Chatter, Texter

COUNTRIES = Path(profile.__file__).parent / "countries"
HER = "+212612340007"
OTHER = "+212661550019"
NOBODY = "+212700998877"
UIN = "2639425169"
SON = "7351940826"
"""The number of her son, who is enrolled with her phone."""
RECEIPT = "10001100020000320260115093000"
INACTIVE = "10001100020000420260115093100"
PROCESSING = "10001100020000520260116101500"
REJECTED = "10001100020000620260116111500"
UNKNOWN = "10001100020009920260116111500"
PEOPLE = (
    Enrolled(UIN, RECEIPT, Phone(HER)),
    Enrolled(SON, "10001100020000720260117101500", Phone(HER)),
    Enrolled("6981458359", INACTIVE, Phone("+212661550021"), active=False),
    Enrolled("4097247305", PROCESSING, Phone("+212661550022"), stage=Stage.PROCESSING),
    Enrolled("4508750890", REJECTED, Phone("+212661550023"), stage=Stage.REJECTED),
    Enrolled("5180326419", "10001100020000820260118101500", Phone("+212661550024")),
)

HOME = IdRef("HOUSEHOLD", "48120077")
SHE = (IdRef("UIN", UIN), IdRef("HANDLE", f"{HER}@phone"))
DWELLINGS = (
    Dwelling(
        Household(HOME, 5, "F. B.", date(2025, 3, 3), date(2026, 1, 20), "zagora", {"address": "commune"}),
        (*SHE, IdRef("UIN", SON)),
        Score("C", date(2026, 1, 21)),
        (DataUse(1_768_903_200.0, "commune", "address"), DataUse(1_767_254_400.0, "School Board", "bursary")),
        born={IdRef("UIN", UIN): 1985, IdRef("UIN", SON): 2007},
    ),
)
BENEFICIARIES = (
    Beneficiary(
        SHE,
        (
            Enrolment("asd", EnrolmentState.ENROLLED, date(2025, 6, 1), "", NextEvent("payment", date(2026, 11, 28))),
            Enrolment("tayssir", EnrolmentState.REFUSED, None, "score-above"),
        ),
        (Coverage(True, "amo", date(2026, 12, 31)),),
    ),
)

CASTS = {
    "morocco": Cast(HER, PEOPLE, DWELLINGS, BENEFICIARIES),
    "djibouti": DJIBOUTI,
    "cote_divoire": COTE_DIVOIRE,
    "pakistan_kp": PAKISTAN_KP,
}
"""The people of each country that has transcripts."""


@lru_cache
def counter_of(code: str) -> tuple[Country, Speech]:
    """A country and its texts, read once."""
    country = profile.load(code)
    return country, Speech(country.terms, country.languages)


@lru_cache
def country_of(code: str, floor: float) -> Country:
    """That country with this floor of answers: what every commune's name begins with is worked out once."""
    country = counter_of(code)[0]
    return replace(country, policy=replace(country.policy, answer_floor=floor))


MOROCCO, SPEECH = counter_of("morocco")


@lru_cache
def services_of(code: str) -> ListedDirectory:
    """The services that a country's list names; none where it has no list."""
    file, country = COUNTRIES / f"{code}.services.csv", counter_of(code)[0]
    if not file.exists():
        return ListedDirectory()
    communes, needs = {commune.id for commune in country.communes}, {need.id for need in country.needs}
    return ListedDirectory(
        read(file.read_text("utf-8"), languages=country.languages, communes=communes, needs=needs, borrow=country.borrow)
    )


class Crash(BaseException):
    """The process died here."""


class PinsAtOnce(Pins):
    """Real PINs, hashed quickly and in this thread: the clock of a test does not wait for another one."""

    def __init__(self) -> None:
        self._quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        super().__init__(self._quick)

    async def hash(self, pin: str) -> str:
        return self._quick.hash(pin) if pin else ""

    async def fits(self, kept: str, pin: str) -> bool:
        try:
            return bool(kept) and self._quick.verify(kept, pin)
        except VerificationError:
            return False


class Dying:
    """Sessions that die at the n-th save, before or after it took effect."""

    def __init__(self, inner: Sessions, at: int, *, after: bool) -> None:
        self.inner, self.left, self.after = inner, at, after

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        return await self.inner.load(key)

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        if ttl == RIGHT_CODE:  # noting what a code brought that is good once: nobody can ask for it again
            return await self.inner.save(key, was, value, ttl)
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Crash
        saved = await self.inner.save(key, was, value, ttl)
        if self.left == 0:
            raise Crash
        return saved

    async def drop(self, key: bytes) -> None:
        await self.inner.drop(key)


@dataclass
class Stage_:
    """A world in memory. `deeds` are the deeds done, in order; `codes` the one-time codes sent, by phone."""

    world: World
    clock: FakeClock
    outbox: MemoryOutbox
    casebook: MemoryCasebook
    sealed: MemorySealedCases
    campaigns: MemoryCampaigns
    deeds: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    troubles: list[tuple[str, str]] = field(default_factory=list)
    operators: MemoryOperators = field(default_factory=MemoryOperators)
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    def turns(self, dialog: Dialog = counter, *, sessions: Sessions | None = None) -> Turns:
        world = replace(self.world, sessions=sessions) if sessions else self.world
        return Turns(world, dialog, 3.5, 900.0, lambda kind, code: self.troubles.append((kind, code)))

    def handset(self, phone: str = HER, dialog: Dialog = counter, *, sessions: Sessions | None = None) -> Handset:
        turns = self.turns(dialog, sessions=sessions)
        return Handset(turns, face_of(turns), phone, lambda: f"ATUid_{next(self._ids):032x}")

    def texter(self, phone: str = HER, *, sessions: Sessions | None = None) -> Texter:
        turns = replace(self.turns(sessions=sessions), budget=8.0, ttl=4 * 3600.0)
        face = SmsFace(self.world.speech, self.world.keys, self.world.country.services, oneshot=True)
        return Texter(turns, face, self.outbox, phone)

    async def enlist(self, number: str, pin: str = "271828", id: str = "agent-7") -> None:
        """An operator in the field, with his SIM and PIN."""
        await self.operators.add(Operator(id, frozenset({"agent"})), id.encode().ljust(16))
        assert isinstance(self.world.field_agents, MemoryAgents)
        await self.world.field_agents.register(id, Phone(number), pin)

    async def announce(self, to: str, lang: str, text: str, *, title: str = "", public: bool = False, **values: str) -> str:
        """A campaign with this text, which was sent to this phone; its code."""
        book, now = self.campaigns, self.clock.now()
        campaign = Campaign(
            f"days-{len(await book.all())}", "", {lang: text}, lang, now + 10 * 86400, title=title, code="482109", public=public
        )
        record = await book.create(campaign.name, encode(campaign), now=now)
        await book.add(record.id, [Person(Phone(to), lang, values=values)])
        while await book.freeze(record.id, "campaign", consented=False):
            pass
        sealed = await book.seal(record, record.plan)
        assert sealed is not None
        await book.save(sealed, Step.RUNNING, sealed.plan)
        feed = Feed(ahead=1000, valid_until=now + 3600, purpose="campaign")
        await book.feed(record.id, feed, lambda _: Written(text, "auto", 1), now=now)
        for one in await self.outbox.claim(1000, lease=60, now=now):
            await self.outbox.settle(one.id, State.SENT)
        await book.look(now=now)
        return campaign.code

    async def officer(self, does: str, *words: str) -> list[str]:
        """An officer `asks`, `answers` or `refers` (reference, words), or `reports` (by what); what she reads of it."""
        staff, now = Staff("op-7", frozenset({Role.LEAD})), self.clock.now()
        load = OfficersCaseload(self.casebook, rules_of(self.world.country))
        match does:
            case "asks":
                await load.ask(staff, *words, now=now)
            case "answers":
                await load.resolve(staff, *words, upheld=False, now=now)
            case "refers":
                await load.refer(staff, *words, now=now)
            case "reports":
                counts = await load.report(staff, *words, since=0.0, until=now + 1)
                return [f"report {one.group} {one.count}" for one in counts] or ["report: every group is too small to be told"]
        return []

    async def follow(self) -> None:
        """What the worker does for cases: their clocks, then word of them."""
        now, promises = self.clock.now(), rules_of(self.world.country).promises
        await sound_alarms(self.casebook, promises, now=now)
        await send_notices(self.casebook, self.outbox, partial(worded, speech=self.world.speech, now=now), now=now)

    def chatter(self, visitor: str, *, sessions: Sessions | None = None) -> Chatter:
        turns = replace(self.turns(sessions=sessions), budget=8.0, masks=False)
        return Chatter(turns, WebFace(self.world.speech, self.world.keys, self.world.country.services), visitor)

    def messenger(self, channel: str, who: str, *, sessions: Sessions | None = None) -> ChatPhone:
        return ChatPhone(channel, replace(self.turns(sessions=sessions), budget=8.0, ttl=4 * 3600.0), who)

    def messages(self) -> list[tuple[str, str]]:
        """(phone, text) of every SMS in the outbox, in order."""
        return [(m.to.e164, m.text) for m in self.outbox.messages]


def stage(
    code: str = "morocco",
    *,
    identity: Callable[[FakeClock, dict[str, str]], IdentityRegistry] | None = None,
    floor: float = 0.0,
) -> Stage_:
    """A fresh world: a country, its cast, codes 424201, 424202, …; no floor of time unless asked."""
    clock, codes, deeds = FakeClock(), dict[str, str](), list[str]()
    numbers = (f"{n:06d}" for n in itertools.count(424201))
    cast, country, speech = CASTS[code], country_of(code, floor), counter_of(code)[1]

    def memory() -> IdentityRegistry:
        if not cast.people:  # no registry answers there
            return MemoryIdentity((), clock, on_code=lambda phone, sent: None, caps=frozenset())
        return MemoryIdentity(
            cast.people,
            clock,
            on_code=lambda phone, sent: codes.__setitem__(phone.e164, sent),
            new_code=lambda: next(numbers),
            scheme=country.id_scheme,
        )

    keys, outbox, contacts = Keyring({1: b"k" * 32}, b"l" * 32), MemoryOutbox(), MemoryContacts()
    campaigns = MemoryCampaigns(outbox, contacts, keys)

    audit, casebook, sealed = MemoryAudit(keys), MemoryCasebook(keys), MemorySealedCases()

    def emit(kind: str, step: str) -> None:
        if kind == "deed":
            deeds.append(step)

    operators = MemoryOperators()

    world = World(
        clock=clock,
        keys=keys,
        sessions=MemorySessions(clock),
        guard=MemoryGuard(clock),
        contacts=contacts,
        audit=audit,
        outbox=outbox,
        errands=MemoryErrands(),
        identity=identity(clock, codes) if identity else memory(),
        social=MemorySocial(cast.dwellings),
        benefits=MemoryBeneficiary(cast.beneficiaries),
        cases=cases_on(casebook, country, keys, clock, random.Random(7), PinsAtOnce()),
        directory=services_of(code),
        watches=MemoryWatches(),
        protected=Protected(sealed, keys, audit, clock),
        speech=speech,
        country=country,
        emit=emit,
        linked_phones=MemoryLinkedPhones(),
        field_agents=MemoryAgents(operators, keys, PinsAtOnce()),
        announcements=Announced(campaigns, campaigns, clock),
    )
    return Stage_(world, clock, outbox, casebook, sealed, campaigns, deeds, codes, operators=operators)
