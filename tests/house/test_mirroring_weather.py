"""Whatever is lost, late, doubled or crashed in between: at the end both sides agree and nothing is twice."""

import asyncio
import contextlib
from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialogs.ports import StoreDown
from dialogs.refusals import Refused
from store.cases.record import DECIDED
from store.keyring import Keyring
from tests.house.mirror_country import Country
from tests.registry_client.mirror_worlds import OFFICERS, opened
from tests.store.cases_world import CHIEF, HERS, grievance, twin


class Weather(RuleBasedStateMachine):
    """A citizen, officers on both sides, faults and crashes in any order."""

    name = ""

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        keys = Keyring({1: b"k" * 32}, b"m" * 32)
        self.refs: list[str] = []
        self.said: Counter[str] = Counter()
        self.steps = 0
        self.stack = contextlib.AsyncExitStack()
        town = twin(keys)
        there: Any = self.run(self.stack.enter_async_context(opened(self.name, town.clock)))
        self.country = Country(town, there, keys)

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        if not hasattr(self, "country"):
            return
        try:
            self.run(self.agree())
        finally:
            self.run(self.stack.aclose())
            self.runner.close()

    @rule()
    def open_case(self) -> None:
        self.steps += 1
        self.refs.append(self.run(self.country.town.opened(case=grievance(self.steps))))

    @precondition(lambda self: self.refs)
    @rule(n=st.integers(0, 99), what=st.sampled_from(["message", "appeal", "withdraw", "rate", "reopen"]))
    def citizen(self, n: int, what: str) -> None:
        self.steps += 1
        town, ref, text, key = self.country.town, self.refs[n % len(self.refs)], f"mot {self.steps}", b"c%d" % self.steps
        acts = {
            "message": lambda: town.cases.add_message(ref, HERS, text, key=key, now=town.now),
            "appeal": lambda: town.cases.appeal(ref, HERS, text, key=key, now=town.now),
            "withdraw": lambda: town.cases.withdraw(ref, HERS, key=key, now=town.now),
            "rate": lambda: town.cases.rate(ref, HERS, 4, key=key, now=town.now),
            "reopen": lambda: town.cases.reopen(ref, HERS, text, key=key, now=town.now),
        }
        with contextlib.suppress(Refused):
            self.run(acts[what]())  # type: ignore[no-untyped-call]

    @precondition(lambda self: self.refs)
    @rule(n=st.integers(0, 99), upheld=st.booleans())
    def our_officer_decides(self, n: int, upheld: bool) -> None:
        self.steps += 1
        town, ref = self.country.town, self.refs[n % len(self.refs)]
        with contextlib.suppress(Refused):
            self.run(town.office.resolve(CHIEF, ref, f"décision {self.steps}", upheld=upheld, now=town.now))

    @precondition(lambda self: self.country.there.refs())
    @rule(n=st.integers(0, 99), who=st.sampled_from(OFFICERS), what=st.sampled_from(["take", "comment", "decide", "reject"]))
    def their_officer(self, n: int, who: int, what: str) -> None:
        self.steps += 1
        there, refs = self.country.there, self.country.there.refs()
        ref, text = refs[n % len(refs)], f"officier {self.steps}."
        if there.state(ref) == "decided":
            return None
        if what == "take":
            return there.take(ref, who)
        self.said[text] += 1
        if what == "comment":
            return there.comment(ref, who, text)
        return there.decide(ref, who, text, upheld=what == "decide")

    @rule(fault=st.sampled_from(["lost", "dropped", "late"]), times=st.integers(1, 3))
    def writes_go_wrong(self, fault: str, times: int) -> None:
        setattr(self.country.there.writes, fault, times)

    @rule(delay=st.integers(0, 9), untidy=st.booleans())
    def weather(self, delay: int, untidy: bool) -> None:
        self.country.there.writes.delay, self.country.there.writes.untidy = delay, untidy

    @rule(times=st.integers(1, 6))
    def down(self, times: int) -> None:
        self.country.there.faults.status, self.country.there.faults.times = 503, times

    @rule(left=st.integers(0, 6), before=st.booleans())
    def about_to_crash(self, left: int, before: bool) -> None:
        self.country.memory.left, self.country.memory.before = left, before

    @rule(later=st.sampled_from([1.0, 30.0, 700.0, 1000.0]))
    def a_round(self, later: float) -> None:
        self.country.town.clock.at += later
        with contextlib.suppress(StoreDown):
            self.run(self.country.mirroring.round())

    @invariant()
    def nothing_is_there_twice(self) -> None:
        if hasattr(self, "country"):
            refs = self.country.there.refs()
            assert len(refs) == len(set(refs))
            for ref in refs:
                said = self.country.there.said(ref)
                assert len(said) == len(set(said)) or any(line.startswith(("rated", "withdrawn")) for line in said)

    async def agree(self) -> None:
        country = self.country
        there = country.there
        country.memory.left = None
        there.faults.status = 0
        there.writes.lost = there.writes.dropped = there.writes.late = there.writes.delay = 0
        await country.settled()
        assert sorted(there.refs()) == sorted(self.refs)
        conflicts = await country.memory.conflicts(999)
        written = [text for ref in self.refs for text in await country.texts(ref)]
        heard = Counter([*written, *(event.text for event in conflicts)])
        assert {text: heard[text] for text in self.said} == dict(self.said)
        contested = {event.ref for event in conflicts}
        for ref in self.refs:
            assert there.said(ref) == await country.leaving(ref)
            if ref not in contested:
                assert (there.state(ref) == "decided") is (await country.town.state(ref) in DECIDED)


def weather(name: str) -> type[RuleBasedStateMachine]:
    machine: Any = type(f"Weather{name}", (Weather,), {"name": name})
    machine.TestCase.settings = settings(max_examples=30, stateful_step_count=30)
    return machine.TestCase  # type: ignore[no-any-return]


TestOpenImis: Any = weather("openimis")
TestOpenSpp: Any = weather("openspp")
