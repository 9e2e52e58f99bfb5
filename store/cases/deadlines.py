"""The worker's part of cases: alarms that went off, and notices that are owed, each exactly once, whoever works."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from dialogs.ports import Message, Outbox, StoreDown
from store.cases.casebook import Casebook
from store.cases.promise import Promises
from store.cases.record import Notice, Record

__all__ = ["LEASE", "MOST", "send_notices", "sound_alarms"]

log = structlog.get_logger()

MOST = 100  # cases or notices that one call takes
LEASE = 60.0  # seconds that a worker has to put what it claimed into the outbox


async def sound_alarms(book: Casebook, promises: Promises, *, now: float, most: int = MOST) -> int:
    """Let the clock of the cases that are due do what it does; the number of changes.

    Two workers may look at the same case: its revision lets one of them write. Call again at once while the result is not 0.
    """
    done = 0
    for record in await book.due(now, most):
        with _going_on("case.alarm.fault"):
            done += await _sound(book, promises, record, now)
    return done


async def _sound(book: Casebook, promises: Promises, record: Record, now: float) -> bool:
    change = promises.tick(record, now)
    if change is None:  # it was set under another policy
        await book.wind(promises.wound(record))
        return False
    if not await book.save(record, change):
        return False
    log.info("case.alarm", kind=change.entry.event.kind)
    return True


async def send_notices(book: Casebook, outbox: Outbox, word: Callable[[Notice], Message], *, now: float, most: int = MOST) -> int:
    """Put the notices that are owed into the outbox, as `word` words them under their own key; how many were put.

    A worker that dies in between leaves a lease; who comes next puts the same key, which the outbox knows already.
    """
    done = 0
    for notice in await book.claim_notices(most, lease=LEASE, now=now):
        with _going_on("case.notice.fault"):
            await outbox.put(word(notice))
            await book.noticed(notice)
            done += 1
    return done


@contextmanager
def _going_on(event: str) -> Iterator[None]:
    """A fault of ours with one case holds up no other; a store that is down holds up all."""
    try:
        yield
    except StoreDown:
        raise
    except Exception as fault:
        log.error(event, error=type(fault).__name__)
