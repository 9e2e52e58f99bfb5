"""Africa's Talking SMS: the official SDK owns address, headers and form; we own the transport and the meaning of answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

import aiohttp
import msgspec
from africastalking.Service import DEFAULT_TIMEOUT_S
from africastalking.SMS import SMSService

from channels.gate import form as form_of
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.exchange import BUSY, E164, TEXT, WORD, Callback, Inbound, Malformed, field, refusal
from channels.sms.segments import as_sent, segments
from dialogs.model import Phone
from dialogs.numbers import is_mobile
from dialogs.ports import Lane, Message, Report, State

__all__ = ["METHODS", "NAME", "OK", "AfricasTalking", "Inbound", "Malformed", "OptOut"]
__all__ += ["delivery", "inbound", "judge", "optout", "read"]

NAME = "africastalking"
METHODS = ("POST",)
OK = b""

# --- sending -----------------------------------------------------------------------------------


class _Service(SMSService):  # type: ignore[misc]  # the SDK is untyped
    """The SDK's SMS service, its requests awaited on our pooled session. No redirect is followed: it would take the key along."""

    def __init__(self, http: aiohttp.ClientSession, username: str, api_key: str, base_url: str) -> None:
        super().__init__(username, api_key)
        self._http = http
        if base_url:
            self._baseUrl = self._contentUrl = base_url.rstrip("/") + "/version1"

    def _make_request(
        self,
        url: str,
        method: str,
        headers: Mapping[str, str],
        data: Mapping[str, object] | None,
        params: Mapping[str, str] | None,
        callback: None = None,
        timeout: tuple[float, float] = DEFAULT_TIMEOUT_S,
    ) -> object:
        connect, read = timeout
        form = urlencode(data or {}).encode()  # the client's own form is made for files, and slow
        typed = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        limits = aiohttp.ClientTimeout(connect=connect, total=connect + read)
        return self._http.request(method, url, headers=typed, data=form, params=params, timeout=limits, allow_redirects=False)


