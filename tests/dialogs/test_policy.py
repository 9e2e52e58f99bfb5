"""The policy decides what is opened and shown: without enough proof, or without a word on it, nothing is."""

from dataclasses import replace

import pytest
from msgspec import structs

from channels.ussd.terminal import Handset
from config.policy import Limit, Policy, Proof
from dialogs.desk import Desk, Finding, HandedOff
from dialogs.desk.challenge import Challenge
from dialogs.engine.counter import SERVICES
from dialogs.engine.errands import finish_one
from dialogs.model import Caller, Code, Delivery, End, end
from dialogs.talk import Talk
from tests.dialogs.scenes import phone, registry_stage, together, typed
from tests.player import HER, MOROCCO, PROCESSING, Stage_, stage


def under(scene: Stage_, **changed: object) -> Stage_:
    """The same stage under a policy with other words in it."""
    country = scene.world.country
    scene.world = replace(scene.world, country=replace(country, policy=replace(country.policy, **changed)))  # type: ignore[arg-type]
    return scene


@pytest.mark.parametrize("proof", Proof)
@pytest.mark.parametrize("needed", Proof)
def test_a_proof_opens_what_needs_that_much_or_less(needed: Proof, proof: Proof) -> None:
    policy = Policy(services={"s": needed}, fields={"f": needed})
    assert policy.may_use("s", proof) == policy.may_show("f", proof) == (proof.value >= needed.value)


def test_what_is_not_named_is_refused_to_everybody() -> None:
    policy = Policy(services={"s": Proof.NONE}, fields={"f": Proof.NONE})
    assert not any(policy.may_use(name, Proof.BIOMETRIC) for name in ("f", "", "S", "s "))
    assert not any(policy.may_show(name, Proof.BIOMETRIC) for name in ("s", "", "F"))
    assert not Policy().may_use("s", Proof.BIOMETRIC)


def test_the_proofs_are_ordered_from_none_to_biometric() -> None:
    assert [proof.name for proof in sorted(Proof)] == ["NONE", "SIM", "CODE", "DEMOGRAPHIC", "BIOMETRIC"]


@pytest.mark.parametrize("service", [name for name in MOROCCO.services if name in SERVICES])
async def test_a_service_that_needs_more_proof_is_not_opened(service: str) -> None:
    scene, registry = registry_stage()
    under(scene, services={**MOROCCO.policy.services, service: Proof.CODE})
    number = str(MOROCCO.services.index(service) + 1)
    assert await typed(phone(scene), "2", number) == "END not-allowed"
    assert registry.calls == []


@pytest.mark.parametrize("service", [name for name in MOROCCO.services if name in SERVICES])
async def test_a_service_that_the_policy_does_not_name_is_not_opened(service: str) -> None:
    scene = stage()
    under(scene, services={name: need for name, need in MOROCCO.policy.services.items() if name != service})
    assert await typed(phone(scene), "2", str(MOROCCO.services.index(service) + 1)) == "END not-allowed"


@pytest.mark.parametrize("fields", [{}, {"application.stage": Proof.CODE}], ids=["unnamed", "more proof"])
async def test_a_stage_is_not_offered_where_a_receipt_is_not_enough(fields: dict[str, Proof]) -> None:
    scene = under(stage(), fields=fields)
    screen = await typed(phone(scene), "2", "2")
    assert "status-what" in screen
    assert "status-what-receipt" not in screen


@pytest.mark.parametrize("fields", [{}, {"identifier.masked": Proof.DEMOGRAPHIC}], ids=["unnamed", "more proof"])
async def test_not_even_the_masked_number_is_shown_without_enough_proof(fields: dict[str, Proof]) -> None:
    scene = under(stage(), fields=fields)
    caller = phone(scene)
    await typed(caller, "2", "1", "1", "1")
    assert await caller.send(scene.codes[HER]) == "END recover-sent masked=****"
    assert len(scene.messages()) == 1, "the enrolled phone still gets it"


async def test_a_slow_answer_is_no_way_round_the_policy() -> None:
    scene, registry = registry_stage()
    under(scene, fields={})
    registry.latency = lambda _: 30.0
    caller = phone(scene)
    await typed(caller, "2", "2", "1")
    await together(scene.clock, caller.send(PROCESSING))
    assert not await finish_one(scene.world)
    assert scene.messages() == []


async def proof_shown(talk: Talk, desk: Desk) -> End:
    return end("proof", proof=desk.proof.name)


@pytest.mark.parametrize(("with_phone", "proof"), [(True, "SIM"), (False, "NONE")])
async def test_a_phone_is_a_claim_of_the_network_and_no_phone_is_nothing(with_phone: bool, proof: str) -> None:
    scene = stage()
    caller = phone(scene, proof_shown)
    delivery = caller.delivery()
    if not with_phone:
        delivery = structs.replace(delivery, caller=Caller("ussd", "web-session-1"))
    assert await caller.turns.take(delivery, caller.face) == f"END proof proof={proof}"


class Nameless(Handset):
    """A phone whose number the network hides."""

    def delivery(self) -> Delivery:
        return structs.replace(super().delivery(), caller=Caller("ussd", "hidden-7"))


@pytest.mark.parametrize(
    ("service", "screen"),
    [
        ("recover", "CON phone-ask"),
        ("status", "CON phone-ask"),
        ("offices", "CON office-commune"),
        ("privacy", "CON data"),
    ],
)
async def test_a_caller_without_a_number_may_find_an_office_and_links_a_phone_to_recover(service: str, screen: str) -> None:
    known = phone(stage())
    hidden = Nameless(known.turns, known.face, HER, known.session_id)
    assert await typed(hidden, "2", str(MOROCCO.services.index(service) + 1)) == screen


async def test_limits_come_from_the_policy() -> None:
    scene = under(stage(), limits={**MOROCCO.policy.limits, "recover-code": Limit(1, 60, 120)})
    assert await typed(phone(scene), "2", "1", "1", "1", "000000") == "END recover-locked minutes=2"


def test_what_failed_or_waits_proves_nothing_to_who_has_no_phone_either() -> None:
    desk, code = Desk(stage().world, Caller("web", "visitor"), lambda: "fr"), Code("mac", "000000")
    asked, handed, wrong = Challenge("1"), HandedOff("id", "123456", 10), Finding("wrong", left=2)
    assert {
        deed.proves(wrong) if deed.proves else None
        for deed in (desk.prove(asked, code), desk.recover_finish(asked, code), desk.help_agreed(asked, code))
    } == {Proof.NONE}
    waits = desk.handed_off(handed).proves
    assert waits is not None
    assert waits("waiting") == Proof.NONE
