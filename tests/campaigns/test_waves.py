"""Reminders to the same people: each wave at its time, to whom it is meant for, with a ledger of its own that sums up."""

from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from campaigns.brief import Content
from campaigns.plan import FEWEST, Campaign, Wave
from dialogs.ports import State
from dialogs.refusals import Conflict, InvalidIdentifier
from store.keyring import Keyring
from store.ledger import Fate, Person, Record, Stage
from store.roll import Enrolled, Listed
from store.sql.campaign_retention import SqlCampaignRetention
from store.sql.engine import transaction
from store.sql.tables_campaigns import people
from tests.campaigns.campaign_world import AUTHOR, NOON, RUNNER, Town, with_law
from tests.store.campaign_boxes import person, phone, real_ledger, twin_ledger

DAY = 86400.0
WEEK_BEFORE, DAY_BEFORE, THE_DAY = NOON + 7 * DAY, NOON + 13 * DAY, NOON + 14 * DAY
WAVES = (
    Wave(WEEK_BEFORE),
    Wave(DAY_BEFORE, "unregistered", {"fr": "Demain. {code}", "ar": "غدا {code}"}),
    Wave(THE_DAY, "all"),
)
COUNT = 45


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, keys: Keyring) -> Town:
    if request.param == "twin":
        return Town(twin_ledger(keys), keys)
    return Town(real_ledger(request.getfixturevalue(f"{request.param}_engine"), keys), keys)


async def begun(town: Town, **changes: object) -> Record:
    """The first message has reached everybody."""
    record = await town.started(COUNT, cell=0.0, waves=WAVES, **changes)
    await town.go(times=12)
    assert await town.stage() is Stage.FINISHED
    return record


async def until(town: Town, at: float, times: int = 12) -> None:
    await town.clock.advance(at - town.clock.now())
    await town.go(times)


async def sums(town: Town, name: str) -> dict[Fate, int]:
    fates = await town.fates(name)
    assert sum(fates.values()) == (await town.desk.find(name)).count == COUNT
    return fates


async def stages(town: Town) -> list[Stage]:
    return [one.stage for one in await town.desk.waves("days")]


async def test_a_test_sends_the_texts_of_reminders_too_once(town: Town) -> None:
    await town.desk.create(town.plan(waves=WAVES), AUTHOR)
    assert [await town.desk.try_out("days", ["0661000001"], AUTHOR) for _ in range(2)] == [4, 0]


def test_a_text_may_be_in_a_language_that_has_two_scripts() -> None:
    told = b'{"texts": {"fr": "Demain", "zgh-Latn": "Azekka"}, "default": "zgh-Latn", "endsAt": "2027-02-14T12:00:00+01:00"}'
    assert Content.model_validate_json(told).campaign("days").default == "zgh-Latn"


async def test_a_preview_fills_reminders_for_the_same_people_and_counts_what_they_take(town: Town) -> None:
    town = with_law(town, tariff={"else": 0.5}, rate=10.0, reserved=0.0)
    long = {"fr": "{prenom}, dernier rappel. " + "x" * 150 + " {code}", "ar": "{prenom} غدا {code}"}
    people_ = [person(n, prenom=f"P{n:02}") for n in range(COUNT)]
    texts = {"fr": "{prenom}, demain. {code}", "ar": "{prenom} {code}"}
    await town.submitted(
        people_, columns=("prenom",), texts=texts, waves=(Wave(WEEK_BEFORE, "unreached", long), Wave(DAY_BEFORE))
    )
    preview = await town.desk.preview("days")
    first, (other, same) = preview.first, preview.waves
    names = [[one.text[:3] for one in seen.samples] for seen in (first, other, same)]
    assert names[0] == names[1] == names[2] == [name for name in names[0] if name.startswith("P")]
    assert not [one for one in other.samples if "{" in one.text]
    assert {(one.lang, one.parts, one.encoding) for one in other.samples} == {("fr", 2, "gsm7"), ("ar", 1, "auto")}
    assert same.samples == first.samples
    french = sum(one.lang == "fr" for one in people_)
    assert [seen.estimate.parts for seen in (first, other, same)] == [COUNT, COUNT + french, COUNT]
    assert other.estimate.cost == pytest.approx(0.5 * (COUNT + french))
    assert (other.estimate.starts_at, other.estimate.recipients) == (WEEK_BEFORE, COUNT)
    assert same.estimate.ends_at == DAY_BEFORE + COUNT / 10


async def test_a_start_schedules_every_wave_once(town: Town) -> None:
    await begun(town)
    assert [one.name for one in await town.desk.waves("days")] == ["days-w1", "days-w2", "days-w3"]
    assert await stages(town) == [Stage.SCHEDULED] * 3
    for name in ("days-w1", "days-w2", "days-w3"):
        assert await sums(town, name) == {Fate.WAITING: COUNT}
    assert len(town.ledger.carried) == COUNT


async def test_a_start_that_died_half_way_is_done_again(town: Town) -> None:
    record = await town.approved([person(n) for n in range(COUNT)], cell=0.0, waves=WAVES)
    await town.desk._schedule(record, RUNNER)
    await town.desk.act("days", "start", RUNNER)
    assert await stages(town) == [Stage.SCHEDULED] * 3


