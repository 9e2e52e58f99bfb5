"""Our cases as tickets of an OpenSPP, and its officers' messages and decisions back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from html.parser import HTMLParser
from typing import Final

import aiohttp

from dialogs.ports import Clock
from dialogs.ports.mirrors import Act, MirroredCase, MirroredEvent, OfficerEvent, Pulled, Told
from dialogs.refusals import PartnerMisconfigured, Pending, ProtocolViolation
from registry_client.http import Deadline, Upstream
from registry_client.openspp.client import NAME, Fields, Odoo
from registry_client.openspp.config import OpenSppConfig
from registry_client.transport import Transport

__all__ = ["OpenSppMirror", "connect"]

TICKET: Final = "spp.grm.ticket"
STAGE: Final = "spp.grm.ticket.stage"
MESSAGE: Final = "mail.message"
EVERYTHING: Final = {"active_test": False}
"""Odoo's context for finding archived records as well."""

_ENDED = frozenset({"closed", "cancelled"})
_DECIDED = _ENDED | {"resolved"}
_TAKEN = frozenset({"in_progress", "waiting", "escalated"})
_UPHELD = frozenset({"upheld", "partially_upheld"})


def connect(
    config: OpenSppConfig, session: aiohttp.ClientSession, clock: Clock, transport: Transport | None = None
) -> "OpenSppMirror":
    """The OpenSPP of `config`, over a session that keeps no cookies."""
    upstream = Upstream(NAME, config.url, session, clock, transport=transport, largest=4 * 1024 * 1024)
    return OpenSppMirror(Odoo(upstream, config), config)


