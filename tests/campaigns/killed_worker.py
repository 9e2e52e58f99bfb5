"""A worker to be killed: the real scheduler and the real courier over a real database, in a process of their own."""

import asyncio
import sys

import aiohttp

from campaigns.runner import Runner
from channels.outbound import Courier, Pace
from channels.sms.africastalking import AfricasTalking
from house.campaign_desk import measure
from store.clock import SystemClock
from store.keyring import Keyring
from store.sql.audit import SqlAudit
from store.sql.campaign_flow import SqlFlow
from store.sql.campaign_results import SqlResults
from store.sql.campaigns import SqlBook
from store.sql.dispatch import SqlDispatch
from store.sql.engine import make_engine
from tests.campaigns.campaign_world import LAW

TOGETHER = 8  # phones of a request
LEASE = 2.0  # seconds: what a dead worker held is unknown by then


async def main(url: str, sealing: str, lookup: str, operator: str) -> None:
    engine, keys, clock, stop = (
        make_engine(url, patience=10.0),
        Keyring.from_text(sealing, lookup),
        SystemClock(),
        asyncio.Event(),
    )
    audit = SqlAudit(engine, keys)
    runner = Runner(SqlBook(engine), SqlFlow(engine, keys), SqlResults(engine, keys), clock, LAW, measure, audit, keys)
    async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
        sender = AfricasTalking(http, username="u", api_key="k", base_url=operator, timeout=(0.5, 1.0))
        courier = Courier(SqlDispatch(engine, keys), sender, clock, Pace(at_once=4, together=TOGETHER, lease=LEASE, idle=0.05))
        group.create_task(courier.run(stop))
        group.create_task(runner.run(stop))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
