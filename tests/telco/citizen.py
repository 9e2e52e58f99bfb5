"""A citizen with a phone in one of the operators' worlds: she reads what the phone shows, and answers that."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from msgspec import structs

from channels.ussd import africastalking
from channels.ussd.face import UssdFace
from dialogs.engine.journal import ANSWER, load
from dialogs.engine.turn import Turns
from dialogs.engine.words import private
from dialogs.model import Caller, Delivery, Phone, Prompt, Reply
from dialogs.ports import Sessions
from sandbox.operators import Call, Hop, Profile, Round, carried, shown
from tests.dialogs.scenes import together
from tests.player import HER, MOROCCO, RECEIPT, Stage_

MOST_STEPS = 150


class Airy:
    """Sessions that let others run at each call, as a network does."""

    def __init__(self, inner: Sessions) -> None:
        self.inner = inner

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        await asyncio.sleep(0)
        return await self.inner.load(key)

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        await asyncio.sleep(0)
        return await self.inner.save(key, was, value, ttl)

    async def drop(self, key: bytes) -> None:
        await self.inner.drop(key)


class Noticing(UssdFace):
    """The face of the wire; it also notes what it meant by what it showed."""

    meant = Prompt("")

    def show(self, reply: Reply, note: bytes) -> str:
        object.__setattr__(self, "meant", reply.prompt)
        return super().show(reply, note)


@dataclass(frozen=True, slots=True)
class Seen:
    """A screen: `page` as the application wrote it, `prompt` what it meant, `open` whether an answer is awaited."""

    page: str
    prompt: Prompt
    open: bool

    @property
    def key(self) -> str:
        return self.prompt.key


@dataclass
class Line:
    """A phone, and its operator before the engine. `replayed` are the deeds done while a copy of a hop was delivered."""

    scene: Stage_
    profile: Profile
    chance: Random
    number: str = HER
    call: Call | None = None
    seen: Seen = field(default_factory=lambda: Seen("", Prompt(""), False))
    screens: list[str] = field(default_factory=list)
    replayed: list[str] = field(default_factory=list)
    _turns: Turns = field(init=False)

    def __post_init__(self) -> None:
        self._turns = self.scene.turns(sessions=Airy(self.scene.world.sessions))

    async def dial(self, sub: str = "") -> Seen:
        before = self.call.hops if self.call else []
        nth = len(self.screens)
        self.call = Call(f"ATUid_{self.number}_{nth}", self.profile, self.scene.clock.now(), before)
        return await self._deliver(self.call.opened(sub, self.chance))

    async def send(self, text: str) -> Seen:
        assert self.call is not None
        assert self.seen.open, "who has no session types nothing"
        return await self._deliver(self.call.said(text, self.chance))

    async def think(self, seconds: float) -> bool:
        """Time goes by; False when the operator has ended the session meanwhile."""
        assert self.call is not None
        await self.scene.clock.advance(seconds)
        if self.seen.open and self.call.left(self.scene.clock.now()):
            return True
        if self.profile.close:
            await self._turns.take(self._delivery(self.call.hops[-1], close=True), self._face())
        return False

    async def _deliver(self, rounds: Sequence[Round]) -> Seen:
        answers: list[Seen] = []
        for nth, hops in enumerate(rounds):
            done = len(self.scene.deeds)
            answers += await together(self.scene.clock, *(self.post(hop) for hop in hops))
            self.replayed += self.scene.deeds[done:] if nth else []
        self.seen = answers[0]
        self._look()
        return self.seen

    def _look(self) -> None:
        """Nothing of ours is ever cut off, on the least of handsets; what the network loses is not the digits."""
        least = replace(self.profile, alphabet="all", septets=160, ucs2=70)
        assert shown(least, self.seen.page) == self.seen.page
        on_phone = shown(self.profile, self.seen.page)
        assert on_phone == carried(self.profile, self.seen.page)
        assert _digits(on_phone) == _digits(self.seen.page)
        self.screens.append(on_phone)

    async def post(self, hop: Hop) -> Seen:
        """The answer to one delivery of a hop, whatever the phone shows."""
        face = self._face()
        screen = await self._turns.take(self._delivery(hop), face)
        assert screen is not None
        assert screen[:4] in ("CON ", "END ")
        assert screen[4:].strip()
        return Seen(screen[4:], face.meant, screen.startswith("CON "))

    def _face(self) -> Noticing:
        world = self.scene.world
        return Noticing(world.speech, world.keys, africastalking.wire, shortcuts=world.country.shortcuts)

    def _delivery(self, hop: Hop, *, close: bool = False) -> Delivery:
        code, now = self.scene.world.country.service_code, self.scene.clock.now()
        made = Delivery("ussd", code, hop.session, Caller("ussd", self.number, Phone(self.number)), "resume", at=now)
        if close:
            return structs.replace(made, event="close")
        if self.profile.input == "cumulative":
            return structs.replace(made, transcript=hop.text)
        number = str(hop.number) if self.profile.numbered else ""
        return structs.replace(made, event="new" if hop.number == 1 else "resume", said=hop.text, hop=number)


def _digits(page: str) -> list[str]:
    return re.findall(r"[0-9*]+", page)


# --- what she wants ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants: the keys she types by what is asked, and how it ends well."""

    service: str
    types: tuple[tuple[str, str], ...]
    ends: str | tuple[str, ...]


