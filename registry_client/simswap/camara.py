"""Asks the mobile operator whether a SIM was changed lately, by the CAMARA API of the GSMA's Open Gateway."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp
import msgspec

from dialogs.model import Masked, Phone
from dialogs.ports import CallContext, Clock
from dialogs.refusals import NotSupported, PartnerMisconfigured, Pending, ProtocolViolation, Unavailable
from registry_client.http import Answer, Deadline, Upstream

__all__ = ["LONGEST", "CamaraConfig", "CamaraSimSwap", "connect"]

LONGEST = 2400
"""Hours that may be asked for (`maxAge`, CAMARA SIM Swap 2)."""
_CIBA = "urn:openid:params:grant-type:ciba"
_FORM = "application/x-www-form-urlencoded"
_EARLY = 30.0
_NO_ANSWER = {"IDENTIFIER_NOT_FOUND", "SERVICE_NOT_APPLICABLE", "OUT_OF_RANGE", "UNSUPPORTED_IDENTIFIER"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class CamaraConfig:
    """An operator's or an aggregator's CAMARA gateway; `url` ends with the version (`https://host/sim-swap/v2`).

    `grant`: one token for all questions (`client_credentials`), or one for each subscriber (`ciba`, OpenID Connect
    Client-Initiated Backchannel Authentication), for which `backchannel_url` is needed.
    """

    url: str
    token_url: str
    client_id: str
    client_secret: str
    scope: str = "sim-swap:check"
    grant: Literal["client_credentials", "ciba"] = "client_credentials"
    backchannel_url: str = ""


class _Token(Masked, msgspec.Struct):
    access_token: str = ""
    expires_in: float = 0.0
    error: str = ""


class _Begun(Masked, msgspec.Struct):
    auth_req_id: str = ""


class _Checked(msgspec.Struct):
    swapped: bool | None = None
    code: str = ""


def connect(config: CamaraConfig, session: aiohttp.ClientSession, clock: Clock) -> "CamaraSimSwap":
    """The operator of `config`, over a session that keeps no cookies."""
    api, token, backchannel = (
        Upstream(name, url, session, clock)
        for name, url in (("camara", config.url), ("camara-token", config.token_url), ("camara-ciba", config.backchannel_url))
    )
    return CamaraSimSwap(config, api, token, backchannel, clock)


class CamaraSimSwap:
    """`dialogs.ports.SimSwap` by `POST /check`.

    A number that the operator does not know or cannot tell about is `Unavailable`; `Pending` when CIBA waits for the operator.
    """

    def __init__(self, config: CamaraConfig, api: Upstream, token: Upstream, backchannel: Upstream, clock: Clock) -> None:
        self._config = config
        self._api = api
        self._token = token
        self._backchannel = backchannel
        self._clock = clock
        self._kept = ("", 0.0)

    async def swapped(self, phone: Phone, *, hours: int, ctx: CallContext) -> bool:
        if not 1 <= hours <= LONGEST:
            raise NotSupported("max-age", upstream="camara")
        by = Deadline(ctx.deadline)
        answer = await self._check(phone, hours, by)
        if answer.status == 401 and self._kept[0]:
            self._kept = ("", 0.0)
            answer = await self._check(phone, hours, by)
        return _told(answer)

    async def _check(self, phone: Phone, hours: int, by: Deadline) -> Answer:
        """With a token of the subscriber the number must not be sent, without one it must (CAMARA SIM Swap 2)."""
        asked: dict[str, object] = {"maxAge": hours}
        if self._config.grant == "client_credentials":
            asked["phoneNumber"] = phone.e164
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {await self._bearer(phone, by)}",
            "x-correlator": str(uuid4()),
        }
        return await self._api.call(
            "POST", "/check", body=msgspec.json.encode(asked), headers=headers, deadline=by.left(), safe=True
        )

    async def _bearer(self, phone: Phone, by: Deadline) -> str:
        if self._config.grant == "ciba":
            return (await self._subscriber_token(phone, by)).access_token
        token, until = self._kept
        if self._clock.now() >= until:
            fresh = await self._asked(self._token, {"grant_type": "client_credentials", "scope": self._config.scope}, by, _Token)
            _usable(fresh)
            token, until = fresh.access_token, self._clock.now() + fresh.expires_in - _EARLY
            self._kept = (token, until)
        return token

    async def _subscriber_token(self, phone: Phone, by: Deadline) -> _Token:
        hint = {"login_hint": f"tel:{phone.e164}", "scope": f"openid {self._config.scope}"}
        begun = await self._asked(self._backchannel, hint, by, _Begun)
        token = await self._asked(self._token, {"grant_type": _CIBA, "auth_req_id": begun.auth_req_id}, by, _Token)
        if token.error in ("authorization_pending", "slow_down"):
            raise Pending(token.error, upstream="camara")
        if token.error in ("access_denied", "expired_token"):
            raise Unavailable(token.error, upstream="camara")
        _usable(token)
        return token

    async def _asked(self, upstream: Upstream, form: Mapping[str, str], by: Deadline, kind: type[T]) -> T:
        basic = base64.b64encode(f"{self._config.client_id}:{self._config.client_secret}".encode()).decode()
        headers = {"Content-Type": _FORM, "Authorization": f"Basic {basic}"}
        answer = await upstream.call("POST", "", body=urlencode(form).encode(), headers=headers, deadline=by.left(), safe=False)
        if answer.status in (401, 403, 404):
            raise PartnerMisconfigured(f"token-{answer.status}", upstream="camara")
        return _read(answer, kind)


def _usable(token: _Token) -> None:
    if token.error or not token.access_token:
        raise PartnerMisconfigured("token", upstream="camara")


def _told(answer: Answer) -> bool:
    """The yes or no of an answer, or the error that its `code` means (CAMARA Commonalities)."""
    told = _read(answer, _Checked)
    if answer.status == 200 and told.swapped is not None:
        return told.swapped
    if told.code in _NO_ANSWER:
        raise Unavailable(told.code, upstream="camara")
    if answer.status in (401, 403):
        raise PartnerMisconfigured(f"http-{answer.status}", upstream="camara")
    raise ProtocolViolation(f"http-{answer.status}", upstream="camara")


def _read(answer: Answer, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    raise Unavailable("not-json", upstream="camara")
