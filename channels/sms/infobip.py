"""Infobip's SMS API: our own message id travels along, so that a report settles even a message whose answer was lost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms import exchange
from channels.sms.exchange import BUSY, ID, TEXT, WORD, Answered, Callback, Inbound, Malformed, ask
from channels.sms.gateway import Gateway
from channels.sms.segments import segments
from dialogs.ports import Message, Report, State

NAME = "infobip"
METHODS = ("POST",)
OK = b""


@dataclass(frozen=True, slots=True)
class Infobip(Gateway):
    """The sender. `url` is the account's own host (`https://xyz.api.infobip.com`), `password` its API key."""

    async def send(self, message: Message) -> Outcome:
        account, text = self.account, exchange.outgoing(message)
        if isinstance(text, Refused):
            return text
        id = exchange.ours(message)
        told = {
            "from": account.sender,
            "destinations": [{"to": message.to.e164.removeprefix("+"), "messageId": id}],
            "text": text,
            "validityPeriod": exchange.minutes(message.valid_until - self.clock.now()),
        }
        if account.report_url:
            told |= {"notifyUrl": account.report_url, "notifyContentType": "application/json"}
        headers = {"Authorization": f"App {account.password}", "Content-Type": "application/json", "Accept": "application/json"}
        body = msgspec.json.encode({"messages": [told]})
        answer = await ask(self.http, "POST", f"{account.url}/sms/2/text/advanced", headers=headers, data=body)
        outcome = judge(answer, id, len(segments(text).parts)) if isinstance(answer, Answered) else answer
        return Unknown(outcome.reason, id) if isinstance(outcome, Unknown) else outcome


_REJECTED: Mapping[object, Outcome] = {
    "REJECTED_NOT_ENOUGH_CREDITS": Stop("REJECTED_NOT_ENOUGH_CREDITS"),
    "REJECTED_SENDER": Stop("REJECTED_SENDER"),
    "REJECTED_SOURCE": Stop("REJECTED_SOURCE"),
    "REJECTED_PREPAID_PACKAGE_EXPIRED": Stop("REJECTED_PREPAID_PACKAGE_EXPIRED"),
    "REJECTED_FLOODING_FILTER": Refused("REJECTED_FLOODING_FILTER", permanent=False),
    "REJECTED_SYSTEM_ERROR": Again("REJECTED_SYSTEM_ERROR", BUSY),
}
_PENDING, _UNDELIVERABLE, _DELIVERED, _EXPIRED, _REFUSED = 1, 2, 3, 4, 5


def judge(answer: Answered, id: str, parts: int) -> Outcome:
    """What the API says about our one message: the group of its status (Infobip, "response status and error codes")."""
    if answer.status != 200:
        return exchange.refusal(answer.status, answer.headers)
    try:
        mine = exchange.at(exchange.json_of(answer.body), "messages", 0)
    except BadForm:
        return Unknown("unreadable")
    group, name = exchange.at(mine, "status", "groupId"), exchange.at(mine, "status", "name")
    if group in (_PENDING, _DELIVERED):
        counted = exchange.at(mine, "smsCount")
        told = exchange.at(mine, "messageId")
        return Taken(told if isinstance(told, str) and told else id, counted if isinstance(counted, int) else parts)
    if group == _REFUSED:
        return _REJECTED.get(name, Refused(str(name)[:64], permanent=True))
    return Unknown("unreadable" if group is None else f"group-{group}"[:64])


# --- callbacks ---------------------------------------------------------------------------------

_STATES = {
    _PENDING: State.SENT,
    _UNDELIVERABLE: State.FAILED,
    _DELIVERED: State.DELIVERED,
    _EXPIRED: State.EXPIRED,
    _REFUSED: State.FAILED,
}


def read(callback: Callback) -> list[Mapping[str, object]]:
    """All events of a callback: Infobip sends several together. Raises `BadForm`."""
    results = exchange.at(exchange.json_of(callback.body), "results")
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise BadForm("results")
    return results


def delivery(form: Mapping[str, object]) -> Report:
    """A delivery report by the group of its status; an unknown group moves nothing past SENT. Raises `Malformed`."""
    group, name = exchange.at(form, "status", "groupId"), exchange.at(form, "status", "name")
    if not isinstance(group, int):
        raise Malformed("status")
    state = _STATES.get(group, State.SENT)
    reason = name if state is not State.DELIVERED and isinstance(name, str) and re.fullmatch(WORD, name) else ""
    phone = exchange.number(form, "to") if form.get("to") else None
    return Report(NAME, exchange.field(form, "messageId", ID), state, reason, phone)


def inbound(form: Mapping[str, object]) -> Inbound:
    """An incoming SMS, the keyword still in its text. Raises `Malformed`."""
    written = exchange.field(form, "receivedAt", r"[\x20-\x7e]{10,40}")
    try:
        at = datetime.fromisoformat(written).timestamp()
    except ValueError:
        raise Malformed("receivedAt") from None
    to = exchange.field(form, "to", r"[\x21-\x7e]{1,20}")
    text = exchange.field(form, "text", TEXT).replace("\0", "")
    return Inbound(exchange.field(form, "messageId", ID), exchange.number(form, "from"), to, text, at)
