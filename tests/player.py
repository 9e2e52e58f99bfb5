"""Plays golden conversations against the real engine with in-memory ports, straight or with the network at its worst."""

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from campaigns.announcements import Announced
from campaigns.plan import Campaign, encode
from channels.chat.web_face import Shown, WebFace
from channels.sms.africastalking import Inbound
from channels.sms.conversation import SmsConversation
from channels.sms.face import SmsFace
from channels.ussd.terminal import Handset, face_of
from config import profile
from dialogs.country import Country
from dialogs.desk import World
from dialogs.desk.room import RIGHT_CODE
from dialogs.engine.counter import counter
from dialogs.engine.run import Dialog
from dialogs.engine.turn import Turns
from dialogs.model import Caller, Delivery, IdRef, Phone
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
from house.understanding import Understanding
from nlu.embedded import EmbeddedReader, shipped
from nlu.entities import finder
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


class Survived(Exception):
    """The conversation was over before the save at which the process was to die."""


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

    def texter(self, phone: str = HER, *, sessions: Sessions | None = None) -> "Texter":
        turns = replace(self.turns(sessions=sessions), budget=8.0, ttl=4 * 3600.0)
        return Texter(self, turns, SmsFace(self.world.speech, self.world.keys, self.world.country.services, oneshot=True), phone)

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

    def chatter(self, visitor: str, *, sessions: Sessions | None = None) -> "Chatter":
        turns = replace(self.turns(sessions=sessions), budget=8.0, masks=False)
        return Chatter(self, turns, WebFace(self.world.speech, self.world.keys, self.world.country.services), visitor)

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
    cast, (country, speech) = CASTS[code], counter_of(code)
    country = replace(country, policy=replace(country.policy, answer_floor=floor))

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


@dataclass
class Texter:
    """One phone that texts the short code; what comes back on the same phone first is its screen."""

    scene: Stage_
    turns: Turns
    face: SmsFace
    phone: str
    ids: "itertools.count[int]" = field(default_factory=itertools.count)
    last: Inbound | None = None
    incidents: list[str] = field(default_factory=list)

    async def dial(self, sub: str = "") -> str:
        raise NotImplementedError("nobody dials by SMS")

    async def send(self, text: str) -> str:
        to, now = self.scene.world.country.short_code, self.scene.clock.now()
        self.last = Inbound(f"ATUid_{self.phone}_{next(self.ids)}", Phone(self.phone), to, text, now)
        return await self.again()

    async def again(self) -> str:
        """Deliver the last SMS (once more): the answer is what stands in the outbox under it."""
        assert self.last is not None
        await SmsConversation(self.turns, self.face, self.scene.world.country.short_code, self.incidents.append).take(self.last)
        key = self.scene.world.keys.mac("sms-reply", self.last.id, self.phone)
        return next((m.text for m in self.scene.outbox.messages if m.key == key), "")


@dataclass
class Chatter:
    """One visitor of the web chat; its screen is the message with its buttons in brackets."""

    scene: Stage_
    turns: Turns
    face: WebFace
    phone: str
    ids: "itertools.count[int]" = field(default_factory=itertools.count)
    last: Delivery | None = None

    async def dial(self, sub: str = "") -> str:
        raise NotImplementedError("nobody dials in a chat")

    async def send(self, text: str) -> str:
        caller = Caller("web", self.phone)
        self.last = Delivery("web", "web", "web", caller, "hop", text, hop=f"m-{next(self.ids)}", at=self.scene.clock.now())
        return await self.again()

    async def again(self) -> str:
        """Deliver the last message (once more)."""
        assert self.last is not None
        shown = msgspec.json.decode(await self.turns.take(self.last, self.face) or "", type=Shown)
        return "\n".join((shown.text, *(f"[{one.value}] {one.label}" for one in shown.options)))


# --- golden conversations ----------------------------------------------------------------------


@dataclass(frozen=True)
class Script:
    """A transcript file: header fields, then lines `> typed`, `< screen`, `sms phone text`, `wait seconds`,
    `announced language text`, `worker` (the clocks of the cases),
    `staff asks|answers|refers reference words`, `staff reports by`, `report …`, `deeds …`."""

    path: Path
    header: dict[str, str]
    lines: tuple[str, ...]


