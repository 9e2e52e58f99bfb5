"""Who is registered with a phone is told to its proven holder, masked; what she says is not hers is the registry's to decide."""

from dataclasses import replace

import pytest

from channels.ussd.terminal import Handset
from config.policy import Policy
from dialogs.model import IdRef, Phone
from dialogs.ports import CaseFilter, CaseKind, Household, Role, Staff
from house.casebook import rules_of
from registry_client.memory_social import SOCIAL, Dwelling, MemorySocial
from store.cases.caseload import OfficersCaseload
from store.memory import MemoryAudit
from tests.player import DWELLINGS, HER, NOBODY, Stage_, stage

NEIGHBOURS = (
    Dwelling(Household(IdRef("HOUSEHOLD", "77310045"), 3, "M. T.", place="Ksar Lakbir"), (IdRef("HANDLE", f"{HER}@phone"),)),
    Dwelling(Household(IdRef("HOUSEHOLD", "66120098"), 4, ""), (IdRef("HANDLE", f"{HER}@phone"),)),
)
OFFICER = Staff("op-7", frozenset({Role.LEAD}))


def with_social(social: MemorySocial, **policy: object) -> Stage_:
    made = stage()
    country = replace(made.world.country, policy=replace(made.world.country.policy, **policy))  # type: ignore[arg-type]
    return replace(made, world=replace(made.world, social=social, country=country))


@pytest.fixture
def scene() -> Stage_:
    return with_social(MemorySocial([*DWELLINGS, *NEIGHBOURS]))


async def my_data(scene: Stage_, phone: str = HER) -> tuple[Handset, str]:
    """All that "my data" offers, in French."""
    await scene.world.contacts.set_language(Phone(phone), "fr", at=0.0)
    handset = scene.handset(phone)
    await handset.dial()
    return handset, f"{await handset.send('4')}\n{await handset.send('99')}"


async def asked(scene: Stage_) -> tuple[Handset, str]:
    """Her list, once the code was right."""
    handset, offered = await my_data(scene)
    assert "8 Ménages liés à ce téléphone" in offered
    await handset.send("8")
    first = await handset.send(scene.codes[HER])
    return handset, f"{first}\n{await handset.send('99')}"


async def not_mine(scene: Stage_, which: str) -> str:
    handset, _ = await asked(scene)
    assert "La demande ira à : RSU. Rien ne change avant son controle." in await handset.send(which)
    return await handset.send("1")


async def test_each_household_is_shown_by_initials_size_and_commune_alone(scene: Stage_) -> None:
    _, shown = await asked(scene)
    for line in ("1 F. B., 5, Zagora", "2 M. T., 3, Ksar Lakbir", "3 4", "4 Tout est normal"):
        assert line in shown.split("\n")
    assert not any(number in shown for number in ("48120077", "77310045", "66120098"))


async def test_what_is_not_hers_is_a_request_that_the_registry_decides(scene: Stage_) -> None:
    assert "Référence" in await not_mine(scene, "2")
    load = OfficersCaseload(scene.casebook, rules_of(scene.world.country))
    (one,) = await load.list(OFFICER, CaseFilter(), now=scene.clock.now())
    file = await load.file(OFFICER, one.view.ref, now=scene.clock.now())
    assert (file.view.kind, file.view.category) == (CaseKind.UPDATE, "phone")
    assert "not-mine: M. T., 3, Ksar Lakbir" in file.history[0].text
    assert "77310045" not in repr([event.text for event in file.history])


async def test_the_same_household_twice_is_one_request_and_another_is_another(scene: Stage_) -> None:
    assert "Référence" in await not_mine(scene, "2")
    assert "Vous avez déjà une demande pareille." in await not_mine(scene, "2")
    assert "C'est enregistré." in await not_mine(scene, "3")
    load = OfficersCaseload(scene.casebook, rules_of(scene.world.country))
    assert len(await load.list(OFFICER, CaseFilter(), now=scene.clock.now())) == 2


async def test_nothing_is_sent_unless_she_says_so(scene: Stage_) -> None:
    handset, _ = await asked(scene)
    await handset.send("1")
    assert "Rien n'est envoyé." in await handset.send("2")
    assert "open-case" not in scene.deeds


async def test_without_the_code_nothing_is_shown_whoever_is_registered(scene: Stage_) -> None:
    """The phone of nobody reads as the phone of somebody does."""
    screens = []
    for phone in (HER, NOBODY):
        handset, _ = await my_data(scene, phone)
        screens.append([await handset.send(typed) for typed in ("8", "000000", "000000", "000000")])
    assert screens[0] == screens[1]
    assert isinstance(scene.world.audit, MemoryAudit)
    assert {event.action for event in scene.world.audit.events} == {"prove-start", "prove"}


@pytest.mark.parametrize("lacks", ["the registry", "the policy"])
async def test_where_nobody_may_tell_it_is_not_offered(lacks: str) -> None:
    fields = {name: proof for name, proof in stage().world.country.policy.fields.items() if name != "phone.people"}
    if lacks == "the registry":
        scene = with_social(MemorySocial(DWELLINGS, caps=SOCIAL - {"people_of_phone"}))
    else:
        scene = with_social(MemorySocial(DWELLINGS), fields=fields)
    _, offered = await my_data(scene)
    assert "Effacer ce que vous gardez" in offered
    assert "sous ce téléphone" not in offered


def test_a_policy_that_does_not_name_it_shows_it_to_nobody() -> None:
    assert not Policy().ever_shows("phone.people")
