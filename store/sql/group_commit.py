"""Durable writes at speed: what many callers bring at the same time is committed in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from dialogs.ports import StoreDown

__all__ = ["GroupCommit"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class GroupCommit(Generic[Item, Result]):
    """Collects items while a commit is under way, then writes them together; each caller awaits its own commit. So with reads.

    `write` gets at most `most` items, commits, and returns one result per item. When it raises, each caller of that
    batch gets the fault. A caller that is cancelled does not take its item back: it may be written.

    Where several came together, the next ones wait `linger` seconds for company: fewer commits for the same work, and under load
    an earlier answer for most.
    """

    def __init__(self, write: Callable[[list[Item]], Awaitable[list[Result]]], most: int = 500, linger: float = 0.01) -> None:
        self._write = write
        self._most = most
        self._linger = linger
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> Result:
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._drain())
        return await done

    async def _drain(self) -> None:
        batch: list[tuple[Item, asyncio.Future[Result]]] = []
        while self._waiting:
            several, batch = len(batch) > 1, []
            try:
                if several and len(self._waiting) < self._most:
                    await asyncio.sleep(self._linger)
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                results = await self._write([item for item, _ in batch])
            except asyncio.CancelledError:
                _fail(batch + self._waiting, StoreDown("shutting down"))
                self._waiting = []
                raise
            except Exception as fault:
                _fail(batch, fault)
                continue
            for (_, done), result in zip(batch, results, strict=True):
                if not done.done():
                    done.set_result(result)


def _fail(batch: list[tuple[Item, asyncio.Future[Result]]], fault: Exception) -> None:
    for _, done in batch:
        if not done.done():
            done.set_exception(fault)
