"""A country profile is whole, or every fault in it is told at once."""

from datetime import date
from importlib import resources

import pytest

from config.policy import Limit, Proof
from config.profile import ProfileError, available, load, parse
from config.profile_tables import LIMITS
from dialogs.model import IdRef, Names
from dialogs.parts.offices import fold, search
from dialogs.questions import Invalid, card_number
from store.cases.calendar import Calendar

GOOD = resources.files("config").joinpath("countries", "morocco.toml").read_text("utf-8")
MOROCCO = load("morocco")
DJIBOUTI = load("djibouti")


def faults(*changes: tuple[str, str]) -> tuple[str, ...]:
    """The faults of Morocco's profile after `changes` (each old text is there)."""
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(ProfileError) as caught:
        parse("morocco", text)
    assert str(caught.value).split("\n") == [f"morocco.toml: {fault}" for fault in caught.value.faults]
    return caught.value.faults


@pytest.mark.parametrize("code", available())
def test_every_shipped_profile_loads(code: str) -> None:
    assert load(code).code == code


def test_morocco_says_what_its_menu_and_codes_are() -> None:
    assert MOROCCO.languages == ("ar", "fr", "en", "zgh", "zgh-Latn")
    assert MOROCCO.services == (
        "recover", "status", "offices", "privacy", "language", "messages", "grievance", "update", "guide",
    )  # fmt: skip
    assert (MOROCCO.service_code, MOROCCO.short_code, MOROCCO.hotline) == ("*3737#", "3737", "3737")
    assert (MOROCCO.region, MOROCCO.id_name, MOROCCO.timezone) == ("MA", "IDCS", "Africa/Casablanca")


def test_morocco_never_shows_a_full_number_on_a_screen() -> None:
    policy = MOROCCO.policy
    assert not policy.may_show("identifier.full", Proof.DEMOGRAPHIC)
    assert policy.may_show("identifier.masked", Proof.CODE)
    assert not policy.may_show("identifier.masked", Proof.SIM)


def test_morocco_locks_after_three_wrong_codes() -> None:
    assert MOROCCO.policy.limits["recover-code"] == Limit(3, 1800, 1800)
    assert set(MOROCCO.policy.limits) == LIMITS
    assert MOROCCO.policy.answer_floor == 0.6


def test_morocco_covers_its_twelve_regions() -> None:
    assert len({commune.region for commune in MOROCCO.communes}) == 12
    assert len(MOROCCO.communes) >= 45


@pytest.mark.parametrize("code", available())
def test_every_place_is_named_in_every_language(code: str) -> None:
    country = load(code)
    places = [names for commune in country.communes for names in (commune.names, commune.region)]
    offices = [office for commune in country.communes for office in commune.offices]
    places += [names for office in offices for names in (office.names, office.address, office.hours)]
    assert all(tuple(lang for lang, _ in names.by_lang) == country.languages for names in places)
    assert all(name.strip() for names in places for _, name in names.by_lang)


@pytest.mark.parametrize("code", available())
def test_every_commune_has_one_or_two_offices_and_distinct_ones(code: str) -> None:
    for commune in load(code).communes:
        assert 1 <= len(commune.offices) <= 2
        assert len({office.names for office in commune.offices}) == len(commune.offices)


@pytest.mark.parametrize("code", available())
def test_the_offices_are_marked_as_invented(code: str) -> None:
    toml = resources.files("config").joinpath("countries", f"{code}.toml").read_text("utf-8")
    assert "INVENTED" in toml[: toml.index("\nregion =")]


def test_a_commune_is_folded_in_all_languages() -> None:
    folded = next(commune.folded for commune in MOROCCO.communes if commune.id == "fes")
    assert folded == (fold("فاس"), "fes", "fez")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Fès", "fes"), ("casa", "casablanca"), ("كازا", "casablanca"), ("الدار البيضاء", "casablanca"),
        ("رباط", "rabat"), ("الرباط", "rabat"), ("Kech", "marrakech"), ("722", "rabat"), ("٧٢٢", "rabat"),
    ],
)  # fmt: skip
def test_people_find_a_commune_as_they_spell_it(typed: str, found: str) -> None:
    assert found in [commune.id for commune in search(MOROCCO, typed)]


@pytest.mark.parametrize("commune", MOROCCO.communes, ids=lambda commune: commune.id)
def test_every_commune_is_found_by_its_own_name(commune: object) -> None:
    names: Names = commune.names  # type: ignore[attr-defined]
    assert all(commune in search(MOROCCO, name) for _, name in names.by_lang)


# --- Djibouti ------------------------------------------------------------------------------------


def test_djibouti_says_what_its_menu_and_codes_are() -> None:
    assert DJIBOUTI.languages == ("fr", "so", "aa", "ar")
    assert DJIBOUTI.services == MOROCCO.services
    assert (DJIBOUTI.region, DJIBOUTI.id_name, DJIBOUTI.id_scheme) == ("DJ", "NIU", "NIU")
    assert DJIBOUTI.timezone == "Africa/Djibouti"
    assert {one.id for one in DJIBOUTI.programmes} == {"pnsf", "pass", "aseri", "wfp", "zakat"}


