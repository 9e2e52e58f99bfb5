"""Jasmin's HTTP API: texts as hexadecimal octets, so that no charset is guessed, and callbacks that want `ACK/Jasmin`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken
from channels.smpp import alphabet
from channels.smpp.pdu import BadPdu
from channels.sms import exchange
from channels.sms.exchange import BUSY, ID, WORD, Answered, Callback, Inbound, Malformed, ask
from channels.sms.gateway import Gateway
from channels.sms.segments import segments
from dialogs.ports import Message, Report, State

NAME = "jasmin"
METHODS = ("GET", "POST")
OK = b"ACK/Jasmin"


@dataclass(frozen=True, slots=True)
class Jasmin(Gateway):
    """The sender. `url` is that of `/send` (`http://host:1401/send`), `report_url` our delivery callback."""

    async def send(self, message: Message) -> Outcome:
        account, text = self.account, exchange.outgoing(message)
        if isinstance(text, Refused):
            return text
        cut = segments(text)
        octets = alphabet.gsm7(text) if cut.encoding == "gsm7" else alphabet.ucs2(text)
        form = {
            "username": account.username,
            "password": account.password,
            "from": account.sender,
            "to": message.to.e164.removeprefix("+"),
            "coding": "0" if cut.encoding == "gsm7" else "8",
            "hex-content": octets.hex(),
            "validity-period": str(exchange.minutes(message.valid_until - self.clock.now())),
        }
        if account.report_url:
            form |= {"dlr": "yes", "dlr-level": "3", "dlr-method": "POST", "dlr-url": account.report_url}
        answer = await ask(self.http, "POST", account.url, headers={}, data=form)
        return judge(answer, len(cut.parts)) if isinstance(answer, Answered) else answer


def judge(answer: Answered, parts: int) -> Outcome:
    """What `/send` says (Jasmin, "HTTP API", return codes): `Success "id"`, or `Error "why"`."""
    said = answer.body.decode(errors="replace").strip()
    if answer.status == 200 and (taken := re.fullmatch(r'Success "([\x21\x23-\x7e]{1,96})"', said)):
        return Taken(taken[1], parts)
    ours = said.startswith('Error "')
    if ours and answer.status == 403 and "throughput" in said.lower():
        return Again("throughput", BUSY, everyone=True)
    if ours and answer.status == 403:
        return Stop("charging" if "charge" in said else "http-403")
    if ours and answer.status == 412:
        return Refused("no-route", permanent=True)
    return exchange.refusal(answer.status, answer.headers)


# --- callbacks ---------------------------------------------------------------------------------

_STATES = {
    "ESME_ROK": State.SENT,
    "ACCEPTD": State.SENT,
    "ENROUTE": State.SENT,
    "UNKNOWN": State.SENT,
    "DELIVRD": State.DELIVERED,
    "EXPIRED": State.EXPIRED,
    "DELETED": State.FAILED,
    "UNDELIV": State.FAILED,
    "REJECTD": State.FAILED,
}


def read(callback: Callback) -> list[Mapping[str, object]]:
    """The one event of a callback, GET or POST. `content` is left out: it is octets, and `binary` has them. Raises `BadForm`."""
    try:
        raw = exchange.raw_form(callback.body.decode("ascii") or callback.query)
        return [{name: value.decode() for name, value in raw.items() if name != "content"}]
    except UnicodeDecodeError as fault:
        raise BadForm("encoding") from fault


def delivery(form: Mapping[str, object]) -> Report:
    """A report of level 1 (the operator's answer) or 2 (the handset's): every error code is a failure. Raises `Malformed`."""
    status = exchange.field(form, "message_status", WORD).upper()
    state = _STATES.get(status, State.FAILED if status.startswith("ESME_") else State.SENT)
    reason = status if state is State.FAILED or status not in _STATES else ""
    return Report(NAME, exchange.field(form, "id", ID), state, reason)


def inbound(form: Mapping[str, object]) -> Inbound:
    """An incoming SMS by its octets and data coding; Jasmin tells no time, so it is 0. Raises `Malformed`."""
    coding = exchange.field(form, "coding", r"[0-9]{1,3}", "0")
    try:
        text = alphabet.read(bytes.fromhex(exchange.field(form, "binary", r"[0-9A-Fa-f]{0,4000}")), int(coding))
    except (ValueError, BadPdu):
        raise Malformed("binary") from None
    to = exchange.field(form, "to", r"[\x21-\x7e]{1,20}")
    return Inbound(exchange.field(form, "id", ID), exchange.number(form, "from"), to, text.replace("\0", ""), 0.0)
