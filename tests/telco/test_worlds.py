"""Every service through every operator's world in every language: nothing is lost, cut, mixed up or done by a copy."""

import asyncio
import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.engine.errands import finish_one
from dialogs.engine.slot import TOMBSTONE
from dialogs.model import Phone
from registry_client.memory import Enrolled, MemoryIdentity
from sandbox.operators import PROFILES
from store.clock import FakeClock
from tests.dialogs.scenes import registry_stage, seconds_of
from tests.player import HER, MOROCCO, PROCESSING, RECEIPT, UIN, Stage_, stage
from tests.telco.citizen import MOST_STEPS, PLANS, Citizen, Line

LANGUAGES = MOROCCO.languages
SEEDS = st.integers(0, 2**32)
SURE = {
    "agreed", "recover-start", "recover-finish", "want-messages", "news-read", "open-case", "prove-start", "tell-of-change",
}  # fmt: skip
"""Deeds that matter; `speak` may be done by a copy: it is on the screen and undone in one step."""
EXACT = [name for name, profile in PROFILES.items() if profile.faithful]
every_world = pytest.mark.parametrize("world", PROFILES)
every_language = pytest.mark.parametrize("lang", LANGUAGES)


def citizen(scene: Stage_, plan: str, lang: str, world: str, seed: int) -> Citizen:
    return Citizen(Line(scene, PROFILES[world], Random(seed)), PLANS[plan], lang)


def test_each_service_of_the_counter_has_a_plan() -> None:
    assert {plan.service for plan in PLANS.values()} == set(MOROCCO.services)


@pytest.mark.parametrize("world", EXACT)
@every_language
@settings(max_examples=2)
@given(seed=SEEDS)
def test_who_comes_with_a_plan_gets_there_and_the_journal_holds_what_she_typed_once(world: str, lang: str, seed: int) -> None:
    async def all_plans() -> None:
        for plan in PLANS:
            scene = stage()
            her = citizen(scene, plan, lang, world, seed)
            await her.go()
            await came_true(her)

    asyncio.run(all_plans())


async def came_true(her: Citizen) -> None:
    """What she wanted was done, and done once."""
    scene, phone = her.line.scene, Phone(HER)
    assert scene.troubles == []
    weighty = [deed for deed in scene.deeds[her.since :] if deed in SURE]
    assert len(set(weighty)) == len(weighty)
    numbers = [to for to, words in scene.messages() if UIN in words]
    assert numbers == ([HER] if her.plan.ends == "recover-sent" else [])
    assert await scene.world.contacts.language(phone) == her.wanted
    wants = await scene.world.contacts.consent(phone, "campaign")
    assert wants is (True if her.plan.ends == "messages-started" else None)


# --- copies that cannot be told from answers ---------------------------------------------------


@pytest.mark.parametrize("world", [name for name in PROFILES if name not in EXACT])
@every_language
@settings(max_examples=5)
@given(seed=SEEDS)
def test_where_a_copy_looks_like_an_answer_no_copy_does_a_deed_and_a_dial_leads_to_the_menu(
    world: str, lang: str, seed: int
) -> None:
    async def all_plans() -> None:
        for plan in PLANS:
            scene = stage()
            her = citizen(scene, plan, lang, world, seed)
            async for _ in her.steps():
                assert SURE.isdisjoint(deed.partition("#")[0] for deed in her.line.replayed)
            await to_the_menu(her)
            assert scene.troubles == []

    asyncio.run(all_plans())


async def to_the_menu(her: Citizen) -> None:
    await her.line.dial()
    for _ in range(4):
        if her.line.seen.key == "menu":
            return
        await her.line.send("2" if her.line.seen.key == "resume-offer" else str(LANGUAGES.index(her.lang) + 1))
    raise AssertionError(f"no way to the menu from {her.line.seen.key}")


async def test_a_wrong_code_that_comes_twice_costs_one_try() -> None:
    scene = stage()
    line = Line(scene, PROFILES["last-late"], Random(1))
    await line.dial()
    for _ in range(MOST_STEPS):
        if line.seen.key in ("recover-code", "recover-code-again"):
            break
        number = "".join(re.findall(r"\d+", line.seen.page)[:1])
        await line.send(number if line.seen.key == "make-sure" else "1")
    before = len(scene.deeds)
    assert (await line.send("000000")).key == "recover-code-again"
    assert len(scene.deeds) == before + 1


# --- many phones -------------------------------------------------------------------------------


CROWD = ("recover by receipt", "recover by sim", "status", "messages", "offices", "recover with papers")


def crowded() -> Stage_:
    """A stage where each of a crowd is enrolled, every receipt and phone ending in digits that nobody else has."""
    numbers = (f"{n:06d}" for n in range(424201, 10**6))

    def identity(clock: FakeClock, codes: dict[str, str]) -> MemoryIdentity:
        people = tuple(Enrolled(f"263942{n:04d}", receipt(n), Phone(phone(n))) for n in range(len(CROWD)))
        return MemoryIdentity(
            people, clock, on_code=lambda to, code: codes.__setitem__(to.e164, code), new_code=lambda: next(numbers)
        )

    return stage(identity=identity)


def receipt(n: int) -> str:
    return f"1000110002{n:05d}20260115093000"


def phone(n: int) -> str:
    return f"+21261234{n:04d}"


