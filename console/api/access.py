"""Who may call the API: operators with a bearer token, each at his pace."""

import re
import secrets
from dataclasses import dataclass

from config.policy import Limit
from console.api.problems import FORBIDDEN, SLOW_DOWN, TOKEN_NEEDED, Problem
from dialogs.ports import Guard, Keys
from store.operators import Operator, Operators

__all__ = ["Access", "token_mac"]

PACE = Limit(tries=120, window=60.0, lock=30.0)
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_\-]{43})", re.IGNORECASE)


def token_mac(keys: Keys, token: str) -> bytes:
    """What is kept of a token, and what an operator is found by."""
    return keys.mac("operator-token", token)


@dataclass(frozen=True, slots=True)
class Access:
    """`pace` is for each operator. Wrong tokens are not counted: 256 bits are not guessed, and a proxy shares its address."""

    operators: Operators
    keys: Keys
    guard: Guard
    pace: Limit = PACE

    async def operator(self, authorization: str, roles: frozenset[str]) -> Operator:
        """The operator of this `Authorization` header; raises `Problem` 401, 403 (none of `roles`) or 429."""
        bearer = _BEARER.fullmatch(authorization)
        found = await self.operators.by_token(token_mac(self.keys, bearer[1])) if bearer else None
        if found is None or found.disabled:
            raise Problem(TOKEN_NEEDED)
        if not roles & found.roles:
            raise Problem(FORBIDDEN)
        await self._pace(found)
        return found

    async def _pace(self, one: Operator) -> None:
        who, pace = [self.keys.mac("operator", one.id)], self.pace
        once = secrets.token_bytes(16)
        left = await self.guard.spend("api", who, tries=pace.tries, window=pace.window, lock=pace.lock, key=once)
        if left < 0:
            raise Problem(SLOW_DOWN, retry_after=await self.guard.locked("api", who))
