"""The handle by which a service asks the registries and does things: it hands out steps, never ports."""

from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from config.policy import Limit, Proof
from dialogs.country import Country
from dialogs.model import Caller, Code, IdRef, Phone, Prompt
from dialogs.ports import (
    Audit,
    AuditEvent,
    CallContext,
    Clock,
    Contacts,
    Errands,
    Guard,
    IdentityRegistry,
    Keys,
    Lane,
    Message,
    OtpChallenge,
    Outbox,
    Sessions,
)
from dialogs.refusals import OtpExpired, Refused
from dialogs.texts.speech import Speech

T = TypeVar("T")
CODE_LIFE = 180.0
"""Seconds that a one-time code lives (mosip.kernel.otp.expiry-time)."""
SMS_LIFE = 24 * 3600.0
NEWS_LIFE = 48 * 3600.0


@dataclass(frozen=True, slots=True)
class World:
    """Every port that a conversation leans on; `emit(kind, step)` counts one new journal entry."""

    clock: Clock
    keys: Keys
    sessions: Sessions
    guard: Guard
    contacts: Contacts
    audit: Audit
    outbox: Outbox
    errands: Errands
    identity: IdentityRegistry
    speech: Speech
    country: Country
    emit: Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Hand:
    """What a look or deed is given when it is carried out: its idempotency key and the seconds it has."""

    key: bytes
    deadline: float


@dataclass(frozen=True, slots=True, repr=False)
class Look(Generic[T]):
    """A read of the world.

    `fresh` is for how many seconds it holds; `errand` names what a worker does when it is slow (its first argument
    travels sealed); `speaks`: the value is the language from here on.
    """

    name: str
    args: tuple[str, ...]
    kind: type[T]
    call: Callable[[Hand], Awaitable[T]]
    fresh: float | None = None
    errand: str = ""
    speaks: bool = False

    def __await__(self) -> Generator[Any, T, T]:
        return (yield self)


@dataclass(frozen=True, slots=True, repr=False)
class Deed(Generic[T]):
    """A change of the world, done once per idempotency key.

    `even` takes the policy's floor of time, whatever comes out; `sure`: on a channel where a retry cannot be told from new
    input, a number shown once is typed before it; `proves` tells the proof that a result gives;
    `speaks`: the result is the language from here on; `clears`: a true result ends the wait for an errand.
    """

    name: str
    args: tuple[str, ...]
    kind: type[T]
    call: Callable[[Hand], Awaitable[T]]
    even: bool = False
    sure: bool = False
    speaks: bool = False
    clears: bool = False
    proves: Callable[[T], Proof] | None = None

    def __await__(self) -> Generator[Any, T, T]:
        return (yield self)


class Challenge(msgspec.Struct, array_like=True, frozen=True):
    """A code was asked for. `live` is false when nobody would get one: the citizen is told the same in both cases.

    `wait` is in minutes when the caller or the subject is locked, else 0.
    """

    txn: str = ""
    scheme: str = ""
    value: str = ""
    expires_at: float = 0.0
    live: bool = False
    wait: int = 0


class Finding(msgspec.Struct, array_like=True, frozen=True):
    """What came of a code: `outcome` is `found`, `wrong`, `expired` or `locked`; `masked` the number when found."""

    outcome: str
    masked: str = ""
    left: int = 0
    wait: int = 0


class News(msgspec.Struct, array_like=True, frozen=True):
    """What became of an errand: its reference and the key of the answer's text, empty while it is under way."""

    ref: str = ""
    answer: str = ""