def test_djibouti_rests_on_friday_and_saturday_and_promises_working_days() -> None:
    calendar = Calendar(DJIBOUTI.region, DJIBOUTI.timezone)
    thursday = date(2026, 11, 26)
    assert calendar.add(thursday, 1, working=True) == date(2026, 11, 29), "Sunday"
    assert all(category.working for group in DJIBOUTI.complaints for category in group.categories)


@pytest.mark.parametrize(
    ("typed", "scheme", "number"),
    [
        ("55530R5150", "PNSF", "55530R5150"), ("55530*5150", "PNSF", "55530R5150"), ("216 r 2112", "PNSF", "216R2112"),
        ("160001806", "PASS", "160001806"), ("223399", "ASERI", "223399"),
    ],
)  # fmt: skip
def test_the_cards_of_the_seeds_are_read(typed: str, scheme: str, number: str) -> None:
    assert card_number("card-number", DJIBOUTI.cards).parse(typed) == IdRef(scheme, number)


@pytest.mark.parametrize("typed", ["", "*", "R5150", "55530R", "5553042R5150", "55530RR5150", "16000180", "22339", "0700223399"])
def test_what_is_no_card_is_not_taken_for_one(typed: str) -> None:
    assert isinstance(card_number("card-number", DJIBOUTI.cards).parse(typed), Invalid)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Balbala", "balbala"), ("225", "balbala"), ("بلبلا", "balbala"), ("PK12", "balbala"), ("Bulaxoos", "boulaos"),
        ("Tajuura", "tadjourah"), ("Tagorri", "tadjourah"), ("Hayyu", "obock"), ("Ali Sabih", "ali-sabieh"), ("Ouéa", "wea"),
    ],
)  # fmt: skip
def test_a_place_of_djibouti_is_found_in_each_of_its_languages(typed: str, found: str) -> None:
    assert found in [commune.id for commune in search(DJIBOUTI, typed)]


# --- what is wrong in a profile ------------------------------------------------------------------


def test_all_faults_are_told_at_once() -> None:
    told = faults(
        ('region = "MA"', 'region = "Maroc"'),
        ('service_code = "*3737#"', 'service_code = "3737"'),
        ('timezone = "Africa/Casablanca"', 'timezone = "Africa/Casa"'),
        ('hotline = "3737"', 'hotlin = "3737"'),
        ('recover = "SIM"', 'recover = "SIMM"'),
        ('offices = "NONE"\n', ""),
        ("recover-start = { tries = 3", "recover-start = { tries = 0"),
        ('name = { ar = "طنجة تطوان", fr', 'name = { fr'),
        ('hours = "week"', 'hours = "always"'),
    )  # fmt: skip
    assert told == (
        "region: String should match pattern '^[A-Z]{2}$'",
        r"service_code: String should match pattern '^\*\d+(\*\d+)*#$'",
        "hotline: Field required",
        "timezone: is not a time zone of the IANA database",
        "policy.services.recover: a proof is one of NONE, SIM, CODE, DEMOGRAPHIC, BIOMETRIC",
        "policy.limits.recover-start.tries: Input should be greater than or equal to 1",
        "regions.0.name: lacks the language 'ar'",
        "regions.0.communes.0.offices.0.hours: [hours] has no 'always'",
        "hotlin: Extra inputs are not permitted",
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('offices = "NONE"\n', "", "policy: services lacks 'offices'"),
        ("status = { tries = 10, window = 3600, lock = 3600 }\n", "", "policy.limits: lacks 'status'"),
        ('id = "tetouan"', 'id = "tanger"', "regions: the id 'tanger' is given 2 times"),
        ('fr = "Tétouan"', 'fr = "Tanger"', "regions: the name 'Tanger (fr)' is given 2 times"),
        ('"fr", "en", "zgh", "zgh-Latn"]', '"fr", "zgh", "zgh-Latn"]', "programmes.0.name: has 'en', which is not a language"),
        (
            'owner = "asd"\nauthority = "mediator"',
            'owner = "nobody"\nauthority = "mediator"',
            "complaints: not-paid: there is no body",
        ),
        ('id_pattern = "^[2-9]', 'id_pattern = "^([2-9]', "id_pattern: is not a regular expression"),
        ('id = "household-error"', 'id = "score-review"', "complaints: the id 'score-review' is given 2 times"),
        ('fr = "Tétouan"', 'fr = ""', "regions.0.communes.1.name.fr: String should match"),
        ('phone = "05', 'phone = "+05', "regions.0.communes.0.offices.0.phone: String should match"),
        ('guide = "NONE"\n', 'guide = "NONE"\nagent = "SIM"\n', "policy: limits lacks 'agent-pin'"),
        ("[sms]\n", '[shortcuts]\n8 = "agent"\n\n[sms]\n', "shortcuts: 'agent' is no service of the policy"),
        ("answer_floor = 0.6", "answer_floor = 60", "policy.answer_floor: Input should be less than"),
    ],
)
def test_a_fault_is_told(old: str, new: str, fault: str) -> None:
    assert faults((old, new))[0].startswith(fault)


def test_a_file_that_is_not_toml_is_a_fault() -> None:
    with pytest.raises(ProfileError, match=r"land\.toml: .*line 1"):
        parse("land", "region MA")


@pytest.mark.parametrize("code", ["atlantis", "../morocco", ""])
def test_an_unknown_profile_is_a_fault(code: str) -> None:
    with pytest.raises(ProfileError, match=f"there are: {', '.join(available())}"):
        load(code)
