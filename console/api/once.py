"""Keeps the answer to a request under its `Idempotency-Key`, so that a repetition is answered as the first time."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec

from console.api.problems import Kind, Problem
from dialogs.model import Masked
from dialogs.ports import Keys, Sessions, StoreDown, Unreadable

__all__ = ["IN_PROGRESS", "KEY_REUSED", "Answer", "Once"]

DAY = 86400.0
LEASE = 600.0
"""Seconds for which a request whose process died keeps its key; then it may be done again."""
IN_PROGRESS = Kind(409, "in-progress", "A request with this Idempotency-Key is being answered")
KEY_REUSED = Kind(422, "key-reused", "This Idempotency-Key was used for another request")


class Answer(Masked, msgspec.Struct, frozen=True):
    """What is said again: the body, and the version for `ETag` when there is one."""

    body: bytes
    version: int | None = None


class _Kept(Masked, msgspec.Struct, frozen=True):
    asked: bytes
    answer: Answer | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Kept).decode


@dataclass(frozen=True, slots=True)
class Once:
    """The rules are those of draft-ietf-httpapi-idempotency-key-header-06; what was refused is not kept, for nothing was done."""

    kept: Sessions
    keys: Keys

    async def __call__(self, key: bytes, asked: bytes, act: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer to what was `asked` (a digest of the request), from `act` the first time. Raises `Problem` 409 and 422."""
        place = self.keys.mac("api-answer", key)
        found = await self.kept.load(place)
        if found is not None:
            return self._again(found[1], place, asked)
        if not await self.kept.save(place, 0, self._sealed(_Kept(asked), place), LEASE):
            raise Problem(IN_PROGRESS, retry_after=1)
        try:
            answer = await act()
        except BaseException:
            with contextlib.suppress(StoreDown):
                await self.kept.drop(place)
            raise
        with contextlib.suppress(StoreDown):  # it is done, whether or not it can be said again
            await self.kept.save(place, 1, self._sealed(_Kept(asked, answer), place), DAY)
        return answer

    def _again(self, sealed: bytes, place: bytes, asked: bytes) -> Answer:
        try:
            kept = _decode(self.keys.open("api-answer", sealed, place))
        except Unreadable:
            raise Problem(KEY_REUSED) from None
        if kept.asked != asked:
            raise Problem(KEY_REUSED)
        if kept.answer is None:
            raise Problem(IN_PROGRESS, retry_after=1)
        return kept.answer

    def _sealed(self, kept: _Kept, place: bytes) -> bytes:
        return self.keys.seal("api-answer", _encode(kept), place)
