"""The reminders of a campaign in its form: when, to whom, and texts of their own, as many as it has and one more at a press."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from campaigns.brief import Content
from campaigns.office import MOST_WAVES
from campaigns.plan import TO
from console.pages.page import Visit

__all__ = ["LOCAL", "Filled", "filled", "moment", "placed", "shown", "untimely", "values"]

LOCAL = "%Y-%m-%dT%H:%M"
"""How a browser tells a moment of the country's clock."""


@dataclass(frozen=True, slots=True, repr=False)
class Filled:
    """One reminder as somebody filled it in."""

    at: str = ""
    to: str = TO[0]
    texts: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.at or self.texts)


def placed(visit: Visit, langs: Sequence[str]) -> list[Filled]:
    """All places of the form, also those where nothing stands."""
    return [_filled(visit, f"wave-{n}", langs) for n in range(1, MOST_WAVES + 1)]


def filled(visit: Visit, langs: Sequence[str]) -> list[Filled]:
    """Those of the form in the order of their times; `do` may ask for one more (`wave`), or for one less (`drop-2`)."""
    do = visit.text("do")
    found = [one for n, one in enumerate(placed(visit, langs), 1) if one and do != f"drop-{n}"]
    found.sort(key=lambda one: (not one.at, one.at))
    return [*found, Filled()][:MOST_WAVES] if do == "wave" else found


def _filled(visit: Visit, name: str, langs: Sequence[str]) -> Filled:
    texts = {lang: text for lang in langs if (text := visit.text(f"{name}-text-{lang}")[:2000])}
    return Filled(visit.text(f"{name}-at"), visit.text(f"{name}-to"), texts)


def shown(content: Content, zone: ZoneInfo) -> list[Filled]:
    """Those of a campaign that is there."""
    return [Filled(one.at.astimezone(zone).strftime(LOCAL), one.to, one.texts) for one in content.waves]


def values(waves: Sequence[Filled], zone: ZoneInfo) -> list[dict[str, object]]:
    """What `campaigns.brief.Reminder` holds them to."""
    return [{"at": moment(one.at, zone), "to": one.to, "texts": dict(one.texts)} for one in waves]


def untimely(waves: Sequence[Filled], ends_at: str) -> dict[str, str]:
    """The fields of those that do not begin before the next one, or before the end, with their words."""
    times = pairwise([*(one.at for one in waves), ends_at])
    return {f"wave-{n}-at": "campaign-wrong-wave-order" for n, (at, then) in enumerate(times, 1) if at >= then}


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment of the country's clock; None for anything else."""
    try:
        return datetime.strptime(text.strip(), LOCAL).replace(tzinfo=zone)
    except ValueError:
        return None
