"""What the sandbox's registries keep about people beside their records: locks, aliases, uses and events."""

import secrets
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dialogs.ports import Factor
from sandbox.mosip_records import Clock
from sandbox.population import Person, check_digit

ALIAS_LIFE = 1800.0
MOST_ALIASES = 5
_FOREVER = float("inf")


@dataclass(frozen=True, slots=True, repr=False)
class Issued:
    """An alias: 16 digits with a Verhoeff check digit; `expires_at` Unix time."""

    number: str
    person: Person
    expires_at: float
    revoked: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Use:
    """One authentication, or one code that was asked for (`asked`)."""

    at: float
    by: str
    factor: Factor
    passed: bool
    txn: str
    asked: bool = False


class Holdings:
    """By person; times are Unix seconds. `events` maps a 16-digit event id to `done`, `under-way` or `failed`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free: dict[tuple[str, Factor], tuple[float, float]] = {}
        self._aliases: dict[str, Issued] = {}
        self._uses: dict[str, list[Use]] = defaultdict(list)
        self.events: dict[str, str] = {}

    def lock(self, person: Person, factors: Iterable[Factor]) -> None:
        for factor in factors:
            self._free[person.receipt, factor] = (-_FOREVER, -_FOREVER)

    def unlock(self, person: Person, factors: Iterable[Factor], seconds: float | None) -> None:
        now = self._clock.now()
        for factor in factors:
            self._free[person.receipt, factor] = (now, _FOREVER if seconds is None else now + seconds)

    def locked(self, person: Person, factor: Factor) -> bool:
        since, until = self._free.get((person.receipt, factor), (-_FOREVER, _FOREVER))
        return not since <= self._clock.now() < until

    def issue(self, person: Person) -> Issued | None:
        """A new alias, or None when the person has as many as the policy allows."""
        live = [one for one in self._aliases.values() if one.person is person and self.live(one)]
        if len(live) >= MOST_ALIASES:
            return None
        stem = f"{2 + secrets.randbelow(8)}{secrets.randbelow(10**14):014}"
        made = Issued(stem + check_digit(stem), person, self._clock.now() + ALIAS_LIFE)
        self._aliases[made.number] = made
        return made

    def alias(self, number: str) -> Issued | None:
        return self._aliases.get(number)

    def live(self, alias: Issued) -> bool:
        return not alias.revoked and self._clock.now() < alias.expires_at

    def revoke(self, alias: Issued) -> None:
        self._aliases[alias.number] = replace(alias, revoked=True)

    def record(self, person: Person, by: str, factor: Factor, txn: str, *, passed: bool, asked: bool = False) -> None:
        self._uses[person.receipt].append(Use(self._clock.now(), by, factor, passed, txn, asked))

    def uses(self, person: Person) -> list[Use]:
        """Newest first."""
        return self._uses[person.receipt][::-1]

    def file(self, state: str) -> str:
        """A new event id, for a request that stands at `state`."""
        event = f"{secrets.randbelow(9 * 10**15) + 10**15}"
        self.events[event] = state
        return event


def same_name(person: Person, said: str, lang: str = "") -> bool:
    """Whether `said` is the name on file in `lang` (in any language when empty), whatever the case, accents and spaces."""
    return any(_folded(said) == _folded(name) for its, name in person.names if lang in ("", its))


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in letters if c.isalpha())
