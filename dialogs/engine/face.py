"""What the engine asks of a channel: how it hears a delivery, and how it shows a reply."""

from typing import Protocol

import msgspec

from dialogs.model import Delivery, Masked, Reply


class Heard(Masked, msgspec.Struct, frozen=True):
    """What a channel makes of a delivery, seen from what it noted before.

    `kind`: `dial` (a session opens), `said` (new input), `again` (a retry, or a hop that comes late: show what stands),
    `over` (this session is not, or no longer, known), `close` (the phone hung up), `start` (begin anew, with the
    answers in `known` by question name, in the language `lang` when the phone has chosen none), `speak` (go on in the
    language `lang`), `help` (say how to go on, and what stands), `stop` (she wants no more of this conversation).
    `note` is the channel's next note, `id` four bytes that name the delivery.
    """

    kind: str
    note: bytes
    id: bytes = b""
    said: str = ""
    known: tuple[tuple[str, str], ...] = ()
    lang: str = ""


class Face(Protocol):
    """How one channel hears and shows. Notes are the channel's own bytes, kept in the conversation's record."""

    @property
    def texting(self) -> bool:
        """Messages rather than screens: options may be answered in words (`match`), and a word after the end begins anew."""
        ...

    def hear(self, note: bytes, delivery: Delivery) -> Heard: ...

    def leaf(self, reply: Reply, old: bytes, new: bytes, said: str) -> bytes | None:
        """`new` with the page that `said` turns to from the page in `old`; None when `said` turns no page of `reply`."""
        ...

    def show(self, reply: Reply, note: bytes) -> str:
        """The text on the phone, in the channel's own form."""
        ...

    def match(self, reply: Reply, said: str) -> str:
        """The number of the option of `reply` that `said` names in words; else `said`."""
        ...
