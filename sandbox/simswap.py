"""Operators who tell of SIM swaps, on two wires: CAMARA SIM Swap 2 with its tokens, and Africa's Talking Insights."""

import base64
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

import msgspec
from aiohttp import web

from sandbox.faults import Faults, faulty
from sandbox.mosip_records import Clock

__all__ = ["CamaraOperator", "Insights"]

_CIBA = "urn:openid:params:grant-type:ciba"
_LIFE = 300.0
_HOUR = 3600.0


class Check(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """The body of `/check`."""

    phone_number: str | None = None
    max_age: int = 240


class CamaraOperator:
    """CAMARA SIM Swap 2 with its two ways to a token. `swaps`: E.164 to Unix seconds, None for never.

    A token for one subscriber (`ciba`) forbids the number in the question; one for all demands it. `pending` is how many
    times a subscriber's token is not ready; `watched` how many hours back this operator looks.
    """

    def __init__(self, swaps: Mapping[str, float | None], clock: Clock, *, watched: int = 2400) -> None:
        self.client_id, self.client_secret = "guichet", secrets.token_urlsafe(16)
        self.faults = Faults()
        self.pending = 0
        self.asked = 0
        self.tokens_given = 0
        self._swaps = swaps
        self._clock = clock
        self._watched = watched
        self._tokens: dict[str, tuple[str | None, float]] = {}
        self._begun: dict[str, str] = {}

    def attach(self, app: web.Application, prefix: str = "/camara") -> None:
        service = web.Application(middlewares=[faulty(self.faults)])
        service.add_routes(
            [
                web.post("/token", self._token),
                web.post("/bc-authorize", self._begin),
                web.post("/sim-swap/v2/check", self._check),
            ]
        )
        app.add_subapp(prefix, service)

    def client_settings(self, base_url: str, grant: Literal["client_credentials", "ciba"]) -> dict[str, str]:
        """What a client needs, under the names of `registry_client.simswap.camara.CamaraConfig`."""
        return {
            "url": f"{base_url}/sim-swap/v2",
            "token_url": f"{base_url}/token",
            "backchannel_url": f"{base_url}/bc-authorize",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "grant": grant,
        }

    def forget_tokens(self) -> None:
        """As when the operator starts anew: tokens that were given are not known any more."""
        self._tokens.clear()

    async def _token(self, request: web.Request) -> web.Response:
        if not self._known(request):
            return web.json_response({"error": "invalid_client"}, status=401)
        form, subscriber = await request.post(), None
        if form.get("grant_type") == _CIBA:
            subscriber = self._begun.get(str(form.get("auth_req_id")))
            if subscriber is None:
                return web.json_response({"error": "invalid_grant"}, status=400)
            if self.pending:
                self.pending -= 1
                return web.json_response({"error": "authorization_pending"}, status=400)
        token = secrets.token_urlsafe(24)
        self.tokens_given += 1
        self._tokens[token] = (subscriber, self._clock.now() + _LIFE)
        return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": int(_LIFE)})

    async def _begin(self, request: web.Request) -> web.Response:
        if not self._known(request):
            return web.json_response({"error": "invalid_client"}, status=401)
        hint = str((await request.post()).get("login_hint", ""))
        begun = secrets.token_urlsafe(16)
        self._begun[begun] = hint.removeprefix("tel:")
        return web.json_response({"auth_req_id": begun, "expires_in": 120, "interval": 2})

    async def _check(self, request: web.Request) -> web.Response:
        subscriber, until = self._tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "), ("", 0.0))
        if until <= self._clock.now():
            return _no(401, "UNAUTHENTICATED")
        self.asked += 1
        try:
            asked = msgspec.json.decode(await request.read(), type=Check)
        except msgspec.DecodeError:
            return _no(400, "INVALID_ARGUMENT")
        if subscriber and asked.phone_number:
            return _no(422, "UNNECESSARY_IDENTIFIER")
        phone = subscriber or asked.phone_number
        if not phone:
            return _no(422, "MISSING_IDENTIFIER")
        return self._answer(phone, asked.max_age)

    def _answer(self, phone: str, hours: int) -> web.Response:
        if not 1 <= hours <= self._watched:
            return _no(400, "OUT_OF_RANGE")
        if phone not in self._swaps:
            return _no(404, "IDENTIFIER_NOT_FOUND")
        at = self._swaps[phone]
        return web.json_response({"swapped": at is not None and self._clock.now() - at <= hours * _HOUR})

    def _known(self, request: web.Request) -> bool:
        basic = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        return request.headers.get("Authorization") == f"Basic {basic}"


def _no(status: int, code: str) -> web.Response:
    return web.json_response({"status": status, "code": code, "message": "refused by the sandbox"}, status=status)


class Insights:
    """Africa's Talking Insights: questions are queued; `answers` are the callbacks that are due, for a test to deliver."""

    def __init__(self, swaps: Mapping[str, float | None], api_key: str, username: str = "sandbox") -> None:
        self.faults = Faults()
        self.asked = 0
        self.due: list[dict[str, str | None]] = []
        self._swaps = swaps
        self._who = (username, api_key)

    def attach(self, app: web.Application, prefix: str = "/insights") -> None:
        service = web.Application(middlewares=[faulty(self.faults)])
        service.add_routes([web.post("/v1/sim-swap", self._queue)])
        app.add_subapp(prefix, service)

    def answers(self) -> list[dict[str, str | None]]:
        """The callbacks that are due, each once."""
        due, self.due = self.due, []
        return due

    async def _queue(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if (asked.get("username"), request.headers.get("apiKey")) != self._who:
            return web.Response(status=401, text="The supplied authentication is invalid")
        self.asked += 1
        queued = [self._one(phone) for phone in asked["phoneNumbers"]]
        return web.json_response({"status": "Processed", "transactionId": secrets.token_hex(8), "responses": queued})

    def _one(self, phone: str) -> dict[str, object]:
        if phone not in self._swaps:
            return {"phoneNumber": {"phoneNumber": phone}, "requestId": "None", "status": "UnsupportedPhoneNumber"}
        request, at = f"ATSwpid_{secrets.token_hex(16)}", self._swaps[phone]
        self.due.append(
            {
                "status": "NotSwapped" if at is None else "Swapped",
                "lastSimSwapDate": None if at is None else datetime.fromtimestamp(at, UTC).strftime("%d-%m-%Y"),
                "providerRefId": secrets.token_hex(4),
                "requestId": request,
                "transactionId": secrets.token_hex(8),
            }
        )
        return {"phoneNumber": {"phoneNumber": phone}, "requestId": request, "status": "Queued"}
