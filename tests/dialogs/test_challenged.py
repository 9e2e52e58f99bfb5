"""A code that proves who she is, and a code by which she lets somebody help her: the same attacks fail at both alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from channels.ussd.terminal import Handset
from dialogs.desk import Desk, Hand, HandedOff
from dialogs.model import Caller, Code, IdRef, Phone
from dialogs.ports import AuthOutcome, CallContext, Guard, OtpChallenge, Recovered
from store.memory import MemoryAudit
from store.memory_handoffs import MemoryHandoffs
from tests.dialogs.scenes import Registry, phone, registry_stage, seconds_of, together, typed
from tests.player import HER, NOBODY, OTHER, PEOPLE, UIN, Crash, Dying, Stage_, stage

FRENCH, WRONG, NONE_SUCH, INACTIVE = "2", "000000", "2639425177", "6981458359"
ANOTHER = PEOPLE[5].uin
OPENED = "CON programmes"
AGAIN, LOCKED = "CON slip-code-wrong / recover-code-again", "END recover-locked minutes=30"
HALF_AN_HOUR = 1800.0


@dataclass(frozen=True)
class Use:
    """What a code is good for: the keys that lead from the menu to the number, and what differs on the way."""

    way: tuple[str, ...]
    asks: str
    starts: str
    tries: str
    calls: tuple[str, str]
    tells: int

    async def begun(self, scene: Stage_, number: str = UIN, *, caller: str = OTHER) -> tuple[Handset, str]:
        """A phone at the question for the code, and its screen."""
        handset = phone(scene, number=caller)
        screen = await handset.dial()
        keys = () if screen == "CON menu" else ("2",) if screen == "CON resume-offer" else (FRENCH,)
        for key in (*keys, *self.way, number):
            screen = await handset.send(key)
        return handset, screen

    async def attacked(self, scene: Stage_, *codes: str, number: str = UIN, caller: str = OTHER) -> str:
        """The last screen of somebody who types these codes."""
        handset, screen = await self.begun(scene, number, caller=caller)
        for code in codes:
            screen = await handset.send(code)
        return screen


PROOF = Use(("2", "4", "1"), "CON prove-code minutes=3", "prove-start", "prove", ("send_otp", "verify_otp"), 0)
HELP = Use(("2", "5", "1", "1"), "CON helped-code minutes=3", "help-start", "help", ("recover_start", "recover_finish"), 1)
USES = pytest.mark.parametrize("use", [pytest.param(PROOF, id="to prove"), pytest.param(HELP, id="to be helped")])


def noted(scene: Stage_, *actions: str) -> list[tuple[str, str]]:
    assert isinstance(scene.world.audit, MemoryAudit)
    return [(event.action, event.outcome) for event in scene.world.audit.events if event.action in actions]


# --- wrong codes ---


@USES
async def test_the_third_wrong_code_locks_and_each_is_in_the_audit(use: Use) -> None:
    scene = stage()
    handset, screen = await use.begun(scene)
    assert screen == use.asks
    assert [await handset.send(WRONG) for _ in range(3)] == [AGAIN, AGAIN, LOCKED]
    assert noted(scene, use.starts, use.tries) == [(use.starts, ""), *[(use.tries, "wrong")] * 3]
    assert scene.messages() == []


@USES
async def test_a_lock_holds_her_number_whoever_calls_and_the_caller_whatever_he_types(use: Use) -> None:
    scene = stage()
    await use.attacked(scene, WRONG, WRONG, WRONG)
    assert await use.attacked(scene, caller=NOBODY) == LOCKED, "her number"
    assert await use.attacked(scene, number=ANOTHER) == LOCKED, "his SIM"
    assert await use.attacked(scene, number=ANOTHER, caller=HER) == use.asks, "neither"


@USES
async def test_tries_add_up_over_callers_and_over_numbers(use: Use) -> None:
    scene = stage()
    assert await use.attacked(scene, WRONG, WRONG) == AGAIN
    assert await use.attacked(scene, WRONG, caller=NOBODY) == LOCKED, "one number, two callers"
    other = stage()
    assert await use.attacked(other, WRONG, WRONG) == AGAIN
    assert await use.attacked(other, WRONG, number=ANOTHER) == LOCKED, "one caller, two numbers"


@pytest.mark.parametrize(("first", "then"), [(PROOF, HELP), (HELP, PROOF)], ids=["proof first", "help first"])
async def test_both_draw_on_the_same_tries(first: Use, then: Use) -> None:
    scene = stage()
    assert await first.attacked(scene, WRONG, WRONG) == AGAIN
    assert await then.attacked(scene, WRONG) == LOCKED
    assert await first.attacked(scene, caller=NOBODY) == LOCKED


@USES
async def test_the_right_code_is_of_no_use_to_who_is_locked(use: Use) -> None:
    """Another phone used up her tries while this one stood before the question."""
    scene = stage()
    handset, _ = await use.begun(scene)
    code = scene.codes[HER]
    await use.attacked(scene, WRONG, WRONG, WRONG, caller=NOBODY)
    assert await handset.send(code) == LOCKED
    assert scene.messages() == []


@USES
async def test_the_lock_ends_and_the_right_code_gives_the_tries_back(use: Use) -> None:
    scene = stage()
    await use.attacked(scene, WRONG, WRONG, WRONG)
    await scene.clock.advance(HALF_AN_HOUR + 1)
    handset, _ = await use.begun(scene)
    await handset.send(WRONG)
    await handset.send(WRONG)
    assert await handset.send(scene.codes[HER]) == OPENED
    assert await use.attacked(scene, WRONG, WRONG) == AGAIN


@USES
async def test_the_fourth_code_that_is_asked_for_is_not_sent(use: Use) -> None:
    scene = stage()
    for _ in range(3):
        assert await use.attacked(scene) == use.asks
    sent = scene.codes[HER]
    assert await use.attacked(scene) == LOCKED
    assert scene.codes[HER] == sent


# --- nobody there ---


class Gullible(Registry):
    """Says yes to every code."""

    async def verify_otp(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> AuthOutcome:
        return AuthOutcome("token", 0.0)

    async def recover_finish(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Recovered:
        return Recovered(IdRef("UIN", UIN), Phone(HER))


@USES
async def test_a_code_that_was_never_sent_opens_nothing_even_if_the_registry_takes_it(use: Use) -> None:
    scene = stage(identity=Gullible)
    handset, screen = await use.begun(scene, NONE_SUCH)
    assert screen == use.asks
    assert [await handset.send("424201") for _ in range(2)] + [await handset.send("424203")] == [AGAIN, AGAIN, LOCKED]
    assert scene.messages() == []


LATENCIES = {UIN: 0.42, INACTIVE: 0.31, NONE_SUCH: 0.05, "5812974630": 0.2}


@USES
async def test_registered_or_not_each_step_reads_and_takes_the_same(use: Use) -> None:
    seen = set()
    for number in LATENCIES:
        scene, registry = registry_stage(floor=0.6)
        registry.latency = lambda ref: LATENCIES.get(ref.value, 0.0)
        handset = phone(scene, number=NOBODY)
        await typed(handset, FRENCH, *use.way)
        seen.add(tuple([await seconds_of(scene.clock, handset.send(said)) for said in (number, WRONG, WRONG, WRONG)]))
        assert registry.calls == [use.calls[0], *[use.calls[1]] * 3], "the registry is asked in all cases"
    assert seen == {((0.6, use.asks), (0.6, AGAIN), (0.6, AGAIN), (0.6, LOCKED))}


@USES
@pytest.mark.parametrize("number", LATENCIES)
async def test_a_code_that_came_too_late_reads_the_same_for_everybody(use: Use, number: str) -> None:
    scene, registry = registry_stage(floor=0.6)
    registry.latency = lambda ref: LATENCIES.get(ref.value, 0.0)
    handset = phone(scene, number=NOBODY)
    await typed(handset, FRENCH, *use.way)
    await together(scene.clock, handset.send(number))
    await scene.clock.advance(200)
    late = await seconds_of(scene.clock, handset.send(WRONG))
    assert late == (1.2, "CON slip-code-expired / recover-code-again"), "and a new one is sent"
    assert noted(scene, use.starts, use.tries) == [(use.starts, ""), (use.tries, "expired"), (use.starts, "")]


@USES
async def test_a_lock_takes_the_same_time_for_everybody(use: Use) -> None:
    seen = set()
    for number in (UIN, NONE_SUCH):
        scene, registry = registry_stage(floor=0.6)
        registry.latency = lambda _: 0.3
        handset = phone(scene, number=NOBODY)
        await typed(handset, FRENCH, *use.way)
        for said in (number, WRONG, WRONG, WRONG):
            await together(scene.clock, handset.send(said))
        await typed(handset, *use.way)
        seen.add(await seconds_of(scene.clock, handset.send(number)))
    assert seen == {(0.6, LOCKED)}


# --- a crash in between ---


@USES
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 4))
async def test_the_right_code_typed_into_a_crash_opens_once(use: Use, at: int, after: bool) -> None:
    scene = stage()
    handset, _ = await use.begun(scene)
    handset.turns = scene.turns(sessions=Dying(scene.world.sessions, at, after=after))
    with pytest.raises(Crash):
        await handset.send(scene.codes[HER])
    await scene.clock.advance(4)
    assert await handset.again() == OPENED
    assert noted(scene, use.tries) == [(use.tries, "found")]
    assert len(scene.messages()) == use.tells


@USES
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 3))
async def test_a_wrong_code_typed_into_a_crash_costs_one_try(use: Use, at: int, after: bool) -> None:
    scene = stage()
    handset, _ = await use.begun(scene)
    sound = handset.turns
    handset.turns = scene.turns(sessions=Dying(scene.world.sessions, at, after=after))
    with pytest.raises(Crash):
        await handset.send(WRONG)
    handset.turns = sound
    await scene.clock.advance(4)
    assert await handset.again() == AGAIN
    assert [await handset.send(WRONG) for _ in range(2)] == [AGAIN, LOCKED]


@dataclass
class DyingGuard:
    """A guard at which the process dies as it notes that a code was right: before or after it did."""

    inner: Guard
    after: bool

    async def spend(self, what: str, who: Sequence[bytes], *, tries: int, window: float, lock: float, key: bytes) -> int:
        return await self.inner.spend(what, who, tries=tries, window=window, lock=lock, key=key)

    async def lock(self, what: str, who: Sequence[bytes], seconds: float) -> None:
        if what == "right-code" and not self.after:
            raise Crash
        await self.inner.lock(what, who, seconds)
        if what == "right-code":
            raise Crash

    async def locked(self, what: str, who: Sequence[bytes]) -> float:
        return await self.inner.locked(what, who)

    async def forgive(self, what: str, who: Sequence[bytes]) -> None:
        await self.inner.forgive(what, who)


async def crashed(use: Use, *, after: bool) -> tuple[Stage_, Registry, Handset, str]:
    """The screen of a retry, once the process died about to note, or having noted, that the code was right."""
    scene, registry = registry_stage()
    handset, _ = await use.begun(scene)
    sound = handset.turns
    handset.turns = replace(sound, world=replace(sound.world, guard=DyingGuard(sound.world.guard, after)))
    with pytest.raises(Crash):
        await handset.send(scene.codes[HER])
    handset.turns = sound
    await scene.clock.advance(4)
    return scene, registry, handset, await handset.again()


@USES
async def test_a_right_code_that_was_noted_is_not_asked_about_again(use: Use) -> None:
    scene, registry, _, screen = await crashed(use, after=True)
    assert screen == OPENED
    assert registry.calls == [*use.calls]
    assert len(scene.messages()) == use.tells


@USES
async def test_a_right_code_that_was_not_noted_is_used_up_and_costs_one_try(use: Use) -> None:
    scene, registry, handset, screen = await crashed(use, after=False)
    assert screen == AGAIN
    assert registry.calls == [*use.calls, use.calls[1]]
    assert noted(scene, use.tries) == [(use.tries, "found")], "what happened first stands"
    assert len(scene.messages()) == use.tells
    assert [await handset.send(WRONG) for _ in range(2)] == [AGAIN, LOCKED]


# --- the digits of a page behind a link ---


async def test_the_third_wrong_digits_of_a_link_lock_codes_too() -> None:
    scene = stage()
    world = replace(scene.world, handoffs=MemoryHandoffs(lambda: "123456", lambda: "id"))
    desk, subject = Desk(world, Caller("web", "visitor"), lambda: "fr"), IdRef("UIN", UIN)
    came_back = desk.came_back(subject, HandedOff("id", "123456", 10), Code("mac", WRONG))
    found = [await came_back.call(Hand(bytes([n]), 1.0)) for n in range(3)]
    assert [(one.outcome, one.left, one.wait) for one in found] == [("wrong", 2, 0), ("wrong", 1, 0), ("locked", 0, 30)]
    assert (await desk.prove_start("prove", subject).call(Hand(b"next", 1.0))).wait == 30
    assert scene.codes == {}
