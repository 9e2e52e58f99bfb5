"""The API as a table: each operation says what it takes, gives and refuses, and is served and described from that."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from console.api.once import IN_PROGRESS, KEY_REUSED
from console.api.problems import (
    FORBIDDEN,
    INVALID,
    NOT_FOUND,
    NOT_JSON,
    NOT_THIS_FORM,
    SLOW_DOWN,
    STALE,
    STORE_DOWN,
    TOKEN_NEEDED,
    TOO_LARGE,
    VERSION_NEEDED,
    Kind,
)  # fmt: skip
from store.operators import Operator

__all__ = ["ALWAYS", "JSON", "Call", "M", "Operation", "Text", "Versioned"]

M = TypeVar("M", bound=BaseModel)
JSON = "application/json"
ALWAYS = (NOT_JSON, TOKEN_NEEDED, FORBIDDEN, TOO_LARGE, INVALID, SLOW_DOWN, STORE_DOWN)
"""What every operation may refuse with."""


class Versioned(BaseModel):
    """An answer about something that changes: its `version` is told as `ETag` and is what `If-Match` names."""

    version: int


class Text(BaseModel):
    """An answer that is not JSON."""

    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Call(Generic[M]):
    """One request that passed the door. `key` is the same for a repetition with the same `Idempotency-Key`, else random.

    `version` is that of `If-Match`; `file` is what was uploaded, and is there as long as the call lasts.
    """

    operator: Operator
    path: Mapping[str, str]
    body: M
    key: bytes
    version: int = 0
    file: Path = Path()


@dataclass(frozen=True, slots=True)
class Operation(Generic[M]):
    """`path` is below `/api`; `params` gives each `{name}` in it a pattern; one of `roles` is needed; `largest` is in bytes.

    `request` is what is asked: the body, or with GET or an upload the query. `status` is that of the answer, `media` its type
    (of a `Text` when it is not JSON). `uploads` gives the media types of a body that is a file, with the ending of its name.
    `matches`: it needs `If-Match`. `once`: an answer is kept for the same `Idempotency-Key`.
    """

    name: str
    method: str
    path: str
    summary: str
    roles: frozenset[str]
    request: type[M]
    response: type[BaseModel]
    handler: Callable[[Call[M]], Awaitable[BaseModel]]
    params: Mapping[str, str] = field(default_factory=dict)
    refuses: tuple[Kind, ...] = ()
    largest: int = 16 * 1024
    status: int = 200
    media: str = JSON
    uploads: Mapping[str, str] = field(default_factory=dict)
    matches: bool = False
    once: bool = False

    @property
    def kinds(self) -> tuple[Kind, ...]:
        more = {NOT_FOUND: self.params, NOT_THIS_FORM: self.uploads, VERSION_NEEDED: self.matches, STALE: self.matches}
        more |= {IN_PROGRESS: self.once, KEY_REUSED: self.once}
        return (*ALWAYS, *(kind for kind, told in more.items() if told), *self.refuses)
