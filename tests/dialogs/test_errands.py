"""Rule 9: an answer that comes late is promised, texted once, and read at the next dial."""

from dataclasses import replace

import pytest

from dialogs.engine.errands import LEASE, finish_one
from dialogs.model import Phone, Prompt
from dialogs.refusals import PartnerMisconfigured, RegistryError, Unavailable
from store.memory import MemoryErrands
from tests.dialogs.scenes import Registry, phone, registry_stage, together, typed
from tests.player import HER, NOBODY, PROCESSING, REJECTED, UNKNOWN, Crash, Stage_

TO_RECEIPT = ("2", "2", "1")
"""French, where is my registration, by receipt."""


async def promised(receipt: str = PROCESSING, *, number: str = HER, latency: float = 30.0) -> tuple[Stage_, Registry, str]:
    """A stage where a slow look was just promised; the screen that said so."""
    scene, registry = registry_stage()
    registry.latency = lambda _: latency
    caller = phone(scene, number=number)
    await typed(caller, *TO_RECEIPT)
    [screen] = await together(scene.clock, caller.send(receipt))
    registry.latency = lambda _: 0.0
    return scene, registry, screen


def reference(screen: str) -> str:
    return screen.rpartition("ref=")[2]


async def test_a_look_that_outlives_the_turn_is_promised_within_the_budget() -> None:
    scene, registry = registry_stage()
    registry.latency = lambda _: 30.0
    caller = phone(scene)
    await typed(caller, *TO_RECEIPT)
    began = scene.clock.now()
    [screen] = await together(scene.clock, caller.send(PROCESSING))
    assert screen.startswith("END errand-promised ref=")
    assert len(reference(screen)) == 4
    assert scene.clock.now() - began < 3.6
    assert scene.messages() == []


async def test_a_registry_that_is_down_is_promised_too() -> None:
    scene, registry = registry_stage()
    registry.outages.append(Unavailable("503"))
    assert (await typed(phone(scene), *TO_RECEIPT, PROCESSING)).startswith("END errand-promised ref=")


async def test_a_registry_that_refuses_us_is_not_promised() -> None:
    scene, registry = registry_stage()
    registry.outages.append(PartnerMisconfigured("IDA-MPA-001"))
    assert await typed(phone(scene), *TO_RECEIPT, PROCESSING) == "END busy"


async def test_the_promise_told_twice_is_one_errand() -> None:
    scene, registry = registry_stage()
    registry.latency = lambda _: 30.0
    caller, twin = phone(scene), phone(scene)
    await typed(caller, *TO_RECEIPT)
    caller.typed.append(PROCESSING)
    twin.session, twin.typed = caller.session, caller.typed
    one, two = await together(scene.clock, caller.again(), twin.again())
    assert one == two == await caller.again()
    registry.latency = lambda _: 0.0
    assert await finish_one(scene.world)
    assert not await finish_one(scene.world)
    assert len(scene.messages()) == 1


async def test_the_worker_finishes_it_and_one_sms_goes_to_the_phone_that_asked() -> None:
    scene, _, screen = await promised()
    assert await finish_one(scene.world)
    [(to, words)] = scene.messages()
    assert to == HER
    assert f"Votre demande {reference(screen)} :" in words
    assert "en cours de traitement" in words
    assert PROCESSING not in words
    assert not await finish_one(scene.world), "there is nothing left to do"


async def test_a_redial_shows_that_it_is_pending_and_then_the_answer_once() -> None:
    scene, _, screen = await promised()
    ref = reference(screen)
    assert await phone(scene).dial() == f"CON errand-pending ref={ref}"
    assert await typed(phone(scene), "1") == "CON menu", "nobody is kept waiting"
    await finish_one(scene.world)
    caller = phone(scene)
    assert await caller.dial() == "CON errand-ready / status-processing"
    assert await caller.again() == "CON errand-ready / status-processing"
    assert await caller.send("1") == "CON menu"
    assert await caller.again() == "CON menu"
    assert await phone(scene).dial() == "CON menu"
    assert len(scene.messages()) == 1


async def test_an_answer_that_was_not_read_to_its_key_is_shown_again() -> None:
    scene, _, _ = await promised()
    await finish_one(scene.world)
    for _ in range(2):
        assert await phone(scene).dial() == "CON errand-ready / status-processing"


async def test_nobody_else_is_shown_the_answer() -> None:
    scene, _, _ = await promised()
    await finish_one(scene.world)
    assert await phone(scene, number=NOBODY).dial() == "CON language-ask"


