"""One suite for every beneficiary registry: the twin, and SP-DCI's adapter in both dialects and both habits of `enrolled`."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from dialogs.model import IdRef
from dialogs.ports import BeneficiaryRegistry, Card, CardState, Coverage, Enrolment, EnrolmentState, NextEvent
from dialogs.refusals import NotFound, NotSupported
from registry_client.memory_social import Beneficiary, MemoryBeneficiary
from sandbox.households import Home, next_payment
from store.clock import FakeClock
from tests.registry_client.dci_world import HOMES, NOBODY, ctx, dci_world, head, number, sim

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

TODAY = datetime.fromtimestamp(FakeClock().now(), UTC).date()
POOR = next(home for home in HOMES if all(standing.state == "Active" for standing in home.standings))
RICH = next(home for home in HOMES if all(standing.state == "Rejected" for standing in home.standings))
MIXED = next(home for home in HOMES if len({standing.state for standing in home.standings}) == 2)
STATES = {"Active": EnrolmentState.ENROLLED, "Rejected": EnrolmentState.REFUSED, "Pending": EnrolmentState.PENDING}
CARDS = {"Active": CardState.VALID, "Blocked": CardState.BLOCKED, "Replaced": CardState.REPLACED}


def enrolments(home: Home) -> tuple[Enrolment, ...]:
    def coming(programme: str, state: str) -> NextEvent | None:
        return NextEvent("payment", next_payment(TODAY)) if state == "Active" and programme != "AMO" else None

    return tuple(Enrolment(s.programme, STATES[s.state], s.since, s.reason, coming(s.programme, s.state)) for s in home.standings)


def coverage(home: Home) -> tuple[Coverage, ...]:
    end = TODAY.replace(month=12, day=31)
    return tuple(
        Coverage(s.state == "Active", "AMO", end if s.state == "Active" else None) for s in home.standings if s.programme == "AMO"
    )


def card_of(home: Home) -> Card:
    state = CARDS[home.card_state]
    if state is CardState.VALID and home.card_expires < TODAY:
        state = CardState.EXPIRED
    given, _, family = dict(home.head.names)["fr"].partition(" ")
    return Card(state, home.standings[0].programme, home.card_expires, f"{given[0]}. {family[0]}.")


def printed(home: Home) -> IdRef:
    return IdRef("PASS", home.card)


def beneficiary(home: Home) -> Beneficiary:
    people = [IdRef("UIN", person.uin) for person in home.members]
    phones = [IdRef("HANDLE", f"{person.phone}@phone") for person in home.members if person.phone]
    return Beneficiary((number(home), *people, *phones), enrolments(home), coverage(home), {printed(home): card_of(home)})


@pytest.fixture(params=["memory", "cavage", "jws", "cavage-with-records"])
async def registry(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[BeneficiaryRegistry]:
    if request.param == "memory":
        yield MemoryBeneficiary(map(beneficiary, HOMES))
        return
    async with dci_world(clock, "jws" if request.param == "jws" else "cavage") as world:
        world.fake.desks["ibr"].only_yes_or_no = request.param != "cavage-with-records"
        yield world.ibr


def test_it_says_what_it_can_do(registry: BeneficiaryRegistry) -> None:
    assert registry.caps() == {"enrolments", "cards", "card_numbers", "coverage"}


@pytest.mark.parametrize("way", [number, head], ids=["household", "person"])
@pytest.mark.parametrize("home", [POOR, MIXED, RICH], ids=["in-all", "in-some", "in-none"])
async def test_a_person_stands_with_every_programme(registry: BeneficiaryRegistry, home: Home, way: object) -> None:
    assert callable(way)
    assert tuple(await registry.enrolments(way(home), ctx=ctx())) == enrolments(home)


async def test_whom_no_programme_knows_is_enrolled_in_none(registry: BeneficiaryRegistry) -> None:
    assert not await registry.enrolments(NOBODY, ctx=ctx())
    assert not await registry.coverage(NOBODY, ctx=ctx())


async def test_coverage_is_told_by_the_schemes_of_the_country(registry: BeneficiaryRegistry) -> None:
    assert tuple(await registry.coverage(head(POOR), ctx=ctx())) == coverage(POOR)


@pytest.mark.parametrize("state", ["Active", "Blocked", "Replaced"])
async def test_a_card_holds_or_not(registry: BeneficiaryRegistry, state: str) -> None:
    home = next(home for home in HOMES if home.card_state == state)
    assert await registry.card(printed(home), ctx=ctx()) == card_of(home)


async def test_a_card_shows_initials_and_no_number(registry: BeneficiaryRegistry) -> None:
    told = repr(await registry.card(printed(POOR), ctx=ctx()))
    assert POOR.head.uin not in told
    assert all(word not in told for word in dict(POOR.head.names)["fr"].split() if len(word) > 2)


async def test_a_valid_card_is_found_by_whom_it_was_given_to(registry: BeneficiaryRegistry) -> None:
    valid = next(home for home in HOMES if home.card_state == "Active" and home.card_expires >= TODAY)
    assert await registry.card_number(head(valid), "PASS", ctx=ctx()) == printed(valid)


async def test_a_card_that_no_longer_holds_is_told_to_nobody(registry: BeneficiaryRegistry) -> None:
    blocked = next(home for home in HOMES if home.card_state == "Blocked")
    for who in (head(blocked), NOBODY):
        with pytest.raises(NotFound):
            await registry.card_number(who, "PASS", ctx=ctx())


async def test_an_unknown_card_is_not_found(registry: BeneficiaryRegistry) -> None:
    with pytest.raises(NotFound):
        await registry.card(IdRef("PASS", "000000000"), ctx=ctx())


async def test_what_is_no_number_of_this_registry_is_not_supported(registry: BeneficiaryRegistry) -> None:
    with pytest.raises(NotSupported):
        await registry.card(head(POOR), ctx=ctx())
    with pytest.raises(NotSupported):
        await registry.enrolments(IdRef("PASSPORT", "AB123456"), ctx=ctx())


def test_the_next_payday_is_the_28th() -> None:
    days = [date(2026, 1, 31), date(2026, 12, 30), date(2026, 2, 28), date(2026, 2, 1)]
    assert [next_payment(day) for day in days] == [date(2026, 2, 28), date(2027, 1, 28), date(2026, 2, 28), date(2026, 2, 28)]


async def test_a_phone_finds_what_its_owner_gets(registry: BeneficiaryRegistry) -> None:
    home = next(home for home in HOMES if home.head.phone)
    assert tuple(await registry.enrolments(sim(home), ctx=ctx())) == enrolments(home)
