"""An identity provider for tests: discovery, keys, and tokens that it signs, with faults that may be set."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web
from joserfc import jwk, jwt

from store.clock import FakeClock


@dataclass
class Provider:
    """`claims` are put over those of an honest id token; `begun` are the requests of browsers by their code."""

    clock: FakeClock
    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    begun: dict[str, dict[str, str]] = field(default_factory=dict)
    key: jwk.ECKey = field(default_factory=lambda: jwk.ECKey.generate_key("P-256", {"kid": "1"}))
    signing: jwk.ECKey | None = None
    methods: tuple[str, ...] = ("client_secret_basic",)
    seen: list[dict[str, str]] = field(default_factory=list)
    issuer: str = ""
    fetched: int = 0

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self.discovery)
        app.router.add_get("/jwks", self.jwks)
        app.router.add_post("/token", self.token)
        return app

    async def discovery(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.issuer or self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "token_endpoint_auth_methods_supported": list(self.methods),
            }
        )

    async def jwks(self, _: web.Request) -> web.Response:
        self.fetched += 1
        return web.json_response({"keys": [self.key.as_dict(private=False)]})

    def agree(self, address: str) -> tuple[str, str]:
        """What a person does at `address`: the state and the code that her browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.begun)}"
        self.begun[code] = asked
        return asked["state"], code

    async def token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.seen.append(form | {"authorization": request.headers.get("Authorization", "")})
        asked = self.begun.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge or form["redirect_uri"] != asked["redirect_uri"]:
            return web.json_response({"error": "invalid_grant"}, status=400)
        now = int(self.clock.now())
        honest = {"iss": self.url, "aud": asked["client_id"], "sub": "hind", "nonce": asked["nonce"], "iat": now, "exp": now + 60}
        claims = {name: value for name, value in (honest | self.claims).items() if value is not None}
        signed = jwt.encode({"alg": "ES256", "kid": "1"}, claims, self.signing or self.key)
        return web.json_response({"access_token": "x", "token_type": "Bearer", "id_token": signed})
