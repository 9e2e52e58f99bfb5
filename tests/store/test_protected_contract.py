"""Protected cases on the twin, SQLite and PostgreSQL: one role, every look in the audit, nothing anywhere else."""

from dataclasses import dataclass, replace

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import CaseFilter, Count, ProtectedCase, Role, SafeWay, Staff, Unreadable
from dialogs.refusals import NotFound, NotPermitted, NotSupported
from store.cases.protected import Protected
from store.cases.sealed import MemorySealedCases, SealedCases, SqlSealedCases
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemoryAudit
from tests.store.cases_world import AMINA, CHIEF, HIND, MONDAY, NADIA, REPORTER, WALI, Town, real, twin

SAFE = SafeWay(Phone("+212661000001"), "mornings")
SECRETS = ("violence", "call", "sale", "212661000001", "mornings")


@dataclass(frozen=True)
class Desk:
    """The port, its audit and what is under it; `town` is the ordinary case system on the same database."""

    cases: Protected
    audit: MemoryAudit
    kept: SealedCases
    town: Town

    async def opened(self, n: int = 1, nature: str = "violence", at: float = MONDAY, place: str = "sale") -> None:
        await self.cases.open(key=b"%d" % n, nature=nature, wants="call", place=place, lang="ar", safe=SAFE, now=at)


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, keys: Keyring) -> Desk:
    audit, clock = MemoryAudit(keys), FakeClock(MONDAY)
    if request.param == "twin":
        kept: SealedCases = MemorySealedCases()
        return Desk(Protected(kept, keys, audit, clock), audit, kept, twin(keys))
    engine = request.getfixturevalue(f"{request.param}_engine")
    kept = SqlSealedCases(engine)
    return Desk(Protected(kept, keys, audit, clock), audit, kept, real(engine, keys))


async def test_protection_sees_what_she_said_and_the_safe_way_to_her(desk: Desk) -> None:
    await desk.opened()
    (line,) = await desk.cases.list(NADIA)
    case = await desk.cases.file(NADIA, line.id)
    assert case == ProtectedCase(case.id, MONDAY, "violence", "call", "sale", "ar", SAFE, "new", [])


@pytest.mark.parametrize("safe", [None, SafeWay(), SafeWay(hours="mornings"), SafeWay(AMINA)])
async def test_only_what_she_gave_is_kept(desk: Desk, safe: SafeWay | None) -> None:
    await desk.cases.open(key=b"1", nature="child", wants="", place="", lang="fr", safe=safe, now=MONDAY)
    (line,) = await desk.cases.list(NADIA)
    assert (await desk.cases.file(NADIA, line.id)).safe == safe


async def test_a_key_opens_one_case(desk: Desk) -> None:
    for _ in range(3):
        await desk.opened()
    assert len(await desk.cases.list(NADIA)) == 1


@pytest.mark.parametrize("staff", [HIND, CHIEF, WALI, REPORTER, Staff("nobody", frozenset())])
async def test_no_other_role_sees_or_changes_any_and_the_try_is_in_the_audit(desk: Desk, staff: Staff) -> None:
    await desk.opened()
    (case,) = await desk.cases.list(NADIA)
    with pytest.raises(NotPermitted):
        await desk.cases.list(staff)
    with pytest.raises(NotPermitted):
        await desk.cases.file(staff, case.id)
    with pytest.raises(NotPermitted):
        await desk.cases.note(staff, case.id, "hm", now=MONDAY)
    with pytest.raises(NotPermitted):
        await desk.cases.settle(staff, case.id, "closed", now=MONDAY)
    assert [event.outcome for event in desk.audit.events] == ["", *["refused"] * 4]


