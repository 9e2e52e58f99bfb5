"""A campaign from its draft to its end: test cell, hours, pause, stop, and who gets what in which order."""

from collections.abc import Mapping
from datetime import time
from typing import Any

import pytest

from campaigns.hours import Hours
from campaigns.plan import Member
from campaigns.watching import look
from dialogs.ports import Lane, State
from dialogs.refusals import Conflict, InvalidIdentifier, NotPermitted
from store.keyring import Keyring
from store.ledger import Fate, Stage
from tests.campaigns.campaign_world import APPROVERS, AUTHOR, NOON, RUNNER, Town, letter, with_law
from tests.store.campaign_boxes import person, phone, real_ledger, twin_ledger

DAYTIME = Hours("MA", "Africa/Casablanca", ((time(9), time(13)),), on_holidays=True)  # 08:00 to 12:00 UTC


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, keys: Keyring) -> Town:
    if request.param == "twin":
        return Town(twin_ledger(keys), keys)
    return Town(real_ledger(request.getfixturevalue(f"{request.param}_engine"), keys), keys)


async def test_a_campaign_reaches_everybody_once_and_ends(town: Town) -> None:
    await town.started(45)
    assert await town.stage() is Stage.TESTING
    await town.go(times=30, rest=60.0)
    assert await town.stage() is Stage.FINISHED
    assert sorted(one.e164 for one in town.ledger.carried) == [phone(n).e164 for n in range(45)]
    assert await town.fates() == {Fate.SENT: 45}


async def test_the_cell_goes_first_and_the_rest_waits_for_its_reports(town: Town) -> None:
    await town.started(45, cell=0.1)
    await town.go(times=10, rest=60.0)
    assert len(town.ledger.carried) == 5
    assert await town.stage() is Stage.TESTING
    await town.go(times=20, rest=60.0)
    assert await town.stage() is Stage.FINISHED


async def test_a_cell_that_fails_stops_the_campaign_until_somebody_looks(town: Town) -> None:
    await town.started(60, cell=0.5)
    for _ in range(10):
        await town.step(rest=3.0)
        await town.carry(state=State.FAILED)
    record = await town.desk.find("days")
    assert (record.stage, record.reason, record.fed) == (Stage.PAUSED, "failure-rate", 20)
    await town.desk.act("days", "resume", RUNNER)
    await town.go(times=30, rest=60.0)
    assert await town.stage() is Stage.FINISHED
    assert await town.fates() == {Fate.FAILED: 20, Fate.SENT: 40}


async def test_too_many_who_say_stop_stop_it(town: Town) -> None:
    await town.started(40, cell=0.5)
    await town.go(times=3)
    for one in town.ledger.carried[:2]:
        await town.ledger.results.heard(one, "stop", since=NOON, now=NOON)
    await town.go(times=2)
    record = await town.desk.find("days")
    assert (record.stage, record.reason) == (Stage.PAUSED, "optout-rate")


async def test_starting_twice_is_starting_once(town: Town) -> None:
    record = await town.started(10)
    assert await town.desk.act("days", "start", RUNNER) == record


async def test_after_a_pause_nothing_leaves_even_if_the_operator_comes_back(town: Town) -> None:
    await town.started(30, cell=0.0)
    await town.step(3)
    assert await town.carry(5) == 5
    await town.desk.act("days", "pause", RUNNER)
    await town.step()
    assert await town.carry() == 0
    await town.step(2, rest=3.0)
    assert await town.fates() == {Fate.SENT: 5, Fate.WAITING: 25}
    await town.desk.act("days", "resume", RUNNER)
    await town.go(times=8)
    assert len(set(town.ledger.carried)) == len(town.ledger.carried) == 30


async def test_a_stop_gives_everybody_an_end(town: Town) -> None:
    await town.started(30, cell=0.0)
    await town.step(1)
    await town.carry(4)
    await town.desk.act("days", "stop", RUNNER)
    assert await town.stage() is Stage.STOPPING
    await town.go(times=4)
    assert await town.stage() is Stage.STOPPED
    assert await town.fates() == {Fate.SENT: 4, Fate.SKIPPED: 26}
    with pytest.raises(Conflict):
        await town.desk.act("days", "start", RUNNER)


@pytest.mark.parametrize("paused", [True, False])
async def test_past_its_end_nobody_is_written_to_any_more(town: Town, paused: bool) -> None:
    await town.started(30, cell=0.0, ends_at=NOON + 60)
    await town.step(1)
    await town.carry(4)
    if paused:
        await town.desk.act("days", "pause", RUNNER)
    await town.clock.advance(61)
    await town.go(times=4)
    assert await town.stage() is Stage.FINISHED
    assert await town.fates() == {Fate.SENT: 4, Fate.EXPIRED: 26}