class OpenSppMirror:
    """`dialogs.ports.CaseMirror` over OpenSPP. A ticket is found by its reference, a message by its Message-ID.

    An event is posted first and done afterwards: of one that was posted, the ticket itself tells whether it was done.
    """

    def __init__(self, odoo: Odoo, config: OpenSppConfig) -> None:
        self._odoo = odoo
        self._config = config
        self._types: Mapping[int, str] = {}

    @property
    def name(self) -> str:
        return NAME

    async def push_case(self, case: MirroredCase, *, fresh: bool, deadline: float) -> str:
        by, key = Deadline(deadline), self._config.key(case.ref)
        found = await self._tickets([[self._config.reference_field, "=", key]], ["id"], by)
        if found:
            return str(_id(found[0], "id"))
        if not fresh:
            raise Pending("unconfirmed", upstream=NAME)
        made = await self._odoo.execute(TICKET, "create", [self._fields(case, key)], by)
        if not isinstance(made, int) or isinstance(made, bool):
            raise ProtocolViolation("create", upstream=NAME)
        return str(made)

    async def push_event(self, id: str, event: MirroredEvent, *, fresh: bool, deadline: float) -> None:
        by, ticket = Deadline(deadline), int(id)
        message_id = f"<{self._config.key(event.ref)}.{event.number}@guichet>"
        mine = [["model", "=", TICKET], ["res_id", "=", ticket], ["message_id", "=", message_id]]
        posted = await self._odoo.search(MESSAGE, mine, ["date"], by, limit=1)
        if posted and await self._done(ticket, event.act, _text(posted[0], "date"), by):
            return
        if not fresh:
            raise Pending("unconfirmed", upstream=NAME)
        if not posted:
            said = f"{event.kind}: {event.text}" if event.text else event.kind
            named = {"body": said, "message_type": "comment", "subtype_xmlid": "mail.mt_comment", "message_id": message_id}
            await self._odoo.execute(TICKET, "message_post", [[ticket]], by, **named)
        if event.act is not Act.SAY:
            await self._odoo.execute(TICKET, "write", [[ticket], await self._change(ticket, event, by)], by)

    async def pull(self, cursor: str, *, deadline: float) -> Pulled:
        by = Deadline(deadline)
        since = _written(_moment(cursor) - timedelta(seconds=self._config.overlap)) if cursor else "1970-01-01 00:00:00"
        user, types = await self._odoo.user(by), await self._stages(by)
        messages = await self._messages(since, user, by)
        fields = [
            "id", self._config.reference_field, "stage_id", "decision", "resolution_summary", "last_stage_update", "user_id",
            "closed_by_id", "write_uid", "write_date",
        ]  # fmt: skip
        ours = [self._config.reference_field, "=like", self._config.prefix + "%"]
        about = ["id", "in", sorted({_id(message, "res_id") for message in messages})]
        tickets = await self._tickets([ours, "|", ["write_date", ">=", since], about], fields, by)
        refs = {_id(ticket, "id"): self._ref(ticket) for ticket in tickets}
        told = [
            (_text(one, "create_date"), _note(one, refs[_id(one, "res_id")])) for one in messages if _id(one, "res_id") in refs
        ]
        told += [(_text(ticket, "last_stage_update"), event) for ticket in tickets if (event := self._stage(ticket, types, user))]
        times = [_text(one, "create_date") for one in messages] + [_text(ticket, "write_date") for ticket in tickets]
        times += [cursor] if cursor else []
        return Pulled([event for _, event in sorted(told, key=lambda one: one[0])], max(times, default="", key=_moment))

    # --- what is there ---

    async def _tickets(self, domain: Sequence[object], fields: Sequence[str], by: Deadline) -> list[Fields]:
        return await self._odoo.search(TICKET, domain, fields, by, context=EVERYTHING, order="id")

    async def _messages(self, since: str, user: int, by: Deadline) -> list[Fields]:
        """What people there wrote for others to read: neither internal notes nor what Odoo says by itself."""
        domain = [
            ["model", "=", TICKET],
            ["message_type", "=", "comment"],
            ["subtype_id.internal", "=", False],
            ["is_internal", "=", False],
            ["create_uid", "!=", user],
            ["create_date", ">=", since],
        ]
        return await self._odoo.search(MESSAGE, domain, ["id", "res_id", "body", "create_uid", "create_date"], by, order="id")

    async def _stages(self, by: Deadline) -> Mapping[int, str]:
        """The type of each stage, in the order of the installation."""
        if not self._types:
            rows = await self._odoo.search(STAGE, [], ["id", "stage_type"], by, order="sequence, id", context=EVERYTHING)
            self._types = {_id(row, "id"): _some(row, "stage_type") for row in rows}
        return self._types

    async def _stage_of(self, type: str, by: Deadline) -> int:
        if type in self._config.stages:
            return self._config.stages[type]
        for stage, its in (await self._stages(by)).items():
            if its == type:
                return stage
        raise PartnerMisconfigured(f"no-stage-{type}", upstream=NAME)

    async def _done(self, ticket: int, act: Act, posted: str, by: Deadline) -> bool:
        """Whether the ticket moved since we said so: by us, or by an officer who had read it and went on."""
        if act is Act.SAY:
            return True
        (now,) = await self._tickets([["id", "=", ticket]], ["last_stage_update", "is_escalated"], by)
        if act is Act.ESCALATE:
            return now.get("is_escalated") is True
        return bool(_some(now, "last_stage_update")) and _moment(_text(now, "last_stage_update")) >= _moment(posted)

    # --- what leaves ---

    def _fields(self, case: MirroredCase, key: str) -> dict[str, object]:
        about = " ".join(word for word in (case.ref, case.kind, case.category, case.programme, case.place) if word)
        fields = {
            self._config.reference_field: key,
            "name": about,
            "description": _html(case.text or about),
            "partner_id": self._config.partner,
            "complainant_type": "anonymous",
            "desired_resolution": case.desired or False,
            "channel_id": self._config.channel or False,
            "category_id": self._config.categories.get(case.category, False),
        }
        return {name: value for name, value in fields.items() if value is not False}

    async def _change(self, ticket: int, event: MirroredEvent, by: Deadline) -> dict[str, object]:
        me, said = await self._odoo.user(by), _html(event.text or event.kind)
        match event.act:
            case Act.UPHOLD | Act.REJECT:
                decision = "upheld" if event.act is Act.UPHOLD else "rejected"
                stage = await self._stage_of("resolved", by)
                return {"stage_id": stage, "decision": decision, "resolution_summary": said, "closed_by_id": me}
            case Act.WITHDRAW:
                return {"stage_id": await self._stage_of("cancelled", by), "decision": "withdrawn", "closed_by_id": me}
            case Act.CLOSE:
                (now,) = await self._tickets([["id", "=", ticket]], ["decision"], by)
                decision = _some(now, "decision") or "upheld"  # as we took a resolution without one; closing wants one
                return {"stage_id": await self._stage_of("closed", by), "decision": decision, "closed_by_id": me}
            case Act.ESCALATE:
                raised: dict[str, object] = {"is_escalated": True, "escalation_reason": event.text or event.kind}
                return raised | (await self._reopened(by) if await self._decided(ticket, by) else {})
        return await self._reopened(by)

    async def _reopened(self, by: Deadline) -> dict[str, object]:
        return {"stage_id": await self._stage_of("new", by), "decision": False, "closed_by_id": False}

    async def _decided(self, ticket: int, by: Deadline) -> bool:
        (now,) = await self._tickets([["id", "=", ticket]], ["stage_id"], by)
        return (await self._stages(by)).get(_id(now, "stage_id"), "") in _DECIDED

    # --- what officers did ---

    def _ref(self, ticket: Fields) -> str:
        return _text(ticket, self._config.reference_field).removeprefix(self._config.prefix)

    def _stage(self, ticket: Fields, types: Mapping[int, str], user: int) -> OfficerEvent | None:
        """Where an officer put it; None where it is new, or where we put it ourselves."""
        type, moved = types.get(_id(ticket, "stage_id"), ""), _some(ticket, "last_stage_update")
        id, ref = f"ticket {_id(ticket, 'id')} {moved} {type}", self._ref(ticket)
        if type in _TAKEN:
            return OfficerEvent(id, ref, Told.TAKEN, _who(ticket, user, "user_id", "write_uid"))
        if type not in _DECIDED or (ticket.get("closed_by_id") and _id(ticket, "closed_by_id") == user):
            return None
        decision = _some(ticket, "decision")
        yes = decision in _UPHELD or (not decision and type != "cancelled")
        text = _plain(_some(ticket, "resolution_summary"))
        by = _who(ticket, user, "closed_by_id", "user_id", "write_uid")
        return OfficerEvent(id, ref, Told.UPHELD if yes else Told.REJECTED, by, text, True, type in _ENDED)


