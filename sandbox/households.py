"""The invented households of the sandbox country: who lives together, how they score, what programmes give them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.ports import Stage
from sandbox.population import Person

PAYMENT_DAY = 28
_SIZES = (1, 2, 3, 3, 4, 4, 5, 5, 6, 7)
_REGISTERED = date(2023, 3, 1)
_SPAN = 1000  # days in which households registered
_PROGRAMMES = {
    "morocco": (("ASD", 9.743001), ("AMO", 9.3264284), ("TAYSSIR", 10.5)),
    "djibouti": (("pnsf", 9.743001), ("pass", 9.3264284), ("aseri", 9.3264284), ("wfp", 9.0), ("zakat", 8.8)),
    "cote_divoire": (("safety-nets", 9.743001), ("ram", 9.3264284)),
    "pakistan_kp": (("kafaalat", 9.743001), ("wazaif", 9.3264284), ("sehat-card", 10.5), ("zakat", 8.8)),
}
"""The programmes of a country with the scores up to which they take a household."""
_BANDS = ((9.3264284, "very-low"), (9.743001, "low"), (10.5, "middle"))
_UNSCORED = 20  # one household in so many waits for its score


@dataclass(frozen=True, slots=True)
class Standing:
    """How a household stands with a programme. `state` is a word of the wire (`Active`); `reason` a code, empty when none."""

    programme: str
    state: str
    since: date
    reason: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Home:
    """One household: its number (`55530R5150`), the head first among its members, its score and its programmes.

    `value` is None until it is scored. `card` is the number on its card (9 digits), good until `card_expires`; `meals` that on
    its restaurant card (6 digits), which is good as long.
    """

    number: str
    members: tuple[Person, ...]
    commune: str
    value: float | None
    band: str
    registered_on: date
    updated_on: date
    standings: tuple[Standing, ...]
    card: str
    card_state: str
    card_expires: date

    @property
    def head(self) -> Person:
        return self.members[0]

    @property
    def meals(self) -> str:
        return self.card[-6:]

    def __repr__(self) -> str:
        return "Home(****)"


def homes(everybody: Sequence[Person], *, seed: int = 2026, country: str = "morocco") -> tuple[Home, ...]:
    """Every issued person lives in one household; the same people and seed always give the same households."""
    rng = random.Random(seed)  # noqa: S311 - invented households, not secrets
    numbers = _numbers(rng)
    issued = [person for person in everybody if person.status is Stage.ISSUED and person.active]
    found: list[Home] = []
    first = 0
    while first < len(issued):
        together = issued[first : first + rng.choice(_SIZES)]
        first += len(together)
        found.append(_home(rng, next(numbers), tuple(sorted(together, key=lambda person: person.born)), len(found), country))
    return tuple(found)


def next_payment(today: date) -> date:
    """The next payday: the 28th of this month or of the next."""
    if today.day <= PAYMENT_DAY:
        return today.replace(day=PAYMENT_DAY)
    return (today.replace(day=PAYMENT_DAY) + timedelta(days=5)).replace(day=PAYMENT_DAY)


def _numbers(rng: random.Random) -> Iterator[str]:
    given: set[str] = set()
    while True:
        number = f"{rng.randint(100, 99999)}R{rng.randint(100, 9999)}"
        if number not in given:
            given.add(number)
            yield number


def _home(rng: random.Random, number: str, members: tuple[Person, ...], nth: int, country: str) -> Home:
    registered = _REGISTERED + timedelta(days=rng.randrange(_SPAN))
    value = None if nth % _UNSCORED == _UNSCORED - 1 else round(rng.uniform(8.4, 11.6), 4)
    scored = registered + timedelta(days=rng.randint(10, 60))
    return Home(
        number=number,
        members=members,
        commune=members[0].commune,
        value=value,
        band=next((band for most, band in _BANDS if value <= most), "high") if value is not None else "",
        registered_on=registered,
        updated_on=scored,
        standings=_standings(value, scored, country),
        card=f"{rng.randint(10**8, 10**9 - 1)}",
        card_state=rng.choice(("Active", "Active", "Active", "Blocked", "Replaced")),
        card_expires=registered + timedelta(days=5 * 365),
    )


def _standings(value: float | None, scored: date, country: str) -> tuple[Standing, ...]:
    if value is None:
        return (Standing(_PROGRAMMES[country][0][0], "Pending", scored),)
    return tuple(
        Standing(name, "Active", scored) if value <= most else Standing(name, "Rejected", scored, "score-above")
        for name, most in _PROGRAMMES[country]
    )
