"""Rule 4: of two turns at once one saves and the other answers from what was saved, whenever a timer fires."""

import asyncio
from dataclasses import replace
from random import Random

import pytest

from dialogs.desk import Desk
from dialogs.engine.run import Dialog
from dialogs.model import End, Option, end
from dialogs.ports import Sessions
from dialogs.questions import choice, text
from dialogs.talk import Talk
from tests.dialogs.scenes import Till, moved_to, phone, together, typed
from tests.player import Crash, Dying, stage

SEEDS = range(12)
ONE_TO_NINE = [Option(str(n), f"option-{n}") for n in range(1, 10)]


class Yielding:
    """Sessions that let others run before and after every access, for as long as chance will have it."""

    def __init__(self, inner: Sessions, chance: Random) -> None:
        self._inner, self._chance = inner, chance
        self.lost = 0

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        await self._yield()
        found = await self._inner.load(key)
        await self._yield()
        return found

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        await self._yield()
        saved = await self._inner.save(key, was, value, ttl)
        self.lost += not saved
        await self._yield()
        return saved

    async def drop(self, key: bytes) -> None:
        await self._yield()
        await self._inner.drop(key)

    async def _yield(self) -> None:
        for _ in range(self._chance.randrange(8)):
            await asyncio.sleep(0)


async def two_questions(talk: Talk, desk: Desk) -> End:
    first = await talk.ask("first", choice("first", ONE_TO_NINE))
    second = await talk.ask("second", choice("second", ONE_TO_NINE))
    return end("both", first=first, second=second)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_hop_that_two_processes_take_at_once_is_answered_the_same_by_both(seed: int) -> None:
    scene, chance = stage(), Random(seed)
    till = Till(scene, takes=0.2)

    async def dialog(talk: Talk, desk: Desk) -> End:
        amount = await talk.ask("amount", choice("amount", ONE_TO_NINE))
        await till.pay(amount)
        more = await talk.ask("more", choice("more", ONE_TO_NINE))
        return end("paid", amount=amount, more=more)

    sessions = Yielding(scene.world.sessions, chance)
    one, two = phone(scene, dialog, sessions=sessions), phone(scene, dialog, sessions=sessions)
    for answer, screen in ((None, "CON amount"), ("3", "CON more"), ("4", "END paid amount=3 more=4")):
        two.session, two.typed = one.session, one.typed
        if answer is None:
            one.session = two.session = "ATUid_one"
        else:
            one.typed.append(answer)
        assert await together(scene.clock, one.again(), two.again(), one.again()) == [screen] * 3
    assert till.calls == 1
    assert list(till.done.values()) == ["3"]


async def test_the_interleavings_do_make_losers() -> None:
    """Guards the test above: without a lost save it would prove nothing."""
    lost = 0
    for seed in SEEDS:
        scene = stage()
        sessions = Yielding(scene.world.sessions, Random(seed))
        one = phone(scene, two_questions, sessions=sessions)
        one.session = "ATUid_one"
        await together(scene.clock, one.again(), one.again())
        lost += sessions.lost
    assert lost > 0


async def test_the_loser_that_never_gets_its_turn_says_so_within_the_budget() -> None:
    scene = stage()

    class Refusing(Yielding):
        async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
            return False

    caller = phone(scene, two_questions, sessions=Refusing(scene.world.sessions, Random(0)))
    began = scene.clock.now()
    assert await together(scene.clock, caller.dial()) == ["END wait"]
    assert scene.clock.now() - began < 3.6


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_redial_while_the_old_session_still_answers_mixes_nothing(seed: int) -> None:
    scene = stage()
    sessions = Yielding(scene.world.sessions, Random(seed))
    old, new = phone(scene, two_questions, sessions=sessions), phone(scene, two_questions, sessions=sessions)
    await together(scene.clock, typed(old, "1"))
    answered, dialled = await together(scene.clock, old.send("2"), new.dial())
    assert (answered, dialled) in {
        ("END both first=1 second=2", "CON first"),
        ("END session-over", "CON resume-offer"),
    }


# --- timers against turns ---


def slow(till: Till) -> Dialog:
    async def dialog(talk: Talk, desk: Desk) -> End:
        amount = await talk.ask("amount", text("amount"))
        await till.pay(amount)
        return end("paid", amount=amount)

    return dialog


async def test_a_conversation_that_expires_under_a_deed_is_over_and_the_deed_stays_done_once() -> None:
    scene = stage()
    till = Till(scene, takes=2)
    caller = phone(scene, slow(till))
    caller.turns = replace(caller.turns, ttl=1.0)
    await caller.dial()
    assert await together(scene.clock, caller.send("5")) == ["END session-over"]
    assert await caller.again() == "END session-over"
    assert till.calls == 1


@pytest.mark.parametrize("seed", SEEDS)
async def test_retries_at_any_moment_of_a_slow_deed_agree_and_do_it_once(seed: int) -> None:
    scene, chance = stage(), Random(seed)
    till = Till(scene, takes=chance.uniform(0.1, 3.4))
    caller = phone(scene, slow(till))
    await caller.dial()
    caller.typed.append("5")

    async def retried(after: float) -> str:
        await scene.clock.sleep(after)
        return await caller.again()

    moments = [0.0, *(chance.uniform(0, 6) for _ in range(4))]
    assert set(await together(scene.clock, *map(retried, moments))) == {"END paid amount=5"}
    assert till.calls == 1


@pytest.mark.parametrize("after", [3.6, 60.0, 800.0])
async def test_the_deed_of_a_dead_worker_is_taken_over_under_the_same_key(after: float) -> None:
    scene = stage()
    till = Till(scene)
    caller = phone(scene, slow(till), sessions=Dying(scene.world.sessions, 3, after=False))
    await caller.dial()
    with pytest.raises(Crash):
        await caller.send("5")
    assert till.calls == 1
    await scene.clock.advance(after)
    caller = moved_to(caller, scene, slow(till))
    assert await caller.again() == "END paid amount=5"
    assert (till.calls, len(till.done)) == (2, 1)
