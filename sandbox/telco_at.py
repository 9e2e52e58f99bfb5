"""The send API of Africa's Talking as recorded on the wire, with the lies that operators tell."""

import asyncio
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil

from aiohttp import web

from dialogs.ports import Clock
from sandbox.faults import LIE, Faults, faulty
from sandbox.phones import Phones
from sandbox.telco import Callbacks, Postman

_Told = list[dict[str, object]]
_NAMED: Mapping[str, Callable[[_Told], _Told]] = {"forgets": lambda told: told[::2], "twice": lambda told: told + told}

Measure = Callable[[str], tuple[str, int]]
"""(encoding, units) of a text: `gsm7` and septets, or `ucs2` and UTF-16 units."""

STATUS: Mapping[int, str] = {
    100: "Processed", 101: "Success", 102: "Success",
    401: "RiskHold", 402: "InvalidSenderId", 403: "InvalidPhoneNumber", 404: "UnsupportedNumberType",
    405: "InsufficientBalance", 406: "UserInBlacklist", 407: "CouldNotRoute", 409: "DoNotDisturbRejection",
    500: "InternalServerError", 501: "GatewayError", 502: "RejectedByGateway",
}  # fmt: skip

LIES: Mapping[str, Callable[[], web.Response]] = {
    "html": lambda: web.Response(text="<html><body>Welcome</body></html>", content_type="text/html"),
    "empty": lambda: web.Response(status=201),
    "garbage": lambda: web.Response(body=b'{"SMSMessageData":', status=201, content_type="application/json"),
}
"""Answers of a send API that took the message and does not say so. Further lies: `taken` (takes it and never answers),
`charset`, `sender` (InvalidSenderId), any status code of the table (`405`), and of a request to several: `forgets` (takes all,
names every other one), `twice` (names each one twice), `nobody` (takes none and says 201), `one` (400 when several are asked)."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose key it is, and which sender IDs are registered (none: all are)."""

    username: str = "sandbox"
    api_key: str = field(default="sandbox", repr=False)
    senders: frozenset[str] = frozenset()


class SendApi:
    """`POST …/version1/messaging`: checks, delivers into `phones`, reports later.

    `sending` are the faults of the request (its lies: `LIES`). `reporting` are the faults of the delivery report:
    its `latency` is added to `report_after` seconds; its lies are `lost`, `doubled`, `reordered` (Sent after Success),
    `early` (before the answer), `failed`, `expired`, `unheard` (a status nobody documented).
    """

    def __init__(
        self,
        phones: Phones,
        clock: Clock,
        postman: Postman,
        callbacks: Callbacks,
        measure: Measure,
        *,
        account: Account | None = None,
        sending: Faults | None = None,
        reporting: Faults | None = None,
        report_after: float = 0.3,
        network: str = "99999",
    ) -> None:
        self._phones, self._clock, self._postman, self._callbacks, self._measure = phones, clock, postman, callbacks, measure
        self._account = account or Account()
        self.sending, self.reporting = sending or Faults(), reporting or Faults()
        self._report_after, self._network = report_after, network
        self._guard = faulty(self.sending)

    async def messaging(self, request: web.Request) -> web.StreamResponse:
        return await self._guard(request, self._messaging)

    async def _messaging(self, request: web.Request) -> web.Response:
        lie = request[LIE]
        form = {name: str(value) for name, value in (await request.post()).items()}
        if request.headers.get("apiKey") != self._account.api_key or form.get("username") != self._account.username:
            challenge = {"WWW-Authenticate": 'Basic realm="api",charset=UTF-8'}
            return web.Response(status=401, text="The supplied authentication is invalid", headers=challenge)
        for name in ("to", "message"):
            if not form.get(name):
                return web.Response(status=400, text=f"Request is missing required form field '{name}'")
        if lie == "sender" or self._unregistered(form.get("from")):
            return _answer("InvalidSenderId", [])
        numbers = form["to"].split(",")
        if lie == "nobody":
            return _answer(f"Sent to 0/{len(numbers)}", [])
        if lie == "one" and len(numbers) > 1:
            return web.Response(status=400)
        recipients = [await self._take(number, form, lie) for number in numbers]
        if lie == "taken":
            await asyncio.Event().wait()
        recipients = _NAMED.get(lie, list)(recipients)
        return LIES[lie]() if lie in LIES else _answer(self._summary(recipients, form["message"]), recipients, lie)

    def _unregistered(self, sender: str | None) -> bool:
        return bool(sender and self._account.senders and sender not in self._account.senders)

    async def _take(self, number: str, form: Mapping[str, str], lie: str) -> dict[str, object]:
        code = int(lie) if lie.isdecimal() else 102 if form.get("enqueue") == "1" else 101
        if not re.fullmatch(r"\+[1-9][0-9]{6,14}", number):
            code = 403
        if code > 102:
            return {"cost": "0", "messageId": "None", "number": number, "status": STATUS.get(code, ""), "statusCode": code}
        message_id = "ATXid_" + secrets.token_hex(16)
        await self._deliver(message_id, number, form)
        return {"cost": "KES 0.8000", "messageId": message_id, "number": number, "status": STATUS[code], "statusCode": code}

    async def _deliver(self, message_id: str, number: str, form: Mapping[str, str]) -> None:
        now = self.reporting.take()
        lie, after = now.lie, self._report_after + now.latency
        if lie not in ("failed", "expired"):
            self._phones.deliver(number, form.get("from", "AFRICASTKNG"), form["message"], self._clock.now())
        reports = [self._report(message_id, number, status) for status in _REPORTS.get(lie, ["Success"])]
        if lie == "early":
            await self._postman.deliver(self._callbacks.delivery, *reports)
        else:
            self._postman.post(self._callbacks.delivery, *reports, after=after)

    def _report(self, message_id: str, number: str, status: str) -> dict[str, str]:
        failure = {"failureReason": "DeliveryFailure"} if status == "Failed" else {}
        told = {"id": message_id, "phoneNumber": number, "retryCount": "0", "status": status}
        return told | {"networkCode": self._network} | failure

    def _summary(self, recipients: list[dict[str, object]], text: str) -> str:
        encoding, size = self._measure(text)
        alone, many = (160, 153) if encoding == "gsm7" else (70, 67)
        taken = sum(one["messageId"] != "None" for one in recipients)
        parts = 1 if size <= alone else ceil(size / many)
        return f"Sent to {taken}/{len(recipients)} Total Cost: USD {0.0079 * taken:.4f} Message parts: {parts}"


_REPORTS: Mapping[str, list[str]] = {
    "lost": [],
    "doubled": ["Success", "Success"],
    "reordered": ["Success", "Sent"],
    "failed": ["Failed"],
    "expired": ["Expired"],
    "unheard": ["Teleported"],
}


def _answer(said: str, recipients: list[dict[str, object]], lie: str = "") -> web.Response:
    answer = web.json_response({"SMSMessageData": {"Message": said, "Recipients": recipients}}, status=201)
    answer.headers["Content-Type"] = "application/json; charset=utf-8" if lie == "charset" else "application/json"
    return answer


def attach_send_api(app: web.Application, api: SendApi, prefix: str = "/africastalking") -> None:
    """Serve the send API under `prefix`: an SDK whose base URL is `…{prefix}` finds `/version1/messaging`."""
    app.router.add_post(prefix + "/version1/messaging", api.messaging)
