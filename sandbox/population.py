"""The invented people of the sandbox country: the same seed always gives the same population."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import phonenumbers

from dialogs.ports import Stage
from sandbox.lands import LANDS, Land, Pair

Sex = Literal["F", "M"]

ADULT_AGE = 18
_AS_OF = date(2026, 1, 1)
_ADULTS = (date(1938, 1, 1), date(2004, 12, 31))
_MINORS = (date(2010, 1, 1), date(2022, 12, 31))
_ENROLMENT = datetime(2023, 1, 2, 8)
_ENROLMENT_DAYS = 1370


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """One invented citizen.

    `uin` (the NIU in Djibouti) has 10 digits and `vid` 16 (both Verhoeff), a CNIC 13;
    until `status` is ISSUED no service knows them.
    `receipt` is the 29-digit AID of MOSIP: centre 5, machine 5, sequence 5, `yyyymmddhhmmss`. `names` are full names by
    language (`fr`, `ar`), `phone` is E.164, `commune` a free identifier.
    """

    uin: str
    vid: str
    receipt: str
    names: tuple[tuple[str, str], ...]
    born: date
    sex: Sex
    phone: str | None
    commune: str
    status: Stage = Stage.ISSUED
    active: bool = True

    def adult(self, on: date = _AS_OF) -> bool:
        return (on.year - self.born.year) - ((on.month, on.day) < (self.born.month, self.born.day)) >= ADULT_AGE

    def __repr__(self) -> str:
        return f"Person({self.status}, ****)"


def check_digit(digits: str) -> str:
    """The Verhoeff check digit that makes `digits + check_digit(digits)` valid."""
    return str((0, 4, 3, 2, 1, 5, 6, 7, 8, 9)[_verhoeff(digits + "0")])


def well_formed(number: str, length: int) -> bool:
    """MOSIP's rule for UIN (10) and VID (16): ASCII digits, not starting with 0 or 1, Verhoeff check digit last."""
    return len(number) == length and number.isascii() and number.isdecimal() and number[0] not in "01" and not _verhoeff(number)


def people(count: int = 1000, *, seed: int = 2026, country: str = "morocco") -> tuple[Person, ...]:
    """`count` people (7 at least): a fixed cast for demonstrations first, then everybody else by the shares below.

    25 % are minors, 7 % have no phone, 5 % use the phone of an elder relative, 10 % wait for their number, 2 % are inactive.
    """
    if country not in LANDS:
        raise ValueError(f"the sandbox has people for {', '.join(LANDS)} only")
    if count < len(_CAST):
        raise ValueError(f"a population needs {len(_CAST)} people at least")
    rng = random.Random(seed)  # noqa: S311 - invented people, not secrets
    office = _Office(rng, LANDS[country])
    for part in (*_CAST, *_crowd(rng, count - len(_CAST))):
        office.enrol(part)
    return tuple(office.people)


def showcase(everybody: Sequence[Person]) -> tuple[Person, ...]:
    """Six people for a demonstration.

    In this order: two adults with a number and a phone of their own, one who uses a relative's phone, one rejected
    application, one that is being processed, one inactive identity.
    """
    users = Counter(person.phone for person in everybody)
    adults = [person for person in everybody if person.phone and person.adult()]
    issued = [person for person in adults if person.status is Stage.ISSUED]
    eldest = _eldest_by_phone(issued)
    own = [person for person in issued if person.active and users[person.phone] == 1]
    return (
        own[0],
        own[1],
        next(person for person in issued if person.active and eldest[str(person.phone)] is not person),
        next(person for person in adults if person.status is Stage.REJECTED),
        next(person for person in adults if person.status is Stage.PROCESSING),
        next(person for person in issued if not person.active),
    )


