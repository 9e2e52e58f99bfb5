"""Rounds of a mirror: what is lost, late, doubled or crashed in between, both sides agree at the end and nothing is twice."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from structlog.testing import capture_logs

from dialogs.ports import CaseState, StoreDown
from dialogs.ports.mirrors import OfficerEvent
from dialogs.refusals import Refused
from house.mirroring import ACTS, Mirroring, Round, Terms
from store.cases.mirror import MemoryMirrorBook, Mirrored, Outcome
from store.cases.protected import MemorySealedCases, Protected
from store.cases.record import DECIDED
from store.keyring import Keyring
from tests.registry_client.mirror_worlds import NAMES, OFFICERS, World, opened
from tests.store.cases_world import CHIEF, HERS, Town, grievance, twin

TERMS = Terms(settle=600.0, lease=900.0, deadline=5.0, pull_deadline=5.0)


class Crashing(MemoryMirrorBook):
    """Dies (as a store that is down) at the write after `left` others, before it is kept or after."""

    left: int | None = None
    before = True

    async def save(self, was: Mirrored, now: Mirrored) -> bool:
        self._die(True)
        kept = await super().save(was, now)
        self._die(False)
        return kept

    async def settle(self, key: bytes, event: OfficerEvent, outcome: Outcome, *, now: float) -> None:
        self._die(True)
        await super().settle(key, event, outcome, now=now)
        self._die(False)

    async def move(self, cursor: str) -> None:
        self._die(True)
        await super().move(cursor)
        self._die(False)

    def _die(self, before: bool) -> None:
        if self.left is None or before is not self.before:
            return
        if self.left == 0:
            self.left = None
            raise StoreDown("crash")
        self.left -= 1


class Country:
    """A town, a ministry's case system, and the mirror between them."""

    def __init__(self, town: Town, there: World, keys: Keyring) -> None:
        self.town, self.there = town, there
        self.memory = Crashing(town.book)
        self.mirroring = Mirroring(there.mirror, self.memory, town.book, town.rules, keys, town.clock, TERMS)

    async def settled(self) -> None:
        """Rounds until nothing is left to do."""
        for _ in range(60):
            self.town.clock.at += 4000.0
            done = await self.mirroring.round()
            if done == Round() and not await self.memory.claim(1, since=0.0, lease=0.0, now=self.town.now):
                return
        raise AssertionError("it never comes to rest")

    async def leaving(self, ref: str) -> list[str]:
        """The lines of a case that belong over there, as they are said."""
        record = await self.town.book.by_ref(ref)
        assert record
        name = self.there.mirror.name
        lines = [line for line in await self.town.book.history(record.id) if line.public and not line.by.startswith(f"{name}:")]
        known = [line for line in lines if line.kind in ACTS and (line.text or line.kind != "opened")]
        return [f"{line.kind}: {line.text}" if line.text else line.kind for line in known]

    async def texts(self, ref: str) -> list[str]:
        """What officers over there said, as it is in our history."""
        record = await self.town.book.by_ref(ref)
        assert record
        name = self.there.mirror.name
        return [line.text for line in await self.town.book.history(record.id) if line.by.startswith(f"{name}:")]


@pytest.fixture(params=NAMES)
async def country(request: pytest.FixtureRequest, keys: Keyring) -> AsyncIterator[Country]:
    town = twin(keys)
    async with opened(request.param, town.clock) as there:
        yield Country(town, there, keys)


async def test_a_case_and_her_words_are_there_and_the_answer_is_here(country: Country) -> None:
    town, there = country.town, country.there
    ref = await town.opened()
    await town.cases.add_message(ref, HERS, "j'attends depuis mars", key=b"m", now=town.now)
    assert (await country.mirroring.round()).pushed == 2
    assert there.said(ref) == ["message: j'attends depuis mars"]
    there.take(ref, 11)
    there.comment(ref, 11, "Nous vérifions")
    there.decide(ref, 11, "Payé le 3 mars")
    await country.mirroring.round()
    view = await town.cases.view(ref, HERS)
    assert (view.state, view.note) == (CaseState.RESOLVED, "Payé le 3 mars")
    record = await town.book.by_ref(ref)
    assert record
    assert record.deciders == (f"{there.mirror.name}:{there.by(11)}",)


