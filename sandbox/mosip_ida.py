"""A stateful fake of MOSIP IDA 1.0's partner calls: the real wire shapes, the real cryptography, invented people."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from aiohttp import web

from dialogs.ports import Factor
from sandbox import mosip_crypto as crypto
from sandbox import mosip_demographics as demographics
from sandbox.faults import LIE, told_code
from sandbox.holdings import Holdings
from sandbox.mosip_bio import Captures
from sandbox.mosip_ida_wire import AuthRequest, OtpRequest, Plain, Refused, Request, decode
from sandbox.mosip_otp import OneTimeCodes, OtpFault, OtpRefused
from sandbox.mosip_records import Clock, Records, kyc_document, masked_mobile, stamp, valid
from sandbox.population import Person

_OTP_FAULTS: Final = {
    OtpFault.NO_PHONE: "IDA-MLC-014",
    OtpFault.FLOODED: "IDA-OTA-001",
    OtpFault.FROZEN_SEND: "IDA-OTA-006",
    OtpFault.FROZEN_CHECK: "IDA-OTA-007",
    OtpFault.NOT_REQUESTED: "IDA-OTA-012",
    OtpFault.OTHER_TXN: "IDA-OTA-005",
    OtpFault.OTHER_ID_TYPE: "IDA-OTA-010",
    OtpFault.OTHER_SERVICE: "IDA-OTA-011",
    OtpFault.EXPIRED: "IDA-OTA-003",
    OtpFault.WRONG: "IDA-OTA-004",
}
_INACTIVE: Final = {"UIN": "IDA-MLC-003", "VID": "IDA-MLC-010", "HANDLE": "IDA-MLC-022"}
_MALFORMED: Final = {"UIN": "IDA-MLC-002", "VID": "IDA-MLC-004", "HANDLE": "IDA-MLC-009"}
_HOUR = 3600.0
_SERVICE: Final = "ida"


@dataclass(frozen=True, slots=True, repr=False)
class IdaSettings:
    """What IDA has on file about the one partner, and its policy.

    `allowed` are the factors of the policy beside biometrics; `window` is seconds before and after our clock.
    """

    licence_key: str = "sandbox-misp-licence"
    partner_id: str = "guichet"
    api_key: str = "sandbox-api-key"
    env: str = "Staging"
    domain_uri: str = "https://ida.sandbox.test"
    partner_name: str = "Guichet"
    allowed: frozenset[Factor] = frozenset({Factor.OTP, Factor.DEMOGRAPHIC})
    allowed_kyc: tuple[str, ...] = ("UIN", "phoneNumber", "fullName")
    window: float = 30.0


_REFUSED_RESPONSE: Final[Mapping[str, Mapping[str, object] | None]] = {
    "otp": None,
    "auth": {"authStatus": False, "authToken": None},
    "kyc": {"kycStatus": False, "authToken": None, "thumbprint": None, "identity": None, "sessionKey": None},
}


class Ida:
    """The partner-facing calls `/{otp|auth|kyc}/{misp}/{partner}/{apikey}`; minors may not use one-time codes."""

    def __init__(
        self,
        records: Records,
        holdings: Holdings,
        codes: OneTimeCodes,
        keys: crypto.MosipKeys,
        settings: IdaSettings,
        clock: Clock,
        captures: Captures | None = None,
    ) -> None:
        self._captures = captures
        self._records = records
        self._holdings = holdings
        self._codes = codes
        self._keys = keys
        self.opener = keys.ida
        self._settings = settings
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/{call:otp|auth|kyc}/{licence}/{partner}/{api_key}", self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        call, body = request.match_info["call"], await request.read()
        shape = OtpRequest if call == "otp" else AuthRequest
        txn, errors = None, None
        try:
            asked = decode(body, shape)
            txn = asked.transactionID
            if code := told_code(request[LIE]):
                raise Refused(code)
            self._admit(request, body)
            self._check_base(call, asked)
            response: Mapping[str, object] | None = self._serve(call, asked)
        except Refused as refused:
            response, errors = _REFUSED_RESPONSE[call], [refused.wire()]
        now = self._clock.now() + (_HOUR if request[LIE] == "time" else 0.0)
        wire = {"id": f"mosip.identity.{call}", "version": "1.0", "responseTime": stamp(now), "transactionID": txn}
        return self._signed(json.dumps(wire | {"response": response, "errors": errors}).encode(), request[LIE])

    def _signed(self, body: bytes, lie: str) -> web.Response:
        """The answer with its detached JWS; the lie `signature` signs it, well formed, with a key that is not IDA's."""
        answer = web.Response(body=body, content_type="application/json")
        if lie != "unsigned":
            by = self._keys.partner if lie == "signature" else self._keys.ida
            answer.headers["response-signature"] = crypto.sign_detached(body, by)
        return answer

    def _serve(self, call: str, asked: Request) -> dict[str, object]:
        person = self._person(asked)
        if isinstance(asked, OtpRequest):
            return self._send(person, asked)
        assert isinstance(asked, AuthRequest)
        self._authenticate(person, asked, self._open(asked))
        token = self._token(person)
        if call == "auth":
            return {"authStatus": True, "authToken": token}
        return {"kycStatus": True, "authToken": token, **self._sealed(person)}

    def _admit(self, request: web.Request, body: bytes) -> None:
        """Who calls: the keys in the path, then the signature over the exact bytes."""
        if not request.headers.get("Authorization"):
            raise Refused("IDA-MLC-009", "Authorization")
        ours = self._settings
        for part, expected, code in (
            ("licence", ours.licence_key, "IDA-MPA-007"),
            ("partner", ours.partner_id, "IDA-MPA-009"),
            ("api_key", ours.api_key, "IDA-MPA-014"),
        ):
            if request.match_info[part] != expected:
                raise Refused(code)
        self._verify(request.headers.get("signature", ""), body)

    def _verify(self, signature: str, body: bytes) -> None:
        try:
            cert = crypto.verify_detached(signature, body)
        except crypto.BadCertificate as bad:
            raise Refused("IDA-MPA-022" if bad.missing else "IDA-MPA-002") from bad
        except crypto.BadSignature as bad:
            raise Refused("IDA-MPA-001") from bad
        if crypto.thumbprint(cert) != crypto.thumbprint(self._keys.partner.cert):
            raise Refused("IDA-MPA-021")

    def _check_base(self, call: str, asked: Request) -> None:
        for name, right in (
            ("id", asked.id == f"mosip.identity.{call}"),
            ("version", asked.version == "1.0"),
            ("transactionID", _ten_digits(asked.transactionID)),
            ("individualIdType", asked.individualIdType in _MALFORMED),
        ):
            if not right:
                raise Refused("IDA-MLC-009", name)
        self._check_time(asked.requestTime, "requestTime")
        if isinstance(asked, AuthRequest):
            self._check_auth(asked)

    def _check_auth(self, asked: AuthRequest) -> None:
        if not asked.consentObtained:
            raise Refused("IDA-MLC-012")
        if asked.env != self._settings.env:
            raise Refused("IDA-MLC-009", "env")
        if asked.domainUri != self._settings.domain_uri:
            raise Refused("IDA-MLC-009", "domainUri")
        if not crypto.names_certificate(asked.thumbprint, self.opener.cert):
            raise Refused("IDA-MPA-004")

    def _check_time(self, value: str, name: str) -> None:
        try:
            at = datetime.fromisoformat(value)
        except ValueError as broken:
            raise Refused("IDA-MLC-009", name) from broken
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC)
        if abs(at.timestamp() - self._clock.now()) > self._settings.window:
            raise Refused("IDA-MLC-001")

    def _open(self, asked: AuthRequest) -> Plain:
        try:
            plain = crypto.open_request(asked.request, asked.requestSessionKey, asked.requestHMAC, self.opener.key)
        except crypto.HashMismatch as wrong:
            raise Refused("IDA-MPA-016") from wrong
        except crypto.Undecryptable as wrong:
            raise Refused("IDA-MPA-003") from wrong
        return decode(plain, Plain)

    def _person(self, asked: Request) -> Person:
        """The one who is meant, if active."""
        kind = asked.individualIdType
        if not valid(kind, asked.individualId):
            raise Refused(_MALFORMED[kind], "individualId")
        person = self._by_alias(asked.individualId) or self._records.find(kind, asked.individualId)
        if person is None:
            raise Refused("IDA-MLC-018", kind)
        if not person.active:
            raise Refused(_INACTIVE[kind], kind)
        return person

    def _by_alias(self, number: str) -> Person | None:
        alias = self._holdings.alias(number)
        if alias is None:
            return None
        if not self._holdings.live(alias):
            raise Refused("IDA-MLC-010" if alias.revoked else "IDA-MLC-005", "VID")
        return alias.person

    def _deny_minor(self, person: Person) -> None:
        """`ida.child-auth-filter.factors.denied`: no codes for minors."""
        if not person.adult(datetime.fromtimestamp(self._clock.now(), UTC).date()):
            raise Refused("IDA-MLC-011", "OTP")

    def _send(self, person: Person, asked: OtpRequest) -> dict[str, object]:
        self._deny_minor(person)
        if not asked.otpChannel:
            raise Refused("IDA-OTA-008")
        if "phone" not in {channel.lower() for channel in asked.otpChannel}:
            raise Refused("IDA-OTA-009")
        txn, id_type = asked.transactionID, asked.individualIdType
        _otp(lambda: self._codes.send(person, txn=txn, id_type=id_type, by=_SERVICE))
        self._holdings.record(person, self._settings.partner_name, Factor.OTP, txn, passed=True, asked=True)
        return {"maskedMobile": masked_mobile(person), "maskedEmail": None}

    def _authenticate(self, person: Person, asked: AuthRequest, plain: Plain) -> None:
        self._check_time(plain.timestamp, "request/timestamp")
        claimed, code = demographics.claimed(plain.demographics), plain.otp
        if not claimed and not plain.biometrics and not code:
            raise Refused("IDA-MLC-009", "request/otp")
        for factor, given in ((Factor.DEMOGRAPHIC, claimed), (Factor.OTP, code)):
            if given and factor not in self._settings.allowed:
                raise Refused("IDA-MPA-006", factor)
        if claimed:
            self._try(person, Factor.DEMOGRAPHIC, asked, lambda: demographics.compare(person, claimed))
        if plain.biometrics:
            self._compare_biometrics(person, asked, plain.biometrics)
        if code:
            self._deny_minor(person)
            self._try(person, Factor.OTP, asked, lambda: self._check_code(person, asked, code))

    def _compare_biometrics(self, person: Person, asked: AuthRequest, sent: list[object]) -> None:
        if self._captures is None:
            raise Refused("IDA-MPA-006", "bio")
        self._captures.check(person, asked.transactionID, asked.env, asked.domainUri, sent)
        for factor in _captured(sent):
            self._try(person, factor, asked, lambda: None)

    def _try(self, person: Person, factor: Factor, asked: AuthRequest, step: Callable[[], None]) -> None:
        """One factor: not locked by its owner, and right; what came out is remembered."""
        passed = False
        try:
            if self._holdings.locked(person, factor):
                raise Refused("IDA-MLC-019", factor)
            step()
            passed = True
        finally:
            self._holdings.record(person, self._settings.partner_name, factor, asked.transactionID, passed=passed)

    def _check_code(self, person: Person, asked: AuthRequest, code: str) -> None:
        txn, id_type = asked.transactionID, asked.individualIdType
        _otp(lambda: self._codes.check(person, txn=txn, id_type=id_type, code=code, by=_SERVICE))

    def _sealed(self, person: Person) -> dict[str, object]:
        """The identity for the partner's eyes, with the thumbprint (hex) of the certificate that it is for."""
        cert = self._keys.partner.cert
        plain = json.dumps(kyc_document(person, self._settings.allowed_kyc)).encode()
        identity, session_key = crypto.seal_identity(plain, cert)
        return {"thumbprint": crypto.thumbprint(cert).hex().upper(), "identity": identity, "sessionKey": session_key}

    def _token(self, person: Person) -> str:
        """The partner-specific user token: 36 digits, always the same for one person and partner."""
        digest = hashlib.sha256(f"{self._settings.partner_id}/{person.uin}".encode()).hexdigest()
        return str(int(digest, 16))[:36]


def _ten_digits(txn: str) -> bool:
    return len(txn) == 10 and txn.isascii() and txn.isdecimal()


def _captured(sent: list[object]) -> set[Factor]:
    """The factors of captures that were checked: `bioType` in the payload of each JWS."""
    payloads = [str(one["data"]).split(".")[1] for one in sent if isinstance(one, dict)]
    return {Factor(json.loads(crypto.unb64url(payload))["bioType"].lower()) for payload in payloads}


def _otp(step: Callable[[], None]) -> None:
    try:
        step()
    except OtpRefused as refused:
        raise Refused(_OTP_FAULTS[refused.fault]) from refused
