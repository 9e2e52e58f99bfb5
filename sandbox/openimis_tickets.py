"""The grievances of the sandbox's openIMIS: tickets with all their versions, comments, and what mutations do to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

__all__ = ["INPUTS", "LONGEST", "MUTATION", "Comment", "Failed", "Log", "Ticket", "Tickets"]

STATUSES = frozenset({"RECEIVED", "OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED"})
_TICKET = {
    "key", "title", "description", "category", "channel", "status", "priority", "flags", "resolution", "dateOfIncident",
    "dueDate",
}  # fmt: skip
INPUTS = {
    "createTicket": _TICKET,
    "updateTicket": _TICKET | {"id"},
    "reopenTicket": {"id"},
    "createComment": {"ticketId", "comment", "commenterType", "commenterId"},
    "resolveGrievanceByComment": {"id"},
}
MUTATION = {"clientMutationId", "clientMutationLabel", "clientMutationDetails"}
LONGEST = 255


@dataclass(frozen=True, slots=True)
class Ticket:
    """One version of a ticket."""

    id: str
    fields: Mapping[str, object]
    version: int
    by: str
    at: str

    @property
    def status(self) -> str:
        return str(self.fields["status"])

    @property
    def key(self) -> str:
        return str(self.fields.get("key", ""))


@dataclass(slots=True)
class Comment:
    id: str
    ticket: str
    text: str
    by: str
    at: str
    resolution: bool = False


@dataclass(slots=True)
class Log:
    """A mutation: 0 received, 1 failed, 2 done."""

    client_id: str
    label: str
    field: str
    given: Mapping[str, object]
    by: str
    patience: int
    status: int = 0
    error: str | None = None
    doomed: bool = False


class Failed(Exception):
    """Why a mutation fails, in openIMIS's words."""


@dataclass(slots=True)
class Tickets:
    """Officers act by `take`, `comment` and `decide`. The clock goes on by a second with each change."""

    history: dict[str, list[Ticket]] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    _now: datetime = datetime(2026, 3, 2, 8, tzinfo=UTC)

    def now(self) -> list[Ticket]:
        """Every ticket as it is now."""
        return [versions[-1] for versions in self.history.values()]

    def take(self, id: str, officer: str) -> None:
        self._write(id, officer, status="IN_PROGRESS")

    def comment(self, id: str, officer: str, text: str) -> str:
        """The id of the comment."""
        made = self._id("comment", len(self.comments))
        self.comments[made] = Comment(made, id, text, officer, self._tick())
        self._write(id, officer)
        return made

    def decide(self, id: str, officer: str, text: str) -> None:
        """By a comment that is marked as the resolution; the ticket is closed."""
        self._resolve(self.comment(id, officer, text), officer)

    def do(self, log: Log) -> None:
        given = {name: value for name, value in log.given.items() if name not in MUTATION}
        match log.field:
            case "createTicket":
                made = self._id("ticket", len(self.history))
                self.history[made] = [Ticket(made, {"status": "RECEIVED", **_checked(given)}, 1, log.by, self._tick())]
            case "updateTicket":
                id = self._existing(given.pop("id"))
                self._write(id, log.by, **_checked(given))
            case "reopenTicket":
                id = self._existing(given["id"])
                for comment in self.comments.values():
                    comment.resolution = comment.resolution and comment.ticket != id
                self._write(id, log.by, status="OPEN")
            case "createComment":
                text = str(given.get("comment", ""))
                if not text or len(text) > LONGEST:
                    raise Failed("comment length")
                self.comment(self._existing(given.get("ticketId")), log.by, text)
            case "resolveGrievanceByComment":
                self._resolve(str(given["id"]), log.by)

    def _resolve(self, comment: str, by: str) -> None:
        if comment not in self.comments:
            raise Failed("comment does not exist")
        mine = self.comments[comment]
        if any(one.resolution for one in self.comments.values() if one.ticket == mine.ticket and one.id != comment):
            raise Failed("Another comment for this ticket is already marked as resolved.")
        mine.resolution = True
        self._write(mine.ticket, by, status="CLOSED")

    def _existing(self, id: object) -> str:
        if str(id) not in self.history:
            raise Failed("ticket does not exist")
        return str(id)

    def _write(self, id: str, by: str, **fields: object) -> None:
        versions = self.history[id]
        now = versions[-1]
        versions.append(replace(now, fields={**now.fields, **fields}, version=now.version + 1, by=by, at=self._tick()))

    def _tick(self) -> str:
        self._now += timedelta(seconds=1)
        return self._now.isoformat()

    def _id(self, kind: str, n: int) -> str:
        return str(uuid5(NAMESPACE_URL, f"{kind}/{n}"))


def _checked(fields: Mapping[str, object]) -> Mapping[str, object]:
    for name, value in fields.items():
        if not isinstance(value, str) or len(value) > LONGEST:
            raise Failed(f"{name} is too long")
    if fields.get("status", "OPEN") not in STATUSES:
        raise Failed("status")
    if "dateOfIncident" in fields:
        date.fromisoformat(str(fields["dateOfIncident"]))
    return fields
