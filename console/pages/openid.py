"""Sign-in of staff by their own ministry's identity provider: OpenID Connect, authorization code with PKCE."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode

import aiohttp
import msgspec
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from dialogs.model import Masked
from dialogs.ports import Clock, Keys, Sessions, Unreadable
from dialogs.refusals import Outage, RegistryError
from registry_client.http import Deadline, Upstream

__all__ = ["OpenId", "OpenIdConfig", "OpenIdRefused"]

LIFE = 600.0
"""Seconds that somebody may spend at the provider."""
KNOWN_FOR = 3600.0
"""Seconds for which what the provider says of itself is believed."""
DEADLINE = 10.0
LEEWAY = 30
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
T = TypeVar("T")


class OpenIdRefused(Exception):
    """The provider did not say who it is, or not in a way that we can believe; the text is a static word."""


@dataclass(frozen=True, slots=True, repr=False)
class OpenIdConfig:
    """We as a client of `issuer`. `claim` is the claim that holds an operator's id, `redirect` our whole address for the answer.

    Without a `secret` we are a public client, with PKCE alone.
    """

    issuer: str
    client: str
    redirect: str
    secret: str = ""
    claim: str = "sub"
    scope: str = "openid"


class _Provider(msgspec.Struct):
    """OpenID Connect Discovery 1.0, section 3."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Began(msgspec.Struct, array_like=True, frozen=True):
    nonce: str
    verifier: str

    def __repr__(self) -> str:
        return "_Began(****)"


class _Tokens(Masked, msgspec.Struct):
    id_token: str


class OpenId:
    """What was begun is kept sealed in `kept` under a hash of its state, and answered once."""

    def __init__(self, config: OpenIdConfig, session: aiohttp.ClientSession, clock: Clock, keys: Keys, kept: Sessions) -> None:
        self._config = config
        self._session = session
        self._clock = clock
        self._keys = keys
        self._kept = kept
        self._upstreams: dict[str, Upstream] = {}
        self._provider: tuple[float, _Provider] | None = None
        self._theirs: jwk.KeySet | None = None

    async def begin(self, lang: str) -> tuple[str, str]:
        """The state for this browser alone, and where to send it. Raises `OpenIdRefused`, `StoreDown`."""
        provider = await self._discovered(Deadline(DEADLINE))
        state, began = secrets.token_urlsafe(32), _Began(secrets.token_urlsafe(32), secrets.token_urlsafe(48))
        name = self._name(state)
        await self._kept.save(name, 0, self._keys.seal("console-openid", msgspec.msgpack.encode(began), name), LIFE)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(began.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._config.client,
            "redirect_uri": self._config.redirect,
            "scope": self._config.scope,
            "state": state,
            "nonce": began.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": lang,
        }
        joint = "&" if "?" in provider.authorization_endpoint else "?"
        return state, f"{provider.authorization_endpoint}{joint}{urlencode(asked)}"

    async def finish(self, state: str, code: str) -> str:
        """Whose sign-in this is, as the configured claim says. Raises `OpenIdRefused`, `StoreDown`."""
        began, by = await self._take(state), Deadline(DEADLINE)
        provider = await self._discovered(by)
        token = await self._exchange(provider, began, code, by)
        claims = await self._believed(provider, token, by)
        self._check(claims, began.nonce)
        return self._who(claims)

    async def _take(self, state: str) -> _Began:
        """What was begun, the first time that it is asked for."""
        name = self._name(state)
        kept = await self._kept.load(name)
        if kept is None or not kept[1] or not await self._kept.save(name, kept[0], b"", LIFE):
            raise OpenIdRefused("state")
        try:
            return msgspec.msgpack.decode(self._keys.open("console-openid", kept[1], name), type=_Began)
        except (Unreadable, msgspec.DecodeError):
            raise OpenIdRefused("state") from None

    async def _discovered(self, by: Deadline) -> _Provider:
        now = self._clock.now()
        if self._provider is None or now - self._provider[0] >= KNOWN_FOR:
            issuer = self._config.issuer
            body = await self._call("GET", f"{issuer}/.well-known/openid-configuration", by)
            told = _read(body, _Provider, "discovery")
            if told.issuer.rstrip("/") != issuer:
                raise OpenIdRefused("issuer")
            self._provider = (now, told)
        return self._provider[1]

    async def _exchange(self, provider: _Provider, began: _Began, code: str, by: Deadline) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._config.redirect,
            "client_id": self._config.client,
            "code_verifier": began.verifier,
        }
        headers = dict(_FORM)
        if self._config.secret and "client_secret_basic" in provider.token_endpoint_auth_methods_supported:
            pair = f"{quote(self._config.client, safe='')}:{quote(self._config.secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        elif self._config.secret:
            form["client_secret"] = self._config.secret
        body = await self._call("POST", provider.token_endpoint, by, urlencode(form).encode(), headers)
        return _read(body, _Tokens, "token").id_token

    async def _believed(self, provider: _Provider, token: str, by: Deadline) -> dict[str, object]:
        """The claims, when a key of the provider signed them; its keys are fetched again when none of those we have did."""
        claims = _verified(token, self._theirs) if self._theirs else None
        if claims is None:
            self._theirs = await self._keys_of(provider, by)
            claims = _verified(token, self._theirs)
        if claims is None:
            raise OpenIdRefused("signature")
        return claims

    async def _keys_of(self, provider: _Provider, by: Deadline) -> jwk.KeySet:
        body = await self._call("GET", provider.jwks_uri, by)
        try:
            return jwk.KeySet.import_key_set(msgspec.json.decode(body))
        except (msgspec.DecodeError, JoseError, ValueError, KeyError, TypeError):
            raise OpenIdRefused("jwks") from None

    def _check(self, claims: dict[str, object], nonce: str) -> None:
        """OpenID Connect Core 1.0, section 3.1.3.7."""
        ours = self._config
        needed = jwt.JWTClaimsRegistry(
            now=int(self._clock.now()),
            leeway=LEEWAY,
            aud={"essential": True, "value": ours.client},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            needed.validate(claims)
        except (JoseError, ValueError, TypeError):
            raise OpenIdRefused("claims") from None
        if str(claims.get("iss", "")).rstrip("/") != ours.issuer:
            raise OpenIdRefused("issuer")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != ours.client:
            raise OpenIdRefused("azp")

    def _who(self, claims: dict[str, object]) -> str:
        """An address that the provider did not verify could be anybody's."""
        told = claims.get(self._config.claim)
        if not isinstance(told, str) or (self._config.claim == "email" and claims.get("email_verified") is not True):
            raise OpenIdRefused("claim")
        return told

    async def _call(self, method: str, url: str, by: Deadline, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
        upstream = self._upstreams.setdefault(url, Upstream("openid", url, self._session, self._clock))
        try:
            answer = await upstream.call(method, "", body=body, headers=headers, deadline=by.left(), safe=method == "GET")
        except (Outage, RegistryError):
            raise OpenIdRefused("unavailable") from None
        if answer.status != 200:
            raise OpenIdRefused("refused")
        return answer.body

    def _name(self, state: str) -> bytes:
        return self._keys.mac("console-openid", state)


def _verified(token: str, keys: jwk.KeySet) -> dict[str, object] | None:
    try:
        return dict(jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims)
    except (JoseError, ValueError):
        return None


def _read(body: bytes, kind: type[T], what: str) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise OpenIdRefused(what) from None