def read_script(path: Path) -> Script:
    title, fields, *rest = path.read_text("utf-8").splitlines()
    words = fields.split()
    header = dict(zip(words[::2], words[1::2], strict=True)) | {"title": title.removeprefix("# ")}
    return Script(path, header, tuple(line for line in rest if line))


def reader_of(scene: Stage_) -> Understanding:
    """The embedded reader, as the house joins it."""
    country = scene.world.country
    return Understanding(EmbeddedReader(shipped(), finder(country, scene.clock.now)), country)


async def play(
    script: Script, *, doubled: bool = False, reopened: bool = False, crash_at: int = 0, after: bool = False
) -> list[str]:
    """The transcript as it really goes, to be compared with the file's lines.

    `doubled` delivers every hop twice and wants the same bytes; `reopened` serves each hop by a new set of turns (nothing but
    the store survives); `crash_at` dies at that save of the run, before or `after` it took effect, then redelivers the hop, and
    raises `Survived` when there are not so many saves.
    """
    scene = stage(script.header["country"])
    if agent := CASTS[script.header["country"]].agent:
        await scene.enlist(agent)
    dials, her = scene.world.country.service_code[:-1], CASTS[script.header["country"]].her
    dying = Dying(scene.world.sessions, crash_at, after=after) if crash_at else None
    if script.header.get("reader") == "embedded":
        scene.world = replace(scene.world, interpreter=reader_of(scene))
    open_phone = opener(scene, script.header["channel"])
    phone = open_phone(script.header["caller"], sessions=dying)
    out: list[str] = []
    for line in script.lines:
        if line.startswith("wait "):
            await scene.clock.advance(float(line.split()[1]))
            out.append(line)
        if line.startswith("announced "):
            await scene.announce(her, *line.split(" ", 2)[1:])
            out.append(line)
        if line.startswith("staff "):
            out += [line, *await scene.officer(*line.split(" ", 3)[1:])]
        if line == "worker":
            before = len(scene.messages())
            await scene.follow()
            out += [line, *(f"sms {to} {text}".replace("\n", " / ") for to, text in scene.messages()[before:])]
        if not line.startswith("> "):
            continue
        out.append(line)
        if reopened:
            fresh = open_phone(phone.phone)
            phone.turns, phone.face = fresh.turns, fresh.face
        sms = scene.messages()[-1][1][:6] if scene.messages() else ""
        typed = line[2:].format(code=scene.codes.get(her, ""), sms=sms) if "{" in line else line[2:]
        seen = len(scene.messages())
        try:
            screen = await (phone.dial(typed[len(dials) + 1 : -1]) if typed.startswith(dials) else phone.send(typed))
        except Crash:
            await scene.clock.advance(10.0)  # past the turn budget: whoever was at work is dead
            screen = await phone.again()
        if doubled:
            assert await phone.again() == screen, "an operator's retry must get the same bytes"
        out += _indented(screen) if screen else []
        sent = [(to, text) for to, text in scene.messages()[seen:] if not (text == screen and to == phone.phone)]
        out += [f"sms {to} {text}".replace("\n", " / ") for to, text in sent]
    if dying and dying.left > 0:
        raise Survived
    assert scene.troubles == [], scene.troubles
    out.append("deeds " + ", ".join(_once(scene.deeds)))
    return out


def opener(scene: Stage_, channel: str) -> "Callable[..., Handset | Texter | Chatter | ChatPhone]":
    """What opens a phone, or a chat, of that channel."""
    if channel in ("telegram", "whatsapp"):
        return partial(scene.messenger, channel)
    phones: dict[str, Callable[..., Texter | Chatter]] = {"sms": scene.texter, "chat": scene.chatter}
    return phones.get(channel, scene.handset)


def _indented(screen: str) -> list[str]:
    first, *rest = screen.split("\n")
    return [f"< {first}", *(f"  {line}" for line in rest)]


def _once(deeds: Sequence[str]) -> list[str]:
    """Deeds in order; one that a crash made run again under its key counts once (receivers keep the key)."""
    return list(dict.fromkeys(deeds))


async def _print(path: str) -> None:
    script = read_script(Path(path))
    header = " ".join(f"{k} {v}  " for k, v in script.header.items() if k != "title").rstrip()
    print(f"# {script.header['title']}\n{header}\n")
    print("\n".join(await play(script)))


if __name__ == "__main__":
    import asyncio
    import sys

    asyncio.run(_print(sys.argv[1]))
