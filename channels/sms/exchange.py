"""What all HTTP gateways for SMS share: one request, what its status says, and how a callback's fields are checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import aiohttp
import msgspec
from yarl import URL

from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Unknown
from channels.sms.segments import as_sent
from dialogs.model import Phone
from dialogs.numbers import is_mobile
from dialogs.ports import Message

BUSY = 5.0
"""Seconds until a gateway that is busy is asked again."""
TIMEOUT = (3.05, 9.05)
"""Seconds to connect and to be answered."""
MOST_ANSWER = 64 * 1024

WORD = r"[A-Za-z0-9_.:-]{1,64}"
E164 = r"\+[1-9][0-9]{6,14}"
ID = r"[\x21-\x7e]{1,96}"
TEXT = r"(?s:.{0,2000})"


class Malformed(ValueError):
    """A callback whose named field is missing or has the wrong form; says the field, never its value."""


@dataclass(frozen=True, slots=True, repr=False)
class Inbound:
    """An SMS from a citizen: the operator's id, who wrote to which short code, Unix time, and her network where it is told."""

    id: str
    phone: Phone
    to: str
    text: str
    at: float
    network: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Callback:
    """A callback as it came: the query still percent-encoded, for some gateways name its charset in it."""

    query: str
    body: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Answered:
    """An HTTP answer, its body cut at 64 KiB."""

    status: int
    headers: Mapping[str, str]
    body: bytes


# --- sending -----------------------------------------------------------------------------------


async def ask(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    params: Mapping[str, str] | None = None,
    data: bytes | Mapping[str, str] | None = None,
    timeout: tuple[float, float] = TIMEOUT,
) -> Answered | Outcome:
    """One request to `url` (percent-encoded already). No redirect is followed: it would take the credentials along.

    Without an answer: certainly not sent when no connection was made, else in doubt.
    """
    connect, read = timeout
    limits = aiohttp.ClientTimeout(connect=connect, total=connect + read)
    target = URL(url, encoded=True).extend_query(params or {})
    try:
        request = http.request(method, target, headers=headers, data=data, timeout=limits, allow_redirects=False)
        async with request as response:
            return Answered(response.status, response.headers, await response.content.read(MOST_ANSWER))
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        return Again("unreachable", 1.0, everyone=True)
    except TimeoutError:
        return Unknown("no-answer")
    except aiohttp.ClientError as error:
        return Unknown(f"broken-{type(error).__name__}")


def refusal(status: int, headers: Mapping[str, str]) -> Outcome:
    """What a status says where the gateway gives it no meaning of its own.

    A 2xx that was not understood, and any 5xx, may have been taken: there is no idempotency key, so a resend could be
    a second SMS.
    """
    if status == 429:
        return Again("http-429", seconds(headers.get("Retry-After", "")), everyone=True)
    if status == 408:
        return Again("http-408", BUSY)
    if status in (400, 413, 414, 422):
        return Refused(f"http-{status}", permanent=False)
    if status in (302, 303):  # "see what came of it elsewhere"
        return Unknown(f"http-{status}")
    if 300 <= status < 500:
        return Stop(f"http-{status}")
    return Unknown("unreadable" if 200 <= status < 300 else f"http-{status}")


def seconds(retry_after: str) -> float:
    """Seconds of a `Retry-After`, at most an hour; its date form and nonsense count as the usual wait."""
    return min(float(retry_after), 3600.0) if re.fullmatch(r"[0-9]{1,9}", retry_after) else BUSY


def outgoing(message: Message) -> str | Refused:
    """The text as it leaves, or why nothing may: a number that no mobile can have, half a surrogate pair."""
    if not is_mobile(message.to.e164):
        return Refused("invalid-number", permanent=True)
    text = as_sent(message.text, message.encoding)
    try:
        text.encode()
    except UnicodeEncodeError:
        return Refused("unencodable", permanent=False)
    return text


def ours(message: Message) -> str:
    """An id of our own for gateways that take one: reports that name it find the message even when the answer was lost."""
    return message.key.hex()[:64]


def minutes(left: float) -> int:
    """The validity that is left, in the whole minutes that gateways count: at least one, at most two days."""
    return max(1, min(int(left // 60), 2880))


# --- callbacks ---------------------------------------------------------------------------------


def raw_form(text: str) -> dict[str, bytes]:
    """The fields of a query or form as bytes: what they mean depends on a charset. Raises `BadForm` for a field given twice."""
    parts = [part.partition("=") for part in text.split("&") if part]
    fields = {name: unquote_to_bytes(value.replace("+", " ")) for name, _, value in parts}
    if len(fields) != len(parts):
        raise BadForm("twice")
    return fields


def json_of(body: bytes) -> object:
    """A JSON document; raises `BadForm`."""
    try:
        return msgspec.json.decode(body)
    except (ValueError, RecursionError) as fault:
        raise BadForm("json") from fault


def field(form: Mapping[str, object], name: str, shape: str, default: object = None) -> str:
    """One field, checked and never repaired: a `+` that arrives as a space is a broken sender. Raises `Malformed`."""
    value = form.get(name, default)
    if not isinstance(value, str) or not re.fullmatch(shape, value):
        raise Malformed(name)
    return value


def at(document: object, *path: str | int) -> object:
    """What stands at a path of a JSON document; None when there is nothing."""
    for step in path:
        if isinstance(step, int):
            document = document[step] if isinstance(document, list) and len(document) > step else None
        else:
            document = document.get(step) if isinstance(document, dict) else None
    return document


def number(form: Mapping[str, object], name: str) -> Phone:
    """A phone that a gateway writes with or without its `+`, or as a `tel:` address. Raises `Malformed`."""
    value = form.get(name)
    digits = str(value).removeprefix("tel:").removeprefix("+") if isinstance(value, (str, int)) else ""
    if not re.fullmatch(E164, f"+{digits}"):
        raise Malformed(name)
    return Phone(f"+{digits}")
