"""Whose network a phone is in: what channels tell is kept off the path of the answer, and tells the operator ever after."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

import structlog
from phonenumbers.carrierdata import CARRIER_DATA, CARRIER_LONGEST_PREFIX

from dialogs.model import Phone
from dialogs.numbers import is_mobile
from dialogs.ports import Clock, Contacts, StoreDown

log = structlog.get_logger()

MOST_KNOWN = 50_000
MOST_WAITING = 10_000
TOGETHER = 200
"""Notes that are written at the same time: the store makes one statement of them."""


@lru_cache(maxsize=256)
def spelt(told: str) -> str:
    """A network as we keep it: `604-01` and `60401 ` are one; what is no name of a network is empty."""
    plain = re.sub(r"[^a-z0-9]+", "", told.lower())
    return plain if len(plain) <= 24 else ""


Told = Callable[[Phone | None, str | None], None]
"""What a channel calls with a phone and the network that the operator named, if any."""


def unheard(_: Phone | None, __: str | None) -> None:
    """For a channel whose networks nobody asks for."""


@dataclass(slots=True)
class Networks:
    """Keeps what channels tell. A note that is lost comes again with the phone's next message."""

    contacts: Contacts
    clock: Clock
    _known: OrderedDict[Phone, str] = field(default_factory=OrderedDict)
    _waiting: dict[Phone, tuple[str, float]] = field(default_factory=dict)
    _writer: asyncio.Task[None] | None = None

    def told(self, phone: Phone | None, network: str | None) -> None:
        """Keep it soon; what this process has kept already costs nothing."""
        name = spelt(network or "")
        if phone is None or not name or self._known.get(phone) == name or len(self._waiting) >= MOST_WAITING:
            return
        self._known[phone] = name
        self._known.move_to_end(phone)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        self._waiting[phone] = name, self.clock.now()
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._waiting:
            some = [self._waiting.popitem() for _ in range(min(TOGETHER, len(self._waiting)))]
            await asyncio.gather(*(self._keep(phone, name, at) for phone, (name, at) in some))

    async def _keep(self, phone: Phone, name: str, at: float) -> None:
        try:
            await self.contacts.set_network(phone, name, at=at)
        except StoreDown:
            self._known.pop(phone, None)
            log.warning("network.not-kept")

    async def close(self) -> None:
        """Wait for what was told last."""
        if self._writer is not None:
            await self._writer


@dataclass(frozen=True, slots=True)
class Operators:
    """The operator of a phone as route names spell it (`maroc-telecom`), by the names of networks in the country profile.

    The network told counts, for numbers are ported; the numbering plan is a hint for phones of which none was told.
    """

    contacts: Contacts
    networks: Mapping[str, str]

    async def of(self, phone: Phone) -> str:
        """Empty when neither the network nor the plan tells."""
        try:
            told = await self.contacts.network(phone)
        except StoreDown:
            told = None
        return self.networks.get(told or "") or planned(phone)


def planned(phone: Phone) -> str:
    """The operator to whom the plan gave a mobile number; empty when the plan does not tell."""
    return _allotted(phone.e164) if is_mobile(phone.e164) else ""


def _allotted(e164: str) -> str:
    """By the longest range that is known, as `carrier.name_for_valid_number` of `phonenumbers` finds it."""
    for length in range(CARRIER_LONGEST_PREFIX, 0, -1):
        if name := CARRIER_DATA.get(e164[1 : 1 + length], {}).get("en"):
            return _named(name)
    return ""


@cache
def _named(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
