"""Recovering what is not the number of the person herself: of her household, of her card, of somebody in the family."""

from dataclasses import replace

import pytest

from dialogs.engine.journal import load
from dialogs.model import IdRef
from dialogs.ports import CallContext, Household
from dialogs.refusals import RegistryError, Unavailable
from registry_client.memory_social import MemorySocial
from tests.dialogs.scenes import phone, record_of, registry_stage, seconds_of, typed
from tests.player import DWELLINGS, HER, NOBODY, OTHER, UIN, Stage_, stage

OTHERS = ("2", "1", "3", "1")
FAMILY = ("2", "1", "1", "3", "2")


class Moody(MemorySocial):
    """Raises `fails` in turn, then answers."""

    def __init__(self, *fails: RegistryError) -> None:
        super().__init__(DWELLINGS)
        self.fails = list(fails)

    async def household(self, ref: IdRef, *, ctx: CallContext) -> Household:
        if self.fails:
            raise self.fails.pop(0)
        return await super().household(ref, ctx=ctx)


def moody(*fails: RegistryError) -> Stage_:
    scene = stage()
    return replace(scene, world=replace(scene.world, social=Moody(*fails)))


async def test_a_code_that_the_registry_has_used_up_still_opens_what_another_registry_failed_to_tell() -> None:
    scene = moody(Unavailable("down"), Unavailable("down"))
    caller = phone(scene)
    assert (await typed(caller, *OTHERS, "1")).startswith("CON recover-code ")
    code = scene.codes[HER]
    assert await caller.send(code) == "END busy"
    for last in ("END busy", "END recover-lost-sent masked=****0077"):
        assert (await caller.dial()) == "CON resume-offer"
        assert (await caller.send("1")).startswith("CON recover-code ")
        assert await caller.send(code) == last
    assert [to for to, _ in scene.messages()] == [HER]


async def test_who_has_no_household_is_told_so_after_her_code_alone() -> None:
    scene = stage()
    scene = replace(scene, world=replace(scene.world, social=MemorySocial()))
    caller = phone(scene)
    await typed(caller, *OTHERS, "1")
    assert await caller.send("000000") == "CON slip-code-wrong / recover-code-again"
    assert await caller.send(scene.codes[HER]) == "END recover-lost-none"
    assert scene.messages() == []


async def test_a_number_of_somebody_else_is_sent_to_her_phone_and_to_no_other() -> None:
    scene = stage()
    caller = phone(scene, number=OTHER)
    await typed(caller, *OTHERS, "2", UIN)
    assert await caller.send(scene.codes[HER]) == "END recover-lost-sent masked=****0077"
    assert {to for to, _ in scene.messages()} == {HER}
    assert "48120077" in scene.messages()[-1][1]


@pytest.mark.parametrize(("number", "born"), [(HER, "2007"), (HER, "1950"), (NOBODY, "2007")], ids=["right", "wrong", "nobody"])
async def test_right_wrong_and_nobody_read_and_take_the_same(number: str, born: str) -> None:
    scene, registry = registry_stage(floor=0.6)
    registry.latency = lambda _: 0.2
    caller = phone(scene, number=number)
    await typed(caller, *FAMILY)
    took, screen = await seconds_of(scene.clock, caller.send(born))
    assert screen == "CON recover-code minutes=3"
    assert took == 0.6
    took, screen = await seconds_of(scene.clock, caller.send("000000"))
    assert screen == "CON slip-code-wrong / recover-code-again"
    assert took == 0.6


async def test_years_cannot_be_tried_one_after_the_other() -> None:
    scene = stage()
    caller = phone(scene)
    screens = [await typed(caller, *FAMILY, "1950")]
    for born in ("1951", "1952", "1953"):
        await caller.dial()
        screens.append([await caller.send(key) for key in ("2", *FAMILY[1:], born)][-1])
    assert [screen.split()[1] for screen in screens] == ["recover-code", "recover-code", "recover-code", "recover-locked"]


async def test_the_journal_holds_the_number_of_nobody() -> None:
    """Of a member of the family it holds the phone and the year that were given, never the number that a registry told."""
    scene = stage()
    caller = phone(scene)
    await typed(caller, *FAMILY, "2007")
    kept = await record_of(scene)
    assert kept is not None
    held = [entry.value for entry in load(kept).journal]
    assert 2007 in held
    assert "7351940826" not in str(held)


@pytest.mark.parametrize("word", ["waxa", "OK", "نعم"])
async def test_a_word_agrees_as_well_as_a_key(word: str) -> None:
    assert await typed(phone(stage()), "2", "1", word) == "CON recover-way"


async def test_a_registry_without_households_and_cards_offers_nothing_else() -> None:
    scene = stage()
    bare = MemorySocial(caps=frozenset())
    caller = scene.handset()
    caller.turns = replace(caller.turns, world=replace(scene.world, social=bare))
    assert "Autre" not in await typed(caller, "2", "1")
