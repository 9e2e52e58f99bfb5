"""Public keys of the other side by key id: pinned in settings, or fetched from its JWKS and kept while they serve."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from dialogs.ports.machine import Clock
from dialogs.refusals import Unavailable
from registry_client.dci.once import alone
from registry_client.http import Deadline, Upstream

__all__ = ["FetchedKeys", "Keys", "PinnedKeys", "UnknownKey", "read_jwks"]

log = structlog.get_logger()

LIFETIME = 3600.0
"""Seconds after which a key set is fetched again."""
PAUSE = 30.0
"""Seconds between two fetches at least: forged key ids must not make us hammer the other side."""


class UnknownKey(Exception):
    """The other side has no key of this id."""


class Keys(Protocol):
    async def find(self, kid: str, by: Deadline) -> Key:
        """Raises `UnknownKey`, or `Unavailable` when no key set can be had."""
        ...


def read_jwks(document: bytes) -> Mapping[str, Key]:
    """The usable keys of a JWKS (RFC 7517) by key id; a key of a kind that we do not know is passed over."""
    try:
        listed = msgspec.json.decode(document, type=dict[str, list[dict[str, str | list[str]]]]).get("keys", [])
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ValueError("not a JWKS document") from None
    return {key.kid: key for key in _import(listed) if key.kid}


def _import(listed: Iterable[Mapping[str, str | list[str]]]) -> Iterable[Key]:
    for told in listed:
        try:
            yield import_key(dict(told))
        except (JoseError, ValueError, KeyError, TypeError):
            continue


class PinnedKeys:
    """Keys that do not change while we run."""

    def __init__(self, keys: Mapping[str, Key]) -> None:
        self._keys = keys

    async def find(self, kid: str, by: Deadline) -> Key:
        if kid not in self._keys:
            raise UnknownKey
        return self._keys[kid]


class FetchedKeys:
    """The keys at `/.well-known/jwks.json`: fetched at the first use, every hour, and when a new key id turns up."""

    def __init__(self, upstream: Upstream, clock: Clock) -> None:
        self._upstream = upstream
        self._clock = clock
        self._keys: Mapping[str, Key] = {}
        self._tried_at = -LIFETIME
        self._fetching = asyncio.Lock()

    async def find(self, kid: str, by: Deadline) -> Key:
        if self._outdated(kid):
            async with alone(self._fetching, by, self._upstream.name):
                if self._outdated(kid):
                    await self._fetch(by)
        if kid not in self._keys:
            raise UnknownKey
        return self._keys[kid]

    def _outdated(self, kid: str) -> bool:
        age = self._clock.now() - self._tried_at
        return age >= LIFETIME or (kid not in self._keys and age >= PAUSE)

    async def _fetch(self, by: Deadline) -> None:
        """Keys that we have outlive an outage of the place that publishes them."""
        started = self._clock.now()
        try:
            answer = await self._upstream.call("GET", "", deadline=by.left(), safe=True)
            fetched = read_jwks(answer.body) if answer.status == 200 else {}
        except (Unavailable, ValueError):
            fetched = {}
        if fetched:
            self._keys, self._tried_at = fetched, started
        elif not self._keys:
            raise Unavailable("jwks", upstream=self._upstream.name)
        else:
            log.warning("jwks_kept", upstream=self._upstream.name, keys=len(self._keys))
            self._tried_at = started
