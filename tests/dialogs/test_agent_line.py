"""The agents' line: hidden, behind a registered SIM and a PIN, counted, written down, and no name beyond initials."""

import pytest

from dialogs.model import Phone
from store.memory import MemoryAudit
from tests.dialogs.scenes import phone, seconds_of
from tests.player import Stage_, stage

AGENT, CITIZEN = "+25377880011", "+25377550099"
PIN = "271828"
CARD = "55530*5150"


async def field(floor: float = 0.0) -> Stage_:
    scene = stage("djibouti", floor=floor)
    await scene.enlist(AGENT)
    for number in (AGENT, CITIZEN):
        await scene.world.contacts.set_language(Phone(number), "fr", at=0.0)
    return scene


async def test_a_card_is_valid_or_not_and_shows_initials_at_most() -> None:
    scene = await field()
    agent = phone(scene, number=AGENT)
    assert await agent.dial("8") == "CON agent-pin"
    assert await agent.send(PIN) == "CON card-number"
    assert (await agent.send(CARD)).startswith("CON agent-card-valid")
    assert "initials=F. A." in await agent.again()
    assert await agent.send("1") == "CON card-number"
    assert (await agent.send("223399")).startswith("CON card-blocked")
    await agent.send("1")
    assert await agent.send("999999999") == "CON card-unknown"
    assert await agent.send("2") == "END agent-bye"


async def test_each_check_is_in_the_audit_with_who_asked_for_which_card() -> None:
    scene = await field()
    agent = phone(scene, number=AGENT)
    await agent.dial("8")
    for said in (PIN, CARD):
        await agent.send(said)
    assert isinstance(scene.world.audit, MemoryAudit)
    begun, checked = scene.world.audit.events
    mac = scene.world.keys.mac
    assert (begun.action, begun.outcome, begun.subject) == ("agent-begin", "known", mac("operator", "agent-7"))
    assert (checked.action, checked.outcome, checked.subject) == ("agent-card", "valid", mac("subject", "PNSF", "55530R5150"))
    assert {begun.actor, checked.actor} == {mac("caller", AGENT)}


@pytest.mark.parametrize(("number", "typed"), [(AGENT, "000000"), (CITIZEN, PIN)], ids=["wrong PIN", "nobody's SIM"])
async def test_a_wrong_pin_and_a_sim_that_nobody_registered_read_and_take_the_same(number: str, typed: str) -> None:
    scene = await field(floor=0.6)
    handset = phone(scene, number=number)
    await handset.dial("8")
    told = [await seconds_of(scene.clock, handset.send(typed)) for _ in range(3)]
    assert [screen for _, screen in told] == ["CON slip-code-wrong / agent-pin"] * 2 + ["END locked minutes=60"]
    assert {took for took, _ in told} == {0.6}
    await handset.dial("8")
    assert (await seconds_of(scene.clock, handset.send(PIN)))[1] == "END locked minutes=60"


async def test_a_day_has_so_many_cards_whatever_phone_and_however_often_he_dials() -> None:
    scene = await field()
    limit = scene.world.country.policy.limits["agent-card"]
    his = (scene.world.keys.mac("operator", "agent-7"),)
    for n in range(limit.tries):
        key = scene.world.keys.mac("test", str(n))
        await scene.world.guard.spend("agent-card", his, tries=limit.tries, window=limit.window, lock=limit.lock, key=key)
    agent = phone(scene, number=AGENT)
    await agent.dial("8")
    await agent.send(PIN)
    assert await agent.send(CARD) == "END locked minutes=60"


async def test_what_is_behind_the_pin_is_offered_to_nobody_after_a_drop() -> None:
    scene = await field()
    agent = phone(scene, number=AGENT)
    await agent.dial("8")
    await agent.send(PIN)
    await agent.send(CARD)
    assert await agent.dial() == "CON menu"
    assert await agent.dial("8") == "CON agent-pin"


async def test_a_disabled_agent_is_nobody_at_once() -> None:
    scene = await field()
    await scene.operators.disable("agent-7")
    agent = phone(scene, number=AGENT)
    await agent.dial("8")
    assert await agent.send(PIN) == "CON slip-code-wrong / agent-pin"


async def test_the_line_is_on_no_menu() -> None:
    scene = await field()
    assert "agent" not in scene.world.country.services
    assert await phone(scene, number=AGENT).dial() == "CON menu"


async def test_a_conversation_has_twelve_cards() -> None:
    scene = await field()
    agent = phone(scene, number=AGENT)
    await agent.dial("8")
    await agent.send(PIN)
    for _ in range(12):
        await agent.send("223399")
        last = await agent.send("1")
    assert last == "END agent-bye"