def _eldest_by_phone(everybody: Iterable[Person]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for person in everybody:
        if person.phone and (person.phone not in found or person.born < found[person.phone].born):
            found[person.phone] = person
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """What is decided about a person before the details are drawn."""

    minor: bool = False
    phone: Literal["own", "shared", "none"] = "own"
    status: Stage = Stage.ISSUED
    active: bool = True


_CAST = (
    _Part(),
    _Part(),
    _Part(),
    _Part(phone="shared"),
    _Part(status=Stage.REJECTED),
    _Part(status=Stage.PROCESSING),
    _Part(active=False),
)
_ALONE = 2  # the first two of the cast never share their phone


def _crowd(rng: random.Random, count: int) -> Iterable[_Part]:
    by_age, by_phone, by_status = (rng.sample(range(count), count) for _ in range(3))
    waiting = (Stage.RECEIVED, Stage.PROCESSING, Stage.AWAITING, Stage.REJECTED)
    for age, phone, status in zip(by_age, by_phone, by_status, strict=True):
        yield _Part(
            minor=age < 0.25 * count,
            phone="none" if phone < 0.07 * count else "shared" if phone < 0.12 * count else "own",
            status=waiting[status % 4] if status < 0.10 * count else Stage.ISSUED,
            active=not 0.10 * count <= status < 0.12 * count,
        )


class _Office:
    """Enrols people one by one and never gives a number twice."""

    def __init__(self, rng: random.Random, land: Land) -> None:
        self._rng = rng
        self._land = land
        self._given: set[str] = set()
        self.people: list[Person] = []
        self._elders: list[tuple[Person, Pair]] = []

    def enrol(self, part: _Part) -> None:
        relative, family = (
            (None, self._rng.choice(self._land.families)) if part.phone != "shared" else self._rng.choice(self._elders)
        )
        sex: Sex = self._rng.choice(("F", "M"))
        given = self._rng.choice(self._land.women if sex == "F" else self._land.men)
        person = Person(
            uin=self._new(lambda: self._card(sex) if self._land.card else self._number(10)),
            vid=self._new(lambda: self._number(16)),
            receipt=self._new(self._receipt),
            names=(("fr", f"{given[0]} {family[0]}"), ("ar", f"{given[1]} {family[1]}")),
            born=self._born(part, relative),
            sex=sex,
            phone=relative.phone if relative else self._new(self._mobile) if part.phone == "own" else None,
            commune=self._rng.choice(self._land.communes),
            status=part.status,
            active=part.active,
        )
        self.people.append(person)
        if part == _Part() and len(self.people) > _ALONE:
            self._elders.append((person, family))

    def _new(self, draw: Callable[[], str]) -> str:
        while (number := draw()) in self._given:
            pass
        self._given.add(number)
        return number

    def _number(self, length: int) -> str:
        digits = self._rng.choice("23456789") + self._digits(length - 2)
        return digits + check_digit(digits)

    def _card(self, sex: Sex) -> str:
        return self._land.card + self._digits(7) + self._rng.choice("2468" if sex == "F" else "13579")

    def _digits(self, count: int) -> str:
        return "".join(self._rng.choices("0123456789", k=count))

    def _receipt(self) -> str:
        taken = _ENROLMENT + timedelta(days=self._rng.randrange(_ENROLMENT_DAYS), seconds=self._rng.randrange(8 * 3600))
        return f"1{self._digits(4)}1{self._digits(4)}{self._digits(5)}{taken:%Y%m%d%H%M%S}"

    def _mobile(self) -> str:
        while True:
            number = phonenumbers.parse(self._rng.choice(self._land.mobiles) + self._digits(self._land.digits))
            if phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE:
                return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _born(self, part: _Part, elder: Person | None) -> date:
        first, last = _MINORS if part.minor else _ADULTS
        if elder and elder.born > first:
            first = elder.born
        return first + timedelta(days=self._rng.randint(1, max(1, (last - first).days)))


_STEP = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _permute(digit: int, times: int) -> int:
    for _ in range(times % 8):
        digit = _STEP[digit]
    return digit


def _multiply(a: int, b: int) -> int:
    """The dihedral group of the pentagon: 0-4 are its rotations, 5-9 its reflections."""
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5


def _verhoeff(number: str) -> int:
    """0 for a number whose last digit checks (J. Verhoeff, 1969)."""
    checked = 0
    for place, digit in enumerate(reversed(number)):
        checked = _multiply(checked, _permute(int(digit), place))
    return checked
