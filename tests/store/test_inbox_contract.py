"""Conversations with people on the twin, SQLite and PostgreSQL: one owner, every word once and in order, nothing left of it."""

import asyncio
from collections.abc import Awaitable

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.ports import Asked, Conversation
from store.inbox import Inbox
from store.inbox_thread import By, Carried, Denied, InboxDenied, Line, Rules, State, Thread, masked
from store.keyring import Keyring
from store.sql.inbox import SqlInbox

NOW = 1_800_000_000.0
HERS, OTHERS = Conversation("web", "web", "visitor-1"), Conversation("telegram", "bot", "77")
RULES = Rules(wait=1800.0, silence=600.0, note_every=60.0, present=180.0)


def asking(n: int = 1, where: Conversation = HERS) -> Asked:
    return Asked(b"asked %d" % n, where, "fr", "status", "**07")


async def asked(inbox: Inbox, n: int = 1, where: Conversation = HERS, at: float = NOW) -> Thread:
    return await inbox.ask(asking(n, where), now=at)


async def held(inbox: Inbox, by: str = "salma", at: float = NOW) -> Thread:
    return await inbox.claim((await asked(inbox, at=at)).id, by, now=at)


async def denied(attempt: Awaitable[object]) -> Denied:
    with pytest.raises(InboxDenied) as refused:
        await attempt
    return refused.value.why


async def told(inbox: Inbox, id: str) -> list[tuple[By, str]]:
    return [(line.by, line.text) for line in await inbox.lines(id, after=0, limit=100)]


async def words(inbox: Inbox, id: str) -> list[str]:
    return [text for by, text in await told(inbox, id) if by in (By.CITIZEN, By.AGENT)]


# --- the queue ---------------------------------------------------------------------------------


async def test_the_same_key_asks_once_and_so_does_the_same_conversation(inbox: Inbox) -> None:
    first = await asked(inbox)
    assert (await asked(inbox, at=NOW + 5)).id == first.id
    assert (await asked(inbox, 2)).id == first.id
    assert await inbox.waiting() == 1
    assert (first.service, first.phone, first.lang, first.conversation) == ("status", "**07", "fr", HERS)


async def test_the_queue_is_by_who_asked_first(inbox: Inbox) -> None:
    threads = [await asked(inbox, n, Conversation("web", "web", str(n)), NOW + n) for n in range(4)]
    assert [await inbox.before(one.asked_at, one.id) for one in threads] == [0, 1, 2, 3]
    await inbox.claim(threads[1].id, "salma", now=NOW + 9)
    assert [await inbox.before(one.asked_at, one.id) for one in threads[2:]] == [1, 2]
    waiting = await inbox.queue(State.WAITING, "", after=(0.0, ""), limit=2)
    assert [one.id for one in waiting] == [threads[0].id, threads[2].id]
    more = await inbox.queue(State.WAITING, "", after=(waiting[-1].asked_at, waiting[-1].id), limit=2)
    assert [one.id for one in more] == [threads[3].id]
    assert [one.id for one in await inbox.queue(State.HELD, "salma", after=(0.0, ""), limit=9)] == [threads[1].id]
    assert await inbox.queue(State.HELD, "omar", after=(0.0, ""), limit=9) == []


async def test_who_looked_lately_is_at_work(inbox: Inbox) -> None:
    await inbox.at_work("salma", now=NOW)
    await inbox.at_work("omar", now=NOW + 60)
    await inbox.at_work("salma", now=NOW + 100)
    assert await inbox.desks(now=NOW + 120) == 2
    assert await inbox.desks(now=NOW + 241) == 1
    await inbox.off("salma")
    assert await inbox.desks(now=NOW + 120) == 1


# --- whose it is -------------------------------------------------------------------------------


async def test_of_operators_who_race_one_gets_it(inbox: Inbox) -> None:
    thread = await asked(inbox)
    tries = [inbox.claim(thread.id, f"agent {n}", now=NOW) for n in range(6)]
    came = await asyncio.gather(*tries, return_exceptions=True)
    assert [one.why for one in came if isinstance(one, InboxDenied)] == [Denied.TAKEN] * 5
    [won] = [one for one in came if isinstance(one, Thread)]
    assert (await inbox.thread(thread.id)).operator == won.operator
    assert [line for line in await told(inbox, thread.id) if line == (By.NOTE, "claimed")] == [(By.NOTE, "claimed")]


