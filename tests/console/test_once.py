"""An answer is given once for each key: while it is made, after it was made, and when whoever made it died."""

import asyncio

import pytest

from console.api.once import LEASE, Answer, Once
from console.api.problems import Problem
from dialogs.ports import StoreDown
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemorySessions

KEY, ASKED = b"k" * 16, b"digest"


@pytest.fixture
def once(keys: Keyring, clock: FakeClock) -> Once:
    return Once(MemorySessions(clock), keys)


async def answer() -> Answer:
    return Answer(b"{}", 3)


async def died() -> Answer:
    await asyncio.sleep(3600)
    raise AssertionError


async def never() -> Answer:
    raise AssertionError("it is done already")


async def test_the_second_is_told_what_the_first_was_told(once: Once) -> None:
    first = await once(KEY, ASKED, answer)
    assert await once(KEY, ASKED, never) == first == Answer(b"{}", 3)


async def test_while_it_is_answered_the_same_key_waits(once: Once) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> Answer:
        begun.set()
        await go_on.wait()
        return Answer(b"1")

    first = asyncio.create_task(once(KEY, ASKED, slowly))
    await begun.wait()
    with pytest.raises(Problem, match="in-progress"):
        await once(KEY, ASKED, never)
    with pytest.raises(Problem, match="key-reused"):
        await once(KEY, b"another", never)
    go_on.set()
    assert await first == await once(KEY, ASKED, never) == Answer(b"1")


async def test_of_two_at_once_one_acts(once: Once) -> None:
    done: list[int] = []

    async def act() -> Answer:
        done.append(1)
        await asyncio.sleep(0)
        return Answer(b"1")

    told = await asyncio.gather(*(once(KEY, ASKED, act) for _ in range(5)), return_exceptions=True)
    assert (len(done), sum(one == Answer(b"1") for one in told)) == (1, 1)


async def test_what_was_refused_or_broken_off_may_be_asked_again(once: Once) -> None:
    async def refused() -> Answer:
        raise ValueError

    with pytest.raises(ValueError):
        await once(KEY, ASKED, refused)
    task = asyncio.create_task(once(KEY, ASKED, died))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await once(KEY, b"another", answer) == Answer(b"{}", 3)


async def test_the_key_of_a_process_that_died_is_free_again_after_a_while(once: Once, keys: Keyring, clock: FakeClock) -> None:
    class Killed(MemorySessions):
        async def drop(self, key: bytes) -> None:
            raise StoreDown

    kept = Killed(clock)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(Once(kept, keys)(KEY, ASKED, died), 0.01)
    with pytest.raises(Problem, match="in-progress"):
        await Once(kept, keys)(KEY, ASKED, never)
    await clock.advance(LEASE)
    assert await Once(kept, keys)(KEY, ASKED, answer) == Answer(b"{}", 3)


async def test_what_was_done_is_told_even_when_it_cannot_be_kept(keys: Keyring, clock: FakeClock) -> None:
    class Failing(MemorySessions):
        async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
            if was:
                raise StoreDown
            return await super().save(key, was, value, ttl)

    assert await Once(Failing(clock), keys)(KEY, ASKED, answer) == Answer(b"{}", 3)


async def test_nothing_of_an_answer_is_kept_in_clear(keys: Keyring, clock: FakeClock) -> None:
    class Watched(MemorySessions):
        seen: bytes = b""

        async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
            self.seen += key + value
            return await super().save(key, was, value, ttl)

    async def secret() -> Answer:
        return Answer(b"Amina 0612345678")

    kept = Watched(clock)
    await Once(kept, keys)(KEY, b"asked", secret)
    assert kept.seen
    assert all(word not in kept.seen for word in (b"Amina", b"asked", KEY))
