"""Africa's Talking and everything that only renames its fields: cumulative text in, `CON …` or `END …` out. Data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.gate import BadForm, e164
from channels.ussd.bodies import fields_of
from channels.ussd.dialect import Answer, Hop, Shape, below, delivered, msisdn, needed, same_service
from dialogs.model import Delivery

EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Fields:
    """What a provider calls the five facts of a hop; `network` may be absent."""

    session: str
    phone: str
    text: str
    service: str
    network: str = ""


@dataclass(frozen=True, slots=True)
class FormDialect:
    """One such provider. `plus`: its phones must come with `+`. `coded`: the text begins with the code dialled (`*415*33*1#`)."""

    name: str
    fields: Fields
    methods: tuple[str, ...] = ("POST",)
    plus: bool = False
    coded: bool = False
    SHAPE: Shape = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "SHAPE", Shape(self.name, self.methods, tails=EVENTS))

    def decode(self, hop: Hop, *, service_code: str, at: float) -> Delivery:
        """A hop, or below `/events` the end of a session: its last input and screen are not read, they may hold codes."""
        told, ours = fields_of(hop), self.fields
        session, number = needed(told.get(ours.session, "")), needed(told.get(ours.phone, ""))
        given = needed(told.get(ours.service, ""))
        if given != service_code:
            same_service(given, service_code)
        phone = e164(number) if self.plus else msisdn(number)
        network = told.get(ours.network, "")
        if hop.tail == EVENTS:
            return delivered(service_code, session, phone, "close", network=network, at=at)
        transcript = self._transcript(told.get(ours.text, ""), service_code)
        return delivered(service_code, session, phone, "resume", transcript=transcript, network=network, at=at)

    def encode(self, hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
        if hop.tail == EVENTS:
            return Answer(status=200 if delivery else 400)
        return Answer(screen.encode())

    def _transcript(self, text: str, ours: str) -> str:
        if not self.coded:
            return text
        below_code = below(text, ours)
        if below_code is None and text.startswith("*"):
            raise BadForm("service")
        return text if below_code is None else below_code


CLONES: Mapping[str, FormDialect] = {
    known.name: known
    for known in (
        FormDialect("advanta", Fields("SESSIONID", "MSISDN", "INPUT", "USSDCODE"), ("GET", "POST"), coded=True),
        FormDialect("crossgate", Fields("session_id", "msisdn", "ussd_string", "service_code", "network_code"), ("GET", "POST")),
        FormDialect(
            "hollatags",
            Fields("session_id", "session_msisdn", "session_msg", "session_from", "session_mno"),
            ("GET", "POST"),
            coded=True,
        ),
    )
}
"""Providers whose field names are published. Others (MobileSasa, Bonga, Hellio, …) are a few lines of settings."""
