"""Our cases as grievances of an openIMIS, and its officers' comments and decisions back."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import aiohttp

from dialogs.ports import Clock
from dialogs.ports.mirrors import Act, MirroredCase, MirroredEvent, OfficerEvent, Pulled, Told
from dialogs.refusals import Pending, ProtocolViolation
from registry_client.http import Deadline, Upstream
from registry_client.openimis.client import NAME, Node, OpenImis
from registry_client.openimis.config import OpenImisConfig
from registry_client.openimis.documents import COMMENT, COMMENTS, CREATE, HISTORY, RECENT, REOPEN, RESOLVE, TICKETS, UPDATE
from registry_client.transport import Transport

__all__ = ["OpenImisMirror", "connect", "parts"]

LONGEST: Final = 255
"""Characters of a title, a description and (as we write them) a comment."""

_EVER = datetime.fromtimestamp(0, UTC)
_REOPENS = frozenset({Act.REOPEN, Act.ESCALATE})
_DECIDES = frozenset({Act.UPHOLD, Act.REJECT})
_ENDS = frozenset({Act.CLOSE, Act.WITHDRAW})


def connect(
    config: OpenImisConfig, session: aiohttp.ClientSession, clock: Clock, transport: Transport | None = None
) -> "OpenImisMirror":
    """The openIMIS of `config`, over a session that keeps no cookies."""
    upstream = Upstream(NAME, config.url, session, clock, transport=transport, largest=4 * 1024 * 1024)
    return OpenImisMirror(OpenImis(upstream, config))


class OpenImisMirror:
    """`dialogs.ports.CaseMirror` over openIMIS. A ticket is found by its `key`, a comment by how it begins.

    What is longer than openIMIS holds goes as comments in numbered parts. What our own user did is never told back.
    """

    def __init__(self, imis: OpenImis) -> None:
        self._imis = imis
        self._config = imis.config

    @property
    def name(self) -> str:
        return NAME

    async def push_case(self, case: MirroredCase, *, fresh: bool, deadline: float) -> str:
        by, key = Deadline(deadline), self._config.key(case.ref)
        if (id := await self._ticket(key, by)) is None:
            await self._imis.mutate(CREATE, key, self._fields(case), by, fresh=fresh)
            id = await self._ticket(key, by)
        if id is None:  # done, and not to be seen yet
            raise Pending("ticket", upstream=NAME)
        if len(case.text) > LONGEST:
            await self._say(key, id, 0, case.text, by, fresh=fresh)
        return id

    async def push_event(self, id: str, event: MirroredEvent, *, fresh: bool, deadline: float) -> None:
        """The words first, then what they do: who finds the words finds out about the rest by its own label."""
        by, key = Deadline(deadline), self._config.key(event.ref)
        said = f"{event.kind}: {event.text}" if event.text else event.kind
        await self._say(key, id, event.number, said, by, fresh=fresh)
        label = f"{key}/{event.number}"
        if event.act in _REOPENS:
            await self._imis.mutate(REOPEN, label, {"id": id}, by, fresh=fresh)
        elif event.act in _ENDS:
            await self._imis.mutate(UPDATE, label, {"id": id, "status": "CLOSED"}, by, fresh=fresh)
        elif event.act in _DECIDES:
            await self._resolve(key, id, event.number, label, by, fresh=fresh)

    async def pull(self, cursor: str, *, deadline: float) -> Pulled:
        """Walks back from what changed last: openIMIS cannot be asked for what changed since."""
        by, prefix = Deadline(deadline), self._config.prefix
        until = _moment(cursor) - timedelta(seconds=self._config.overlap) if cursor else None
        changed: list[tuple[str, str]] = []
        async for ticket in self._imis.listed(TICKETS, "tickets", by, prefix=prefix):
            changed.append((ticket.text("dateUpdated"), ticket.text("key")))
            if until and _moment(changed[-1][0]) < until:
                break
        async for comment in self._imis.listed(RECENT, "comments", by, prefix=prefix):  # not all versions touch the ticket
            changed.append((comment.text("dateCreated"), comment.at("ticket").text("key")))
            if until and _moment(changed[-1][0]) < until:
                break
        keys = {key: None for at, key in changed if key.startswith(prefix) and not (until and _moment(at) < until)}
        events = [event for key in keys for event in await self._told(key, by)]
        return Pulled(events, max([cursor, *(at for at, _ in changed)], key=lambda at: _moment(at) if at else _EVER))

    # --- what is there ---

    async def _ticket(self, key: str, by: Deadline) -> str | None:
        async for ticket in self._imis.listed(TICKETS, "tickets", by, key=key):
            return _uuid(ticket.text("id"))
        return None

    async def _comment(self, key: str, part: str, by: Deadline) -> str | None:
        """The id of our comment with this number."""
        async for comment in self._imis.listed(COMMENTS, "comments", by, key=key, start=_mark(key, part)):
            if self._ours(comment.some("userCreated")):
                return _uuid(comment.text("id"))
        return None

    async def _say(self, key: str, id: str, number: int, text: str, by: Deadline, *, fresh: bool) -> None:
        for part, words in parts(key, number, text):
            if await self._comment(key, part, by) is None:
                sent = {"ticketId": id, "comment": words}
                await self._imis.mutate(COMMENT, f"{key}/{part}", sent, by, fresh=fresh)

    async def _resolve(self, key: str, id: str, number: int, label: str, by: Deadline, *, fresh: bool) -> None:
        """By our words; where somebody else's resolve it already, as one comment alone can, it is closed and that is all."""
        mine = await self._comment(key, f"{number}.1", by)
        resolving = [c async for c in self._imis.listed(COMMENTS, "comments", by, key=key) if c.flag("isResolution")]
        if all(_uuid(comment.text("id")) == mine for comment in resolving):
            await self._imis.mutate(RESOLVE, label, {"id": mine}, by, fresh=fresh)
        else:
            await self._imis.mutate(UPDATE, f"{label}/closed", {"id": id, "status": "CLOSED"}, by, fresh=fresh)

    def _fields(self, case: MirroredCase) -> Mapping[str, object]:
        about = " ".join(word for word in (case.ref, case.kind, case.category, case.programme, case.place) if word)
        return {
            "key": self._config.key(case.ref),
            "title": _cut(about),
            "description": _cut(case.text),
            "category": self._config.categories.get(case.category, case.category)[:LONGEST],
            "channel": self._config.channel,
            "dateOfIncident": case.opened_on.isoformat(),
            "status": "RECEIVED",
        }

    # --- what officers did ---

    async def _told(self, key: str, by: Deadline) -> list[OfficerEvent]:
        ref = key.removeprefix(self._config.prefix)
        comments = {c.text("id"): c async for c in self._imis.listed(COMMENTS, "comments", by, key=key)}
        theirs = [comment for comment in comments.values() if not self._ours(comment.some("userCreated"))]
        versions = {v.number("version"): v async for v in self._imis.listed(HISTORY, "tickets", by, key=key)}
        resolution = next((comment for comment in theirs if comment.flag("isResolution")), None)
        moves = [versions[number] for number in sorted(versions)]
        told = [(_moment(c.text("dateCreated")), self._note(ref, c)) for c in theirs]
        told += [(_moment(v.text("dateUpdated")), event) for v, event in self._moves(ref, key, moves, resolution)]
        return [event for _, event in sorted(told, key=lambda one: one[0])]

    def _note(self, ref: str, comment: Node) -> OfficerEvent:
        text, public = self._heard(comment.text("comment"))
        return OfficerEvent(
            f"comment {_uuid(comment.text('id'))}", ref, Told.NOTE, _who(comment.some("userCreated")), text, public
        )

    def _moves(self, ref: str, key: str, versions: list[Node], resolution: Node | None) -> Iterator[tuple[Node, OfficerEvent]]:
        """Each version in which somebody else changed the status."""
        ours = [n for n, version in enumerate(versions) if n and _moved(versions, n) and self._ours(version.some("userUpdated"))]
        for n, version in enumerate(versions):
            if not _moved(versions, n) or self._ours(version.some("userUpdated")):
                continue
            id, who = f"{key} v{version.number('version')}", _who(version.some("userUpdated"))
            status, overtaken = version.some_text("status"), any(later > n for later in ours)
            if status in ("OPEN", "IN_PROGRESS"):
                yield version, OfficerEvent(id, ref, Told.TAKEN, who, overtaken=overtaken)
            elif status in ("RESOLVED", "CLOSED"):
                yield version, self._decision(id, ref, who, resolution, ended=status == "CLOSED", overtaken=overtaken)

    def _decision(self, id: str, ref: str, who: str, resolution: Node | None, *, ended: bool, overtaken: bool) -> OfficerEvent:
        said = resolution.text("comment") if resolution else ""
        covers = f"comment {_uuid(resolution.text('id'))}" if resolution else ""
        no = bool(self._config.rejected_mark) and said.startswith(self._config.rejected_mark)
        text = said.removeprefix(self._config.rejected_mark).strip() if no else self._heard(said)[0]
        what = Told.REJECTED if no else Told.UPHELD
        return OfficerEvent(id, ref, what, who, text, True, ended, overtaken, covers)

    def _heard(self, comment: str) -> tuple[str, bool]:
        """What is said without the mark, and whether it is for the citizen."""
        public = comment.startswith(self._config.public_mark)
        return comment.removeprefix(self._config.public_mark).strip() if public else comment.strip(), public

    def _ours(self, user: Node) -> bool:
        return user.some_text("username") == self._config.user


