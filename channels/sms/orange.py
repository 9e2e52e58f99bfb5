"""Orange's SMS API (OneAPI): a token for an hour, one message per request, and reports that name the request."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

import aiohttp
import msgspec

from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms import exchange
from channels.sms.exchange import BUSY, ID, TEXT, WORD, Answered, Callback, Inbound, Malformed, ask
from channels.sms.gateway import Account
from channels.sms.segments import segments
from dialogs.ports import Clock, Message, Report, State

NAME = "orange"
METHODS = ("POST",)
OK = b""
_EARLY = 60.0  # seconds before its end in which a token is not used any more


@dataclass(slots=True)
class Orange:
    """The sender. `address` is the number of the contract (`+2250000`), the account's `sender` the name that phones show."""

    http: aiohttp.ClientSession
    clock: Clock
    name: str
    account: Account
    address: str
    _token: str = field(default="", repr=False)
    _until: float = 0.0

    async def send(self, message: Message) -> Outcome:
        """A 401 took nothing, so the message goes once more with a new token."""
        text = exchange.outgoing(message)
        if isinstance(text, Refused):
            return text
        body, parts = self._body(message, text), len(segments(text).parts)
        for stale in (False, True):
            token = await self._bearer(renew=stale)
            if not isinstance(token, str):
                return token
            answer = await self._post(token, body)
            if not isinstance(answer, Answered):
                return answer
            if answer.status != 401:
                return judge(answer, parts)
        return Stop("http-401")

    def _body(self, message: Message, text: str) -> bytes:
        told = {
            "address": f"tel:{message.to.e164}",
            "senderAddress": f"tel:{self.address}",
            "outboundSMSTextMessage": {"message": text},
        }
        shown = {"senderName": self.account.sender} if self.account.sender else {}
        return msgspec.json.encode({"outboundSMSMessageRequest": told | shown})

    async def _post(self, token: str, body: bytes) -> Answered | Outcome:
        url = f"{self.account.url}/smsmessaging/v1/outbound/{quote('tel:' + self.address, safe='')}/requests"
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return await ask(self.http, "POST", url, headers=headers, data=body)

    async def _bearer(self, *, renew: bool) -> str | Outcome:
        """The token in hand, or a new one (OAuth 2 client credentials); whatever goes wrong here, no message has left."""
        if self._token and self._until > self.clock.now() and not renew:
            return self._token
        basic = b64encode(f"{self.account.username}:{self.account.password}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Accept": "application/json"}
        answer = await ask(
            self.http, "POST", f"{self.account.url}/oauth/v3/token", headers=headers, data={"grant_type": "client_credentials"}
        )
        if not isinstance(answer, Answered):
            return Again("token-unreachable", BUSY, everyone=True)
        found = granted(answer)
        if isinstance(found, tuple):
            self._token, self._until = found[0], self.clock.now() + found[1] - _EARLY
            return self._token
        return found


def granted(answer: Answered) -> tuple[str, float] | Outcome:
    """The token and its seconds. A 4xx is for our credentials, everything else passes: nothing was sent yet."""
    if answer.status in (400, 401, 403):
        return Stop(f"token-{answer.status}")
    told = _json(answer.body)
    token, lasts = exchange.at(told, "access_token"), str(exchange.at(told, "expires_in"))
    if answer.status == 200 and isinstance(token, str) and re.fullmatch(r"[\x21-\x7e]{1,4096}", token):
        return token, float(lasts) if re.fullmatch(r"[0-9]{1,9}", lasts) else 3600.0
    return Again(f"token-{answer.status}", BUSY, everyone=True)


def judge(answer: Answered, parts: int) -> Outcome:
    """What the send API says: 201 with the address of the request, whose last part is the id that reports name."""
    told = _json(answer.body)
    if answer.status == 201:
        address = exchange.at(told, "outboundSMSMessageRequest", "resourceURL")
        id = address.rpartition("/")[2] if isinstance(address, str) and "/requests/" in address else ""
        return Taken(id, parts) if re.fullmatch(ID, id) else Unknown("no-id" if isinstance(told, dict) else "unreadable")
    fault = exchange.at(told, "requestError", "serviceException", "messageId")
    if answer.status == 400 and fault == "SVC0004":  # "No valid addresses provided"
        return Refused("SVC0004", permanent=True)
    return exchange.refusal(answer.status, answer.headers)


def _json(body: bytes) -> object:
    try:
        return exchange.json_of(body)
    except BadForm:
        return None


# --- callbacks ---------------------------------------------------------------------------------

_STATES = {
    "DeliveredToTerminal": State.DELIVERED,
    "DeliveredToNetwork": State.SENT,
    "MessageWaiting": State.SENT,
    "DeliveryUncertain": State.SENT,
    "DeliveryNotificationNotSupported": State.SENT,
    "DeliveryImpossible": State.FAILED,
}


def read(callback: Callback) -> list[Mapping[str, object]]:
    """The notification inside its envelope, whose kind of event the address tells. Raises `BadForm`."""
    told = exchange.json_of(callback.body)
    report, texted = exchange.at(told, "deliveryInfoNotification"), exchange.at(told, "inboundSMSMessageNotification")
    info = exchange.at(report, "deliveryInfo")
    if isinstance(info, dict):
        return [info | {"callbackData": exchange.at(report, "callbackData")}]
    inner = exchange.at(texted, "inboundSMSMessage")
    if isinstance(inner, dict):
        return [inner]
    raise BadForm("envelope")


def delivery(form: Mapping[str, object]) -> Report:
    """A report on the request that `callbackData` names; an unknown status moves nothing past SENT. Raises `Malformed`."""
    status = exchange.field(form, "deliveryStatus", WORD)
    state = _STATES.get(status, State.SENT)
    reason = status if state is State.FAILED or status not in _STATES else ""
    phone = exchange.number(form, "address") if form.get("address") else None
    return Report(NAME, exchange.field(form, "callbackData", ID), state, reason, phone)


def inbound(form: Mapping[str, object]) -> Inbound:
    """An incoming SMS. Where no `messageId` is told, what was written and when is its id. Raises `Malformed`."""
    written, text = exchange.field(form, "dateTime", r"[\x20-\x7e]{10,40}"), exchange.field(form, "message", TEXT)
    phone = exchange.number(form, "senderAddress")
    told = "\0".join((phone.e164, written, text)).encode(errors="replace")
    id = exchange.field(form, "messageId", ID, hashlib.sha256(told).hexdigest()[:40])
    to = exchange.field(form, "destinationAddress", r"(tel:)?[\x21-\x7e]{1,20}").removeprefix("tel:").removeprefix("+")
    try:
        at = datetime.fromisoformat(written).timestamp()
    except ValueError:
        raise Malformed("dateTime") from None
    return Inbound(id, phone, to, text.replace("\0", ""), at)
