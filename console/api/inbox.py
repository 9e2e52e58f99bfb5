"""The API of who answers citizens in chats: the queue, one conversation, and what is said in it."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, StringConstraints

from console.answering import CHAT, LONGEST, Answering, NoSuchColleague
from console.api.documents import Asked, Told
from console.api.operations import Call, Operation
from console.api.problems import INVALID, Kind, Problem
from store.inbox_thread import By, Carried, Denied, InboxDenied, Line, State, Thread

__all__ = ["Replies", "operations"]

Replies = Mapping[str, Mapping[str, str]]
"""Answers that are ready, by their ids and then by language."""
_ID = "[0-9a-f]{32}"
T = TypeVar("T")

UNKNOWN = Kind(404, "unknown-conversation", "There is no such conversation, or its citizen left no trace")
NOT_YOURS = Kind(409, "not-yours", "You do not hold this conversation")
TAKEN = Kind(409, "taken", "Somebody else holds this conversation")
CLOSED = Kind(409, "closed", "This conversation is over")
NO_COLLEAGUE = Kind(422, "no-colleague", "Nobody of this id answers citizens")
_DENIED = {Denied.UNKNOWN: UNKNOWN, Denied.NOT_YOURS: NOT_YOURS, Denied.TAKEN: TAKEN, Denied.CLOSED: CLOSED}
_KINDS = tuple(_DENIED.values())


class InboxQuery(Asked):
    """`waiting`: in the queue, longest wait first; `held`: with somebody; `mine`: with you. `after` is the `next` of a page."""

    which: Literal["waiting", "held", "mine"] = "waiting"
    after: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,120}$")] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class Conversation(Told):
    """`service` and `phone` (masked) are empty unless the citizen agreed that they are seen."""

    id: str
    channel: str
    lang: str
    state: State
    service: str
    phone: str
    operator: str
    asked_at: datetime
    claimed_at: datetime | None
    ended: str


class Conversations(Told):
    """`next` is the `after` of the page that follows; empty after the last."""

    items: list[Conversation]
    next: str


class LinesQuery(Asked):
    """Lines after the number `after`; where there are none, those that come within `wait` seconds."""

    after: Annotated[int, Field(ge=0)] = 0
    wait: Annotated[int, Field(ge=0, le=25)] = 0


class ConversationLine(Told):
    """`by`: `citizen`, `agent`, `note` (said by the counter; `text` is what of) or `mark` (what happened; for agents alone)."""

    seq: int
    at: datetime
    by: By
    text: str
    operator: str
    carried: Carried


class ConversationLines(Told):
    """`before`: how many wait before it."""

    conversation: Conversation
    before: int
    lines: list[ConversationLine]


class Answer(Asked):
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"\S")] = Field(repr=False)


class Transfer(Asked):
    """The id of a colleague; empty: back into the queue."""

    to: Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9._@-]{0,63})?$")] = ""


class Nothing(Asked):
    """There is nothing to say."""


class Done(Told):
    done: bool = True


class ReplyQuery(Asked):
    lang: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$")]


class ReadyReply(Told):
    id: str
    text: str


class ReadyReplies(Told):
    items: list[ReadyReply]


def operations(desk: Answering, replies: Replies) -> Sequence[Operation[Any]]:
    """All of an inbox, for the role `chat`."""

    async def list_(call: Call[InboxQuery]) -> Conversations:
        asked = call.body
        found = await desk.queue(call.operator.id, asked.which, _place(asked.after), asked.limit)
        following = _cursor(found[-1]) if len(found) == asked.limit else ""
        return Conversations(items=[_conversation(one) for one in found], next=following)

    async def off(call: Call[Nothing]) -> Done:
        await desk.off(call.operator.id)
        return Done()

    async def ready(call: Call[ReplyQuery]) -> ReadyReplies:
        lang = call.body.lang
        return ReadyReplies(items=[ReadyReply(id=id, text=texts[lang]) for id, texts in replies.items() if lang in texts])

    async def read(call: Call[LinesQuery]) -> ConversationLines:
        talk = await _allowed(desk.read(call.operator.id, call.path["id"], call.body.after, float(call.body.wait)))
        lines = [_line(line) for line in talk.lines]
        return ConversationLines(conversation=_conversation(talk.thread), before=talk.before, lines=lines)

    async def say(call: Call[Answer]) -> Conversation:
        return _conversation(await _allowed(desk.say(call.operator.id, call.path["id"], call.key, call.body.text)))

    async def typing(call: Call[Nothing]) -> Done:
        await _allowed(desk.typing(call.operator.id, call.path["id"]))
        return Done()

    async def transfer(call: Call[Transfer]) -> Conversation:
        try:
            return _conversation(await _allowed(desk.transfer(call.operator.id, call.path["id"], call.body.to)))
        except NoSuchColleague:
            raise Problem(NO_COLLEAGUE) from None

    def step(act: Callable[[str, str], Awaitable[Thread]]) -> Callable[[Call[Nothing]], Awaitable[Conversation]]:
        async def done(call: Call[Nothing]) -> Conversation:
            return _conversation(await _allowed(act(call.operator.id, call.path["id"])))

        return done

    role, one = frozenset({CHAT}), {"id": _ID}
    return (
        Operation("listInbox", "GET", "/v1/inbox", "The queue; who looks is at work", role, InboxQuery, Conversations, list_),
        Operation("leaveInbox", "POST", "/v1/inbox/off", "Be at work no longer", role, Nothing, Done, off),
        Operation(
            "listReplies", "GET", "/v1/inbox/replies", "Answers that are ready, in a language",
            role, ReplyQuery, ReadyReplies, ready,
        ),
        Operation(
            "readConversation", "GET", "/v1/inbox/{id}", "Read a conversation that you hold, or wait for its next lines",
            role, LinesQuery, ConversationLines, read, one, _KINDS,
        ),
        Operation(
            "claimConversation", "POST", "/v1/inbox/{id}/claim", "Take a conversation: of all who try, one gets it",
            role, Nothing, Conversation, step(desk.claim), one, _KINDS,
        ),
        Operation(
            "sayInConversation", "POST", "/v1/inbox/{id}/say", "Answer the citizen; the same Idempotency-Key is said once",
            role, Answer, Conversation, say, one, _KINDS,
        ),
        Operation(
            "typeInConversation", "POST", "/v1/inbox/{id}/typing", "Show that somebody is writing, where the channel can",
            role, Nothing, Done, typing, one, _KINDS,
        ),
        Operation(
            "transferConversation", "POST", "/v1/inbox/{id}/transfer", "Hand it to a colleague, or back into the queue",
            role, Transfer, Conversation, transfer, one, (*_KINDS, NO_COLLEAGUE),
        ),
        Operation(
            "returnConversation", "POST", "/v1/inbox/{id}/return", "Hand the citizen back to the counter",
            role, Nothing, Conversation, step(desk.give_back), one, _KINDS,
        ),
        Operation(
            "closeConversation", "POST", "/v1/inbox/{id}/close", "End it: all is said",
            role, Nothing, Conversation, step(desk.close), one, _KINDS,
        ),
    )  # fmt: skip


async def _allowed(step: Awaitable[T]) -> T:
    try:
        return await step
    except InboxDenied as denied:
        raise Problem(_DENIED[denied.why]) from None


def _conversation(thread: Thread) -> Conversation:
    return Conversation(
        id=thread.id,
        channel=thread.conversation.channel,
        lang=thread.lang,
        state=thread.state,
        service=thread.service,
        phone=thread.phone,
        operator=thread.operator,
        asked_at=_moment(thread.asked_at),
        claimed_at=_moment(thread.claimed_at) if thread.claimed_at else None,
        ended=thread.ended,
    )


def _line(line: Line) -> ConversationLine:
    return ConversationLine(
        seq=line.seq, at=_moment(line.at), by=line.by, text=line.text, operator=line.operator, carried=line.carried
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _cursor(thread: Thread) -> str:
    return base64.urlsafe_b64encode(f"{thread.asked_at!r} {thread.id}".encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[float, str]:
    """Where a page begins; raises `Problem` 422 for what is no `next` of ours."""
    if not cursor:
        return 0.0, ""
    try:
        at, _, id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        return float(at), id
    except (ValueError, binascii.Error):
        raise Problem(INVALID, faults=[("after", "cursor")]) from None