def parts(key: str, number: int, text: str) -> list[tuple[str, str]]:
    """A text as comments of at most `LONGEST` characters, each with its number before it; cut between words if it can be."""
    room = LONGEST - len(_mark(key, f"{number}.999")) - len("999] ")
    pieces, rest = [], text
    while len(rest) > room:
        at = rest.rfind(" ", room // 2, room + 1)
        at = room if at < 0 else at
        pieces.append(rest[:at])
        rest = rest[at:].lstrip(" ") if rest[at:].strip() else ""
    pieces += [rest] if rest else []
    numbered = enumerate(pieces, 1)
    return [(f"{number}.{n}", f"{_mark(key, f'{number}.{n}')}{len(pieces)}] {piece}") for n, piece in numbered]


def _mark(key: str, part: str) -> str:
    return f"[{key} {part}/"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _moved(versions: list[Node], n: int) -> bool:
    return n > 0 and versions[n].some_text("status") != versions[n - 1].some_text("status")


def _who(user: Node) -> str:
    """The officer's id as one of ours may look (64 characters with our prefix before it)."""
    named = "".join(letter for letter in user.some_text("username") if letter.isprintable())
    return named[: 63 - len(NAME)] or "unknown"


def _uuid(id: str) -> str:
    """What a mutation wants of a global id of Relay (`base64(type:uuid)`), or an id that is plain already."""
    try:
        return base64.b64decode(id, validate=True).decode().rpartition(":")[2] or id
    except (binascii.Error, UnicodeDecodeError):
        return id


def _moment(written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise ProtocolViolation("time", upstream=NAME) from None
    return at.replace(tzinfo=at.tzinfo or UTC)