async def test_nothing_leaves_outside_the_hours_and_all_leaves_the_next_day(town: Town) -> None:
    town = with_law(town, hours=DAYTIME)
    await town.started(30, cell=0.0)
    await town.clock.advance(3600 - 3.0)
    await town.step(4)
    assert await town.carry() == 0
    await town.clock.advance(86400 - 3600 - 10)
    await town.go(times=8)
    assert await town.fates() == {Fate.SENT: 30}


async def test_what_still_waits_at_closing_time_is_not_sent_at_night(town: Town) -> None:
    """Nor is it lost: it leaves the next day, for nobody had taken it."""
    town = with_law(town, hours=DAYTIME)
    await town.started(10, cell=0.0)
    await town.clock.advance(3600 - 20.0)
    await town.step()
    assert await town.ledger.left() == 10
    await town.clock.advance(16.0)
    await town.step()
    assert await town.ledger.left() == 0
    await town.clock.advance(86400 - 3600)
    await town.go(times=8)
    assert await town.fates() == {Fate.SENT: 10}


async def test_when_no_scheduler_lives_at_closing_time_messages_expire_rather_than_leave(town: Town) -> None:
    town = with_law(town, hours=DAYTIME)
    await town.started(10, cell=0.0)
    await town.clock.advance(3600 - 20.0)
    await town.step()
    await town.clock.advance(30)
    assert await town.carry() == 0
    await town.go(times=3)
    assert await town.fates() == {Fate.EXPIRED: 10}


async def test_a_code_never_waits_behind_a_campaign(town: Town) -> None:
    await town.started(30, cell=0.0)
    await town.step()
    await town.ledger.outbox.put(letter(1, Lane.CODE, NOON + 600))
    (first,) = await town.ledger.dispatch.claim(1, lease=60, now=town.clock.now())
    assert first.message.lane is Lane.CODE


async def test_the_share_of_codes_stays_free(town: Town) -> None:
    town = with_law(town, rate=10.0, reserved=0.5)
    await town.started(60, cell=0.0)
    await town.step(17)  # four seconds
    assert await town.ledger.left() == 5 * (4 + 1)


async def test_two_schedulers_are_as_good_as_one(town: Town) -> None:
    await town.started(45, cell=0.0)
    other = town.another_runner()
    for _ in range(12):
        await other.step()
        await town.go(times=1)
    assert len(town.ledger.carried) == len(set(town.ledger.carried)) == 45
    assert await town.stage() is Stage.FINISHED


async def test_a_fault_in_one_campaign_does_not_hold_the_others(town: Town) -> None:
    first = await town.started(10, cell=0.0)
    await town.approved([person(n) for n in range(100, 110)], name="other", cell=0.0)
    await town.desk.act("other", "start", RUNNER)
    await town.ledger.book.save(await town.desk.find(first.name), Stage.RUNNING, b"not a plan")
    await town.go(times=6)
    assert await town.fates("other") == {Fate.SENT: 10}


# --- the desk ----------------------------------------------------------------------------------


async def test_a_text_with_a_fault_is_not_submitted(town: Town) -> None:
    with pytest.raises(Conflict, match="link"):
        await town.submitted([person(1)], texts={"fr": "{code} www.evil.example"})


async def test_an_audience_of_nobody_is_not_submitted(town: Town) -> None:
    with pytest.raises(Conflict, match="no-audience"):
        await town.submitted([])


async def test_a_new_text_after_approval_needs_two_approvals_again(town: Town) -> None:
    record = await town.approved([person(1)])
    edited = await town.desk.edit(town.plan(texts={"fr": "Autre {code}"}), AUTHOR)
    assert edited.stage is Stage.FROZEN
    with pytest.raises(Conflict):
        await town.desk.act(record.name, "start", RUNNER)
    await town.desk.submit("days", AUTHOR)
    with pytest.raises(Conflict):
        await town.desk.act(record.name, "start", RUNNER)


async def test_the_same_plan_again_changes_nothing(town: Town) -> None:
    record = await town.approved([person(1)])
    assert await town.desk.draft(town.plan(), AUTHOR) == record


async def test_a_name_that_is_taken_is_not_written_over(town: Town) -> None:
    record = await town.desk.create(town.plan(), AUTHOR)
    assert await town.desk.create(town.plan(), AUTHOR) == record
    with pytest.raises(Conflict, match="name-taken"):
        await town.desk.create(town.plan(title="Other"), AUTHOR)


