"""A new key seals the database anew: all that is sealed in it, whatever runs beside, and the old key is needed no more."""

import re
from collections import Counter
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import IdRef, Phone, Prompt
from dialogs.ports import Arrived, Asked, Conversation, Errand, Lesson, Role, SafeWay, Staff, Subscription, Watch
from dialogs.ports.mirrors import OfficerEvent, Told
from store.cases.mirror import Outcome, SqlMirrorBook
from store.cases.protected import Protected
from store.cases.sealed import SqlSealedCases
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemoryAudit
from store.roll import Enrolled, Listed
from store.sql.arrivals import SqlArrivals
from store.sql.engine import transaction
from store.sql.errands import SqlErrands
from store.sql.handoffs import SqlHandoffs
from store.sql.inbox import SqlInbox
from store.sql.lessons import SqlLessons
from store.sql.linked import SqlLinkedPhones
from store.sql.rotation import SEALED, Sealed, SqlRotation
from store.sql.tables import outbox
from store.sql.watches import SqlWatches
from tests.store.boxes import AMINA, BADR, NOW, message, real
from tests.store.campaign_boxes import person, real_ledger
from tests.store.cases_world import real as real_cases

OLD, BOTH = Keyring({1: b"o" * 32}, b"l" * 32), Keyring({1: b"o" * 32, 2: b"n" * 32}, b"l" * 32)
NEW = Keyring({2: b"n" * 32}, b"l" * 32)
STORE = Path(__file__).parents[2] / "store"


async def fill(engine: AsyncEngine, keys: Keyring) -> None:
    """Something in every sealed column."""
    for n in range(7):
        await real(engine, keys).outbox.put(message(n))
    errands = SqlErrands(engine, keys)
    kept = await errands.put(Errand(b"errand", "0001", "status", {"aid": "10001100010000"}, AMINA, "ar", NOW))
    await errands.put(Errand(b"unanswered", "0002", "status", {"aid": "10001100010000"}, AMINA, "ar", NOW))
    await errands.finish(kept.key, Prompt("status-issued"))
    await SqlLessons(engine, keys).keep(b"l" * 16, AMINA, Lesson("_name_ mon dossier", "fr", NOW))
    home = IdRef("UIN", "2639425169")
    await SqlWatches(engine, keys).add(Watch(Subscription("sub-1", home), AMINA, "fr"), at=NOW)
    ledger = real_ledger(engine, keys)
    await ledger.running(3, "days")
    draft = await ledger.roll.begin("households")
    added = await ledger.roll.add(draft, [Listed(person(1)), Listed(person(2))])
    await ledger.roll.publish(draft, Enrolled("households", b"b" * 16, NOW, added.new, b"d" * 32))
    await real_cases(engine, keys).resolved()
    protected = Protected(SqlSealedCases(engine), keys, MemoryAudit(keys), FakeClock(NOW))
    safe = SafeWay(Phone("+212661000001"), "mornings")
    await protected.open(key=b"1", nature="violence", wants="call", place="sale", lang="ar", safe=safe, now=NOW)
    nadia = Staff("nadia", frozenset({Role.PROTECTION}))
    await protected.note(nadia, (await protected.list(nadia))[0].id, "no answer", now=NOW)
    mirror, event = SqlMirrorBook(engine, keys, "openimis"), OfficerEvent("c 1", "12345675", Told.NOTE, "hind", "Privé", True)
    await mirror.settle(b"k", event, Outcome.CONFLICT, now=NOW)
    handoffs = SqlHandoffs(engine, keys, lambda: "424242", lambda: "id")
    await handoffs.begin(key=b"key", subject=home, phone=AMINA, purpose="change", lang="fr", now=NOW)
    await SqlArrivals(engine, keys).put([Arrived("telegram", "1", "700100200", b"words", NOW)])
    await SqlWatches(engine, keys).add(Watch(Subscription("sub-2", home), BADR, "fr"), at=NOW)
    await SqlWatches(engine, keys).forget(BADR)
    await SqlLinkedPhones(engine, keys).link("telegram", "700100200", AMINA, at=NOW)
    await SqlInbox(engine, keys, lambda: "a" * 32).ask(Asked(b"key", Conversation("web", "web", "visitor"), "fr"), now=NOW)


async def stored(engine: AsyncEngine, what: Sealed) -> list[bytes]:
    async with transaction(engine) as connection:
        values = await connection.execute(select(what.table.c[what.column]))
        return [bytes(value) for (value,) in values if value]


async def test_everything_sealed_is_sealed_anew_and_reads_under_the_new_key_alone(sql_engine: AsyncEngine) -> None:
    await fill(sql_engine, OLD)
    before = {what: len(await stored(sql_engine, what)) for what in SEALED}
    assert all(before.values()), "the test fills every column"
    done = {what: await SqlRotation(sql_engine, BOTH, batch=2).rotate(what) for what in SEALED}
    assert {what: (one.anew, one.lost) for what, one in done.items()} == {what: (count, 0) for what, count in before.items()}
    for what in SEALED:
        async with transaction(sql_engine) as connection:
            rows = [row for row in await connection.execute(select(what.table)) if getattr(row, what.column)]
        readable = [NEW.open(what.purpose, getattr(row, what.column), what.bound(row)) for row in rows]
        assert len(readable) == before[what]
    again = [await SqlRotation(sql_engine, BOTH).rotate(what) for what in SEALED]
    assert Counter((one.anew, one.lost) for one in again) == {(0, 0): len(SEALED)}, "a second round has nothing to do"


async def test_what_no_key_opens_is_counted_and_left(sql_engine: AsyncEngine) -> None:
    for n in range(3):
        await real(sql_engine, Keyring({9: b"x" * 32}, b"l" * 32)).outbox.put(message(n))
    before = await stored(sql_engine, SEALED[0])
    done = await SqlRotation(sql_engine, BOTH, batch=2).rotate(SEALED[0])
    assert (done.anew, done.lost) == (0, 3)
    assert await stored(sql_engine, SEALED[0]) == before


async def test_a_write_that_comes_between_wins(sql_engine: AsyncEngine) -> None:
    await real(sql_engine, OLD).outbox.put(message(1))
    rotation = SqlRotation(sql_engine, BOTH)
    async with transaction(sql_engine) as connection:
        (row,) = await rotation._stale(connection, SEALED[0], None)
    theirs = BOTH.seal("outbox", b"changed meanwhile", row.key)
    async with transaction(sql_engine) as connection:
        await connection.execute(update(outbox).values(sealed=theirs))
        assert await rotation._write(connection, SEALED[0], row, b"\x02late") == 0
    assert await stored(sql_engine, SEALED[0]) == [theirs]


def test_every_purpose_that_the_database_is_sealed_for_is_rotated() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in STORE.rglob("*.py"))
    purposes = set(re.findall(r"\.seal\(\s*\"([\w-]+)\"", sources)) | set(re.findall(r"\.open\(\s*\"([\w-]+)\"", sources))
    assert purposes == {what.purpose for what in SEALED}
