"""What goes over the web chat's line, as JSON told apart by `kind`: ours beside `Shown`, and the two that a page says."""

from typing import Annotated

import msgspec

from channels.chat.web_face import Shown
from channels.gate import BadForm
from dialogs.model import Masked

MOST_TEXT = 2000
MOST_SEQ = 2**31

_Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{8,64}\Z")]
_Seq = Annotated[int, msgspec.Meta(ge=0, le=MOST_SEQ)]


class Say(msgspec.Struct, frozen=True, tag_field="kind", tag="say"):
    """What she wrote, or the value of the button she pressed. `after` is the last message of ours that the page has."""

    id: _Id
    text: Annotated[str, msgspec.Meta(max_length=MOST_TEXT)]
    after: _Seq = 0

    def __repr__(self) -> str:
        return "Say()"


class Start(msgspec.Struct, frozen=True, tag_field="kind", tag="start"):
    """Begin, or begin anew, in this language."""

    id: _Id
    lang: Annotated[str, msgspec.Meta(max_length=16)] = ""
    after: _Seq = 0

    def __repr__(self) -> str:
        return "Start()"


class Hello(Masked, msgspec.Struct, frozen=True, tag_field="kind", tag="hello"):
    """The line is open; `seq` is the number of our last message, 0 where there is no conversation."""

    seq: int


class Got(msgspec.Struct, frozen=True, tag_field="kind", tag="got"):
    """Her message arrived, and is being answered."""

    id: str


class Typing(msgspec.Struct, frozen=True, tag_field="kind", tag="typing"):
    """A person is writing to her."""


class Done(msgspec.Struct, frozen=True, tag_field="kind", tag="done"):
    """All that answers her message has been said; `seq` is the number of the last."""

    id: str
    seq: int


class Refused(msgspec.Struct, frozen=True, tag_field="kind", tag="refused"):
    """Her message was not taken: `form`, `slow-down`, `busy` (both: send it again), or `over` (its conversation is gone)."""

    id: str
    why: str


class Answer(Masked, msgspec.Struct, frozen=True):
    """The same without a socket: what answers a message, or what was said since."""

    seq: int
    said: tuple[Shown, ...]


_incoming: msgspec.json.Decoder[Say | Start] = msgspec.json.Decoder(Say | Start)


def read(body: bytes | str) -> Say | Start:
    """One message of the page; raises `BadForm`."""
    try:
        return _incoming.decode(body)
    except (ValueError, RecursionError) as fault:
        raise BadForm("json") from fault
