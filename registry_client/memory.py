"""The in-memory twin of a population registry, for tests and for a country without one yet."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dialogs.model import Code, IdRef, Phone
from dialogs.ports import ApplicationStatus, AuthOutcome, CallContext, Clock, OtpChallenge, Recovered, Stage
from dialogs.refusals import (
    ConsentMissing,
    IdentityInactive,
    NoContactRegistered,
    NotFound,
    NotReady,
    NotSupported,
    OtpExpired,
    OtpFrozen,
    OtpInvalid,
    OtpNotRequested,
)

__all__ = ["Enrolled", "MemoryIdentity"]

_CAPS = frozenset({"recover_by_phone", "recover_by_receipt", "application_status"})


@dataclass(frozen=True, slots=True, repr=False)
class Enrolled:
    """One person: the number (10 digits), the receipt (29 digits), the phone on file; no number is known until ISSUED."""

    uin: str
    receipt: str
    phone: Phone | None
    stage: Stage = Stage.ISSUED
    active: bool = True

    def __repr__(self) -> str:
        return f"Enrolled({self.stage})"


@dataclass(slots=True, repr=False)
class _Codes:
    """The codes of one person: at most one is live; wrong tries add up until one is right."""

    live: tuple[str, str, float] | None = None
    wrong: int = 0
    frozen_until: float = 0.0


class MemoryIdentity:
    """`dialogs.ports.IdentityRegistry` in memory, with MOSIP's rules for one-time codes; times are in seconds.

    `on_code` is told the phone and the code of each sending; `new_code` draws a code (six digits by chance when
    not given). `tries` wrong codes freeze a person for `freeze`. The same `ctx.key` sends one code only.
    """

    def __init__(
        self,
        people: Iterable[Enrolled],
        clock: Clock,
        *,
        on_code: Callable[[Phone, str], None],
        new_code: Callable[[], str] | None = None,
        caps: frozenset[str] = _CAPS,
        lifetime: float = 180.0,
        tries: int = 10,
        freeze: float = 1800.0,
    ) -> None:
        everybody = tuple(people)
        issued = [person for person in everybody if person.stage is Stage.ISSUED]
        self._people = {
            "AID": {person.receipt: person for person in everybody},
            "UIN": {person.uin: person for person in issued},
            "HANDLE": {f"{person.phone.e164}@phone": person for person in reversed(issued) if person.phone},
        }
        self._clock = clock
        self._on_code = on_code
        self._new_code = new_code or (lambda: f"{secrets.randbelow(10**6):06}")
        self._caps = caps
        self._lifetime = lifetime
        self._tries = tries
        self._freeze = freeze
        self._codes = {person.receipt: _Codes() for person in everybody}
        self._sent: dict[bytes, OtpChallenge] = {}

    def caps(self) -> frozenset[str]:
        return self._caps

    async def send_otp(self, ref: IdRef, *, ctx: CallContext) -> OtpChallenge:
        self._only(ref, "UIN")
        return self._send(ref, ctx)

    async def verify_otp(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> AuthOutcome:
        self._only(challenge.by, "UIN")
        person = self._check(challenge, code, ctx)
        token = hashlib.sha256(b"memory token" + person.receipt.encode()).hexdigest()
        return AuthOutcome(token, self._clock.now())

    async def recover_start(self, by: IdRef, *, ctx: CallContext) -> OtpChallenge:
        self._may_recover(by)
        return self._send(by, ctx)

    async def recover_finish(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Recovered:
        self._may_recover(challenge.by)
        person = self._check(challenge, code, ctx)
        return Recovered(IdRef("UIN", person.uin), _phone(person))

    async def application_status(self, aid: IdRef, *, ctx: CallContext) -> ApplicationStatus:
        self._only(aid, "AID")
        self._needs("application_status")
        return ApplicationStatus(self._find(aid).stage)

    def _send(self, ref: IdRef, ctx: CallContext) -> OtpChallenge:
        if ctx.key in self._sent:
            return self._sent[ctx.key]
        person = self._usable(ref)
        self._refuse_frozen(person)
        phone, now = _phone(person), self._clock.now()
        txn = f"{int.from_bytes(hashlib.sha256(ctx.key).digest()) % 10**10:010}"
        code = self._new_code()
        self._codes[person.receipt].live = (txn, code, now)
        self._sent[ctx.key] = OtpChallenge(txn, ref, now + self._lifetime, phone.masked)
        self._on_code(phone, code)
        return self._sent[ctx.key]

    def _check(self, challenge: OtpChallenge, code: Code, ctx: CallContext) -> Enrolled:
        if not ctx.consent:
            raise ConsentMissing("consent", upstream="memory")
        person = self._usable(challenge.by)
        self._refuse_frozen(person)
        kept = self._codes[person.receipt]
        if kept.live is None or kept.live[0] != challenge.txn:
            raise OtpNotRequested("txn", upstream="memory")
        if self._clock.now() - kept.live[2] >= self._lifetime:
            raise OtpExpired("late", upstream="memory")
        if code.plain != kept.live[1]:
            self._count_wrong(kept)
            raise OtpInvalid("wrong", upstream="memory")
        kept.live, kept.wrong = None, 0
        return person

    def _count_wrong(self, kept: _Codes) -> None:
        kept.wrong += 1
        if kept.wrong >= self._tries:
            kept.live, kept.wrong, kept.frozen_until = None, 0, self._clock.now() + self._freeze

    def _refuse_frozen(self, person: Enrolled) -> None:
        left = self._codes[person.receipt].frozen_until - self._clock.now()
        if left > 0:
            raise OtpFrozen("frozen", upstream="memory", retry_after=left)

    def _usable(self, ref: IdRef) -> Enrolled:
        person = self._find(ref)
        if person.stage is not Stage.ISSUED:
            raise NotReady("stage", upstream="memory")
        if not person.active:
            raise IdentityInactive("inactive", upstream="memory")
        return person

    def _find(self, ref: IdRef) -> Enrolled:
        person = self._people[ref.scheme].get(ref.value)
        if person is None:
            raise NotFound("unknown", upstream="memory")
        return person

    def _may_recover(self, by: IdRef) -> None:
        self._only(by, "HANDLE", "AID")
        self._needs("recover_by_phone" if by.scheme == "HANDLE" else "recover_by_receipt")

    def _only(self, ref: IdRef, *schemes: str) -> None:
        if ref.scheme not in schemes:
            raise NotSupported("scheme", upstream="memory")

    def _needs(self, cap: str) -> None:
        if cap not in self._caps:
            raise NotSupported(cap, upstream="memory")


def _phone(person: Enrolled) -> Phone:
    if person.phone is None:
        raise NoContactRegistered("phone", upstream="memory")
    return person.phone
