"""kill -9 of a real worker at chance moments of a campaign: nobody gets two messages, and nobody is lost (T20, T22, T23)."""

import asyncio
import base64
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy.ext.asyncio import AsyncEngine

from store.clock import SystemClock
from store.keyring import Keyring
from store.ledger import Fate, Stage
from store.sql.engine import make_engine
from tests.campaigns.campaign_world import Town
from tests.campaigns.killed_worker import TOGETHER
from tests.servers import sqlite_threads_end
from tests.store.campaign_boxes import phone, real_ledger

ROOT = Path(__file__).resolve().parents[2]
SEALING, LOOKUP = "1:" + base64.b64encode(b"s" * 32).decode(), base64.b64encode(b"l" * 32).decode()
PATIENCE = 120.0


class Operator:
    """Counts what it takes, by number. Some requests it breaks off after it took them: those phones may be told unknown."""

    def __init__(self, chance: random.Random, breaks: float = 0.02, hangs: float = 0.0) -> None:
        self.breaks, self.hangs, self.over, self.requests = breaks, hangs, asyncio.Event(), 0
        self.taken: Counter[str] = Counter()
        self.broken: set[str] = set()
        self._chance = chance
        self._more = asyncio.Condition()

    async def send(self, request: web.Request) -> web.Response:
        numbers = str((await request.post())["to"]).split(",")
        async with self._more:
            self.taken.update(numbers)
            self.requests += 1
            self._more.notify_all()
        await asyncio.sleep(self._chance.uniform(0, 0.02))
        if self._chance.random() < self.breaks:
            self.broken |= set(numbers)
            if self._chance.random() < self.hangs:
                await self.over.wait()  # longer than anybody waits
            assert request.transport is not None
            request.transport.abort()
        told = [
            {"number": one, "status": "Success", "statusCode": 101, "messageId": f"AT{one}", "cost": "MAD 0.1"} for one in numbers
        ]
        body = {"SMSMessageData": {"Message": f"Sent to {len(told)} Message parts: 1", "Recipients": told}}
        return web.json_response(body, status=201)

    async def reached(self, count: int) -> None:
        async with self._more:
            await self._more.wait_for(lambda: self.taken.total() >= count)


@pytest.fixture
async def operator() -> AsyncIterator[tuple[Operator, str]]:
    operator = Operator(random.Random(2026))
    app = web.Application()
    app.router.add_post("/version1/messaging", operator.send)
    server = TestServer(app)
    await server.start_server()
    yield operator, str(server.make_url("")).rstrip("/")
    await server.close()


async def worker(url: str, operator: str) -> asyncio.subprocess.Process:
    words = (sys.executable, "-m", "tests.campaigns.killed_worker", url, SEALING, LOOKUP, operator)
    return await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)


async def started(engine: AsyncEngine, count: int) -> Town:
    keys = Keyring.from_text(SEALING, LOOKUP)
    town = Town(real_ledger(engine, keys, 50), keys)
    town.clock.at = SystemClock().now()
    await town.started(count, cell=0.0, ends_at=town.clock.at + 86400)
    return town


async def ended(town: Town) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            if await town.stage() is Stage.FINISHED:
                return
            await asyncio.sleep(0.2)


async def killed(url: str, operator: tuple[Operator, str], count: int, kills: int) -> None:
    """A campaign through so many deaths of its only worker."""
    telco, address = operator
    engine = make_engine(url, patience=10.0)
    town, chance = await started(engine, count), random.Random(count)
    moments = sorted(chance.sample(range(1, count * 9 // 10), kills))
    try:
        for moment in [*moments, None]:
            process = await worker(url, address)
            try:
                async with asyncio.timeout(PATIENCE):
                    await (ended(town) if moment is None else telco.reached(moment))
            finally:
                process.kill()
                await process.wait()
        _judge(telco, await _fates(town), await town.fates(), count, kills)
    finally:
        await engine.dispose()


async def _fates(town: Town) -> dict[str, Fate]:
    record = await town.desk.find("days")
    return {who.phone.e164: fate async for who, fate, _ in town.ledger.audience.people(record.id)}


def _judge(telco: Operator, fates: dict[str, Fate], counts: dict[Fate, int], count: int, kills: int) -> None:
    assert [number for number, times in telco.taken.items() if times > 1] == [], "written to twice"
    assert set(fates) == {phone(n).e164 for n in range(count)}
    assert sum(counts.values()) == count
    assert set(counts) <= {Fate.SENT, Fate.UNKNOWN}
    unheard = {number for number, fate in fates.items() if fate is Fate.UNKNOWN}
    assert {number for number in fates if number not in telco.taken} <= unheard, "lost without a word"
    assert len(unheard - telco.broken) <= kills * 2 * 4 * TOGETHER, "more in doubt than the dead held"


async def test_a_worker_that_is_killed_doubles_and_loses_nobody(sqlite_url: str, operator: tuple[Operator, str]) -> None:
    await killed(sqlite_url, operator, 400, 2)
    assert operator[0].requests < 400
    await sqlite_threads_end()


@pytest.mark.full
async def test_many_deaths_on_sqlite(sqlite_url: str, operator: tuple[Operator, str]) -> None:
    await killed(sqlite_url, operator, 3000, 10)
    await sqlite_threads_end()


@pytest.mark.full
async def test_many_deaths_on_postgresql(pg_url: str, operator: tuple[Operator, str]) -> None:
    await killed(pg_url, operator, 3000, 10)


@pytest.mark.full
async def test_two_workers_killed_in_turns(pg_url: str, operator: tuple[Operator, str]) -> None:
    telco, address = operator
    engine = make_engine(pg_url, patience=10.0)
    town = await started(engine, 3000)
    pair: list[Any] = [await worker(pg_url, address), await worker(pg_url, address)]
    try:
        for n, moment in enumerate((300, 700, 1200, 2000)):
            async with asyncio.timeout(PATIENCE):
                await telco.reached(moment)
            pair[n % 2].kill()
            await pair[n % 2].wait()
            pair[n % 2] = await worker(pg_url, address)
        await ended(town)
        _judge(telco, await _fates(town), await town.fates(), 3000, 4)
    finally:
        for process in pair:
            process.kill()
            await process.wait()
        await engine.dispose()
