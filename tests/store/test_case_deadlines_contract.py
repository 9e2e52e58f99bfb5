"""The worker's part of cases on the twin, SQLite and PostgreSQL: alarms and notices, each exactly once."""

import asyncio
from dataclasses import replace

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports import CaseState, Lane, Message, StoreDown
from store.cases.deadlines import send_notices, sound_alarms
from store.cases.record import Notice, NoticeKind
from store.cases.sql_casebook import SqlCasebook
from store.keyring import Keyring
from store.memory_outbox import MemoryOutbox
from tests.store.cases_world import AMINA, HERS, HIND, MONDAY, POLICY, Town, grievance, real, town, twin

S = CaseState


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, keys: Keyring) -> Town:
    return twin(keys) if request.param == "twin" else real(request.getfixturevalue(f"{request.param}_engine"), keys)


async def alarms(here: Town) -> int:
    return await sound_alarms(here.book, here.rules.promises, now=here.now)


async def day_by_day(here: Town, ref: str, days: int) -> list[tuple[int, str]]:
    """What happens by itself in so many days: (the day, what)."""
    known, found = len(await here.kinds(ref)), []
    for day in range(1, days + 1):
        here.later(1)
        while await alarms(here):
            pass
        kinds = await here.kinds(ref)
        found += [(day, kind) for kind in kinds[known:]]
        known = len(kinds)
    return found


async def test_a_forgotten_case_is_near_overdue_escalated_and_then_the_authoritys_to_forget(here: Town) -> None:
    ref = await here.opened()  # promised for Monday the 9th; escalated on Friday the 13th, promised for the 23rd as Eid is off
    found = await day_by_day(here, ref, 40)
    assert found == [(3, "near"), (8, "overdue"), (11, "escalated"), (16, "near"), (22, "overdue")]
    view = await here.cases.view(ref, HERS)
    assert (view.state, view.level, view.owner) == (S.ESCALATED, 2, "province")


async def test_a_case_that_is_worked_on_is_not_missed(here: Town) -> None:
    ref = await here.opened(case=grievance(1, category="data"))
    assert await day_by_day(here, ref, 3) == [(2, "untouched")]
    other = await here.opened(case=grievance(2, category="data"))
    await here.office.assign(HIND, other, "hind", now=here.now)
    assert await day_by_day(here, other, 40) == [(8, "near"), (11, "overdue")]


async def test_a_question_is_repeated_once_and_then_the_case_goes_on(here: Town) -> None:
    ref = await here.opened()
    await here.office.ask(HIND, ref, "since when?", now=here.now)
    assert await day_by_day(here, ref, 9) == [(4, "reminded"), (9, "unanswered")]
    view = await here.cases.view(ref, HERS)
    assert (view.state, view.question) == (S.IN_PROGRESS, "")
    assert view.resolve_by > here.rules.calendar.today(here.now)


async def test_a_second_question_is_repeated_too(here: Town) -> None:
    ref = await here.opened()
    for n in (1, 2):
        await here.office.ask(HIND, ref, "since when?", now=here.now)
        assert await day_by_day(here, ref, 4) == [(4, "reminded")]
        await here.cases.add_message(ref, HERS, "January", key=b"%d" % n, now=here.now)


async def test_a_referred_case_that_waited_in_vain_is_still_referred(here: Town) -> None:
    ref = await here.opened()
    await here.office.refer(HIND, ref, "health", now=here.now)
    await here.office.ask(HIND, ref, "since when?", now=here.now)
    await day_by_day(here, ref, 9)
    assert await here.state(ref) is S.REFERRED


async def test_a_resolved_case_is_closed_in_the_end(here: Town) -> None:
    ref = await here.resolved()
    assert await day_by_day(here, ref, 30) == [(10, "closed")]
    assert await here.state(ref) is S.CLOSED


