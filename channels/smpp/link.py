"""One bind as a process runs it: texts, receipts and USSD of an operator go to whom they concern, SMS go out."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import phonenumbers
import structlog

from channels.smpp import alphabet, ussd
from channels.smpp.client import Client, NotSent, SmppConfig
from channels.smpp.parts import Parts
from channels.smpp.pdu import Address, BadPdu, ShortMessage, Status
from channels.smpp.receipts import is_receipt, report
from channels.smpp.sender import SmppSender, SmsWire
from channels.smpp.session import NoAnswer
from channels.sms.exchange import Inbound as Texted
from dialogs.model import Caller, Delivery, Phone
from dialogs.ports import Clock, Report

log = structlog.get_logger()

_INTERNATIONAL = 1
MOST_REFUSED = 1000


@dataclass(frozen=True, slots=True)
class Inbound:
    """Who takes what arrives. Each returns when it is stored; `StoreDown` makes the operator come again.

    The id of a text is ours, one for each arrival, for SMPP gives none; a text that could not be stored keeps its id for when
    it comes again.

    `hop` gives the screen (`CON …`, `END …`), or None for a phone that hung up.
    """

    text: Callable[[Texted], Awaitable[None]]
    report: Callable[[Report], Awaitable[None]]
    hop: Callable[[Delivery], Awaitable[str | None]] | None = None


@dataclass(frozen=True, slots=True)
class UssdWire:
    """The USSD side of a bind: the code it serves (`*3737#`), the vendor's profile, seconds until a screen is too late."""

    service_code: str
    profile: ussd.Profile = ussd.STANDARD
    answer_within: float = 10.0


class Link:
    """`run` it until the process stops; `sender` may send meanwhile.

    `region` (`MA`) reads numbers written nationally; `network` (MCC and MNC) is whose subscribers the bind brings, if of one
    operator alone.
    """

    def __init__(
        self,
        name: str,
        config: SmppConfig,
        sms: SmsWire,
        inbound: Inbound,
        clock: Clock,
        chance: Callable[[], float],
        *,
        region: str,
        network: str = "",
        ussd_wire: UssdWire | None = None,
    ) -> None:
        self._name, self._sms, self._ussd, self._region, self._network = name, sms, ussd_wire, region, network
        self._inbound, self._clock, self._born, self._arrived = inbound, clock, clock.now(), 0
        self._parts = Parts()
        self._refused: OrderedDict[tuple[str, bytes], str] = OrderedDict()
        self.client = Client(config, self._deliver, clock, chance, name=name)
        self.sender = SmppSender(name, self.client, sms, clock, chance)

    async def run(self, stop: asyncio.Event) -> None:
        await self.client.run(stop)

    async def _deliver(self, message: ShortMessage, ack: Callable[[], None]) -> None:
        if is_receipt(message):
            phone = self._phone_or_none(message.source)
            await self._inbound.report(report(message, provider=self._name, ids=self._sms.ids, phone=phone))
        elif ussd.is_ussd(message):
            await self._hop(message, ack)
        else:
            await self._text(message)

    # --- USSD ----------------------------------------------------------------------------------

    async def _hop(self, message: ShortMessage, ack: Callable[[], None]) -> None:
        """Acknowledge at once, for the operator's patience is shorter than a turn; then answer."""
        wire, take = self._ussd, self._inbound.hop
        if wire is None or take is None:
            raise BadPdu("ussd-not-served")
        now = self._clock.now()
        caller = Caller("ussd", (phone := self._phone(message.source)).e164, phone, self._network or None)
        hop = ussd.read(message, wire.profile, service=wire.service_code, caller=caller, at=now)
        ack()
        until = now + wire.answer_within
        try:
            screen = await take(hop.delivery)
            submit = None if screen is None else ussd.reply(hop, screen, wire.profile)
        except Exception:
            await self._show(ussd.abort(hop, wire.profile), until)
            raise
        if submit is not None:
            await self._show(submit, until)

    async def _show(self, submit: ShortMessage, until: float) -> None:
        try:
            answer = await self.client.submit(submit, until=until)
        except (NotSent, NoAnswer) as fault:
            log.warning("smpp.ussd.not-shown", why=str(fault))
            return
        if answer.status != Status.OK:
            log.warning("smpp.ussd.refused", status=answer.status)

    # --- SMS -----------------------------------------------------------------------------------

    async def _text(self, message: ShortMessage) -> None:
        phone = self._phone(message.source)
        sender = f"{phone.e164} {message.to.digits} {message.data_coding}"
        octets = self._parts.add(sender, message)
        if octets is None:
            return
        id = self._refused.pop((sender, octets), "") or self._new_id()
        text = alphabet.read(octets, message.data_coding).replace("\0", "")
        try:
            await self._inbound.text(Texted(id, phone, message.to.digits, text, self._clock.now(), self._network))
        except Exception:
            self._refused[sender, octets] = id
            if len(self._refused) > MOST_REFUSED:
                self._refused.popitem(last=False)
            raise
        self._parts.taken(sender, message)

    def _new_id(self) -> str:
        self._arrived += 1
        return f"{int(self._born * 1000):x}-{self._arrived:x}"

    def _phone(self, source: Address) -> Phone:
        """The caller in E.164; raises `BadPdu` for a name, a short code or what is no number."""
        digits = source.digits.removeprefix("+")
        international = source.ton == _INTERNATIONAL or source.digits.startswith("+")
        for text in (f"+{digits}",) if international else (digits, f"+{digits}"):
            try:
                number = phonenumbers.parse(text, self._region)
            except phonenumbers.NumberParseException:
                continue
            if digits.isascii() and digits.isdigit() and phonenumbers.is_valid_number(number):
                return Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
        raise BadPdu("phone")

    def _phone_or_none(self, source: Address) -> Phone | None:
        try:
            return self._phone(source)
        except BadPdu:
            return None
