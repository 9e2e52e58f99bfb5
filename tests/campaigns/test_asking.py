"""An audience that is asked for: who matches, what is told of how many, and who may ask."""

from pathlib import Path

import pytest

from campaigns.asking import Lists, where_of
from campaigns.audience import Bad, Sheet, Unusable
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted
from store.keyring import Keyring
from store.ledger import Fate
from store.roll import Where
from tests.campaigns.campaign_world import AUTHOR, NOON, RUNNER, Town
from tests.store.campaign_boxes import phone, real_ledger, twin_ledger


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, keys: Keyring) -> Town:
    if request.param == "twin":
        return Town(twin_ledger(keys), keys)
    return Town(real_ledger(request.getfixturevalue(f"{request.param}_engine"), keys), keys)


def lists(town: Town) -> Lists:
    return Lists(town.ledger.roll, town.audit, town.keys, town.clock)


def sheet(path: Path, rows: list[str], heading: str = "phone;région;commune;inscrit;langue;household") -> Sheet:
    path.write_text("\n".join([heading.replace("inscrit", "registered"), *rows]), "utf-8")
    return Sheet(path, "MA", ("ar", "fr"))


def row(n: int, region: str = "Fès", commune: str = "Fès Médina", registered: str = "non", home: str = "") -> str:
    return f"{phone(n).e164};{region};{commune};{registered};{'fr' if n % 2 else 'ar'};{home}"


ROWS = [
    *(row(n) for n in range(6)),
    *(row(n, "Casablanca-Settat", "Anfa", "oui") for n in range(6, 12)),
    *(row(n, "Rabat", "Agdal") for n in range(12, 15)),
]


async def brought(town: Town, tmp_path: Path, rows: list[str] | None = None) -> None:
    await lists(town).enlist("pnss", sheet(tmp_path / "a.csv", ROWS if rows is None else rows), "AMO Tadamon", AUTHOR, print)
    await town.desk.draft(town.plan(), AUTHOR)


async def ask(town: Town, *told: str) -> int:
    return (await town.desk.ask("days", told, AUTHOR)).new


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ((), Where()),
        (("region=Fès", "region=rabat", "lang=AR"), Where(region=("fes", "rabat"), lang=("ar",))),
        (("registered=oui",), Where(registered=True)),
        (("registered=no", "list=self"), Where(registered=False, lists=("self",))),
        (("programme=AMO  Tadamon", "commune=الرباط"), Where(programme=("amo tadamon",), commune=("الرباط",))),
    ],
)
def test_a_question_reads_as_it_is_written(told: tuple[str, ...], where: Where) -> None:
    assert where_of(told) == where


@pytest.mark.parametrize("told", ["region", "region=", "name=x", "registered=perhaps", "=x", "REGION=x"])
def test_a_question_that_means_nothing_is_refused(told: str) -> None:
    with pytest.raises(InvalidIdentifier):
        where_of([told])


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ((), 15),
        (("region=fes",), 6),
        (("region=FÈS", "region=Rabat"), 9),
        (("commune=fès médina", "lang=ar"), 3),
        (("programme=amo tadamon", "registered=yes"), 6),
        (("registered=no",), 9),
        (("list=self",), 0),
    ],
)
async def test_who_matches_is_in_the_audience_once(town: Town, tmp_path: Path, told: tuple[str, ...], count: int) -> None:
    await brought(town, tmp_path)
    assert [await ask(town, *told), await ask(town, *told)] == [count, 0]


async def test_the_question_is_part_of_what_is_approved(town: Town, tmp_path: Path) -> None:
    await brought(town, tmp_path)
    await ask(town, "region=fes", "lang=ar")
    seen = await town.desk.preview("days")
    assert seen.first.campaign.asked == ("lang=ar region=fes",)
    await ask(town, "region=rabat")
    assert (await town.desk.preview("days")).digest != seen.digest


