"""Whatever agents, a citizen and the clock do, in any order: one owner, words once and in order, notes never over a person."""

import asyncio
import itertools
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from dialogs.ports import Asked, Conversation
from store.inbox import Outgoing
from store.inbox_thread import OPEN, By, Carried, InboxDenied, Line, Note, Rules, State, Thread
from store.memory_inbox import MemoryInbox

T = TypeVar("T")
HERS = Conversation("web", "web", "visitor")
AGENTS = st.sampled_from(["salma", "omar", "hind"])
RULES = Rules(wait=300.0, silence=200.0, note_every=30.0)


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


class Machine(RuleBasedStateMachine):
    """One citizen who asks, writes, leaves and erases; three agents who do what they may and what they may not."""

    def __init__(self) -> None:
        super().__init__()
        ids = itertools.count(1)
        self.inbox = MemoryInbox(lambda: f"{next(ids):032x}", RULES)
        self.now, self.count = 1_000_000.0, itertools.count(1)
        self.ids: list[str] = []
        self.written: dict[str, list[str]] = {}
        self.shown: dict[str, list[Line]] = {}

    @initialize()
    def begin(self) -> None:
        self.ask()

    # --- the citizen ---------------------------------------------------------------------------

    @rule()
    def ask(self) -> None:
        thread = run(self.inbox.ask(Asked(b"%d" % next(self.count), HERS, "fr"), now=self.now))
        if thread.id not in self.ids:
            self.ids.append(thread.id)
            self.written[thread.id], self.shown[thread.id] = [], []

    @rule(twice=st.booleans())
    def write(self, twice: bool) -> None:
        key = b"w%d" % next(self.count)
        for _ in range(2 if twice else 1):
            heard = run(self.inbox.hear(HERS, key, key.decode(), now=self.now))
        if heard is not None:
            self.written[heard.id].append(key.decode())

    @rule()
    def leave(self) -> None:
        run(self.inbox.leave(HERS, now=self.now))
        assert run(self.inbox.open_of(HERS, now=self.now)) is None

    @rule()
    def erase(self) -> None:
        run(self.inbox.erase(HERS, now=self.now))
        assert all(run(self.inbox.lines(id, after=0, limit=10_000)) == [] for id in self.ids)
        self.ids, self.written, self.shown = [], {}, {}

    # --- agents --------------------------------------------------------------------------------

    @rule(agent=AGENTS)
    def claim(self, agent: str) -> None:
        for thread in self.threads():
            try:
                claimed = run(self.inbox.claim(thread.id, agent, now=self.now))
            except InboxDenied:
                assert thread.state is not State.WAITING or thread.late(self.now)
                continue
            assert thread.state is State.WAITING or thread.operator == agent
            assert (claimed.state, claimed.operator) == (State.HELD, agent)

    @rule(agent=AGENTS, twice=st.booleans())
    def say(self, agent: str, twice: bool) -> None:
        for thread in self.threads():
            key = b"a%d" % next(self.count)
            try:
                for _ in range(2 if twice else 1):
                    run(self.inbox.say(thread.id, agent, key, key.decode(), now=self.now))
            except InboxDenied:
                assert thread.operator != agent or thread.state is not State.HELD or thread.late(self.now)
                continue
            assert (thread.state, thread.operator) == (State.HELD, agent)
            self.written[thread.id].append(key.decode())

    @rule(agent=AGENTS, to=st.sampled_from(["", "salma", "omar"]))
    def transfer(self, agent: str, to: str) -> None:
        self.step(agent, lambda id: self.inbox.transfer(id, agent, to, now=self.now))

    @rule(agent=AGENTS, closing=st.booleans())
    def end(self, agent: str, closing: bool) -> None:
        step = self.inbox.close if closing else self.inbox.give_back
        self.step(agent, lambda id: step(id, agent, now=self.now))

    def step(self, agent: str, act: Any) -> None:
        for thread in self.threads():
            try:
                run(act(thread.id))
            except InboxDenied:
                continue
            assert thread.operator == agent, "only the owner hands it on or ends it"

    # --- the house -----------------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1.0, 31.0, 150.0, 400.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def sweep(self) -> None:
        run(self.inbox.expire(now=self.now))
        assert not any(thread.late(self.now) for thread in self.threads())

    @rule(most=st.integers(1, 3), dies=st.booleans())
    def carry(self, most: int, dies: bool) -> None:
        """Some lines leave; a process may die before it says so, and they leave again."""
        found: Outgoing | None = run(self.inbox.outgoing(lease=10.0, now=self.now))
        if found is None:
            return
        gone = found.lines[:most]
        shown = self.shown[found.thread.id]
        shown.extend(line for line in gone if line.seq not in [one.seq for one in shown])
        if not dies:
            left = {line.seq: Carried.LEFT for line in gone}
            run(self.inbox.carried(found.thread.id, left, done=len(gone) == len(found.lines)))

    # --- what always holds ---------------------------------------------------------------------

    def threads(self) -> list[Thread]:
        return [run(self.inbox.thread(id)) for id in self.ids]

    @invariant()
    def one_is_open_at_most(self) -> None:
        assert sum(thread.state in OPEN for thread in self.threads()) <= 1

    @invariant()
    def an_owner_while_it_is_held_and_none_while_it_waits(self) -> None:
        assert all(bool(one.operator) == (one.state is State.HELD) for one in self.threads() if one.state in OPEN)

    @invariant()
    def words_stand_once_and_in_order(self) -> None:
        for id in self.ids:
            lines = run(self.inbox.lines(id, after=0, limit=10_000))
            assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
            assert [line.text for line in lines if line.by in (By.CITIZEN, By.AGENT)] == self.written[id]

    @invariant()
    def the_counter_says_nothing_while_a_person_has_it(self) -> None:
        for id in self.ids:
            held = False
            for line in run(self.inbox.lines(id, after=0, limit=10_000)):
                assert not (held and line.by is By.NOTE and line.text in (Note.KEPT, Note.WAITING))
                if line.by is By.NOTE:
                    held = line.text == Note.CLAIMED or (held and line.text == Note.MOVED and self._kept_by_a_person(id, line))

    def _kept_by_a_person(self, id: str, moved: Line) -> bool:
        """Whether it went to a colleague and not back into the queue: then nobody claims it anew before an agent speaks."""
        later = [line for line in run(self.inbox.lines(id, after=moved.seq, limit=10_000)) if line.by is not By.CITIZEN]
        return bool(later) and later[0].by is By.AGENT

    @invariant()
    def she_sees_it_in_order(self) -> None:
        for shown in self.shown.values():
            assert [line.seq for line in shown] == sorted(line.seq for line in shown)


Machine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestMachine = Machine.TestCase
