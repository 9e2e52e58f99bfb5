"""What a page may have missed: whatever the network loses, it sees each message of ours once and in order; and little is kept."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.chat.web_backlog import MOST_HEARD, MOST_KEPT, Backlog
from channels.chat.web_face import Shown
from dialogs.ports import Sessions
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemorySessions

KEYS = Keyring({1: b"k" * 32}, b"l" * 32)
HER = "visitor"


def shown(text: str) -> Shown:
    return Shown(text, (), False, False, False, "fr")


@pytest.fixture
def sessions(clock: FakeClock) -> MemorySessions:
    return MemorySessions(clock)


@pytest.fixture
def backlog(sessions: MemorySessions) -> Backlog:
    return Backlog(sessions, KEYS, 900.0)


Fate = st.sampled_from(["arrives", "answer-lost", "asked-twice", "reloaded"])


@given(st.lists(st.tuples(Fate, st.integers(0, 2)), max_size=40))
def test_a_page_that_asks_one_by_one_misses_nothing_and_sees_nothing_twice(fates: list[tuple[str, int]]) -> None:
    async def walk() -> None:
        backlog, seen, has = Backlog(MemorySessions(FakeClock()), KEYS, 900.0), list[str](), 0
        for number, (fate, count) in enumerate(fates):
            said = [shown(f"{number}.{n}") for n in range(count)]
            kept = await backlog.add(HER, f"id-{number}", said, has)
            if fate == "answer-lost":
                kept = await backlog.of(HER)
            if fate == "asked-twice":
                kept = await backlog.add(HER, f"id-{number}", [shown("again")], has)
            if fate == "reloaded":
                assert [one.seq for one in kept.after(0)][-1:] == ([kept.seq] if kept.seq else [])
            seen += [one.text for one in kept.after(has)]
            has = kept.seq
        assert seen == [f"{number}.{n}" for number, (_, count) in enumerate(fates) for n in range(count)]

    asyncio.run(walk())


async def test_what_the_page_has_is_forgotten_but_the_last(backlog: Backlog) -> None:
    for number in range(5):
        kept = await backlog.add(HER, f"id-{number}", [shown(str(number))], number)
    assert [one.text for one in kept.waiting] == ["4"]
    assert [one.text for one in (await backlog.add(HER, "silent", [], 5)).waiting] == ["4"]


async def test_a_page_that_confirms_nothing_does_not_fill_the_store(backlog: Backlog) -> None:
    for number in range(100):
        kept = await backlog.add(HER, f"id-{number}", [shown(str(number))], 0)
    assert (kept.seq, len(kept.waiting), len(kept.heard)) == (100, MOST_KEPT, MOST_HEARD)


class Overtaking:
    """Sessions where another worker saves first, once."""

    def __init__(self, inner: Sessions, other: Backlog) -> None:
        self.inner, self.other, self.late = inner, other, False

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        return await self.inner.load(key)

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        if not self.late:
            self.late = True
            await self.other.add(HER, "first", [shown("first")], 0)
        return await self.inner.save(key, was, value, ttl)

    async def drop(self, key: bytes) -> None:
        await self.inner.drop(key)


@pytest.mark.parametrize(("id", "texts"), [("second", ["first", "second"]), ("first", ["first"])])
async def test_two_workers_number_one_after_the_other(
    sessions: MemorySessions, backlog: Backlog, id: str, texts: list[str]
) -> None:
    slower = Backlog(Overtaking(sessions, backlog), KEYS, 900.0)
    kept = await slower.add(HER, id, [shown(id)], 0)
    assert [(one.seq, one.text) for one in kept.waiting] == [*enumerate(texts, 1)]


async def test_nothing_readable_lies_in_the_store(sessions: MemorySessions, backlog: Backlog) -> None:
    await backlog.add(HER, "c4n4ry-id", [shown("c4n4ry words")], 0)
    [(key, (stored, _))] = sessions._kept._entries.items()
    assert b"c4n4ry" not in stored[1] + key
    assert (await Backlog(sessions, Keyring({1: b"x" * 32}, b"l" * 32), 900.0).of(HER)).seq == 0, "another key opens nothing"
