"""Conversations in Redis: the hot path of every hop, one command to load and one to save."""

from dialogs.ports import StoreDown
from store.redis_mux import Multiplexer, Script

__all__ = ["RedisSessions"]

# The first four bytes of a value are its revision; a missing key reads as an empty string.
SAVE = Script(
    "if redis.call('GETRANGE',KEYS[1],0,3)~=ARGV[1] then return 0 end redis.call('SET',KEYS[1],ARGV[2],'PX',ARGV[3]) return 1"
)
REVISION = 4  # bytes, big-endian


class RedisSessions:
    """The `Sessions` port. A key is `prefix` and 16 hashed bytes; a value is its revision and the sealed bytes."""

    def __init__(self, mux: Multiplexer, prefix: bytes = b"c") -> None:
        self._mux = mux
        self._prefix = prefix

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        stored = await self._mux.call(b"GET", self._prefix + key)
        if stored is None:
            return None
        if not isinstance(stored, bytes) or len(stored) < REVISION:
            raise StoreDown("not a conversation")
        return int.from_bytes(stored[:REVISION], "big"), stored[REVISION:]

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        expected = was.to_bytes(REVISION, "big") if was else b""
        stored = (was + 1).to_bytes(REVISION, "big") + value
        return await self._mux.run(SAVE, (self._prefix + key,), expected, stored, max(1, round(ttl * 1000))) == 1

    async def drop(self, key: bytes) -> None:
        await self._mux.call(b"DEL", self._prefix + key)
