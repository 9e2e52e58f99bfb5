"""The machine under a conversation: the clock, and the keys for hashing and sealing."""

from collections.abc import Awaitable
from typing import Protocol, TypeVar

T = TypeVar("T")


class TooSlow(Exception):
    """An awaited thing did not finish within the seconds it was given."""


class Clock(Protocol):
    """Time enters a conversation through here and nowhere else."""

    def now(self) -> float:
        """Unix time in seconds."""
        ...

    async def sleep(self, seconds: float) -> None: ...

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        """Await `work` for at most `seconds`, then cancel it and raise `TooSlow`."""
        ...


class Keys(Protocol):
    """Keyed hashes for looking up, authenticated encryption for what must be read back."""

    def mac(self, purpose: str, *parts: str | bytes) -> bytes:
        """A 16-byte keyed hash; parts are length-prefixed, so ("ab","c") and ("a","bc") differ."""
        ...

    def seal(self, purpose: str, plain: bytes, bound_to: bytes = b"") -> bytes:
        """Key id (1 byte) + nonce (12) + AES-256-GCM ciphertext + tag (16); `bound_to` is authenticated."""
        ...

    def open(self, purpose: str, sealed: bytes, bound_to: bytes = b"") -> bytes:
        """The plain bytes; raises `Unreadable` when the key is gone or the bytes were touched."""
        ...


class Unreadable(Exception):
    """Sealed bytes cannot be opened: another key, another binding, or damage."""