@pytest.mark.parametrize(("receipt", "key"), [(REJECTED, "rejected"), (UNKNOWN, "unknown")])
async def test_a_late_answer_may_be_a_refusal(receipt: str, key: str) -> None:
    scene, _, _ = await promised(receipt)
    await finish_one(scene.world)
    assert await phone(scene).dial() == f"CON errand-ready / status-{key}"


async def test_a_second_promise_is_shown_after_the_first_was_read() -> None:
    scene, registry, first = await promised()
    registry.latency = lambda _: 30.0
    caller = phone(scene)
    await typed(caller, "1", "2", "1")
    [second] = await together(scene.clock, caller.send(REJECTED))
    assert reference(first) != reference(second)
    registry.latency = lambda _: 0.0
    assert await finish_one(scene.world)
    assert await finish_one(scene.world)
    assert len(scene.messages()) == 2
    assert await typed(phone(scene), "1") == "CON menu"


async def test_a_promise_outlives_other_visits_and_a_restart() -> None:
    scene, _, _ = await promised()
    caller = phone(scene)
    await typed(caller, "1", "4")
    await scene.clock.advance(3600)
    await finish_one(scene.world)
    caller = phone(scene)
    assert await caller.dial() == "CON errand-ready / status-processing"
    await caller.send("00")
    assert await caller.again() == "CON errand-ready / status-processing", "home shows it too, until it is read"


@pytest.mark.parametrize("outage", [Unavailable("503"), PartnerMisconfigured("IDA-MPA-001")], ids=lambda o: o.code)
async def test_a_worker_that_meets_an_outage_leaves_the_errand_for_later(outage: RegistryError) -> None:
    scene, registry, _ = await promised()
    registry.outages.append(outage)
    assert not await finish_one(scene.world)
    assert scene.messages() == []
    assert not await finish_one(scene.world), "leased"
    await scene.clock.advance(LEASE)
    assert await finish_one(scene.world)
    assert len(scene.messages()) == 1


class Killed(MemoryErrands):
    """Errands whose worker dies between the SMS and the finish, the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.killed = False

    async def finish(self, key: bytes, answer: Prompt) -> None:
        if not self.killed:
            self.killed = True
            raise Crash
        await super().finish(key, answer)


async def test_a_worker_killed_between_the_sms_and_the_finish_sends_no_second_sms() -> None:
    scene, registry = registry_stage()
    scene.world = replace(scene.world, errands=Killed())
    registry.latency = lambda _: 30.0
    caller = phone(scene)
    await typed(caller, *TO_RECEIPT)
    await together(scene.clock, caller.send(PROCESSING))
    registry.latency = lambda _: 0.0
    with pytest.raises(Crash):
        await finish_one(scene.world)
    assert len(scene.messages()) == 1
    await scene.clock.advance(LEASE)
    assert await finish_one(scene.world)
    assert len(scene.messages()) == 1
    assert await phone(scene).dial() == "CON errand-ready / status-processing"


async def test_two_workers_at_once_send_one_sms() -> None:
    scene, registry, _ = await promised()
    registry.latency = lambda _: 1.0
    assert sorted(await together(scene.clock, finish_one(scene.world), finish_one(scene.world))) == [False, True]
    assert len(scene.messages()) == 1


async def test_the_sms_is_in_the_language_of_the_one_who_asked() -> None:
    scene, registry = registry_stage()
    registry.latency = lambda _: 30.0
    caller = phone(scene)
    await typed(caller, "1", "2", "1")
    await together(scene.clock, caller.send(PROCESSING))
    registry.latency = lambda _: 0.0
    await finish_one(scene.world)
    assert scene.messages()[0][1].startswith(scene.world.speech.say(Prompt("sms-errand", (("ref", ref_of(scene)),)), "ar").body)


def ref_of(scene: Stage_) -> str:
    """The reference in the one SMS: its only four digits in a row."""
    return next(word for word in scene.messages()[0][1].replace(":", " ").split() if word.isdigit() and len(word) == 4)


async def test_a_promise_is_forgotten_after_two_days() -> None:
    scene, _, _ = await promised()
    await scene.clock.advance(48 * 3600 + 1)
    assert await phone(scene).dial() == "CON menu"


async def test_an_errand_keeps_the_phone_masked_in_its_repr() -> None:
    scene, _, _ = await promised()
    errand = await scene.world.errands.news(Phone(HER), since=0)
    assert errand is not None
    assert HER not in repr(errand)
    assert PROCESSING not in repr(errand)
