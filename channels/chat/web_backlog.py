"""What was said to a visitor and may not have reached her: numbered, sealed, and gone as soon as her page says that it has it.

What a person says to her comes by the same way: whoever holds her line finds it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from channels.chat.web_face import Shown
from dialogs.model import Masked
from dialogs.ports import Keys, Sessions, Unreadable

MOST_KEPT = 20
MOST_HEARD = 32
WITH_A_PERSON = 4 * 3600.0
"""Seconds for which a conversation with a person is kept: longer than both may be silent."""


class Kept(Masked, msgspec.Struct, array_like=True):
    """`seq` of our last message; those that wait for the page's word, at least the last; her latest message ids, hashed.

    `person`: one has her conversation, or will, so that words may come unasked. `turned` is the message that gave it back.
    """

    seq: int = 0
    waiting: list[Shown] = []
    heard: list[bytes] = []
    person: bool = False
    turned: int = 0

    def after(self, seq: int) -> tuple[Shown, ...]:
        """What a page that has `seq` lacks."""
        return tuple(shown for shown in self.waiting if shown.seq > seq)


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Kept).decode


@dataclass(frozen=True, slots=True)
class Backlog:
    """One record for each visitor, for `ttl` seconds after the last message. All methods raise `StoreDown`."""

    sessions: Sessions
    keys: Keys
    ttl: float

    async def of(self, visitor: str) -> Kept:
        """What is kept; empty when there is nothing, or nothing that a key of ours opens."""
        return (await self._load(self._key(visitor)))[1]

    def heard(self, kept: Kept, id: str) -> bool:
        """Whether this message of hers was answered before."""
        return self._mark(id) in kept.heard

    async def add(self, visitor: str, id: str, said: Sequence[Shown], after: int) -> Kept:
        """Number what answers her message `id`, once; what she has up to `after` is forgotten.

        Nothing answers her where a person will.
        """
        key, mark = self._key(visitor), self._mark(id)
        while True:
            revision, kept = await self._load(key)
            if mark in kept.heard:
                return kept
            fresh = [msgspec.structs.replace(one, seq=kept.seq + n) for n, one in enumerate(said, 1)]
            waiting = [*kept.after(after), *fresh][-MOST_KEPT:] or kept.waiting[-1:]
            person, seq = fresh[-1].person if fresh else True, kept.seq + len(fresh)
            turned = seq if kept.person and not person else kept.turned
            kept = Kept(seq, waiting, [*kept.heard, mark][-MOST_HEARD:], person, turned)
            ttl = max(self.ttl, WITH_A_PERSON) if person else self.ttl
            if await self.sessions.save(key, revision, self.keys.seal("web-backlog", _pack(kept), key), ttl):
                return kept

    async def drop(self, visitor: str) -> None:
        await self.sessions.drop(self._key(visitor))

    async def _load(self, key: bytes) -> tuple[int, Kept]:
        revision, sealed = await self.sessions.load(key) or (0, b"")
        try:
            return revision, _unpack(self.keys.open("web-backlog", sealed, key)) if sealed else Kept()
        except (Unreadable, msgspec.DecodeError):
            return revision, Kept()

    def _key(self, visitor: str) -> bytes:
        return self.keys.mac("web-backlog", visitor)

    def _mark(self, id: str) -> bytes:
        return self.keys.mac("web-message", id)[:8]
