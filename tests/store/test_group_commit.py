"""Group commit: who waits together is written together, and everybody gets their own result."""

import asyncio

import pytest

from dialogs.ports import StoreDown
from store.sql.group_commit import GroupCommit


class Slow:
    """A write that waits to be let through, and keeps what it was given."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.gate = asyncio.Event()

    async def write(self, items: list[int]) -> list[int]:
        self.batches.append(items)
        await self.gate.wait()
        if -1 in items:
            raise ValueError("bad batch")
        return [item * 10 for item in items]


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_comes_during_a_commit_shares_the_next_one() -> None:
    slow = Slow()
    group = GroupCommit(slow.write, most=3)
    first = asyncio.ensure_future(group.add(0))
    await settle()
    rest = [asyncio.ensure_future(group.add(n)) for n in range(1, 6)]
    slow.gate.set()
    assert await asyncio.gather(first, *rest) == [0, 10, 20, 30, 40, 50]
    assert slow.batches == [[0], [1, 2, 3], [4, 5]]


async def test_a_fault_is_told_to_its_batch_and_the_next_goes_on() -> None:
    slow = Slow()
    slow.gate.set()
    group = GroupCommit(slow.write, most=2)
    answers = await asyncio.gather(*(group.add(n) for n in (-1, 1, 2)), return_exceptions=True)
    assert [isinstance(answer, ValueError) for answer in answers] == [True, True, False]
    assert answers[2] == 20


async def test_a_caller_that_gives_up_does_not_disturb_the_others() -> None:
    slow = Slow()
    group = GroupCommit(slow.write)
    gone, stays = asyncio.ensure_future(group.add(1)), asyncio.ensure_future(group.add(2))
    await settle()
    gone.cancel()
    slow.gate.set()
    assert await stays == 20
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_who_comes_after_several_waits_a_moment_for_company_and_who_comes_alone_does_not() -> None:
    slow = Slow()
    slow.gate.set()
    group = GroupCommit(slow.write, linger=0.01)
    for n in range(3):
        assert await group.add(n) == 10 * n
    assert slow.batches == [[0], [1], [2]]
    slow.gate.clear()
    several = [asyncio.ensure_future(group.add(n)) for n in (3, 4)]
    await settle()
    several.append(asyncio.ensure_future(group.add(5)))
    slow.gate.set()
    await several[0]
    several.append(asyncio.ensure_future(group.add(6)))
    await asyncio.gather(*several)
    assert slow.batches[3:] == [[3, 4], [5, 6]]


async def test_who_waits_for_company_when_it_is_shut_down_is_told() -> None:
    slow = Slow()
    group = GroupCommit(slow.write, linger=3600)
    first = [asyncio.ensure_future(group.add(n)) for n in (1, 2)]
    await settle()
    late = asyncio.ensure_future(group.add(3))
    slow.gate.set()
    await asyncio.gather(*first)
    assert group._writer is not None
    group._writer.cancel()
    with pytest.raises(StoreDown):
        await late