async def test_nobody_who_answered_is_reminded(town: Town) -> None:
    await begun(town)
    for n in range(10):
        await town.ledger.results.heard(phone(n), "1", since=NOON, now=NOON + 60)
    await until(town, WEEK_BEFORE)
    assert await sums(town, "days-w1") == {Fate.SENT: COUNT - 10, Fate.SKIPPED: 10}
    assert await town.ledger.reasons(await town.desk.find("days-w1")) == {"": COUNT - 10, "answered": 10}
    assert await stages(town) == [Stage.FINISHED, Stage.SCHEDULED, Stage.SCHEDULED]


async def test_who_is_registered_by_then_is_not_reminded_to_register(town: Town) -> None:
    await begun(town)
    draft = await town.ledger.roll.begin("rsu")
    await town.ledger.roll.add(draft, [Listed(Person(phone(n)), registered=n < 7) for n in range(12)])
    await town.ledger.roll.publish(draft, Enrolled("rsu", b"b" * 16, NOON, 12, b"d" * 32))
    await until(town, DAY_BEFORE)
    assert await town.ledger.reasons(await town.desk.find("days-w2")) == {"": COUNT - 7, "registered": 7}


async def test_a_wave_to_whom_nothing_reached_goes_on_where_messages_fail_again(town: Town) -> None:
    """Some fail at first, then all of those: a share that would pause any other wave."""
    await town.started(COUNT, cell=0.0, failures=0.5, waves=(Wave(WEEK_BEFORE, "unreached"), Wave(DAY_BEFORE, "unreached")))
    await failing(town, NOON, most=4)
    failed = (await sums(town, "days"))[Fate.FAILED]
    assert await sums(town, "days") == {Fate.FAILED: failed, Fate.SENT: COUNT - failed}
    assert failed >= FEWEST
    await failing(town, WEEK_BEFORE)
    assert await stages(town) == [Stage.FINISHED, Stage.SCHEDULED]
    assert await sums(town, "days-w1") == {Fate.FAILED: failed, Fate.SKIPPED: COUNT - failed}
    await until(town, DAY_BEFORE)
    assert await sums(town, "days-w2") == {Fate.SENT: failed, Fate.SKIPPED: COUNT - failed}
    assert await town.ledger.reasons(await town.desk.find("days-w2")) == {"": failed, "may-have-it": COUNT - failed}
    assert sorted(Counter(town.ledger.carried).values()) == [1] * (COUNT - failed) + [3] * failed


async def failing(town: Town, at: float, most: int = COUNT) -> None:
    """Of what leaves in each step from then on, so many fail."""
    await town.clock.advance(at - town.clock.now())
    for _ in range(12):
        await town.step(rest=3.0)
        await town.carry(most, State.FAILED)
        await town.carry()


async def test_every_wave_comes_at_its_time_with_its_text(town: Town) -> None:
    await begun(town)
    await until(town, WEEK_BEFORE - 60, times=3)
    assert len(town.ledger.carried) == COUNT
    for at in (WEEK_BEFORE, DAY_BEFORE, THE_DAY):
        await until(town, at)
    assert await stages(town) == [Stage.FINISHED] * 3
    assert [len(set(town.ledger.carried[n : n + COUNT])) for n in range(0, 4 * COUNT, COUNT)] == [COUNT] * 4
    assert len(town.ledger.carried) == 4 * COUNT


async def test_caps_count_over_all_waves(town: Town) -> None:
    twice = (Wave(WEEK_BEFORE, "all"), Wave(WEEK_BEFORE + DAY / 2, "all"))
    await town.started(COUNT, cell=0.0, waves=twice, daily=1)
    await town.go(times=12)
    for wave in twice:
        await until(town, wave.at)
    assert await sums(town, "days-w1") == {Fate.SENT: COUNT}
    assert await sums(town, "days-w2") == {Fate.WAITING: COUNT}
    await until(town, WEEK_BEFORE + DAY + 60)
    assert await sums(town, "days-w2") == {Fate.SENT: COUNT}


async def test_a_wave_that_nobody_could_send_in_time_is_not_sent_late(town: Town) -> None:
    await begun(town)
    await until(town, DAY_BEFORE + 60)
    assert await sums(town, "days-w1") == {Fate.EXPIRED: COUNT}
    assert await sums(town, "days-w2") == {Fate.SENT: COUNT}


async def test_stopping_a_campaign_that_is_over_stops_the_later_waves(town: Town) -> None:
    await begun(town)
    await until(town, WEEK_BEFORE)
    await town.desk.act("days", "stop", RUNNER)
    await town.desk.act("days", "stop", RUNNER)
    await until(town, THE_DAY)
    assert await stages(town) == [Stage.FINISHED, Stage.STOPPED, Stage.STOPPED]
    assert await sums(town, "days-w3") == {Fate.SKIPPED: COUNT}
    assert len(town.ledger.carried) == 2 * COUNT


