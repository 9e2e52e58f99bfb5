"""Working days of the four countries, and the bounds of their days."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.cases.calendar import Calendar

MOROCCO = Calendar("MA", "Africa/Casablanca")
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("region", "zone", "day", "works"),
    [
        ("MA", "Africa/Casablanca", date(2026, 3, 6), True),  # a Friday
        ("MA", "Africa/Casablanca", date(2026, 3, 7), False),
        ("MA", "Africa/Casablanca", date(2026, 7, 30), False),  # the Throne
        ("MA", "Africa/Casablanca", date(2026, 1, 14), False),  # Amazigh new year
        ("DJ", "Africa/Djibouti", date(2026, 3, 6), False),  # the weekend is Friday and Saturday
        ("DJ", "Africa/Djibouti", date(2026, 3, 8), True),  # a Sunday
        ("DJ", "Africa/Djibouti", date(2027, 6, 27), False),  # independence, a Sunday
        ("CI", "Africa/Abidjan", date(2026, 8, 7), False),
        ("CI", "Africa/Abidjan", date(2026, 8, 10), True),
        ("PK", "Asia/Karachi", date(2026, 3, 23), False),
        ("PK", "Asia/Karachi", date(2026, 3, 24), True),
    ],
)
def test_weekends_and_holidays_are_the_countrys_own(region: str, zone: str, day: date, works: bool) -> None:
    assert Calendar(region, zone).works(day) is works


@pytest.mark.parametrize(
    ("day", "days", "working", "then"),
    [
        (date(2026, 3, 2), 5, True, date(2026, 3, 9)),
        (date(2026, 3, 6), 1, True, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, True, date(2026, 3, 9)),  # brought on a Saturday: Monday is the first day
        (date(2026, 3, 19), 1, True, date(2026, 3, 23)),  # Eid al-Fitr on Friday and Saturday
        (date(2026, 3, 9), -2, True, date(2026, 3, 5)),
        (date(2026, 3, 2), 0, True, date(2026, 3, 2)),
        (date(2026, 3, 6), 2, False, date(2026, 3, 8)),
    ],
)
def test_days_are_added_as_they_count(day: date, days: int, working: bool, then: date) -> None:
    assert MOROCCO.add(day, days, working=working) == then


def test_a_day_that_a_government_gives_off_does_not_count() -> None:
    bridged = Calendar("MA", "Africa/Casablanca", [date(2026, 3, 3)])
    assert bridged.add(date(2026, 3, 2), 1, working=True) == date(2026, 3, 4)


@given(day=DAYS, days=st.integers(0, 60), working=st.booleans())
def test_what_was_added_lies_between(day: date, days: int, working: bool) -> None:
    assert MOROCCO.between(day, MOROCCO.add(day, days, working=working), working=working) == days


@given(day=DAYS, days=st.integers(1, 60))
def test_a_promised_working_day_is_one(day: date, days: int) -> None:
    assert MOROCCO.works(MOROCCO.add(day, days, working=True))
    assert MOROCCO.works(MOROCCO.add(day, -days, working=True))


@pytest.mark.parametrize(("zone", "utc_hour"), [("Africa/Casablanca", 23), ("Africa/Abidjan", 0), ("Asia/Karachi", 19)])
def test_a_day_begins_at_its_countrys_midnight(zone: str, utc_hour: int) -> None:
    calendar = Calendar("MA", zone)
    begins = calendar.start(date(2026, 6, 10))
    assert datetime.fromtimestamp(begins, UTC).hour == utc_hour
    assert calendar.today(begins) == date(2026, 6, 10)
    assert calendar.today(begins - 1) == date(2026, 6, 9)
