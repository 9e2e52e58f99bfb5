"""The gateway's side of the sandbox's MOSIP, and the few people that its tests talk about."""

import base64
import hashlib
import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dialogs.ports import Stage
from sandbox import mosip_crypto as crypto
from sandbox.mosip import Mosip
from sandbox.mosip_records import stamp
from sandbox.phones import Phones
from sandbox.population import Person, check_digit

Client = TestClient[web.Request, web.Application]
Served = Callable[..., Awaitable["Partner"]]

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "mosip_ida_vectors.json").read_text())
KEYS = crypto.MosipKeys(
    crypto.KeyPair.from_pem(VECTORS["keys"]["partner_private_pem"], VECTORS["keys"]["partner_cert_pem"]),
    crypto.KeyPair.from_pem(VECTORS["keys"]["ida_private_pem"], VECTORS["keys"]["ida_cert_pem"]),
)
OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
AT = 1_795_000_000.0
TXN = "1234567890"


def number(stem: str) -> str:
    return stem + check_digit(stem)


def person(seat: int, **other: Any) -> Person:
    """An invented adult; `seat` makes the identifiers unique."""
    plain = Person(
        uin=number(f"23456781{seat}"),
        vid=number(f"23456781234567{seat}"),
        receipt=f"10001100010000{seat}20250301101500",
        names=(("fr", "Zineb Alaoui"), ("ar", "زينب العلوي")),
        born=date(1980, 5, 17),
        sex="F",
        phone=f"+21261234000{seat}",
        commune="rabat",
    )
    return replace(plain, **other)


ZINEB = person(1)
NO_PHONE = person(2, phone=None)
INACTIVE = person(3, active=False)
CHILD = person(4, born=date(2015, 1, 1))
WAITING = person(5, status=Stage.PROCESSING)
REJECTED = person(6, status=Stage.REJECTED)
YOUNGER = person(7, phone=ZINEB.phone, born=date(2001, 1, 1), names=(("fr", "Anas Alaoui"), ("ar", "أنس العلوي")))
PEOPLE = (YOUNGER, ZINEB, NO_PHONE, INACTIVE, CHILD, WAITING, REJECTED)
NOBODY = person(9)


@dataclass
class FakeClock:
    time: float = AT

    def now(self) -> float:
        return self.time