class Desk:
    """What a service may look up and do. Refusals come back as values, outages end the turn."""

    def __init__(
        self, world: World, caller: Caller, lang: Callable[[], str], promised: bytes = b"", hint: Callable[[], str] = str
    ) -> None:
        self._world = world
        self._caller = caller
        self._lang = lang
        self._promised = promised
        self._hint = hint
        self.country = world.country
        self.proof = Proof.SIM if caller.phone else Proof.NONE

    # --- the phone itself ---

    def language(self) -> Look[str]:
        """The language this phone once chose, else the one of the keyword that opened the conversation; empty without."""

        async def call(_: Hand) -> str:
            phone = self._caller.phone
            return (await self._world.contacts.language(phone) if phone else "") or self._hint()

        return Look("known", (), str, call, speaks=True)

    def set_language(self, lang: str) -> Deed[str]:
        """Remember the language for this phone."""

        async def call(_: Hand) -> str:
            if self._caller.phone:
                await self._world.contacts.set_language(self._caller.phone, lang, at=self._world.clock.now())
            return lang

        return Deed("speak", (lang,), str, call, speaks=True)

    def consent(self, service: str) -> Deed[bool]:
        """Write into the audit chain that this caller agreed to `service`."""

        async def call(hand: Hand) -> bool:
            await self._audit(f"consent-{service}", hand.key)
            return True

        return Deed("agreed", (service,), bool, call, sure=True)

    def wants_messages(self) -> Look[bool]:
        """Whether this phone gets announcements; a phone that never said so does not count as wanting them."""

        async def call(_: Hand) -> bool:
            phone = self._caller.phone
            return bool(phone and await self._world.contacts.consent(phone, "campaign"))

        return Look("wants-messages", (), bool, call)

    def want_messages(self, on: bool) -> Deed[bool]:
        """Keep this phone's word on announcements."""

        async def call(_: Hand) -> bool:
            phone, now = self._caller.phone, self._world.clock.now()
            if phone:
                await self._world.contacts.set_consent(phone, "campaign", on, how=self._caller.channel, at=now)
            return on

        return Deed("want-messages", (str(on),), bool, call, sure=True)

    # --- recovery ---

    def recover_start(self, receipt: IdRef | None) -> Deed[Challenge]:
        """Ask the registry to send a code to the enrolled phone, found by this SIM or by `receipt`.

        Registered or not, the result reads the same to the citizen and takes the same time.
        """
        subject = receipt or self._handle()

        async def call(hand: Hand) -> Challenge:
            return await self._recover_start(subject, hand)

        return Deed("recover-start", (subject.value,), Challenge, call, even=True, sure=True)

    def recover_finish(self, challenge: Challenge, code: Code) -> Deed[Finding]:
        """Check the code; when it is right the number leaves by SMS to the enrolled phone and to no other."""

        async def call(hand: Hand) -> Finding:
            return await self._recover_finish(challenge, code, hand)

        def proof(finding: Finding) -> Proof:
            return Proof.CODE if finding.outcome == "found" else Proof.SIM

        return Deed("recover-finish", (challenge.txn, code.mac), Finding, call, even=True, proves=proof)

    async def _recover_start(self, subject: IdRef, hand: Hand) -> Challenge:
        world, who = self._world, self._parties(subject)
        waits = max(await world.guard.locked("recover-code", who), await self._spend("recover-start", who, hand))
        if waits:
            return Challenge(wait=_minutes(waits))
        await self._audit("recover-start", hand.key, subject=subject)
        try:
            sent = await world.identity.recover_start(subject, ctx=self._context("recover", hand))
        except Refused:
            txn = f"{int.from_bytes(world.keys.mac('decoy', hand.key)[:8], 'big') % 10**10:010d}"
            return Challenge(txn, subject.scheme, subject.value, world.clock.now() + CODE_LIFE)
        return Challenge(sent.txn, subject.scheme, subject.value, sent.expires_at, live=True)

    async def _recover_finish(self, challenge: Challenge, code: Code, hand: Hand) -> Finding:
        world, subject = self._world, IdRef(challenge.scheme, challenge.value)
        done = await world.outbox.note(hand.key)
        if done is not None:
            await self._audit("recover", hand.key, subject=subject, outcome="found")
            return Finding("found", done)
        who = self._parties(subject)
        limit = world.country.policy.limits["recover-code"]
        left = await self._tries("recover-code", who, limit, hand)
        if left < 0:
            return Finding("locked", wait=_minutes(limit.lock))
        try:
            otp = OtpChallenge(challenge.txn, subject, challenge.expires_at)
            found = await world.identity.recover_finish(otp, code, ctx=self._context("recover", hand))
        except Refused as refused:
            expired = isinstance(refused, OtpExpired) or world.clock.now() >= challenge.expires_at
            return await self._missed("expired" if expired else "wrong", left, who, limit, hand)
        if not challenge.live:
            return await self._missed("wrong", left, who, limit, hand)
        await self._tell(found.ref, found.phone, hand)
        await world.guard.forgive("recover-code", who)
        await self._audit("recover", hand.key, subject=subject, outcome="found")
        return Finding("found", found.ref.masked)

    async def _missed(self, outcome: str, left: int, who: Sequence[bytes], limit: Limit, hand: Hand) -> Finding:
        await self._audit("recover", hand.key, outcome=outcome)
        if left == 0:
            await self._world.guard.lock("recover-code", who, limit.lock)
            return Finding("locked", wait=_minutes(limit.lock))
        return Finding(outcome, left=left)

    async def _tell(self, ref: IdRef, enrolled: Phone, hand: Hand) -> None:
        """The number to the enrolled phone; and word of it in a second SMS when another SIM asked."""
        if self._caller.phone != enrolled:
            notice = self._world.keys.mac("notice", hand.key)
            await self._sms(notice, enrolled, Prompt("sms-recover-notice"))
        await self._sms(hand.key, enrolled, Prompt("sms-recover-number", (("number", ref.value),)), note=ref.masked)

    # --- registration ---

    def application_stage(self, receipt: IdRef) -> Look[str]:
        """`received`, `processing`, `rejected`, `issued`; `unknown` when nothing is found, `locked` after too many."""

        async def call(hand: Hand) -> str:
            who = self._parties(receipt)[:1]
            if await self._spend("status", who, hand):
                return "locked"
            return await stage_of(self._world, receipt, self._context("status", hand))

        return Look("application-stage", (receipt.value,), str, call, fresh=300.0, errand="status")

    # --- an answer that came late ---

    @property
    def promised(self) -> bool:
        """Whether an answer was promised to this phone and not yet read."""
        return bool(self._promised)

    def news(self) -> Look[News]:
        """What became of the promised answer."""

        async def call(_: Hand) -> News:
            phone, now = self._caller.phone, self._world.clock.now()
            errand = await self._world.errands.news(phone, since=now - NEWS_LIFE) if phone else None
            if errand is None:
                return News()
            return News(errand.ref, errand.answer.key if errand.answer else "")

        return Look("news-of", (), News, call)

    def news_read(self, news: News) -> Deed[bool]:
        """The citizen has read the answer: it is not shown again."""

        async def call(_: Hand) -> bool:
            await self._world.errands.shown(self._promised)
            return True

        return Deed("news-read", (news.ref,), bool, call, clears=True)

    # --- what all of them use ---

    def minutes_locked(self, limit: str) -> int:
        return _minutes(self._world.country.policy.limits[limit].lock)

    def may_use(self, service: str) -> bool:
        return self._world.country.policy.may_use(service, self.proof)

    def may_show(self, shown: str) -> bool:
        """Whether the policy lets this caller see the field `shown` now."""
        return self._world.country.policy.may_show(shown, self.proof)

    def _handle(self) -> IdRef:
        phone = self._caller.phone
        return IdRef("HANDLE", f"{phone.e164}@phone" if phone else "")

    def _parties(self, subject: IdRef) -> tuple[bytes, bytes]:
        caller = self._caller.phone.e164 if self._caller.phone else self._caller.id
        mac = self._world.keys.mac
        return mac("caller", caller), mac("subject", subject.scheme, subject.value)

    def _context(self, purpose: str, hand: Hand) -> CallContext:
        return CallContext(purpose, hand.key, hand.deadline, consent=True, lang=self._lang())

    async def _tries(self, what: str, who: Sequence[bytes], limit: Limit, hand: Hand) -> int:
        return await self._world.guard.spend(
            what, who, tries=limit.tries, window=limit.window, lock=limit.lock, key=self._world.keys.mac(what, hand.key)
        )

    async def _spend(self, what: str, who: Sequence[bytes], hand: Hand) -> float:
        """Spend one try; the seconds to wait when there was none left, else 0."""
        limit = self._world.country.policy.limits[what]
        return limit.lock if await self._tries(what, who, limit, hand) < 0 else 0.0

    async def _sms(self, key: bytes, to: Phone, prompt: Prompt, *, note: str = "") -> None:
        speech, lang = self._world.speech, self._lang()
        valid = self._world.clock.now() + SMS_LIFE
        message = Message(key, to, speech.say(prompt, lang).body, Lane.REPLY, valid, note, speech.encoding(prompt.key, lang))
        await self._world.outbox.put(message)

    async def _audit(self, action: str, key: bytes, *, subject: IdRef | None = None, outcome: str = "") -> None:
        who = self._parties(subject or IdRef("", ""))
        event = AuditEvent(
            self._world.clock.now(), action, who[0], who[1] if subject else b"", outcome, self._world.keys.mac(action, key)
        )
        await self._world.audit.append(event)


async def stage_of(world: World, receipt: IdRef, ctx: CallContext) -> str:
    """The stage of an application as a word; `unknown` when the registry has no such receipt."""
    try:
        return (await world.identity.application_status(receipt, ctx=ctx)).stage.value
    except Refused:
        return "unknown"


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60))