async def test_a_closed_case_has_no_alarm(here: Town) -> None:
    ref = await here.opened()
    await here.cases.withdraw(ref, HERS, key=b"1", now=here.now)
    assert await day_by_day(here, ref, 60) == []


async def test_a_worker_that_was_away_tells_the_gravest_thing_only(here: Town) -> None:
    ref = await here.opened()
    here.later(30)
    assert await alarms(here) == 1
    assert await here.kinds(ref) == ["opened", "escalated"]
    assert [notice.kind for notice in await here.owed()] == [NoticeKind.ESCALATED]


async def test_two_workers_sound_each_alarm_once(here: Town) -> None:
    refs = [await here.opened(n) for n in range(6)]
    here.later(8)
    assert sum(await asyncio.gather(*(alarms(here) for _ in range(4)))) == 6
    assert {tuple(await here.kinds(ref)) for ref in refs} == {("opened", "overdue")}
    assert await alarms(here) == 0


async def test_an_alarm_and_a_decision_at_the_same_time_leave_one_story(here: Town) -> None:
    refs = [await here.opened(n) for n in range(6)]
    here.later(11)
    decisions = (here.office.resolve(HIND, ref, "paid", upheld=True, now=here.now) for ref in refs)
    await asyncio.gather(alarms(here), *decisions, return_exceptions=True)
    for ref in refs:
        assert await here.kinds(ref) in (["opened", "upheld"], ["opened", "escalated"])


async def test_an_alarm_of_an_older_policy_is_set_anew_and_blocks_nothing(here: Town, keys: Keyring) -> None:
    refs = [await here.opened(n) for n in range(3)]
    for ref in refs:
        await here.office.assign(HIND, ref, "hind", now=here.now)
    patient = town(here.book, keys, replace(POLICY, near_days=0))
    here.later(4)
    assert await sound_alarms(here.book, patient.rules.promises, now=here.now, most=2) == 0
    assert await sound_alarms(here.book, patient.rules.promises, now=here.now, most=2) == 0
    assert await here.book.due(here.now, 10) == []
    assert {tuple(await here.kinds(ref)) for ref in refs} == {("opened", "assigned")}


# --- notices -----------------------------------------------------------------------------------


def worded(notice: Notice) -> Message:
    return Message(notice.key, notice.phone, f"{notice.kind} {notice.ref}", Lane.CASE, MONDAY + 1e7)


async def test_she_is_told_what_concerns_her_and_nothing_else(here: Town) -> None:
    ref = await here.opened()
    await here.office.assign(HIND, ref, "hind", now=here.now)
    await here.office.note(HIND, ref, "calls often", public=False, now=here.now)
    await here.cases.add_message(ref, HERS, "hello", key=b"0", now=here.now)
    assert await here.owed() == []
    await here.office.note(HIND, ref, "we asked the bank", public=True, now=here.now)
    await here.office.ask(HIND, ref, "since when?", now=here.now)
    await day_by_day(here, ref, 4)
    await here.cases.add_message(ref, HERS, "January", key=b"1", now=here.now)
    await here.office.refer(HIND, ref, "health", now=here.now)
    await day_by_day(here, ref, 8)
    await here.office.resolve(HIND, ref, "paid", upheld=True, now=here.now)
    await here.office.close(HIND, ref, now=here.now)
    notices = await here.owed()
    assert [notice.kind for notice in notices] == ["note", "question", "reminder", "referred", "late", "answer", "closed"]
    assert {(notice.phone, notice.lang, notice.ref) for notice in notices} == {(AMINA, "ar", ref)}
    assert len({notice.key for notice in notices}) == 7


async def test_without_a_phone_nobody_is_told(here: Town) -> None:
    ref = await here.opened(case=grievance(1, phone=None, pin="2468"))
    await here.office.ask(HIND, ref, "since when?", now=here.now)
    await day_by_day(here, ref, 30)
    assert await here.owed() == []


