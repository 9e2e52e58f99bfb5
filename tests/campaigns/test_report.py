"""What is told of a campaign: figures that sum, groups that point at nobody, and a file that a spreadsheet survives."""

import csv
import io
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import report
from campaigns.replies import Replies
from campaigns.report import FEWEST, Report, Row
from dialogs.model import Phone
from store.keyring import Keyring
from tests.campaigns.campaign_world import RUNNER, Town
from tests.store.campaign_boxes import person, phone, twin_ledger


@pytest.fixture
def town(keys: Keyring) -> Town:
    return Town(twin_ledger(keys), keys)


async def told(town: Town, regions: dict[str, int], **changes: object) -> Report:
    people = [
        person(n, region=region) for n, region in enumerate(region for region, count in regions.items() for _ in range(count))
    ]
    record = await town.approved(people, cell=0.0, **changes)
    await town.desk.act(record.name, "start", RUNNER)
    await town.go(times=8)
    return await report.of(await town.desk.find(record.name), town.ledger.results)


async def test_figures_sum_to_the_audience(town: Town) -> None:
    found = await told(town, {"casa": 20, "fes": 7})
    assert found.fates["sent"] == sum(found.fates.values()) == found.audience == 27
    assert found.regions == (Row("casa", 20, {"sent": 20}), Row("fes", 7, {"sent": 7}))
    assert {row.group: row.total for row in found.languages} == {"ar": 14, "fr": 13}


async def test_small_groups_are_told_together(town: Town) -> None:
    found = await told(town, {"casa": 20, "fes": 3, "sale": 4})
    assert {row.group: row.total for row in found.regions} == {"casa": 20, "others": 7}


async def test_a_small_group_cannot_be_worked_out_from_the_rest(town: Town) -> None:
    found = await told(town, {"casa": 20, "fes": 9, "sale": 2})
    assert {row.group: row.total for row in found.regions} == {"casa": 20, "others": 11}


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(1, 12), max_size=8))
def test_no_group_is_smaller_than_five_and_all_are_told_or_none(groups: dict[str, int]) -> None:

    rows = report._rows({name: Counter({"sent": count}) for name, count in groups.items()})
    assert all(row.total >= FEWEST for row in rows)
    assert sum(row.total for row in rows) in (sum(groups.values()), 0)


async def test_answers_are_counted_for_services_and_told_from_five_on(town: Town) -> None:
    await told(town, {"casa": 20, "fes": 10}, keywords={"1": "recover", "2": "status"})
    replies = Replies(town.ledger.book, town.ledger.results, town.clock)
    for n in range(8):
        assert await replies.service(phone(n), " 1 ") == "recover"
    for n in range(3):
        assert await replies.service(phone(n), "٢") == "status"
    assert await replies.service(phone(0), "3") is None
    assert await replies.service(Phone("+212699999999"), "1") is None
    await replies.stopped(phone(9))
    found = await report.of(await town.desk.find("days"), town.ledger.results)
    assert found.answers == {"1": 8}
    assert found.answers_by_region == {"casa": {"1": 8}}


async def test_an_answer_after_a_week_is_about_something_else(town: Town) -> None:
    await told(town, {"casa": 5}, keywords={"1": "recover"})
    await town.clock.advance(8 * 86400)
    assert await Replies(town.ledger.book, town.ledger.results, town.clock).service(phone(0), "1") is None


async def test_json_and_csv_say_the_same(town: Town) -> None:
    found = await told(town, {"casa": 20, "=cmd|x": 7})
    assert json.loads(report.as_json(found))["fates"]["sent"] == 27
    lines = list(csv.DictReader(io.StringIO(report.as_csv(found))))
    assert {line["count"] for line in lines if (line["dimension"], line["fate"]) == ("all", "sent")} == {"27"}
    assert "'=cmd|x" in {line["group"] for line in lines}
