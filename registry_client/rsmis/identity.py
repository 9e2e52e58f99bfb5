"""The population registry of a country whose numbers come from an RS biometric sub-system (Djibouti's NIU)."""

import hashlib
from collections.abc import Mapping, Sequence

import aiohttp

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
from dialogs.refusals import (
    DemographicMismatch,
    NoContactRegistered,
    NotSupported,
    ProtocolViolation,
)
from registry_client.http import Upstream
from registry_client.identifiers import phone_on_file
from registry_client.reach import Reach
from registry_client.rsmis.config import Call, Name, RsMisConfig
from registry_client.rsmis.wire import Told, Wire
from registry_client.transport import Transport

__all__ = ["RsMisIdentity", "connect"]


def connect(
    config: RsMisConfig, session: aiohttp.ClientSession, clock: Clock, transport: Transport | None = None
) -> "RsMisIdentity":
    """The registry of `config`, over a session that keeps no cookies; `transport` is the way there (X-Road, our certificate)."""
    return RsMisIdentity(config, Wire(Upstream("rsmis", config.url, session, clock, transport=transport), config), clock)


class RsMisIdentity:
    """`dialogs.ports.IdentityRegistry` over a configured RS-MIS: numbers have the scheme of the settings, temporary ones `ALIAS`.

    The purpose of a call travels with the request for a code, and the registry decides what that code is good for: `lock`
    (unlocking too), `alias`, `usage`, or any other for a proof. The transaction id follows from `ctx.key`; only reads
    are tried again.
    """

    def __init__(self, config: RsMisConfig, wire: Wire, clock: Clock) -> None:
        self._config = config
        self._reach = Reach("rsmis", config.scheme, "ALIAS", config.caps)
        self._wire = wire
        self._clock = clock

    def caps(self) -> frozenset[str]:
        return self._config.caps

    def well(self) -> bool:
        return self._wire.well

    async def send_otp(self, ref: IdRef, *, ctx: CallContext) -> OtpChallenge:
        self._reach.may_prove(ref)
        if ctx.purpose in ("lock", "alias", "usage"):
            self._reach.of_a_holder(ref, ctx.purpose)
        return await self._send(ref, ctx)

    async def verify_otp(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> AuthOutcome:
        self._reach.may_prove(challenge.by)
        told = await self._call(Call.VERIFY_OTP, self._proof(challenge, code, ctx), ctx)
        return AuthOutcome(told.text(Name.TOKEN), self._clock.now())

    async def verify_demographics(self, ref: IdRef, claims: Claims, *, ctx: CallContext) -> AuthOutcome:
        self._reach.of_a_holder(ref, "demographics")
        self._reach.agreed(ctx)
        claimed = _claimed(claims)
        if not claimed:
            raise DemographicMismatch("nothing-claimed", upstream="rsmis")
        told = await self._call(Call.DEMOGRAPHICS, {**self._wire.names(ref), **claimed, Name.CONSENT: True}, ctx)
        return AuthOutcome(told.text(Name.TOKEN), self._clock.now())

    async def recover_start(self, by: IdRef, *, ctx: CallContext) -> OtpChallenge:
        self._reach.may_recover(by)
        return await self._send(by, ctx)

    async def recover_finish(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Recovered:
        self._reach.may_recover(challenge.by)
        told = await self._call(Call.RECOVER, self._proof(challenge, code, ctx), ctx)
        return Recovered(IdRef(self._config.scheme, told.text(Name.NUMBER)), self._phone(told.some_text(Name.PHONE)))

    async def application_status(self, aid: IdRef, *, ctx: CallContext) -> ApplicationStatus:
        self._reach.only(aid, "AID")
        self._reach.needs("application_status")
        told = await self._call(Call.APPLICATION, self._wire.names(aid), ctx, safe=True)
        return ApplicationStatus(self._stage(told.text(Name.STAGE)))

    async def lock(self, challenge: OtpChallenge, code: Code, factors: Sequence[Factor], *, ctx: CallContext) -> None:
        asked = self._deed("lock", challenge, code, ctx) | {Name.FACTORS: self._names(factors)}
        await self._call(Call.LOCK, asked, ctx)

    async def unlock(
        self, challenge: OtpChallenge, code: Code, factors: Sequence[Factor], seconds: int | None, *, ctx: CallContext
    ) -> None:
        asked = self._deed("lock", challenge, code, ctx) | {Name.FACTORS: self._names(factors), Name.SECONDS: seconds}
        await self._call(Call.UNLOCK, asked, ctx)

    async def issue_alias(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Alias:
        told = await self._call(Call.ALIAS, self._deed("alias", challenge, code, ctx), ctx)
        phone = self._phone(told.some_text(Name.PHONE))
        return Alias(IdRef("ALIAS", told.text(Name.ALIAS)), told.time(Name.EXPIRES_AT), phone)

    async def revoke_alias(self, alias: IdRef, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> None:
        self._reach.only(alias, "ALIAS")
        asked = self._deed("alias", challenge, code, ctx) | {Name.ALIAS: self._wire.names(alias)[Name.ID]}
        await self._call(Call.ALIAS_REVOKE, asked, ctx)

    async def usage_history(self, challenge: OtpChallenge, code: Code, limit: int, *, ctx: CallContext) -> Sequence[Usage]:
        asked = self._deed("usage", challenge, code, ctx) | {Name.LIMIT: limit}
        told = await self._call(Call.USAGE, asked, ctx)
        uses = sorted((self._use(row) for row in told.rows(Name.USES)), key=lambda use: use.at, reverse=True)
        return uses[:limit]

    async def event_status(self, event: IdRef, *, ctx: CallContext) -> str:
        self._reach.only(event, "EVENT")
        self._reach.needs("events")
        told = (await self._call(Call.EVENT, self._wire.names(event), ctx, safe=True)).text(Name.OUTCOME)
        if told not in self._config.outcomes:
            raise ProtocolViolation("outcome", upstream="rsmis")
        return self._config.outcomes[told]

    async def _send(self, ref: IdRef, ctx: CallContext) -> OtpChallenge:
        txn = _transaction(ctx.key)
        told = await self._call(Call.SEND_OTP, {**self._wire.names(ref), Name.TXN: txn}, ctx)
        masked = told.some_text(Name.MASKED_PHONE)[-2:]
        expires_at = self._clock.now() + self._config.otp_lifetime
        return OtpChallenge(txn, ref, expires_at, f"**{masked}" if masked.isdigit() else "")

    async def _call(self, call: Call, fields: Mapping[Name, object], ctx: CallContext, *, safe: bool = False) -> Told:
        return await self._wire.call(call, {Name.PURPOSE: ctx.purpose, **fields}, deadline=ctx.deadline, safe=safe)

    def _proof(self, challenge: OtpChallenge, code: Code, ctx: CallContext) -> dict[Name, object]:
        typed = self._reach.typed(code, ctx)
        return {**self._wire.names(challenge.by), Name.TXN: challenge.txn, Name.CODE: typed, Name.CONSENT: True}

    def _deed(self, cap: str, challenge: OtpChallenge, code: Code, ctx: CallContext) -> dict[Name, object]:
        """What a holder's deed carries, with the purpose for which its code was asked."""
        self._reach.needs(cap)
        return self._proof(challenge, code, ctx) | {Name.PURPOSE: cap}

    def _names(self, factors: Sequence[Factor]) -> list[str]:
        """In their words. By a factor that a country does not have nobody can authenticate anyway: it is left out."""
        names = [self._config.factors[factor] for factor in factors if factor in self._config.factors]
        if not names:
            raise NotSupported("factors", upstream="rsmis")
        return names

    def _stage(self, told: str) -> Stage:
        if told not in self._config.stages:
            raise ProtocolViolation("stage", upstream="rsmis")
        return self._config.stages[told]

    def _use(self, row: Told) -> Usage:
        at = row.time(Name.AT)
        if at is None:
            raise ProtocolViolation(Name.AT, upstream="rsmis")
        ours = {theirs: factor for factor, theirs in self._config.factors.items()}
        return Usage(at, row.some_text(Name.BY), ours.get(row.some_text(Name.FACTOR)), row.flag(Name.PASSED))

    def _phone(self, on_file: str) -> Phone:
        phone = phone_on_file(on_file, self._config.region)
        if phone is None:
            raise NoContactRegistered("phone", upstream="rsmis")
        return phone


def _claimed(claims: Claims) -> dict[Name, object]:
    told: dict[Name, object] = {}
    if name := " ".join(claims.name.split()):
        told[Name.FULL_NAME] = name
    if claims.born:
        told[Name.BORN] = claims.born.isoformat()
    if claims.phone:
        told[Name.PHONE] = claims.phone.e164
    return told


def _transaction(key: bytes) -> str:
    """A ten-digit transaction id, the same for the same idempotency key."""
    return f"{int.from_bytes(hashlib.sha256(b'rsmis transaction' + key).digest()) % 10**10:010}"
