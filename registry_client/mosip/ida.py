"""The partner calls of MOSIP's ID Authentication: send a code, check it or what somebody says, release an identity."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
import structlog

from dialogs.model import IdRef, Masked
from dialogs.ports import Clock
from dialogs.refusals import ClockSkew, PartnerMisconfigured, ProtocolViolation, RegistryError
from registry_client.http import Answer, Deadline, Upstream
from registry_client.mosip.config import Endpoint, MosipConfig
from registry_client.mosip.crypto import Broken, PartnerKeys
from registry_client.mosip.errors import ida_error
from registry_client.mosip.wire import Wrapped, read, timestamp

__all__ = ["Ida"]

log = structlog.get_logger()

R = TypeVar("R")
_STALE = frozenset({"IDA-MPA-003", "IDA-MPA-004"})
"""IDA could not open the request, or knows another key: it read nothing of it, and no code in it is spent."""
_RENEW_EVERY = 60.0
"""Seconds between two looks for another certificate."""
_ANSWER_SIGNATURE = "response-signature"
Seal = Callable[[], Mapping[str, object]]
"""Makes the body of a request, encrypted for the certificate of now."""


class _Otp(Masked, msgspec.Struct, rename="camel"):
    masked_mobile: str | None = None


class _Auth(Masked, msgspec.Struct, rename="camel"):
    auth_status: bool | None = None
    auth_token: str | None = None


class _Kyc(Masked, msgspec.Struct, rename="camel"):
    kyc_status: bool | None = None
    identity: str | None = None
    session_key: str | None = None


class _Certificate(msgspec.Struct):
    certificate: str


class _Served(msgspec.Struct):
    response: _Certificate | None = None


class Ida:
    """MOSIP IDA 1.0 (`/otp`, `/auth`, `/kyc`): requests are signed when they leave, answers are verified.

    All methods take the deadline in seconds, raise the tree of `dialogs.refusals`, and are never retried but for one case:
    where IDA cannot open what was encrypted to it, its certificate is fetched anew from `certificate`, once, and the call
    goes out once more under the same transaction.
    """

    def __init__(
        self, upstream: Upstream, config: MosipConfig, keys: PartnerKeys, clock: Clock, certificate: Upstream | None = None
    ) -> None:
        self._upstream = upstream
        self._config = config
        self._keys = keys
        self._clock = clock
        self._certificate = certificate
        self._looked_at = -_RENEW_EVERY

    async def send_otp(self, ref: IdRef, txn: str, *, deadline: float) -> str:
        """Send a code by SMS; returns the phone as IDA masks it (`XXXXXXX123`), or an empty string."""
        body = {**self._base("otp", ref, txn), "otpChannel": ["phone"], "metadata": {}}
        return (await self._call(Endpoint.OTP, body, Wrapped[_Otp], txn, deadline)).masked_mobile or ""

    @property
    def well(self) -> bool:
        return self._upstream.well

    async def auth(self, ref: IdRef, txn: str, code: str, *, consent: bool, deadline: float) -> str:
        """Check a code; returns the partner-specific user token."""
        return await self._auth(lambda: self._sealed("auth", ref, txn, consent, otp=code), txn, deadline)

    async def match(self, ref: IdRef, txn: str, claimed: Mapping[str, object], *, consent: bool, deadline: float) -> str:
        """Compare claimed demographics (`claims.demographics`); returns the partner-specific user token."""
        return await self._auth(lambda: self._sealed("auth", ref, txn, consent, claimed=claimed), txn, deadline)

    async def compare(self, ref: IdRef, txn: str, captures: Sequence[msgspec.Raw], *, consent: bool, deadline: float) -> str:
        """Have captures compared, each the JSON object that the device made; returns the partner-specific user token."""
        return await self._auth(lambda: self._sealed("auth", ref, txn, consent, captures=captures), txn, deadline)

    async def _auth(self, seal: Seal, txn: str, deadline: float) -> str:
        outcome = await self._call_sealed(Endpoint.AUTH, seal, Wrapped[_Auth], txn, deadline)
        if not outcome.auth_status or not outcome.auth_token:
            raise ProtocolViolation("auth-status", upstream="ida")
        return outcome.auth_token

    async def kyc(self, ref: IdRef, txn: str, code: str, *, consent: bool, deadline: float) -> Mapping[str, Any]:
        """Check a code; returns the identity attributes that the partner policy releases."""
        outcome = await self._call_sealed(
            Endpoint.KYC, lambda: self._sealed("kyc", ref, txn, consent, otp=code), Wrapped[_Kyc], txn, deadline
        )
        if not outcome.kyc_status:
            raise ProtocolViolation("kyc-status", upstream="ida")
        try:
            return msgspec.json.decode(self._keys.open(outcome.identity or "", outcome.session_key or ""), type=dict[str, Any])
        except (Broken, msgspec.DecodeError, UnicodeDecodeError):
            pass
        raise ProtocolViolation("identity", upstream="ida")

    def _base(self, call: str, ref: IdRef, txn: str) -> dict[str, object]:
        return {
            "id": f"mosip.identity.{call}",
            "version": self._config.version(call),
            "individualId": ref.value,
            "individualIdType": self._config.id_type(ref.scheme),
            "transactionID": txn,
            "requestTime": timestamp(self._clock.now()),
        }

    def _sealed(
        self,
        call: str,
        ref: IdRef,
        txn: str,
        consent: bool,
        *,
        otp: str | None = None,
        claimed: Mapping[str, object] | None = None,
        captures: Sequence[msgspec.Raw] = (),
    ) -> dict[str, object]:
        base = self._base(call, ref, txn)
        plain = {"timestamp": base["requestTime"], "otp": otp, "demographics": claimed, "biometrics": captures}
        sealed = self._keys.seal(msgspec.json.encode(plain))
        return {
            **base,
            "specVersion": self._config.version("spec"),
            "thumbprint": self._keys.thumbprint,
            "domainUri": self._config.domain_uri,
            "env": self._config.env,
            "consentObtained": consent,
            "request": sealed.request,
            "requestSessionKey": sealed.session_key,
            "requestHMAC": sealed.hmac,
            "metadata": {},
        }

    async def _call_sealed(self, endpoint: Endpoint, seal: Seal, kind: type[Wrapped[R]], txn: str, deadline: float) -> R:
        by, used = Deadline(deadline), self._keys.thumbprint
        try:
            return await self._call(endpoint, seal(), kind, txn, by.left())
        except (PartnerMisconfigured, ProtocolViolation) as refused:
            if refused.code not in _STALE:
                raise
            await self._renew(used, by)
            if self._keys.thumbprint == used:
                raise
        return await self._call(endpoint, seal(), kind, txn, by.left())

    async def _renew(self, used: str, by: Deadline) -> None:
        """Fetch IDA's certificate, unless another call has just done so; what is none is left, and an operator told."""
        now = self._clock.now()
        if self._certificate is None or self._keys.thumbprint != used or now - self._looked_at < _RENEW_EVERY:
            return
        self._looked_at, outcome = now, "refused"
        try:
            answer = await self._certificate.call("GET", "", deadline=by.left(), safe=True)
            self._keys.renew(_pem(answer.body), datetime.fromtimestamp(now, UTC))
            outcome = "same" if self._keys.thumbprint == used else "renewed"
        except (ValueError, RegistryError):
            pass
        log.warning("ida.certificate", outcome=outcome)

    async def _call(self, endpoint: Endpoint, body: Mapping[str, object], kind: type[Wrapped[R]], txn: str, deadline: float) -> R:
        sent = msgspec.json.encode(body)
        headers = {
            "Content-Type": "application/json",
            "Authorization": self._config.auth_header,
            "signature": self._keys.sign(sent),
        }
        ours = self._config
        path = ours.path(endpoint, misp=ours.misp_key, partner=ours.partner_id, key=ours.api_key)
        answer = await self._upstream.call("POST", path, body=sent, headers=headers, deadline=deadline, safe=False)
        self._verify(answer)
        wrapped = read(answer, kind, "ida")
        self._check_time(wrapped.response_time)
        if wrapped.errors:
            raise ida_error(wrapped.errors)
        if wrapped.response is None or wrapped.transaction != txn:
            raise ProtocolViolation("transaction", upstream="ida")
        return wrapped.response

    def _verify(self, answer: Answer) -> None:
        if not self._config.verify_answers or answer.status >= 400:
            return
        try:
            self._keys.verify(answer.body, answer.headers.get(_ANSWER_SIGNATURE, ""))
        except Broken:
            raise ProtocolViolation("signature", upstream="ida") from None

    def _check_time(self, told: str | None) -> None:
        """A signed answer of another time is a replay, or one of the clocks lies."""
        if not self._config.verify_answers:
            return
        try:
            theirs = datetime.fromisoformat(told or "")
        except ValueError:
            raise ProtocolViolation("response-time", upstream="ida") from None
        theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
        if abs(theirs.timestamp() - self._clock.now()) > self._config.clock_skew:
            raise ClockSkew("response-time", upstream="ida")


def _pem(body: bytes) -> str:
    """A certificate as it is served: PEM, or MOSIP's wrapper around it (`response.certificate`). Raises `ValueError`."""
    if body.lstrip().startswith(b"-----BEGIN"):
        return body.decode("ascii")
    told = msgspec.json.decode(body, type=_Served).response
    if told is None:
        raise ValueError("no certificate")
    return told.certificate