async def test_who_asked_is_reached_and_who_refuses_at_any_moment_is_not(town: Town, tmp_path: Path) -> None:
    await brought(town, tmp_path)
    contacts = town.ledger.contacts
    await contacts.set_consent(phone(100), "campaign", True, how="ussd", at=NOON)
    await contacts.set_consent(phone(0), "campaign", False, how="sms:stop", at=NOON)  # before it is asked
    assert await ask(town) == 15
    await contacts.set_consent(phone(1), "campaign", False, how="sms:stop", at=NOON)  # before it is frozen
    record, out = await town.desk.freeze("days", AUTHOR)
    assert (record.count, out) == (14, {"opted-out": 1})
    await contacts.set_consent(phone(2), "campaign", False, how="sms:stop", at=NOON)  # before it is sent
    await town.approved_again(record)
    await town.go(times=30, rest=60.0)
    assert await town.fates() == {Fate.SENT: 13, Fate.SKIPPED: 1}
    assert phone(100) in town.ledger.carried
    assert not {phone(0), phone(1), phone(2)} & set(town.ledger.carried)


async def test_one_message_to_a_household_and_none_to_who_is_excluded(town: Town, tmp_path: Path) -> None:
    await brought(town, tmp_path, [row(1, home="h"), row(2, home="h"), row(3), row(4)])
    one = sheet(tmp_path / "out.csv", [phone(3).e164], "phone")
    await town.desk.exclude("days", one, AUTHOR, print)
    assert await ask(town) == 2


async def test_what_is_told_of_how_many_points_at_nobody(town: Town, tmp_path: Path) -> None:
    await brought(town, tmp_path)
    told = await town.desk.count("days", (), AUTHOR)
    assert told.persons == 15
    assert dict(told.groups["region"]) == {"casablancasettat": 6, "others": 9}
    assert sum(told.groups["lang"].values()) == 15
    few = await town.desk.count("days", ("region=rabat",), AUTHOR)
    assert (few.persons, dict(few.groups["commune"])) == (None, {})


async def test_an_audience_of_questions_has_no_columns_for_a_text(town: Town, tmp_path: Path) -> None:
    await brought(town, tmp_path)
    await ask(town)
    await town.desk.gather("days", sheet(tmp_path / "b.csv", ["0612345678;A"], "phone;name"), AUTHOR, print)
    assert (await town.desk.preview("days")).first.campaign.columns == ()


async def test_only_a_writer_asks_brings_and_strikes(town: Town, tmp_path: Path) -> None:
    await brought(town, tmp_path)
    for act in (
        town.desk.ask("days", (), RUNNER),
        town.desk.count("days", (), RUNNER),
        lists(town).enlist("x", sheet(tmp_path / "x.csv", []), "", RUNNER, print),
        lists(town).strike("pnss", RUNNER),
    ):
        with pytest.raises(NotPermitted):
            await act


async def test_a_frozen_audience_is_asked_nothing_more(town: Town, tmp_path: Path) -> None:
    await brought(town, tmp_path)
    await ask(town)
    await town.desk.freeze("days", AUTHOR)
    with pytest.raises(Conflict):
        await ask(town)


@pytest.mark.parametrize("name", ["self", "", "A", "a b", "x" * 33])
async def test_a_list_has_a_plain_name_of_its_own(town: Town, tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidIdentifier):
        await lists(town).enlist(name, sheet(tmp_path / "a.csv", []), "", AUTHOR, print)


async def test_a_file_that_cannot_be_used_leaves_the_old_list(town: Town, tmp_path: Path) -> None:
    await brought(town, tmp_path)
    with pytest.raises(Unusable):
        await lists(town).enlist("pnss", sheet(tmp_path / "b.csv", ["x"], "name"), "", AUTHOR, print)
    assert await ask(town) == 15


async def test_what_is_wrong_is_told_by_line_and_each_list_is_in_the_audit(town: Town, tmp_path: Path) -> None:
    bad = list[Bad]()
    tally = await lists(town).enlist("pnss", sheet(tmp_path / "a.csv", [row(1), row(1), "x;;;;;"]), "", AUTHOR, bad.append)
    assert (tally.read, tally.new) == (3, 1)
    assert sorted((one.line, one.code) for one in bad) == [(3, "same-number"), (4, "no-number")]
    await lists(town).strike("pnss", AUTHOR)
    with pytest.raises(NotFound):
        await lists(town).strike("pnss", AUTHOR)
    assert [event.action for event in town.audit.events] == ["campaign-enlist", "campaign-strike"]
