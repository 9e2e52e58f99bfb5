"""Any other HTTP gateway for SMS, described in settings: what it is sent, what it says when it took a message, how it reports."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Template
from typing import Literal
from urllib.parse import quote

import msgspec

from channels.gate import BadForm
from channels.gate import form as form_of
from channels.outbound import Outcome, Refused, Taken, Unknown
from channels.sms import exchange
from channels.sms.exchange import ID, TEXT, WORD, Answered, Callback, Inbound, ask
from channels.sms.gateway import Gateway
from channels.sms.segments import segments
from dialogs.ports import Message, Report, State

PLACEHOLDERS = ("to", "digits", "text", "sender", "username", "password", "id", "unicode", "minutes", "report_url")
"""`$to` is E.164 with `+`, `$digits` without; `$id` is ours; `$unicode` is 1 for UCS-2, else 0; `$minutes` the validity."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How one gateway talks. `url`, `fields`, `headers` and `json` are templates (`$to`, see `PLACEHOLDERS`).

    A POST carries `json` where it is given, else `fields` as a form; a GET carries `fields` in its query.
    Taken: the status is in `success`, the body matches `taken` (where given), and an id is found by `id_pointer`
    (RFC 6901) or `id_pattern` (first group), where one is given. A body that matches `refused` was certainly not taken.
    `report` and `inbound` name the fields of callbacks: `id`, `status`, `phone`; `id`, `from`, `to`, `text`, `network`.
    """

    url: str
    method: Literal["GET", "POST"] = "POST"
    fields: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: str = ""
    success: tuple[int, ...] = (200, 201, 202)
    taken: str = ""
    refused: str = ""
    id_pointer: str = ""
    id_pattern: str = ""
    report: Mapping[str, str] = field(default_factory=dict)
    delivered: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    inbound: Mapping[str, str] = field(default_factory=dict)

    def faults(self) -> list[str]:
        """What is wrong with it, without any value."""
        found = []
        for name in ("taken", "refused", "id_pattern"):
            try:
                re.compile(getattr(self, name))
            except re.error:
                found.append(f"{name} is no regular expression")
        if not (self.taken or self.id_pointer or self.id_pattern):
            found.append("taken, id_pointer or id_pattern is needed: a page of HTML must not count as taken")
        for template in self._templates():
            named = {match["named"] or match["braced"] or "" for match in Template.pattern.finditer(template)}
            found += [f"${name} is no placeholder" for name in sorted(named - {""}) if name not in PLACEHOLDERS]
        return found

    def _templates(self) -> tuple[str, ...]:
        return (self.url, self.json, *self.fields.values(), *self.headers.values())

    @property
    def takes_our_id(self) -> bool:
        return any("$id" in template or "${id}" in template for template in self._templates())


@dataclass(frozen=True, slots=True)
class Configured(Gateway):
    """One such gateway: its sender, and what reads its callbacks. Its account has no `url`: the shape has."""

    shape: Shape
    METHODS: tuple[str, ...] = ("GET", "POST")
    OK: bytes = b""

    async def send(self, message: Message) -> Outcome:
        text = exchange.outgoing(message)
        if isinstance(text, Refused):
            return text
        shape, account, cut, id = self.shape, self.account, segments(text), exchange.ours(message)
        values = {
            "to": message.to.e164,
            "digits": message.to.e164.removeprefix("+"),
            "text": text,
            "sender": account.sender,
            "username": account.username,
            "password": account.password,
            "id": id,
            "unicode": str(int(cut.encoding == "ucs2")),
            "minutes": str(exchange.minutes(message.valid_until - self.clock.now())),
            "report_url": account.report_url,
        }
        headers, fields = _filled(shape.headers, values), _filled(shape.fields, values)
        url = _fill(shape.url, {name: quote(value, safe="") for name, value in values.items()})
        if shape.json:
            inside = {name: msgspec.json.encode(value).decode()[1:-1] for name, value in values.items()}
            headers = {"Content-Type": "application/json"} | headers
            answer = await ask(self.http, shape.method, url, headers=headers, data=_fill(shape.json, inside).encode())
        elif shape.method == "GET":
            answer = await ask(self.http, "GET", url, headers=headers, params=fields)
        else:
            answer = await ask(self.http, "POST", url, headers=headers, data=fields)
        outcome = judge(answer, shape, id, len(cut.parts)) if isinstance(answer, Answered) else answer
        return Unknown(outcome.reason, id) if isinstance(outcome, Unknown) and shape.takes_our_id else outcome

    # --- callbacks -----------------------------------------------------------------------------

    def read(self, callback: Callback) -> list[Mapping[str, object]]:
        """The one event of a JSON object, a form or a query. Raises `BadForm`."""
        if callback.body.lstrip().startswith(b"{"):
            told = exchange.json_of(callback.body)
            pairs = told.items() if isinstance(told, dict) else ()
            return [{name: f"{value}" if type(value) is int else value for name, value in pairs}]
        return [dict(form_of(callback.body or callback.query.encode()))]

    def delivery(self, form: Mapping[str, object]) -> Report:
        """A report; a status that the settings do not name moves nothing past SENT. Raises `Malformed`."""
        names, shape = self.shape.report, self.shape
        status = exchange.field(form, names.get("status", "status"), WORD)
        words = {State.DELIVERED: shape.delivered, State.FAILED: shape.failed, State.EXPIRED: shape.expired}
        state = next((state for state, known in words.items() if status in known), State.SENT)
        phone = names.get("phone", "phone")
        to = exchange.number(form, phone) if form.get(phone) else None
        reason = "" if state is State.DELIVERED else status
        return Report(self.name, exchange.field(form, names.get("id", "id"), ID), state, reason, to)

    def inbound(self, form: Mapping[str, object]) -> Inbound:
        """An incoming SMS; without an id, what was written is its id. Raises `Malformed`."""
        names = self.shape.inbound
        phone = exchange.number(form, names.get("from", "from"))
        text = exchange.field(form, names.get("text", "text"), TEXT)
        told = hashlib.sha256("\0".join((phone.e164, text)).encode(errors="replace")).hexdigest()[:40]
        id = exchange.field(form, names.get("id", "id"), ID, told)
        to = exchange.field(form, names.get("to", "to"), r"[\x21-\x7e]{1,20}")
        network = form.get(names["network"]) if "network" in names else ""
        return Inbound(id, phone, to, text.replace("\0", ""), 0.0, str(network))


def judge(answer: Answered, shape: Shape, id: str, parts: int) -> Outcome:
    """What the settings say about an answer: whatever they do not name as taken or refused is in doubt."""
    said = answer.body.decode(errors="replace")
    if shape.refused and answer.status < 500 and re.search(shape.refused, said):
        return Refused("refused", permanent=False)
    if answer.status not in shape.success:
        return exchange.refusal(answer.status, answer.headers)
    if shape.taken and not re.search(shape.taken, said):
        return Unknown("unreadable")
    if not (shape.id_pointer or shape.id_pattern):
        return Taken(id if shape.takes_our_id else "", parts)
    found = _by_pointer(answer.body, shape.id_pointer) if shape.id_pointer else _by_pattern(said, shape.id_pattern)
    return Taken(found, parts) if re.fullmatch(ID, found) else Unknown("no-id")


def _by_pointer(body: bytes, pointer: str) -> str:
    try:
        told = exchange.json_of(body)
    except BadForm:
        return ""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for step in steps:
        told = exchange.at(told, int(step) if isinstance(told, list) and step.isdecimal() else step)
    return str(told) if isinstance(told, (str, int)) and not isinstance(told, bool) else ""


def _by_pattern(said: str, pattern: str) -> str:
    found = re.search(pattern, said)
    return (found[1] or "") if found and found.re.groups else ""


def _filled(templates: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {name: _fill(template, values) for name, template in templates.items()}


def _fill(template: str, values: Mapping[str, str]) -> str:
    return Template(template).substitute(values)
