"""Lists and counts of cases on the twin, SQLite and PostgreSQL: what each role is shown, in which order, and no small group."""

from dataclasses import replace

import pytest

from dialogs.ports import CaseFilter, CaseState, Count, Staff
from dialogs.refusals import NotFound, NotPermitted, NotSupported
from store.keyring import Keyring
from tests.store.cases_world import (
    ANY,
    CHIEF,
    DAY,
    HERS,
    HIND,
    MONDAY,
    NADIA,
    REPORTER,
    Town,
    grievance,
    listed,
    real,
    twin,
)


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, keys: Keyring) -> Town:
    return twin(keys) if request.param == "twin" else real(request.getfixturevalue(f"{request.param}_engine"), keys)


# --- the list ----------------------------------------------------------------------------------


async def test_the_list_has_the_oldest_promise_first_without_texts(town: Town) -> None:
    slow = await town.opened(case=grievance(1, category="data"))
    soon = await town.opened(2)
    town.later(1)
    later = await town.opened(3)
    files = await town.office.list(CHIEF, ANY, now=town.now)
    assert [file.view.ref for file in files] == [soon, later, slow]
    assert {(file.text, file.desired, len(file.history)) for file in files} == {("", "", 0)}


async def test_the_list_goes_on_after_a_reference(town: Town) -> None:
    refs = {await town.opened(n) for n in range(7)}
    found: list[str] = []
    while page := await listed(town, after=found[-1] if found else "", limit=3):
        assert len(page) <= 3
        found += page
    assert len(found) == 7
    assert set(found) == refs


async def test_a_page_begins_after_no_reference_that_is_unknown(town: Town) -> None:
    with pytest.raises(NotFound):
        await listed(town, after="12345678")


async def test_filters_pick_what_they_say(town: Town) -> None:
    late = await town.opened(1)
    town.later(8)
    agadir = await town.opened(case=grievance(2, place="agadir", category="data"))
    await town.office.assign(CHIEF, agadir, "omar", now=town.now)
    waiting = await town.opened(3)
    await town.office.ask(HIND, waiting, "?", now=town.now)
    town.later(60)
    done = await town.resolved(4)
    cases = {
        "state": (CaseFilter(state=CaseState.RESOLVED), {done}),
        "category": (CaseFilter(category="data"), {agadir}),
        "place": (CaseFilter(place="agadir"), {agadir}),
        "assignee": (CaseFilter(assignee="omar"), {agadir}),
        "nobody's": (CaseFilter(assignee=""), {late}),
        "overdue": (CaseFilter(overdue=True), {late, agadir}),
        "in time": (CaseFilter(overdue=False), {waiting, done}),
        "both": (CaseFilter(overdue=True, category="payment"), {late}),
        "none": (CaseFilter(category="weather"), set[str]()),
    }
    for name, (where, expected) in cases.items():
        assert set(await listed(town, where)) == expected, name
    files = await town.office.list(CHIEF, ANY, now=town.now)
    assert {file.view.ref for file in files if file.overdue} == {late, agadir}


async def test_an_area_bounds_the_list(town: Town) -> None:
    here = [await town.opened(n) for n in (1, 2)]
    there = await town.opened(case=grievance(3, place="agadir"))
    nowhere = await town.opened(case=grievance(4, place=""))
    assert set(await listed(town, staff=replace(HIND, areas=frozenset({"rabat"})))) == set(here)
    assert await listed(town, staff=replace(HIND, areas=frozenset({"agadir"}))) == [there]
    assert nowhere in await listed(town, staff=HIND)


@pytest.mark.parametrize("staff", [NADIA, REPORTER, Staff("nobody", frozenset())])
async def test_the_list_is_for_who_works_cases(town: Town, staff: Staff) -> None:
    with pytest.raises(NotPermitted):
        await listed(town, staff=staff)


async def test_what_waits_is_listed_apart_from_what_is_decided(town: Town) -> None:
    open_, done = await town.opened(1), await town.resolved(2)
    assert await listed(town, CaseFilter(decided=False)) == [open_]
    assert await listed(town, CaseFilter(decided=True)) == [done]


# --- the report --------------------------------------------------------------------------------


async def test_a_report_shows_no_group_below_five(town: Town) -> None:
    for n in range(20):
        category = "payment" if n < 8 else "data" if n < 14 else f"rare{n % 2}"
        await town.opened(case=grievance(n, category=category))
    report = await town.office.report(REPORTER, "category", since=MONDAY, until=MONDAY + 1)
    assert report == [Count("payment", 8), Count("data", 6), Count("other", 6)]


async def test_other_is_left_out_when_it_is_small_itself(town: Town) -> None:
    for n in range(9):
        await town.opened(case=grievance(n, category="payment" if n < 5 else "data"))
    assert await town.office.report(CHIEF, "category", since=0, until=MONDAY + 1) == [Count("payment", 5)]


@pytest.mark.parametrize(
    ("group_by", "group"),
    [("state", "received"), ("place", "sale"), ("programme", "unknown"), ("channel", "ussd"), ("category", "payment")],
)
async def test_a_report_counts_by(town: Town, group_by: str, group: str) -> None:
    for n in range(5):
        await town.opened(case=grievance(n, phone=None, programme=""))
    assert await town.office.report(REPORTER, group_by, since=MONDAY, until=MONDAY + 1) == [Count(group, 5)]
    assert await town.office.report(REPORTER, group_by, since=MONDAY + 1, until=MONDAY + DAY) == []


async def test_satisfaction_counts_those_who_told_it(town: Town) -> None:
    for n in range(7):
        ref = await town.resolved(n)
        if n < 5:
            await town.cases.rate(ref, HERS, 4, key=b"r", now=town.now)
    assert await town.office.report(REPORTER, "satisfaction", since=0, until=MONDAY + 1) == [Count("4", 5)]


async def test_a_report_stays_in_its_area_and_with_its_roles(town: Town) -> None:
    for n in range(12):
        await town.opened(case=grievance(n, place="sale" if n < 7 else "agadir"))
    mine = replace(REPORTER, areas=frozenset({"souss"}))
    assert await town.office.report(mine, "place", since=0, until=MONDAY + 1) == [Count("agadir", 5)]
    for staff in (HIND, NADIA):
        with pytest.raises(NotPermitted):
            await town.office.report(staff, "place", since=0, until=MONDAY + 1)
    with pytest.raises(NotSupported):
        await town.office.report(CHIEF, "phone", since=0, until=MONDAY + 1)
