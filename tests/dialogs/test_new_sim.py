"""A SIM that was changed lately: what it alone opened before waits, however it is asked for."""

from dataclasses import replace

import pytest

from dialogs.model import Phone
from registry_client.simswap.memory import MemorySimSwap
from tests.dialogs.scenes import phone, typed
from tests.player import HER, RECEIPT, UIN, Stage_, stage

HOUR = 3600.0
TOO_NEW = "This SIM is too new"


def changed(hours: float) -> Stage_:
    """Her SIM was changed so many hours ago; Morocco waits for 72."""
    scene = stage()
    swaps = {Phone(HER): scene.clock.now() - hours * HOUR}
    return replace(scene, world=replace(scene.world, simswap=MemorySimSwap(swaps, scene.clock)))


@pytest.mark.parametrize("asked", [("2", "1", "1", "1"), ("2", "1", "3", "1", "1"), ("2", "1", "1", "3", "2")])
async def test_a_new_sim_alone_recovers_no_number(asked: tuple[str, ...]) -> None:
    scene = changed(hours=1)
    assert await typed(phone(scene), *asked) == "END recover-new-sim"
    assert (scene.codes, scene.messages()) == ({}, [])


async def test_a_new_sim_with_the_last_digits_of_a_number_recovers_none_either() -> None:
    scene = changed(hours=1)
    thief = scene.texter()
    await scene.world.contacts.set_language(Phone(HER), "en", at=0.0)
    await thief.send(f"RECUP {UIN[-4:]}")
    assert TOO_NEW in await thief.send("1")
    assert scene.codes == {}


async def test_with_her_receipt_a_new_sim_is_no_hindrance() -> None:
    scene = changed(hours=1)
    caller = phone(scene)
    assert (await typed(caller, "2", "1", "1", "2", RECEIPT)).startswith("CON recover-code ")
    assert (await caller.send(scene.codes[HER])).startswith("END recover-sent ")


async def test_after_the_days_of_cooling_off_it_is_a_sim_like_any_other() -> None:
    scene = changed(hours=73)
    assert (await typed(phone(scene), "2", "1", "1", "1")).startswith("CON recover-code ")