def somebody(scene: Stage_, n: int, world: str, seed: int) -> Citizen:
    line = Line(scene, PROFILES[world], Random(seed + n), phone(n))
    plan = PLANS[CROWD[n]]
    types = tuple((key, receipt(n) if said == RECEIPT else said) for key, said in plan.types)
    return Citizen(line, replace(plan, types=types), LANGUAGES[n % len(LANGUAGES)], hurry=True)


@pytest.mark.parametrize("world", PROFILES)
@settings(max_examples=3)
@given(seed=SEEDS, order=st.randoms(use_true_random=False))
def test_phones_that_take_turns_in_any_order_see_what_each_would_see_alone(world: str, seed: int, order: Random) -> None:
    async def both() -> None:
        alone = []
        for n in range(len(CROWD)):
            her = somebody(crowded(), n, world, seed)
            async for _ in her.steps():
                pass
            alone.append(her.line.screens)
        scene = crowded()
        crowd = [somebody(scene, n, world, seed) for n in range(len(CROWD))]
        under_way = {n: her.steps() for n, her in enumerate(crowd)}
        while under_way:
            n = order.choice(sorted(under_way))
            if await anext(under_way[n], "done") == "done":
                del under_way[n]
        assert [her.line.screens for her in crowd] == alone
        assert scene.troubles == []

    asyncio.run(both())


# --- lossy networks, slow registries -----------------------------------------------------------


@pytest.mark.parametrize("world", [name for name, profile in PROFILES.items() if profile.alphabet != "all"])
async def test_whose_phone_drops_arabic_reads_and_types_her_way_to_french(world: str) -> None:
    line = Line(stage(), PROFILES[world], Random(1))
    await line.dial()
    assert "/ Langue" in line.screens[-1]
    assert re.search("^2 Fran.ais$", line.screens[-1], re.MULTILINE)
    await line.send("2")
    assert re.search("^1 Retrouver mon IDCS$", line.screens[-1], re.MULTILINE)


@pytest.mark.parametrize("world", [name for name, profile in PROFILES.items() if profile.alphabet != "all"])
async def test_who_fell_into_arabic_there_finds_the_way_out_in_latin_letters(world: str) -> None:
    line = Line(stage(), PROFILES[world], Random(1))
    await line.dial()
    await line.send("1")
    way_out = re.compile(r"^(\d) .*Langue", re.MULTILINE)
    while not (found := way_out.search(line.screens[-1])):
        assert "99" in line.screens[-1]
        await line.send("99")
    await line.send(found[1])
    assert line.seen.key == "language-ask"
    await line.send("2")
    assert "Retrouver mon IDCS" in line.screens[-1]


@pytest.mark.parametrize("world", EXACT)
async def test_a_registry_of_twenty_seconds_is_promised_within_the_answer_limit_and_one_message_follows(world: str) -> None:
    scene, registry = registry_stage()
    line = Line(scene, PROFILES[world], Random(1))
    registry.latency = lambda _: 20.0
    await line.dial()
    for typed in ("2", "2", "1"):
        await line.send(typed)
    took, seen = await seconds_of(scene.clock, line.send(PROCESSING))
    assert seen.key == "errand-promised"
    assert took < line.profile.answer
    registry.latency = lambda _: 0.0
    await finish_one(scene.world)
    assert not await finish_one(scene.world)
    assert [to for to, _ in scene.messages()] == [HER]
    assert (await line.dial()).key == "status-processing"


@pytest.mark.parametrize("world", ["africastalking", "numbered"])
async def test_a_back_that_comes_again_late_goes_back_once(world: str) -> None:
    line = Line(stage(), PROFILES[world], Random(1))
    await line.dial()
    for typed in ("2", "1", "0", "2"):
        await line.send(typed)
    assert line.call is not None
    assert (await line.post(line.call.hops[3])).key == "status-what", "the late hop shows what stands"
    assert (await line.send("1")).key == "status-receipt"


@pytest.mark.parametrize("world", ["africastalking", "numbered"])
async def test_the_dial_of_the_session_before_that_comes_late_takes_nobody_out_of_hers(world: str) -> None:
    line = Line(stage(), PROFILES[world], Random(1))
    await line.dial()
    await line.send("2")
    assert line.call is not None
    before = line.call.hops[0]
    await line.dial()
    await line.post(before)
    assert (await line.send("2")).key == "status-what"


@pytest.mark.parametrize("world", ["africastalking", "numbered"])
async def test_nor_after_its_last_words_are_gone(world: str) -> None:
    line = Line(stage(), PROFILES[world], Random(1))
    await line.dial()
    for typed in ("2", "2", "2"):
        await line.send(typed)
    assert line.call is not None
    before = line.call.hops[0]
    await line.scene.clock.advance(TOMBSTONE + 1)
    await line.dial()
    await line.send("2")
    first = await line.send("2")
    assert (first.key, first.open) == ("rsu-needs", True), "the last words have a second page"
    await line.post(before)
    turned = await line.send("99")
    assert turned.key == first.key
    assert turned.page != first.page


async def test_a_plan_that_ended_on_many_pages_is_not_begun_anew_by_a_dial_of_minutes_ago() -> None:
    """Found by a walk: the copy came in the second in which the session before was forgotten."""
    her = citizen(stage(), "privacy", "fr", "late", 8115)
    await her.go()
    await came_true(her)
