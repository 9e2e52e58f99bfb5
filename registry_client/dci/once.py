"""One call fetches what all calls need, a token or a key set; the others wait for it, no longer than they have."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from dialogs.refusals import Unavailable
from registry_client.http import Deadline

__all__ = ["alone"]


@asynccontextmanager
async def alone(lock: asyncio.Lock, by: Deadline, upstream: str) -> AsyncIterator[None]:
    """Holds `lock`. Raises `Unavailable` when whoever has it takes longer than `by`."""
    waited = True
    try:
        async with asyncio.timeout(max(0.0, by.left())):
            await lock.acquire()
    except TimeoutError:
        waited = False
    if not waited:
        raise Unavailable("waiting", upstream=upstream)
    try:
        yield
    finally:
        lock.release()
