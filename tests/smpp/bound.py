"""A client that is bound for the length of a test, and a world that writes down what reaches it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from channels.smpp.client import SmppConfig
from channels.smpp.link import Inbound, Link, UssdWire
from channels.smpp.sender import SmsWire
from channels.sms.africastalking import Inbound as Texted
from dialogs.model import Delivery, Phone
from dialogs.ports import Clock, Lane, Message, Report
from store.clock import SystemClock

ALICE = Phone("+212612345678")


def config(port: int, **changes: object) -> SmppConfig:
    plain = SmppConfig("127.0.0.1", port, "guichet", "secret", retry_first=0.05, answer_timeout=5.0, throttle_first=0.02)
    return replace(plain, **changes)  # type: ignore[arg-type]


def message(text: str, *, key: str = "k", to: Phone = ALICE, valid: float = 3600.0, encoding: str = "auto") -> Message:
    return Message(key.encode(), to, text, Lane.REPLY, SystemClock().now() + valid, encoding=encoding)


@dataclass
class World:
    """Keeps what the link hands over; `screen` answers USSD."""

    texts: list[Texted] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    hops: list[Delivery] = field(default_factory=list)
    screen: Callable[[Delivery], str | None] = lambda delivery: "CON 1 Statut"
    fault: Exception | None = None

    def inbound(self) -> Inbound:
        return Inbound(self._text, self._report, self._hop)

    async def _text(self, texted: Texted) -> None:
        self._fail()
        self.texts.append(texted)

    async def _report(self, report: Report) -> None:
        self._fail()
        self.reports.append(report)

    async def _hop(self, delivery: Delivery) -> str | None:
        self.hops.append(delivery)
        self._fail()
        return self.screen(delivery)

    def _fail(self) -> None:
        if self.fault is not None:
            raise self.fault


def make_link(config: SmppConfig, world: World, sms: SmsWire | None = None, clock: Clock | None = None) -> Link:
    wire, clock = sms or SmsWire("3737", source_ton=3), clock or SystemClock()
    return Link("op", config, wire, world.inbound(), clock, lambda: 0.5, region="MA", ussd_wire=UssdWire("*3737#"))


@asynccontextmanager
async def running(link: Link) -> AsyncIterator[Link]:
    """The link, run and bound; at the end it is told to stop and must do so."""
    stop = asyncio.Event()
    run = asyncio.create_task(link.run(stop))
    try:
        await until(lambda: link.client.bound)
        yield link
    finally:
        stop.set()
        await asyncio.wait_for(run, 20)


async def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for a condition that other tasks or processes bring about."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what we wait for is in another process
            await asyncio.sleep(0.01)
