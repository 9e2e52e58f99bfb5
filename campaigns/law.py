"""What a country lets an announcement be: hours, consent, caps, links, opt-out words, and what a part costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from campaigns.hours import Hours

__all__ = ["Law"]


@dataclass(frozen=True, slots=True)
class Law:
    """`region` is ISO 3166, `optout` by language; `consented`: only who said yes may be written to. `tariff` is a price per
    part by operator, `else` for the others. `rate` is in parts a second, of which the share `reserved` stays free for codes
    and answers (0: the senders pace alone). At most `ahead` messages wait in the outbox, so that a pause acts at once.
    """

    region: str
    languages: Sequence[str]
    sender: str
    services: Sequence[str]
    hours: Hours
    optout: Mapping[str, str]
    consented: bool = False
    daily: int = 1
    weekly: int = 3
    links: tuple[str, ...] = ()
    tariff: Mapping[str, float] = field(default_factory=dict)
    currency: str = ""
    rate: float = 0.0
    reserved: float = 0.2
    ahead: int = 200

    @property
    def share(self) -> float:
        """Parts a second that all campaigns together may use."""
        return self.rate * (1 - self.reserved)
