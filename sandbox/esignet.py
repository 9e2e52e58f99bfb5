"""A stateful fake of MOSIP's eSignet: the OpenID Connect wire, real signatures, and a page where one picks whose face it is."""

import base64
import hashlib
import html
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web
from joserfc import jwe, jwk, jwt
from joserfc.errors import JoseError

from sandbox.faults import Faults, faulty
from sandbox.mosip_crypto import KeyPair
from sandbox.mosip_records import Clock
from sandbox.population import Person

__all__ = ["CLIENT_ID", "Esignet"]

CLIENT_ID = "guichet-esignet"
_ACRS = frozenset(f"mosip:idp:acr:{name}" for name in ("biometrics", "knowledge", "generated-code"))
_CODE_LIFE, _TOKEN_LIFE = 60.0, 300.0
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True, repr=False)
class _Granted:
    person: Person
    asked: Mapping[str, str]
    until: float


class _No(Exception):
    """The token endpoint refuses; the argument is the OAuth error code."""


class Esignet:
    """eSignet 1.5 as a relying party meets it. `keys` are eSignet's, `client` is the relying party's certificate on file.

    `reached_at` tells where it stands, once that is known. Lies for tests: `acr` is how people are authenticated whatever was
    asked, `signer` the key that signs; `encrypted` userinfo is a nested JWT.
    """

    def __init__(
        self,
        people: Iterable[Person],
        client: KeyPair,
        keys: KeyPair,
        clock: Clock,
        redirect_uri: str = "",
        faults: Faults | None = None,
    ) -> None:
        self.faults = faults or Faults()
        self.acr = ""
        self.encrypted = False
        self._people = {person.uin: person for person in people}
        self._client = jwk.RSAKey.import_key(client.cert_pem)
        self._key = jwk.RSAKey.import_key(keys.key_pem, {"kid": "esignet-1", "use": "sig", "alg": "RS256"})
        self.signer = self._key
        self._clock = clock
        self._redirect_uri = redirect_uri
        self._codes: dict[str, _Granted] = {}
        self._tokens: dict[str, _Granted] = {}
        self._seen: set[str] = set()
        self._base = ""

    def reached_at(self, base_url: str, redirect_uri: str) -> None:
        """`base_url` ends with the prefix (it is the issuer); `redirect_uri` is on file for the client."""
        self._base, self._redirect_uri = base_url.rstrip("/"), redirect_uri

    def attach(self, app: web.Application, base_url: str = "", prefix: str = "/esignet") -> None:
        """Add the endpoints under `prefix`; `base_url` is where they are reached, with the prefix (it is the issuer)."""
        self._base = base_url.rstrip("/")
        service = web.Application(middlewares=[faulty(self.faults)])
        service.add_routes(
            [
                web.get("/authorize", self._authorize),
                web.post("/authorize", self._approve),
                web.post("/oauth/v2/token", self._token),
                web.get("/oidc/userinfo", self._userinfo),
                web.get("/.well-known/jwks.json", self._jwks),
            ]
        )
        app.add_subapp(prefix, service)

    def client_settings(self, client: KeyPair) -> dict[str, str]:
        """What a client needs, under the names of `registry_client.biometrics.esignet.EsignetConfig`."""
        return {
            "issuer": self._base,
            "authorize_url": f"{self._base}/authorize",
            "token_url": f"{self._base}/oauth/v2/token",
            "userinfo_url": f"{self._base}/oidc/userinfo",
            "jwks_url": f"{self._base}/.well-known/jwks.json",
            "client_id": CLIENT_ID,
            "private_key": client.key_pem,
            "key_id": "client-1",
            "redirect_uri": self._redirect_uri,
        }

    async def _authorize(self, request: web.Request) -> web.Response:
        """The page of eSignet: whose face does the camera see?"""
        self._checked(request.query)
        hidden = "".join(
            f'<input type=hidden name="{html.escape(k)}" value="{html.escape(v)}">' for k, v in request.query.items()
        )
        options = "".join(f'<option value="{uin}">{html.escape(person.names[0][1])}' for uin, person in self._people.items())
        page = f"<form method=post>{hidden}<label>Face <select name=uin>{options}</select></label><button>OK</button></form>"
        return web.Response(text=f"<!doctype html><title>eSignet</title>{page}", content_type="text/html")

    async def _approve(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        asked = self._checked(form)
        person = self._people.get(form.get("uin", ""))
        if person is None:
            told = {"error": "auth_failed", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(24)
            self._codes[code] = _Granted(person, asked, self._clock.now() + _CODE_LIFE)
            told = {"code": code, "state": asked["state"]}
        raise web.HTTPFound(f"{self._redirect_uri}?{urlencode(told)}")

    def _checked(self, asked: Mapping[str, str]) -> Mapping[str, str]:
        needed = {
            "response_type": "code",
            "client_id": CLIENT_ID,
            "redirect_uri": self._redirect_uri,
            "code_challenge_method": "S256",
        }
        wrong = [name for name, value in needed.items() if asked.get(name) != value]
        wrong += ["acr_values"] if asked.get("acr_values") not in _ACRS else []
        if wrong or "openid" not in asked.get("scope", "").split() or not (asked.get("state") and asked.get("nonce")):
            raise web.HTTPBadRequest
        return dict(asked)

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        try:
            granted = self._exchange(form)
        except _No as no:
            return web.json_response({"error": str(no)}, status=400)
        access = secrets.token_urlsafe(32)
        self._tokens[access] = _Granted(granted.person, granted.asked, self._clock.now() + _TOKEN_LIFE)
        told = {"access_token": access, "token_type": "Bearer", "expires_in": int(_TOKEN_LIFE)}
        return web.json_response(told | {"id_token": self._sign(self._about(granted))})

    def _exchange(self, form: Mapping[str, str]) -> _Granted:
        if form.get("client_assertion_type") != _ASSERTION:
            raise _No("invalid_assertion_type")
        self._prove_client(form.get("client_assertion", ""))
        granted = self._codes.pop(form.get("code", ""), None)
        if granted is None or granted.until <= self._clock.now():
            raise _No("invalid_transaction")
        if form.get("redirect_uri") != granted.asked["redirect_uri"]:
            raise _No("invalid_redirect_uri")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != granted.asked["code_challenge"]:
            raise _No("invalid_grant")
        return granted

    def _prove_client(self, assertion: str) -> None:
        now = int(self._clock.now())
        rules = jwt.JWTClaimsRegistry(
            now=now,
            iss={"essential": True, "value": CLIENT_ID},
            sub={"essential": True, "value": CLIENT_ID},
            aud={"essential": True, "value": f"{self._base}/oauth/v2/token"},
            exp={"essential": True},
            jti={"essential": True},
        )
        try:
            claims = jwt.decode(assertion, self._client, algorithms=["RS256"]).claims
            rules.validate(claims)
        except (JoseError, ValueError) as wrong:
            raise _No("invalid_assertion") from wrong
        if claims["jti"] in self._seen:
            raise _No("invalid_assertion")
        self._seen.add(claims["jti"])

    async def _userinfo(self, request: web.Request) -> web.Response:
        granted = self._tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if granted is None or granted.until <= self._clock.now():
            return web.Response(status=401, headers={"WWW-Authenticate": "error=invalid_token"})
        claims: dict[str, object] = {"sub": self._sub(granted.person)}
        wanted = json.loads(granted.asked.get("claims", "{}")).get("userinfo", {})
        if "individual_id" in wanted:
            claims["individual_id"] = granted.person.uin
        told = self._sign(claims)
        if self.encrypted:
            told = jwe.encrypt_compact(
                {"alg": "RSA-OAEP-256", "enc": "A256GCM"}, told, self._client, algorithms=["RSA-OAEP-256", "A256GCM"]
            )
        return web.Response(text=told, content_type="application/jwt")

    async def _jwks(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": [self._key.as_dict(private=False)]})

    def _about(self, granted: _Granted) -> dict[str, object]:
        now = int(self._clock.now())
        who = {"iss": self._base, "aud": CLIENT_ID, "sub": self._sub(granted.person)}
        return who | {
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": granted.asked["nonce"],
            "acr": self.acr or granted.asked["acr_values"],
        }

    def _sub(self, person: Person) -> str:
        return base64.urlsafe_b64encode(hashlib.sha256(f"esignet {person.uin}".encode()).digest()).rstrip(b"=").decode()

    def _sign(self, claims: dict[str, object]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "esignet-1"}, claims, self.signer)
