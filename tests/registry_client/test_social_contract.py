"""One suite for every social registry: the in-memory twin, and SP-DCI's adapter against the sandbox, in both dialects."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from dialogs.model import IdRef, Phone
from dialogs.ports import Change, DataUse, Household, Score, SocialRegistry, Subscription
from dialogs.refusals import Ambiguous, Conflict, NotFound, NotSupported
from registry_client.memory_social import Dwelling, MemorySocial
from sandbox.households import Home
from store.clock import FakeClock
from tests.registry_client.dci_world import HOME, HOMES, NOBODY, UNSCORED, ctx, dci_world, head, number, phone_of, sim

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

WAYS = pytest.mark.parametrize("way", [number, head, sim], ids=["number", "person", "phone"])


def initials(home: Home) -> str:
    given, _, family = dict(home.head.names)["fr"].partition(" ")
    return f"{given[0]}. {family[0]}."


def expected(home: Home) -> Household:
    return Household(
        ref=number(home),
        size=len(home.members),
        head=initials(home),
        registered_on=home.registered_on,
        updated_on=home.updated_on,
        place=home.commune,
        verified_by={"address": "commune"},
    )


def dwelling(home: Home) -> Dwelling:
    members = tuple(IdRef("UIN", person.uin) for person in home.members)
    phones = tuple({IdRef("HANDLE", f"{person.phone}@phone") for person in home.members if person.phone})
    score = None if home.value is None else Score(home.band, home.updated_on, home.value, "PMT")
    return Dwelling(expected(home), members + phones, score, born={IdRef("UIN", one.uin): one.born.year for one in home.members})


def under(phone: str) -> list[Household]:
    return [expected(home) for home in HOMES if phone in {person.phone for person in home.members}]


def by_number(found: Sequence[Household]) -> list[Household]:
    """In the order of their numbers; a household has one."""
    return sorted(found, key=lambda house: house.ref.value)


@pytest.fixture(params=["memory", "cavage", "jws"])
async def registry(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[SocialRegistry]:
    if request.param == "memory":
        yield MemorySocial(map(dwelling, HOMES))
        return
    async with dci_world(clock, request.param) as world:
        yield world.social


def test_the_twin_can_do_all_that_the_port_has() -> None:
    assert MemorySocial().caps() == {"household", "members", "score", "subscribe", "data_uses", "people_of_phone"}


@WAYS
async def test_a_household_is_found_by_its_number_its_people_and_its_phone(registry: SocialRegistry, way: object) -> None:
    assert callable(way)
    assert await registry.household(way(HOME), ctx=ctx()) == expected(HOME)


async def test_every_household_reads_as_it_is_kept(registry: SocialRegistry) -> None:
    for home in HOMES[:6]:
        assert await registry.household(number(home), ctx=ctx()) == expected(home)


async def test_of_the_head_only_initials_come_back(registry: SocialRegistry) -> None:
    household = await registry.household(number(HOME), ctx=ctx())
    assert all(word not in repr(household) for word in dict(HOME.head.names)["fr"].split() if len(word) > 2)
    assert HOME.head.uin not in repr(household)


@WAYS
async def test_a_member_is_found_by_the_year_of_birth(registry: SocialRegistry, way: object) -> None:
    assert callable(way)
    years = [person.born.year for person in HOME.members]
    one = next(person for person in HOME.members if years.count(person.born.year) == 1)
    assert await registry.member(way(HOME), "UIN", one.born.year, ctx=ctx()) == IdRef("UIN", one.uin)


async def test_twins_are_not_told_apart_and_a_wrong_year_is_nobody(registry: SocialRegistry) -> None:
    twins = next(home for home in HOMES if len({one.born.year for one in home.members}) < len(home.members))
    year = next(one.born.year for one in twins.members if [two.born.year for two in twins.members].count(one.born.year) > 1)
    with pytest.raises(Ambiguous):
        await registry.member(number(twins), "UIN", year, ctx=ctx())
    with pytest.raises(NotFound):
        await registry.member(number(twins), "UIN", 1900, ctx=ctx())


async def test_a_score_has_its_level_its_day_and_its_method(registry: SocialRegistry) -> None:
    assert await registry.score(head(HOME), ctx=ctx()) == Score(HOME.band, HOME.updated_on, HOME.value, "PMT")


async def test_who_was_not_scored_yet_has_no_score(registry: SocialRegistry) -> None:
    with pytest.raises(NotFound):
        await registry.score(number(UNSCORED), ctx=ctx())


@pytest.mark.parametrize("nobody", [NOBODY, IdRef("HOUSEHOLD", "1R1"), IdRef("HANDLE", "+212699999999@phone")])
async def test_nobody_is_not_found(registry: SocialRegistry, nobody: IdRef) -> None:
    with pytest.raises(NotFound):
        await registry.household(nobody, ctx=ctx())
    with pytest.raises(NotFound):
        await registry.score(nobody, ctx=ctx())


async def test_another_kind_of_number_is_not_supported(registry: SocialRegistry) -> None:
    with pytest.raises(NotSupported):
        await registry.household(IdRef("PASSPORT", "AB123456"), ctx=ctx())


async def test_a_wish_to_hear_of_changes_is_kept_and_ended(registry: SocialRegistry) -> None:
    wished = await registry.subscribe(number(HOME), [Change.SCORE, Change.HOUSEHOLD], ctx=ctx(b"one"))
    assert wished.ref == number(HOME)
    assert len(wished.id.split()) == 2
    await registry.unsubscribe(wished, ctx=ctx(b"two"))
    await registry.unsubscribe(wished, ctx=ctx(b"three"))
    assert await registry.subscribe(number(HOME), [Change.SCORE], ctx=ctx(b"four"))


async def test_the_same_wish_under_the_same_key_is_one(registry: SocialRegistry) -> None:
    """A crash after the registry took it, and the deed is done again."""
    once = await registry.subscribe(number(HOME), [Change.SCORE, Change.STATUS], ctx=ctx(b"one"))
    assert await registry.subscribe(number(HOME), [Change.SCORE, Change.STATUS], ctx=ctx(b"one")) == once


async def test_the_same_wish_twice_is_a_conflict(registry: SocialRegistry) -> None:
    await registry.subscribe(number(HOME), [Change.SCORE], ctx=ctx(b"one"))
    with pytest.raises(Conflict):
        await registry.subscribe(number(HOME), [Change.SCORE], ctx=ctx(b"two"))


async def test_an_unknown_wish_cannot_be_ended(registry: SocialRegistry) -> None:
    with pytest.raises(NotFound):
        await registry.unsubscribe(Subscription("nothing", number(HOME)), ctx=ctx())


async def test_nobody_can_be_subscribed_to(registry: SocialRegistry) -> None:
    with pytest.raises(NotFound):
        await registry.subscribe(NOBODY, [Change.SCORE], ctx=ctx())


async def test_a_refusal_names_nobody(registry: SocialRegistry) -> None:
    with pytest.raises(NotFound) as refused:
        await registry.household(NOBODY, ctx=ctx())
    assert NOBODY.value not in f"{refused.value} {refused.value!r}"


async def test_one_phone_in_two_households_is_ambiguous() -> None:
    twice = [dwelling(HOME), Dwelling(expected(UNSCORED), (sim(HOME),))]
    with pytest.raises(Ambiguous):
        await MemorySocial(twice).household(sim(HOME), ctx=ctx())


async def test_every_household_under_a_phone_is_told_once(registry: SocialRegistry) -> None:
    shared = next(one.phone for home in HOMES for one in home.members if one.phone and len(under(one.phone)) > 1)
    for phone, many in ((Phone(shared), 2), (phone_of(HOME), 1)):
        found = await registry.households_of(phone, ctx=ctx(phone.e164.encode()))
        assert by_number(found) == by_number(under(phone.e164))
        assert len(found) == many


async def test_a_phone_that_nobody_gave_has_no_people(registry: SocialRegistry) -> None:
    assert list(await registry.households_of(Phone("+212699999999"), ctx=ctx())) == []


async def test_of_a_phone_five_households_are_told_at_most(clock: FakeClock) -> None:
    crowd = [replace(home, members=(replace(home.head, phone=HOME.head.phone), *home.members[1:])) for home in HOMES[:8]]
    assert len(await MemorySocial(map(dwelling, crowd)).households_of(phone_of(HOME), ctx=ctx())) == 5
    async with dci_world(clock, there=crowd) as world:
        assert len(await world.social.households_of(phone_of(HOME), ctx=ctx())) == 5


async def test_a_country_may_have_less_than_the_port() -> None:
    poor = MemorySocial(map(dwelling, HOMES), caps=frozenset({"household"}))
    assert await poor.household(number(HOME), ctx=ctx())
    for refused in (
        poor.score(number(HOME), ctx=ctx()),
        poor.subscribe(number(HOME), [Change.SCORE], ctx=ctx()),
        poor.data_uses(number(HOME), 5, ctx=ctx()),
        poor.households_of(phone_of(HOME), ctx=ctx()),
    ):
        with pytest.raises(NotSupported):
            await refused


async def test_who_looked_at_the_data_is_told_newest_first() -> None:
    uses = tuple(DataUse(float(at), "commune", "address") for at in (2, 3, 1))
    registry = MemorySocial([replace(dwelling(HOME), uses=uses)])
    assert [use.at for use in await registry.data_uses(head(HOME), 2, ctx=ctx())] == [3.0, 2.0]
