"""The places of the queue for people, on the twin, SQLite and PostgreSQL: strangers have a share, and others what is left."""

import asyncio

import pytest

from dialogs.ports import Asked, Conversation
from store.inbox import Inbox
from store.inbox_thread import QueueFull, Rules

NOW = 1_800_000_000.0
RULES = Rules(queue=6, strangers=4)


def comer(n: int, *, stranger: bool) -> Asked:
    return Asked(b"came %d" % n, Conversation("web" if stranger else "telegram", "x", str(n)), "fr", stranger=stranger)


async def came(inbox: Inbox, n: int, *, stranger: bool, at: float = NOW) -> bool:
    """Whether the n-th who comes is let in."""
    try:
        return (await inbox.ask(comer(n, stranger=stranger), now=at)).stranger is stranger
    except QueueFull:
        return False


async def test_strangers_have_their_share_of_the_queue_and_others_what_is_left(inbox: Inbox) -> None:
    assert [await came(inbox, n, stranger=True) for n in range(6)] == [True] * 4 + [False] * 2
    assert not await inbox.room(stranger=True, now=NOW)
    assert await inbox.room(stranger=False, now=NOW)
    assert [await came(inbox, n, stranger=False) for n in range(10, 13)] == [True, True, False]
    assert await inbox.waiting() == RULES.queue
    assert not await inbox.room(stranger=False, now=NOW)


async def test_others_may_take_the_whole_queue(inbox: Inbox) -> None:
    assert [await came(inbox, n, stranger=False) for n in range(7)] == [True] * 6 + [False]
    assert not await came(inbox, 9, stranger=True)


async def test_who_waits_already_is_let_in_again_however_full_it_is(inbox: Inbox) -> None:
    first = [await came(inbox, n, stranger=True) for n in range(4)]
    assert [await came(inbox, n, stranger=True, at=NOW + 9) for n in range(4)] == first
    assert await inbox.waiting() == 4


@pytest.mark.parametrize("end", ["claimed", "left", "late"])
async def test_a_place_is_free_when_it_was_claimed_left_or_waited_for_too_long(inbox: Inbox, end: str) -> None:
    threads = [await inbox.ask(comer(n, stranger=True), now=NOW + n) for n in range(4)]
    at = NOW + 10
    if end == "claimed":
        await inbox.claim(threads[0].id, "salma", now=at)
    if end == "left":
        await inbox.leave(threads[0].conversation, now=at)
    at = NOW + RULES.wait if end == "late" else at
    assert await inbox.room(stranger=True, now=at)
    assert [await came(inbox, n, stranger=True, at=at) for n in (7, 8)] == [True, False]


async def test_strangers_who_come_at_once_take_no_place_of_others(inbox: Inbox) -> None:
    await asyncio.gather(*(came(inbox, n, stranger=True) for n in range(20)))
    assert [await came(inbox, n, stranger=False) for n in range(30, 33)] == [True, True, False]
