"""The worker that drains the outbox through an SMS sender: each outcome has one policy, and doubt is never resent."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

import structlog
from prometheus_client import Counter, Gauge

from channels.alike import alike
from dialogs.ports import Claimed, Clock, Dispatch, Lane, Message, State, StoreDown

log = structlog.get_logger()

SETTLED = Counter("guichet_sms_settled_total", "Messages by lane and by what became of a sending.", ["lane", "outcome"])
PAUSED = Gauge("guichet_sms_paused", "1 while the operator refuses our account or cannot be reached.")

URGENT = 0.05  # seconds that a code waits at most while announcements leave
SWEEP = 1.0  # seconds between two looks at what time has done to messages
BATCH = 250  # messages that one claim takes at most: a code waits for no more
HELD = 1000  # messages that are claimed and not settled, about, while announcements leave: as many are in doubt after a crash
DOUBTS = 3  # unknown outcomes running that are not chance any more


@dataclass(frozen=True, slots=True)
class Taken:
    """The operator has it: its id for delivery reports, and how many parts it billed; `via` when a router chose the sender."""

    provider_id: str
    parts: int
    via: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The operator has it not and will not take it. `permanent`: because of the number, so do not write to it again."""

    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Again:
    """The operator certainly has it not; try again after so many seconds.

    `everyone`: the operator cannot take any message now (unreachable, too many requests), so none is to blame.
    """

    reason: str
    after: float
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The operator may have it or not: only a delivery report can tell. `provider_id` when the id of that report is ours."""

    reason: str
    provider_id: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """The operator takes nothing from our account (key, sender, balance): an operator of ours must act."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """It was not tried: its sender has no slot, or is out of order, for so many seconds. No try is counted."""

    reason: str
    after: float


Outcome = Taken | Refused | Again | Unknown | Stop | Later


class Sender(Protocol):
    """One way out to the phones. `send` never raises for what the operator answers, and ends within seconds."""

    @property
    def name(self) -> str:
        """The provider, as delivery reports name it."""
        ...

    async def send(self, message: Message) -> Outcome: ...


@runtime_checkable
class Bulk(Sender, Protocol):
    """A sender that takes one text to several phones in one request."""

    async def send_alike(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        """An outcome for each message, in their order. They differ in nothing but key and phone, and no phone comes twice."""
        ...


async def send_alike(sender: Sender, messages: Sequence[Message]) -> list[Outcome]:
    """An outcome for each message, together where the sender can. A sender that breaks may have sent: doubt."""
    if len(messages) > 1 and isinstance(sender, Bulk):
        try:
            return [told for _, told in zip(messages, await sender.send_alike(messages), strict=True)]
        except Exception as error:
            return [Unknown(f"bug-{type(error).__name__}")] * len(messages)
    if len(messages) == 1:
        return [await _send(sender, messages[0])]
    return list(await asyncio.gather(*(_send(sender, message) for message in messages)))


async def _send(sender: Sender, message: Message) -> Outcome:
    try:
        return await sender.send(message)
    except Exception as error:
        return Unknown(f"bug-{type(error).__name__}")


class Pacer(Protocol):
    """The rate that an operator allows one sender, kept by all workers together (GCRA).

    `rate` is what operators bill: parts per second, a whole number or less than one. In no second do more leave.
    """

    async def take(self, name: str, rate: float, parts: int = 1) -> float:
        """0.0 when the slots of so many parts are yours now, else the seconds until they may be. Raises `StoreDown`."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How the courier works; times in seconds.

    `at_once` requests are under way together (our HTTP client holds 100 connections), each with up to `together`
    announcements of one text; `lease` must outlive the sender's own time-out; a message is failed after `tries` sendings
    that the operator did not take; waits double from 1 s up to `longest_wait`.
    """

    at_once: int = 100
    together: int = 1
    lease: float = 60.0
    idle: float = 0.2
    tries: int = 12
    longest_wait: float = 300.0


class Courier:
    """Claims messages, sends them, settles each one.

    While the operator refuses our account or cannot be reached, and after `DOUBTS` unknown outcomes running, it
    pauses, doubling the wait, and then probes with a single message. A probe that was not taken is due again
    later than its neighbours, so that one poisonous message cannot hold the others.

    A quarter of its places is kept from announcements, so that a code waits for none of them; announcements are claimed a
    quarter at a time, `BATCH` at most, and no more once about `HELD` are on their way or not settled yet.

    How many messages it claims for one request follows from how alike the last ones were: twice as many while two or more
    shared a request, one again as soon as they do not.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        sender: Sender,
        clock: Clock,
        pace: Pace | None = None,
        room: Callable[[], int] | None = None,
    ) -> None:
        """`room` says how many more messages the sender can take soon; none: as many as `pace` allows."""
        self._dispatch, self._sender, self._clock, self._room = dispatch, sender, clock, room
        self._pace = pace or Pace()
        self._flying = self._held = 0
        self._width = 1
        self._strikes = 0
        self._doubts = 0
        self._resume_at = 0.0
        self._claimed_at = -math.inf
        self._landed = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then let what is under way finish."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._stopping(stop))
            group.create_task(self._sweeping(stop))
            while not stop.is_set():
                self._landed.clear()
                for some in await self._claim():
                    group.create_task(self._carry(some))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._landed.wait(), URGENT if self._flying else self._pace.idle)

    async def step(self) -> int:
        """Sweep, claim one batch, send and settle it; how many were claimed."""
        await self._sweep()
        batch = await self._claim()
        await asyncio.gather(*map(self._carry, batch))
        return sum(map(len, batch))

    async def _stopping(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._landed.set()

    async def _sweeping(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self._sweep()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), SWEEP)

    async def _sweep(self) -> None:
        try:
            await self._dispatch.sweep(now=self._clock.now())
        except StoreDown:
            log.warning("sms.sweep.store-down")

    async def _claim(self) -> list[list[Claimed]]:
        """Messages by request: announcements when there is room for some together, codes and answers at all times."""
        free, upto, now = self._pace.at_once - self._flying, Lane.CAMPAIGN, self._clock.now()
        share = self._pace.at_once // 4
        most = min((free - share if self._flying else free) * self._width, BATCH)
        if self._flying and (free < 2 * share or self._held > HELD - BATCH):
            upto, most = Lane.CASE, free if now >= self._claimed_at + URGENT else 0
        if self._strikes:
            free = most = 1 if not self._flying and now >= self._resume_at else 0
        if self._room is not None:
            most = min(most, self._room())
        if most <= 0:
            return []
        self._claimed_at = now
        try:
            claimed = await self._dispatch.claim(most, lease=self._pace.lease, now=now, upto=upto)
        except StoreDown:
            log.warning("sms.claim.store-down")
            return []
        groups = await self._fitting(alike(claimed, self._pace.together), len(claimed), free)
        self._flying += len(groups)
        self._held += sum(map(len, groups))
        return groups

    async def _fitting(self, groups: list[list[Claimed]], claimed: int, free: int) -> list[list[Claimed]]:
        """What may leave now. Messages that turn out to differ go back before anybody tried them, but for a few."""
        if claimed >= 2 * len(groups) > 0:
            self._width = min(2 * self._width, self._pace.together)
        elif len(groups) > free:
            self._width = 1
        now, most = self._clock.now(), free + self._pace.at_once
        try:
            await asyncio.gather(*(self._dispatch.release(one.id, due=now) for some in groups[most:] for one in some))
        except StoreDown:
            log.error("sms.settle.store-down")
        return groups[:most]

    async def _carry(self, some: Sequence[Claimed]) -> None:
        try:
            outcomes = await self._sent(some)
            if len(some) == 1:
                await self._settled(some[0], outcomes[0])
            else:
                await asyncio.gather(*map(self._settled, some, outcomes))
        finally:
            self._held -= len(some)
            self._landed.set()

    async def _sent(self, some: Sequence[Claimed]) -> list[Outcome | None]:
        """What came of a request; its place is free then, though the store has not heard of it yet."""
        try:
            outcomes = await self._send(some)
            for outcome in _distinct(outcomes):
                self._heed(outcome)
            return outcomes
        finally:
            self._flying -= 1
            self._landed.set()

    async def _send(self, some: Sequence[Claimed]) -> list[Outcome | None]:
        """What the sender says of each; None when it is too late to send."""
        now = self._clock.now()
        fresh = [one.message for one in some if one.message.valid_until > now]
        told = iter(await send_alike(self._sender, fresh))
        return [next(told) if one.message.valid_until > now else None for one in some]

    async def _settled(self, one: Claimed, outcome: Outcome | None) -> None:
        try:
            await self._settle(one, outcome)
        except StoreDown:
            log.error("sms.settle.store-down")  # the lease runs out and the store calls it unknown

    def _heed(self, outcome: Outcome | None) -> None:
        match outcome:
            case Taken() | Refused() | Again(everyone=False):
                self._strikes = self._doubts = 0
                self._resume_at = 0.0
                PAUSED.set(0)
            case Unknown(reason):
                self._doubts += 1
                if self._doubts >= DOUBTS:
                    self._pause(reason)
            case Stop(reason) | Again(reason):
                self._pause(reason)

    def _pause(self, reason: str) -> None:
        """One strike for a whole wave of refusals: those that were under way together count once."""
        now = self._clock.now()
        if now < self._resume_at:
            return
        self._strikes += 1
        self._resume_at = now + self._wait(self._strikes)
        PAUSED.set(1)
        log.error("sms.paused", reason=reason, strikes=self._strikes)

    def _wait(self, times: int) -> float:
        return min(2.0 ** min(times - 1, 30), self._pace.longest_wait)

    async def _settle(self, one: Claimed, outcome: Outcome | None) -> None:
        match outcome:
            case None:
                await self._close(one, State.EXPIRED)
            case Taken(provider_id, parts, via):
                await self._close(one, State.SENT, provider_id=provider_id, parts=parts, via=via)
            case Refused(reason):
                await self._close(one, State.FAILED, reason=reason)
            case Unknown(reason, provider_id, via):
                await self._close(one, State.UNKNOWN, reason=reason, provider_id=provider_id, via=via)
            case Later(reason, after):
                await self._queue(one, reason, after)
            case Again(reason, after, everyone=True):
                await self._queue(one, reason, max(after, self._probing_in(one)))
            case Again() | Stop() if one.attempt >= self._pace.tries:
                await self._close(one, State.FAILED, reason=outcome.reason)
            case Again(reason, after):
                await self._queue(one, reason, max(after, self._wait(one.attempt)))
            case Stop(reason):
                await self._queue(one, reason, self._probing_in(one))

    def _probing_in(self, one: Claimed) -> float:
        return max(0.0, self._resume_at - self._clock.now()) + min(one.attempt, 10)

    async def _queue(self, one: Claimed, reason: str, seconds: float) -> None:
        lane = one.message.lane.name
        SETTLED.labels(lane, "again").inc()
        log.info("sms.again", reason=reason, attempt=one.attempt, lane=lane)
        await self._write(partial(self._dispatch.release, one.id, due=self._clock.now() + seconds))

    async def _close(
        self, one: Claimed, state: State, *, provider_id: str = "", reason: str = "", parts: int = 0, via: str = ""
    ) -> None:
        lane = one.message.lane.name
        SETTLED.labels(lane, state.value).inc()
        if state is not State.SENT:
            log.warning("sms.not-sent", state=state.value, reason=reason, attempt=one.attempt, lane=lane)
        settle = partial(self._dispatch.settle, one.id, state, provider=via or self._sender.name, provider_id=provider_id)
        await self._write(partial(settle, reason=reason, parts=parts))

    async def _write(self, write: Callable[[], Awaitable[None]]) -> None:
        """Tell the store, patiently: what it does not hear becomes `unknown` when the lease runs out."""
        for wait in (0.2, 1.0, 5.0):
            try:
                return await write()
            except StoreDown:
                await self._clock.sleep(wait)
        return await write()


def _distinct(outcomes: Iterable[Outcome | None]) -> list[Outcome]:
    """One of each kind that an answer held, those that may pause the courier last: a request is one event."""
    kinds = {(type(one), getattr(one, "reason", "")): one for one in outcomes if one is not None}
    return sorted(kinds.values(), key=lambda one: (isinstance(one, Stop | Again), not isinstance(one, Unknown)))
