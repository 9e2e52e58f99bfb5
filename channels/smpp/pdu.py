"""The bytes of SMPP 3.4, because the clients that can be had lose USSD parameters and mistake octets for text."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

_HEADER = struct.Struct(">IIII")
HEADER = _HEADER.size
LONGEST = 70_000
"""Octets of the largest PDU that is read: a `message_payload` of 64 KiB and all that may stand around it."""
RESPONSE = 0x8000_0000
LAST_SEQUENCE = 0x7FFF_FFFF
MOST_SHORT = 254


class BadPdu(ValueError):
    """Octets that are not SMPP; the argument is a static word on what is wrong."""


class Command(IntEnum):
    """Requests (SMPP 3.4 §5.1.2.1); a response has the highest bit set as well."""

    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    ENQUIRE_LINK = 0x15
    ALERT_NOTIFICATION = 0x102
    GENERIC_NACK = 0x8000_0000


class Status(IntEnum):
    """The command statuses that we act on (SMPP 3.4 §5.1.3)."""

    OK = 0x00
    INVALID_COMMAND = 0x03
    SYSTEM_ERROR = 0x08
    INVALID_DESTINATION = 0x0B
    BIND_FAILED = 0x0D
    INVALID_PASSWORD = 0x0E
    INVALID_SYSTEM_ID = 0x0F
    QUEUE_FULL = 0x14
    THROTTLED = 0x58
    TEMPORARY = 0x64
    PERMANENT = 0x65


class Tag(IntEnum):
    """Optional parameters that we read or write (SMPP 3.4 §5.3.2); 0x1383 is a vendor's."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    SAR_REFERENCE = 0x020C
    SAR_TOTAL = 0x020E
    SAR_NUMBER = 0x020F
    NETWORK_ERROR_CODE = 0x0423
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427
    USSD_SERVICE_OP = 0x0501
    ITS_SESSION_INFO = 0x1383


@dataclass(frozen=True, slots=True, repr=False)
class Pdu:
    """One PDU, its body still in octets: what is in it depends on the command."""

    command: int
    sequence: int
    status: int = Status.OK
    body: bytes = b""

    def encode(self) -> bytes:
        return _HEADER.pack(HEADER + len(self.body), self.command, self.status, self.sequence) + self.body


class Frames:
    """Cuts a stream of octets into PDUs."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Pdu]:
        """The PDUs that are complete now. Raises `BadPdu` when a length cannot be true: the stream is lost then."""
        held = self._held
        held += data
        while len(held) >= 4:
            length = int.from_bytes(held[:4], "big")
            if not HEADER <= length <= LONGEST:
                raise BadPdu("length")
            if len(held) < length:
                return
            _, command, status, sequence = _HEADER.unpack_from(held)
            body = bytes(held[HEADER:length])
            del held[:length]
            yield Pdu(command, sequence, status, body)


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A number or name with its type of number and numbering plan; `digits` has no `+`."""

    digits: str
    ton: int = 0
    npi: int = 0


@dataclass(frozen=True, slots=True, repr=False)
class ShortMessage:
    """The body of `submit_sm` and `deliver_sm` (SMPP 3.4 §4.4.1, §4.6.1). `tlvs` are raw octets by tag."""

    source: Address
    to: Address
    octets: bytes = b""
    data_coding: int = 0
    esm_class: int = 0
    service_type: str = ""
    protocol_id: int = 0
    priority: int = 0
    schedule: str = ""
    validity: str = ""
    registered: int = 0
    replace: int = 0
    default_id: int = 0
    tlvs: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The user data, wherever it travels: in the body or in `message_payload`."""
        return self.octets or self.tlvs.get(Tag.MESSAGE_PAYLOAD, b"")

    def encode(self) -> bytes:
        """The octets; raises `BadPdu` when a field is longer than the protocol has room for."""
        if len(self.octets) > MOST_SHORT:
            raise BadPdu("short_message")
        parts = [
            _cstring(self.service_type, 5),
            _address(self.source),
            _address(self.to),
            bytes((self.esm_class, self.protocol_id, self.priority)),
            _cstring(self.schedule, 16),
            _cstring(self.validity, 16),
            bytes((self.registered, self.replace, self.data_coding, self.default_id, len(self.octets))),
            self.octets,
            *(struct.pack(">HH", tag, len(value)) + value for tag, value in self.tlvs.items()),
        ]
        return b"".join(parts)

    @classmethod
    def decode(cls, body: bytes) -> "ShortMessage":
        """The message in a body; raises `BadPdu` when it ends too early or its parameters do not add up."""
        read = _Reader(body)
        service_type, source, to = read.cstring(), read.address(), read.address()
        esm_class, protocol_id, priority = read.octets(3)
        schedule, validity = read.cstring(), read.cstring()
        registered, replace, data_coding, default_id, length = read.octets(5)
        return cls(
            source=source,
            to=to,
            octets=read.octets(length),
            data_coding=data_coding,
            esm_class=esm_class,
            service_type=service_type,
            protocol_id=protocol_id,
            priority=priority,
            schedule=schedule,
            validity=validity,
            registered=registered,
            replace=replace,
            default_id=default_id,
            tlvs=read.tlvs(),
        )


def bind_body(system_id: str, password: str, system_type: str) -> bytes:
    """The body of a bind, version 3.4, any address; raises `BadPdu` for words that are too long."""
    words = _cstring(system_id, 15) + _cstring(password, 8) + _cstring(system_type, 12)
    return words + b"\x34\x00\x00" + _cstring("", 40)


def message_id(body: bytes) -> str:
    """The id in a `submit_sm_resp`: up to 64 printable characters; empty when there is none that can be used."""
    word = body.partition(b"\0")[0].decode("latin-1").strip()
    return word if len(word) <= 64 and word.isascii() and word.isprintable() else ""


class _Reader:
    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    def octets(self, count: int) -> bytes:
        taken = self._body[self._at : self._at + count]
        if len(taken) != count:
            raise BadPdu("short")
        self._at += count
        return taken

    def cstring(self) -> str:
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise BadPdu("unterminated")
        word, self._at = self._body[self._at : end].decode("latin-1"), end + 1
        return word

    def address(self) -> Address:
        ton, npi = self.octets(2)
        return Address(self.cstring(), ton, npi)

    def tlvs(self) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        while self._at < len(self._body):
            tag, length = struct.unpack(">HH", self.octets(4))
            found[tag] = self.octets(length)
        return found


def _cstring(word: str, most: int) -> bytes:
    octets = word.encode("latin-1", "replace")
    if len(octets) > most or b"\0" in octets:
        raise BadPdu("word")
    return octets + b"\0"


def _address(address: Address) -> bytes:
    return bytes((address.ton, address.npi)) + _cstring(address.digits, 20)
