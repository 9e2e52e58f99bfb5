"""The invented population: deterministic, well formed, and with all the cases that a demonstration needs."""

import re
from collections import Counter
from datetime import datetime

import phonenumbers
import pytest

from config.profile import load
from dialogs.model import IdRef
from dialogs.ports import Stage
from dialogs.questions import card_number
from sandbox.households import homes
from sandbox.lands import LANDS
from sandbox.population import Person, check_digit, people, showcase, well_formed

EVERYBODY = people()


def test_the_same_seed_gives_the_same_people() -> None:
    assert people(300, seed=7) == people(300, seed=7)
    assert people(300, seed=7) != people(300, seed=8)


@pytest.mark.parametrize("number", ["2639425169", "6981458359", "4097247305", "2047631038", "9376327167"])
def test_the_check_digit_is_that_of_the_published_examples(number: str) -> None:
    assert check_digit(number[:-1]) == number[-1]
    assert well_formed(number, 10)


@pytest.mark.parametrize(
    "number", ["2639425160", "2639425196", "0981458359", "1639425161", "409724730", "", "٢٦٣٩٤٢٥١٦٩", "26394251a9"]
)
def test_a_number_with_a_fault_is_not_well_formed(number: str) -> None:
    assert not well_formed(number, 10)


def test_all_identifiers_are_well_formed_and_unique() -> None:
    assert all(well_formed(person.uin, 10) and well_formed(person.vid, 16) for person in EVERYBODY)
    for field in ("uin", "vid", "receipt"):
        assert len({getattr(person, field) for person in EVERYBODY}) == len(EVERYBODY)


def test_a_receipt_ends_with_the_moment_of_the_enrolment_after_birth() -> None:
    for person in EVERYBODY:
        assert len(person.receipt) == 29
        taken = datetime.strptime(person.receipt[15:], "%Y%m%d%H%M%S")
        assert person.born < taken.date()
        assert 8 <= taken.hour < 16


def test_all_phones_are_moroccan_mobiles() -> None:
    for phone in {person.phone for person in EVERYBODY if person.phone}:
        number = phonenumbers.parse(phone)
        assert phonenumbers.is_valid_number_for_region(number, "MA")
        assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE


def test_every_name_is_in_latin_and_in_arabic_letters() -> None:
    for person in EVERYBODY:
        names = dict(person.names)
        assert "a" <= names["fr"][-1] <= "z"
        assert all(letter == " " or "\u0600" <= letter <= "\u06ff" for letter in names["ar"])


@pytest.mark.parametrize(
    ("share", "counted"),
    [
        (0.25, [person for person in EVERYBODY if not person.adult()]),
        (0.07, [person for person in EVERYBODY if person.phone is None]),
        (0.10, [person for person in EVERYBODY if person.status is not Stage.ISSUED]),
        (0.02, [person for person in EVERYBODY if not person.active]),
    ],
)
def test_the_shares_are_as_promised(share: float, counted: list[Person]) -> None:
    assert len(counted) / len(EVERYBODY) == pytest.approx(share, abs=0.005)


def test_some_share_the_phone_of_an_elder_relative_of_the_same_family() -> None:
    users = Counter(person.phone for person in EVERYBODY if person.phone)
    followers = sum(count - 1 for count in users.values())
    assert followers / len(EVERYBODY) == pytest.approx(0.05, abs=0.005)
    for phone in (phone for phone, count in users.items() if count > 1):
        household = sorted((person for person in EVERYBODY if person.phone == phone), key=lambda person: person.born)
        assert household[0].adult()
        assert household[0].status is Stage.ISSUED
        assert len({dict(person.names)["ar"].split(" ")[-1] for person in household}) == 1


def test_some_minors_have_a_number() -> None:
    assert any(person.status is Stage.ISSUED and person.phone for person in EVERYBODY if not person.adult())


def test_all_stages_occur() -> None:
    assert {person.status for person in EVERYBODY} == set(Stage)


@pytest.mark.parametrize("count", [7, 8, 50, 1000])
@pytest.mark.parametrize("seed", [1, 2026])
def test_the_showcase_has_a_person_for_each_case(count: int, seed: int) -> None:
    everybody = people(count, seed=seed)
    own, second, follower, rejected, processing, inactive = showcase(everybody)
    users = Counter(person.phone for person in everybody)
    for person in (own, second):
        assert person.phone
        assert users[person.phone] == 1
        assert person.adult()
        assert person.active
        assert person.status is Stage.ISSUED
    assert own != second
    assert users[follower.phone] > 1
    assert follower.active
    assert follower.status is Stage.ISSUED
    assert follower.adult()
    assert any(other.phone == follower.phone and other.born < follower.born for other in everybody)
    assert (rejected.status, processing.status) == (Stage.REJECTED, Stage.PROCESSING)
    assert inactive.status is Stage.ISSUED
    assert not inactive.active


def test_a_person_prints_nothing_personal() -> None:
    person = EVERYBODY[0]
    for value in (person.uin, person.vid, person.receipt, person.phone or "", *dict(person.names).values()):
        assert value not in f"{person!r} {person}"


def test_too_few_people_or_an_unknown_country_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        people(6)
    with pytest.raises(ValueError, match="morocco, djibouti, cote_divoire, pakistan_kp only"):
        people(country="atlantis")


# --- Djibouti ------------------------------------------------------------------------------------

DJIBOUTI = people(country="djibouti")


def test_moroccos_people_are_not_disturbed_by_their_neighbours() -> None:
    first = people(7)[0]
    assert (first.uin, first.phone, dict(first.names)["fr"]) == ("3886458749", "+212784888358", "Jamal El Idrissi")


def test_djiboutis_people_have_mobiles_of_djibouti_and_numbers_that_the_profile_takes() -> None:
    country = load("djibouti")
    for person in DJIBOUTI:
        assert re.fullmatch(country.id_pattern, person.uin)
        assert person.phone is None or re.fullmatch(r"\+25377[0-9]{6}", person.phone)
        assert person.phone is None or phonenumbers.is_valid_number_for_region(phonenumbers.parse(person.phone), "DJ")


@pytest.mark.parametrize("code", sorted(LANDS))
def test_everybody_lives_in_a_place_that_the_sandbox_has(code: str) -> None:
    assert {person.commune for person in people(country=code)} <= set(LANDS[code].communes)


def test_everybody_in_djibouti_lives_in_a_commune_of_the_profile() -> None:
    assert {person.commune for person in DJIBOUTI} <= {commune.id for commune in load("djibouti").communes}


def test_households_of_djibouti_have_numbers_and_cards_as_the_seeds_show_them() -> None:
    forms = load("djibouti").cards
    found = homes(DJIBOUTI, country="djibouti")
    for home in found:
        for scheme, number in (("PNSF", home.number), ("PASS", home.card), ("ASERI", home.meals)):
            assert card_number("card-number", forms).parse(number.replace("R", "*")) == IdRef(scheme, number)
    assert {standing.programme for home in found for standing in home.standings} == {"pnsf", "pass", "aseri", "wfp", "zakat"}
