"""The rate of each sender in Redis, so that all workers together keep it: one script, timed by the server's clock."""

from collections.abc import Callable

from dialogs.ports import StoreDown
from store.pace import MICRO, spacing
from store.redis_mux import Multiplexer, Script

__all__ = ["RedisPacer"]

# KEYS: the sender, whose value is when its next slot is due. ARGV: cost, tolerance, now (0: the server's), in microseconds.
TAKE = Script("""
local cost, tolerance, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if now == 0 then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local wait = due - tolerance - now
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.0f', due + cost), 'PX', math.ceil((due + cost - now) / 1000) + 1000)
return 0
""")


class RedisPacer:
    """The `Pacer` port of `channels.outbound`. `now` (Unix seconds) replaces the server's clock, for tests."""

    def __init__(self, mux: Multiplexer, prefix: bytes = b"p:", now: Callable[[], float] | None = None) -> None:
        self._mux, self._prefix, self._now = mux, prefix, now

    async def take(self, name: str, rate: float, parts: int = 1) -> float:
        cost, tolerance = spacing(rate, parts)
        now = round(self._now() * MICRO) if self._now else 0
        wait = await self._mux.run(TAKE, [self._prefix + name.encode()], cost, tolerance, now)
        if not isinstance(wait, int):
            raise StoreDown("not a number")
        return wait / MICRO
