"""Who works with Guichet and may call its API: identity, roles, counter. Tokens are known by their keyed hash alone."""

import hmac
from dataclasses import dataclass, replace
from typing import Protocol

__all__ = ["MemoryOperators", "Operator", "OperatorExists", "Operators"]


@dataclass(frozen=True, slots=True)
class Operator:
    """`id` is a staff number or name of the house, never a citizen's; `counter` the office he works at.

    `areas` are the regions or communes whose cases he sees (none: all).
    """

    id: str
    roles: frozenset[str]
    counter: str = ""
    disabled: bool = False
    areas: frozenset[str] = frozenset()


class OperatorExists(Exception):
    """There is an operator with this id, or (once in 2**64 draws) with this token."""


class Operators(Protocol):
    """The operators of this installation. `token` is a 16-byte keyed hash (`Keys.mac`), never the token itself."""

    async def add(self, operator: Operator, token: bytes) -> None:
        """Raises `OperatorExists`."""
        ...

    async def by_token(self, token: bytes) -> Operator | None:
        """Also one who is disabled: the caller decides what he is told."""
        ...

    async def by_id(self, id: str) -> Operator | None:
        """Also one who is disabled."""
        ...

    async def all(self) -> list[Operator]:
        """In the order of their ids."""
        ...

    async def disable(self, id: str) -> bool:
        """At once and for good; False when there is no such operator."""
        ...


class MemoryOperators:
    """The twin of `store.sql.operators`, in a dict."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Operator, bytes]] = {}

    async def add(self, operator: Operator, token: bytes) -> None:
        if operator.id in self._kept or await self.by_token(token):
            raise OperatorExists
        self._kept[operator.id] = (operator, token)

    async def by_token(self, token: bytes) -> Operator | None:
        return next((one for one, kept in self._kept.values() if hmac.compare_digest(kept, token)), None)

    async def by_id(self, id: str) -> Operator | None:
        return self._kept[id][0] if id in self._kept else None

    async def all(self) -> list[Operator]:
        return [self._kept[id][0] for id in sorted(self._kept)]

    async def disable(self, id: str) -> bool:
        if id not in self._kept:
            return False
        one, token = self._kept[id]
        self._kept[id] = (replace(one, disabled=True), token)
        return True
