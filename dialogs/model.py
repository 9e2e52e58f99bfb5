"""The nouns of a conversation: what arrives, what is answered, who asks, and what stays masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from config.policy import Proof

__all__ = [
    "Caller",
    "Code",
    "Delivery",
    "End",
    "Event",
    "IdRef",
    "Masked",
    "Names",
    "Option",
    "Param",
    "Phone",
    "Prompt",
    "Proof",
    "Reply",
    "end",
]  # fmt: skip

Event = Literal["new", "resume", "hop", "close"]
"""`hop` is for dialects that do not say whether a session opens or goes on."""


class Masked:
    """Makes `repr` and `str` of a struct tell its type alone: what it holds is somebody's."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(****)"

    __str__ = __repr__


class Phone(msgspec.Struct, frozen=True):
    """A subscriber number in E.164 (`+212612345678`); its `repr` and `str` are masked."""

    e164: str

    @property
    def masked(self) -> str:
        """The last two digits, as a citizen reads them: `**42`."""
        return "**" + self.e164[-2:]

    def __repr__(self) -> str:
        return f"Phone({self.masked})"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class IdRef:
    """An identifier with its scheme (`UIN`, `VID`, `AID`, `HANDLE`); `repr` and `str` are masked."""

    scheme: str
    value: str

    @property
    def masked(self) -> str:
        """First two and last four characters, stars between: `26****5169` (all in GSM-7); below ten the last four alone."""
        if len(self.value) < 10:
            return f"****{self.value[-4:]}" if len(self.value) >= 8 else "****"
        return f"{self.value[:2]}****{self.value[-4:]}"

    def __repr__(self) -> str:
        return f"IdRef({self.scheme}:****)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code as typed: `plain` only in the turn that brought it, `mac` for ever after."""

    mac: str
    plain: str | None = None

    def __repr__(self) -> str:
        return "Code(****)"

    __str__ = __repr__


class Caller(msgspec.Struct, frozen=True):
    """Who the channel says is there: (channel, id) is the identity; a phone is a claim of the network."""

    channel: str
    id: str
    phone: Phone | None = None
    network: str | None = None

    def __repr__(self) -> str:
        return f"Caller({self.channel}, {self.phone!r})"

    __str__ = __repr__


class Delivery(msgspec.Struct, frozen=True):
    """One thing that arrived from a phone.

    `service` is the code or number that was dialled; `session` the aggregator's session id; `said` is what
    was typed now, or for dialects with cumulative text the whole `transcript` (then `said` is empty and the
    channel works out the difference). `hop` is the provider's own number of this hop where it gives one: with neither
    transcript nor hop a retry looks like new input. `at` is Unix time in seconds.
    """

    channel: str
    service: str
    session: str
    caller: Caller
    event: Event
    said: str = ""
    transcript: str | None = None
    hop: str = ""
    at: float = 0.0

    @property
    def sequenced(self) -> bool:
        """Whether a retry of this delivery can be told from new input."""
        return self.transcript is not None or bool(self.hop)

    def __repr__(self) -> str:
        return f"Delivery({self.channel}, {self.event}, {self.caller!r})"


class Names(msgspec.Struct, frozen=True, cache_hash=True):
    """A name of the country profile in several languages (an office, a commune): `((lang, text), …)`."""

    by_lang: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, names: Mapping[str, str]) -> "Names":
        return cls(tuple(names.items()))

    def in_lang(self, lang: str) -> str:
        """The name in `lang`, else the first one that the profile gives."""
        return dict(self.by_lang).get(lang, self.by_lang[0][1])


Param = str | int | date | Names


class Option(msgspec.Struct, frozen=True, cache_hash=True):
    """One choice of a prompt: the value it stands for, and the text key (with parameters) of its label."""

    value: str
    key: str
    params: tuple[tuple[str, Param], ...] = ()


class Prompt(msgspec.Struct, frozen=True, cache_hash=True):
    """What to show, never the text: a key of the catalogues, its parameters, and the options to number."""

    key: str
    params: tuple[tuple[str, Param], ...] = ()
    options: tuple[Option, ...] = ()

    def __repr__(self) -> str:
        return f"Prompt({self.key})"


class End(msgspec.Struct, frozen=True):
    """The last words of a conversation."""

    prompt: Prompt


def end(key: str, **params: Param) -> End:
    """The conversation ends with the text `key`."""
    return End(Prompt(key, tuple(params.items())))


class Reply(msgspec.Struct, frozen=True):
    """What a turn answers: a prompt in a language, an optional one-sentence slip above it, and whether it is the end."""

    prompt: Prompt
    lang: str
    slip: Prompt | None = None
    final: bool = False
