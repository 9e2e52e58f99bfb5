"""A client that is bound to the SMSC whose octets are written by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels.outbound import Outcome
from channels.smpp.link import Link
from channels.smpp.sender import SmsWire
from tests.smpp.bound import World, config, make_link, message, running
from tests.smpp.by_hand import HandSmsc, hand_smsc


@asynccontextmanager
async def bound(
    world: World | None = None, sms: SmsWire | None = None, **changes: object
) -> AsyncIterator[tuple[HandSmsc, Link]]:
    async with hand_smsc() as smsc, running(make_link(config(smsc.port, **changes), world or World(), sms)) as link:
        yield smsc, link


async def send(link: Link, text: str = "Bonjour") -> Outcome:
    return await link.sender.send(message(text))