async def test_a_wave_can_be_stopped_alone(town: Town) -> None:
    await begun(town)
    await town.desk.act("days-w1", "stop", RUNNER)
    for at in (WEEK_BEFORE, DAY_BEFORE):
        await until(town, at)
    assert await stages(town) == [Stage.STOPPED, Stage.FINISHED, Stage.SCHEDULED]


async def test_a_wave_waits_while_its_campaign_is_paused(town: Town) -> None:
    await town.started(COUNT, cell=0.0, waves=WAVES)
    await town.step()
    await town.desk.act("days", "pause", RUNNER)
    await until(town, WEEK_BEFORE)
    assert (await stages(town))[0] is Stage.SCHEDULED
    await town.desk.act("days", "resume", RUNNER)
    await town.go(times=24)
    assert await sums(town, "days-w1") == {Fate.SENT: COUNT}


async def test_a_wave_is_changed_by_nobody(town: Town) -> None:
    """What it says was approved with the campaign."""
    await begun(town)
    with pytest.raises(Conflict):
        await town.desk.edit(town.plan(name="days-w1", texts={"fr": "{code} x"}), AUTHOR)
    for action in ("freeze", "submit"):
        with pytest.raises(Conflict):
            await getattr(town.desk, action)("days-w1", AUTHOR)
    with pytest.raises(Conflict):
        await town.desk.act("days-w1", "start", RUNNER)


async def test_a_name_that_a_wave_needs_may_be_taken(town: Town) -> None:
    await town.desk.draft(town.plan(name="days-w1"), AUTHOR)
    record = await town.approved([person(1)], cell=0.0, waves=WAVES)
    with pytest.raises(Conflict, match="name-taken"):
        await town.desk.act(record.name, "start", RUNNER)
    assert await town.stage() is Stage.APPROVED


async def test_another_time_of_a_wave_is_another_content(town: Town) -> None:
    await town.submitted([person(1)], waves=WAVES)
    seen = (await town.desk.preview("days")).digest
    await town.desk.edit(town.plan(waves=(Wave(WEEK_BEFORE + 60), *WAVES[1:])), AUTHOR)
    assert (await town.desk.preview("days")).digest != seen


@pytest.mark.parametrize(
    "waves",
    [
        (Wave(NOON + 40 * DAY),),
        (Wave(DAY_BEFORE), Wave(WEEK_BEFORE)),
        (Wave(WEEK_BEFORE), Wave(WEEK_BEFORE)),
        (Wave(WEEK_BEFORE, "nobody"),),
        (Wave(WEEK_BEFORE, "all", {"xx": "x"}),),
        tuple(Wave(NOON + n) for n in range(7)),
    ],
)
async def test_waves_that_cannot_be_are_refused(town: Town, waves: tuple[Wave, ...]) -> None:
    with pytest.raises(InvalidIdentifier, match="waves"):
        await town.desk.draft(town.plan(waves=waves), AUTHOR)


async def test_a_text_of_a_wave_has_faults_too(town: Town) -> None:
    with pytest.raises(Conflict, match="link"):
        await town.submitted([person(1)], waves=(Wave(WEEK_BEFORE, "all", {"fr": "{code} www.evil.example"}),))


def test_what_was_written_of_waves_reads_back() -> None:
    plan = Campaign("days", "", {"fr": "x"}, "fr", THE_DAY + DAY, waves=WAVES)
    assert Content.of(plan).campaign("days").waves == WAVES


async def test_two_schedulers_begin_a_wave_once_and_the_audit_says_so_once(town: Town) -> None:
    await begun(town)
    await town.clock.advance(WEEK_BEFORE - town.clock.now())
    other = town.another_runner()
    for _ in range(12):
        await other.step()
        await town.go(times=1)
    moves = [event.action for event in town.audit.events]
    assert moves.count("campaign-schedule") == 3
    assert moves.count("campaign-running") == 1
    assert await sums(town, "days-w1") == {Fate.SENT: COUNT}


async def test_people_are_kept_while_a_wave_still_needs_them(sql_engine: AsyncEngine, keys: Keyring) -> None:
    town = Town(real_ledger(sql_engine, keys), keys)
    await begun(town)
    retention = SqlCampaignRetention(sql_engine)

    async def kept() -> int:
        async with transaction(sql_engine) as connection:
            return await connection.scalar(select(func.count()).select_from(people)) or 0

    while await retention.sweep(0, NOON + 30 * DAY):
        pass
    assert await kept() == COUNT
    await town.desk.act("days", "stop", RUNNER)
    await town.go(times=6)
    while await retention.sweep(0, NOON + 30 * DAY):
        pass
    assert await kept() == 0


async def test_a_wave_keeps_what_became_of_its_own_messages(town: Town) -> None:
    await begun(town)
    await town.clock.advance(WEEK_BEFORE - town.clock.now())
    for _ in range(6):
        await town.step(rest=3.0)
        await town.carry(state=State.FAILED)
    await town.step(3, rest=3.0)
    assert (await sums(town, "days"))[Fate.SENT] == COUNT
    assert (await sums(town, "days-w1"))[Fate.FAILED] > 0
