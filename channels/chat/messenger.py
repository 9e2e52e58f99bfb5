"""What every messenger has in common: what somebody wrote there, what we say, and what a platform must know how to do."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from channels.chat.buttons import Button
from channels.outbound import Outcome

MOST_TEXT = 2000
"""Characters of a message that are read."""


class Incoming(msgspec.Struct, frozen=True):
    """Something that a person did in a chat. `id` is the platform's; `who` is the person there, `to` where the answer goes.

    `kind`: `text`; `button` (then `said` is what we put behind it); `other`, which cannot be read (a picture, an edit);
    `group`, where nothing is answered but that this is no place for it. `call` names a press that the platform wants
    acknowledged. `lang` is the language of the person's own device, where it is told.
    """

    id: str
    who: str
    to: str
    kind: Literal["text", "button", "other", "group"]
    said: str = ""
    lang: str = ""
    call: str = ""

    def __repr__(self) -> str:
        return f"Incoming({self.kind})"


class Said(msgspec.Struct, frozen=True):
    """One message of ours. `private`: it holds a value of this person's; `choose` is the word above a list of buttons."""

    text: str
    buttons: tuple[Button, ...] = ()
    private: bool = False
    choose: str = ""

    def __repr__(self) -> str:
        return f"Said({len(self.buttons)} buttons)"


class Platform(Protocol):
    """One messenger: its webhook's dialect, and its API."""

    @property
    def name(self) -> str:
        """The channel's name, and its place below `/chat/`."""
        ...

    @property
    def most_body(self) -> int:
        """Bytes of the largest webhook that it sends."""
        ...

    def greets(self, query: Mapping[str, str]) -> str | None:
        """The answer to a GET by which the platform makes sure that the address is ours; None: it is not the platform."""
        ...

    def admits(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a webhook is the platform's: by its headers, over the bytes as they came."""
        ...

    def read(self, body: bytes) -> Sequence[Incoming]:
        """What a webhook brings, in order; what needs no answer is left out. Raises `BadForm`."""
        ...

    async def working(self, on: Incoming) -> None:
        """Show the person that we are at it; whatever comes of that."""
        ...

    async def send(self, to: Incoming, said: Said, *, at: float) -> Outcome:
        """Say it to the writer of `to`, which arrived `at` (Unix time); never raises for what the platform answers."""
        ...