async def test_each_look_is_in_the_audit_and_tells_nothing_of_the_case(desk: Desk) -> None:
    await desk.opened()
    for _ in range(2):
        (case,) = await desk.cases.list(NADIA)
    await desk.cases.file(NADIA, case.id)
    await desk.cases.note(NADIA, case.id, "no answer", now=MONDAY + 30)
    await desk.cases.settle(NADIA, case.id, "called", now=MONDAY + 60)
    actions = ["protected-list", "protected-list", "protected-read", "protected-note", "protected-settle"]
    assert [event.action for event in desk.audit.events] == actions
    looks = [event.subject for event in desk.audit.events]
    assert (looks[:2], len(set(looks[2:])), bytes.fromhex(case.id) in looks) == ([b"", b""], 1, False)
    assert {(event.key, event.outcome) for event in desk.audit.events} == {(b"", "")}
    assert len({event.actor for event in desk.audit.events}) == 1
    assert not any(secret in repr(desk.audit.events) for secret in (*SECRETS, case.id, "nadia"))


@pytest.mark.parametrize("state", ["called", "referred", "unreachable", "closed"])
async def test_a_settled_case_is_where_it_was_put(desk: Desk, state: str) -> None:
    await desk.opened(1)
    await desk.opened(2, at=MONDAY + 1)
    first, second = await desk.cases.list(NADIA)
    await desk.cases.settle(NADIA, first.id, state, now=MONDAY + 2)
    assert await desk.cases.list(NADIA) == [second]
    assert await desk.cases.list(NADIA, state=state) == [replace(first, state=state)]


@pytest.mark.parametrize("id", ["", "00" * 16, "not hexadecimal", "é", "00" * 40])
async def test_a_case_that_is_not_there_cannot_be_settled(desk: Desk, id: str) -> None:
    with pytest.raises(NotFound):
        await desk.cases.settle(NADIA, id, "called", now=MONDAY)


@pytest.mark.parametrize("state", ["new", "", "lost"])
async def test_there_are_four_ways_to_settle(desk: Desk, state: str) -> None:
    await desk.opened()
    (case,) = await desk.cases.list(NADIA)
    with pytest.raises(NotSupported):
        await desk.cases.settle(NADIA, case.id, state, now=MONDAY)


async def test_the_oldest_comes_first_within_the_area_and_the_limit(desk: Desk) -> None:
    for n in range(6):
        await desk.opened(n, at=MONDAY - n, place="sale" if n % 2 else "agadir")
    here = Staff("nadia", frozenset({Role.PROTECTION}), frozenset({"sale"}))
    first = await desk.cases.list(here, limit=2)
    assert [case.at for case in first] == [MONDAY - 5, MONDAY - 3]
    assert [case.at for case in await desk.cases.list(here, after=first[-1].id, limit=2)] == [MONDAY - 1]
    assert [case.at for case in await desk.cases.list(NADIA, limit=4)] == [MONDAY - 5, MONDAY - 4, MONDAY - 3, MONDAY - 2]


async def test_counts_are_told_only_above_five(desk: Desk) -> None:
    for n in range(11):
        await desk.opened(n, nature="violence" if n < 6 else "child")
    await desk.opened(20, nature="child", at=MONDAY + 100)
    assert await desk.cases.counts(since=MONDAY, until=MONDAY + 100) == [Count("violence", 6)]
    assert await desk.cases.counts(since=MONDAY, until=MONDAY + 101) == [Count("child", 6), Count("violence", 6)]
    assert await desk.cases.counts(since=MONDAY + 1, until=MONDAY + 101) == []


async def test_they_are_in_no_ordinary_list_report_alarm_notice_or_log(desk: Desk) -> None:
    with structlog.testing.capture_logs() as logs:
        for n in range(8):
            await desk.opened(n)
        await desk.cases.list(NADIA)
    town = desk.town
    town.later(100)
    assert await town.cases.mine(AMINA, limit=9) == []
    assert SAFE.phone
    assert await town.cases.mine(SAFE.phone, limit=9) == []
    assert await town.office.list(CHIEF, CaseFilter(), now=town.now) == []
    for group in ("category", "state", "place", "programme", "channel", "satisfaction"):
        assert await town.office.report(REPORTER, group, since=0, until=town.now) == []
    assert await town.book.due(town.now, 9) == []
    assert await town.owed() == []
    assert logs == []


