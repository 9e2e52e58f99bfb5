"""The sandbox's SP-DCI registries: a social registry and a beneficiary registry, with tokens, keys, signatures and notices."""

import json
import secrets
import uuid
from collections.abc import Callable, Iterable
from typing import Final

import aiohttp
import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.dci_answers import Desk
from sandbox.dci_records import ID_TYPES, SCHEMES, Homes, group
from sandbox.dci_wire import Dialect, Json, Pair, Refused, answer_header, check, check_header, sign, stamp
from sandbox.faults import LIE, Faults, faulty
from sandbox.households import Home
from sandbox.mosip_records import Clock

PARTNER: Final = "guichet"
CLIENT: Final = "guichet-client"
NAMES: Final = ("social", "ibr")
_TOKEN_LIFE = 3600.0
_HTML = "<!doctype html><title>503</title><p>Service en maintenance</p>"
_LATE = 3600.0

HEADER_CODES: Final = frozenset(
    f"rjct.{name}"
    for name in (
        "version.invalid", "message_id.duplicate", "message_ts.invalid", "action.invalid", "action.not_supported",
        "total_count.invalid", "total_count.limit_exceeded", "errors.too_many",
    )
)  # fmt: skip
_STATUS = {
    "err.request.bad": 400, "err.request.unauthorized": 401, "err.request.forbidden": 403, "err.request.not_found": 404,
    "err.request.timeout": 408, "err.request.too_many_requests": 429, "err.service.unavailable": 503,
    "err.signature.missing": 401, "err.signature.invalid": 401,
}  # fmt: skip

Serve = Callable[[Json, str, Json], Json]