_SIM = (("recover-consent", "1"), ("recover-way", "1"), ("recover-code", ""), ("recover-code-again", ""))
_OFFICE = (("office-commune", "ta"), ("office-which", "1"))
_COMPLAINT = (
    ("case-what", "1"), ("case-group", "3"), ("case-category", "1"), ("case-for", "1"), *_OFFICE, ("case-wish", "1"),
    ("case-words", "1"),
)  # fmt: skip
PLANS = {
    "recover by sim": Plan("recover", _SIM, "recover-sent"),
    "recover by receipt": Plan(
        "recover", (*_SIM[:1], ("recover-way", "2"), ("recover-receipt", RECEIPT), *_SIM[2:]), "recover-sent"
    ),
    "recover with papers": Plan("recover", (*_SIM[:1], ("recover-way", "3"), ("recover-papers", "1"), *_OFFICE), "office-show"),
    "recover declined": Plan("recover", (("recover-consent", "2"),), "recover-declined"),
    "status": Plan("status", (("status-what", "1"), ("status-receipt", RECEIPT)), "status-issued"),
    "status of the household": Plan("status", (("status-what", "2"),), "rsu-needs"),
    "offices": Plan("offices", _OFFICE, "office-show"),
    "privacy": Plan("privacy", (("data", "1"),), "privacy"),
    "complaint": Plan("grievance", (*_COMPLAINT, ("case-who", "1")), ("case-opened", "case-same")),
    "complaint without a name": Plan("grievance", (*_COMPLAINT, ("case-who", "2"), ("case-pin-new", "4242")), "case-opened-pin"),
    "change of address": Plan(
        "update",
        (("update-what", "2"), *_OFFICE, ("update-sure", "1"), ("prove-by", "2"), ("prove-code", ""), _SIM[-1]),
        ("update-opened", "case-same", "update-clash"),
    ),
    "guide": Plan("guide", (("guide", "1"),), "guide-page"),
    "language": Plan("language", (), "menu"),
    "messages": Plan("messages", (("messages-are-off", "1"),), "messages-started"),
    "last announcement": Plan("messages", (("messages-are-off", "2"),), "announcement-none"),
    "a message checked": Plan("messages", (("messages-are-off", "3"), ("message-code", "482109")), "genuine-no"),
}
_ASKED = {
    "language-ask": "language",
    "menu": "menu",
    "recover-consent": "agree",
    "recover-way": "way",
    "recover-receipt": "receipt",
    "recover-code": "code",
    "recover-code-again": "code",
    "recover-papers": "papers",
    "status-what": "what",
    "status-receipt": "receipt",
    "office-commune": "commune",
    "office-which": "which-commune",
    "messages-are-off": "messages",
    "message-code": "digits",
    "case-what": "what",
    "case-group": "group",
    "case-category": "category",
    "case-for": "whom",
    "case-wish": "wish",
    "case-words": "words",
    "case-who": "followed-by",
    "case-pin-new": "pin",
    "update-what": "change",
    "prove-by": "prove-by",
    "prove-code": "code",
    "update-sure": "sure-of-it",
    "guide": "topic",
    "make-sure": "sure",
}
_HASHED = {"code", "pin"}
"""Questions whose answer the journal keeps as a hash alone."""
_FRONT = {"language", "menu"}
_SURE = re.compile(r"\d+")