async def test_words_of_many_conversations_at_once_find_each_its_own_thread(inbox: Inbox) -> None:
    places = [Conversation("web", "web", f"visitor-{n}") for n in range(60)]
    threads = [await asked(inbox, n, where) for n, where in enumerate(places) if n % 3 == 0]
    heard = await asyncio.gather(*(inbox.hear(where, b"word", "bonjour", now=NOW + 1) for where in places))
    assert [one.id if one else "" for one in heard] == [threads[n // 3].id if n % 3 == 0 else "" for n in range(60)]
    held = await asyncio.gather(*(inbox.open_of(where, now=NOW + 2) for where in places))
    left = await asyncio.gather(*(inbox.leave(where, now=NOW + 3) for where in places))
    assert [one is not None for one in held] == [one is not None for one in left] == [n % 3 == 0 for n in range(60)]


async def test_the_same_operator_may_claim_again(inbox: Inbox) -> None:
    first = await held(inbox)
    assert await inbox.claim(first.id, "salma", now=NOW + 30) == first


async def test_only_the_holder_answers_hands_on_and_ends(inbox: Inbox) -> None:
    thread = await held(inbox)
    for attempt in (
        inbox.say(thread.id, "omar", b"k", "Bonjour", now=NOW),
        inbox.transfer(thread.id, "omar", "omar", now=NOW),
        inbox.give_back(thread.id, "omar", now=NOW),
        inbox.close(thread.id, "omar", now=NOW),
    ):
        assert await denied(attempt) is Denied.NOT_YOURS
    assert await denied(inbox.claim("f" * 32, "omar", now=NOW)) is Denied.UNKNOWN
    assert await denied(inbox.thread("f" * 32)) is Denied.UNKNOWN


async def test_nobody_answers_who_has_not_claimed(inbox: Inbox) -> None:
    thread = await asked(inbox)
    assert await denied(inbox.say(thread.id, "salma", b"k", "Bonjour", now=NOW)) is Denied.NOT_YOURS


async def test_it_is_handed_to_another_operator_or_back_into_the_queue_at_its_place(inbox: Inbox) -> None:
    thread = await held(inbox)
    assert (await inbox.transfer(thread.id, "salma", "omar", now=NOW + 5)).operator == "omar"
    assert await denied(inbox.say(thread.id, "salma", b"k", "Encore", now=NOW + 6)) is Denied.NOT_YOURS
    late = await asked(inbox, 2, OTHERS, NOW + 7)
    again = await inbox.transfer(thread.id, "omar", "", now=NOW + 8)
    assert (again.state, again.operator, again.asked_at) == (State.WAITING, "", NOW)
    assert await inbox.before(late.asked_at, late.id) == 1
    assert (await inbox.claim(thread.id, "salma", now=NOW + 9)).operator == "salma"


async def test_handing_back_and_closing_are_done_once(inbox: Inbox) -> None:
    thread = await held(inbox)
    back = await inbox.give_back(thread.id, "salma", now=NOW + 5)
    assert (back.state, back.ended, back.ended_at) == (State.RETURNED, "agent", NOW + 5)
    assert await inbox.give_back(thread.id, "salma", now=NOW + 9) == back
    assert await denied(inbox.close(thread.id, "salma", now=NOW + 9)) is Denied.CLOSED
    assert await denied(inbox.claim(thread.id, "omar", now=NOW + 9)) is Denied.CLOSED
    assert [text for by, text in await told(inbox, thread.id) if by is By.NOTE] == ["waiting", "claimed", "returned"]
    assert await inbox.open_of(HERS, now=NOW + 9) is None


# --- words -------------------------------------------------------------------------------------


async def test_the_words_of_both_sides_stand_once_and_in_order(inbox: Inbox) -> None:
    thread = await asked(inbox)
    await inbox.hear(HERS, b"1", "Bonjour", now=NOW + 1)
    await inbox.claim(thread.id, "salma", now=NOW + 2)
    for _ in range(2):
        await inbox.say(thread.id, "salma", b"2", "Bonjour, je vous écoute", now=NOW + 3)
        await inbox.hear(HERS, b"3", "Mon dossier", now=NOW + 4)
    assert await words(inbox, thread.id) == ["Bonjour", "Bonjour, je vous écoute", "Mon dossier"]
    numbers = [line.seq for line in await inbox.lines(thread.id, after=0, limit=100)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [line.seq for line in await inbox.lines(thread.id, after=2, limit=1)] == [3]


async def test_words_at_the_same_time_each_get_a_number(inbox: Inbox) -> None:
    thread = await held(inbox)
    said = [inbox.say(thread.id, "salma", b"a%d" % n, f"a{n}", now=NOW) for n in range(4)]
    heard = [inbox.hear(HERS, b"c%d" % n, f"c{n}", now=NOW) for n in range(4)]
    await asyncio.gather(*said, *heard)
    numbers = [line.seq for line in await inbox.lines(thread.id, after=0, limit=100)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert sorted(await words(inbox, thread.id)) == ["a0", "a1", "a2", "a3", "c0", "c1", "c2", "c3"]


async def test_while_she_waits_she_is_told_now_and_then_that_her_words_are_kept(inbox: Inbox) -> None:
    thread = await asked(inbox)
    for n, at in enumerate((10, 61, 70, 122)):
        await inbox.hear(HERS, b"%d" % n, "Bonjour", now=NOW + at)
    assert [text for by, text in await told(inbox, thread.id) if by is By.NOTE] == ["waiting", "kept", "kept"]
    await inbox.claim(thread.id, "salma", now=NOW + 200)
    await inbox.hear(HERS, b"x", "Bonjour", now=NOW + 400)
    assert (await told(inbox, thread.id))[-1] == (By.CITIZEN, "Bonjour"), "a person has it: the counter says nothing more"


async def test_nobody_hears_her_where_no_conversation_is_open(inbox: Inbox) -> None:
    assert await inbox.hear(HERS, b"1", "Bonjour", now=NOW) is None
    thread = await held(inbox)
    assert await inbox.hear(OTHERS, b"1", "Bonjour", now=NOW) is None
    await inbox.close(thread.id, "salma", now=NOW)
    assert await inbox.hear(HERS, b"2", "Bonjour", now=NOW) is None
    assert await words(inbox, thread.id) == []


async def test_a_copy_that_comes_after_the_end_still_belongs_to_the_person(inbox: Inbox) -> None:
    thread = await held(inbox)
    await inbox.hear(HERS, b"1", "Merci", now=NOW)
    await inbox.give_back(thread.id, "salma", now=NOW + 1)
    copy = await inbox.hear(HERS, b"1", "Merci", now=NOW + 2)
    assert copy is not None
    assert copy.state is State.RETURNED
    assert await words(inbox, thread.id) == ["Merci"]


async def test_of_a_word_and_a_hand_back_that_race_either_comes_first(inbox: Inbox) -> None:
    for n in range(5):
        thread = await inbox.claim((await asked(inbox, n)).id, "salma", now=NOW)
        heard, _ = await asyncio.gather(
            inbox.hear(HERS, b"w%d" % n, "Merci", now=NOW), inbox.give_back(thread.id, "salma", now=NOW)
        )
        lines = await told(inbox, thread.id)
        kept = (By.CITIZEN, "Merci") in lines
        assert kept == (heard is not None)
        assert not kept or lines.index((By.CITIZEN, "Merci")) < lines.index((By.NOTE, "returned"))


async def test_she_leaves_and_the_agent_sees_it(inbox: Inbox) -> None:
    thread = await held(inbox)
    left = await inbox.leave(HERS, now=NOW + 5)
    assert left is not None
    assert (left.state, left.ended) == (State.RETURNED, "citizen")
    assert (await told(inbox, thread.id))[-1] == (By.MARK, "left")
    assert await inbox.leave(HERS, now=NOW + 6) is None
    assert await denied(inbox.say(thread.id, "salma", b"k", "Allô ?", now=NOW + 6)) is Denied.CLOSED


# --- time --------------------------------------------------------------------------------------


async def test_nobody_came_in_time(inbox: Inbox) -> None:
    thread = await asked(inbox)
    assert await inbox.expire(now=NOW + 1799) == []
    [over] = await inbox.expire(now=NOW + 1800)
    assert (over.id, over.state, over.ended) == (thread.id, State.EXPIRED, "nobody-came")
    assert (await told(inbox, thread.id))[1:] == [(By.MARK, "expired"), (By.NOTE, "nobody-came")]
    assert await inbox.expire(now=NOW + 1801) == []


async def test_both_were_silent_for_too_long(inbox: Inbox) -> None:
    thread = await held(inbox)
    await inbox.hear(HERS, b"1", "Un instant", now=NOW + 500)
    await inbox.say(thread.id, "salma", b"2", "Je vous attends", now=NOW + 1000)
    assert (await inbox.thread(thread.id)).state is State.HELD
    assert await inbox.hear(HERS, b"3", "Me voilà", now=NOW + 1600) is None, "what is late is over, swept or not"
    assert (await inbox.thread(thread.id)).ended == "silent"
    assert await denied(inbox.say(thread.id, "salma", b"4", "Encore là ?", now=NOW + 1601)) is Denied.CLOSED


async def test_a_late_one_does_not_keep_her_from_asking_again(inbox: Inbox) -> None:
    first = await asked(inbox)
    again = await asked(inbox, 2, at=NOW + 1800)
    assert again.id != first.id
    assert (await inbox.thread(first.id)).state is State.EXPIRED


# --- what leaves -------------------------------------------------------------------------------


async def test_lines_for_her_leave_in_order_and_by_one_process(inbox: Inbox) -> None:
    thread = await held(inbox)
    await inbox.say(thread.id, "salma", b"1", "Bonjour", now=NOW + 1)
    both = await asyncio.gather(*(inbox.outgoing(lease=10.0, now=NOW + 1) for _ in range(2)))
    [mine] = [one for one in both if one is not None]
    assert mine.thread.conversation == HERS
    assert [line.text for line in mine.lines] == ["waiting", "claimed", "Bonjour"]
    await inbox.carried(thread.id, {line.seq: Carried.LEFT for line in mine.lines[:2]}, done=False)
    assert await inbox.outgoing(lease=10.0, now=NOW + 5) is None
    again = await inbox.outgoing(lease=10.0, now=NOW + 11)
    assert again is not None
    assert [line.text for line in again.lines] == ["Bonjour"]
    await inbox.carried(thread.id, {again.lines[0].seq: Carried.LOST}, done=True)
    assert await inbox.outgoing(lease=10.0, now=NOW + 11) is None
    assert [line.carried for line in await inbox.lines(thread.id, after=2, limit=9)] == [Carried.LEFT, Carried.LOST]


async def test_the_lease_does_not_outlive_its_work(inbox: Inbox) -> None:
    thread = await held(inbox)
    first = await inbox.outgoing(lease=10.0, now=NOW)
    assert first is not None
    await inbox.carried(thread.id, {line.seq: Carried.LEFT for line in first.lines}, done=True)
    await inbox.say(thread.id, "salma", b"1", "Bonjour", now=NOW + 1)
    more = await inbox.outgoing(lease=10.0, now=NOW + 1)
    assert more is not None
    assert [line.text for line in more.lines] == ["Bonjour"]


# --- nothing is left ---------------------------------------------------------------------------


async def test_what_is_old_is_deleted_with_its_words(inbox: Inbox) -> None:
    old, fresh = await held(inbox), await asked(inbox, 2, OTHERS)
    await inbox.hear(HERS, b"1", "Bonjour", now=NOW)
    await inbox.close(old.id, "salma", now=NOW + 10)
    assert await inbox.forget(NOW + 10) == 0
    assert await inbox.forget(NOW + 11) == 1
    assert await told(inbox, old.id) == []
    assert await denied(inbox.thread(old.id)) is Denied.UNKNOWN
    assert (await inbox.thread(fresh.id)).state is State.WAITING


async def test_leaving_no_trace_deletes_at_once(inbox: Inbox) -> None:
    over, others = await held(inbox), await asked(inbox, 3, OTHERS)
    await inbox.close(over.id, "salma", now=NOW)
    live = await inbox.claim((await asked(inbox, 2)).id, "salma", now=NOW)
    await inbox.hear(HERS, b"1", "Bonjour", now=NOW)
    assert await inbox.erase(HERS, now=NOW) == 2
    for thread in (over, live):
        assert await told(inbox, thread.id) == []
        assert await denied(inbox.say(thread.id, "salma", b"2", "Allô ?", now=NOW)) is Denied.UNKNOWN
    assert (await inbox.thread(others.id)).state is State.WAITING
    assert await inbox.erase(HERS, now=NOW) == 0


async def test_the_database_holds_no_word_and_no_caller_in_clear(sql_engine: AsyncEngine, keys: Keyring) -> None:
    inbox = SqlInbox(sql_engine, keys, lambda: "a" * 32, RULES)
    thread = await held(inbox)
    await inbox.hear(HERS, b"1", "Bonjour à vous", now=NOW)
    await inbox.say(thread.id, "salma", b"2", "Bonjour Madame", now=NOW)
    async with sql_engine.connect() as connection:
        rows = [*(await connection.execute(text("SELECT * FROM inbox_threads")))]
        rows += [*(await connection.execute(text("SELECT * FROM inbox_lines")))]
    kept = "".join(str(bytes(value)) if isinstance(value, memoryview) else str(value) for row in rows for value in row)
    assert not any(secret in kept for secret in ("Bonjour", "Madame", "visitor-1", "**07", "status"))


async def test_a_conversation_whose_key_is_gone_is_unknown(sql_engine: AsyncEngine, keys: Keyring) -> None:
    theirs = Keyring({9: b"x" * 32}, b"y" * 32)
    thread = await asked(SqlInbox(sql_engine, theirs, lambda: "a" * 32, RULES))
    assert await denied(SqlInbox(sql_engine, keys, lambda: "b" * 32, RULES).thread(thread.id)) is Denied.UNKNOWN


async def test_a_line_cannot_stand_for_another(sql_engine: AsyncEngine, keys: Keyring) -> None:
    inbox = SqlInbox(sql_engine, keys, lambda: "a" * 32, RULES)
    thread = await held(inbox)
    await inbox.say(thread.id, "salma", b"1", "oui", now=NOW)
    await inbox.say(thread.id, "salma", b"2", "non", now=NOW)
    async with sql_engine.begin() as connection:
        await connection.execute(
            text("UPDATE inbox_lines SET sealed = (SELECT sealed FROM inbox_lines WHERE seq = 5) WHERE seq = 4")
        )
    assert await denied(inbox.lines(thread.id, after=0, limit=9)) is Denied.UNKNOWN


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mon numéro est 2639425169 merci", "mon numéro est 26****5169 merci"),
        ("06 12 34 00 07", "06****0007"),
        ("رقمي ٢٦٣٩٤٢٥١٦٩", "رقمي 26****5169"),
        ("le 12/03/2026, 1500 DH et 5 enfants", "le 12/03/2026, 1500 DH et 5 enfants"),
        ("10001100020000320260115093000", "10****3000"),
    ],
)
def test_numbers_of_people_are_kept_masked(typed: str, kept: str) -> None:
    assert masked(typed) == kept


async def test_her_numbers_reach_no_agent(inbox: Inbox) -> None:
    thread = await held(inbox)
    await inbox.hear(HERS, b"1", "2639425169", now=NOW)
    assert (await told(inbox, thread.id))[-1] == (By.CITIZEN, "26****5169")


def test_words_are_not_shown_by_repr() -> None:
    line, thread = Line(1, NOW, By.CITIZEN, "secret"), Thread.asking("a" * 32, asking(), NOW, RULES).thread
    assert "secret" not in repr(line)
    assert "visitor-1" not in repr(thread) + repr(HERS)
