"""When a country lets announcements leave: its days and hours, its Fridays, its Ramadan, in its own time zone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import holidays
from hijridate import Gregorian

__all__ = ["Hours", "Window"]

RAMADAN = 9
DAY = timedelta(days=1)
HORIZON = 400
"""Days that are searched for an opening."""

Window = tuple[time, time]
"""From (inclusive) to (exclusive), local time, on one day."""


@dataclass(frozen=True)
class Hours:
    """The windows of a day, in order. `ramadan` replaces `daily`; `friday` narrows what a Friday has.

    `weekdays` are those of Python (0 is Monday). The month follows the moon and calendars only estimate it: the days next to
    it are taken for Ramadan too.
    """

    region: str
    timezone: str
    daily: tuple[Window, ...]
    friday: tuple[Window, ...] | None = None
    ramadan: tuple[Window, ...] | None = None
    weekdays: frozenset[int] = frozenset(range(7))
    on_holidays: bool = False
    closed: frozenset[date] = field(default_factory=frozenset)

    def may_send(self, at: float) -> bool:
        """Whether a message may leave at this Unix time."""
        return self.closing(at) is not None

    def closing(self, at: float) -> float | None:
        """The Unix time at which the window that is open now closes; None when none is open."""
        return next((end for start, end in self._on(self._day(at)) if start <= at < end), None)

    def next_opening(self, at: float) -> float | None:
        """`at` itself while a window is open, else when the next one opens; None when none does for a year."""
        for start, end in self._windows(at):
            if at < end:
                return max(at, start)
        return None

    def finish(self, at: float, seconds: float) -> float | None:
        """When work of so many seconds ends that is only done in open windows; None when it takes more than a year."""
        for start, end in self._windows(at):
            begin = max(at, start)
            if begin < end and seconds <= end - begin:
                return begin + seconds
            seconds -= max(0.0, end - begin)
        return None

    def _windows(self, at: float) -> Iterator[tuple[float, float]]:
        day = self._day(at)
        for n in range(HORIZON):
            yield from self._on(day + n * DAY)

    def _on(self, day: date) -> Iterator[tuple[float, float]]:
        """The windows of a local day in Unix time: where a clock is set back or on, the zone knows."""
        for start, end in self._clock_times(day):
            yield self._at(day, start), self._at(day, end)

    def _clock_times(self, day: date) -> tuple[Window, ...]:
        if day.weekday() not in self.weekdays or day in self.closed or (not self.on_holidays and day in self._holidays):
            return ()
        windows = self.ramadan if self.ramadan is not None and _in_ramadan(day) else self.daily
        if day.weekday() == 4 and self.friday is not None:
            return _both(windows, self.friday)
        return windows

    def _day(self, at: float) -> date:
        return datetime.fromtimestamp(at, self._zone).date()

    def _at(self, day: date, clock: time) -> float:
        return datetime.combine(day, clock, self._zone).timestamp()

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def _holidays(self) -> holidays.HolidayBase:
        return holidays.country_holidays(self.region)


def _in_ramadan(day: date) -> bool:
    return any(Gregorian(near.year, near.month, near.day).to_hijri().month == RAMADAN for near in (day - DAY, day, day + DAY))


def _both(some: tuple[Window, ...], others: tuple[Window, ...]) -> tuple[Window, ...]:
    pairs = ((max(a[0], b[0]), min(a[1], b[1])) for a in some for b in others)
    return tuple(sorted(pair for pair in pairs if pair[0] < pair[1]))
