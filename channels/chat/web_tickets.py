"""Who a visitor of the web chat is: a random name that only we give, and a ticket that opens one line within a minute."""

import hmac
import secrets
from dataclasses import dataclass

from dialogs.ports import Keys, Sessions, Unreadable

LIFE = 60.0
"""Seconds that a ticket is good for."""
_RANDOM = 22  # characters: 16 octets in base64url
_MOST = 128


@dataclass(frozen=True, slots=True)
class Tickets:
    """Names carry their own keyed hash, so that nobody makes one up and nothing is kept of them. Tickets go by the store."""

    sessions: Sessions
    keys: Keys

    def name(self) -> str:
        """A visitor who was never here: 128 random bits, and what shows that they are ours."""
        random = secrets.token_urlsafe(16)
        return random + self._sign(random)

    def ours(self, visitor: str) -> bool:
        """Whether this name was given by us."""
        random, sign = visitor[:_RANDOM], visitor[_RANDOM:]
        return hmac.compare_digest(sign.encode(errors="replace"), self._sign(random).encode())

    async def issue(self, visitor: str) -> str:
        """A ticket for one line, within a minute. Raises `StoreDown`."""
        ticket = secrets.token_urlsafe(16)
        key = self._key(ticket)
        await self.sessions.save(key, 0, self.keys.seal("web-ticket", visitor.encode(), key), LIFE)
        return ticket

    async def redeem(self, ticket: str) -> str | None:
        """The visitor, once: of two who come with it at the same time one gets her. Raises `StoreDown`."""
        if not 0 < len(ticket) <= _MOST:
            return None
        key = self._key(ticket)
        revision, sealed = await self.sessions.load(key) or (0, b"")
        if not sealed or not await self.sessions.save(key, revision, b"", LIFE):
            return None
        try:
            return self.keys.open("web-ticket", sealed, key).decode()
        except Unreadable:
            return None

    def _key(self, ticket: str) -> bytes:
        return self.keys.mac("web-ticket", ticket.encode(errors="replace"))

    def _sign(self, random: str) -> str:
        return self.keys.mac("web-visitor", random.encode(errors="replace")).hex()
