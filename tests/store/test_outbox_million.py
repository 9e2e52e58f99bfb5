"""A million campaign rows wait, and a code that is put last is claimed first and settled (T26, T33): at size."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from channels.outbound import Courier, Outcome, Pace, Taken
from dialogs.ports import Lane, Message
from store.clock import FakeClock
from store.keyring import Keyring
from tests.store.boxes import NOW, message, real
from tests.store.test_outbox_backlog import QUEUED, fill, plan

ROWS = 1_000_000


class Operator:
    name = "iam"

    def __init__(self) -> None:
        self.heard: list[Lane] = []

    async def send(self, message: Message) -> Outcome:
        self.heard.append(message.lane)
        return Taken("id", 1)


@pytest.mark.full
async def test_a_code_leaves_before_the_million_that_waits(sql_engine: AsyncEngine, keys: Keyring) -> None:
    """By the order of claims, not by a watch: the very next claim is the code's, and it reads no row of the campaign for it."""
    await fill(sql_engine, keys, ROWS)
    box, operator = real(sql_engine, keys), Operator()
    for n, lane in enumerate((Lane.CASE, Lane.REPLY, Lane.CODE), start=1):
        await box.outbox.put(message(n, lane))
    await Courier(box.dispatch, operator, FakeClock(NOW), Pace(at_once=3)).step()
    assert operator.heard == [Lane.CODE, Lane.REPLY, Lane.CASE]
    told = await plan(sql_engine, box.dispatch)
    assert QUEUED[sql_engine.dialect.name] in told
    assert not [slow for slow in ("Seq Scan", "Sort", "TEMP B-TREE") if slow in told]
