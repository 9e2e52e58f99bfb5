"""The citizen's side of cases on the twin, SQLite and PostgreSQL."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest

from dialogs.model import IdRef, Phone
from dialogs.ports import CaseKind, CaseState, CaseView, Holder, NewCase
from dialogs.refusals import Clash, Conflict, NotFound
from store.cases.reference import References, check_digit
from store.keyring import Keyring
from tests.store.cases_world import AMINA, BADR, CHIEF, HERS, HIND, HIS, OMAR, Town, grievance, real, twin

Act = Callable[[Town, str, Holder, bytes], Awaitable[object]]


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, keys: Keyring) -> Town:
    return twin(keys) if request.param == "twin" else real(request.getfixturevalue(f"{request.param}_engine"), keys)


async def seen(town: Town, ref: str, holder: Holder = HERS) -> CaseView:
    return await town.cases.view(ref, holder)


# --- opening -----------------------------------------------------------------------------------


async def test_a_ticket_has_a_reference_that_checks_and_the_promised_days(town: Town) -> None:
    ticket = await town.cases.open(grievance(), now=town.now)
    assert (len(ticket.ref), check_digit(ticket.ref)) == (8, "0")
    assert (ticket.ack_by, ticket.resolve_by) == (date(2026, 3, 4), date(2026, 3, 9))


async def test_a_call_has_a_promise_of_its_own_whatever_it_is_about(town: Town) -> None:
    ticket = await town.cases.open(grievance(kind=CaseKind.CALLBACK), now=town.now)
    assert (ticket.ack_by, ticket.resolve_by) == (date(2026, 3, 4), date(2026, 3, 4))


async def test_the_same_key_opens_one_case_and_returns_the_first_ticket(town: Town) -> None:
    first = await town.cases.open(grievance(), now=town.now)
    await town.office.ask(HIND, first.ref, "since when?", now=town.now)
    town.later(4)
    await town.cases.add_message(first.ref, HERS, "since January", key=b"1", now=town.now)
    assert (await seen(town, first.ref)).resolve_by > first.resolve_by
    assert await town.cases.open(grievance(), now=town.now) == first
    assert len(await town.cases.mine(AMINA, limit=10)) == 1


async def test_an_equal_open_request_is_a_conflict_that_names_the_first(town: Town) -> None:
    ref = await town.opened(1)
    with pytest.raises(Conflict) as conflict:
        await town.cases.open(replace(grievance(1, text="again"), key=b"other"), now=town.now)
    assert conflict.value.code == ref


@pytest.mark.parametrize(
    "other",
    [
        grievance(1, category="data"),
        grievance(1, programme="p2"),
        grievance(1, phone=BADR),
        grievance(1, phone=None, pin="2468"),
        grievance(1, kind=CaseKind.CALLBACK),
        grievance(1, about=IdRef("UIN", "5678901234")),
    ],
)
async def test_another_matter_or_holder_is_no_conflict(town: Town, other: NewCase) -> None:
    assert await town.opened(1) != await town.opened(case=replace(other, key=b"other"))


def change(n: int, number: str = "+212661550019", *, about: str = "", place: str = "") -> NewCase:
    told = {"number": f"{n}", "phone": number}
    of = IdRef("ABOUT", about) if about else None
    return NewCase(b"change %d" % n, CaseKind.UPDATE, "phone", "ar", "ussd", AMINA, place=place, about=of, details=told)


async def test_an_update_to_the_same_is_one_by_whatever_number_she_was_recognised(town: Town) -> None:
    ref = await town.opened(case=change(1))
    with pytest.raises(Conflict) as same:
        await town.cases.open(change(2), now=town.now)
    assert (same.value.code, isinstance(same.value, Clash)) == (ref, False)


@pytest.mark.parametrize("other", [change(2, "+212661550023"), change(2, place="temara")])
async def test_an_update_to_something_else_names_the_one_that_is_open(town: Town, other: NewCase) -> None:
    ref = await town.opened(case=change(1))
    with pytest.raises(Clash) as clash:
        await town.cases.open(other, now=town.now)
    assert clash.value.code == ref


async def test_an_update_that_was_taken_back_makes_room_for_another(town: Town) -> None:
    await town.cases.withdraw(await town.opened(case=change(1)), HERS, key=b"w", now=town.now)
    assert await town.opened(case=change(2, "+212661550023"))


async def test_updates_about_different_things_are_two_and_their_hash_is_in_no_history(town: Town) -> None:
    refs = [await town.opened(case=change(n, about=about)) for n, about in enumerate(("5e2a90c1b7", "90c15e2ab7"))]
    assert len(set(refs)) == 2
    record = await town.book.by_ref(refs[0])
    assert record
    assert "ABOUT" not in (await town.book.history(record.id))[0].text


async def test_what_was_decided_may_be_asked_for_again(town: Town) -> None:
    ref = await town.resolved(1)
    assert await town.opened(case=grievance(1, key=b"later")) != ref


async def test_anonymous_requests_are_never_equal(town: Town) -> None:
    refs = {await town.opened(case=grievance(1, key=b"%d" % n, phone=None)) for n in range(3)}
    assert len(refs) == 3


async def test_equal_requests_at_the_same_time_open_one_case(town: Town) -> None:
    asked = (town.cases.open(grievance(1, key=b"%d" % n), now=town.now) for n in range(6))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    tickets = [answer for answer in answers if not isinstance(answer, BaseException)]
    (ref,) = {ticket.ref for ticket in tickets}
    assert {answer.code for answer in answers if isinstance(answer, Conflict)} == {ref}
    assert len(tickets) == 1


async def test_one_key_at_the_same_time_gets_one_ticket(town: Town) -> None:
    for case in (grievance(1), grievance(2, phone=None, pin="2468")):
        tickets = await asyncio.gather(*(town.cases.open(case, now=town.now) for _ in range(5)))
        assert len({ticket.ref for ticket in tickets}) == 1


async def test_a_reference_that_is_taken_is_drawn_again(town: Town) -> None:
    class Stuck(random.Random):
        """Draws each number twice."""

        drawn = 0

        def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
            self.drawn += 1
            return start + self.drawn // 2

    town.cases._references = References(Stuck())
    refs = [await town.opened(n) for n in range(6)]
    assert len(set(refs)) == 6


# --- whose it is -------------------------------------------------------------------------------

ACTS: dict[str, Act] = {
    "view": lambda town, ref, holder, key: town.cases.view(ref, holder),
    "add_message": lambda town, ref, holder, key: town.cases.add_message(ref, holder, "x", key=key, now=town.now),
    "appeal": lambda town, ref, holder, key: town.cases.appeal(ref, holder, "x", key=key, now=town.now),
    "escalate": lambda town, ref, holder, key: town.cases.escalate(ref, holder, key=key, now=town.now),
    "withdraw": lambda town, ref, holder, key: town.cases.withdraw(ref, holder, key=key, now=town.now),
    "rate": lambda town, ref, holder, key: town.cases.rate(ref, holder, 3, key=key, now=town.now),
    "reopen": lambda town, ref, holder, key: town.cases.reopen(ref, holder, "x", key=key, now=town.now),
}


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("holder", [Holder(), HIS, Holder(pin="0000"), Holder(BADR, "0000"), Holder(pin="")])
async def test_a_reference_opens_nothing_without_its_phone_or_pin(town: Town, act: str, holder: Holder) -> None:
    with_pin = await town.opened(case=grievance(1, pin="2468"))
    bare = await town.opened(case=grievance(2, phone=None))
    for ref in (with_pin, bare, await town.opened(3), "12345678", "", "x" * 300):
        with pytest.raises(NotFound) as refused:
            await ACTS[act](town, ref, holder, b"1")
        assert str(refused.value) == "NotFound(:case)"
    assert await town.kinds(with_pin) == await town.kinds(bare) == ["opened"]


async def test_the_phone_or_the_pin_opens_it(town: Town) -> None:
    ref = await town.opened(case=grievance(1, pin="2468"))
    for holder in (HERS, Holder(pin="2468"), Holder(BADR, "2468"), Holder(AMINA, "0000")):
        assert (await town.cases.view(ref, holder)).ref == ref


async def test_an_unknown_reference_and_a_wrong_pin_are_checked_alike(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[bool] = []
    fits = town.cases._pins.fits

    async def counted(kept: str, pin: str) -> bool:
        checked.append(bool(kept))
        return await fits(kept, pin)

    monkeypatch.setattr(town.cases._pins, "fits", counted)
    refs = [await town.opened(case=grievance(1, pin="2468")), await town.opened(2), "12345678"]
    for ref in refs:
        with pytest.raises(NotFound):
            await town.cases.view(ref, Holder(BADR, "1357"))
    assert checked == [True, False, False]  # all three paid for a slow hash


async def test_mine_are_the_cases_of_this_phone_newest_first(town: Town) -> None:
    refs = []
    for n in range(4):
        refs.append(await town.opened(n))
        town.later(0.01)
    await town.opened(case=grievance(9, phone=BADR))
    await town.opened(case=grievance(10, phone=None, pin="2468"))
    assert [view.ref for view in await town.cases.mine(AMINA, limit=3)] == refs[:0:-1]
    assert await town.cases.mine(Phone("+212600000000"), limit=3) == []


# --- what happens to it ------------------------------------------------------------------------


async def test_a_view_shows_its_holder_the_state_and_what_she_may_do(town: Town) -> None:
    ref = await town.opened()
    view = await seen(town, ref)
    assert view == CaseView(
        ref, CaseKind.GRIEVANCE, "payment", CaseState.RECEIVED, 1, date(2026, 3, 2), date(2026, 3, 9),
        owner="office",
        may=frozenset({"message", "withdraw"}),
        lang="ar",
    )  # fmt: skip
    await town.office.ask(HIND, ref, "since when?", now=town.now)
    view = await seen(town, ref)
    assert (view.state, view.question, view.may) == (
        CaseState.WAITING_CITIZEN,
        "since when?",
        frozenset({"answer", "withdraw"}),
    )
    await town.cases.add_message(ref, HERS, "since January", key=b"1", now=town.now)
    view = await seen(town, ref)
    assert (view.state, view.question) == (CaseState.IN_PROGRESS, "")
    await town.office.refer(HIND, ref, "health", now=town.now)
    assert ((await seen(town, ref)).state, (await seen(town, ref)).owner) == (CaseState.REFERRED, "health")
    await town.office.resolve(HIND, ref, "it is paid", upheld=True, now=town.now)
    view = await seen(town, ref)
    assert (view.state, view.note, view.may) == (
        CaseState.RESOLVED,
        "it is paid",
        frozenset({"appeal", "rate", "reopen"}),
    )


async def test_only_public_notes_reach_her(town: Town) -> None:
    ref = await town.opened()
    await town.office.note(HIND, ref, "calls often", public=False, now=town.now)
    assert (await seen(town, ref)).note == ""
    await town.office.note(HIND, ref, "we asked the bank", public=True, now=town.now)
    await town.office.note(HIND, ref, "the bank is slow", public=False, now=town.now)
    assert (await seen(town, ref)).note == "we asked the bank"


@pytest.mark.parametrize("act", ["add_message", "appeal", "withdraw", "rate", "reopen"])
async def test_a_change_happens_once_per_key(town: Town, act: str) -> None:
    ref = await (town.resolved() if act in ("appeal", "rate", "reopen") else town.opened())
    before = len(await town.kinds(ref))
    for _ in range(3):
        await ACTS[act](town, ref, HERS, b"same")
    await asyncio.gather(*(ACTS[act](town, ref, HERS, b"same") for _ in range(4)))
    assert len(await town.kinds(ref)) == before + 1


async def test_a_replay_is_answered_after_the_case_went_on(town: Town) -> None:
    ref = await town.resolved()
    await town.cases.appeal(ref, HERS, "not paid", key=b"1", now=town.now)
    await town.office.resolve(OMAR, ref, "paid now", upheld=True, now=town.now)
    view = await town.cases.appeal(ref, HERS, "not paid", key=b"1", now=town.now)
    assert (view.state, view.level) == (CaseState.RESOLVED, 2)


async def test_one_key_may_name_changes_of_two_cases(town: Town) -> None:
    refs = [await town.opened(n) for n in (1, 2)]
    for ref in refs:
        await town.cases.withdraw(ref, HERS, key=b"same", now=town.now)
    assert [await town.state(ref) for ref in refs] == [CaseState.CLOSED] * 2


async def test_two_messages_of_the_same_words_are_two(town: Town) -> None:
    ref = await town.opened()
    for key in (b"1", b"2"):
        await town.cases.add_message(ref, HERS, "still nothing", key=key, now=town.now)
    assert await town.kinds(ref) == ["opened", "message", "message"]


async def test_messages_at_the_same_time_are_all_kept(town: Town) -> None:
    ref = await town.opened()
    sent = (town.cases.add_message(ref, HERS, f"{n}", key=b"%d" % n, now=town.now) for n in range(6))
    await asyncio.gather(*sent)
    assert await town.kinds(ref) == ["opened"] + ["message"] * 6


async def test_an_appeal_and_a_closing_at_the_same_time_leave_one_story(town: Town) -> None:
    """Whichever comes second is decided on what the first one left."""
    for n in range(8):
        ref = await town.resolved(n)
        appeal = town.cases.appeal(ref, HERS, "no", key=b"1", now=town.now)
        close = town.office.close(CHIEF, ref, now=town.now)
        both = (appeal, close) if n % 2 else (close, appeal)
        faults = [fault for fault in await asyncio.gather(*both, return_exceptions=True) if isinstance(fault, BaseException)]
        kinds = await town.kinds(ref)
        assert await town.state(ref) is CaseState.APPEALED
        assert kinds in (["opened", "upheld", "appealed"], ["opened", "upheld", "closed", "appealed"])
        assert [type(fault) for fault in faults] == ([Conflict] if "closed" not in kinds else [])


async def test_a_withdrawal_and_a_decision_at_the_same_time_leave_one_story(town: Town) -> None:
    for n in range(8):
        ref = await town.opened(n)
        withdrawal = town.cases.withdraw(ref, HERS, key=b"1", now=town.now)
        decision = town.office.resolve(HIND, ref, "paid", upheld=True, now=town.now)
        faults = await asyncio.gather(withdrawal, decision, return_exceptions=True)
        assert [type(fault) for fault in faults].count(Conflict) == 1
        assert len(await town.kinds(ref)) == 2


async def test_satisfaction_is_told_once_from_one_to_five(town: Town) -> None:
    ref = await town.resolved()
    for score in (0, 6, -1):
        with pytest.raises(Conflict):
            await town.cases.rate(ref, HERS, score, key=b"%d" % score, now=town.now)
    await town.cases.rate(ref, HERS, 5, key=b"r", now=town.now)
    assert "rate" not in (await seen(town, ref)).may
    with pytest.raises(Conflict):
        await town.cases.rate(ref, HERS, 1, key=b"r2", now=town.now)


async def test_what_she_brought_comes_back_to_her_officer_whole(town: Town) -> None:
    case = grievance(
        1, desired="pay", for_other=True, about=IdRef("UIN", "5678901234"), details={"since": "January"}, text="ⵜⴰⵎⴰⵣⵉⵖⵜ\n😀"
    )
    ref = await town.opened(case=case)
    record = await town.book.by_ref(ref)
    assert record
    assert record.brought == replace(case, key=b"", pin="")
    file = await town.office.file(HIND, ref, now=town.now)
    assert (file.text, file.desired, file.phone, file.lang) == (case.text, "pay", "**78", "ar")
    assert file.history[0].text == "since: January\nUIN: 56****1234"


# --- time --------------------------------------------------------------------------------------


async def test_the_clock_stands_still_while_she_is_asked(town: Town) -> None:
    ref = await town.opened()
    town.later(1)  # Tuesday; four working days are left
    await town.office.ask(HIND, ref, "since when?", now=town.now)
    town.later(8)  # Wednesday of the week after
    assert not (await town.office.file(HIND, ref, now=town.now)).overdue
    await town.cases.add_message(ref, HERS, "since January", key=b"1", now=town.now)
    assert (await seen(town, ref)).resolve_by == date(2026, 3, 17)


async def test_a_promise_that_was_broken_stays_broken_whatever_is_asked(town: Town) -> None:
    ref = await town.opened()
    town.later(10)
    await town.office.ask(HIND, ref, "since when?", now=town.now)
    town.later(5)
    assert (await town.office.file(HIND, ref, now=town.now)).overdue
    await town.cases.add_message(ref, HERS, "since January", key=b"1", now=town.now)
    view = await seen(town, ref)
    assert (view.resolve_by, "escalate" in view.may) == (date(2026, 3, 9), True)


async def test_an_appeal_is_decided_once_and_then_goes_to_the_authority(town: Town) -> None:
    ref = await town.resolved()
    await town.cases.appeal(ref, HERS, "no", key=b"1", now=town.now)
    await town.office.resolve(OMAR, ref, "no", upheld=False, now=town.now)
    view = await seen(town, ref)
    assert view.may == {"escalate", "rate", "reopen"}
    with pytest.raises(Conflict):
        await town.cases.appeal(ref, HERS, "no", key=b"2", now=town.now)
    view = await town.cases.escalate(ref, HERS, key=b"3", now=town.now)
    assert (view.state, view.level, view.owner) == (CaseState.ESCALATED, 3, "province")


async def test_an_appeal_that_came_twice_at_once_is_answered_as_filed(town: Town) -> None:
    ref = await town.resolved()
    filed = (town.cases.appeal(ref, HERS, "no", key=b"1", now=town.now) for _ in range(4))
    assert {view.state for view in await asyncio.gather(*filed)} == {CaseState.APPEALED}


async def test_an_appeal_is_in_time_until_the_last_day(town: Town) -> None:
    refs = [await town.resolved(n) for n in (1, 2)]
    town.later(30)
    assert (await town.cases.appeal(refs[0], HERS, "no", key=b"1", now=town.now)).level == 2
    town.later(1)
    assert "appeal" not in (await seen(town, refs[1])).may
    with pytest.raises(Conflict):
        await town.cases.appeal(refs[1], HERS, "no", key=b"1", now=town.now)


async def test_a_broken_promise_may_be_taken_to_the_authority_once(town: Town) -> None:
    ref = await town.opened()
    with pytest.raises(Conflict):
        await town.cases.escalate(ref, HERS, key=b"early", now=town.now)
    town.later(8)
    view = await town.cases.escalate(ref, HERS, key=b"late", now=town.now)
    assert (view.state, view.level, view.owner, view.resolve_by) == (CaseState.ESCALATED, 2, "province", date(2026, 3, 17))
    town.later(20)
    with pytest.raises(Conflict):
        await town.cases.escalate(ref, HERS, key=b"again", now=town.now)


async def test_a_matter_without_an_authority_cannot_be_escalated(town: Town) -> None:
    ref = await town.opened(case=grievance(1, category="data"))
    town.later(60)
    assert "escalate" not in (await seen(town, ref)).may


async def test_a_withdrawn_case_may_be_reopened_and_not_appealed(town: Town) -> None:
    ref = await town.opened()
    await town.cases.withdraw(ref, HERS, key=b"1", now=town.now)
    assert (await seen(town, ref)).may == {"reopen"}
    town.later(20)
    assert (await town.cases.reopen(ref, HERS, "still", key=b"2", now=town.now)).state is CaseState.RECEIVED
    await town.cases.withdraw(ref, HERS, key=b"3", now=town.now)
    town.later(21)
    assert (await seen(town, ref)).may == frozenset()
