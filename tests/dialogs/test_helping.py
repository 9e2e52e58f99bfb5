"""A relative or an agent helps somebody: nothing without her consent, no more than the policy shows, and she hears of it."""

from dataclasses import replace

import pytest

from config.policy import Policy
from store.memory import MemoryAudit
from tests.dialogs.scenes import phone, seconds_of, typed
from tests.player import HER, NOBODY, OTHER, RECEIPT, UIN, Stage_, stage

HELPED = ("2", "2", "5", "1", "1")
"""French, my file, for somebody, a relative, by a code."""


def actions(scene: Stage_) -> list[tuple[str, str]]:
    assert isinstance(scene.world.audit, MemoryAudit)
    return [(event.action, event.outcome) for event in scene.world.audit.events]


async def test_her_code_is_her_consent_and_her_phone_hears_of_it() -> None:
    scene = stage()
    helper = phone(scene, number=OTHER)
    assert await typed(helper, *HELPED, UIN) == "CON helped-code minutes=3"
    assert await helper.send(scene.codes[HER]) == "CON programmes"
    assert [to for to, _ in scene.messages()] == [HER]
    assert OTHER[-2:] in scene.messages()[0][1]
    assert OTHER not in scene.messages()[0][1]
    noted = [("consent-help-relative", ""), ("help-start", ""), ("help", "found"), ("enrolments", "")]
    assert [one for one in actions(scene) if one[0] not in ("speak",)] == noted


async def test_both_phones_are_in_the_audit_under_their_hashes() -> None:
    scene = stage()
    helper = phone(scene, number=OTHER)
    await typed(helper, *HELPED, UIN)
    await helper.send(scene.codes[HER])
    assert isinstance(scene.world.audit, MemoryAudit)
    event = next(one for one in scene.world.audit.events if one.action == "help")
    assert event.actor == scene.world.keys.mac("caller", OTHER)
    assert event.subject == scene.world.keys.mac("subject", "UIN", UIN)


@pytest.mark.parametrize("number", [UIN, "2639425177"], ids=["registered", "nobody"])
async def test_registered_or_not_reads_and_takes_the_same(number: str) -> None:
    scene = stage(floor=0.6)
    helper = phone(scene, number=NOBODY)
    await typed(helper, *HELPED)
    screens = [await seconds_of(scene.clock, helper.send(said)) for said in (number, "000000", "000000", "000000")]
    assert [screen for _, screen in screens] == [
        "CON helped-code minutes=3",
        "CON slip-code-wrong / recover-code-again",
        "CON slip-code-wrong / recover-code-again",
        "END recover-locked minutes=30",
    ]
    assert {took for took, _ in screens} == {0.6}
    assert scene.messages() == []


async def test_what_a_code_opened_to_a_helper_opens_no_household() -> None:
    """A helper reads the programmes: the way on from them leads to nothing else of hers."""
    scene = stage()
    helper = phone(scene, number=OTHER)
    await typed(helper, *HELPED, UIN)
    await helper.send(scene.codes[HER])
    assert await helper.send("2") == "END programme-why name=" + str(scene.world.country.name_of("tayssir")) + " why=" + str(
        scene.world.country.name_of("score-above")
    )


async def test_a_receipt_opens_the_stage_and_notes_who_helped() -> None:
    scene = stage()
    assert await typed(phone(scene, number=OTHER), "2", "2", "5", "2", "2", RECEIPT) == "END status-issued"
    assert actions(scene) == [("help-receipt-agent", "")]


async def test_a_dropped_call_is_not_offered_again_once_she_agreed() -> None:
    scene = stage()
    helper = phone(scene, number=OTHER)
    await typed(helper, *HELPED, UIN)
    assert await helper.dial() == "CON resume-offer"
    assert await helper.send("1") == "CON helped-code minutes=3"
    await helper.send(scene.codes[HER])
    assert await helper.dial() == "CON menu"


def policed(**fields: str) -> Stage_:
    scene = stage()
    policy = scene.world.country.policy
    kept = {name: proof for name, proof in policy.fields.items() if not name.startswith("helped.") or name in fields}
    country = replace(scene.world.country, policy=Policy(policy.services, kept, policy.limits))
    return replace(scene, world=replace(scene.world, country=country))


async def test_where_the_policy_shows_a_helper_nothing_nobody_is_offered_to_help() -> None:
    assert await typed(phone(policed()), "2", "2", "5") == "CON slip-choice / status-what"


async def test_where_it_shows_the_stage_alone_no_code_is_offered() -> None:
    scene = policed(**{"helped.stage": "SIM"})
    assert await typed(phone(scene), "2", "2", "5", "1") == "CON help-receipt"
