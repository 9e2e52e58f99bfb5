"""Sends SMS over an SMPP bind: coding, parts, and what each answer means for a message that must not arrive twice."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.smpp import alphabet
from channels.smpp.client import Answer, Client, NotSent
from channels.smpp.pdu import Address, BadPdu, ShortMessage, Status, Tag
from channels.smpp.receipts import Ids
from channels.smpp.session import NoAnswer
from channels.sms.segments import Segments, as_sent, segments
from dialogs.model import Phone
from dialogs.ports import Clock, Message

_UDHI = 0x40
_BUSY = 5.0
_LONGEST_VALIDITY = 28 * 86400


@dataclass(frozen=True, slots=True)
class SmsWire:
    """How this operator wants a submit: addresses with type of number and numbering plan, long texts, receipts.

    `long` texts go as parts with a header (`udh`) or whole in `message_payload` (`payload`). `patience` is for how many
    seconds a throttled message is tried again before it goes back to the outbox.
    """

    source: str
    source_ton: int = 5
    source_npi: int = 0
    dest_ton: int = 1
    dest_npi: int = 1
    service_type: str = ""
    gsm7_coding: int = alphabet.GSM7
    ucs2_coding: int = alphabet.UCS2
    long: Literal["udh", "payload"] = "udh"
    receipts: bool = True
    patience: float = 20.0
    ids: Ids = field(default_factory=Ids)


class SmppSender:
    """`channels.outbound.Sender` over one bind. `name` is the provider that its receipts name too."""

    def __init__(self, name: str, client: Client, wire: SmsWire, clock: Clock, chance: Callable[[], float]) -> None:
        self._name, self._client, self._wire, self._clock = name, client, wire, clock
        self._references = count(int(chance() * 256))

    @property
    def name(self) -> str:
        return self._name

    async def send(self, message: Message) -> Outcome:
        """Submit every part in order; the id is that of the last part, which alone asks for a receipt.

        Only a message of which nothing was taken is ever sent again: with some parts taken it is in doubt.
        """
        try:
            submits = self._submits(message)
        except UnicodeEncodeError:  # half a surrogate pair
            return Refused("unencodable", permanent=False)
        except BadPdu:
            return Refused("does-not-fit", permanent=False)
        until = min(self._clock.now() + self._wire.patience, message.valid_until)
        last = Taken("", 0)
        for sent, submit in enumerate(submits.pdus):
            outcome = await self._submit(submit, until)
            if not isinstance(outcome, Taken):
                return Unknown(f"cut-{outcome.reason}") if sent else outcome
            last = outcome
        return Taken(last.provider_id, submits.parts)

    async def _submit(self, submit: ShortMessage, until: float) -> Outcome:
        try:
            return judge(await self._client.submit(submit, until=until), self._wire.ids)
        except NotSent as fault:
            return Stop(f"bind-{fault.status:#04x}") if fault.status in _OUR_FAULT else Again(str(fault), 1.0, everyone=True)
        except NoAnswer as fault:
            return Unknown(str(fault))
        except BadPdu:
            return Refused("does-not-fit", permanent=False)

    def _submits(self, message: Message) -> "_Submits":
        text = as_sent(message.text, message.encoding)
        cut = segments(text)
        left = message.valid_until - self._clock.now()
        bodies = list(self._bodies(text, cut))
        last = len(bodies) - 1
        pdus = [self._pdu(message.to, cut, body, left, last=n == last) for n, body in enumerate(bodies)]
        return _Submits(pdus, len(cut.parts))

    def _bodies(self, text: str, cut: Segments) -> Iterator["_Body"]:
        encode = alphabet.gsm7 if cut.encoding == "gsm7" else alphabet.ucs2
        if len(cut.parts) == 1:
            yield _Body(encode(text))
        elif self._wire.long == "payload":
            yield _Body(b"", tlvs={Tag.MESSAGE_PAYLOAD: encode(text)})
        elif len(cut.parts) > 255:
            raise BadPdu("parts")
        else:
            reference = next(self._references) & 0xFF
            for number, part in enumerate(cut.parts, start=1):
                header = bytes((5, 0, 3, reference, len(cut.parts), number))
                yield _Body(header + encode(part), esm_class=_UDHI)

    def _pdu(self, to: Phone, cut: Segments, body: "_Body", left: float, *, last: bool) -> ShortMessage:
        wire = self._wire
        return ShortMessage(
            source=Address(wire.source, wire.source_ton, wire.source_npi),
            to=Address(to.e164.removeprefix("+"), wire.dest_ton, wire.dest_npi),
            octets=body.octets,
            data_coding=wire.gsm7_coding if cut.encoding == "gsm7" else wire.ucs2_coding,
            esm_class=body.esm_class,
            service_type=wire.service_type,
            validity=validity(left),
            registered=int(wire.receipts and last),
            tlvs=body.tlvs,
        )


@dataclass(frozen=True, slots=True, repr=False)
class _Body:
    octets: bytes
    esm_class: int = 0
    tlvs: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class _Submits:
    """`pdus` to submit, and how many `parts` the operator bills for them."""

    pdus: list[ShortMessage]
    parts: int


def validity(seconds: float) -> str:
    """Relative time `YYMMDDhhmmss000R` (SMPP 3.4 §7.1.1.2), from a second to 28 days."""
    minutes, second = divmod(max(1, min(int(seconds), _LONGEST_VALIDITY)), 60)
    hours, minute = divmod(minutes, 60)
    day, hour = divmod(hours, 24)
    return f"0000{day:02}{hour:02}{minute:02}{second:02}000R"


# --- what an answer means ----------------------------------------------------------------------

_OUR_FAULT = frozenset({Status.BIND_FAILED, Status.INVALID_PASSWORD, Status.INVALID_SYSTEM_ID})

_STATUS: Mapping[int, Outcome] = {
    0x04: Again("wrong-bind-state", _BUSY, everyone=True),
    0x08: Again("system-error", _BUSY),
    0x0A: Stop("source-address"),
    0x0B: Refused("destination", permanent=True),
    0x14: Again("queue-full", _BUSY, everyone=True),
    0x15: Stop("service-type"),
    0x45: Again("submit-failed", _BUSY),
    0x48: Stop("source-ton"),
    0x49: Stop("source-npi"),
    0x50: Stop("destination-ton"),
    0x51: Stop("destination-npi"),
    0x53: Stop("system-type"),
    0x58: Again("throttled", _BUSY, everyone=True),
    0x64: Again("temporary", _BUSY),
    0xFF: Unknown("unknown-error"),
}


def judge(answer: Answer, ids: Ids) -> Outcome:
    """What one answer means (SMPP 3.4 §5.1.3). A status we do not know is still a refusal: the message was not taken."""
    if answer.status == Status.OK:
        return Taken(ids.of_response(answer.id), 1) if answer.id else Unknown("no-id")
    return _STATUS.get(answer.status, Refused(f"status-{answer.status:#010x}", permanent=False))
