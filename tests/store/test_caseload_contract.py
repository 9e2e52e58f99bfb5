"""The officer's side of cases on the twin, SQLite and PostgreSQL: who may do what."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from dialogs.ports import MOVES, CaseState, Role, Staff
from dialogs.refusals import Conflict, InvalidIdentifier, NotFound, NotPermitted, NotSupported
from store.cases.record import NoticeKind
from store.keyring import Keyring
from tests.store.cases_world import (
    CHIEF,
    HERS,
    HIND,
    NADIA,
    OMAR,
    REPORTER,
    WALI,
    Town,
    grievance,
    listed,
    real,
    twin,
)

Act = Callable[[Town, Staff, str], Awaitable[object]]


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, keys: Keyring) -> Town:
    return twin(keys) if request.param == "twin" else real(request.getfixturevalue(f"{request.param}_engine"), keys)


ACTS: dict[str, Act] = {
    "file": lambda town, staff, ref: town.office.file(staff, ref, now=town.now),
    "assign": lambda town, staff, ref: town.office.assign(staff, ref, staff.id, now=town.now),
    "ask": lambda town, staff, ref: town.office.ask(staff, ref, "since when?", now=town.now),
    "note": lambda town, staff, ref: town.office.note(staff, ref, "seen", public=False, now=town.now),
    "tell": lambda town, staff, ref: town.office.note(staff, ref, "seen", public=True, now=town.now),
    "resolve": lambda town, staff, ref: town.office.resolve(staff, ref, "paid", upheld=True, now=town.now),
    "refer": lambda town, staff, ref: town.office.refer(staff, ref, "health", now=town.now),
    "close": lambda town, staff, ref: town.office.close(staff, ref, now=town.now),
}


# --- who ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize(
    "staff", [NADIA, REPORTER, Staff("nobody", frozenset()), WALI, replace(HIND, areas=frozenset({"souss"}))]
)
async def test_another_role_or_area_may_do_nothing(town: Town, act: str, staff: Staff) -> None:
    ref = await (town.resolved() if act == "close" else town.opened())
    before = await town.kinds(ref)
    with pytest.raises(NotPermitted):
        await ACTS[act](town, staff, ref)
    assert await town.kinds(ref) == before


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("areas", [frozenset[str](), frozenset({"rabat"}), frozenset({"sale"})])
async def test_an_officer_of_the_area_may(town: Town, act: str, areas: frozenset[str]) -> None:
    ref = await (town.resolved() if act == "close" else town.opened())
    await ACTS[act](town, replace(HIND, areas=areas), ref)


@pytest.mark.parametrize("act", list(ACTS))
async def test_a_reference_that_does_not_exist_is_not_found(town: Town, act: str) -> None:
    with pytest.raises(NotFound):
        await ACTS[act](town, CHIEF, "12345678")


async def test_a_colleagues_case_may_be_read_and_noted_and_no_more(town: Town) -> None:
    ref = await town.opened()
    await town.office.assign(CHIEF, ref, "hind", now=town.now)
    for act in ("assign", "ask", "tell", "resolve", "refer"):
        with pytest.raises(NotPermitted):
            await ACTS[act](town, OMAR, ref)
    for act in ("file", "note"):
        await ACTS[act](town, OMAR, ref)


async def test_an_officer_takes_a_free_case_and_gives_none_away(town: Town) -> None:
    ref = await town.opened()
    with pytest.raises(NotPermitted):
        await town.office.assign(HIND, ref, "omar", now=town.now)
    await town.office.assign(HIND, ref, "hind", now=town.now)
    with pytest.raises(NotPermitted):
        await town.office.assign(OMAR, ref, "omar", now=town.now)
    await town.office.assign(CHIEF, ref, "omar", now=town.now)
    assert (await town.office.file(CHIEF, ref, now=town.now)).assignee == "omar"


async def test_two_officers_who_take_a_case_at_once_do_not_both_have_it(town: Town) -> None:
    ref = await town.opened()
    taken = (town.office.assign(staff, ref, staff.id, now=town.now) for staff in (HIND, OMAR))
    answers = await asyncio.gather(*taken, return_exceptions=True)
    assert [type(answer) for answer in answers if answer] == [NotPermitted]
    assert await town.kinds(ref) == ["opened", "assigned"]


async def test_an_appeal_never_goes_to_who_decided_before(town: Town) -> None:
    ref = await town.resolved(by=HIND)
    await town.cases.appeal(ref, HERS, "not paid", key=b"1", now=town.now)
    for act in ("assign", "ask", "resolve", "refer"):
        with pytest.raises(Conflict):
            await ACTS[act](town, HIND, ref)
    with pytest.raises(Conflict):
        await town.office.assign(CHIEF, ref, "hind", now=town.now)
    await town.office.assign(CHIEF, ref, "omar", now=town.now)
    assert await town.state(ref) is CaseState.IN_PROGRESS
    await town.office.resolve(OMAR, ref, "paid now", upheld=True, now=town.now)


async def test_a_supervisor_who_decided_does_not_decide_the_appeal_that_is_anothers(town: Town) -> None:
    ref = await town.resolved(by=CHIEF)
    await town.cases.appeal(ref, HERS, "not paid", key=b"1", now=town.now)
    await town.office.assign(CHIEF, ref, "omar", now=town.now)
    with pytest.raises(Conflict):
        await town.office.resolve(CHIEF, ref, "no", upheld=False, now=town.now)


async def test_all_who_decided_before_an_appeal_are_out_of_it(town: Town) -> None:
    ref = await town.resolved(by=HIND)
    await town.cases.reopen(ref, HERS, "not paid", key=b"1", now=town.now)
    await town.office.assign(CHIEF, ref, "omar", now=town.now)
    await town.office.resolve(OMAR, ref, "paid", upheld=False, now=town.now)
    await town.cases.appeal(ref, HERS, "not paid", key=b"2", now=town.now)
    for decided in ("hind", "omar"):
        with pytest.raises(Conflict):
            await town.office.assign(CHIEF, ref, decided, now=town.now)


async def test_a_reopened_case_is_with_whom_it_was(town: Town) -> None:
    ref = await town.resolved(by=HIND)
    await town.cases.reopen(ref, HERS, "it came back", key=b"1", now=town.now)
    assert await town.state(ref) is CaseState.OPEN
    await town.office.resolve(HIND, ref, "paid", upheld=True, now=town.now)


async def test_an_escalated_case_is_the_authoritys(town: Town) -> None:
    ref, other = await town.opened(1), await town.opened(2)
    town.later(8)
    await town.cases.escalate(ref, HERS, key=b"1", now=town.now)
    for staff in (HIND, CHIEF):
        for act in ("assign", "ask", "tell", "resolve", "refer"):
            with pytest.raises(NotPermitted):
                await ACTS[act](town, staff, ref)
    assert await listed(town, staff=WALI) == [ref]
    with pytest.raises(NotPermitted):
        await ACTS["resolve"](town, WALI, other)
    await ACTS["assign"](town, WALI, ref)
    await ACTS["resolve"](town, WALI, ref)
    assert await town.state(ref) is CaseState.RESOLVED


async def test_nobody_can_be_asked_about_an_anonymous_case(town: Town) -> None:
    ref = await town.opened(case=grievance(1, phone=None))
    with pytest.raises(Conflict):
        await ACTS["ask"](town, HIND, ref)


async def test_a_body_that_the_country_does_not_know_is_refused(town: Town) -> None:
    with pytest.raises(NotSupported):
        await town.office.refer(HIND, await town.opened(), "the moon", now=town.now)


@pytest.mark.parametrize("id", ["", "x" * 65, "a\0b", "a\nb"])
async def test_a_case_goes_to_no_impossible_operator(town: Town, id: str) -> None:
    ref = await town.opened()
    with pytest.raises(InvalidIdentifier):
        await town.office.assign(CHIEF, ref, id, now=town.now)
    assert await town.kinds(ref) == ["opened"]


async def test_every_change_is_in_the_history_with_who_made_it(town: Town) -> None:
    ref = await town.opened()
    await town.office.assign(CHIEF, ref, "hind", now=town.now)
    await town.office.note(HIND, ref, "كلمت البنك", public=False, now=town.now)
    await town.office.ask(HIND, ref, "since when?", now=town.now)
    await town.cases.add_message(ref, HERS, "since January", key=b"1", now=town.now)
    await town.office.refer(HIND, ref, "health", now=town.now)
    await town.office.resolve(HIND, ref, "not ours", upheld=False, now=town.now)
    await town.office.close(HIND, ref, now=town.now)
    history = (await town.office.file(HIND, ref, now=town.now)).history
    assert [(event.kind, event.by, event.text, event.public) for event in history] == [
        ("opened", "citizen", "", True),
        ("assigned", "chief", "hind", False),
        ("note", "hind", "كلمت البنك", False),
        ("asked", "hind", "since when?", True),
        ("answered", "citizen", "since January", True),
        ("referred", "hind", "health", True),
        ("rejected", "hind", "not ours", True),
        ("closed", "hind", "", True),
    ]


def test_reporter_and_protection_have_no_other_rights() -> None:
    """The roles of this suite are one each: a test that gives somebody two would prove less."""
    assert all(len(staff.roles) == 1 for staff in (HIND, OMAR, CHIEF, WALI, NADIA, REPORTER))
    assert {role for staff in (HIND, CHIEF, WALI, NADIA, REPORTER) for role in staff.roles} == set(Role)


# --- moves -------------------------------------------------------------------------------------


async def may(town: Town, staff: Staff, ref: str) -> set[str]:
    return set((await town.office.file(staff, ref, now=town.now)).may)


async def test_a_case_tells_each_what_he_may_do_with_it(town: Town) -> None:
    works = {"ask", "note", "tell", "resolve", "refer"}
    ref = await town.opened()
    assert await may(town, HIND, ref) == {*works, "take"}
    assert await may(town, CHIEF, ref) == {*works, "take", "assign", "hand-up"}
    await town.office.assign(CHIEF, ref, "hind", now=town.now)
    assert await may(town, HIND, ref) == works
    assert await may(town, OMAR, ref) == {"note"}
    await town.office.resolve(HIND, ref, "paid", upheld=True, now=town.now)
    assert await may(town, HIND, ref) == {"note", "tell", "close"}
    await town.cases.appeal(ref, HERS, "not paid", key=b"1", now=town.now)
    assert await may(town, HIND, ref) == {"note", "tell"}
    assert await may(town, OMAR, ref) == {*works, "take"}
    await town.office.close(HIND, await town.resolved(2), now=town.now)
    assert "ask" not in await may(town, HIND, await town.opened(case=grievance(3, phone=None)))


async def test_what_a_case_tells_is_what_it_does(town: Town) -> None:
    """Every move that is offered succeeds, and none that is not."""
    acts: dict[str, Act] = {
        **ACTS,
        "take": ACTS["assign"],
        "hand-up": lambda town, who, ref: town.office.hand_up(who, ref, "?", now=town.now),
    }
    acts["assign"] = lambda town, who, ref: town.office.assign(who, ref, "salma", now=town.now)
    n = 0
    for staff in (HIND, OMAR, CHIEF):
        for move in set(MOVES):
            for begun in ("new", "assigned", "waiting", "resolved", "appealed"):
                n += 1
                ref = await (town.resolved(n) if begun in ("resolved", "appealed") else town.opened(n))
                if begun == "assigned":
                    await town.office.assign(CHIEF, ref, "hind", now=town.now)
                if begun == "waiting":
                    await town.office.ask(HIND, ref, "?", now=town.now)
                if begun == "appealed":
                    await town.cases.appeal(ref, HERS, "no", key=b"1", now=town.now)
                offered = move in await may(town, staff, ref)
                try:
                    await acts[move](town, staff, ref)
                    done = True
                except (Conflict, NotPermitted):
                    done = False
                own = move == "take" and staff is HIND and begun in ("assigned", "waiting")
                assert own or done == offered, (staff.id, move, begun)


async def test_a_lead_hands_a_case_up_and_its_holder_is_told(town: Town) -> None:
    ref = await town.opened()
    with pytest.raises(NotPermitted):
        await town.office.hand_up(HIND, ref, "not ours", now=town.now)
    await town.office.hand_up(CHIEF, ref, "not ours", now=town.now)
    assert await town.state(ref) is CaseState.ESCALATED
    assert [notice.kind for notice in await town.owed()] == [NoticeKind.ESCALATED]
    with pytest.raises(NotPermitted):
        await town.office.hand_up(CHIEF, ref, "again", now=town.now)
    with pytest.raises(Conflict):
        await town.office.hand_up(WALI, ref, "again", now=town.now)
    assert await may(town, WALI, ref) >= {"take", "assign", "resolve"}


async def test_a_change_with_the_same_key_happens_once(town: Town) -> None:
    ref = await town.opened()
    for _ in range(3):
        await town.office.note(HIND, ref, "seen", public=False, key=b"k", now=town.now)
        await town.office.resolve(HIND, ref, "paid", upheld=True, key=b"r", now=town.now)
    assert await town.kinds(ref) == ["opened", "note", "upheld"]
    await town.office.note(HIND, ref, "seen", public=False, now=town.now)
    await town.office.note(HIND, ref, "seen", public=False, now=town.now)
    assert await town.kinds(ref) == ["opened", "note", "upheld", "note", "note"]


async def test_the_code_of_a_conflict_says_when_another_decider_is_needed(town: Town) -> None:
    ref = await town.resolved(by=HIND)
    with pytest.raises(Conflict) as decided:
        await town.office.resolve(HIND, ref, "no", upheld=False, now=town.now)
    await town.cases.appeal(ref, HERS, "not paid", key=b"1", now=town.now)
    with pytest.raises(Conflict) as again:
        await town.office.resolve(HIND, ref, "no", upheld=False, now=town.now)
    assert (decided.value.code, again.value.code) == ("resolve", "decided-before")
