"""Which days count: a country's weekend and public holidays, and where its days begin and end."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

__all__ = ["Calendar"]

DAY = timedelta(days=1)


class Calendar:
    """The days of a country (ISO 3166 `region`, IANA `timezone`).

    Weekend and public holidays are those of the `holidays` library. It only estimates those that follow the moon; `closed`
    are days off that a government declares besides.
    """

    def __init__(self, region: str, timezone: str, closed: Iterable[date] = ()) -> None:
        self._zone = ZoneInfo(timezone)
        self._holidays = holidays.country_holidays(region)
        self._weekend = frozenset(self._holidays.weekend)
        self._closed = frozenset(closed)

    def today(self, at: float) -> date:
        """The local day of a Unix time."""
        return datetime.fromtimestamp(at, self._zone).date()

    def start(self, day: date) -> float:
        """The Unix time at which a local day begins."""
        return datetime.combine(day, time.min, self._zone).timestamp()

    def works(self, day: date) -> bool:
        return day.weekday() not in self._weekend and day not in self._closed and day not in self._holidays

    def add(self, day: date, days: int, *, working: bool) -> date:
        """`days` after `day` (before it when negative); of working days only those count, and the result is one."""
        if not working:
            return day + days * DAY
        step = DAY if days > 0 else -DAY
        for _ in range(abs(days)):
            day += step
            while not self.works(day):
                day += step
        return day

    def between(self, first: date, last: date, *, working: bool) -> int:
        """How many days count after `first` up to `last`; 0 when `last` is not later."""
        days = max(0, (last - first).days)
        return sum(self.works(first + n * DAY) for n in range(1, days + 1)) if working else days
