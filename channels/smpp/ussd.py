"""USSD over SMPP: who says what in a dialogue, by vendor profiles that are data because every contract differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from channels.gate import BadForm
from channels.smpp import alphabet
from channels.smpp.pdu import MOST_SHORT, Address, BadPdu, ShortMessage, Tag
from channels.sms.segments import units
from channels.ussd.dialect import dialled
from dialogs.model import Caller, Delivery, Event


@dataclass(frozen=True, slots=True)
class Profile:
    """The values of `ussd_service_op` (0x0501) in both directions, and which parameter names the dialogue.

    From the phone: `opens`, `answers`, `aborts`. To the phone: `ask` goes on, `finish` ends. `session` is `its_session_info`
    (two octets: 15 bits of dialogue, the lowest bit set at its end) or `user_message_reference` (two octets).
    """

    opens: frozenset[int]
    answers: frozenset[int]
    aborts: frozenset[int]
    ask: int
    finish: int
    session: Literal["its_session_info", "user_message_reference"]
    service_type: str = "USSD"
    gsm7_coding: int = alphabet.GSM7
    ucs2_coding: int = alphabet.UCS2


STANDARD = Profile(
    opens=frozenset({0x01}),
    answers=frozenset({0x12}),
    aborts=frozenset({0x81}),
    ask=0x02,
    finish=0x11,
    session="its_session_info",
)

PROFILES: Mapping[str, Profile] = {
    "standard": STANDARD,  # SMPP 3.4 §5.3.2.44: a request is answered by 2 (USSR), closed by 17 (PSSR response)
    "sixdee": Profile(STANDARD.opens, STANDARD.answers, STANDARD.aborts, 0x02, 0x17, "its_session_info"),
    "mica": Profile(STANDARD.opens, STANDARD.answers, frozenset({0x17, 0x81}), 0x02, 0x17, "user_message_reference"),
}

_TAGS = {"its_session_info": Tag.ITS_SESSION_INFO, "user_message_reference": Tag.USER_MESSAGE_REFERENCE}
_END = 0x01


@dataclass(frozen=True, slots=True, repr=False)
class Hop:
    """One `deliver_sm` of a dialogue, read: what it says to us, and what an answer must carry back."""

    delivery: Delivery
    dialogue: bytes
    phone: Address
    service: Address


def is_ussd(message: ShortMessage) -> bool:
    return Tag.USSD_SERVICE_OP in message.tlvs


def read(message: ShortMessage, profile: Profile, *, service: str, caller: Caller, at: float) -> Hop:
    """A hop of the dialogue that the octets name. `service` is the code that this bind serves.

    A first hop says what was dialled, of which the part behind our code stays. Raises `BadPdu` for another code, and for
    an operation or a session parameter that the profile has not.
    """
    dialogue = message.tlvs.get(_TAGS[profile.session], b"")
    if len(dialogue) != 2:
        raise BadPdu("ussd-session")
    event = _event(message, profile, dialogue)
    said = "" if event == "close" else alphabet.read(message.content, message.data_coding).rstrip("\r\0")
    if event == "new":
        said = _dialled(said, service)
    delivery = Delivery("ussd", service, f"{_number(dialogue, profile)}-{caller.id}", caller, event, said=said, at=at)
    return Hop(delivery, dialogue, message.source, message.to)


def reply(hop: Hop, screen: str, profile: Profile) -> ShortMessage:
    """The `submit_sm` that shows a screen (`CON …`, `END …`) and asks, or ends the dialogue.

    Raises `BadPdu` for a screen that begins otherwise or that no single message can carry.
    """
    if screen[:4] not in ("CON ", "END "):
        raise BadPdu("screen")
    goes_on, text = screen.startswith("CON"), screen[4:]
    plain = units(text)[0] == "gsm7"
    octets = alphabet.gsm7(text) if plain else text.encode("utf-16-be", "replace")
    if len(octets) > MOST_SHORT:
        raise BadPdu("screen")
    return ShortMessage(
        source=hop.service,
        to=hop.phone,
        octets=octets,
        data_coding=profile.gsm7_coding if plain else profile.ucs2_coding,
        service_type=profile.service_type,
        tlvs=_answer_tlvs(hop, profile, goes_on),
    )


def abort(hop: Hop, profile: Profile) -> ShortMessage:
    """Ends a dialogue without words, when there is no screen to show."""
    tlvs = _answer_tlvs(hop, profile, goes_on=False)
    return ShortMessage(source=hop.service, to=hop.phone, service_type=profile.service_type, tlvs=tlvs)


def _event(message: ShortMessage, profile: Profile, dialogue: bytes) -> Event:
    op = message.tlvs[Tag.USSD_SERVICE_OP]
    if len(op) != 1:
        raise BadPdu("ussd-op")
    if op[0] in profile.aborts or (profile.session == "its_session_info" and dialogue[1] & _END):
        return "close"
    if op[0] in profile.opens:
        return "new"
    if op[0] in profile.answers:
        return "resume"
    raise BadPdu("ussd-op")


def _dialled(said: str, service: str) -> str:
    try:
        return dialled(said, service)
    except BadForm:
        raise BadPdu("ussd-code") from None


def _number(dialogue: bytes, profile: Profile) -> int:
    whole = int.from_bytes(dialogue, "big")
    return whole >> 1 if profile.session == "its_session_info" else whole


def _answer_tlvs(hop: Hop, profile: Profile, goes_on: bool) -> dict[int, bytes]:
    dialogue = hop.dialogue
    if profile.session == "its_session_info":
        dialogue = bytes((dialogue[0], dialogue[1] & ~_END | (0 if goes_on else _END)))
    return {Tag.USSD_SERVICE_OP: bytes((profile.ask if goes_on else profile.finish,)), _TAGS[profile.session]: dialogue}
