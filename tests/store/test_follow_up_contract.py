"""The question after a referral on the twin, SQLite and PostgreSQL: asked once and of whom it may be, its answer counted once."""

from dataclasses import replace

import pytest

from dialogs.ports import CaseKind, CaseState, Count, NewCase
from dialogs.refusals import Conflict, NotFound
from store.cases.deadlines import sound_alarms
from store.cases.memory_casebook import MemoryCasebook
from store.cases.record import NoticeKind
from store.cases.sql_casebook import SqlCasebook
from store.keyring import Keyring
from tests.store.cases_world import AMINA, HERS, HIND, HIS, MONDAY, POLICY, REPORTER, Town, grievance, town

ASKING = replace(POLICY, follow_days=7, quiet=frozenset({"protection"}), k=1)


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, keys: Keyring) -> Town:
    if request.param == "twin":
        return town(MemoryCasebook(keys), keys, ASKING)
    return town(SqlCasebook(request.getfixturevalue(f"{request.param}_engine"), keys), keys, ASKING)


def slip(n: int = 1, **changes: object) -> NewCase:
    return grievance(n, **{"kind": CaseKind.REFERRAL, "category": "health", **changes})


async def days(here: Town, many: int) -> None:
    for _ in range(many):
        here.later(1)
        while await sound_alarms(here.book, here.rules.promises, now=here.now):
            pass


async def asked(here: Town, n: int = 1) -> str:
    ref = await here.opened(case=slip(n))
    await days(here, 8)
    return ref


async def test_she_is_asked_once_even_when_the_case_was_reopened(here: Town) -> None:
    ref = await asked(here)
    assert [notice.kind for notice in await here.owed()].count(NoticeKind.HELPED) == 1
    await here.office.resolve(HIND, ref, "done", upheld=True, now=here.now)
    await here.cases.reopen(ref, HERS, "not done", key=b"r", now=here.now)
    await days(here, 20)
    assert (await here.kinds(ref)).count("followed") == 1


async def test_a_late_worker_asks_and_then_does_what_else_was_due(here: Town) -> None:
    ref = await here.opened(case=slip())
    here.later(60)
    while await sound_alarms(here.book, here.rules.promises, now=here.now):
        pass
    assert await here.kinds(ref) == ["opened", "followed", "overdue"]


@pytest.mark.parametrize(
    "other",
    [slip(category="protection"), slip(kind=CaseKind.CALLBACK), slip(kind=CaseKind.GRIEVANCE), slip(phone=None, pin="2468")],
    ids=["quiet", "call", "grievance", "anonymous"],
)
async def test_nobody_is_asked_about_anything_else(here: Town, other: NewCase) -> None:
    ref = await here.opened(case=other)
    await days(here, 30)
    assert "followed" not in await here.kinds(ref)


async def test_who_took_it_back_is_not_asked(here: Town) -> None:
    ref = await here.opened(case=slip())
    await here.cases.withdraw(ref, HERS, key=b"w", now=here.now)
    await days(here, 30)
    assert await here.kinds(ref) == ["opened", "withdrawn"]


async def test_yes_closes_what_is_open_and_is_told_once(here: Town) -> None:
    ref = await asked(here)
    for _ in range(2):
        await here.cases.helped(ref, HERS, True, key=b"yes", now=here.now)
    assert await here.state(ref) is CaseState.CLOSED
    assert (await here.kinds(ref)).count("helped") == 1
    with pytest.raises(Conflict):
        await here.cases.helped(ref, HERS, False, key=b"no", now=here.now)


async def test_no_leaves_an_open_case_with_its_officer_and_its_promise(here: Town) -> None:
    ref = await asked(here)
    before = await here.cases.view(ref, HERS)
    await here.cases.helped(ref, HERS, False, key=b"no", now=here.now)
    after = await here.cases.view(ref, HERS)
    assert (after.state, after.resolve_by, after.may) == (before.state, before.resolve_by, before.may - {"helped"})


async def test_no_reopens_what_was_decided(here: Town) -> None:
    ref = await asked(here)
    await here.office.resolve(HIND, ref, "done", upheld=True, now=here.now)
    await here.cases.helped(ref, HERS, False, key=b"no", now=here.now)
    assert await here.state(ref) is CaseState.OPEN


async def test_nobody_answers_before_the_question_or_for_another_phone(here: Town) -> None:
    ref = await here.opened(case=slip())
    with pytest.raises(Conflict):
        await here.cases.helped(ref, HERS, True, key=b"1", now=here.now)
    await days(here, 8)
    with pytest.raises(NotFound):
        await here.cases.helped(ref, HIS, True, key=b"2", now=here.now)


async def test_reports_count_the_answers(here: Town) -> None:
    refs = [await here.opened(case=slip(n)) for n in range(4)]
    await here.opened(case=grievance(9))
    await days(here, 8)
    for ref, said in zip(refs, (True, True, False), strict=False):
        await here.cases.helped(ref, HERS, said, key=b"said", now=here.now)
    counts = await here.office.report(REPORTER, "helped", since=MONDAY, until=MONDAY + 1)
    assert {Count("yes", 2), Count("no", 1), Count("unanswered", 1)} == set(counts)
    assert all(one.asked_at for one in await here.cases.mine(AMINA, limit=9) if one.kind is CaseKind.REFERRAL)
