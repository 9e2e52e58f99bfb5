"""What a conversation needs to know of a country: plain data, filled from config/countries by main."""

from dataclasses import dataclass

from config.policy import Policy
from dialogs.model import Names


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
    """A country profile. `services` is the menu in order; `languages` the choices at first contact, in order."""

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

    @property
    def terms(self) -> dict[str, str]:
        """What every text may name: `id_name`, `service_code`, `short_code`, `hotline`."""
        return {
            "id_name": self.id_name,
            "service_code": self.service_code,
            "short_code": self.short_code,
            "hotline": self.hotline,
        }
