"""A campaign while what it leans on fails: database and Redis crash and come back, the operator hangs (T22, T27)."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy.ext.asyncio import AsyncEngine

from channels.outbound import Courier, Pace, Pacer
from channels.pacing import Paced
from channels.sms.africastalking import AfricasTalking
from store.clock import SystemClock
from store.keyring import Keyring
from store.ledger import Fate, Stage
from store.memory import MemoryPacer
from store.redis_mux import Multiplexer
from store.redis_pacer import RedisPacer
from store.sql.dispatch import SqlDispatch
from store.sql.engine import make_engine
from store.sql.schema import upgrade
from tests.campaigns.campaign_world import Town
from tests.campaigns.test_killed import Operator
from tests.servers import OwnPostgres, OwnRedis
from tests.store.campaign_boxes import phone, real_ledger

COUNT = 300
PATIENCE = 100.0
TOGETHER = 8
RATE = 200.0


@pytest.fixture
def own_postgres() -> Iterator[OwnPostgres]:
    """A real PostgreSQL that the test may crash and start again."""
    server = OwnPostgres()
    yield server
    server.stop()


class Campaign:
    """A campaign, its scheduler and its courier on the real clock, and an operator that counts."""

    def __init__(self, engine: AsyncEngine, keys: Keyring, telco: Operator, address: str) -> None:
        self.engine = engine
        self.town, self.telco, self.address, self.keys = Town(real_ledger(self.engine, keys, 50), keys), telco, address, keys
        self.town.clock.at = SystemClock().now()
        self.clock = SystemClock()

    @asynccontextmanager
    async def under_way(self, pacer: Pacer | None = None, lease: float = 2.0) -> AsyncIterator[None]:
        await self.town.started(COUNT, cell=0.0, ends_at=self.clock.now() + 86400)
        stop = asyncio.Event()
        self.town.clock = self.clock  # type: ignore[assignment]
        runner = self.town.another_runner()
        async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
            at = AfricasTalking(http, username="u", api_key="k", base_url=self.address, timeout=(0.5, 0.5))
            paced = Paced(at, pacer or MemoryPacer(self.clock), self.clock, RATE)
            dispatch = SqlDispatch(self.engine, self.keys)
            pace = Pace(at_once=4, together=TOGETHER, lease=lease, idle=0.05, longest_wait=1.0)
            group.create_task(Courier(dispatch, paced, self.clock, pace).run(stop))
            group.create_task(runner.run(stop))
            try:
                yield
                await self._ended()
            finally:
                stop.set()

    async def _ended(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while await self.town.stage() is not Stage.FINISHED:  # noqa: ASYNC110 - it is in the database that it ends
                await asyncio.sleep(0.1)

    async def judged(self) -> dict[Fate, int]:
        """Nobody got two, nobody is lost without a word, and the ledger sums up."""
        record = await self.town.desk.find("days")
        fates = {who.phone.e164: fate async for who, fate, _ in self.town.ledger.audience.people(record.id)}
        counts = await self.town.fates()
        assert [number for number, times in self.telco.taken.items() if times > 1] == [], "written to twice"
        assert set(fates) == {phone(n).e164 for n in range(COUNT)}
        assert sum(counts.values()) == record.count == COUNT
        assert set(counts) <= {Fate.SENT, Fate.UNKNOWN}
        unheard = {number for number, fate in fates.items() if fate is Fate.UNKNOWN}
        assert set(fates) - set(self.telco.taken) <= unheard, "lost without a word"
        assert self.telco.broken <= unheard
        return counts


@asynccontextmanager
async def telco(breaks: float = 0.0, hangs: float = 0.0) -> AsyncIterator[tuple[Operator, str]]:
    operator, app = Operator(random.Random(2027), breaks, hangs), web.Application()
    app.router.add_post("/version1/messaging", operator.send)
    server = TestServer(app)
    await server.start_server()
    yield operator, str(server.make_url("")).rstrip("/")
    operator.over.set()
    await server.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def database(request: pytest.FixtureRequest) -> AsyncEngine:
    found: AsyncEngine = request.getfixturevalue(f"{request.param}_engine")
    return found


async def test_an_operator_that_hangs_past_our_patience_gets_nothing_twice(database: AsyncEngine, keys: Keyring) -> None:
    async with telco(breaks=0.15, hangs=0.5) as (operator, address):
        campaign = Campaign(database, keys, operator, address)
        async with campaign.under_way():
            pass
        counts = await campaign.judged()
        assert operator.broken
        assert counts[Fate.UNKNOWN] == len(operator.broken)


async def test_redis_may_die_and_come_back(database: AsyncEngine, keys: Keyring, own_redis: OwnRedis) -> None:
    """The rate cannot be kept without it: nothing leaves meanwhile, and nothing is lost."""
    async with telco() as (operator, address):
        mux = Multiplexer(own_redis.url)
        campaign = Campaign(database, keys, operator, address)
        async with campaign.under_way(RedisPacer(mux), lease=60.0):
            await operator.reached(60)
            own_redis.kill()
            await asyncio.sleep(0.5)
            taken = operator.taken.total()
            await asyncio.sleep(0.5)
            assert operator.taken.total() == taken
            own_redis.start()
        assert (await campaign.judged())[Fate.SENT] == COUNT
        await mux.close()


async def test_a_database_may_crash_in_the_middle_and_come_back(keys: Keyring, own_postgres: OwnPostgres) -> None:
    """What was being sent when it died is told unknown; the rest goes on."""
    engine = make_engine(own_postgres.url, patience=3.0)
    await upgrade(engine)
    async with telco() as (operator, address):
        campaign = Campaign(engine, keys, operator, address)
        async with campaign.under_way():
            await operator.reached(80)
            await asyncio.to_thread(own_postgres.crash)
            await asyncio.sleep(1.0)
            await asyncio.to_thread(own_postgres.start)
            await operator.reached(160)
        counts = await campaign.judged()
        assert counts.get(Fate.UNKNOWN, 0) <= 2 * 4 * TOGETHER
        await engine.dispose()
