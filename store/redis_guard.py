"""Tries and locks in Redis: one script per operation, so that all parties are counted or none."""

from collections.abc import Sequence

from dialogs.ports import StoreDown
from store.redis_mux import Answer, Multiplexer, Script

__all__ = ["RedisGuard"]

# KEYS: the deed, then one counter per party, then one lock per party. ARGV: tries, window ms, lock ms.
SPEND = Script("""
local kept = redis.call('GET', KEYS[1])
if kept then return tonumber(kept) end
local parties, tries, left = (#KEYS - 1) / 2, tonumber(ARGV[1]), tonumber(ARGV[1])
local function answer(value)
  redis.call('SET', KEYS[1], value, 'PX', ARGV[2])
  return value
end
local refused = false
for i = 2, parties + 1 do
  if redis.call('EXISTS', KEYS[i + parties]) == 1 then
    refused = true
  elseif tonumber(redis.call('GET', KEYS[i]) or 0) >= tries then
    refused = true
    redis.call('SET', KEYS[i + parties], '', 'PX', ARGV[3])
    redis.call('DEL', KEYS[i])
  end
end
if refused then return answer(-1) end
for i = 2, parties + 1 do
  local used = redis.call('INCR', KEYS[i])
  if used == 1 then redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
  left = math.min(left, tries - used)
end
return answer(left)
""")

LOCK = Script("""
for _, key in ipairs(KEYS) do
  if redis.call('PTTL', key) < tonumber(ARGV[1]) then redis.call('SET', key, '', 'PX', ARGV[1]) end
end
return 1
""")

LOCKED = Script("""
local longest = 0
for _, key in ipairs(KEYS) do longest = math.max(longest, redis.call('PTTL', key)) end
return longest
""")


class RedisGuard:
    """The `Guard` port. Keys are a letter, `what` and hashed bytes, and all have a time to live.

    A window starts at the first try. A party that spends past its last try is locked, and its counter starts anew
    after the lock; a refused attempt costs the other parties nothing.
    """

    def __init__(self, mux: Multiplexer, prefix: bytes = b"g") -> None:
        self._mux = mux
        self._prefix = prefix

    async def spend(self, what: str, who: Sequence[bytes], *, tries: int, window: float, lock: float, key: bytes) -> int:
        keys = [self._prefix + b"k:" + key, *self._keys(b"n:", what, who), *self._keys(b"l:", what, who)]
        return _whole(await self._mux.run(SPEND, keys, tries, _ms(window), _ms(lock)))

    async def lock(self, what: str, who: Sequence[bytes], seconds: float) -> None:
        await self._mux.run(LOCK, self._keys(b"l:", what, who), _ms(seconds))

    async def locked(self, what: str, who: Sequence[bytes]) -> float:
        return _whole(await self._mux.run(LOCKED, self._keys(b"l:", what, who))) / 1000

    async def forgive(self, what: str, who: Sequence[bytes]) -> None:
        await self._mux.call("DEL", *self._keys(b"n:", what, who))

    def _keys(self, kind: bytes, what: str, who: Sequence[bytes]) -> list[bytes]:
        """One key per party; a party named twice counts once."""
        return [self._prefix + kind + what.encode() + b":" + party for party in dict.fromkeys(who)]


def _ms(seconds: float) -> int:
    return max(1, round(seconds * 1000))


def _whole(answer: Answer) -> int:
    if not isinstance(answer, int):
        raise StoreDown("not a number")
    return answer
