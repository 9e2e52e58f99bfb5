"""Rule 10: what is kept of a conversation is sealed, small, short-lived, and never holds a code."""

import contextlib
import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.desk import Desk
from dialogs.engine import journal
from dialogs.engine.journal import ANSWER, DEED, LOOK, Entry, Kept, Moved, Reader, Record, TooLong
from dialogs.model import End, Names, Prompt, end
from dialogs.questions import one_time_code, receipt_number, text
from dialogs.refusals import Unavailable
from dialogs.talk import Talk
from store.keyring import Keyring
from tests.dialogs.scenes import Till, phone, record_of, registry_stage, together, typed
from tests.player import HER, NOBODY, PROCESSING, RECEIPT, UIN, Stage_, stage


async def endless(talk: Talk, desk: Desk) -> End:
    for _ in itertools.count():
        await talk.ask("word", text("word?"))
    return end("never")


async def sealed_bytes(scene: Stage_) -> bytes:
    key = scene.world.keys.mac("conversation", "ussd", scene.world.country.service_code, HER)
    stored = await scene.world.sessions.load(key)
    return stored[1] if stored else b""


# --- what is in it ---


class Watching:
    """Sessions that keep every byte that was ever saved."""

    def __init__(self, scene: Stage_) -> None:
        self._inner, self._keys = scene.world.sessions, scene.world.keys
        self.sealed: list[bytes] = []
        self.plain: list[bytes] = []

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        return await self._inner.load(key)

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        self.sealed.append(value)
        self.plain.append(journal.inflate(self._keys.open("conversation", value, key)))
        return await self._inner.save(key, was, value, ttl)

    async def drop(self, key: bytes) -> None:
        await self._inner.drop(key)


@pytest.mark.parametrize("written", ["{}", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}#"], ids=["plain", "with noise"])
async def test_a_code_is_in_no_byte_that_is_ever_stored(written: str) -> None:
    scene, registry = registry_stage()
    watching = Watching(scene)
    caller = phone(scene, sessions=watching)
    await typed(caller, "2", "1", "1", "1", "917354")
    registry.outages.append(Unavailable())
    await caller.send(written.format(scene.codes[HER]))
    await typed(caller, "1")
    assert await caller.send(written.format(scene.codes[HER])) == "END recover-sent masked=26****5169"
    assert len(watching.plain) > 8
    for packed in watching.plain:
        assert b"917354" not in packed
        assert scene.codes[HER].encode() not in packed


async def test_neither_receipt_nor_number_outlive_the_conversation_and_the_number_is_never_kept_whole() -> None:
    scene = stage()
    watching = Watching(scene)
    caller = phone(scene, sessions=watching)
    await typed(caller, "2", "1", "1", "2", RECEIPT)
    assert RECEIPT.encode() in watching.plain[-1], "an answer is kept while it is needed"
    await caller.send(scene.codes[HER])
    assert all(UIN.encode() not in packed for packed in watching.plain)
    assert RECEIPT.encode() not in watching.plain[-1]


async def test_nothing_can_be_read_without_the_keys() -> None:
    scene = stage()
    watching = Watching(scene)
    await typed(phone(scene, sessions=watching), "2", "1", "1", "2", RECEIPT)
    plain_words = (RECEIPT, "consent", "recover", HER, HER[-6:])
    assert all(word.encode() not in value for value in watching.sealed for word in plain_words)


async def test_a_typed_code_that_never_meets_a_deed_is_kept_as_a_hash_of_this_run_only() -> None:
    async def dialog(talk: Talk, desk: Desk) -> End:
        await talk.ask("code", one_time_code("code?"))
        await talk.ask("receipt", receipt_number("receipt?"))
        return end("done")

    scene = stage()
    records = []
    for number in (HER, NOBODY):
        await typed(phone(scene, dialog, number), "424242")
        records.append(journal.load(await record_of(scene, number) or b""))
    kept = [record.journal[0].value for record in records]
    assert all(len(value) == 16 and "424242" not in value for value in kept)
    assert kept[0] != kept[1]


# --- how much ---


async def test_sixty_entries_fit_and_the_next_one_restarts_politely() -> None:
    scene = stage()
    caller = phone(scene, endless)
    assert await typed(caller, *["a"] * 60) == "CON word?"
    assert await caller.send("a") == "END moved"
    assert await caller.again() == "END moved"
    assert scene.troubles == [("moved", "")]
    assert await caller.dial() == "CON word?"


async def test_long_answers_are_cut_off_by_their_bytes_before_their_number() -> None:
    scene = stage()
    caller = phone(scene, endless)
    screens = [await typed(caller)]
    while screens[-1] == "CON word?":
        screens.append(await caller.send("ط" * 160))
    assert screens[-1] == "END moved"
    assert 40 < len(screens) < 60


async def test_a_journal_that_overflows_in_an_outage_restarts_politely_too() -> None:
    scene = stage()
    till = Till(scene, fails=[Unavailable(), Unavailable()])

    async def dialog(talk: Talk, desk: Desk) -> End:
        for _ in range(61):
            await talk.ask("word", text("word?"))
        await till.price()
        return end("never")

    assert await typed(phone(scene, dialog), *["a"] * 61) == "END moved"


def test_the_cap_counts_entries_and_bytes() -> None:
    entry = Entry(ANSWER, "word", "x", b"1234")
    journal.dump(Record(b"run", journal=[entry] * 60))
    with pytest.raises(TooLong):
        journal.dump(Record(b"run", journal=[entry] * 61))
    with pytest.raises(TooLong):
        journal.dump(Record(b"run", journal=[Entry(ANSWER, "word", "x" * journal.MOST_BYTES, b"1234")]))


# --- how long ---


async def test_at_the_end_the_journal_goes_and_only_the_last_words_stay_for_a_while() -> None:
    scene = stage()
    caller = phone(scene)
    await typed(caller, "2", "1", "1", "2", RECEIPT)
    last = await caller.send(scene.codes[HER])
    left = journal.load(await record_of(scene) or b"")
    assert left.journal == []
    assert left.final == Kept("recover-sent", [("masked", "26****5169")])
    await scene.clock.advance(179)
    assert await caller.again() == last
    await scene.clock.advance(2)
    assert await caller.again() == "END session-over", "the words are not said again"
    await scene.clock.advance(720)
    assert await record_of(scene) is None


async def test_a_conversation_that_is_not_ended_goes_when_its_time_is_over() -> None:
    scene = stage()
    await typed(phone(scene), "2", "1", "1")
    await scene.clock.advance(899)
    assert await record_of(scene) is not None
    await scene.clock.advance(2)
    assert await record_of(scene) is None


async def test_a_promise_does_not_keep_the_rest_alive() -> None:
    scene, registry = registry_stage()
    registry.latency = lambda ref: 30.0 if ref.value == PROCESSING else 0.0
    caller = phone(scene)
    await typed(caller, "2", "2", "1")
    assert (await together(scene.clock, caller.send(PROCESSING)))[0].startswith("END errand-promised")
    await typed(caller, "1", "1", "1", "2")
    assert await caller.send(RECEIPT) == "CON recover-code minutes=3"
    await scene.clock.advance(901)
    assert await caller.send("000000") == "END session-over", "as if it had expired"
    screen = await caller.dial()
    assert screen.startswith("CON errand-pending"), "but the promise holds, and nothing is offered"
    assert RECEIPT.encode() not in (await record_of(scene) or b"")


async def test_the_last_words_are_not_repeated_for_longer_because_of_a_promise() -> None:
    scene, registry = registry_stage()
    registry.latency = lambda ref: 30.0
    caller = phone(scene)
    await typed(caller, "2", "2", "1")
    [promised] = await together(scene.clock, caller.send(PROCESSING))
    assert await caller.again() == promised
    await scene.clock.advance(181)
    assert await caller.again() == "END session-over"


# --- its parts ---


def names() -> st.SearchStrategy[Names]:
    langs = st.dictionaries(st.sampled_from(["ar", "fr", "en"]), st.text(max_size=20), min_size=1)
    return langs.map(Names.of)


PARAMS = st.one_of(st.text(max_size=30), st.integers(-(2**31), 2**31), st.dates(), names())


@settings(max_examples=50)
@given(st.text(max_size=20), st.lists(st.tuples(st.text(max_size=10), PARAMS), max_size=6))
def test_a_prompt_comes_back_from_the_record_as_it_was(key: str, params: list[tuple[str, str | int | date | Names]]) -> None:
    prompt = Prompt(key, tuple(params))
    packed = journal.dump(Record(b"run", final=Kept.of(prompt)))
    final = journal.load(packed).final
    assert final is not None
    assert final.prompt() == prompt


VALUES = st.recursive(st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=20), st.lists, max_leaves=5)
ENTRIES = st.builds(Entry, st.sampled_from([ANSWER, LOOK, DEED]), st.text(max_size=10), VALUES, st.binary(max_size=8))


