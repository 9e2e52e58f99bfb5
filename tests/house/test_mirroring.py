"""Rounds of a mirror: our cases go there and officers' words come here, once each, and what must not leave stays."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from dialogs.ports import CaseEvent, CaseKind, CaseState
from house.mirroring import Mirroring, Round
from store.cases.mirror import SqlMirrorBook
from store.cases.protected import Protected
from store.cases.record import DECIDED
from store.cases.sealed import MemorySealedCases
from store.keyring import Keyring
from tests.house.mirror_country import TERMS, Country
from tests.registry_client.mirror_worlds import NAMES, World, opened
from tests.store.cases_world import CHIEF, HERS, grievance, real, twin


@pytest.fixture(params=NAMES)
async def country(request: pytest.FixtureRequest, keys: Keyring) -> AsyncIterator[Country]:
    town = twin(keys)
    async with opened(request.param, town.clock) as there:
        yield Country(town, there, keys)


async def test_a_case_and_her_words_are_there_and_the_answer_is_here(country: Country) -> None:
    town, there = country.town, country.there
    ref = await town.opened()
    await town.cases.add_message(ref, HERS, "j'attends depuis mars", key=b"m", now=town.now)
    assert (await country.mirroring.round()).pushed == 2
    assert there.said(ref) == ["message: j'attends depuis mars"]
    there.take(ref, 11)
    there.comment(ref, 11, "Nous vérifions")
    there.decide(ref, 11, "Payé le 3 mars")
    await country.mirroring.round()
    view = await town.cases.view(ref, HERS)
    assert (view.state, view.note) == (CaseState.RESOLVED, "Payé le 3 mars")
    record = await town.book.by_ref(ref)
    assert record
    assert record.deciders == (f"{there.mirror.name}:{there.by(11)}",)


async def test_an_appeal_goes_back_to_another_officer(country: Country) -> None:
    town, there = country.town, country.there
    ref = await town.opened()
    await country.mirroring.round()
    there.decide(ref, 11, "Non", upheld=False)
    await country.mirroring.round()
    await town.cases.appeal(ref, HERS, "regardez encore", key=b"a", now=town.now)
    await country.mirroring.round()
    assert there.state(ref) == "open"
    there.decide(ref, 11, "Toujours non", upheld=False)
    assert (await country.mirroring.round()).conflicts == 1
    assert await town.state(ref) is CaseState.APPEALED
    assert [event.text for event in await country.memory.conflicts(9)] == ["Toujours non"]


async def test_who_decides_before_the_appeal_reached_him_has_not_decided_it(country: Country) -> None:
    town, there = country.town, country.there
    ref = await town.opened()
    await country.mirroring.round()
    await town.office.resolve(CHIEF, ref, "non", upheld=False, now=town.now)
    await town.cases.appeal(ref, HERS, "si", key=b"a", now=town.now)
    there.decide(ref, 12, "Payé")
    await country.settled()
    assert (await town.state(ref), there.state(ref)) == (CaseState.APPEALED, "open")
    assert [event.text for event in await country.memory.conflicts(9)] == ["Payé"]


async def test_a_note_for_officers_is_kept_from_the_citizen(country: Country) -> None:
    ref = await country.town.opened()
    await country.mirroring.round()
    country.there.whisper(ref, 11, "dossier douteux")
    await country.mirroring.round()
    assert (await country.town.cases.view(ref, HERS)).note == ""


@pytest.mark.parametrize(
    ("decided", "yes", "state"),
    [(False, True, "decided"), (False, False, "taken"), (True, True, "decided"), (True, False, "open")],
)
async def test_whether_a_referral_helped_is_said_there_and_moves_the_case_as_here(
    country: Country, decided: bool, yes: bool, state: str
) -> None:
    town, there = country.town, country.there
    ref = await town.opened(case=grievance(1, kind=CaseKind.REFERRAL, category="health"))
    await country.mirroring.round()
    there.take(ref, 11)
    await country.settled()
    record = await town.book.by_ref(ref)
    assert record
    change = town.rules.promises.changed(record, replace(record, followed_at=town.now), CaseEvent(town.now, "followed", "clock"))
    assert await town.book.save(record, change)
    if decided:
        there.decide(ref, 11, "Fait")
        await country.settled()
    await town.cases.helped(ref, HERS, yes, key=b"h", now=town.now)
    await country.settled()
    assert there.said(ref)[-1:] == ["helped" if yes else "not-helped"]
    assert there.state(ref) == state


async def test_a_side_that_is_down_is_asked_again_later_and_later(country: Country) -> None:
    town, there = country.town, country.there
    for n in range(3):
        await town.opened(n)
    await country.mirroring.round()
    there.faults.status = 503
    assert await country.mirroring.round() == Round(failed=1)
    there.faults.status = 0
    await town.opened(5)
    there.writes.dropped = 1
    assert (await country.mirroring.round()).failed == 1
    assert (await country.mirroring.round()) == Round()
    await country.settled()
    assert len(there.refs()) == 4


async def test_missing_rights_stop_the_round_and_double_nothing(country: Country) -> None:
    refs = [await country.town.opened(n) for n in range(3)]
    country.there.lose_rights()
    done = await country.mirroring.round()
    assert (done.pushed, done.failed) == (0, 1)
    assert country.there.refs() == []
    assert len(refs) == 3


async def test_protected_cases_never_leave(country: Country, keys: Keyring) -> None:
    class NoAudit:
        async def append(self, event: object) -> None: ...

    protected = Protected(MemorySealedCases(), keys, NoAudit(), country.town.clock)
    await protected.open(key=b"p", nature="violence", wants="call", place="sale", lang="ar", safe=None, now=country.town.now)
    assert await country.mirroring.round() == Round()
    assert country.there.refs() == []


async def test_no_log_says_whose_case_or_what_about(country: Country) -> None:
    town, there = country.town, country.there
    with capture_logs() as logs:
        ref = await town.opened()
        there.writes.dropped = 1
        await country.mirroring.round()
        await country.settled()
        there.comment(ref, 11, "Réponse privée")
        await country.mirroring.round()
        there.faults.status = 500
        await country.mirroring.round()
    told = str(logs)
    assert "mirror.push-failed" in told
    for secret in (ref, "لم أتوصل", "Réponse", "612345678", "officer-11"):
        assert secret not in told


async def test_two_workers_at_once_double_nothing(country: Country) -> None:
    refs = [await country.town.opened(n) for n in range(4)]
    await asyncio.gather(*(country.mirroring.round() for _ in range(3)))
    await country.settled()
    assert sorted(country.there.refs()) == sorted(refs)


@pytest.mark.parametrize("name", NAMES)
async def test_a_database_remembers_through_a_restart(name: str, sql_engine: AsyncEngine, keys: Keyring) -> None:
    town = real(sql_engine, keys)

    def started(there: World) -> Mirroring:
        return Mirroring(there.mirror, SqlMirrorBook(sql_engine, keys, name), town.book, town.rules, keys, town.clock, TERMS)

    async with opened(name, town.clock) as there:
        ref = await town.opened()
        await town.cases.add_message(ref, HERS, "encore", key=b"m", now=town.now)
        there.writes.lost = 1
        assert (await started(there).round()).failed == 1
        town.clock.at += 10
        assert (await started(there).round()).pushed == 2
        there.decide(ref, 11, "Payé")
        assert (await started(there).round()).applied >= 1
        assert await started(there).round() == Round()
        assert (there.refs(), there.said(ref)) == ([ref], ["message: encore"])
        assert await town.state(ref) in DECIDED
