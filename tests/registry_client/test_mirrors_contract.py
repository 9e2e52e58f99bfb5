"""openIMIS and OpenSPP as mirrors: what is pushed is there once, whatever was lost, and officers' words come back."""

import contextlib
from collections.abc import AsyncIterator

import pytest

from dialogs.ports.mirrors import Act, OfficerEvent, Told
from dialogs.refusals import Conflict, PartnerMisconfigured, Pending, RegistryError, Unavailable
from store.clock import FakeClock
from tests.registry_client.mirror_worlds import CASE, NAMES, World, case, event, opened

LONG = " ".join(f"mot{n}" for n in range(300))
IN_TIME = 10.0


@pytest.fixture(params=NAMES)
async def there(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[World]:
    async with opened(request.param, clock) as world:
        yield world


async def pushed(world: World, *, fresh: bool = True) -> str:
    return await world.mirror.push_case(CASE, fresh=fresh, deadline=IN_TIME)


async def say(world: World, id: str, number: int, act: Act = Act.SAY, text: str = "bonjour", *, fresh: bool = True) -> None:
    await world.mirror.push_event(id, event(number, act, text), fresh=fresh, deadline=IN_TIME)


async def pulled(world: World, cursor: str = "") -> list[OfficerEvent]:
    return list((await world.mirror.pull(cursor, deadline=IN_TIME)).events)


async def test_a_case_is_there_once_however_often_it_is_pushed(there: World) -> None:
    first = await pushed(there)
    assert await pushed(there) == first
    assert await pushed(there, fresh=False) == first
    assert there.refs() == [CASE.ref]


async def test_a_case_whose_answer_was_lost_is_found(there: World) -> None:
    there.writes.lost = 1
    with pytest.raises(Unavailable):
        await pushed(there)
    await pushed(there, fresh=False)
    assert there.refs() == [CASE.ref]


async def test_a_case_that_never_arrived_is_not_sent_again_before_it_is_time(there: World) -> None:
    there.writes.dropped = 1
    with pytest.raises(Unavailable):
        await pushed(there)
    with pytest.raises(Pending):
        await pushed(there, fresh=False)
    assert there.refs() == []
    await pushed(there)
    assert there.refs() == [CASE.ref]


@pytest.mark.parametrize("fault", ["lost", "dropped"])
@pytest.mark.parametrize("act", list(Act))
async def test_an_event_is_there_once_whatever_was_lost_at_each_step(there: World, act: Act, fault: str) -> None:
    id = await pushed(there)
    if act in (Act.REOPEN, Act.ESCALATE):
        there.decide(CASE.ref, 11, "payé")
    for step in range(3):
        setattr(there.writes, fault, 1)
        with contextlib.suppress(Unavailable):
            await say(there, id, step + 2, act)
        there.writes.lost = there.writes.dropped = 0
        await say(there, id, step + 2, act)
        await say(there, id, step + 2, act, fresh=False)
    assert there.said(CASE.ref) == ["message: bonjour"] * 3
    assert there.state(CASE.ref) == ("open" if act in (Act.SAY, Act.REOPEN, Act.ESCALATE) else "decided")


async def test_what_was_done_once_does_not_pass_over_an_officer_who_went_on(there: World) -> None:
    id = await pushed(there)
    there.decide(CASE.ref, 11, "payé")
    await say(there, id, 2, Act.REOPEN)
    there.decide(CASE.ref, 12, "payé le 3")
    await say(there, id, 2, Act.REOPEN)
    assert there.state(CASE.ref) == "decided"


async def test_a_long_text_is_all_there(there: World) -> None:
    id = await there.mirror.push_case(case(5, text=LONG), fresh=True, deadline=IN_TIME)
    await there.mirror.push_event(id, event(2, Act.SAY, LONG, ref="12345675"), fresh=True, deadline=IN_TIME)
    said = " ".join(there.said("12345675"))
    assert said.endswith(f"message: {LONG}")


async def test_officers_words_and_decisions_come_back_in_order(there: World) -> None:
    await pushed(there)
    there.take(CASE.ref, 11)
    there.comment(CASE.ref, 11, "Nous vérifions")
    told = await pulled(there)
    assert [(one.what, one.by, one.text) for one in told] == [
        (Told.TAKEN, there.by(11), ""),
        (Told.NOTE, there.by(11), "Nous vérifions"),
    ]
    assert told[1].public


@pytest.mark.parametrize(("upheld", "what"), [(True, Told.UPHELD), (False, Told.REJECTED)])
async def test_a_decision_comes_back_with_its_reason(there: World, upheld: bool, what: Told) -> None:
    await pushed(there)
    there.decide(CASE.ref, 11, "Dossier complet", upheld=upheld)
    (decision,) = [one for one in await pulled(there) if one.what in (Told.UPHELD, Told.REJECTED)]
    assert (decision.what, decision.text, decision.ref, decision.overtaken) == (what, "Dossier complet", CASE.ref, False)


async def test_what_officers_say_among_themselves_is_not_for_the_citizen(there: World) -> None:
    await pushed(there)
    there.whisper(CASE.ref, 11, "à voir avec la région")
    assert not any(one.public for one in await pulled(there))


async def test_what_we_did_ourselves_is_not_told_back(there: World) -> None:
    id = await pushed(there)
    for number, act in enumerate(Act, 2):
        await say(there, id, number, act)
    assert await pulled(there) == []


async def test_a_cursor_goes_on_and_an_id_is_the_same_each_time(there: World) -> None:
    await pushed(there)
    assert (await there.mirror.pull("", deadline=IN_TIME)).events == []
    there.comment(CASE.ref, 11, "un")
    first = await there.mirror.pull("", deadline=IN_TIME)
    there.comment(CASE.ref, 11, "deux")
    second = await there.mirror.pull(first.cursor, deadline=IN_TIME)
    new = {one.id: one.text for one in second.events if one.id not in {old.id for old in first.events}}
    assert (list(new.values()), second.cursor > first.cursor) == (["deux"], True)
    assert (await there.mirror.pull(second.cursor, deadline=IN_TIME)).cursor == second.cursor


async def test_untidy_lists_tell_the_same(there: World) -> None:
    id = await pushed(there)
    await say(there, id, 2)
    for n in range(4):
        there.comment(CASE.ref, 11, f"mot {n}")
    tidy = {one.id for one in await pulled(there)}
    there.writes.untidy = True
    assert {one.id for one in await pulled(there)} == tidy
    await say(there, id, 2)
    assert await pushed(there) == id
    assert there.said(CASE.ref) == ["message: bonjour"]


async def test_rights_that_are_missing_are_an_operators_job(there: World) -> None:
    there.lose_rights()
    with pytest.raises(PartnerMisconfigured):
        await pushed(there)


@pytest.mark.parametrize("lie", ["html"])
async def test_an_answer_that_is_none_is_an_outage(there: World, lie: str) -> None:
    there.faults.lie = lie
    with pytest.raises(Unavailable):
        await pulled(there)


async def test_no_error_quotes_what_was_sent(there: World) -> None:
    there.faults.status = 503
    with pytest.raises(RegistryError) as down:
        await pushed(there)
    there.faults.status = 0
    there.lose_rights()
    with pytest.raises(RegistryError) as refused:
        await pushed(there)
    for failure in (down.value, refused.value):
        assert CASE.text not in repr(failure)
        assert CASE.ref not in repr(failure)
        assert failure.__context__ is None or CASE.text not in repr(failure.__context__)
    assert CASE.text not in repr(CASE)


# --- openIMIS alone ---


@pytest.fixture
async def imis(clock: FakeClock) -> AsyncIterator[World]:
    async with opened("openimis", clock) as world:
        yield world


async def test_a_mutation_that_is_slow_is_followed_next_time_and_not_sent_again(imis: World) -> None:
    imis.writes.delay = 12
    with pytest.raises(Pending):
        await pushed(imis)
    assert imis.refs() == []
    for _ in range(8):
        with contextlib.suppress(Pending):
            await pushed(imis, fresh=False)
    assert imis.refs() == [CASE.ref]


async def test_a_mutation_that_fails_later_is_made_anew_under_another_id(imis: World) -> None:
    imis.writes.late = 1
    with pytest.raises(Conflict):
        await pushed(imis)
    await pushed(imis)
    assert imis.refs() == [CASE.ref]


async def test_a_token_that_ran_out_is_renewed(imis: World) -> None:
    await pushed(imis)
    imis.faults.lie, imis.faults.times = "expired", 1
    assert await pulled(imis) == []