@dataclass
class Partner:
    """The gateway's side, written for these tests: what IDA and Resident should receive, and how to spoil it."""

    client: Client
    mosip: Mosip
    clock: FakeClock
    phones: Phones
    signer: crypto.KeyPair = field(default_factory=lambda: KEYS.partner)

    def base(self, call: str, who: str, id_type: str, txn: str) -> dict[str, Any]:
        common = {"id": f"mosip.identity.{call}", "version": "1.0", "individualId": who, "individualIdType": id_type}
        return common | {"transactionID": txn, "requestTime": stamp(self.clock.now())}

    async def otp(self, who: str = ZINEB.uin, id_type: str = "UIN", txn: str = TXN, **other: Any) -> dict[str, Any]:
        return await self.post("otp", self.base("otp", who, id_type, txn) | {"otpChannel": ["phone"]} | other)

    async def auth(
        self,
        code: str,
        who: str = ZINEB.uin,
        id_type: str = "UIN",
        txn: str = TXN,
        *,
        call: str = "auth",
        plain: dict[str, Any] | None = None,
        **other: Any,
    ) -> dict[str, Any]:
        inside = {"otp": code, "timestamp": stamp(self.clock.now()), "biometrics": [], "demographics": None} | (plain or {})
        settings = self.mosip.settings
        body = self.base(call, who, id_type, txn) | sealed(json.dumps(inside).encode())
        body |= {"thumbprint": crypto.thumbprint(KEYS.ida.cert).hex(), "domainUri": settings.domain_uri, "env": settings.env}
        return await self.post(call, body | {"consentObtained": True} | other)

    async def post(self, call: str, body: dict[str, Any], **spoil: str | None) -> dict[str, Any]:
        """POST the body signed. `licence`, `partner_id`, `api_key` replace path parts; other names replace a header."""
        data = json.dumps(body).encode()
        ours = self.mosip.settings
        path = [
            spoil.pop("licence", ours.licence_key),
            spoil.pop("partner_id", ours.partner_id),
            spoil.pop("api_key", ours.api_key),
        ]
        headers = {"Authorization": "any", "signature": crypto.sign_detached(data, self.signer)} | spoil
        sent = {name: value for name, value in headers.items() if value is not None}
        url = "/".join(["/mosip/idauthentication/v1", call, *map(str, path)])
        answer = await self.client.post(url, data=data, headers=sent)
        text = await answer.read()
        assert answer.status == 200
        assert crypto.verify_detached(answer.headers["response-signature"], text) == KEYS.ida.cert
        return dict(json.loads(text))

    async def resident(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.client.post(f"/mosip/resident/v1{path}", json=body)
        assert answer.status == 200
        return dict(await answer.json())

    async def receipt_otp(self, aid: str = ZINEB.receipt, txn: str = TXN) -> dict[str, Any]:
        body = {"id": "mosip.identity.otp.internal", "version": "1.0", "transactionId": txn, "individualId": aid}
        more = {"requestTime": stamp(self.clock.now()), "otpChannel": ["phone"], "metadata": {}}
        return await self.resident("/individualId/otp", body | more)

    async def aid_status(self, code: str, aid: str = ZINEB.receipt, txn: str = TXN) -> dict[str, Any]:
        wrapper = {"id": "mosip.resident.checkstatus", "version": "1.0", "requesttime": stamp(self.clock.now())}
        return await self.resident("/aid/status", wrapper | {"request": {"individualId": aid, "otp": code, "transactionId": txn}})

    async def rid_status(self, aid: str) -> dict[str, Any]:
        wrapper = {"id": "mosip.resident.checkstatus", "version": "v1", "requesttime": stamp(self.clock.now())}
        return await self.resident("/rid/check-status", wrapper | {"request": {"individualId": aid, "individualIdType": "RID"}})

    @property
    def code(self) -> str:
        return self.mosip.codes[str(ZINEB.phone)]


def sealed(plain: bytes, *, digest: str | None = None) -> dict[str, str]:
    """`request`, `requestSessionKey`, `requestHMAC` by the rules, or with another digest."""
    secret = AESGCM.generate_key(256)

    def seal(data: bytes) -> str:
        iv = os.urandom(16)
        return base64.urlsafe_b64encode(AESGCM(secret).encrypt(iv, data, None) + iv).decode()

    key = KEYS.ida.cert.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    digest = digest or hashlib.sha256(plain).hexdigest().upper()
    session = base64.urlsafe_b64encode(key.encrypt(secret, OAEP)).decode()
    return {"request": seal(plain), "requestSessionKey": session, "requestHMAC": seal(digest.encode())}


def serving(aiohttp_client: Callable[[web.Application], Awaitable[Client]]) -> Served:
    """Starts a MOSIP of `PEOPLE` at the time `AT` with the keys of the vectors; other arguments go to `Mosip`."""

    async def serve(people: tuple[Person, ...] = PEOPLE, at: float = AT, **given: Any) -> Partner:
        clock, phones, app = FakeClock(at), Phones(), web.Application()
        mosip = Mosip(people, phones, clock, **({"keys": KEYS} | given))
        mosip.attach(app)
        return Partner(await aiohttp_client(app), mosip, clock, phones)

    return serve


def code_of(answer: dict[str, Any]) -> str | None:
    """The one error code of an answer in IDA's or Resident's shape; None for success."""
    if answer["errors"] is None:
        return None
    (error,) = answer["errors"]
    return str(error["errorCode"])