async def test_an_appeal_goes_back_to_another_officer(country: Country) -> None:
    town, there = country.town, country.there
    ref = await town.opened()
    await country.mirroring.round()
    there.decide(ref, 11, "Non", upheld=False)
    await country.mirroring.round()
    await town.cases.appeal(ref, HERS, "regardez encore", key=b"a", now=town.now)
    await country.mirroring.round()
    assert there.state(ref) == "open"
    there.decide(ref, 11, "Toujours non", upheld=False)
    assert (await country.mirroring.round()).conflicts == 1
    assert await town.state(ref) is CaseState.APPEALED
    assert [event.text for event in await country.memory.conflicts(9)] == ["Toujours non"]


async def test_who_decides_before_the_appeal_reached_him_has_not_decided_it(country: Country) -> None:
    town, there = country.town, country.there
    ref = await town.opened()
    await country.mirroring.round()
    await town.office.resolve(CHIEF, ref, "non", upheld=False, now=town.now)
    await town.cases.appeal(ref, HERS, "si", key=b"a", now=town.now)
    there.decide(ref, 12, "Payé")
    await country.settled()
    assert (await town.state(ref), there.state(ref)) == (CaseState.APPEALED, "open")
    assert [event.text for event in await country.memory.conflicts(9)] == ["Payé"]


async def test_a_note_for_officers_is_kept_from_the_citizen(country: Country) -> None:
    ref = await country.town.opened()
    await country.mirroring.round()
    country.there.whisper(ref, 11, "dossier douteux")
    await country.mirroring.round()
    assert (await country.town.cases.view(ref, HERS)).note == ""


async def test_a_side_that_is_down_is_asked_again_later_and_later(country: Country) -> None:
    town, there = country.town, country.there
    for n in range(3):
        await town.opened(n)
    await country.mirroring.round()
    there.faults.status = 503
    assert await country.mirroring.round() == Round(failed=1)
    there.faults.status = 0
    await town.opened(5)
    there.writes.dropped = 1
    assert (await country.mirroring.round()).failed == 1
    assert (await country.mirroring.round()) == Round()
    await country.settled()
    assert len(there.refs()) == 4


async def test_missing_rights_stop_the_round_and_double_nothing(country: Country) -> None:
    refs = [await country.town.opened(n) for n in range(3)]
    country.there.lose_rights()
    done = await country.mirroring.round()
    assert (done.pushed, done.failed) == (0, 1)
    assert country.there.refs() == []
    assert len(refs) == 3


async def test_protected_cases_never_leave(country: Country, keys: Keyring) -> None:
    class NoAudit:
        async def append(self, event: object) -> None: ...

    protected = Protected(MemorySealedCases(), keys, NoAudit(), country.town.clock)
    await protected.open(key=b"p", nature="violence", wants="call", place="sale", lang="ar", safe=None, now=country.town.now)
    assert await country.mirroring.round() == Round()
    assert country.there.refs() == []


async def test_no_log_says_whose_case_or_what_about(country: Country) -> None:
    town, there = country.town, country.there
    with capture_logs() as logs:
        ref = await town.opened()
        there.writes.dropped = 1
        await country.mirroring.round()
        await country.settled()
        there.comment(ref, 11, "Réponse privée")
        await country.mirroring.round()
        there.faults.status = 500
        await country.mirroring.round()
    told = str(logs)
    assert "mirror.push-failed" in told
    for secret in (ref, "لم أتوصل", "Réponse", "612345678", there.by(11)):
        assert secret not in told.replace(there.mirror.name, "") or secret == "11"


async def test_two_workers_at_once_double_nothing(country: Country) -> None:
    refs = [await country.town.opened(n) for n in range(4)]
    await asyncio.gather(*(country.mirroring.round() for _ in range(3)))
    await country.settled()
    assert sorted(country.there.refs()) == sorted(refs)


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
__all__: Sequence[str] = []
