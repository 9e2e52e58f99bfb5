"""When announcements may leave: days, Fridays, holidays, Ramadan and the zone's own clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.hours import Hours

CASA = ZoneInfo("Africa/Casablanca")
DAY = ((time(9), time(20)),)
FRIDAY = ((time(9), time(11, 30)), (time(15), time(20)))
MOROCCO = Hours("MA", "Africa/Casablanca", DAY, FRIDAY, ((time(10), time(17)),))
BROAD = Hours("MA", "Africa/Casablanca", DAY, on_holidays=True)


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=CASA).timestamp()


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        ("2026-11-24 08:59:59", False),
        ("2026-11-24 09:00", True),
        ("2026-11-24 19:59:59", True),
        ("2026-11-24 20:00", False),
        ("2026-11-24 00:30", False),
        ("2026-11-27 11:29", True),  # a Friday
        ("2026-11-27 12:30", False),
        ("2026-11-27 15:00", True),
        ("2026-11-06 10:00", False),  # the Green March
        ("2027-02-15 18:00", False),  # Ramadan of 1448
        ("2027-02-15 16:59", True),
        ("2027-02-15 09:30", False),
        ("2027-02-19 10:30", True),  # a Friday of Ramadan has what both allow
        ("2027-02-19 14:00", False),
        ("2027-02-19 18:00", False),
    ],
)
def test_a_message_leaves_only_within_the_hours(moment: str, may: bool) -> None:
    assert MOROCCO.may_send(at(moment)) is may


@pytest.mark.parametrize("near", ["2027-02-07 18:00", "2027-03-09 18:00"])
def test_a_day_that_the_moon_may_make_ramadan_has_its_hours(near: str) -> None:
    assert not MOROCCO.may_send(at(near))


def test_hours_follow_the_clock_that_morocco_sets_back_in_ramadan() -> None:
    """UTC+1, but UTC+0 in Ramadan: ten in the morning is another moment."""
    assert MOROCCO.next_opening(at("2027-02-15 00:00")) == datetime(2027, 2, 15, 10, tzinfo=UTC).timestamp()
    assert MOROCCO.next_opening(at("2027-04-15 00:00")) == datetime(2027, 4, 15, 8, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-24 10:00", "2026-11-24 10:00"),
        ("2026-11-24 20:00", "2026-11-25 09:00"),
        ("2026-11-27 12:00", "2026-11-27 15:00"),
        ("2026-11-05 21:00", "2026-11-07 09:00"),
    ],
)
def test_the_next_opening(now: str, opens: str) -> None:
    assert MOROCCO.next_opening(at(now)) == at(opens)


def test_the_closing_is_that_of_the_window_that_is_open() -> None:
    assert MOROCCO.closing(at("2026-11-27 10:00")) == at("2026-11-27 11:30")
    assert MOROCCO.closing(at("2026-11-27 12:00")) is None


def test_work_that_does_not_fit_today_ends_tomorrow() -> None:
    assert BROAD.finish(at("2026-11-24 19:00"), 7200) == at("2026-11-25 10:00")
    assert BROAD.finish(at("2026-11-24 21:00"), 0) == at("2026-11-25 09:00")
    assert BROAD.finish(at("2026-11-24 12:00"), 500 * 86400) is None


def test_a_country_that_never_sends_has_no_opening() -> None:
    never = Hours("MA", "Africa/Casablanca", DAY, weekdays=frozenset())
    assert never.next_opening(at("2026-11-24 12:00")) is None
    closed = Hours("MA", "Africa/Casablanca", DAY, closed=frozenset({date(2026, 11, 24)}))
    assert closed.next_opening(at("2026-11-24 12:00")) == at("2026-11-25 09:00")


@given(st.floats(at("2026-01-01 00:00"), at("2030-01-01 00:00")))
def test_an_opening_is_open_and_nothing_before_it_is(now: float) -> None:
    opens = MOROCCO.next_opening(now)
    assert opens is not None
    assert MOROCCO.may_send(opens)
    assert (opens == now) == MOROCCO.may_send(now)
    closing = MOROCCO.closing(opens)
    assert closing is not None
    assert not MOROCCO.may_send(closing)