class AfricasTalking:
    """The sender. An empty `base_url` means the SDK's own hosts; `sender` is the short code or alphanumeric sender ID.

    `timeout` is (to connect, to be answered) in seconds.
    """

    name = NAME

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        username: str,
        api_key: str,
        sender: str | None = None,
        base_url: str = "",
        timeout: tuple[float, float] = DEFAULT_TIMEOUT_S,
    ) -> None:
        self._service = _Service(http, username, api_key, base_url)
        self._sender, self._timeout = sender, timeout

    async def send(self, message: Message) -> Outcome:
        """Send one message. A code is not enqueued at the operator, everything else is."""
        return (await self.send_alike([message]))[0]

    async def send_alike(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        """One request with the numbers joined by commas, as the SDK joins them; its answer tells of each recipient."""
        first = messages[0]
        text, enqueue = as_sent(first.text, first.encoding), first.lane is not Lane.CODE
        good = [message.to for message in messages if is_mobile(message.to.e164)]
        told = dict(zip(good, await self._post(text, good, enqueue), strict=True)) if good else {}
        return [told.get(message.to) or Refused("invalid-number", permanent=True) for message in messages]

    async def _post(self, text: str, to: Sequence[Phone], enqueue: bool) -> list[Outcome]:
        outcomes = await self._ask(text, to, enqueue)
        if len(to) == 1 or not all(isinstance(one, Refused) and one.reason.startswith("http-") for one in outcomes):
            return outcomes
        half = len(to) // 2  # nobody got it, and one of them may be why: the others shall not fail with her
        return await self._post(text, to[:half], enqueue) + await self._post(text, to[half:], enqueue)

    async def _ask(self, text: str, to: Sequence[Phone], enqueue: bool) -> list[Outcome]:
        """What one request says; without an answer it says the same of all."""
        outcome: Outcome
        try:
            numbers = [phone.e164 for phone in to]
            request = self._service.send(text, numbers, self._sender, enqueue, timeout=self._timeout)
            async with request as response:
                body = await response.read()
                return judge(response.status, response.headers, body, to, len(segments(text).parts))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            outcome = Again("unreachable", 1.0, everyone=True)
        except UnicodeEncodeError:  # half a surrogate pair: nothing has left
            outcome = Refused("unencodable", permanent=False)
        except TimeoutError:
            outcome = Unknown("no-answer")
        except aiohttp.ClientError as error:
            outcome = Unknown(f"broken-{type(error).__name__}")
        return [outcome] * len(to)


# --- what an answer means ----------------------------------------------------------------------

_STATUS: Mapping[int, Outcome] = {
    401: Stop("RiskHold"),
    402: Stop("InvalidSenderId"),
    403: Refused("InvalidPhoneNumber", permanent=True),
    404: Refused("UnsupportedNumberType", permanent=True),
    405: Stop("InsufficientBalance"),
    406: Refused("UserInBlacklist", permanent=True),
    407: Refused("CouldNotRoute", permanent=True),
    409: Refused("DoNotDisturbRejection", permanent=True),
    500: Again("InternalServerError", BUSY),
    501: Again("GatewayError", BUSY),
    502: Refused("RejectedByGateway", permanent=False),
}


def judge(status: int, headers: Mapping[str, str], body: bytes, to: Sequence[Phone], parts: int) -> list[Outcome]:
    """What an HTTP answer of the send API says about our message to each of these phones.

    `parts` is our own count, kept when the answer names none. Whatever does not say clearly that the message was
    taken or not is `Unknown`: there is no idempotency key, so a resend could be a second SMS.
    """
    if 200 <= status < 300:
        return _accepted(body, to, parts)
    return [refusal(status, headers)] * len(to)


def _accepted(body: bytes, to: Sequence[Phone], parts: int) -> list[Outcome]:
    try:
        data = msgspec.json.decode(body)["SMSMessageData"]
        said, recipients = str(data.get("Message", "")), data["Recipients"]
        if recipients == []:
            return [Stop(said if re.fullmatch("[A-Za-z]{1,40}", said) else "NoRecipients")] * len(to)
        parts, alone = _parts(said) or parts, len(to) == len(recipients) == 1
        told: dict[str, Outcome] = {}
        for one in recipients:
            number = to[0].e164 if alone else str(one.get("number")) if isinstance(one, dict) else ""
            outcome = _recipient(one, parts)
            told[number] = _agreed(told[number], outcome) if number in told else outcome
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return [Unknown("unreadable")] * len(to)
    return [told.get(phone.e164) or Unknown("not-named") for phone in to]


def _recipient(told: Mapping[str, object], parts: int) -> Outcome:
    try:
        code, message_id = int(str(told["statusCode"])), str(told.get("messageId"))
    except (ValueError, TypeError, LookupError, AttributeError):
        return Unknown("unreadable")
    if code in (100, 101, 102):
        return Taken(message_id, parts) if _ID.fullmatch(message_id) and message_id != "None" else Unknown("no-id")
    return _STATUS.get(code, Unknown(f"status-{code}"))


def _agreed(one: Outcome, other: Outcome) -> Outcome:
    """Of a recipient that is named twice: taken when either says so, and nothing that both do not say."""
    taken = next((outcome for outcome in (one, other) if isinstance(outcome, Taken)), None)
    return taken or (one if one == other else Unknown("contradiction"))


_ID = re.compile(r"[\x21-\x7e]{1,128}")


def _parts(said: str) -> int:
    found = re.search(r"Message parts: (\d{1,3})", said, re.ASCII)
    return int(found[1]) if found else 0


# --- callbacks ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class OptOut:
    """The operator was told that this phone wants nothing more from this sender."""

    sender: str
    phone: Phone


_STATES = {
    "sent": State.SENT,
    "submitted": State.SENT,
    "buffered": State.SENT,
    "success": State.DELIVERED,
    "failed": State.FAILED,
    "rejected": State.FAILED,
    "absentsubscriber": State.FAILED,
    "expired": State.EXPIRED,
}
_SPELLING = {"NotNetworkSubcriber": "NotNetworkSubscriber"}  # sic, in the provider's own pages


def read(callback: Callback) -> list[Mapping[str, object]]:
    """The one event that a callback brings. Raises `BadForm`."""
    return [dict(form_of(callback.body))]


def delivery(form: Mapping[str, object]) -> Report:
    """A delivery report. An unknown status moves nothing past SENT and is kept as the reason. Raises `Malformed`."""
    status = field(form, "status", WORD)
    state = _STATES.get(status.lower())
    reason = field(form, "failureReason", "|" + WORD, "")
    if not reason and (state is None or status.lower() in ("rejected", "absentsubscriber")):
        reason = status
    phone = field(form, "phoneNumber", "|" + E164, "")
    return Report(
        provider=NAME,
        provider_id=field(form, "id", _ID.pattern),
        state=state or State.SENT,
        reason=_SPELLING.get(reason, reason),
        phone=Phone(phone) if phone else None,
    )


def inbound(form: Mapping[str, object]) -> Inbound:
    """An incoming SMS, posted again by the operator until it is answered 200: know it by its `id`. Raises `Malformed`."""
    return Inbound(
        id=field(form, "id", _ID.pattern),
        phone=Phone(field(form, "from", E164)),
        to=field(form, "to", r"[\x21-\x7e]{1,20}"),
        text=field(form, "text", TEXT).replace("\0", ""),
        at=_unix(field(form, "date", r"[\x20-\x7e]{10,40}")),
        network=str(form.get("networkCode", "")),
    )


def optout(form: Mapping[str, object]) -> OptOut:
    """A bulk opt-out. Raises `Malformed`."""
    return OptOut(field(form, "senderId", r"[\x20-\x7e]{1,20}"), Phone(field(form, "phoneNumber", E164)))


def _unix(date: str) -> float:
    """`2026-01-05 10:00:00` and `2026-01-05T10:00:00Z` are both UTC."""
    try:
        when = datetime.fromisoformat(date)
    except ValueError:
        raise Malformed("date") from None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
