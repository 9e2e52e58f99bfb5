"""Whether people are at work: days of the week, hours of the clock on the wall, and days off."""

from datetime import datetime
from zoneinfo import ZoneInfo

import holidays

from dialogs.country import Attendance

__all__ = ["Hours"]


class Hours:
    """The attendance of a country (ISO 3166 `region`, IANA `timezone`); public holidays are those of the `holidays` library."""

    def __init__(self, attendance: Attendance, region: str, timezone: str) -> None:
        self._attendance = attendance
        self._zone = ZoneInfo(timezone)
        self._holidays = holidays.country_holidays(region)

    def open(self, at: float) -> bool:
        """Whether this Unix time lies in them; the closing time itself does not."""
        now, ours = datetime.fromtimestamp(at, self._zone), self._attendance
        works = now.weekday() in ours.days and now.date() not in ours.closed and now.date() not in self._holidays
        return works and ours.opens <= now.time() < ours.closes
