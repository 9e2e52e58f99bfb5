"""PINs of cases: hashed slowly, away from the event loop, and never faster for a case that does not exist."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

__all__ = ["Pins"]


class Pins:
    """Argon2id (RFC 9106) with 19 MiB, two passes and one lane: about 40 ms of one core."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._nobodys = self._hasher.hash("no PIN is as long as this")

    async def hash(self, pin: str) -> str:
        """What may be kept of a PIN; empty for none."""
        return await asyncio.to_thread(self._hasher.hash, pin) if pin else ""

    async def fits(self, kept: str, pin: str) -> bool:
        """Whether `pin` is the one that was kept; without one (`kept` empty) it takes as long to say no."""
        try:
            return await asyncio.to_thread(self._hasher.verify, kept or self._nobodys, pin) and bool(kept)
        except VerificationError:
            return False
