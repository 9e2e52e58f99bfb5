"""What the sandbox's registries know, as SP-DCI's documents: Group for households, Beneficiary for programmes."""

from collections.abc import Iterable, Mapping
from datetime import date

from sandbox.households import Home, next_payment
from sandbox.population import Person

Json = dict[str, object]

_EVERYWHERE = {"HOUSEHOLD": "HOUSEHOLD_ID", "HANDLE": "MOBILE", "PASS": "PASS_CARD"}
ID_TYPES = {
    "morocco": {"UIN": "UIN", **_EVERYWHERE},
    "djibouti": {"NIU": "UIN", "PNSF": "PNSF_BOOKLET", "ASERI": "ASERI_CARD", **_EVERYWHERE},
    "cote_divoire": {"CMU": "UIN", **_EVERYWHERE},
    "pakistan_kp": {"CNIC": "UIN", **_EVERYWHERE},
}
SCHEMES: Mapping[str, Mapping[str, str]] = {
    "morocco": {"AMO": "AMO"},
    "djibouti": {},
    "cote_divoire": {},
    "pakistan_kp": {},
}
CARDS = {"PASS_CARD": "pass", "PNSF_BOOKLET": "pnsf", "ASERI_CARD": "aseri"}
"""The programmes that give cards, where a country has them."""
_COVERAGE = frozenset({"AMO", "pass"})
"""The programmes that pay nothing out: they hold until a day."""


class Homes:
    """Households by every identifier that a search may name."""

    def __init__(self, homes: Iterable[Home]) -> None:
        self.by_number = {home.number: home for home in homes}

    def find(self, kind: str, value: str) -> list[tuple[Home, Person]]:
        """The households that match, each with the member that matched (the head for the household itself)."""
        found = []
        for home in self.by_number.values():
            if (kind, value) in (("HOUSEHOLD_ID", home.number), *_printed(home).items()):
                found.append((home, home.head))
            matching = (one for one in home.members if value in _numbers(one, kind))
            found += [(home, one) for one in matching][:1]
        return found


def _numbers(person: Person, kind: str) -> tuple[str, ...]:
    return ((person.uin,) if kind == "UIN" else ()) + ((person.phone,) if kind == "MOBILE" and person.phone else ())


def _printed(home: Home) -> dict[str, str]:
    """The numbers on its cards: a PNSF booklet bears that of the household."""
    return {"PASS_CARD": home.card, "PNSF_BOOKLET": home.number, "ASERI_CARD": home.meals}


def _name(person: Person) -> Json:
    given, _, family = dict(person.names)["fr"].partition(" ")
    return {"given_name": given, "surname": family}


def member(person: Person) -> Json:
    """A Member with its SRPerson."""
    identifiers = [{"identifier_type": "UIN", "identifier_value": person.uin}]
    if person.phone:
        identifiers.append({"identifier_type": "MOBILE", "identifier_value": person.phone})
    told: Json = {
        "identifier": identifiers,
        "name": _name(person),
        "sex": "female" if person.sex == "F" else "male",
        "birth_date": f"{person.born}T00:00:00Z",
    }
    return {"@type": "Member", "member_identifier": identifiers[:1], "demographic_info": told, "is_disabled": False}


def group(home: Home, value: float | None) -> Json:
    """A Group; `value` is the score as it stands now."""
    extra: list[Json] = [{"verified_by": {"address": "commune"}}]
    if home.band:
        extra += [{"wellbeing_level": home.band}, {"score_date": f"{home.updated_on}T00:00:00Z"}]
    told: Json = {
        "@type": "Group",
        "group_identifier": [{"identifier_type": "HOUSEHOLD_ID", "identifier_value": home.number}],
        "group_type": "family",
        "group_size": len(home.members),
        "place": {"name": home.commune, "address": {"street_address": "12 rue des Oliviers", "city": home.commune}},
        "group_head_info": member(home.head),
        "member_list": [member(person) for person in home.members],
        "registration_date": f"{home.registered_on}T00:00:00Z",
        "last_updated": f"{home.updated_on}T00:00:00Z",
        "additional_attributes": extra,
    }
    return told | ({"poverty_score": value, "poverty_score_type": "PMT"} if value is not None else {})


def beneficiaries(home: Home, person: Person, today: date) -> list[Json]:
    """One Beneficiary for each programme that knows the household, with the card that it gives."""
    return [
        {"@type": "Beneficiary", "member": member(person), "programme_identifier": one, **_given(home, nth)}
        for nth, one in enumerate(_programmes(home, today))
    ]


def _given(home: Home, nth: int) -> Json:
    """The cards that the household's nth programme gives."""
    printed = [
        {"identifier_type": kind, "identifier_value": number}
        for kind, number in _printed(home).items()
        if _giver(home, kind) == nth
    ]
    told: Json = {"identifier": printed, "card_status": home.card_state, "card_expiry_date": str(home.card_expires)}
    return told if printed else {}


def _giver(home: Home, kind: str) -> int:
    """Which of the household's programmes gives a kind of card; the first, where none of its name does."""
    programmes = [standing.programme for standing in home.standings]
    return programmes.index(CARDS[kind]) if CARDS[kind] in programmes else 0


def card(home: Home, kind: str, today: date) -> Json:
    """The Beneficiary that a card number stands for."""
    printed = [{"identifier_type": kind, "identifier_value": _printed(home)[kind]}]
    return {**beneficiaries(home, home.head, today)[_giver(home, kind)], "identifier": printed}


def _programmes(home: Home, today: date) -> list[Json]:
    found = []
    for standing in home.standings:
        one: Json = {
            "programme": {"programme_identifier": standing.programme, "programme_name": standing.programme},
            "enrolment_date": f"{standing.since}T00:00",
            "enrolment_status": standing.state,
            "status_change_date": "",
            "status_reason_code": standing.reason,
        }
        if standing.state == "Active":
            paid = {"benefit_type": "Cash", "benefit_date": str(next_payment(today)), "benefit_frequency": "Monthly"}
            until = today.replace(month=12, day=31)
            one |= {"valid_until": str(until)} if standing.programme in _COVERAGE else {"benefits": [paid]}
        found.append(one)
    return found
