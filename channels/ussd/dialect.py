"""What every way of writing a USSD hop has in common: the request as it came, the answer as it goes, and the rules for both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import msgspec

from channels.gate import BadForm, e164
from dialogs.model import Caller, Delivery, Event, Phone

MOST_TEXT = 2000
_TEXT = "text/plain; charset=utf-8"


class Hop(msgspec.Struct, frozen=True):
    """One HTTP request of an operator. `query` is still percent-encoded; `tail` is what follows the secret in the path."""

    method: str
    query: str = ""
    body: bytes = b""
    tail: str = ""
    headers: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"Hop({self.method}, ****)"

    __str__ = __repr__


class Answer(msgspec.Struct, frozen=True):
    """One HTTP answer; `content_type` is the whole header, with its charset."""

    body: bytes = b""
    status: int = 200
    content_type: str = _TEXT
    headers: Mapping[str, str] = {}

    def __repr__(self) -> str:
        return f"Answer({self.status}, ****)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Shape:
    """What the webhooks must know of a dialect before it reads anything.

    `tails` is a regular expression for further paths below the secret. `anonymous`: only the first hop says who calls.
    """

    name: str
    methods: tuple[str, ...] = ("POST",)
    tails: str = ""
    anonymous: bool = False


class Dialect(Protocol):
    """One operator's or aggregator's way: a module with `SHAPE`, `decode` and `encode`, or a `FormDialect`."""

    @property
    def SHAPE(self) -> Shape: ...

    def decode(self, hop: Hop, *, service_code: str, at: float) -> Delivery:
        """Raises `BadForm`. A later hop of an anonymous dialect has a caller without an id."""
        ...

    def encode(self, hop: Hop, delivery: Delivery | None, screen: str) -> Answer:
        """`screen` is `CON …` or `END …`, empty after a `close`. Never raises; `delivery` is None when `decode` refused."""
        ...


def page(screen: str) -> tuple[str, bool]:
    """The page without its `CON ` or `END `, and whether the session goes on."""
    return screen[4:], screen.startswith("CON ")


def delivered(
    service_code: str,
    session: str,
    phone: str,
    event: Event,
    *,
    at: float,
    said: str = "",
    transcript: str | None = None,
    hop: str = "",
    network: str = "",
) -> Delivery:
    """A delivery of a decoded hop. `phone` is E.164, or empty when this hop does not say. Raises `BadForm`."""
    if len(session) > 100 or len(hop) > 100:
        raise BadForm("session")
    if len(transcript or said) > MOST_TEXT:
        raise BadForm("long")
    caller = Caller("ussd", phone, Phone(phone) if phone else None, network or None)
    return Delivery("ussd", service_code, session, caller, event, said, transcript, hop, at)


def needed(value: str) -> str:
    """The value; raises `BadForm` when the field is missing or empty."""
    if not value:
        raise BadForm("missing")
    return value


def msisdn(number: str) -> str:
    """E.164 from international digits with or without `+`; a national number is refused: its country would be a guess."""
    return e164(number if number[:1] == "+" else f"+{needed(number)}")


def bare(code: str) -> str:
    """`*3737#`, `3737` and `*3737` are the same code."""
    return code.removeprefix("*").removesuffix("#")


def same_service(given: str, ours: str) -> None:
    """Raises `BadForm` unless the code that came is ours, however it is written."""
    if bare(needed(given)) != bare(ours):
        raise BadForm("service")


def below(text: str, ours: str) -> str | None:
    """What was dialled behind our code: `0` for `*3737*0#`, empty for the code alone; None when this is not our code."""
    code, own = bare(text), bare(ours)
    if code == own:
        return ""
    return code[len(own) + 1 :] if code.startswith(f"{own}*") else None


def dialled(text: str, ours: str) -> str:
    """The same for a hop that certainly opens a session; a foreign code raises `BadForm`."""
    sub = below(text, ours)
    if sub is None and text.startswith(("*", "#")):
        raise BadForm("service")
    return text if sub is None else sub
