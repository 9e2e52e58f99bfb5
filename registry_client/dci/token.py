"""An access token by OAuth2 client credentials, kept until it ends or is refused."""

import asyncio
from email.utils import formatdate
from urllib.parse import urlencode

import msgspec

from dialogs.model import Masked
from dialogs.ports.machine import Clock
from dialogs.refusals import PartnerMisconfigured, Unavailable
from registry_client.dci.envelope import fresh_id
from registry_client.dci.once import alone
from registry_client.http import Deadline, Upstream

__all__ = ["Tokens"]

EARLY = 30.0
"""Seconds before its end from which a token is no longer used."""
UNTOLD = 300.0
"""Seconds that a token is taken to last when its answer does not say."""


class _Token(Masked, msgspec.Struct):
    access_token: str = ""
    expires_in: int | float | str | None = None


class Tokens:
    """`POST /oauth2/client/token` (RFC 6749 §4.4, as SP-DCI authz 1.0.0 wants it: credentials in the form)."""

    def __init__(self, upstream: Upstream, client_id: str, client_secret: str, clock: Clock, scope: str = "") -> None:
        self._upstream = upstream
        self._form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
        if scope:
            self._form["scope"] = scope
        self._clock = clock
        self._token = ""
        self._until = 0.0
        self._fetching = asyncio.Lock()

    async def bearer(self, by: Deadline, *, refused: str = "") -> str:
        """A token that holds; a new one when the one we have is the one that was `refused`.

        Raises `PartnerMisconfigured` (our credentials are not accepted) and `Unavailable`.
        """
        if not self._holds(refused):
            async with alone(self._fetching, by, self._upstream.name):
                if not self._holds(refused):
                    await self._fetch(by)
        return self._token

    def _holds(self, refused: str) -> bool:
        return self._token not in ("", refused) and self._clock.now() < self._until

    async def _fetch(self, by: Deadline) -> None:
        now = self._clock.now()
        answer = await self._upstream.call(
            "POST",
            "",
            body=urlencode(self._form).encode(),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "timestamp": formatdate(now, usegmt=True),
                "message_id": fresh_id(),
            },
            deadline=by.left(),
            safe=True,
        )
        if answer.status != 200:
            raise PartnerMisconfigured(f"token-http-{answer.status}", upstream=self._upstream.name)
        told = _read(answer.body)
        if told is None:
            raise Unavailable("token", upstream=self._upstream.name)
        self._token, self._until = told.access_token, now + _seconds(told.expires_in) - EARLY


def _read(body: bytes) -> _Token | None:
    try:
        told = msgspec.json.decode(body, type=_Token)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return told if told.access_token.isascii() and told.access_token.isprintable() and told.access_token else None


def _seconds(told: int | float | str | None) -> float:
    """`expires_in` comes as a number, and as a text in the published example."""
    try:
        return float(told) if told is not None else UNTOLD
    except ValueError:
        return UNTOLD
