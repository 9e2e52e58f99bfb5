"""The population registry of a country that runs MOSIP, as the dialogs see it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

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
    Usage,
)
from dialogs.refusals import (
    DemographicMismatch,
    NoContactRegistered,
    PartnerMisconfigured,
)
from registry_client.http import Deadline, Upstream
from registry_client.identifiers import phone_on_file
from registry_client.mosip.claims import demographics
from registry_client.mosip.config import RESIDENT_PURPOSES, MosipConfig
from registry_client.mosip.crypto import PartnerKeys
from registry_client.mosip.ida import Ida
from registry_client.mosip.idrepo import IdRepo
from registry_client.mosip.resident import Resident
from registry_client.mosip.wire import transaction
from registry_client.reach import Reach

__all__ = ["MosipIdentity", "connect"]


def connect(config: MosipConfig, session: aiohttp.ClientSession, clock: Clock) -> "MosipIdentity":
    """The registry of `config`, over a session that keeps no cookies. Raises `ValueError` for keys that cannot be read."""
    keys = PartnerKeys(
        config.partner_private_key, config.partner_certificate, config.ida_certificate, config.ida_signing_certificate
    )
    ida = Upstream("ida", config.ida_url, session, clock)
    resident = Upstream("resident", config.resident_url, session, clock)
    idrepo = Upstream("idrepo", config.idrepo_url, session, clock)
    authmanager = Upstream("authmanager", config.authmanager_url, session, clock)
    where = config.ida_certificate_url
    certificate = Upstream("ida-certificate", where, session, clock) if where else None
    return MosipIdentity(
        config,
        Ida(ida, config, keys, clock, certificate),
        Resident(resident, config, clock),
        IdRepo(idrepo, authmanager, config, clock),
        clock,
    )


class MosipIdentity:
    """`dialogs.ports.IdentityRegistry` over IDA, Resident and ID Repository (MOSIP 1.2).

    A lost number is found by the enrolled SIM (IDA with a phone handle), by itself, or by the receipt (Resident). The
    transaction id follows from `ctx.key`; a send that may have happened is never repeated by itself. A code is checked
    where it was sent from: for locks, aliases and history it must be asked for with a purpose of `RESIDENT_PURPOSES`.
    """

    def __init__(self, config: MosipConfig, ida: Ida, resident: Resident, idrepo: IdRepo, clock: Clock) -> None:
        self._config = config
        self._reach = Reach("mosip", "UIN", "VID", config.caps)
        self._ida = ida
        self._resident = resident
        self._idrepo = idrepo
        self._clock = clock

    def caps(self) -> frozenset[str]:
        return self._config.caps

    def well(self) -> bool:
        """By IDA, without which nobody is proved."""
        return self._ida.well

    async def send_otp(self, ref: IdRef, *, ctx: CallContext) -> OtpChallenge:
        self._reach.may_prove(ref)
        if ctx.purpose not in RESIDENT_PURPOSES:
            return await self._challenge_by_ida(ref, ctx)
        self._reach.of_a_holder(ref, ctx.purpose)
        txn = transaction(ctx.key)
        return self._challenge(txn, ref, await self._resident.send_otp(ref, txn, deadline=ctx.deadline))

    async def verify_otp(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> AuthOutcome:
        self._reach.may_prove(challenge.by)
        typed = self._reach.typed(code, ctx)
        token = await self._ida.auth(challenge.by, challenge.txn, typed, consent=ctx.consent, deadline=ctx.deadline)
        return AuthOutcome(token, self._clock.now())

    async def verify_demographics(self, ref: IdRef, claims: Claims, *, ctx: CallContext) -> AuthOutcome:
        self._reach.of_a_holder(ref, "demographics")
        self._reach.agreed(ctx)
        claimed = demographics(claims, self._config)
        if not claimed:
            raise DemographicMismatch("nothing-claimed", upstream="mosip")
        txn = transaction(ctx.key)
        token = await self._ida.match(ref, txn, claimed, consent=ctx.consent, deadline=ctx.deadline)
        return AuthOutcome(token, self._clock.now())

    async def recover_start(self, by: IdRef, *, ctx: CallContext) -> OtpChallenge:
        self._reach.may_recover(by)
        if by.scheme != "AID":
            return await self._challenge_by_ida(by, ctx)
        txn = transaction(ctx.key)
        return self._challenge(txn, by, await self._resident.send_receipt_otp(by, txn, deadline=ctx.deadline))

    async def recover_finish(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Recovered:
        self._reach.may_recover(challenge.by)
        typed = self._reach.typed(code, ctx)
        if challenge.by.scheme != "AID":
            return await self._by_ida(challenge, typed, ctx)
        return await self._by_receipt(challenge, typed, Deadline(ctx.deadline))

    async def application_status(self, aid: IdRef, *, ctx: CallContext) -> ApplicationStatus:
        self._reach.only(aid, "AID")
        self._reach.needs("application_status")
        return ApplicationStatus(await self._resident.stage(aid, deadline=ctx.deadline))

    async def lock(self, challenge: OtpChallenge, code: Code, factors: Sequence[Factor], *, ctx: CallContext) -> None:
        typed = self._proven("lock", challenge, code, ctx)
        await self._resident.lock(challenge, typed, factors, deadline=ctx.deadline)

    async def unlock(
        self, challenge: OtpChallenge, code: Code, factors: Sequence[Factor], seconds: int | None, *, ctx: CallContext
    ) -> None:
        typed = self._proven("lock", challenge, code, ctx)
        await self._resident.unlock(challenge, typed, factors, seconds, deadline=ctx.deadline)

    async def issue_alias(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Alias:
        typed, by = self._proven("alias", challenge, code, ctx), Deadline(ctx.deadline)
        known = await self._idrepo.identity(challenge.by, by)  # first: a new alias that reaches nobody would be lost
        phone = self._phone(self._attribute(known, self._config.idrepo_phone_attribute))
        return replace(await self._resident.issue_vid(challenge, typed, deadline=by.left()), phone=phone)

    async def revoke_alias(self, alias: IdRef, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> None:
        self._reach.only(alias, "VID")
        typed = self._proven("alias", challenge, code, ctx)
        await self._resident.revoke_vid(alias, challenge, typed, deadline=ctx.deadline)

    async def usage_history(self, challenge: OtpChallenge, code: Code, limit: int, *, ctx: CallContext) -> Sequence[Usage]:
        typed = self._proven("usage", challenge, code, ctx)
        return await self._resident.history(challenge, typed, limit, deadline=ctx.deadline)

    async def event_status(self, event: IdRef, *, ctx: CallContext) -> str:
        self._reach.only(event, "EVENT")
        self._reach.needs("events")
        return await self._resident.event(event, deadline=ctx.deadline)

    def _proven(self, cap: str, challenge: OtpChallenge, code: Code, ctx: CallContext) -> str:
        """The typed code of a call that Resident checks."""
        self._reach.of_a_holder(challenge.by, cap)
        return self._reach.typed(code, ctx)

    async def _challenge_by_ida(self, ref: IdRef, ctx: CallContext) -> OtpChallenge:
        txn = transaction(ctx.key)
        return self._challenge(txn, ref, await self._ida.send_otp(ref, txn, deadline=ctx.deadline))

    def _challenge(self, txn: str, by: IdRef, masked: str) -> OtpChallenge:
        shown = f"**{masked[-2:]}" if masked[-2:].isdigit() else ""
        return OtpChallenge(txn, by, self._clock.now() + self._config.otp_lifetime, shown)

    async def _by_ida(self, challenge: OtpChallenge, code: str, ctx: CallContext) -> Recovered:
        known = await self._ida.kyc(challenge.by, challenge.txn, code, consent=ctx.consent, deadline=ctx.deadline)
        dialled = challenge.by.value.partition("@")[0] if challenge.by.scheme == "HANDLE" else ""
        on_file = self._attribute(known, self._config.kyc_phone_attribute) or dialled
        return Recovered(self._number(known), self._phone(on_file))

    async def _by_receipt(self, challenge: OtpChallenge, code: str, by: Deadline) -> Recovered:
        await self._idrepo.sign_in(by)  # first: the next call uses up the citizen's code
        ref = await self._resident.number_of(challenge.by, challenge.txn, code, deadline=by.left())
        known = await self._idrepo.identity(ref, by)
        return Recovered(ref, self._phone(self._attribute(known, self._config.idrepo_phone_attribute)))

    def _number(self, known: Mapping[str, Any]) -> IdRef:
        for scheme, name in (("UIN", self._config.uin_attribute), ("VID", self._config.vid_attribute)):
            if number := self._attribute(known, name):
                return IdRef(scheme, number)
        raise PartnerMisconfigured("policy-releases-no-number", upstream="ida")

    def _attribute(self, known: Mapping[str, Any], name: str) -> str:
        """A plain value, or the one in our best language of `[{"language", "value"}, …]`; empty when there is none."""
        value = known.get(name)
        if isinstance(value, list):
            by_lang = {entry.get("language"): entry.get("value") for entry in value if isinstance(entry, dict)}
            best = [lang for lang in (*self._config.languages, *by_lang) if lang in by_lang]
            value = by_lang[best[0]] if best else None
        return str(value) if isinstance(value, str | int) else ""

    def _phone(self, on_file: str) -> Phone:
        phone = phone_on_file(on_file, self._config.region)
        if phone is None:
            raise NoContactRegistered("phone", upstream="mosip")
        return phone
