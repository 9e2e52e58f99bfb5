"""The sandbox's MOSIP: IDA, Resident, the token service and the ID repository over one invented population."""

import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.faults import LIE, Faults, faulty
from sandbox.holdings import Holdings
from sandbox.mosip_bio import Captures
from sandbox.mosip_crypto import KeyPair, MosipKeys
from sandbox.mosip_ida import Ida, IdaSettings
from sandbox.mosip_otp import OneTimeCodes, OtpRules, six_digits
from sandbox.mosip_records import Clock, Records, document, stamp
from sandbox.mosip_resident import Resident
from sandbox.mosip_resident_holder import Holder
from sandbox.phones import Phones
from sandbox.population import Person

APP_ID: Final = "resident"
CLIENT_ID: Final = "guichet-client"
_TOKEN_LIFE = 3600.0
_HTML = "<!doctype html><title>503</title><p>Service en maintenance</p>"


class ClientSecret(msgspec.Struct):
    """The `request` of authmanager's clientidsecretkey call."""

    appId: str
    clientId: str
    secretKey: str


class Authenticate(msgspec.Struct):
    request: ClientSecret


@web.middleware
async def lying(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The lies that need no registry: `html` (a proxy's page with status 200) and `empty` (no body)."""
    if request[LIE] == "html":
        return web.Response(text=_HTML, content_type="text/html")
    if request[LIE] == "empty":
        return web.Response(content_type="application/json")
    return await handler(request)


class Mosip:
    """A small MOSIP (IDA 1.0 wire, Resident 1.2, authmanager, idrepo) for `people`; SMS go to `phones`.

    `faults_ida` spoils IDA, `faults_resident` the other three. Lies: `signature`, `unsigned` (IDA), `time`, `html`,
    `empty`, `aid-trap` (Resident), `code:X` (IDA, Resident: refuse with the error code X). `otp` draws the codes;
    without `captures` no biometrics are taken. Keys are made when none are given (two of RSA 2048).
    """

    def __init__(
        self,
        people: Iterable[Person],
        phones: Phones,
        clock: Clock,
        *,
        faults_ida: Faults | None = None,
        faults_resident: Faults | None = None,
        otp: Callable[[], str] = six_digits,
        keys: MosipKeys | None = None,
        settings: IdaSettings | None = None,
        rules: OtpRules | None = None,
        captures: Captures | None = None,
    ) -> None:
        self.keys = keys or MosipKeys.generate()
        self.settings = settings or IdaSettings()
        self.faults_ida = faults_ida or Faults()
        self.faults_resident = faults_resident or Faults()
        self._clock = clock
        self._records = Records(people)
        self._codes = OneTimeCodes(phones, clock, rules or OtpRules(), otp)
        self.holdings = Holdings(clock)
        self._ida = Ida(self._records, self.holdings, self._codes, self.keys, self.settings, clock, captures)
        self._resident = Resident(self._records, self.holdings, self._codes, clock)
        self._holder = Holder(self._records, self.holdings, self._codes, clock)
        self._secret = secrets.token_urlsafe(24)
        self._tokens: dict[str, float] = {}

    @property
    def codes(self) -> Mapping[str, str]:
        """The last code sent to each phone (E.164)."""
        return self._codes.last

    def attach(self, app: web.Application, prefix: str = "/mosip") -> None:
        """Add the four services to `app` under `prefix`, each behind its fault knobs."""
        authmanager = [web.post("/authenticate/clientidsecretkey", self._authenticate)]
        idrepo = [web.get("/identity/idvid/{id}", self._identity)]
        for path, routes, faults in (
            ("/idauthentication/v1", self._ida.routes(), self.faults_ida),
            ("/resident/v1", self._resident.routes() + self._holder.routes(), self.faults_resident),
            ("/v1/authmanager", authmanager, self.faults_resident),
            ("/v1/keymanager", [web.get("/getCertificate", self._certificate)], self.faults_ida),
            ("/idrepository/v1", idrepo, self.faults_resident),
        ):
            service = web.Application(middlewares=[faulty(faults), lying])
            service.add_routes(routes)
            app.add_subapp(prefix + path, service)

    def client_settings(self, base_url: str) -> dict[str, str]:
        """All that a client needs, under the names of `registry_client.mosip.config.MosipConfig`.

        `base_url` ends with the prefix (`http://127.0.0.1:8080/mosip`).
        """
        base, ours = base_url.rstrip("/"), self.settings
        return {
            "ida_url": f"{base}/idauthentication/v1",
            "resident_url": f"{base}/resident/v1",
            "authmanager_url": f"{base}/v1/authmanager",
            "idrepo_url": f"{base}/idrepository/v1",
            "misp_key": ours.licence_key,
            "partner_id": ours.partner_id,
            "api_key": ours.api_key,
            "auth_header": "sandbox",
            "env": ours.env,
            "domain_uri": ours.domain_uri,
            "partner_private_key": self.keys.partner.key_pem,
            "partner_certificate": self.keys.partner.cert_pem,
            "ida_certificate": self.keys.ida.cert_pem,
            "ida_signing_certificate": self.keys.ida.cert_pem,
            "ida_certificate_url": f"{base}/v1/keymanager/getCertificate",
            "app_id": APP_ID,
            "client_id": CLIENT_ID,
            "client_secret": self._secret,
            "region": "MA",
        }

    def rotate(self) -> None:
        """IDA opens requests with another key from now on; it signs as before."""
        self._ida.opener = KeyPair.generate("ida-partner")

    async def _certificate(self, _: web.Request) -> web.Response:
        return web.json_response({"response": {"certificate": self._ida.opener.cert_pem}, "errors": None})

    async def _authenticate(self, request: web.Request) -> web.Response:
        try:
            asked = msgspec.json.decode(await request.read(), type=Authenticate).request
        except msgspec.DecodeError:
            return self._failure("KER-ATH-400", "Request is not valid", status=400)
        known = (asked.appId, asked.clientId) == (APP_ID, CLIENT_ID)
        if not hmac.compare_digest(asked.secretKey.encode(), self._secret.encode()) or not known:
            return self._failure("KER-ATH-401", "Authentication failed", status=401)
        token = secrets.token_urlsafe(32)
        self._tokens[token] = self._clock.now() + _TOKEN_LIFE
        answer = self._success({"status": "success", "message": "Client id and secret are valid"})
        answer.headers["Authorization"] = token
        answer.set_cookie("Authorization", token, path="/", httponly=True)
        return answer

    async def _identity(self, request: web.Request) -> web.Response:
        token = request.cookies.get("Authorization") or request.headers.get("Authorization") or ""
        if self._tokens.get(token, 0.0) <= self._clock.now():
            return self._failure("KER-ATH-401", "Authentication failed", status=401)
        person = self._records.find(request.query.get("idType", "UIN"), request.match_info["id"])
        if person is None or request.query.get("idType") == "AID":
            return self._failure("IDR-IDC-007", "No record found")
        status = "ACTIVATED" if person.active else "DEACTIVATED"
        return self._success({"status": status, "identity": document(person), "documents": []})

    def _success(self, response: Mapping[str, object]) -> web.Response:
        return web.json_response(self._wrapped({"response": response, "errors": None}))

    def _failure(self, code: str, message: str, *, status: int = 200) -> web.Response:
        wire: dict[str, object] = {"response": None, "errors": [{"errorCode": code, "message": message}]}
        return web.json_response(self._wrapped(wire), status=status)

    def _wrapped(self, wire: dict[str, object]) -> dict[str, object]:
        return {"id": None, "version": "v1", "responsetime": stamp(self._clock.now()), "metadata": None} | wire