@dataclass
class Citizen:
    """Somebody on a line with a plan, in a language; `hurry`: no time goes by.

    `answered` is what the journal must hold: (question, value) in order; `since` counts the deeds before she began anew.
    """

    line: Line
    plan: Plan
    lang: str
    hurry: bool = False
    answered: list[tuple[str, object]] = field(default_factory=list)
    since: int = 0
    arrived: bool = False
    chosen: str = ""

    async def go(self) -> None:
        """One sitting after the other until she has what she came for."""
        async for _ in self.steps():
            pass
        assert self.arrived, f"no way on from {self.line.seen.key}"

    async def steps(self) -> AsyncIterator[None]:
        """Step by step, so that others can act in between."""
        distracted = self.line.chance.randrange(2, 8)
        await self._dial()
        yield
        for nth in range(MOST_STEPS):
            if self._has_it():
                self.arrived = True
                return
            if await self._still_there(nth == distracted):
                await self._answer()
            else:
                await self._dial()
            yield

    async def _still_there(self, distracted: bool) -> bool:
        if self.hurry:
            return self.line.seen.open
        pause = self.line.profile.session + 1 if distracted else self.line.chance.uniform(1, 7)
        return await self.line.think(pause)

    async def _dial(self) -> None:
        kept = await record_of(self.line, resumable=True) or []
        seen = await self.line.dial()
        if seen.key != "resume-offer":
            assert _FRONT.issuperset(name for name, _ in kept), "what was begun is offered again"
            self.answered, self.since = [], len(self.line.scene.deeds)
        await self._check()

    def _has_it(self) -> bool:
        seen = self.line.seen
        if self.plan.service == "language":
            return seen.key == "menu" and self.chosen == self.wanted
        return seen.key.startswith(self.plan.ends) and not seen.open

    @property
    def wanted(self) -> str:
        """The language that she wants in the end: another one when she comes to change it."""
        places = list(MOROCCO.languages)
        return (
            places[(places.index(self.lang) + 1) % len(places)] if self.plan.service == "language" and self.chosen else self.lang
        )

    async def _answer(self) -> None:
        seen = self.line.seen
        if seen.prompt.options and seen.key != "resume-offer" and self.line.chance.random() < 0.2:
            await self.line.send(self.line.chance.choice(["98", "", "x", "é", "ب"]))
            assert self.line.seen.key == seen.key or not self.line.profile.faithful
            await self._check()
            return
        said = self._words(seen)
        await self.line.send(said)
        await self._check()

    def _words(self, seen: Seen) -> str:
        plan = dict(self.plan.types) | {"resume-offer": "1", "make-sure": self._number(seen)}
        plan["language-ask"] = str(MOROCCO.languages.index(self.wanted) + 1)
        plan["menu"] = str(MOROCCO.services.index(self.plan.service) + 1)
        if seen.key not in plan:
            return "99"
        said = plan[seen.key]
        if seen.key in _ASKED:
            if _ASKED[seen.key] == "code":
                said = self.line.scene.codes.get(self.line.number, "000000")
            self._note(seen, said)
        return said

    def _number(self, seen: Seen) -> str:
        return _SURE.findall(seen.page)[0] if seen.key == "make-sure" else ""

    def _note(self, seen: Seen, said: str) -> None:
        options = seen.prompt.options
        name = "which-office" if options and options[0].key == "office-option" else _ASKED[seen.key]
        value: object = options[int(said) - 1].value if options else said
        value = None if name in _HASHED else {"sure": True}.get(name, value)
        self.chosen = str(value) if name == "language" else self.chosen
        self.answered.append((name, value))

    async def _check(self) -> None:
        """What she typed is what the journal holds, once."""
        if not self.line.profile.faithful:
            return
        record = await record_of(self.line)
        if record is not None:
            assert record == self.answered, (record, self.answered)


async def record_of(line: Line, *, resumable: bool = False) -> list[tuple[str, object]] | None:
    """The answers in the journal of a line's conversation; None when there is none, or it is over.

    `resumable`: None as well when it lies behind a proof or is private, which a redial never offers.
    """
    world = line.scene.world
    key = world.keys.mac("conversation", "ussd", world.country.service_code, line.number)
    stored = await world.sessions.load(key)
    record = load(world.keys.open("conversation", stored[1], key)) if stored else None
    if record is None or record.final is not None or (resumable and (record.proven or private(record))):
        return None
    kept = [(e.name.partition("#")[0], e.value) for e in record.journal if e.kind == ANSWER]
    return [(name, None if name in _HASHED else value) for name, value in kept]
