"""The API as a table: each operation says what it takes, gives and refuses, and is served and described from that."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel

from console.api.problems import FORBIDDEN, INVALID, NOT_FOUND, NOT_JSON, SLOW_DOWN, STORE_DOWN, TOKEN_NEEDED, TOO_LARGE, Kind
from store.operators import Operator

__all__ = ["ALWAYS", "Call", "M", "Operation"]

M = TypeVar("M", bound=BaseModel)
ALWAYS = (NOT_JSON, TOKEN_NEEDED, FORBIDDEN, TOO_LARGE, INVALID, SLOW_DOWN, STORE_DOWN)
"""What every operation may refuse with."""


@dataclass(frozen=True, slots=True, repr=False)
class Call(Generic[M]):
    """One request that passed the door. `key` is the same for a repetition with the same `Idempotency-Key`, else random."""

    operator: Operator
    path: Mapping[str, str]
    body: M
    key: bytes


@dataclass(frozen=True, slots=True)
class Operation(Generic[M]):
    """`path` is below `/api`; `params` gives each `{name}` in it a pattern; one of `roles` is needed; `largest` is in bytes.

    `request` is what is asked: the body, or with GET the query. `status` is that of the answer.
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

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return (*ALWAYS, *([NOT_FOUND] if self.params else []), *self.refuses)
