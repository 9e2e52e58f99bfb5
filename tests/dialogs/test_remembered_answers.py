"""A registry that is down: what it told last stands in for it, with its day, for whoever proved who she is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from channels.ussd.terminal import Handset
from dialogs.model import IdRef, Phone
from dialogs.ports import CallContext, Change, DataUse, Household, Score, SocialRegistry, Subscription
from dialogs.refusals import NotFound, RegistryError, Unavailable
from registry_client.memory import MemoryIdentity
from registry_client.memory_social import MemorySocial
from tests.player import DWELLINGS, HER, UIN, Stage_, stage

DAY = 24 * 3600.0


@dataclass
class Moody:
    """A social registry that can be made to fail."""

    inner: SocialRegistry
    fault: RegistryError | None = None

    def caps(self) -> frozenset[str]:
        return self.inner.caps()

    async def household(self, ref: IdRef, *, ctx: CallContext) -> Household:
        if self.fault:
            raise self.fault
        return await self.inner.household(ref, ctx=ctx)

    async def score(self, ref: IdRef, *, ctx: CallContext) -> Score:
        return await self.inner.score(ref, ctx=ctx)

    async def member(self, ref: IdRef, scheme: str, born: int, *, ctx: CallContext) -> IdRef:
        return await self.inner.member(ref, scheme, born, ctx=ctx)

    async def subscribe(self, ref: IdRef, changes: Sequence[Change], *, ctx: CallContext) -> Subscription:
        return await self.inner.subscribe(ref, changes, ctx=ctx)

    async def unsubscribe(self, subscription: Subscription, *, ctx: CallContext) -> None:
        await self.inner.unsubscribe(subscription, ctx=ctx)

    async def data_uses(self, ref: IdRef, limit: int, *, ctx: CallContext) -> Sequence[DataUse]:
        return await self.inner.data_uses(ref, limit, ctx=ctx)

    async def households_of(self, phone: Phone, *, ctx: CallContext) -> Sequence[Household]:
        return await self.inner.households_of(phone, ctx=ctx)


@pytest.fixture
def scene() -> tuple[Stage_, Moody]:
    made = stage()
    moody = Moody(made.world.social)
    return replace(made, world=replace(made.world, social=moody)), moody


async def household(scene: Stage_, handset: Handset) -> str:
    """The last screen of a citizen who asks for her household and proves who she is."""
    await handset.dial()
    chosen = await scene.world.contacts.language(Phone(handset.phone))
    for keys in ("2", "3", "1", UIN) if chosen else ("2", "2", "3", "1", UIN):
        await handset.send(keys)
    return await handset.send(scene.codes[HER])


async def test_the_last_answer_stands_in_with_its_day(scene: tuple[Stage_, Moody]) -> None:
    world, moody = scene
    phone = world.handset()
    first = await household(world, phone)
    assert first.startswith("CON Votre ménage : 5 personnes.")
    await world.clock.advance(DAY)
    moody.fault = Unavailable("down")
    assert "Le registre ne répond pas en ce moment." in await household(world, phone)
    assert await phone.send("1") == first


async def test_after_a_week_nothing_stands_in(scene: tuple[Stage_, Moody]) -> None:
    world, moody = scene
    phone = world.handset()
    await household(world, phone)
    await world.clock.advance(8 * DAY)
    moody.fault = Unavailable("down")
    assert "Le service ne répond pas" in await household(world, phone)


async def test_who_is_gone_from_the_registry_is_not_remembered(scene: tuple[Stage_, Moody]) -> None:
    world, moody = scene
    phone = world.handset()
    await household(world, phone)
    moody.fault = NotFound("gone")
    assert "Aucun ménage" in await household(world, phone)


async def test_what_is_remembered_is_sealed(scene: tuple[Stage_, Moody]) -> None:
    world, _ = scene
    await household(world, world.handset())
    key = world.world.keys.mac("last-told", "household", "UIN", UIN)
    kept = await world.world.sessions.load(key)
    assert kept is not None
    assert DWELLINGS[0].household.updated_on is not None
    assert DWELLINGS[0].household.updated_on.isoformat().encode() not in kept[1]


# --- a registry that is left alone -------------------------------------------------------------


class Resting(MemoryIdentity):
    """A population registry whose breaker keeps calls away."""

    def well(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        pytest.param(("1", "1", "2"), "receipt", id="a recovery by receipt"),
        pytest.param(("2", "1"), "receipt", id="an application"),
        pytest.param(("2", "3"), "number", id="a household"),
        pytest.param(("8", "1"), "new-phone", id="a change"),
    ],
)
async def test_she_is_told_before_she_types_a_number_that_nobody_would_read(keys: tuple[str, ...], asked: str) -> None:
    resting = stage(identity=lambda clock, codes: Resting((), clock, on_code=lambda *_: None))
    phone = resting.handset()
    await phone.dial()
    await phone.send("2")
    for key in keys:
        screen = await phone.send(key)
    assert screen.startswith("END Le service ne répond pas en ce moment."), asked


async def test_what_needs_no_registry_goes_on_while_it_rests() -> None:
    resting = stage(identity=lambda clock, codes: Resting((), clock, on_code=lambda *_: None))
    phone = resting.handset()
    await phone.dial()
    for key in ("2", "1", "1", "3"):
        screen = await phone.send(key)
    assert screen.startswith("CON Au bureau, apportez")


async def test_a_household_without_a_date_is_shown_without_one() -> None:
    made = stage()
    bare = replace(DWELLINGS[0], household=replace(DWELLINGS[0].household, updated_on=None, registered_on=None))
    scene = replace(made, world=replace(made.world, social=MemorySocial((bare,))))
    screen = await household(scene, scene.handset())
    assert screen.startswith("CON Votre ménage : 5 personnes.\n1 Me prévenir par SMS")
