"""Kannel's smsbox: sendsms by POST, so that no credential is in an address, and its callbacks in the charset that they name.

group = sendsms-user; dlr by our `dlr-url`; get-url = "…/inbound?id=%I&from=%p&to=%P&text=%b&charset=%C&time=%T".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms import exchange
from channels.sms.exchange import BUSY, ID, TEXT, WORD, Answered, Callback, Inbound, ask
from channels.sms.gateway import Gateway
from channels.sms.segments import segments
from dialogs.ports import Message, Report, State

NAME = "kannel"
METHODS = ("GET",)
OK = b""


@dataclass(frozen=True, slots=True)
class Kannel(Gateway):
    """The sender. `url` is that of sendsms (`http://host:13013/cgi-bin/sendsms`), `report_url` our delivery callback."""

    async def send(self, message: Message) -> Outcome:
        """Kannel answers with no id: ours travels in the address of the report."""
        account, text = self.account, exchange.outgoing(message)
        if isinstance(text, Refused):
            return text
        cut, id = segments(text), exchange.ours(message)
        headers = {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-Username": account.username,
            "X-Kannel-Password": account.password,
            "X-Kannel-From": account.sender,
            "X-Kannel-To": message.to.e164,
            "X-Kannel-Coding": "0" if cut.encoding == "gsm7" else "2",
            "X-Kannel-Validity": str(exchange.minutes(message.valid_until - self.clock.now())),
        }
        if account.report_url:
            asked = urlencode({"id": id, "phone": message.to.e164.removeprefix("+")})
            headers |= {"X-Kannel-DLR-Mask": "31", "X-Kannel-DLR-Url": f"{account.report_url}?{asked}&type=%d"}
        answer = await ask(self.http, "POST", account.url, headers=headers, data=text.encode())
        return judge(answer, id, len(cut.parts)) if isinstance(answer, Answered) else _ours(answer, id)


def judge(answer: Answered, id: str, parts: int) -> Outcome:
    """What sendsms says (Kannel user guide, "sendsms HTTP return values"). Only its own words count, not a proxy's."""
    said = answer.body.decode(errors="replace").strip()
    if answer.status == 202 and re.fullmatch(r"0: Accepted for delivery\.?|3: Queued for later delivery\.?", said):
        return Taken(id, parts)
    if answer.status == 503 and said.startswith(("Temporal failure", "4: Temporal failure")):
        return Again("temporal-failure", BUSY, everyone=True)
    if answer.status == 403 and "Not routable" in said:
        return Refused("not-routable", permanent=True)
    if answer.status in (404, 405):
        return Stop(f"http-{answer.status}")
    return _ours(exchange.refusal(answer.status, answer.headers), id)


def _ours(outcome: Outcome, id: str) -> Outcome:
    return Unknown(outcome.reason, id) if isinstance(outcome, Unknown) else outcome


# --- callbacks ---------------------------------------------------------------------------------

_STATES = {
    "1": State.DELIVERED,
    "2": State.FAILED,
    "4": State.SENT,
    "8": State.SENT,
    "16": State.FAILED,
    "32": State.SENT,
}
_CHARSETS = frozenset({"UTF-8", "UTF-16BE", "ISO-8859-1", "WINDOWS-1252", "US-ASCII"})


def read(callback: Callback) -> list[Mapping[str, object]]:
    """The one event of a callback: all fields are ASCII but the text, whose charset another field names. Raises `BadForm`."""
    raw = exchange.raw_form(callback.query)
    charset = raw.get("charset", b"").decode("latin-1").upper() or "UTF-8"
    if charset not in _CHARSETS:
        raise BadForm("charset")
    try:
        return [{name: value.decode(charset if name == "text" else "ascii") for name, value in raw.items()}]
    except UnicodeDecodeError as fault:
        raise BadForm("encoding") from fault


def delivery(form: Mapping[str, object]) -> Report:
    """A report on the message whose id is ours; a type that we do not know moves nothing past SENT. Raises `Malformed`."""
    kind = exchange.field(form, "type", WORD)
    state = _STATES.get(kind, State.SENT)
    reason = f"dlr-{kind}" if state is State.FAILED or kind not in _STATES else ""
    phone = exchange.number(form, "phone") if form.get("phone") else None
    return Report(NAME, exchange.field(form, "id", ID), state, reason, phone)


def inbound(form: Mapping[str, object]) -> Inbound:
    """An incoming SMS. Kannel's `%T` is Unix time. Raises `Malformed`."""
    when = exchange.field(form, "time", r"[0-9]{1,12}", "0")
    text = exchange.field(form, "text", TEXT).replace("\0", "")
    to = exchange.field(form, "to", r"[\x21-\x7e]{1,20}")
    return Inbound(exchange.field(form, "id", ID), exchange.number(form, "from"), to, text, float(when))
