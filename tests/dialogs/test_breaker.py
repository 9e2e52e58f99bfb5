"""The circuit breaker against a model of what it promises."""

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from dialogs.breaker import Breaker

FAILURES = 3
REST = 10.0


class Calls(RuleBasedStateMachine):
    """Calls begin, end in any order, and time passes; the model keeps what was observed."""

    tickets = Bundle("tickets")

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.breaker = Breaker(lambda: self.now, failures=FAILURES, rest=REST)
        self.era = 0
        self.open_since: float | None = None
        self.failed_in_a_row = 0
        self.probes = 0

    @rule(seconds=st.floats(0.0, 12.0))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule(target=tickets)
    def a_call_begins(self) -> tuple[int, int] | None:
        ticket = self.breaker.enter()
        if self.open_since is None:
            assert ticket is not None, "a closed breaker admits everybody"
        elif self.now - self.open_since < REST:
            assert ticket is None, "an open breaker rests first"
        elif self.probes:
            assert ticket is None, "one probe at a time"
        else:
            assert ticket is not None, "a rested breaker admits a probe"
            self.probes += 1
        return None if ticket is None else (ticket, self.era)

    @rule(call=consumes(tickets), worked=st.booleans())
    def a_call_ends(self, call: tuple[int, int] | None, worked: bool) -> None:
        if call is None:
            return
        ticket, era = call
        self.breaker.settle(ticket, worked)
        if era != self.era:
            return  # an answer to a call of another age decides nothing
        probe = self.open_since is not None
        if worked:
            self.era += probe
            self.open_since, self.probes, self.failed_in_a_row = None, 0, 0
            return
        self.failed_in_a_row += 1
        if probe or self.failed_in_a_row >= FAILURES:
            self.era += 1
            self.open_since, self.probes, self.failed_in_a_row = self.now, 0, 0

    @invariant()
    def it_says_whether_it_would_admit(self) -> None:
        resting = self.open_since is not None and (self.probes > 0 or self.now - self.open_since < REST)
        assert self.breaker.shut_out == resting

    @invariant()
    def one_probe_at_most(self) -> None:
        assert self.probes <= 1


TestBreaker = Calls.TestCase


def test_a_late_failure_of_an_old_call_does_not_reopen() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0], failures=1, rest=5)
    slow, quick = breaker.enter(), breaker.enter()
    assert slow is not None
    assert quick is not None
    breaker.settle(quick, worked=False)
    now[0] = 6.0
    probe = breaker.enter()
    assert probe is not None
    breaker.settle(probe, worked=True)
    breaker.settle(slow, worked=False)
    assert breaker.enter() is not None
