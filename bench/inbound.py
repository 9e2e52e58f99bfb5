"""What a text to the short code costs: read, answered, and its answer in the outbox.

`python -m bench.inbound [--seconds N] [--postgres URL] [--json]`. One server process on PostgreSQL and a real Redis; phones that
never wrote before hold a conversation each, so many at once, beside an aiohttp that answers all alike (the floor). An SMS is
answered once its answer is durable, and every text is found to have one answer in the outbox.
"""

import argparse
import asyncio
import itertools
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from time import perf_counter
from urllib.parse import urlencode

import uvloop
from sqlalchemy import text

from bench import gateway
from bench.client import Lap, Line
from bench.floors import PATH as FLOOR_PATH
from bench.servers import OwnRedis, Served, pin, postgres
from config import profile
from store.sql.engine import make_engine

TEXTS = ("menu", "3", "Tanger", "1")
"""The menu, offices, a place, which of several."""
FORM = {"date": "2026-01-15 10:00:00", "linkId": "", "networkCode": "60401"}
AT_ONCE = 64
WARM_UP = 1.0  # seconds


class WrongAnswer(Exception):
    """A text without an answer, or with two."""


async def measure(served: Served, floor: Served, database: str, seconds: float) -> dict[str, float]:
    """Both are loaded in turn; CPU in microseconds, times in milliseconds."""
    phones = (f"+21266{n:07d}" for n in itertools.count())
    await _load(served.port, gateway.SMS_PATH, phones, WARM_UP)
    before, cpu = await _answered(database), served.cpu_seconds()
    ours = await _load(served.port, gateway.SMS_PATH, phones, seconds)
    cpu = (served.cpu_seconds() - cpu) / len(ours.latencies)
    if await _answered(database) - before != len(ours.latencies):
        raise WrongAnswer(f"{await _answered(database) - before} answers to {len(ours.latencies)} texts")
    spent = floor.cpu_seconds()
    bare = await _load(floor.port, FLOOR_PATH, phones, seconds)
    least = (floor.cpu_seconds() - spent) / len(bare.latencies)
    return {
        "texts a second": round(len(ours.latencies) / ours.seconds),
        "CPU us a text": round(cpu * 1e6),
        "p50 ms": round(ours.percentile(0.5) * 1e3, 1),
        "p99 ms": round(ours.percentile(0.99) * 1e3, 1),
        "CPU us of aiohttp, a constant": round(least * 1e6),
        "its CPU / ours": round(least / cpu, 3),
    }


async def _load(port: int, path: str, phones: Iterator[str], seconds: float) -> Lap:
    lap, ids, short_code = Lap(), itertools.count(), profile.load("morocco").short_code
    lines = [await Line.open(port, path) for _ in range(AT_ONCE)]
    start = perf_counter()

    async def talk(line: Line) -> None:
        while perf_counter() < start + seconds:
            phone = next(phones)
            for said in TEXTS:
                form = FORM | {"from": phone, "to": short_code, "text": said, "id": f"{phone}-{next(ids)}"}
                sent = perf_counter()
                await line.ask(urlencode(form).encode())
                lap.latencies.append(perf_counter() - sent)

    await asyncio.gather(*(talk(line) for line in lines))
    lap.seconds = perf_counter() - start
    for line in lines:
        line.close()
    return lap


async def _answered(database: str) -> int:
    engine = make_engine(database)
    async with engine.connect() as connection:
        count = int(await connection.scalar(text("SELECT count(*) FROM outbox")) or 0)
    await engine.dispose()
    return count


def main(args: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench inbound", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--postgres", default="", help="postgresql+asyncpg://… of an empty database")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args(args)
    with postgres(told.postgres) as database:
        found = _run(database, told.seconds)
    if told.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:34}{value:>10}")


def _run(database: str, seconds: float) -> dict[str, float]:
    cores = sorted(os.sched_getaffinity(0))
    ours, theirs = (cores[0], cores[1]) if len(cores) > 1 else (None, None)
    redis = OwnRedis()
    redis.start()
    served = list[Served]()
    with tempfile.TemporaryFile() as log:
        try:
            pin(0, theirs)
            for command in (("bench.gateway", redis.url, database), ("bench.floors", "constant", redis.url)):
                served.append(Served([sys.executable, "-m", *command], ours, log))
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                return runner.run(measure(served[0], served[1], database, seconds))
        finally:
            for one in served:
                one.stop()
            redis.kill()
            os.sched_setaffinity(0, cores)


if __name__ == "__main__":
    main(sys.argv[1:])