async def test_another_key_than_that_of_ordinary_cases_seals_them(desk: Desk, keys: Keyring) -> None:
    await desk.opened()
    (kept,) = await desk.kept.in_state("new", None, 9)
    assert b"violence" in keys.open("protected", kept.sealed, kept.id)
    for purpose in ("case", "case-words", "case-event"):
        with pytest.raises(Unreadable):
            keys.open(purpose, kept.sealed, kept.id)


async def test_one_that_cannot_be_read_is_not_forgotten_and_hides_no_other(desk: Desk, keys: Keyring) -> None:
    lost = Protected(desk.kept, Keyring({9: b"x" * 32}, b"y" * 32), desk.audit, FakeClock())
    await lost.open(key=b"1", nature="violence", wants="call", place="sale", lang="ar", safe=None, now=MONDAY - 1)
    await desk.opened(2)
    files = [await desk.cases.file(NADIA, line.id) for line in await desk.cases.list(NADIA)]
    assert [case.nature for case in files] == ["unreadable", "violence"]


async def test_the_table_holds_nothing_in_clear(sql_engine: AsyncEngine, keys: Keyring) -> None:
    cases = Protected(SqlSealedCases(sql_engine), keys, MemoryAudit(keys), FakeClock())
    await cases.open(key=b"1", nature="violence", wants="call", place="sale", lang="ar", safe=SAFE, now=MONDAY)
    nadia = Staff("nadia", frozenset({Role.PROTECTION}))
    (line,) = await cases.list(nadia)
    await cases.note(nadia, line.id, "call in the mornings", now=MONDAY)
    async with sql_engine.connect() as connection:
        rows = [str((await connection.execute(text(f"SELECT * FROM protected_{name}"))).one()) for name in ("cases", "lines")]
    assert not any(secret in row for row in rows for secret in (*SECRETS, "nadia", "note"))


async def test_what_was_done_stands_with_who_did_it_once_for_a_key(desk: Desk, keys: Keyring) -> None:
    await desk.opened()
    (line,) = await desk.cases.list(NADIA)
    for _ in range(2):
        await desk.cases.note(NADIA, line.id, "no answer", key=b"a", now=MONDAY + 1)
        await desk.cases.settle(NADIA, line.id, "called", key=b"b", now=MONDAY + 2)
    await desk.cases.settle(NADIA, line.id, "closed", key=b"c", now=MONDAY + 3)
    await desk.cases.settle(NADIA, line.id, "called", key=b"b", now=MONDAY + 4)
    case = await desk.cases.file(NADIA, line.id)
    assert [(note.kind, note.by, note.text) for note in case.notes] == [
        ("note", "nadia", "no answer"),
        ("called", "nadia", ""),
        ("closed", "nadia", ""),
    ]
    assert case.state == "closed"
    lost = Protected(desk.kept, Keyring({9: b"x" * 32}, b"y" * 32), desk.audit, FakeClock())
    assert {note.kind for note in (await lost.file(NADIA, line.id)).notes} == {"unreadable"}


async def test_a_case_of_another_area_is_not_there(desk: Desk, keys: Keyring) -> None:
    await desk.opened()
    (line,) = await desk.cases.list(NADIA)
    there = Staff("nadia", frozenset({Role.PROTECTION}), frozenset({"souss"}))
    cases = Protected(desk.kept, keys, desk.audit, FakeClock(), {"sale": "rabat-region"})
    for look in (cases.file(there, line.id), cases.settle(there, line.id, "called", now=MONDAY)):
        with pytest.raises(NotFound):
            await look
    assert (await cases.file(replace(there, areas=frozenset({"rabat-region"})), line.id)).nature == "violence"
    await desk.opened(2, at=MONDAY + 1, place="")
    (nowhere,) = await cases.list(there)
    assert (await cases.file(there, nowhere.id)).place == ""


@pytest.mark.parametrize("after", ["00" * 16, "é"])
async def test_a_list_goes_on_after_nothing_that_is_unknown(desk: Desk, after: str) -> None:
    with pytest.raises(NotFound):
        await desk.cases.list(NADIA, after=after)
