"""What a live session weighs in Redis, with all that Redis itself adds."""

import asyncio
from dataclasses import dataclass
from itertools import islice

import redis

from bench.client import Line, Script, WrongAnswer, each, hold
from bench.sessions import LANGUAGES, PICKS, strangers

ANSWERS = ("3", "zz", "ta", "1")
"""After the language: offices, letters that no place has, letters of several places, a place with two counters."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes. `session`: growth of used_memory per session; `usage`: MEMORY USAGE of one of them, without its expiry's entry."""

    sessions: int
    session: float
    usage: int


async def weigh(port: int, path: str, url: str, count: int, connections: int) -> Weight:
    """`count` first contacts that stand after their fifth answer, in an empty Redis."""
    scripts = tuple(Script((lang, *ANSWERS)) for lang in LANGUAGES)
    with redis.Redis.from_url(url) as client:
        line = await Line.open(port, path)
        for (phone, script), _ in zip(strangers(scripts, 64), PICKS, strict=False):
            if (await hold(line, phone, script, []))[-1].startswith(b"END "):
                raise WrongAnswer("a session that should be live after five answers has ended")
        line.close()
        client.flushall()
        before = int(client.info("memory")["used_memory"])
        await each(port, path, list(islice(strangers(scripts, 63), count)), connections)
        await asyncio.sleep(1)  # its tables finish growing
        after = int(client.info("memory")["used_memory"])
        one = next(client.scan_iter(match=b"c*", count=1000))
        return Weight(count, (after - before) / count, int(client.memory_usage(one) or 0))
