"""An SMPP 3.4 client that stays bound, and knows of every message whether the operator refused it or is in doubt."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import structlog
from prometheus_client import Counter, Gauge

from channels.smpp.pdu import BadPdu, Command, Pdu, ShortMessage, Status, bind_body, message_id
from channels.smpp.session import NoAnswer, Session
from dialogs.ports import Clock, StoreDown, TooSlow

log = structlog.get_logger()

BOUND = Gauge("guichet_smpp_bound", "1 while the operator has us bound.", ["link"])
SUBMITTED = Counter("guichet_smpp_submits_total", "Submits by how they were answered.", ["link", "answer"])
DELIVERED = Counter("guichet_smpp_delivers_total", "What the operator delivered to us, by our answer.", ["link", "answer"])

Bind = Literal["transceiver", "transmitter", "receiver"]
_BINDS: Mapping[Bind, Command] = {
    "transceiver": Command.BIND_TRANSCEIVER,
    "transmitter": Command.BIND_TRANSMITTER,
    "receiver": Command.BIND_RECEIVER,
}

THROTTLING = frozenset({Status.THROTTLED, Status.QUEUE_FULL})


@dataclass(frozen=True, slots=True)
class SmppConfig:
    """One bind of one operator. Times in seconds.

    A `transmitter` hears nothing but answers, a `receiver` submits nothing. `window` submits may be unanswered together;
    `most_inbound` deliveries are handled together, more are told to come again. Waits double: after throttling from
    `throttle_first`, between connections from `retry_first`, both to their `_longest`.
    """

    host: str
    port: int
    system_id: str
    password: str = field(repr=False)
    system_type: str = ""
    bind: Bind = "transceiver"
    tls: ssl.SSLContext | None = None
    window: int = 50
    most_inbound: int = 200
    connect_timeout: float = 10.0
    answer_timeout: float = 10.0
    enquire_every: float = 30.0
    throttle_first: float = 0.1
    throttle_longest: float = 5.0
    retry_first: float = 1.0
    retry_longest: float = 60.0

    def __post_init__(self) -> None:
        bind_body(self.system_id, self.password, self.system_type)  # refuses what the protocol has no room for


class NotSent(Exception):
    """Certainly not written. `status` is that of a refused bind, else 0; the argument is a static word."""

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """What the operator said to a submit: 0 and its id, or a command status (SMPP 3.4 §5.1.3)."""

    status: int
    id: str = ""


Deliver = Callable[[ShortMessage, Callable[[], None]], Awaitable[None]]
"""Handles one `deliver_sm`. It may acknowledge early by calling its second argument; else returning acknowledges.

