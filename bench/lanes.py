"""How fast one worker hands announcements to an operator, and whether codes wait for them.

`python -m bench.lanes [--seconds N] [--postgres URL] [--json]`. One run, on PostgreSQL, with an operator in a process of its own
on the other core: a bare asyncio client that posts what the courier would post (the floor); codes alone; then codes while a
backlog of announcements leaves, each with a text of its own, and again all with the same text, a hundred phones to a request.
A code's time is from `put` to the operator's answer. Goals: the courier at 0.5 of the bare client, codes' p95 at most 1.1 times.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp
import uvloop
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.operator import PATH
from bench.servers import Served, postgres
from channels.outbound import Bulk, Courier, Outcome, Pace
from channels.sms.africastalking import AfricasTalking
from dialogs.model import Phone
from dialogs.ports import Lane, Message
from store.clock import SystemClock
from store.keyring import Keyring
from store.sql.dispatch import SqlDispatch
from store.sql.engine import make_engine
from store.sql.outbox import SqlOutbox
from store.sql.schema import upgrade
from store.sql.tables import outbox as table

TEXT = "Inscription mardi a la commune. Apportez votre recu. Code 482193. STOP au 3737"
EVERY = 0.05
"""Seconds between two codes."""
TOGETHER = 100
CALLERS = 256
KEYS = Keyring.generate()


@dataclass
class Timed:
    """A sender that notes when a code was answered, and counts the announcements."""

    inner: Bulk
    put: dict[bytes, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    announced: int = 0
    name: str = "africastalking"

    async def send(self, message: Message) -> Outcome:
        return (await self.send_alike([message]))[0]

    async def send_alike(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        outcomes = await self.inner.send_alike(messages)
        now = time.perf_counter()
        for message in messages:
            if message.key in self.put:
                self.took.append(now - self.put.pop(message.key))
            else:
                self.announced += 1
        return outcomes


async def measure(url: str, port: int, seconds: float) -> dict[str, float]:
    engine, clock = make_engine(url, patience=60.0), SystemClock()
    await upgrade(engine)
    try:
        async with aiohttp.ClientSession() as http:
            operator = f"http://127.0.0.1:{port}"
            sender = AfricasTalking(http, username="bench", api_key="bench", base_url=operator)
            bare = await _bare(http, operator + PATH, seconds)
            alone = await _codes(engine, clock, sender, seconds, 0, alike=False)
            each = await _codes(engine, clock, sender, seconds, int(bare * seconds) + 1000, alike=False)
            alike = await _codes(engine, clock, sender, seconds, int(5 * bare * seconds) + 1000, alike=True)
    finally:
        await engine.dispose()
    return {
        "bare client, requests a second": round(bare),
        "courier, announcements a second": round(each[0]),
        "courier / bare": round(each[0] / bare, 2),
        "courier, one text, announcements a second": round(alike[0]),
        "codes alone, p95 ms": round(1000 * alone[1], 1),
        "codes beside announcements, p95 ms": round(1000 * each[1], 1),
        "codes beside one text, p95 ms": round(1000 * alike[1], 1),
        "codes beside / alone": round(max(each[1], alike[1]) / alone[1], 2),
    }


async def _bare(http: aiohttp.ClientSession, url: str, seconds: float) -> float:
    """Requests a second of as many callers as the courier has under way."""
    form = {"username": "bench", "to": "+212612345678", "message": TEXT, "bulkSMSMode": "1", "enqueue": "1"}
    until, done = time.perf_counter() + seconds, 0

    async def call() -> None:
        nonlocal done
        while time.perf_counter() < until:
            async with http.post(url, data=form, headers={"apiKey": "bench", "Accept": "application/json"}) as response:
                assert json.loads(await response.read())["SMSMessageData"]["Recipients"]
            done += 1

    await asyncio.gather(*(call() for _ in range(Pace().at_once)))
    return done / seconds


async def _codes(
    engine: AsyncEngine, clock: SystemClock, inner: AfricasTalking, seconds: float, backlog: int, *, alike: bool
) -> tuple[float, float]:
    """Announcements a second, and the p95 of the codes in seconds, with so many announcements waiting at the start."""
    sender, outbox = Timed(inner), SqlOutbox(engine, KEYS)
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {table.name}"))  # no dead rows of the one before
    await _fill(outbox, backlog, alike=alike)
    courier = Courier(SqlDispatch(engine, KEYS), sender, clock, Pace(together=TOGETHER if alike else 1))
    stop, start = asyncio.Event(), time.perf_counter()
    running = asyncio.create_task(courier.run(stop))
    for n in range(int(seconds / EVERY)):
        if backlog and sender.announced >= backlog:
            break  # what comes now goes alone
        await asyncio.sleep(max(0.0, start + n * EVERY - time.perf_counter()))
        key = b"code" + time.perf_counter_ns().to_bytes(8, "big")
        sender.put[key] = time.perf_counter()
        await outbox.put(Message(key, Phone("+212612345678"), "Code 482193", Lane.CODE, clock.now() + 600, encoding="gsm7"))
    rate = sender.announced / (time.perf_counter() - start)
    while sender.put:
        await asyncio.sleep(0.05)
    stop.set()
    await running
    return rate, sorted(sender.took)[int(0.95 * len(sender.took))]


async def _fill(outbox: SqlOutbox, count: int, *, alike: bool) -> None:
    numbers, until, run = iter(range(count)), time.time() + 86400, time.perf_counter_ns().to_bytes(8, "big")

    async def put() -> None:
        for n in numbers:
            words = TEXT if alike else f"{TEXT} {n}"
            to = Phone(f"+2126{n + 10_000_000:08d}")
            await outbox.put(Message(run + n.to_bytes(8, "big"), to, words, Lane.CAMPAIGN, until, encoding="gsm7"))

    await asyncio.gather(*(put() for _ in range(CALLERS)))


def main(args: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench lanes", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--postgres", default="", help="postgresql+asyncpg://… of an empty database")
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args(args)
    with tempfile.TemporaryFile() as log:
        served = Served([sys.executable, "-m", "bench.operator"], 1, log)
        try:
            with postgres(told.postgres) as url:
                found = _run(url, served.port, told.seconds)
        finally:
            served.stop()
    if told.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:44}{value:>10}")


def _run(url: str, port: int, seconds: float) -> dict[str, float]:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:  # as `guichet work` runs
        return runner.run(measure(url, port, seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
