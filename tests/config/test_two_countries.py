"""Côte d'Ivoire begins with referral and has no registry; Khyber Pakhtunkhwa has one registry behind one window."""

from dataclasses import replace
from importlib import resources

import phonenumbers
import pytest

from config.policy import Proof
from config.profile import load
from dialogs.country import Country
from dialogs.model import IdRef, Option, Param
from dialogs.ports import Service
from dialogs.questions import Invalid, identifier
from dialogs.texts.speech import Speech
from house.texts.tongue import Tongue, offered
from registry_client.directory import csv_list
from registry_client.directory.listed import ListedDirectory
from sandbox.population import people
from tests.player import Stage_, stage

IVORIAN, KP = load("cote_divoire"), load("pakistan_kp")
SPEECH = Speech(IVORIAN.terms, IVORIAN.languages)
SERVICES = csv_list.read(
    resources.files("config").joinpath("countries", "cote_divoire.services.csv").read_text("utf-8"),
    languages=IVORIAN.languages,
    communes={commune.id for commune in IVORIAN.communes},
    needs={need.id for need in IVORIAN.needs},
    borrow=IVORIAN.borrow,
)
WITH_A_REGISTRY = {"recover", "status", "update"}


# --- Côte d'Ivoire -------------------------------------------------------------------------------


def test_referral_is_the_first_service_and_no_service_needs_a_registry() -> None:
    assert IVORIAN.services[0] == "refer"
    assert set(IVORIAN.services) & WITH_A_REGISTRY == set()
    assert dict(IVORIAN.policy.fields) == {}


def test_every_need_has_a_service_and_a_commune_near_one() -> None:
    needs = {need.id for need in IVORIAN.needs}
    assert needs == {"civil-status", "health", "school", "justice", "cash", "public-works", "protection"}
    assert {need for service in SERVICES for need in service.needs} == needs
    assert len(SERVICES) >= 25


@pytest.mark.parametrize("lang", IVORIAN.languages)
@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_a_service_has_room_on_a_phone(service: Service, lang: str) -> None:
    tongue = Tongue(IVORIAN, lang, SPEECH)
    told: dict[str, Param] = {"name": service.names, "address": service.address, "hours": service.hours, "phone": service.phone}
    options: tuple[Option, ...] = offered("refer-slip", "refer-call", "case-do-end")
    assert tongue.label_fit(service.names.in_lang(lang)).left >= 0
    assert tongue.screen_fit("refer-show-phone", 2, options, told).left >= 0


def test_invented_telephones_have_ten_digits_that_nobody_has() -> None:
    phones = [one.phone for one in SERVICES] + [one.phone for commune in IVORIAN.communes for one in commune.offices]
    called = [phone for phone in phones if phone]
    assert {len(phone) for phone in called} == {10}
    assert [phone for phone in called if phonenumbers.is_valid_number(phonenumbers.parse(phone, "CI"))] == []


@pytest.fixture
def abidjan() -> Stage_:
    scene = stage()
    scene.world = replace(scene.world, country=IVORIAN, speech=SPEECH, directory=ListedDirectory(SERVICES))
    return scene


@pytest.mark.parametrize(
    ("lang", "place", "slip"),
    [
        ("1", "Centre social Siporex\n27, rue des Palmiers\nLundi-vendredi, 7:30-16:30", "Montrez cette référence"),
        ("2", "Siporex social centre\n27 Palmiers Street\nMonday-Friday, 7:30-16:30", "Show this reference"),
    ],
)
async def test_a_need_leads_to_a_place_and_a_slip(abidjan: Stage_, lang: str, place: str, slip: str) -> None:
    phone = abidjan.handset("+2250700000001")
    assert await phone.dial() == "CON Langue / Language\n1 Français\n2 English"
    assert "\n1 " in await phone.send(lang)
    assert "\n5 " in await phone.send("1")
    await phone.send("5")
    several = await phone.send("yop")
    assert place.split("\n")[0] in several
    assert (await phone.send("1")).startswith(f"CON {place}")
    assert slip in await phone.send("1")
    assert abidjan.deeds == ["speak", "open-case"]


# --- Khyber Pakhtunkhwa --------------------------------------------------------------------------


def test_one_window_shows_the_programmes_first_and_recovers_no_number() -> None:
    assert KP.services[0] == "status"
    assert "recover" not in KP.services
    assert [programme.id for programme in KP.programmes] == ["kafaalat", "wazaif", "sehat-card", "zakat"]


@pytest.mark.parametrize("typed", ["1730112345671", "17301-1234567-1", "۱۷۳۰۱۱۲۳۴۵۶۷۱"])
def test_a_cnic_is_read_as_people_write_it(typed: str) -> None:
    assert identifier("prove-number", KP.id_scheme, KP.id_pattern).parse(typed) == IdRef("CNIC", "1730112345671")


@pytest.mark.parametrize("typed", ["173011234567", "17301123456712", "0730112345671", "9730112345671"])
def test_what_is_no_cnic_is_asked_again(typed: str) -> None:
    assert isinstance(identifier("prove-number", KP.id_scheme, KP.id_pattern).parse(typed), Invalid)


def test_a_district_committee_looks_at_what_was_not_paid_first() -> None:
    category = KP.category("not-paid")
    assert category is not None
    assert (category.owner, category.authority) == ("district-committee", "social-welfare")


def test_nothing_of_a_household_is_shown_for_a_number_alone() -> None:
    assert [field for field in KP.policy.fields if KP.policy.may_show(field, Proof.SIM)] == []
    assert not KP.policy.may_show("household.band", Proof.CODE)


def test_all_divisions_of_the_province_are_there() -> None:
    assert len({commune.region_id for commune in KP.communes}) == 7
    assert len(KP.communes) >= 30


@pytest.mark.parametrize("country", [IVORIAN, KP], ids=lambda country: country.code)
def test_invented_people_live_there_and_have_mobiles_of_their_country(country: Country) -> None:
    everybody = people(300, country=country.code)
    assert {person.commune for person in everybody} <= {commune.id for commune in country.communes}
    phones = [phonenumbers.parse(person.phone) for person in everybody if person.phone]
    assert [phone for phone in phones if not phonenumbers.is_valid_number_for_region(phone, country.region)] == []


@pytest.mark.parametrize("code", ["cote_divoire", "pakistan_kp"])
def test_what_is_invented_is_marked(code: str) -> None:
    text = resources.files("config").joinpath("countries", f"{code}.toml").read_text("utf-8")
    assert "INVENTED" in text[: text.index("region =")]
    assert "To check" in text or "to check" in text