async def test_two_workers_put_each_notice_into_the_outbox_once(here: Town) -> None:
    outbox = MemoryOutbox()
    refs = [await here.resolved(n) for n in range(8)]
    counts = await asyncio.gather(*(send_notices(here.book, outbox, worded, now=here.now, most=3) for _ in range(6)))
    assert sum(counts) == 8
    assert sorted(message.text for message in outbox.messages) == sorted(f"answer {ref}" for ref in refs)
    assert await send_notices(here.book, outbox, worded, now=here.now + 1000) == 0


async def test_a_worker_that_dies_before_it_could_tell_leaves_the_notice_to_another(here: Town) -> None:
    outbox = MemoryOutbox()
    await here.resolved()
    (claimed,) = await here.owed()
    assert await send_notices(here.book, outbox, worded, now=here.now + 59) == 0
    await outbox.put(worded(claimed))  # it came as far as this
    assert await send_notices(here.book, outbox, worded, now=here.now + 60) == 1
    assert len(outbox.messages) == 1


async def test_a_notice_that_cannot_be_worded_holds_up_no_other(here: Town) -> None:
    outbox = MemoryOutbox()
    refs = [await here.resolved(n) for n in range(3)]

    def wordless(notice: Notice) -> Message:
        if notice.ref == refs[0]:
            raise LookupError(notice.ref)
        return worded(notice)

    with structlog.testing.capture_logs() as logs:
        assert await send_notices(here.book, outbox, wordless, now=here.now) == 2
    assert sorted(message.text for message in outbox.messages) == sorted(f"answer {ref}" for ref in refs[1:])
    assert [line for line in logs if line["log_level"] == "error"] == [
        {"event": "case.notice.fault", "error": "LookupError", "log_level": "error"}
    ]
    assert await send_notices(here.book, outbox, worded, now=here.now + 60) == 1


async def test_a_store_that_is_down_is_told(here: Town) -> None:
    class Down(MemoryOutbox):
        async def put(self, message: Message) -> bool:
            raise StoreDown("OSError")

    await here.resolved()
    with pytest.raises(StoreDown):
        await send_notices(here.book, Down(), worded, now=here.now)
    assert await send_notices(here.book, MemoryOutbox(), worded, now=here.now + 60) == 1


# --- the database ------------------------------------------------------------------------------


async def test_a_case_that_cannot_be_read_stops_no_other(sql_engine: AsyncEngine, keys: Keyring) -> None:
    lost = real(sql_engine, Keyring({9: b"x" * 32}, b"y" * 32), seed=1)
    await lost.resolved(1)
    await lost.opened(2)
    here = real(sql_engine, keys)
    ref = await here.opened(3)
    here.later(8)
    assert await sound_alarms(here.book, here.rules.promises, now=here.now, most=2) + await alarms(here) == 1
    assert [notice.ref for notice in await here.owed()] == [ref]
    assert await SqlCasebook(sql_engine, keys).due(here.now, 10) == []


async def test_alarms_and_notices_are_found_by_their_small_indexes(postgresql_engine: AsyncEngine) -> None:
    wanted = {
        "ix_cases_check": "SELECT * FROM cases WHERE check_at <= 5 ORDER BY check_at LIMIT 5",
        "ix_case_events_notice": "SELECT * FROM case_events WHERE notice_at <= 5 ORDER BY notice_at LIMIT 5",
        "ix_cases_phone": "SELECT * FROM cases WHERE phone_mac = 'x' ORDER BY opened_at DESC LIMIT 5",
        "ix_cases_alike": "SELECT ref FROM cases WHERE alike = 'x' AND state NOT IN ('resolved', 'closed')",
        "ix_cases_promise": "SELECT * FROM cases ORDER BY resolve_by, ref LIMIT 5",
    }
    async with postgresql_engine.begin() as connection:
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        for index, query in wanted.items():
            plan = (await connection.execute(text(f"EXPLAIN {query}"))).all()
            assert index in str(plan), query