def _note(message: Fields, ref: str) -> OfficerEvent:
    by, text = str(_id(message, "create_uid")), _plain(_some(message, "body"))
    return OfficerEvent(f"message {_id(message, 'id')}", ref, Told.NOTE, by, text, True)


def _who(ticket: Fields, user: int, *names: str) -> str:
    """The id of the first person named who is not us."""
    people = [_id(ticket, name) for name in names if ticket.get(name)]
    return next((str(person) for person in people if person != user), "unknown")


def _id(row: Fields, name: str) -> int:
    """A number, or the first of the pair (id, name) that Odoo makes of a reference."""
    value = row.get(name)
    value = value[0] if isinstance(value, list) and value else value
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProtocolViolation(name, upstream=NAME)
    return value


def _text(row: Fields, name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise ProtocolViolation(name, upstream=NAME)
    return value


def _some(row: Fields, name: str) -> str:
    return _text(row, name) if row.get(name) else ""


def _moment(written: str) -> datetime:
    """Odoo writes times in UTC without saying so."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:
        raise ProtocolViolation("time", upstream=NAME) from None


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _html(text: str) -> str:
    lines = "<br/>".join(escape(line, quote=False) for line in text.split("\n"))
    return f"<p>{lines}</p>"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("br", "p", "div", "li"):
            self.words.append("\n")


def _plain(html: str) -> str:
    """The words of a piece of HTML, a line for each paragraph."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.words).split("\n") if line.strip())
