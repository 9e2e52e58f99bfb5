"""When people answer in the chat, as a country profile tells it: whole, or refused."""

from datetime import date, time
from importlib import resources

import pytest

from config.profile import ProfileError, parse

GOOD = resources.files("config").joinpath("countries", "morocco.toml").read_text("utf-8")


def test_the_hours_of_people_are_read() -> None:
    country = parse(
        "morocco", GOOD.replace("closed = []\n", "closed = [2026-11-24]\n").replace('opens = "08:30"', "opens = 09:00:00")
    )
    assert country.attendance is not None
    assert (country.attendance.days, country.attendance.opens, country.attendance.closes) == (
        (0, 1, 2, 3, 4),
        time(9),
        time(16, 30),
    )
    assert country.attendance.hours.in_lang("fr") == "Lundi-vendredi, 8:30-16:30"
    assert country.attendance.closed == (date(2026, 11, 24),)


def test_a_country_may_have_nobody_for_it() -> None:
    assert parse("morocco", GOOD[: GOOD.index("# People who answer")]).attendance is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('closes = "16:30"', 'closes = "08:30"', "people.closes: is not after opens"),
        ('human = "NONE"\n', "", "people: the policy lacks the service 'human'"),
        (
            'days = ["mon",',
            'days = ["monday",',
            "people.days.0: Input should be 'mon', 'tue'",
        ),
        ('days = ["mon", "tue", "wed", "thu", "fri"]', "days = []", "people.days: Tuple should have at least 1 item"),
    ],
)
def test_what_cannot_be_is_refused(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    with pytest.raises(ProfileError) as refused:
        parse("morocco", GOOD.replace(old, new))
    assert any(line.startswith(fault) for line in refused.value.faults), refused.value.faults
