"""MOSIP's Resident service, without login: by receipt, by event number, or by the holder's one-time code."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from dialogs.model import IdRef, Masked
from dialogs.ports import Alias, Clock, Factor, OtpChallenge, Stage, Usage
from dialogs.refusals import NotReady, NotSupported, OtpInvalid, ProtocolViolation
from registry_client.http import Upstream
from registry_client.mosip import words
from registry_client.mosip.config import Endpoint, MosipConfig
from registry_client.mosip.errors import resident_error
from registry_client.mosip.wire import Wrapped, read, timestamp

__all__ = ["Resident"]

R = TypeVar("R")
_OTP_ID = "mosip.identity.otp.internal"


class _Masked(Masked, msgspec.Struct, rename="camel"):
    masked_mobile: str | None = None


class _Aid(Masked, msgspec.Struct, rename="camel"):
    individual_id: str | None = None
    individual_id_type: str | None = None
    aid_status: str | None = None


class _Rid(msgspec.Struct, rename="camel"):
    rid_status: str | None = None


class _AidStage(msgspec.Struct, rename="camel"):
    transaction_stage: str | None = None
    aid_status: str | None = None


class _Done(msgspec.Struct):
    """An answer whose text is for nobody."""


class _Vid(Masked, msgspec.Struct):
    vid: str | None = None


class _History(Masked, msgspec.Struct, rename="camel"):
    auth_history: list[words.Transaction] | None = None


class _Event(msgspec.Struct, rename="camel"):
    event_status: str | None = None


class Resident:
    """MOSIP Resident 1.2 `/resident/v1`. Its answers are not signed.

    All methods take the deadline in seconds and raise the tree of `dialogs.refusals`. A method that takes a code
    spends it, whatever comes out, and is never retried.
    """

    def __init__(self, upstream: Upstream, config: MosipConfig, clock: Clock) -> None:
        self._upstream = upstream
        self._config = config
        self._clock = clock

    # --- by the number on the enrolment receipt ---

    async def send_receipt_otp(self, aid: IdRef, txn: str, *, deadline: float) -> str:
        """Send a code to the phone of an application; returns the phone as masked there, or an empty string."""
        body = self._otp_request(aid) | {"transactionId": txn}  # written so here, and transactionID everywhere else
        return (await self._post(Endpoint.INDIVIDUAL_OTP, body, Wrapped[_Masked], deadline)).masked_mobile or ""

    async def number_of(self, aid: IdRef, txn: str, code: str, *, deadline: float) -> IdRef:
        """The VID or UIN that an application led to, against the code.

        The service may answer without errors and without a number when the code did not pass: only a number is success.
        """
        body = self._wrap("checkstatus", {"individualId": aid.value, "otp": code, "transactionId": txn})
        found = await self._post(Endpoint.AID_STATUS, body, Wrapped[_Aid], deadline)
        if found.individual_id:
            return IdRef(self._ours(found.individual_id_type) or _scheme(found.individual_id), found.individual_id)
        if words.stage(found.aid_status) is Stage.ISSUED:
            raise OtpInvalid("no-individual-id", upstream="resident")
        raise NotReady("no-individual-id", upstream="resident")

    async def stage(self, aid: IdRef, *, deadline: float) -> Stage:
        """Where an application stands. A read: tried again when it fails."""
        if self._config.stage_from == "aid-stage":
            path = self._config.path(Endpoint.AID_STAGE, id=aid.value)
            told = await self._call(Endpoint.AID_STAGE, "GET", path, None, Wrapped[_AidStage], deadline, safe=True)
            return words.stage_of_step(told.transaction_stage, told.aid_status)
        body = self._wrap(
            "checkstatus", {"individualId": aid.value, "individualIdType": self._config.id_type("RID")}, "ridstatus"
        )
        found = await self._post(Endpoint.RID_STATUS, body, Wrapped[_Rid], deadline, safe=True)
        return words.stage(found.rid_status)

    # --- by an event number ---

    async def event(self, event: IdRef, *, deadline: float) -> str:
        """What became of a request: `done`, `under-way` or `failed`. In English, whose words we know; nobody reads them."""
        path = f"{self._config.path(Endpoint.EVENT, id=event.value)}?langCode=eng"
        told = await self._call(Endpoint.EVENT, "GET", path, None, Wrapped[_Event], deadline, safe=True)
        return words.outcome(told.event_status)

    # --- by the holder's code ---

    async def send_otp(self, ref: IdRef, txn: str, *, deadline: float) -> str:
        """Send a code that the calls below will check; returns the phone as masked there, or an empty string."""
        body = self._otp_request(ref) | {"transactionID": txn}
        return (await self._post(Endpoint.REQ_OTP, body, Wrapped[_Masked], deadline)).masked_mobile or ""

    async def lock(self, by: OtpChallenge, code: str, factors: Sequence[Factor], *, deadline: float) -> None:
        asked = _proof(by, code) | {"authType": self._names(factors)}
        await self._post(Endpoint.AUTH_LOCK, self._wrap("authlock", asked), Wrapped[_Done], deadline)

    async def unlock(
        self, by: OtpChallenge, code: str, factors: Sequence[Factor], seconds: int | None, *, deadline: float
    ) -> None:
        asked = _proof(by, code) | {"authType": self._names(factors)}
        if seconds is not None:
            asked["unlockForSeconds"] = str(seconds)
        await self._post(Endpoint.AUTH_UNLOCK, self._wrap("authunlock", asked), Wrapped[_Done], deadline)

    async def issue_vid(self, by: OtpChallenge, code: str, *, deadline: float) -> Alias:
        """A new VID of the configured kind; the service does not say how long it lives, the policy does."""
        asked = _proof(by, code) | {"vidType": self._config.alias_kind}
        made = await self._post(Endpoint.VID, self._wrap("vid", asked), Wrapped[_Vid], deadline)
        if not made.vid:
            raise ProtocolViolation("no-vid", upstream="resident")
        life = self._config.alias_lifetime
        return Alias(IdRef("VID", made.vid), None if life is None else self._clock.now() + life)

    async def revoke_vid(self, vid: IdRef, by: OtpChallenge, code: str, *, deadline: float) -> None:
        asked = _proof(by, code) | {"individualIdType": self._config.id_type(by.by.scheme), "vidStatus": "REVOKED"}
        path = self._config.path(Endpoint.VID_REVOKE, id=vid.value)
        body = self._wrap("vidstatus", asked)
        await self._call(Endpoint.VID_REVOKE, "PATCH", path, body, Wrapped[_Done], deadline, safe=False)

    async def history(self, by: OtpChallenge, code: str, limit: int, *, deadline: float) -> Sequence[Usage]:
        """The latest `limit` uses, newest first. A code that was asked for is in the list there, but is no use of the number;
        hence twice as many are fetched."""
        asked = _proof(by, code) | {"pageStart": "1", "pageFetch": str(2 * limit)}
        told = await self._post(Endpoint.AUTH_HISTORY, self._wrap("authhistory", asked), Wrapped[_History], deadline)
        return words.uses(told.auth_history or ())[:limit]

    # --- on the wire ---

    def _otp_request(self, ref: IdRef) -> dict[str, object]:
        now = timestamp(self._clock.now())
        base = {"id": _OTP_ID, "version": self._config.version("internal"), "requestTime": now, "individualId": ref.value}
        return {**base, "otpChannel": ["PHONE"], "metadata": {}}

    def _wrap(self, call: str, request: Mapping[str, object], versioned: str = "") -> Mapping[str, object]:
        now, version = timestamp(self._clock.now()), self._config.version(versioned or call)
        return {"id": f"mosip.resident.{call}", "version": version, "requesttime": now, "request": request}

    def _ours(self, kind: str | None) -> str:
        """Our scheme for the registry's word, which is ours too unless the settings say otherwise."""
        return next((scheme for scheme, theirs in self._config.id_types.items() if theirs == kind), kind or "")

    def _names(self, factors: Sequence[Factor]) -> list[str]:
        """In their words. By a factor that a country does not have nobody can authenticate anyway: it is left out."""
        names = [self._config.factors[factor] for factor in factors if factor in self._config.factors]
        if not names:
            raise NotSupported("factors", upstream="resident")
        return names

    async def _post(
        self, endpoint: Endpoint, body: Mapping[str, object], kind: type[Wrapped[R]], deadline: float, *, safe: bool = False
    ) -> R:
        return await self._call(endpoint, "POST", self._config.path(endpoint), body, kind, deadline, safe=safe)

    async def _call(
        self,
        endpoint: Endpoint,
        method: str,
        path: str,
        body: Mapping[str, object] | None,
        kind: type[Wrapped[R]],
        deadline: float,
        *,
        safe: bool,
    ) -> R:
        sent = b"" if body is None else msgspec.json.encode(body)
        headers = {"Content-Type": "application/json"} if sent else {}
        answer = await self._upstream.call(method, path, body=sent, headers=headers, deadline=deadline, safe=safe)
        wrapped = read(answer, kind, "resident")
        if wrapped.errors:
            raise resident_error(endpoint, wrapped.errors)
        if wrapped.response is None:
            raise ProtocolViolation("response", upstream="resident")
        return wrapped.response


def _proof(by: OtpChallenge, code: str) -> dict[str, object]:
    return {"transactionID": by.txn, "individualId": by.by.value, "otp": code}


def _scheme(number: str) -> str:
    return "VID" if len(number) == 16 else "UIN"