@settings(max_examples=50)
@given(st.lists(ENTRIES, max_size=20), st.binary(max_size=30), st.booleans(), st.binary(max_size=16))
def test_a_record_comes_back_as_it_was(entries: list[Entry], note: bytes, proven: bool, promised: bytes) -> None:
    record = Record(b"run", "fr", entries, note, proven=proven, promised=promised, doing=(b"1234", 5.0))
    assert journal.load(journal.dump(record)) == record


@settings(max_examples=50)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_record_or_moved(packed: bytes) -> None:
    with contextlib.suppress(Moved):
        assert isinstance(journal.load(packed), Record)


@settings(max_examples=50)
@given(st.lists(ENTRIES, max_size=20))
def test_back_never_drops_a_deed_nor_anything_before_the_last_answer(entries: list[Entry]) -> None:
    before = list(entries)
    dropped = journal.back(entries)
    assert entries == before[: len(entries)]
    gone = before[len(entries) :]
    assert all(entry.kind != DEED for entry in gone)
    if dropped:
        assert gone[0].kind == ANSWER
        assert all(entry.kind == LOOK for entry in gone[1:])
    else:
        assert gone == []
        last_answer = max((n for n, e in enumerate(before) if e.kind == ANSWER), default=-1)
        assert any(e.kind == DEED for e in before[last_answer + 1 :]) or last_answer == -1


@settings(max_examples=50)
@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_steps_are_found_by_name_and_use_whatever_their_order(order: list[str]) -> None:
    reader, entries = Reader([]), []
    for nth, name in enumerate(order):
        use, found = reader.next(ANSWER, name)
        assert found is None
        entries.append(Entry(ANSWER, use, nth, b""))
    assert len({entry.name for entry in entries}) == len(entries)
    again = Reader(list(reversed(entries)))
    for nth, name in enumerate(order):
        _, found = again.next(ANSWER, name)
        assert found is not None
        assert found.value == nth


async def test_a_key_that_was_rotated_still_opens_and_the_next_save_uses_the_new_one() -> None:
    scene = stage()
    caller = phone(scene, endless)
    await typed(caller, "a")
    assert (await sealed_bytes(scene))[0] == 1
    scene.world = replace(scene.world, keys=Keyring({1: b"k" * 32, 2: b"n" * 32}, b"l" * 32))
    caller = phone(scene, endless)
    assert await caller.dial() == "CON resume-offer"
    assert (await sealed_bytes(scene))[0] == 2