async def test_an_edit_of_what_somebody_has_changed_meanwhile_is_refused(town: Town) -> None:
    was = await town.desk.draft(town.plan(), AUTHOR)
    await town.desk.edit(town.plan(title="Theirs"), AUTHOR, was.revision)
    with pytest.raises(Conflict, match="changed-meanwhile"):
        await town.desk.edit(town.plan(title="Mine"), AUTHOR, was.revision)


async def test_a_look_tells_the_rate_of_the_last_minute_and_when_it_will_be_over(town: Town) -> None:
    town = with_law(town, rate=2.5, ahead=1000)
    await town.started(100, cell=0.0)
    assert (await look(town.desk, "days")).ends_at is None
    await town.step(40)
    seen = await look(town.desk, "days")
    assert seen.rate == pytest.approx(2.0, rel=0.2)
    assert seen.ends_at is not None
    assert 20 < seen.ends_at - town.clock.now() < 80
    await town.desk.act("days", "pause", RUNNER)
    assert (await look(town.desk, "days")).rate == 0


async def test_a_look_at_night_tells_when_messages_may_leave_again(town: Town) -> None:
    town = with_law(town, hours=DAYTIME)
    await town.started(3)
    assert (await look(town.desk, "days")).opens_at is None
    await town.clock.advance(4 * 3600)
    opens = (await look(town.desk, "days")).opens_at
    assert opens is not None
    assert (opens - town.clock.now()) / 3600 == pytest.approx(17, abs=0.1)


async def test_who_edited_it_or_brought_people_does_not_approve_it(town: Town) -> None:
    both = Member("brahim", frozenset({"writer", "approver"}))
    await town.desk.draft(town.plan(), AUTHOR)
    record = await town.desk.draft(town.plan(title="Other"), both)
    await town.ledger.audience.add(record.id, [person(1)])
    await town.desk.freeze("days", AUTHOR)
    await town.desk.submit("days", AUTHOR)
    seen = (await town.desk.preview("days")).digest
    with pytest.raises(NotPermitted, match="own-campaign"):
        await town.desk.approve("days", both, seen)
    assert (await town.desk.approve("days", APPROVERS[1], seen)).stage is Stage.SUBMITTED


@pytest.mark.parametrize(
    "change",
    [{"daily": 99}, {"sender": "EVIL"}, {"keywords": {"1": "nothing"}}, {"links": ("a.ma",)}, {"cell": 0.9}, {"name": "a b"}],
)
async def test_what_the_country_does_not_allow_is_no_campaign(town: Town, change: Mapping[str, Any]) -> None:
    with pytest.raises(InvalidIdentifier):
        await town.desk.draft(town.plan(**change), AUTHOR)


async def test_only_an_author_writes(town: Town) -> None:
    with pytest.raises(NotPermitted):
        await town.desk.draft(town.plan(), RUNNER)


async def test_every_step_is_in_the_audit_with_nobody_in_clear(town: Town) -> None:
    await town.started(3)
    done = [event.action for event in town.audit.events]
    assert done == [f"campaign-{move}" for move in ("create", "freeze", "submit", "approve", "approve", "start")]
    assert all(one.id.encode() not in event.actor for event in town.audit.events for one in (AUTHOR, *APPROVERS))


async def test_a_preview_tells_texts_parts_cost_and_finish(town: Town) -> None:
    town = with_law(town, hours=DAYTIME, rate=0.1, reserved=0.0, tariff={"orange": 0.1, "else": 0.2})
    await town.submitted([person(n) for n in range(400)])
    preview = await town.desk.preview("days")
    assert dict(preview.langs) == {"ar": 200, "fr": 200}
    told, samples = preview.first.estimate, preview.first.samples
    assert (told.recipients, told.parts) == (400, 400)
    assert told.cost == pytest.approx(40.0)
    assert told.ends_at == NOON + 86400 + 4000 - 3600 - 3 * 3600
    assert {sample.lang for sample in samples} == {"fr", "ar"}
    assert all(sample.text.endswith(("STOP au 3737", "STOP 3737")) for sample in samples)


async def test_a_test_message_reaches_named_phones_once_for_each_content(town: Town) -> None:
    await town.submitted([person(1)])
    assert [await town.desk.try_out("days", [phone(900).e164], AUTHOR) for _ in range(2)] == [2, 0]
    await town.carry()
    assert town.ledger.carried == [phone(900), phone(900)]
    await town.desk.edit(town.plan(texts={"fr": "Autre {code}"}), AUTHOR)
    assert await town.desk.try_out("days", [phone(900).e164], AUTHOR) == 1
    assert await town.fates() == {Fate.WAITING: 1}
