"""What a conversation needs to know of a country: plain data, filled from config/countries by main."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

import msgspec

from config.policy import Policy, SimSwapPolicy
from dialogs.model import Names

MOST_FOUND = 5
"""How many communes one screen offers."""
_KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")


class Office(msgspec.Struct, frozen=True, cache_hash=True):
    """A registration counter: its name, where it is, when it is open; `phone` in national form or empty."""

    names: Names
    address: Names
    hours: Names
    phone: str = ""


class Commune(msgspec.Struct, frozen=True, cache_hash=True):
    """A commune and its counters; `folded` are its names in all languages as search sees them (Latin, lower case)."""

    id: str
    names: Names
    region: Names
    folded: tuple[str, ...]
    offices: tuple[Office, ...]
    region_id: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """Something of a country that has a code for machines and a short name for people: a programme, a body, a need."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class Need(Listed):
    """What somebody may be referred for. Of a `quiet` one no SMS says more than the reference, and no redial goes on: others may
    read her phone."""

    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """What a complaint may be about. `acknowledge` and `resolve` are days, working days where `working` says so.

    `authority` is the body that decides when the case is escalated, `owner` the body that it is first sent to.
    """

    id: str
    names: Names
    acknowledge: int
    resolve: int
    working: bool
    owner: str
    authority: str
    escalate: int = 0
    """Days after the broken promise in which it goes to the authority by itself; 0: never."""


@dataclass(frozen=True, slots=True)
class CaseDays:
    """What a country allows and does around a case, in days; `closed` are days off that its government declared.

    `call`: working days within which somebody calls who asked for a call. `follow_up`: days after a slip in which she is asked
    whether she got help; 0: never.
    """

    near: int = 3
    appeal: int = 30
    reopen: int = 30
    close: int = 30
    remind: int = 5
    wait: int = 15
    call: int = 2
    follow_up: int = 0
    closed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One screen of categories."""

    id: str
    names: Names
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a citizen may ask to change: whose registry decides (`owner`, a body), and the papers to bring."""

    id: str
    names: Names
    owner: str
    papers: Names


@dataclass(frozen=True, slots=True)
class Attendance:
    """When people answer in the chat: days of the week (0 is Monday) and local hours, but not on public holidays or `closed`.

    `hours` says so to citizens.
    """

    days: tuple[int, ...]
    opens: time
    closes: time
    hours: Names
    closed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class CardForm:
    """How the number of a kind of card looks (`^\\d{1,6}R\\d{1,5}$`), and the scheme under which its registry knows it."""

    scheme: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the guide; `reviewed` is the day when somebody last read it against the rules."""

    id: str
    names: Names
    words: Names
    reviewed: date


@dataclass(frozen=True, slots=True)
class Country:
    """A country profile. `services` is the menu in order; `languages` the choices at first contact, in order.

    `helpline` is the number for violence and children, `needs` what somebody may be referred for.

    `networks` are the operators by what channels call their networks (MCC and MNC); `oneshot` allows `RECUP 5169` by SMS.

    `shortcuts` are sub-codes that lead straight to a service, on the menu or not: with `{"0": "messages"}`, `*3737*0#` does.

    `borrow` names, for a language in which not everything is written, the one in which names are said instead.

    `beginnings` are the first five communes for each way to begin a name, in letters and in keys of a keypad.
    """

    code: str
    region: str
    languages: tuple[str, ...]
    services: tuple[str, ...]
    service_code: str
    short_code: str
    sender: str
    hotline: str
    id_name: str
    timezone: str
    policy: Policy
    communes: tuple[Commune, ...]
    helpline: str = ""
    id_scheme: str = "UIN"
    id_pattern: str = r"^[2-9]\d{9}$"
    programmes: tuple[Listed, ...] = ()
    bodies: tuple[Listed, ...] = ()
    reasons: tuple[Listed, ...] = ()
    bands: tuple[Listed, ...] = ()
    cards: tuple[CardForm, ...] = ()
    needs: tuple[Need, ...] = ()
    complaints: tuple[Group, ...] = ()
    changes: tuple[Change, ...] = ()
    guide: tuple[Topic, ...] = ()
    case_days: CaseDays = CaseDays()
    sim_swap: SimSwapPolicy | None = None
    attendance: Attendance | None = None
    networks: Mapping[str, str] = field(default_factory=dict)
    oneshot: bool = False
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    borrow: Mapping[str, str] = field(default_factory=dict)
    beginnings: Mapping[str, Sequence[Commune]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "beginnings", _beginnings(self.communes))

    @property
    def terms(self) -> dict[str, str]:
        """What every text may name: `id_name`, `service_code`, `short_code`, `hotline`, `helpline`.

        `country` also says whose texts go before those of the language (dialogs/texts/<country>/).
        """
        return {
            "country": self.code,
            "id_name": self.id_name,
            "service_code": self.service_code,
            "short_code": self.short_code,
            "hotline": self.hotline,
            "helpline": self.helpline,
        }

    def name_of(self, id: str) -> Names:
        """The name of a body, programme, need, reason or level by its code; the code itself when the profile lacks it."""
        listed = (*self.programmes, *self.reasons, *self.bands, *self.needs, *self.bodies)
        return next((one.names for one in listed if one.id == id), Names((("", id),)))

    def quiet(self, need: str) -> bool:
        return any(one.id == need and one.quiet for one in self.needs)

    def category(self, id: str) -> Category | None:
        return next((c for group in self.complaints for c in group.categories if c.id == id), None)


def _beginnings(communes: Sequence[Commune]) -> dict[str, list[Commune]]:
    found: dict[str, list[Commune]] = {}
    for commune in communes:
        names = [*commune.folded, *(name.translate(_KEYS) for name in commune.folded)]
        for beginning in dict.fromkeys(name[:size] for name in names for size in range(1, len(name) + 1)):
            first = found.setdefault(beginning, [])
            if len(first) < MOST_FOUND:
                first.append(commune)
    return found
