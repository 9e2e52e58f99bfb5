"""Proof on a smartphone: a one-time link to MOSIP's eSignet, which authenticates her, and the signed word that comes back."""

import base64
import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

import aiohttp
import msgspec
from joserfc import jwe, jwk, jwt
from joserfc.errors import JoseError

from dialogs.model import Masked, Proof
from dialogs.ports import Clock, Keys, Sessions, Unreadable
from dialogs.refusals import NotFound, NotPermitted, PartnerMisconfigured, ProtocolViolation, Unavailable
from registry_client.http import Answer, Deadline, Upstream

__all__ = ["BIOMETRICS", "LEVELS", "Esignet", "EsignetConfig", "EsignetProof", "Link", "connect"]

BIOMETRICS = "mosip:idp:acr:biometrics"
LEVELS: Mapping[str, Proof] = {
    BIOMETRICS: Proof.BIOMETRIC,
    "mosip:idp:acr:knowledge": Proof.DEMOGRAPHIC,
    "mosip:idp:acr:generated-code": Proof.CODE,
}
"""What each authentication context (`acr`) of eSignet proves."""
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_SIGNED = ("RS256", "PS256")
_OVER = {"invalid_grant", "invalid_transaction"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class EsignetConfig:
    """An eSignet 1.x as its client sees it; all addresses are whole. `private_key` is PEM (RSA), `key_id` its `kid` there.

    `number_claim` is the claim of userinfo that carries the number she was authenticated by; without it nobody can say
    that it was she. `acr` is one of `LEVELS`. `life` (of a link) and `leeway` (of clocks) are in seconds.
    """

    issuer: str
    authorize_url: str
    token_url: str
    userinfo_url: str
    jwks_url: str
    client_id: str
    private_key: str
    key_id: str
    redirect_uri: str
    number_claim: str = "individual_id"
    scope: str = "openid profile"
    acr: str = BIOMETRICS
    life: float = 600.0
    leeway: int = 30


class Link(msgspec.Struct, array_like=True, frozen=True):
    """What a link was made for; `verifier` is of PKCE (RFC 7636)."""

    handoff: str
    lang: str
    nonce: str
    verifier: str

    def __repr__(self) -> str:
        return "Link(****)"


@dataclass(frozen=True, slots=True, repr=False)
class EsignetProof:
    """Her face was compared. `token` is the partner-specific user token, `number` what she was authenticated by."""

    handoff: str
    token: str
    number: str


class _Tokens(Masked, msgspec.Struct):
    access_token: str = ""
    id_token: str = ""
    error: str = ""


def connect(config: EsignetConfig, session: aiohttp.ClientSession, clock: Clock, keys: Keys, links: Sessions) -> "Esignet":
    """eSignet over a session that keeps no cookies. Raises `ValueError` for a key that cannot be read."""
    token, userinfo, jwks = (
        Upstream(name, url, session, clock)
        for name, url in (
            ("esignet-token", config.token_url),
            ("esignet-userinfo", config.userinfo_url),
            ("esignet-keys", config.jwks_url),
        )
    )
    return Esignet(config, token, userinfo, jwks, clock, keys, links)


class Esignet:
    """`dialogs.ports.ProofLinks`: OpenID Connect with PKCE and `private_key_jwt`, for one `acr` alone. Links are kept sealed."""

    def __init__(
        self,
        config: EsignetConfig,
        token: Upstream,
        userinfo: Upstream,
        jwks: Upstream,
        clock: Clock,
        keys: Keys,
        links: Sessions,
    ) -> None:
        try:
            self._key = jwk.RSAKey.import_key(config.private_key)
        except (ValueError, JoseError):
            raise ValueError("the private key of eSignet's client is not an RSA key in PEM") from None
        self._config = config
        self._token = token
        self._userinfo = userinfo
        self._jwks = jwks
        self._clock = clock
        self._keys = keys
        self._links = links
        self._theirs: jwk.KeySet | None = None

    @property
    def level(self) -> Proof:
        return LEVELS[self._config.acr]

    async def begin(self, handoff: str, lang: str) -> str:
        """A link that may be opened once and only for this hand-off; raises `StoreDown`."""
        state = secrets.token_urlsafe(32)
        link = Link(handoff, lang, secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        name = self._name(state)
        await self._links.save(name, 0, self._keys.seal("esignet", msgspec.msgpack.encode(link), name), self._config.life)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(link.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._config.client_id,
            "redirect_uri": self._config.redirect_uri,
            "scope": self._config.scope,
            "acr_values": self._config.acr,
            "claims": msgspec.json.encode({"userinfo": {self._config.number_claim: {"essential": True}}}).decode(),
            "prompt": "login",
            "state": state,
            "nonce": link.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": lang,
        }
        return f"{self._config.authorize_url}?{urlencode(asked)}"

    async def take(self, state: str) -> Link | None:
        """What the link was made for, the first time; None when it is used, too old or not ours."""
        name = self._name(state)
        kept = await self._links.load(name)
        if kept is None or not kept[1] or not await self._links.save(name, kept[0], b"", self._config.life):
            return None
        try:
            return msgspec.msgpack.decode(self._keys.open("esignet", kept[1], name), type=Link)
        except Unreadable:
            return None

    async def finish(self, link: Link, code: str, *, deadline: float) -> EsignetProof:
        """Exchange the code of a link that was taken.

        Raises `NotFound` (the code is used or too old), `NotPermitted` (it was in another way than asked for), and what an
        upstream may.
        """
        by = Deadline(deadline)
        tokens = await self._exchange(link, code, by)
        about = await self._believed(tokens.id_token, by, nonce=link.nonce)
        if about.get("acr") != self._config.acr:
            raise NotPermitted("acr", upstream="esignet")
        told = await self._claims(tokens.access_token, by)
        token, number = about.get("sub"), told.get(self._config.number_claim)
        if not token or told.get("sub") != token:
            raise ProtocolViolation("sub", upstream="esignet")
        if not isinstance(number, str) or not number:
            raise PartnerMisconfigured("no-number", upstream="esignet")
        return EsignetProof(link.handoff, str(token), number)

    def _name(self, state: str) -> bytes:
        return self._keys.mac("esignet-state", state)

    async def _exchange(self, link: Link, code: str, by: Deadline) -> _Tokens:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": self._config.client_id,
            "client_assertion_type": _ASSERTION,
            "client_assertion": self._assertion(),
            "redirect_uri": self._config.redirect_uri,
            "code_verifier": link.verifier,
        }
        answer = await self._token.call("POST", "", body=urlencode(form).encode(), headers=_FORM, deadline=by.left(), safe=False)
        tokens = _read(answer.body, _Tokens)
        if tokens.error in _OVER:
            raise NotFound(tokens.error, upstream="esignet")
        if answer.status != 200 or tokens.error:
            raise PartnerMisconfigured(f"http-{answer.status}", upstream="esignet")
        return tokens

    def _assertion(self) -> str:
        """RFC 7523: the client proves itself with its key, once."""
        now, ours = int(self._clock.now()), self._config.client_id
        claims = {
            "iss": ours,
            "sub": ours,
            "aud": self._config.token_url,
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_hex(16),
        }
        return jwt.encode({"alg": "RS256", "kid": self._config.key_id}, claims, self._key)

    async def _claims(self, access_token: str, by: Deadline) -> Mapping[str, object]:
        headers = {"Authorization": f"Bearer {access_token}"}
        answer = await self._userinfo.call("GET", "", headers=headers, deadline=by.left(), safe=True)
        if answer.status != 200:
            raise ProtocolViolation(f"userinfo-{answer.status}", upstream="esignet")
        return await self._believed(self._opened(answer), by)

    def _opened(self, answer: Answer) -> str:
        """Userinfo is signed, and encrypted to us on top where eSignet has our key for that (a JWE has five parts)."""
        told = answer.body.decode("ascii", "replace").strip()
        if told.count(".") != 4:
            return told
        try:
            return (jwe.decrypt_compact(told, self._key, algorithms=["RSA-OAEP-256", "A256GCM"]).plaintext or b"").decode()
        except (JoseError, ValueError):
            pass
        raise ProtocolViolation("userinfo-jwe", upstream="esignet")

    async def _believed(self, token: str, by: Deadline, *, nonce: str | None = None) -> Mapping[str, object]:
        """The claims of a JWT that eSignet signed; with `nonce`, those of an id token for us and for this link."""
        fresh = self._theirs is None
        known = self._theirs or await self._fetch(by)
        claims = _verified(token, known) or (None if fresh else _verified(token, await self._fetch(by)))
        if claims is None:
            raise ProtocolViolation("jws", upstream="esignet")
        if nonce is not None:
            self._check(claims, nonce)
        return claims

    def _check(self, claims: dict[str, object], nonce: str) -> None:
        """OpenID Connect Core 1.0, section 3.1.3.7."""
        ours = self._config
        needed = jwt.JWTClaimsRegistry(
            now=int(self._clock.now()),
            leeway=ours.leeway,
            iss={"essential": True, "value": ours.issuer},
            aud={"essential": True, "value": ours.client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            needed.validate(claims)
            return
        except (JoseError, ValueError, TypeError):
            pass
        raise ProtocolViolation("id-token", upstream="esignet")

    async def _fetch(self, by: Deadline) -> jwk.KeySet:
        answer = await self._jwks.call("GET", "", deadline=by.left(), safe=True)
        try:
            self._theirs = jwk.KeySet.import_key_set(msgspec.json.decode(answer.body))
            return self._theirs
        except (msgspec.DecodeError, JoseError, ValueError, KeyError, TypeError):
            pass
        raise Unavailable("jwks", upstream="esignet")


def _verified(token: str, keys: jwk.KeySet, algorithms: Collection[str] = _SIGNED) -> dict[str, object] | None:
    try:
        return dict(jwt.decode(token, keys, algorithms=list(algorithms)).claims)
    except (JoseError, ValueError):
        return None


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    raise Unavailable("not-json", upstream="esignet")