`BadPdu` refuses for ever; `StoreDown`, or anything else, asks the operator to come again.
"""


class Client:
    """`run` keeps it bound; `submit` may be called by any task meanwhile.

    `chance` gives numbers in [0, 1); `name` is what metrics and logs call the link.
    """

    def __init__(self, config: SmppConfig, deliver: Deliver, clock: Clock, chance: Callable[[], float], *, name: str) -> None:
        self._config, self._deliver, self._clock, self._chance, self._name = config, deliver, clock, chance, name
        self._log = log.bind(link=name)
        self._window = asyncio.Semaphore(config.window)
        self._session: Session | None = None
        self._refused_bind = 0
        self._strikes = 0
        self._free_at = 0.0
        self._handling: set[asyncio.Task[None]] = set()

    @property
    def window(self) -> int:
        return self._config.window

    @property
    def bound(self) -> bool:
        return self._session is not None and self._session.open

    # --- out -----------------------------------------------------------------------------------

    async def submit(self, message: ShortMessage, *, until: float) -> Answer:
        """Submit one message; only an explicit throttling sends the same message again, until `until` (Unix time).

        Raises `NotSent` when nothing was written, `NoAnswer` when the operator may have it, `BadPdu` when it cannot
        be encoded.
        """
        body = message.encode()
        while True:
            answer = await self._submit_once(body, until)
            if answer.status not in THROTTLING:
                return answer
            self._back_off()
            if self._free_at >= until:
                return answer

    async def _submit_once(self, body: bytes, until: float) -> Answer:
        async with self._window:
            await self._unthrottled()
            if self._clock.now() >= until:
                raise NotSent("busy")
            session = self._session
            if session is None or not session.open:
                raise NotSent("not-bound", self._refused_bind)
            try:
                pdu = await session.request(Command.SUBMIT_SM, body, self._config.answer_timeout)
            except NoAnswer:
                SUBMITTED.labels(self._name, "none").inc()
                raise
        return self._answer(pdu)

    def _answer(self, pdu: Pdu) -> Answer:
        if pdu.status in THROTTLING:
            SUBMITTED.labels(self._name, "throttled").inc()
            return Answer(pdu.status)
        self._strikes = 0
        if pdu.status:
            SUBMITTED.labels(self._name, "refused").inc()
            return Answer(pdu.status)
        if pdu.command == Command.GENERIC_NACK:
            SUBMITTED.labels(self._name, "none").inc()
            raise NoAnswer("nack-without-status")
        SUBMITTED.labels(self._name, "taken").inc()
        return Answer(Status.OK, message_id(pdu.body))

    async def _unthrottled(self) -> None:
        while (wait := self._free_at - self._clock.now()) > 0:
            await self._clock.sleep(wait)

    def _back_off(self) -> None:
        """The whole link pauses; a wave of refusals to what was under way together counts once."""
        now = self._clock.now()
        if now < self._free_at:
            return
        longest, wait = self._config.throttle_longest, self._config.throttle_first * 2.0 ** min(self._strikes, 30)
        self._strikes += 1
        self._free_at = now + min(wait, longest)
        self._log.info("smpp.throttled", strikes=self._strikes)

    # --- staying bound -------------------------------------------------------------------------

    async def run(self, stop: asyncio.Event) -> None:
        """Stay bound until `stop` is set; then let what is under way be answered, and unbind."""
        failures = 0
        try:
            while not stop.is_set():
                failures = 0 if await self._one_connection(stop) else failures + 1
                if not stop.is_set():
                    await self._quiet(stop, self._retry_in(failures))
        finally:
            await self._handled()

    async def _one_connection(self, stop: asyncio.Event) -> bool:
        """Connect, bind and stay until the connection is lost or `stop`; whether a bind succeeded."""
        session = Session(self._clock, self._requested)
        try:
            await self._clock.within(self._config.connect_timeout, self._connect(session))
            if not await self._bind(session):
                return False
            self._session = session
            session.ready.set()
            BOUND.labels(self._name).set(1)
            await self._keep(session, stop)
            self._session = None
            await self._leave(session)
        except (OSError, TooSlow, NoAnswer) as error:
            self._log.warning("smpp.unreachable", why=type(error).__name__)
            return False
        finally:
            self._session = None
            BOUND.labels(self._name).set(0)
            session.abort()
        return True

    async def _connect(self, session: Session) -> None:
        loop, config = asyncio.get_running_loop(), self._config
        await loop.create_connection(lambda: session, config.host, config.port, ssl=config.tls)

    async def _bind(self, session: Session) -> bool:
        body = bind_body(self._config.system_id, self._config.password, self._config.system_type)
        answer = await session.request(_BINDS[self._config.bind], body, self._config.answer_timeout)
        self._refused_bind = answer.status
        if answer.status:
            self._log.error("smpp.bind.refused", status=answer.status)
            return False
        self._log.info("smpp.bound")
        return True

    async def _keep(self, session: Session, stop: asyncio.Event) -> None:
        """Until the end, ask from time to time whether the other side is still there."""
        stopped = asyncio.ensure_future(_set(stop))
        either: set[asyncio.Future[None]] = {stopped, session.lost}
        try:
            while not stop.is_set() and not session.lost.done():
                ends = asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
                try:
                    await self._clock.within(self._config.enquire_every, ends)
                except TooSlow:
                    await session.request(Command.ENQUIRE_LINK, b"", self._config.answer_timeout)
        except NoAnswer:
            pass
        finally:
            stopped.cancel()
        if session.lost.done() or not stop.is_set():
            self._log.warning("smpp.link.lost")
            session.abort()

    async def _leave(self, session: Session) -> None:
        """Nothing new is submitted by now: await what is under way, then unbind."""
        end = self._clock.now() + self._config.answer_timeout
        while session.open and not session.idle and self._clock.now() < end:
            await self._clock.sleep(0.05)
        if not session.open:
            return
        try:
            await session.request(Command.UNBIND, b"", self._config.answer_timeout)
            self._log.info("smpp.unbound")
        except NoAnswer:
            self._log.warning("smpp.unbind.no-answer")

    def _retry_in(self, failures: int) -> float:
        longest = min(self._config.retry_first * 2.0 ** min(failures, 30), self._config.retry_longest)
        return longest * (0.5 + self._chance() / 2)

    async def _quiet(self, stop: asyncio.Event, seconds: float) -> None:
        try:
            await self._clock.within(seconds, stop.wait())
        except TooSlow:
            return

    # --- in ------------------------------------------------------------------------------------

    def _requested(self, session: Session, pdu: Pdu) -> None:
        if len(self._handling) >= self._config.most_inbound:
            DELIVERED.labels(self._name, "busy").inc()
            session.respond(pdu, Status.TEMPORARY, b"\0")
            return
        task = asyncio.ensure_future(self._handle(session, pdu))
        self._handling.add(task)
        task.add_done_callback(self._handling.discard)

    async def _handle(self, session: Session, pdu: Pdu) -> None:
        answered = False

        def answer(status: int = Status.OK, word: str = "taken") -> None:
            nonlocal answered
            if not answered:
                answered = True
                DELIVERED.labels(self._name, word).inc()
                session.respond(pdu, status, b"\0")

        try:
            await session.ready.wait()
            await self._deliver(ShortMessage.decode(pdu.body), answer)
            answer()
        except BadPdu as fault:
            self._log.warning("smpp.deliver.refused", what=str(fault))
            answer(Status.PERMANENT, "refused")
        except StoreDown:
            self._log.warning("smpp.deliver.store-down")
            answer(Status.TEMPORARY, "later")
        except Exception as error:
            self._log.error("smpp.deliver.bug", error=type(error).__name__)
            answer(Status.TEMPORARY, "later")

    async def _handled(self) -> None:
        if self._handling:
            await asyncio.wait(set(self._handling))


async def _set(event: asyncio.Event) -> None:
    await event.wait()
