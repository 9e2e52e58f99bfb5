"""Who is signed in to the console: a random cookie outside, a sealed record with two clocks inside."""

import secrets

import msgspec

from dialogs.ports import Clock, Keys, Sessions, Unreadable
from store.operators import Operator, Operators

__all__ = ["IDLE", "LIFE", "StaffSessions"]

IDLE = 30 * 60.0
"""Seconds without a request after which somebody has left."""
LIFE = 8 * 3600.0
"""Seconds after which everybody signs in again."""
_TOUCH = 60.0
"""Seconds within which a request does not write anew that somebody is there."""


class _SignedIn(msgspec.Struct, array_like=True, frozen=True):
    operator: str
    since: float
    seen: float

    def __repr__(self) -> str:
        return "_SignedIn(****)"


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_SignedIn).decode


class StaffSessions:
    """Sessions of staff beside those of conversations, so that all web processes share them. All methods raise `StoreDown`."""

    def __init__(self, kept: Sessions, operators: Operators, keys: Keys, clock: Clock) -> None:
        self._kept = kept
        self._operators = operators
        self._keys = keys
        self._clock = clock

    async def begin(self, operator: str) -> str:
        """A new token of 256 random bits for the cookie: never one that a browser brought."""
        token, now = secrets.token_urlsafe(32), self._clock.now()
        await self._save(self._name(token), 0, _SignedIn(operator, now, now))
        return token

    async def operator(self, token: str) -> Operator | None:
        """Who it is, with the roles of this moment; None when signed out, too long away, or disabled since."""
        name = self._name(token)
        kept = await self._kept.load(name) if token else None
        one = self._read(name, kept[1]) if kept else None
        if kept is None or one is None:
            return None
        now = self._clock.now()
        found = await self._operators.by_id(one.operator)
        if found is None or found.disabled or now >= one.since + LIFE:
            await self._kept.drop(name)
            return None
        if now - one.seen >= _TOUCH:
            await self._save(name, kept[0], msgspec.structs.replace(one, seen=now))
        return found

    async def end(self, token: str) -> None:
        await self._kept.drop(self._name(token))

    def csrf(self, token: str) -> str:
        """What every form of this session carries."""
        return self._keys.mac("console-csrf", token).hex()

    async def _save(self, name: bytes, was: int, one: _SignedIn) -> None:
        """Whoever loses a race to write that somebody is there need not win it."""
        ttl = min(IDLE, one.since + LIFE - one.seen)
        await self._kept.save(name, was, self._keys.seal("console-session", _encode(one), name), ttl)

    def _read(self, name: bytes, sealed: bytes) -> _SignedIn | None:
        try:
            return _decode(self._keys.open("console-session", sealed, name))
        except (Unreadable, msgspec.DecodeError):
            return None

    def _name(self, token: str) -> bytes:
        return self._keys.mac("console-session", token)
