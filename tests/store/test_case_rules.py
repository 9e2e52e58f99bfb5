"""Random lives of a case: the rules follow a small model, twin and database tell the same story, and the tables keep still."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import IdRef
from dialogs.ports import CaseState, Holder
from dialogs.refusals import Conflict, NotPermitted
from store.cases.deadlines import sound_alarms
from store.cases.pins import Pins
from store.cases.reference import References
from store.cases.rules import FROM
from store.keyring import Keyring
from store.sql.engine import make_engine
from store.sql.tables import metadata
from tests.store.cases_world import CHIEF, HERS, HIND, OMAR, WALI, Town, grievance, real, twin

S = CaseState
Act = Callable[[Town, str, bytes], Awaitable[object]]

ACTS: dict[str, Act] = {
    "message": lambda town, ref, key: town.cases.add_message(ref, HERS, "x", key=key, now=town.now),
    "appeal": lambda town, ref, key: town.cases.appeal(ref, HERS, "x", key=key, now=town.now),
    "escalate": lambda town, ref, key: town.cases.escalate(ref, HERS, key=key, now=town.now),
    "withdraw": lambda town, ref, key: town.cases.withdraw(ref, HERS, key=key, now=town.now),
    "rate": lambda town, ref, key: town.cases.rate(ref, HERS, 3, key=key, now=town.now),
    "reopen": lambda town, ref, key: town.cases.reopen(ref, HERS, "x", key=key, now=town.now),
    "assign": lambda town, ref, key: town.office.assign(CHIEF, ref, "chief", now=town.now),
    "ask": lambda town, ref, key: town.office.ask(CHIEF, ref, "x", now=town.now),
    "note": lambda town, ref, key: town.office.note(CHIEF, ref, "x", public=False, now=town.now),
    "resolve": lambda town, ref, key: town.office.resolve(CHIEF, ref, "x", upheld=True, now=town.now),
    "refer": lambda town, ref, key: town.office.refer(CHIEF, ref, "health", now=town.now),
    "close": lambda town, ref, key: town.office.close(CHIEF, ref, now=town.now),
    "decide otherwise": lambda town, ref, key: town.office.resolve(OMAR, ref, "x", upheld=False, now=town.now),
    "decide above": lambda town, ref, key: town.office.resolve(WALI, ref, "x", upheld=True, now=town.now),
}
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(list(ACTS)), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 12)),
    ),
    max_size=25,
)
Steps = list[tuple[str, int]]
Trace = list[tuple[str, CaseState, int, frozenset[str], tuple[str, ...]]]


async def play(town: Town, steps: Steps) -> Trace:
    """After each step: how it was answered, where the case stands, what she may do, and its history."""
    ref, trace = await town.opened(), Trace()
    for n, (what, days) in enumerate(steps):
        answer = "done"
        try:
            if what == "wait":
                town.later(days)
                await sound_alarms(town.book, town.rules.promises, now=town.now)
            else:
                await ACTS[what](town, ref, b"%d" % n)
        except (Conflict, NotPermitted) as refused:
            answer = type(refused).__name__
        view = await town.cases.view(ref, HERS)
        trace.append((answer, view.state, view.level, view.may, tuple(await town.kinds(ref))))
    return trace


# What the model knows: where each thing that is written into the history leads. None: the state stays.
LEADS: dict[str, dict[CaseState, CaseState] | CaseState | None] = {
    "opened": S.RECEIVED,
    "message": None,
    "answered": None,  # back to work, or to the body: told below
    "appealed": S.APPEALED,
    "escalated": S.ESCALATED,
    "withdrawn": S.CLOSED,
    "rated": None,
    "reopened": None,  # to whom it was with, if anybody: told below
    "assigned": {S.RECEIVED: S.OPEN, S.APPEALED: S.IN_PROGRESS, S.ESCALATED: S.IN_PROGRESS},
    "asked": S.WAITING_CITIZEN,
    "note": {S.OPEN: S.IN_PROGRESS},
    "upheld": S.RESOLVED,
    "rejected": S.RESOLVED,
    "referred": S.REFERRED,
    "closed": S.CLOSED,
    "untouched": None,
    "near": None,
    "overdue": None,
    "reminded": None,
    "unanswered": None,
}
LOOSE = {"answered": {S.IN_PROGRESS, S.REFERRED}, "unanswered": {S.IN_PROGRESS, S.REFERRED}, "reopened": {S.OPEN, S.RECEIVED}}


def follows(kind: str, was: CaseState, now: CaseState) -> bool:
    if kind in LOOSE:
        return now in LOOSE[kind]
    leads = LEADS[kind]
    if isinstance(leads, dict):
        return now is leads.get(was, was) or (kind == "note" and now is was)
    return now is (leads or was)


@given(steps=STEPS)
def test_a_case_goes_only_where_its_model_says(steps: Steps, keys: Keyring) -> None:
    state, level, may, told = S.RECEIVED, 1, frozenset({"message", "withdraw"}), 1
    for (what, _), (answer, now, height, rights, kinds) in zip(steps, asyncio.run(play(twin(keys), steps)), strict=True):
        new = kinds[told:]
        assert len(new) == (answer == "done") or what == "wait"
        if not new:
            assert (now, height) == (state, level)
        elif len(new) == 1:
            assert follows(new[0], state, now), (new, state, now)
        if what in FROM and answer == "done":
            asked = "answer" if what == "message" and state is S.WAITING_CITIZEN else what
            assert state in FROM[asked]
        assert height == level + sum(kind in ("appealed", "escalated") for kind in new)
        if what in ("appeal", "escalate", "withdraw", "rate", "reopen"):  # what a view offers is what is done, and no more
            assert (answer == "done") is (what in may)
        state, level, may, told = now, height, rights, len(kinds)
    assert level <= 3


@given(steps=STEPS)
def test_who_decided_never_decides_the_appeal(steps: Steps, keys: Keyring) -> None:
    async def decided() -> list[tuple[str, str]]:
        town = twin(keys)
        await play(town, steps)
        (record,) = [kept.record for kept in town.book._kept.values()]  # type: ignore[attr-defined]
        return [(event.kind, event.by) for event in await town.book.history(record.id)]

    before: set[str] = set()
    level = set[str]()
    for kind, by in asyncio.run(decided()):
        if kind in ("appealed", "escalated"):
            before, level = before | level, set()
        if kind in ("upheld", "rejected"):
            assert by not in before
            level.add(by)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_twin_and_database_tell_the_same_story(
    database: str, sqlite_url: str, postgres_server: str, keys: Keyring, steps: Steps
) -> None:
    async def in_database() -> Trace:
        engine = make_engine(sqlite_url if database == "sqlite" else postgres_server)
        async with engine.begin() as connection:
            for name in ("case_events", "cases"):
                await connection.execute(metadata.tables[name].delete())
        try:
            return await play(real(engine, keys), steps)
        finally:
            await engine.dispose()

    assert asyncio.run(in_database()) == asyncio.run(play(twin(keys), steps))


@given(pins=st.lists(st.text("0123456789", min_size=1, max_size=6), min_size=2, max_size=4, unique=True))
@settings(max_examples=30)
def test_a_pin_opens_its_own_case_and_no_other(pins: list[str], keys: Keyring) -> None:
    async def tried() -> list[list[bool]]:
        town = twin(keys)
        refs = [await town.opened(case=grievance(n, phone=None, pin=pin)) for n, pin in enumerate(pins)]
        records = [await town.book.by_ref(ref) for ref in refs]
        hashes = [record.pin if record else "" for record in records]
        return [[await town.cases._pins.fits(kept, pin) for pin in (*pins, "")] for kept in (*hashes, "")]

    opened = asyncio.run(tried())
    assert opened == [[n == m for m in range(len(pins) + 1)] for n in range(len(pins))] + [[False] * (len(pins) + 1)]


# --- the tables --------------------------------------------------------------------------------


async def test_the_tables_hold_no_person_and_no_word_in_clear(sql_engine: AsyncEngine, keys: Keyring) -> None:
    town = real(sql_engine, keys)
    case = grievance(1, pin="24680", about=IdRef("UIN", "5678901234"), details={"name": "Zineb"}, text="سر", desired="wanted")
    ref = await town.opened(case=case)
    await town.office.ask(HIND, ref, "asked words", now=town.now)
    await town.cases.add_message(ref, HERS, "her words", key=b"1", now=town.now)
    await town.office.resolve(HIND, ref, "public words", upheld=True, now=town.now)
    async with sql_engine.connect() as connection:
        rows = str([(await connection.execute(text(f"SELECT * FROM {name}"))).all() for name in ("cases", "case_events")])
    secrets = ("612345678", "24680", "argon2", "5678901234", "Zineb", "سر", "wanted", "asked words", "her words", "public words")
    for secret in (*secrets, repr("سر".encode())[2:-1]):
        assert secret not in rows


async def test_a_line_moved_to_another_place_of_the_history_cannot_be_read(sql_engine: AsyncEngine, keys: Keyring) -> None:
    town = real(sql_engine, keys)
    ref = await town.opened()
    for n in range(2):
        await town.cases.add_message(ref, HERS, f"{n}", key=b"%d" % n, now=town.now)
    async with sql_engine.begin() as connection:
        await connection.execute(
            text("UPDATE case_events SET sealed = (SELECT sealed FROM case_events WHERE seq = 3) WHERE seq = 2")
        )
    file = await town.office.file(HIND, ref, now=town.now)
    assert [event.text for event in file.history] == ["", "1"]


def test_nothing_shows_a_secret_in_its_repr(keys: Keyring) -> None:
    async def records() -> list[object]:
        town = twin(keys)
        ref = await town.opened(case=grievance(1, text="secret words", pin="24680"))
        record = await town.book.by_ref(ref)
        assert record
        change = town.rules.resolve(record, "secret words", True, "hind", town.now)
        return [record, change, change.entry, change.entry.event, town.rules.view(record, town.now), Holder(pin="24680")]

    for thing in asyncio.run(records()):
        assert "secret words" not in repr(thing)
        assert "24680" not in repr(thing)
        assert "612345678" not in repr(thing)


def test_chance_alone_makes_references() -> None:
    same = [References(random.Random(5)).draw() for _ in range(2)]
    assert same[0] == same[1] != References(random.Random(6)).draw()


async def test_a_pin_is_hashed_with_a_salt_of_its_own() -> None:
    pins = Pins(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    assert await pins.hash("2468") != await pins.hash("2468")
    assert await pins.hash("") == ""
