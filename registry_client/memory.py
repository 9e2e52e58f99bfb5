"""The in-memory twin of a population registry, for tests and for a country without one yet."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence

from dialogs.model import Code, IdRef, Phone
from dialogs.ports import (
    Alias,
    ApplicationStatus,
    AuthOutcome,
    CallContext,
    Claims,
    Clock,
    Factor,
    OtpChallenge,
    Recovered,
    Stage,
    Usage,
)
from dialogs.ports.identity import CAPS
from dialogs.refusals import (
    DemographicMismatch,
    FactorLocked,
    IdentityInactive,
    NoContactRegistered,
    NotFound,
    NotPermitted,
    NotReady,
    OtpExpired,
    OtpFrozen,
    OtpInvalid,
    OtpNotRequested,
)
from registry_client.memory_people import Enrolled, Kept, Live
from registry_client.reach import Reach

__all__ = ["Enrolled", "MemoryIdentity"]

_HOLDERS = frozenset({"lock", "alias", "usage"})
_MOST_ALIASES = 5
_FOREVER = float("inf")


class MemoryIdentity:
    """`dialogs.ports.IdentityRegistry` in memory, with MOSIP's rules for one-time codes; times are in seconds.

    `on_code` is told the phone and the code of each sending; `new_code` draws a code (six digits by chance when
    not given). `tries` wrong codes freeze a person for `freeze`. The same `ctx.key` sends one code only. A code is good
    for locks, aliases and history when it was asked for with the purpose `lock`, `alias` or `usage`, and for a proof
    otherwise. `events` maps the 16-digit event ids to `done`, `under-way` or `failed`; `by` is how history names us,
    `scheme` what the country calls its numbers (`UIN`, `NIU`).
    """

    def __init__(
        self,
        people: Iterable[Enrolled],
        clock: Clock,
        *,
        on_code: Callable[[Phone, str], None],
        new_code: Callable[[], str] | None = None,
        caps: frozenset[str] = CAPS,
        lifetime: float = 180.0,
        tries: int = 10,
        freeze: float = 1800.0,
        alias_life: float = 1800.0,
        events: Mapping[str, str] | None = None,
        by: str = "Guichet",
        scheme: str = "UIN",
    ) -> None:
        everybody = tuple(people)
        issued = [person for person in everybody if person.stage is Stage.ISSUED]
        self._people = {
            "AID": {person.receipt: person for person in everybody},
            scheme: {person.uin: person for person in issued},
            "HANDLE": {f"{person.phone.e164}@phone": person for person in reversed(issued) if person.phone},
        }
        self._clock = clock
        self._on_code = on_code
        self._new_code = new_code or (lambda: f"{secrets.randbelow(10**6):06}")
        self._reach = Reach("memory", scheme, "VID", caps)
        self._lifetime = lifetime
        self._tries = tries
        self._freeze = freeze
        self._alias_life = alias_life
        self._events = events or {}
        self._by = by
        self._scheme = scheme
        self._kept = {person.receipt: Kept() for person in everybody}
        self._sent: dict[bytes, OtpChallenge] = {}
        self._aliases: dict[str, tuple[Enrolled, float]] = {}

    def caps(self) -> frozenset[str]:
        return self._reach.caps

    def well(self) -> bool:
        return True

    async def send_otp(self, ref: IdRef, *, ctx: CallContext) -> OtpChallenge:
        self._reach.may_prove(ref)
        if ctx.purpose in _HOLDERS:
            self._reach.of_a_holder(ref, ctx.purpose)
        return self._send(ref, ctx)

    async def verify_otp(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> AuthOutcome:
        self._reach.may_prove(challenge.by)
        person = self._usable(challenge.by)
        self._open(person, Factor.OTP)
        try:
            self._check(challenge, code, ctx, holder=False)
        except OtpInvalid:
            self._used(person, Factor.OTP, passed=False)
            raise
        return self._used(person, Factor.OTP, passed=True)

    async def verify_demographics(self, ref: IdRef, claims: Claims, *, ctx: CallContext) -> AuthOutcome:
        self._reach.of_a_holder(ref, "demographics")
        self._reach.agreed(ctx)
        person = self._usable(ref)
        self._open(person, Factor.DEMOGRAPHIC)
        if not person.is_said_by(claims):
            self._used(person, Factor.DEMOGRAPHIC, passed=False)
            raise DemographicMismatch("mismatch", upstream="memory")
        return self._used(person, Factor.DEMOGRAPHIC, passed=True)

    async def recover_start(self, by: IdRef, *, ctx: CallContext) -> OtpChallenge:
        self._reach.may_recover(by)
        return self._send(by, ctx)

    async def recover_finish(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Recovered:
        self._reach.may_recover(challenge.by)
        person = self._check(challenge, code, ctx, holder=False)
        return Recovered(IdRef(self._scheme, person.uin), _phone(person))

    async def application_status(self, aid: IdRef, *, ctx: CallContext) -> ApplicationStatus:
        self._reach.only(aid, "AID")
        self._reach.needs("application_status")
        return ApplicationStatus(self._find(aid).stage)

    async def lock(self, challenge: OtpChallenge, code: Code, factors: Sequence[Factor], *, ctx: CallContext) -> None:
        person = self._holder("lock", challenge, code, ctx)
        self._kept[person.receipt].free.update(dict.fromkeys(factors, -_FOREVER))

    async def unlock(
        self, challenge: OtpChallenge, code: Code, factors: Sequence[Factor], seconds: int | None, *, ctx: CallContext
    ) -> None:
        person = self._holder("lock", challenge, code, ctx)
        until = _FOREVER if seconds is None else self._clock.now() + seconds
        self._kept[person.receipt].free.update(dict.fromkeys(factors, until))

    async def issue_alias(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Alias:
        person, now = self._holder("alias", challenge, code, ctx), self._clock.now()
        if sum(one is person and now < until for one, until in self._aliases.values()) >= _MOST_ALIASES:
            raise NotPermitted("aliases", upstream="memory")
        drawn = int.from_bytes(hashlib.sha256(b"alias" + ctx.key).digest())
        number, until = f"{2 + drawn % 8}{drawn // 8 % 10**15:015}", now + self._alias_life
        self._aliases[number] = (person, until)
        return Alias(IdRef("VID", number), until, _phone(person))

    async def revoke_alias(self, alias: IdRef, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> None:
        self._reach.only(alias, "VID")
        person = self._holder("alias", challenge, code, ctx)
        owner, until = self._aliases.get(alias.value, (None, 0.0))
        if owner is not person or self._clock.now() >= until:
            raise NotFound("alias", upstream="memory")
        self._aliases[alias.value] = (person, -_FOREVER)

    async def usage_history(self, challenge: OtpChallenge, code: Code, limit: int, *, ctx: CallContext) -> Sequence[Usage]:
        return self._kept[self._holder("usage", challenge, code, ctx).receipt].uses[::-1][:limit]

    async def event_status(self, event: IdRef, *, ctx: CallContext) -> str:
        self._reach.only(event, "EVENT")
        self._reach.needs("events")
        if event.value not in self._events:
            raise NotFound("event", upstream="memory")
        return self._events[event.value]

    def _holder(self, cap: str, challenge: OtpChallenge, code: Code, ctx: CallContext) -> Enrolled:
        self._reach.of_a_holder(challenge.by, cap)
        return self._check(challenge, code, ctx, holder=True)

    def _open(self, person: Enrolled, factor: Factor) -> None:
        if self._clock.now() >= self._kept[person.receipt].free.get(factor, _FOREVER):
            self._used(person, factor, passed=False)
            raise FactorLocked(factor, upstream="memory")

    def _used(self, person: Enrolled, factor: Factor, *, passed: bool) -> AuthOutcome:
        now = self._clock.now()
        self._kept[person.receipt].uses.append(Usage(now, self._by, factor, passed))
        return AuthOutcome(hashlib.sha256(b"memory token" + person.receipt.encode()).hexdigest(), now)

    def _send(self, ref: IdRef, ctx: CallContext) -> OtpChallenge:
        if ctx.key in self._sent:
            return self._sent[ctx.key]
        person = self._usable(ref)
        self._refuse_frozen(person)
        phone, now = _phone(person), self._clock.now()
        txn = f"{int.from_bytes(hashlib.sha256(ctx.key).digest()) % 10**10:010}"
        code = self._new_code()
        self._kept[person.receipt].live = Live(txn, code, now, ctx.purpose in _HOLDERS)
        self._sent[ctx.key] = OtpChallenge(txn, ref, now + self._lifetime, phone.masked)
        self._on_code(phone, code)
        return self._sent[ctx.key]

    def _check(self, challenge: OtpChallenge, code: Code, ctx: CallContext, *, holder: bool) -> Enrolled:
        self._reach.agreed(ctx)
        person = self._usable(challenge.by)
        self._refuse_frozen(person)
        kept = self._kept[person.receipt]
        if kept.live is None or kept.live.txn != challenge.txn or kept.live.holder != holder:
            raise OtpNotRequested("txn", upstream="memory")
        if self._clock.now() - kept.live.at >= self._lifetime:
            raise OtpExpired("late", upstream="memory")
        if code.plain != kept.live.code:
            self._count_wrong(kept)
            raise OtpInvalid("wrong", upstream="memory")
        kept.live, kept.wrong = None, 0
        return person

    def _count_wrong(self, kept: Kept) -> None:
        kept.wrong += 1
        if kept.wrong >= self._tries:
            kept.live, kept.wrong, kept.frozen_until = None, 0, self._clock.now() + self._freeze

    def _refuse_frozen(self, person: Enrolled) -> None:
        left = self._kept[person.receipt].frozen_until - self._clock.now()
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
        if ref.scheme == "VID":
            return self._by_alias(ref.value)
        person = self._people[ref.scheme].get(ref.value)
        if person is None:
            raise NotFound("unknown", upstream="memory")
        return person

    def _by_alias(self, number: str) -> Enrolled:
        if number not in self._aliases:
            raise NotFound("unknown", upstream="memory")
        person, until = self._aliases[number]
        if self._clock.now() >= until:
            raise IdentityInactive("alias", upstream="memory")
        return person


def _phone(person: Enrolled) -> Phone:
    if person.phone is None:
        raise NoContactRegistered("phone", upstream="memory")
    return person.phone
