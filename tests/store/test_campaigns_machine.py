"""Whatever schedulers, couriers, operators and deaths do, in any order: the sum is the audience, nobody is written to twice."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dialogs.ports import Claimed, Report, State
from store.keyring import Keyring
from store.ledger import LIVE, Fate, Stage
from store.sql.engine import make_engine
from store.sql.schema import upgrade
from tests.servers import sqlite_threads_end
from tests.store.boxes import NOW
from tests.store.campaign_boxes import Ledger, phone, real_ledger, twin_ledger

T = TypeVar("T")
LEASE = 60.0
KEYS = Keyring.generate()
MOVES = st.sampled_from([Stage.TESTING, Stage.RUNNING, Stage.PAUSED, Stage.STOPPING])
ENDS = st.sampled_from([State.SENT, State.FAILED, State.UNKNOWN, State.EXPIRED])
FINAL = frozenset({Fate.DELIVERED, Fate.FAILED, Fate.EXPIRED, Fate.SKIPPED})


class Campaign(RuleBasedStateMachine):
    """One campaign on the twin."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.now = NOW
        self.held: list[Claimed] = []
        self.submitted: list[str] = []
        self.final: dict[str, Fate] = {}

    def ledger_of(self) -> Ledger:
        return twin_ledger(KEYS, 4)

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize(count=st.integers(1, 14))
    def begin(self, count: int) -> None:
        self.ledger, self.count = self.ledger_of(), count
        self.record = self.wait(self.ledger.running(count))

    @rule(stage=MOVES)
    def moved(self, stage: Stage) -> None:
        self.record = self.wait(self.ledger.moved(self.record, stage))

    @rule(most=st.integers(1, 6))
    def fed(self, most: int) -> None:
        queued, skipped = self.wait(self.ledger.feed(self.record, ahead=most, valid_until=NOW + 10**7))
        assert queued + skipped <= most
        assert self.record.stage in LIVE or not queued + skipped

    @rule()
    def fed_by_two(self) -> None:
        async def both() -> None:
            await asyncio.gather(*(self.ledger.feed(self.record, ahead=5, valid_until=NOW + 10**7) for _ in range(2)))

        self.wait(both())

    @rule(n=st.integers(0, 13))
    def said_stop(self, n: int) -> None:
        self.now += 1
        self.wait(self.ledger.contacts.set_consent(phone(n), "campaign", False, how="sms", at=self.now))

    @rule(most=st.integers(1, 5))
    def claimed(self, most: int) -> None:
        self.wait(self.ledger.dispatch.sweep(now=self.now))
        self.held += self.wait(self.ledger.dispatch.claim(most, lease=LEASE, now=self.now))

    @rule(end=ENDS, told=st.booleans())
    def settled(self, end: State, told: bool) -> None:
        """The operator took it; `told` false: the worker died before it could say so."""
        if not self.held:
            return
        one = self.held.pop(0)
        if end is not State.EXPIRED:
            self.submitted.append(one.message.to.e164)
        if told:
            name = one.message.to.e164 if end is State.SENT else ""
            self.wait(self.ledger.dispatch.settle(one.id, end, provider="at", provider_id=name))

    @rule()
    def released(self) -> None:
        if self.held:
            self.wait(self.ledger.dispatch.release(self.held.pop(0).id, due=self.now + 5))

    @rule(n=st.integers(0, 13))
    def reported(self, n: int) -> None:
        self.wait(self.ledger.dispatch.report(Report("at", phone(n).e164, State.DELIVERED), now=self.now))

    @rule()
    def looked(self) -> None:
        self.wait(self.ledger.flow.look(now=self.now))

    @rule()
    def withdrawn(self) -> None:
        self.wait(self.ledger.flow.withdraw(self.record.id))

    @rule()
    def closed(self) -> None:
        if self.record.stage is Stage.STOPPING:
            self.wait(self.ledger.flow.close(self.record.id, Fate.SKIPPED, "stopped"))

    @rule(seconds=st.sampled_from([1.0, 61.0, 86400.0]))
    def later(self, seconds: float) -> None:
        self.now += seconds
        if seconds >= LEASE:
            self.held = []  # who held them is taken for dead

    @invariant()
    def the_sum_is_the_audience(self) -> None:
        if hasattr(self, "count"):
            assert sum(self.wait(self.ledger.fates(self.record)).values()) == self.count

    @invariant()
    def nobody_is_written_to_twice(self) -> None:
        assert len(self.submitted) == len(set(self.submitted))

    @invariant()
    def what_is_final_stays(self) -> None:
        if not hasattr(self, "count"):
            return

        async def read() -> dict[str, Fate]:
            return {who.phone.e164: fate async for who, fate, _ in self.ledger.audience.people(self.record.id)}

        fates = self.wait(read())
        assert all(fates[number] is fate for number, fate in self.final.items())
        assert not {number for number in self.submitted if fates[number] is Fate.WAITING}
        self.final = {number: fate for number, fate in fates.items() if fate in FINAL}

    def teardown(self) -> None:
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


class CampaignInSql(Campaign):
    """The same over a database file."""

    def ledger_of(self) -> Ledger:
        self.folder = TemporaryDirectory()
        self.engine = make_engine(f"sqlite:///{Path(self.folder.name) / 'a.db'}")
        self.wait(upgrade(self.engine))
        return real_ledger(self.engine, KEYS, 4)

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.wait(self.engine.dispose())
            self.wait(sqlite_threads_end())
            self.folder.cleanup()
        super().teardown()


STEADY = settings(deadline=None, suppress_health_check=list(HealthCheck))


TestTwin = Campaign.TestCase
TestTwin.settings = settings(STEADY, max_examples=60, stateful_step_count=40)
TestSql = CampaignInSql.TestCase
TestSql.settings = settings(STEADY, max_examples=4, stateful_step_count=30)
