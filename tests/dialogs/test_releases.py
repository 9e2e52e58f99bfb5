"""Rule 2: a release may change a dialog while people are in the middle of it; what changed its meaning is never guessed."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from dialogs.desk import Deed, Desk, Hand, Look
from dialogs.engine import journal
from dialogs.engine.run import Dialog
from dialogs.model import End, Option, end
from dialogs.questions import choice, text
from dialogs.talk import Talk
from tests.dialogs.scenes import Till, moved_to, phone, typed
from tests.player import Stage_, stage


def asking(*names: str) -> Dialog:
    """A dialog that asks `names` in this order, and tells all answers."""

    async def dialog(talk: Talk, desk: Desk) -> End:
        answers = [(name, await talk.ask(name, text(f"{name}?"))) for name in names]
        return end("told", answers=" ".join(f"{name}:{answer}" for name, answer in answers))

    return dialog


RELEASES: dict[str, tuple[Dialog, Dialog, list[str]]] = {
    "inserted at the end": (asking("a", "b"), asking("a", "b", "c"), ["CON b?", "CON c?", "END told answers=a:1 b:2 c:3"]),
    "inserted before": (asking("a", "b"), asking("new", "a", "b"), ["CON b?", "CON b?", "END told answers=new:2 a:1 b:3"]),
    "swapped": (asking("a", "b"), asking("b", "a"), ["CON b?", "END told answers=b:2 a:1"]),
    "dropped": (asking("a", "b", "c"), asking("b"), ["CON b?", "END told answers=b:2"]),
    "dropped what was answered": (asking("a", "b"), asking("b"), ["CON b?", "END told answers=b:2"]),
    "renamed": (asking("a", "b"), asking("x", "b"), ["CON b?", "CON b?", "END told answers=x:2 b:3"]),
    "split in two uses": (asking("a", "b"), asking("a", "b", "b"), ["CON b?", "CON b?", "END told answers=a:1 b:2 b:3"]),
}


@pytest.mark.parametrize("case", RELEASES)
async def test_a_conversation_goes_on_under_the_next_release(case: str) -> None:
    old, new, screens = RELEASES[case]
    scene = stage()
    caller = phone(scene, old)
    seen = [await typed(caller, "1")]
    moved_to(caller, scene, new)
    for answer in ("2", "3", "4"):
        if len(seen) < len(screens):
            seen.append(await caller.send(answer))
    assert seen == screens
    assert scene.troubles == []


async def test_an_option_keeps_its_meaning_when_a_release_numbers_it_anew() -> None:
    def picking(*values: str) -> Dialog:
        async def dialog(talk: Talk, desk: Desk) -> End:
            picked = await talk.ask("pick", choice("pick?", [Option(value, value) for value in values]))
            return end("picked", value=picked, word=await talk.ask("word", text("word?")))

        return dialog

    scene = stage()
    caller = phone(scene, picking("tea", "milk"))
    await typed(caller, "2")
    assert await moved_to(caller, scene, picking("milk", "water", "tea")).send("x") == "END picked value=milk word=x"


Step = Callable[[Talk, Till], Awaitable[Any]]


def with_step(step: Step, till: Till) -> Dialog:
    async def dialog(talk: Talk, desk: Desk) -> End:
        await talk.ask("first", text("first?"))
        await step(talk, till)
        await talk.ask("second", text("second?"))
        await till.pay("last", name="last")
        return end("done")

    return dialog


def number_of(till: Till) -> Look[int]:
    async def call(_: Hand) -> int:
        return 5

    return Look("step", ("bread",), int, call)


def number_done(till: Till) -> Deed[int]:
    async def call(_: Hand) -> int:
        return 5

    return Deed("step", ("1",), int, call)


STEPS: dict[str, Step] = {
    "an answer": lambda talk, till: talk.ask("step", text("step?")),
    "a look": lambda talk, till: till.price("bread", name="step"),
    "a look at another thing": lambda talk, till: till.price("milk", name="step"),
    "a look of another shape": lambda talk, till: number_of(till),
    "a deed": lambda talk, till: till.pay("1", name="step"),
    "a deed with another amount": lambda talk, till: till.pay("2", name="step"),
    "a deed of another shape": lambda talk, till: number_done(till),
}
CHANGES = [
    ("an answer", "a look"),
    ("an answer", "a deed"),
    ("a look", "an answer"),
    ("a look", "a deed"),
    ("a look", "a look at another thing"),
    ("a look", "a look of another shape"),
    ("a deed", "an answer"),
    ("a deed", "a look"),
    ("a deed", "a deed with another amount"),
    ("a deed", "a deed of another shape"),
]


@pytest.mark.parametrize(("was", "now"), CHANGES, ids=lambda word: word)
async def test_a_recorded_step_that_means_something_else_now_restarts_politely_and_does_nothing(was: str, now: str) -> None:
    scene = stage()
    till = Till(scene)
    caller = phone(scene, with_step(STEPS[was], till))
    assert await typed(caller, *(["a", "b"] if was == "an answer" else ["a"])) == "CON second?"
    before = dict(till.done)
    moved_to(caller, scene, with_step(STEPS[now], till))
    assert await caller.send("x") == "END moved"
    assert scene.troubles == [("moved", "")]
    assert till.done == before, "no deed"
    assert await caller.again() == "END moved", "an operator's retry gets the same bytes"
    assert await caller.dial() == "CON first?", "the restart works"


@pytest.mark.parametrize("step", STEPS)
async def test_a_step_that_means_the_same_is_never_moved(step: str) -> None:
    scene = stage()
    till = Till(scene)
    caller = phone(scene, with_step(STEPS[step], till))
    await typed(caller, *(["a", "b"] if step == "an answer" else ["a"]))
    assert await moved_to(caller, scene, with_step(STEPS[step], till)).send("x") == "END done"


async def test_a_deed_that_a_release_dropped_is_not_undone_and_its_answers_still_count() -> None:
    scene = stage()
    till = Till(scene)
    caller = phone(scene, with_step(STEPS["a deed"], till))
    await typed(caller, "a")
    assert await moved_to(caller, scene, asking("first", "second")).send("x") == "END told answers=first:a second:x"
    assert list(till.done.values()) == ["1"]


async def seal(scene: Stage_, packed: bytes) -> None:
    """Put `packed` where the conversation of HER is kept, as another release may have left it."""
    key = scene.world.keys.mac("conversation", "ussd", scene.world.country.service_code, "+212612340007")
    revision, _ = await scene.world.sessions.load(key) or (0, b"")
    assert await scene.world.sessions.save(key, revision, scene.world.keys.seal("conversation", packed, key), 60)


@pytest.mark.parametrize("packed", [b"", b"\xc1", b"\x01", b"\x91\x01", b"\x92\xc4\x01r\x05"], ids=lambda b: b.hex() or "empty")
async def test_a_record_that_no_release_can_read_counts_as_expired(packed: bytes) -> None:
    scene = stage()
    caller = phone(scene, asking("a", "b"))
    await typed(caller, "1")
    await seal(scene, packed)
    assert await caller.send("2") == "END session-over"
    assert await caller.dial() == "CON a?"
    assert {kind for kind, _ in scene.troubles} == {"unreadable"}


async def test_a_channel_note_that_no_release_can_read_counts_as_expired_too() -> None:
    scene = stage()
    caller = phone(scene, asking("a", "b"))
    await typed(caller, "1")
    await seal(scene, journal.dump(journal.Record(b"run", note=b"\xc1")))
    assert await caller.send("2") == "END session-over"
    assert await caller.dial() == "CON a?"


async def test_a_record_of_an_older_release_with_fewer_fields_is_read() -> None:
    assert journal.load(journal.deflate(b"\x91\xc4\x03run")) == journal.Record(b"run")


FIRST = "019b7d84a3a834cfd0c8d8c414a86532cc68907690e168da1393925380a208e72d2a493cc2929a969ec17084252fbf2415666cb6e7250600"


async def test_what_records_have_in_common_never_changes() -> None:
    """A record of the first release: without the same common bytes it could not be inflated any more."""
    record = journal.load(bytes.fromhex(FIRST))
    assert (record.lang, [entry.name for entry in record.journal]) == ("fr", ["known", "menu", "commune#2"])


async def test_fields_that_a_newer_release_added_are_left_alone_by_an_older_one() -> None:
    fields = msgspec.msgpack.decode(journal.inflate(journal.dump(journal.Record(b"run", lang="fr"))))
    newer = msgspec.msgpack.encode([*fields, 7])
    assert journal.load(journal.deflate(newer)) == journal.Record(b"run", lang="fr")


@pytest.mark.parametrize("field", ["key", "binding"])
async def test_a_record_sealed_by_another_key_or_for_another_person_counts_as_expired(field: str) -> None:
    scene = stage()
    caller = phone(scene, asking("a", "b"))
    await typed(caller, "1")
    key = scene.world.keys.mac("conversation", "ussd", scene.world.country.service_code, caller.phone)
    revision, sealed = await scene.world.sessions.load(key) or (0, b"")
    bad = bytes([sealed[0] + 1]) + sealed[1:] if field == "key" else scene.world.keys.seal("conversation", b"\x90", b"other")
    await scene.world.sessions.save(key, revision, bad, 60)
    assert await caller.send("2") == "END session-over"
    assert await caller.dial() == "CON a?"
