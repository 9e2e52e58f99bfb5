"""The course of a campaign: when messages came and answers with them, where people dropped off, and nobody to be found in it."""

import csv
import io
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import report, words
from campaigns.course import FEWEST, MOST_POINTS, Funnel, Point, funnel, points
from campaigns.replies import BEGAN, DONE
from campaigns.report_page import as_html
from dialogs.ports import Report, State
from store.keyring import Keyring
from store.ledger import STEP, Fate, Reached
from tests.campaigns.campaign_world import NOON, RUNNER, Town
from tests.store.campaign_boxes import person, phone, real_ledger, twin_ledger


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, keys: Keyring) -> Town:
    if request.param == "twin":
        return Town(twin_ledger(keys), keys)
    return Town(real_ledger(request.getfixturevalue(f"{request.param}_engine"), keys), keys)


async def run(town: Town) -> None:
    """60 people in two regions: all sent, 40 delivered an hour later; 20 answer, 12 begin, 6 come to the end."""
    people = [person(n, region="casa" if n < 40 else "fes") for n in range(60)]
    record = await town.approved(people, cell=0.0)
    await town.desk.act(record.name, "start", RUNNER)
    await town.go(times=10)
    await town.clock.advance(3600)
    for n in range(40):
        await town.ledger.dispatch.report(Report("at", f"{n + 1}-{n % 10}", State.DELIVERED), now=town.clock.now())
    await town.clock.advance(60)
    await town.go(times=8)
    for n in range(20):
        for word in ["1", "1", *[BEGAN] * (n < 12), *[DONE] * (n < 6)]:
            await town.ledger.results.heard(phone(n), word, since=NOON, now=NOON + 2 * 3600 + n)
    await town.ledger.results.heard(phone(59), "stop", since=NOON, now=NOON + 9000)


async def told(town: Town) -> report.Report:
    return await report.of(await town.desk.find("days"), town.ledger.results)


async def test_the_course_ends_where_the_ledger_stands(town: Town) -> None:
    await run(town)
    fates = await town.fates()
    net = Counter[Fate]()
    for _, fate, count in await town.ledger.results.moves(1):
        net[fate] += count
    assert +net == fates
    last = (await told(town)).course[-1]
    assert (last.sent, last.delivered, last.failed, last.replied) == (60, fates[Fate.DELIVERED], 0, 20)


async def test_messages_are_told_by_the_time_at_which_they_came(town: Town) -> None:
    await run(town)
    course = (await told(town)).course
    assert course[0].at <= NOON + STEP
    assert (course[0].sent, course[0].delivered, course[0].replied) == (60, 0, 0)
    assert [point.at for point in course] == sorted(point.at for point in course)
    assert course[-1].at == NOON // STEP * STEP + 2 * 3600 + STEP


async def test_where_people_dropped_off(town: Town) -> None:
    await run(town)
    found = await told(town)
    delivered = found.fates["delivered"]
    assert found.funnel == {"sent": 60, "delivered": delivered, "replied": 20, "began": 12, "done": 6}
    assert [(row.group, row.total, row.stages["replied"]) for row in found.funnel_by_region] == [("casa", 40, 20), ("fes", 20, 0)]
    assert [row.group for row in found.funnel_by_operator] == ["orange"]
    assert found.answers == {"1": 20}


async def test_it_is_in_all_forms(town: Town) -> None:
    await run(town)
    found = await told(town)
    assert json.loads(report.as_json(found))["funnel"]["began"] == 12
    rows = list(csv.reader(io.StringIO(report.as_csv(found))))
    assert ["funnel", "", "done", "6"] in rows
    assert ["funnel-region", "casa", "replied", "20"] in rows
    assert any(row[0] == "course" and row[2:] == ["replied", "20"] for row in rows)
    assert as_html(found, words.of(town.desk.law)["en"], NOON).count("<polyline") == 4


async def test_a_campaign_of_which_nothing_is_known_has_no_course(town: Town) -> None:
    await town.submitted([person(n) for n in range(3)])
    found = await told(town)
    assert (found.course, found.funnel, found.funnel_by_region) == ((), {}, ())
    assert "Over time" not in as_html(found, words.of(town.desk.law)["en"], NOON)


STEPS = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from([Fate.SENT, Fate.DELIVERED, Fate.FAILED]), st.integers(1, 9)), max_size=60
)


@given(STEPS, st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9)), max_size=60))
def test_no_two_points_differ_by_a_few_people(moves: list[tuple[int, Fate, int]], answers: list[tuple[int, int]]) -> None:
    found = points(moves, answers)
    assert len(found) <= MOST_POINTS
    for before, after in zip((Point(0, 0, 0, 0, 0), *found), found, strict=False):
        for what in ("delivered", "failed", "replied"):
            assert not 0 < getattr(after, what) - getattr(before, what) < FEWEST


GROUPS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 30), max_size=6)


@given(GROUPS, st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["replied", "began", "done"]), st.integers(1, 9))))
def test_no_stage_of_a_group_points_at_a_few_people(sizes: dict[str, int], did: list[tuple[str, str, int]]) -> None:
    reached = [Reached(("fr", region, ""), stage, count) for region, stage, count in did if region in sizes]
    rows = funnel({name: Counter({"delivered": size}) for name, size in sizes.items()}, reached, 1)
    assert all(row.total >= FEWEST for row in rows)
    assert all(not 0 < row.stages.get(stage, 0) < FEWEST for row in rows for stage in ("replied", "began", "done"))
    assert len({tuple(row.stages) for row in rows}) <= 1


def test_a_stage_that_is_hidden_in_one_group_is_hidden_in_all() -> None:
    """Else it could be worked out from the whole."""
    reached = [Reached(("fr", "casa", ""), "replied", 20), Reached(("fr", "fes", ""), "replied", 2)]
    rows = funnel({"casa": Counter({"sent": 50}), "fes": Counter({"sent": 50})}, reached, 1)
    told = {"sent": 50, "delivered": 0, "began": 0, "done": 0}
    assert rows == (Funnel("casa", 50, told), Funnel("fes", 50, told))
