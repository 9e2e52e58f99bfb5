"""What a conversation needs to know of a country: plain data, filled from config/countries by main."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from config.policy import Policy
from dialogs.model import Names

MOST_FOUND = 5
"""How many communes one screen offers."""
_KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")


@dataclass(frozen=True, slots=True)
class Office:
    """A registration counter: its name, where it is, when it is open; `phone` in national form or empty."""

    names: Names
    address: Names
    hours: Names
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune and its counters; `folded` are its names in all languages as search sees them (Latin, lower case)."""

    id: str
    names: Names
    region: Names
    folded: tuple[str, ...]
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country profile. `services` is the menu in order; `languages` the choices at first contact, in order.

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
    beginnings: Mapping[str, Sequence[Commune]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "beginnings", _beginnings(self.communes))

    @property
    def terms(self) -> dict[str, str]:
        """What every text may name: `id_name`, `service_code`, `short_code`, `hotline`."""
        return {
            "id_name": self.id_name,
            "service_code": self.service_code,
            "short_code": self.short_code,
            "hotline": self.hotline,
        }


def _beginnings(communes: Sequence[Commune]) -> dict[str, list[Commune]]:
    found: dict[str, list[Commune]] = {}
    for commune in communes:
        names = [*commune.folded, *(name.translate(_KEYS) for name in commune.folded)]
        for beginning in dict.fromkeys(name[:size] for name in names for size in range(1, len(name) + 1)):
            first = found.setdefault(beginning, [])
            if len(first) < MOST_FOUND:
                first.append(commune)
    return found