class Dci:
    """Two registries under one prefix, `/social` and `/ibr`, with one token service and one key set.

    `faults_social` and `faults_ibr` spoil them. Lies: `code:<any code of SP-DCI>`, `signature`, `unsigned`, `time`,
    `transaction`, `reference`, `record` (somebody else's), `two`, `sloppy` (as products really write), `encrypted`,
    `html`, `empty`. `desks[…].patience` is how many times a question must be asked again before its answer is there.
    """

    def __init__(
        self,
        homes: Iterable[Home],
        clock: Clock,
        http: aiohttp.ClientSession,
        *,
        dialect: Dialect = "cavage",
        country: str = "morocco",
        faults_social: Faults | None = None,
        faults_ibr: Faults | None = None,
    ) -> None:
        kept = Homes(homes)
        self.dialect = dialect
        self._country = country
        self.faults = {"social": faults_social or Faults(), "ibr": faults_ibr or Faults()}
        self.keys, self.partner = Pair("sandbox-1"), Pair("guichet-1")
        self.desks = {name: Desk(kept, clock.now, social=name == "social") for name in NAMES}
        self._clock = clock
        self._http = http
        self._secret = secrets.token_urlsafe(24)
        self._tokens: dict[str, float] = {}
        self._seen: set[str] = set()

    def attach(self, app: web.Application, prefix: str = "/dci") -> None:
        for name, desk in self.desks.items():
            service = web.Application(middlewares=[faulty(self.faults[name]), _lying])
            for path, action, listed, serve in (
                ("/registry/sync/search", "search", "search_request", desk.search),
                ("/registry/sync/enrolled", "search", "", desk.enrolled),
                ("/registry/sync/txn/status", "txn-status", "", desk.status),
                ("/registry/subscribe", "subscribe", "subscribe_request", desk.subscribe),
                ("/registry/unsubscribe", "unsubscribe", "", desk.unsubscribe),
            ):
                service.router.add_post(path, self._handler(name, action, listed, serve))
            app.add_subapp(f"{prefix}/{name}", service)
        app.router.add_post(f"{prefix}/oauth2/client/token", self._token)
        app.router.add_get(f"{prefix}/.well-known/jwks.json", self._jwks)

    def client_settings(self, base_url: str, name: str, callback: str = "") -> dict[str, object]:
        """All that a client of `social` or `ibr` needs, under the names of `registry_client.dci.config.DciConfig`.

        `base_url` ends with the prefix; `callback` is where notices go.
        """
        base = base_url.rstrip("/")
        return {
            "url": f"{base}/{name}",
            "token_url": f"{base}/oauth2/client/token",
            "jwks_url": f"{base}/.well-known/jwks.json",
            "sender_id": PARTNER,
            "receiver_id": _receiver(name),
            "sender_uri": callback,
            "production": False,
            "signature": self.dialect,
            "private_key": self.partner.pem(self.dialect),
            "key_id": self.partner.id,
            "algorithm": "ES256" if self.dialect == "jws" else "",
            "client_id": CLIENT,
            "client_secret": self._secret,
            "id_types": ID_TYPES[self._country],
            "schemes": SCHEMES[self._country],
        }

    def forget_tokens(self) -> None:
        """From now on every token is refused."""
        self._tokens.clear()

    def new_keys(self) -> None:
        """The registry signs with another key from now on."""
        self.keys = Pair(f"sandbox-{uuid.uuid4().hex[:6]}")

    async def change(self, home: Home, event: str, *, score: float | None = None) -> list[int]:
        """Something happens to a household: everybody who subscribed is told. The HTTP statuses of their answers."""
        desk = self.desks["social"]
        if score is not None:
            desk.scores[home.number] = score
        hearers = [one for one in desk.subscribed if (one.home, one.event, one.ended) == (home, event, False) and one.uri]
        statuses = []
        for one in hearers:
            body = self.notice(home, event)
            async with self._http.post(one.uri, data=body, headers={"Content-Type": "application/json"}) as answer:
                statuses.append(answer.status)
        return statuses

    def notice(self, home: Home, event: str, *, message_id: str = "", at: float | None = None) -> bytes:
        """The body of a signed `notify`."""
        now = self._clock.now() if at is None else at
        head = answer_header("notify", _receiver("social"), PARTNER, now)
        head |= {"message_id": message_id or head["message_id"]}
        told = {
            "version": "1.0.0",
            "reg_type": "ns:org:RegistryType:Social",
            "reg_event_type": event,
            "reg_record_type": "spdci-extensions-social:Group",
            "reg_records": group(home, self.desks["social"].scores.get(home.number, home.value)),
        }
        item = {"reference_id": uuid.uuid4().hex, "timestamp": stamp(now), "data": told, "locale": "fra"}
        message: Json = {"transaction_id": uuid.uuid4().hex, "notify_event": [item]}
        signature = sign(self.keys, self.dialect, _receiver("social"), head, message, now)
        return json.dumps({"signature": signature, "header": head, "message": message}, ensure_ascii=False).encode()

    def _handler(self, name: str, action: str, listed: str, serve: Serve) -> Handler:
        async def handle(request: web.Request) -> web.Response:
            lie, transaction = request[LIE], ""
            try:
                self._authorise(request)
                body = _document(await request.read())
                message = body["message"]
                transaction = str(message.get("transaction_id", ""))
                batch = message.get(listed)
                count = len(batch) if isinstance(batch, list) else 1
                receiver, now = _receiver(name), self._clock.now()
                head = check_header(
                    body.get("header"), action=action, sender=PARTNER, receiver=receiver, count=count, seen=self._seen, now=now
                )
                check(self.partner, self.dialect, PARTNER, body, now)
                _lie_early(lie)
                return self._wrapped(name, action, serve(message, lie, head), lie)
            except Refused as refused:
                return self._refusal(name, action, transaction, refused.code)

        return handle

    def _authorise(self, request: web.Request) -> None:
        given = request.headers.get("Authorization")
        if given is None:
            raise Refused("err.auth.missing_header")
        kind, _, token = given.partition(" ")
        if kind != "Bearer":
            raise Refused("err.auth.invalid_format")
        if self._tokens.get(token, 0.0) <= self._clock.now():
            raise Refused("err.auth.invalid_token" if token else "err.auth.empty_token")

    def _wrapped(self, name: str, action: str, message: Json, lie: str, *, code: str = "") -> web.Response:
        if "ack_status" in message:
            return web.json_response({"message": message})
        now = self._clock.now() - (_LATE if lie == "time" else 0.0)
        head = answer_header(f"on-{action}", _receiver(name), PARTNER, now, status="rjct" if code else "succ", code=code)
        message, head = _spoiled(message, head, lie)
        signed = sign(self.keys, self.dialect, _receiver(name), head, message, self._clock.now())
        if lie == "signature":
            head["message_id"] = uuid.uuid4().hex
        body = {"signature": "" if lie == "unsigned" else signed, "header": head, "message": message}
        return web.Response(body=json.dumps(body, ensure_ascii=False).encode(), content_type="application/json")

    def _refusal(self, name: str, action: str, transaction: str, code: str) -> web.Response:
        if code.startswith("rjct."):
            return self._wrapped(name, action, {"transaction_id": transaction, "correlation_id": uuid.uuid4().hex}, "", code=code)
        told = {"code": code, "message": "texte du registre"}
        status = 401 if code.startswith("err.auth.") else _STATUS.get(code, 200)
        ack = {"ack_status": "ERR", "timestamp": stamp(self._clock.now()), "correlation_id": uuid.uuid4().hex, "error": told}
        return web.json_response({"message": ack}, status=status)

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        right = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": self._secret}
        if {name: form.get(name) for name in right} != right:
            return web.json_response({"errors": [{"code": "err.request.unauthorized", "message": "refus"}]}, status=401)
        token = secrets.token_urlsafe(32)
        self._tokens[token] = self._clock.now() + _TOKEN_LIFE
        return web.json_response({"access_token": token, "token_type": "bearer", "expires_in": str(int(_TOKEN_LIFE))})

    async def _jwks(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": [self.keys.jwk(self.dialect)]})


@web.middleware
async def _lying(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request[LIE] == "html":
        return web.Response(text=_HTML, content_type="text/html")
    if request[LIE] == "empty":
        return web.Response(content_type="application/json")
    return await handler(request)


def _receiver(name: str) -> str:
    return f"{name}.sandbox.example"


def _document(body: bytes) -> dict[str, Json]:
    try:
        document = msgspec.json.decode(body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("err.request.bad") from None
    if not isinstance(document.get("message"), dict):
        raise Refused("err.request.bad")
    return document  # type: ignore[return-value]


def _lie_early(lie: str) -> None:
    """Codes that refuse the whole message, before anything of it is read."""
    code = lie.removeprefix("code:")
    if lie.startswith("code:") and (code.startswith("err.") or code in HEADER_CODES):
        raise Refused(code)


def _spoiled(message: Json, head: Json, lie: str) -> tuple[Json, Json]:
    match lie:
        case "transaction":
            return message | {"transaction_id": "another"}, head
        case "encrypted":
            return {"header": {}, "ciphertext": "AAAA", "encrypted_key": "", "tag": "", "iv": ""}, head
        case "reference":
            return _mapped(message, lambda item: item | {"reference_id": "another"}), head
        case "sloppy":
            loose = _mapped(message, lambda item: item | {"status": "rcvd", "status_reason_code": "", "pagination": None})
            return _loose(loose), head | {
                "status": "rcvd",
                "total_count": "1",
                "completed_count": "",
                "is_msg_encrypted": "false",
            }
    return message, head


def _mapped(message: Json, how: Callable[[Json], Json]) -> Json:
    return {name: [how(one) for one in value] if isinstance(value, list) else value for name, value in message.items()}


def _loose(value: object) -> Json:
    """Numbers and booleans as text, an only record not in an array, `last_update`: as in the published samples."""
    return _as_text(value)  # type: ignore[return-value]


def _as_text(value: object) -> object:
    if isinstance(value, dict):
        loose = {"last_update" if name == "last_updated" else name: _as_text(one) for name, one in value.items()}
        only = loose.get("reg_records")
        return loose | {"reg_records": only[0]} if isinstance(only, list) and len(only) == 1 else loose
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value) if isinstance(value, int | float) else value
