"""A MOSIP that answers what a test tells it, and the small things that tests about it share."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from dialogs.model import Code, IdRef
from dialogs.ports import CallContext, OtpChallenge
from registry_client.mosip.crypto import PartnerKeys
from registry_client.mosip.wire import timestamp, transaction
from store.clock import FakeClock

PEM = json.loads((Path(__file__).parents[1] / "vectors" / "mosip_ida_vectors.json").read_text())["keys"]
IDA_KEYS = PartnerKeys(PEM["ida_private_pem"], PEM["ida_cert_pem"], PEM["partner_cert_pem"], PEM["partner_cert_pem"])
PARTNER_AS_SIGNER = PartnerKeys(PEM["partner_private_pem"], PEM["partner_cert_pem"], PEM["ida_cert_pem"], PEM["ida_cert_pem"])

UIN = IdRef("UIN", "2639425169")
AID = IdRef("AID", "10001101230005020240125061502")
HANDLE = IdRef("HANDLE", "+212612340007@phone")
CODE = Code("mac", "123456")
TXN = transaction(b"key")


@dataclass
class Desk:
    """A MOSIP that answers what a test tells it, per path; keeps what it was asked."""

    clock: FakeClock
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    signer: PartnerKeys | None = IDA_KEYS
    late: float = 0.0
    down: bool = False
    methods: list[str] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.methods.append(request.method)
        if self.down:
            self.asked.append((request.path_qs, dict(request.headers), body))
            return web.Response(status=503)
        name = next(name for name in self.answers if f"/{name}" in request.path)
        self.asked.append((request.path_qs, dict(request.headers), body))
        told = self.answers[name]
        told = told(body) if callable(told) else told
        if isinstance(told, web.Response):
            return told
        if request.path.startswith("/ida/"):
            txn = json.loads(body)["transactionID"]
            told = {"responseTime": timestamp(self.clock.now() + self.late), "transactionID": txn, "errors": None, **told}
        answer = json.dumps(told).encode()
        headers = {"response-signature": self.signer.sign(answer)} if self.signer and request.path.startswith("/ida/") else {}
        return web.Response(body=answer, headers=headers)

    def times(self, name: str) -> int:
        return sum(f"/{name}" in path for path, _, _ in self.asked)

    def body(self, name: str) -> dict[str, Any]:
        return dict(json.loads(next(body for path, _, body in self.asked if f"/{name}" in path)))


def ctx(deadline: float = 10.0) -> CallContext:
    return CallContext(purpose="recover", key=b"key", deadline=deadline, consent=True)


def challenge(by: IdRef) -> OtpChallenge:
    return OtpChallenge(TXN, by, 0.0)


def kyc(identity: dict[str, Any]) -> dict[str, Any]:
    sealed = IDA_KEYS.seal(json.dumps(identity).encode())
    return {"response": {"kycStatus": True, "identity": sealed.request, "sessionKey": sealed.session_key}}


def fault(code: str, message: str = "text") -> dict[str, Any]:
    return {"response": None, "errors": [{"errorCode": code, "errorMessage": message, "message": message}]}


def signed_in() -> web.Response:
    return web.json_response({"response": {"status": "success"}}, headers={"Authorization": "token-1"})
