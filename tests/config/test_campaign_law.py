"""What a country lets announcements be: shipped laws are whole, and a fault is told with its place."""

import pytest

from config import campaign_law, profile
from config.profile import ProfileError

WHOLE = """
daily_hours = [["09:00", "20:00"]]
consented = true
daily_cap = 1
weekly_cap = 3
currency = "MAD"
[optout]
fr = "STOP au {short_code}"
[tariff]
else = 0.1
"""


@pytest.mark.parametrize("code", profile.available())
def test_every_country_has_a_law_with_opt_out_words_in_each_of_its_languages(code: str) -> None:
    law, country = campaign_law.load(code), profile.load(code)
    assert set(law.optout) == set(country.languages)
    assert set(law.tariff) == {*country.networks.values(), "else"}
    assert all(country.short_code in words.format(**country.terms) for words in law.optout.values())


@pytest.mark.parametrize("code", ["djibouti", "cote_divoire", "pakistan_kp"])
def test_where_nobody_told_us_the_law_we_write_to_who_said_yes_and_seldom(code: str) -> None:
    law = campaign_law.load(code)
    assert law.consented
    assert not law.on_holidays
    assert (law.daily_cap, law.weekly_cap, law.links) == (1, 3, ())
    assert law.ramadan_hours


def test_a_country_without_a_law_sends_nothing() -> None:
    with pytest.raises(ProfileError, match="no law for campaigns"):
        campaign_law.load("atlantis")


def test_what_is_not_said_is_the_careful_way() -> None:
    law = campaign_law.parse("x", WHOLE)
    assert (law.on_holidays, law.links, law.friday_hours) == (False, (), None)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('["09:00", "20:00"]', '["20:00", "09:00"]', "daily_hours"),
        ('["09:00", "20:00"]', '["9", "20:00"]', "daily_hours"),
        ("daily_cap = 1", "daily_cap = 0", "daily_cap"),
        ("consented = true", "", "consented"),
        ('"MAD"', '"dirham"', "currency"),
        ("else = 0.1", "else = -1", "tariff"),
        ("consented = true", "consented = true\nnonsense = 1", "nonsense"),
        ("consented = true", "consented", "x.toml"),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, place: str) -> None:
    with pytest.raises(ProfileError, match=place):
        campaign_law.parse("x", WHOLE.replace(old, new))
