"""What we read out of SP-DCI's Group, Member and Beneficiary records: the few fields that the ports name, no more."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from dialogs.model import IdRef
from dialogs.ports.social import Card, CardState, Coverage, Enrolment, EnrolmentState, Household, NextEvent, Score
from dialogs.refusals import NotFound, ProtocolViolation
from registry_client.dci.config import DciConfig
from registry_client.dci.lenient import Member

__all__ = [
    "card", "card_numbers", "coverage", "enrolments", "group_number", "household", "identifiers", "initials", "members_born",
    "score",
]  # fmt: skip

_REASON = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")

# OpenSPP, OpenG2P and the words of the published samples, in small letters.
_STATES: Mapping[str, EnrolmentState] = {
    **dict.fromkeys(("active", "enrolled", "approved", "yes"), EnrolmentState.ENROLLED),
    **dict.fromkeys(("pending", "draft", "registered", "waitlisted", "in_review"), EnrolmentState.PENDING),
    **dict.fromkeys(("rejected", "refused", "not_eligible", "no"), EnrolmentState.REFUSED),
    **dict.fromkeys(("suspended", "paused", "on_hold"), EnrolmentState.SUSPENDED),
    **dict.fromkeys(("exited", "ended", "closed", "inactive", "graduated", "duplicated"), EnrolmentState.ENDED),
}
_CARDS: Mapping[str, CardState] = {
    **dict.fromkeys(("valid", "active"), CardState.VALID),
    **dict.fromkeys(("expired", "inactive"), CardState.EXPIRED),
    **dict.fromkeys(("blocked", "suspended", "lost", "stolen"), CardState.BLOCKED),
    **dict.fromkeys(("replaced", "renewed"), CardState.REPLACED),
}
_CARD_BY_ENROLMENT: Mapping[EnrolmentState, CardState] = {
    EnrolmentState.ENROLLED: CardState.VALID,
    EnrolmentState.PENDING: CardState.BLOCKED,
    EnrolmentState.REFUSED: CardState.BLOCKED,
    EnrolmentState.SUSPENDED: CardState.BLOCKED,
    EnrolmentState.ENDED: CardState.EXPIRED,
}
_PAID = {"cash", "voucher", "mobile_money", "payment"}


def identifiers(record: Member) -> Iterator[tuple[str, str]]:
    """Every (type, value) in a record: of the group, its head, its members."""
    people = [record, record.at("group_head_info"), record.at("member"), *record.at("member_list").each()]
    for person in people:
        yield from _numbers(person.at("household_member") or person)


def members_born(record: Member, year: int, kind: str) -> Iterator[str]:
    """The numbers of type `kind` of the group's members who were born in that year, its head among them."""
    for told in (record.at("group_head_info"), *record.at("member_list").each()):
        one = told.at("household_member") or told
        person = one.down("demographic_info", "person") or one.at("demographic_info") or one.at("person") or one
        born = person.at("birth_date").day
        if born and born.year == year:
            yield from (value for its, value in _numbers(one) if its == kind and value)


def _numbers(person: Member) -> Iterator[tuple[str, str]]:
    for holder in (person, person.at("demographic_info"), person.down("demographic_info", "person"), person.at("person")):
        for name in ("group_identifier", "member_identifier", "identifier"):
            for told in holder.at(name).each():
                yield told.at("identifier_type").text, told.at("identifier_value").text


def card_numbers(record: Member, kind: str, today: date) -> Iterator[str]:
    """The numbers of type `kind` of a record whose card is valid."""
    numbers = [value for its, value in _numbers(record) if its == kind and value]
    if numbers and card(record, today).state is CardState.VALID:
        yield from numbers


def group_number(record: Member, config: DciConfig) -> str:
    """The household's own number: of the type that the settings name, else the only one that it has."""
    told = [(one.at("identifier_type").text, one.at("identifier_value").text) for one in record.at("group_identifier").each()]
    ours = [value for kind, value in told if kind == config.id_types.get("HOUSEHOLD")]
    return next(iter(ours or [value for _, value in told]), "")


def household(record: Member, config: DciConfig) -> Household:
    """Raises `ProtocolViolation` for a group without a number or a size."""
    number, size = group_number(record, config), record.at("group_size").number
    if not number or size is None:
        raise ProtocolViolation("group", upstream="dci")
    return Household(
        ref=IdRef("HOUSEHOLD", number),
        size=int(size),
        head=initials(record.at("group_head_info")),
        registered_on=record.at("registration_date").day,
        updated_on=record.at("last_updated", "last_update").day,
        place=_place(record.at("place")),
        verified_by=_verified_by(record),
    )


def score(record: Member, config: DciConfig) -> Score:
    """Raises `NotFound` when nobody has scored this household yet."""
    value, band = record.at("poverty_score").number, _attribute(record, config.band_attribute).text
    if value is None and not band:
        raise NotFound("no-score", upstream="dci")
    as_of = _attribute(record, "score_date").day or record.at("last_updated", "last_update").day
    return Score(band, as_of, value, record.at("poverty_score_type").text)


def enrolments(record: Member, today: date) -> list[Enrolment]:
    """The programmes of one record, which may carry one (`programme_identifier`) or many (`programmes`)."""
    return [_enrolment(one, today) for one in _programmes(record)]


def card(record: Member, today: date) -> Card:
    """Raises `ProtocolViolation` for a record that says neither a card's state nor an enrolment's."""
    one = next(iter(_programmes(record)), record)
    expires = (_attribute(record, "card_expiry_date") or _attribute(one, "card_expiry_date")).day
    word = _word(_attribute(record, "card_status") or _attribute(one, "card_status"))
    state = _CARDS.get(word) if word else _CARD_BY_ENROLMENT[_state(one)]
    if state is None:
        raise ProtocolViolation("card-status", upstream="dci")
    if state is CardState.VALID and expires and expires < today:
        state = CardState.EXPIRED
    return Card(state, _programme(one), expires, initials(record.at("member") or record))


def coverage(record: Member, schemes: Mapping[str, str], today: date) -> list[Coverage]:
    """The programmes of a record that are health coverage, by the names of `schemes`."""
    found = []
    for one in _programmes(record):
        if scheme := schemes.get(_programme(one)):
            until = _attribute(one, "valid_until").day
            active = _state(one) is EnrolmentState.ENROLLED and (until is None or until >= today)
            found.append(Coverage(active, scheme, until))
    return found


def initials(holder: Member) -> str:
    """`F. B.` for the name of a member, in the script it is written in; empty when there is none."""
    person = holder.down("demographic_info", "person") or holder.at("demographic_info") or holder.at("person") or holder
    name = person.at("name").only
    parts = (name.at("given_name", "first_name").text, name.at("surname", "family_name").text)
    return " ".join(f"{part[0].upper()}." for part in parts if part)


def _programmes(record: Member) -> list[Member]:
    listed = list(record.at("programmes").each()) or list(record.at("programme_identifier").each())
    return listed or list(record.down("member", "programme_identifier").each()) or [record]


def _programme(one: Member) -> str:
    told = one.down("programme", "programme_identifier").text or one.at("programme_identifier").text
    if not told:
        raise ProtocolViolation("programme", upstream="dci")
    return told


def _state(one: Member) -> EnrolmentState:
    word = _word(one.at("enrolment_status", "enrollment_status"))
    if word not in _STATES:
        raise ProtocolViolation("enrolment-status", upstream="dci")
    return _STATES[word]


def _word(told: Member) -> str:
    return re.sub(r"[ -]+", "_", told.text.lower())


def _enrolment(one: Member, today: date) -> Enrolment:
    state = _state(one)
    since = one.at("enrolment_date", "enrollment_date").day or one.at("status_change_date").day
    reason = _attribute(one, "status_reason_code").text
    coming = _coming(one, today) if state is EnrolmentState.ENROLLED else None
    return Enrolment(_programme(one), state, since, reason if _REASON.fullmatch(reason) else "", coming)


def _coming(one: Member, today: date) -> NextEvent | None:
    """The first benefit that is not past."""
    coming = []
    for benefit in one.at("benefits").each():
        on = benefit.at("benefit_date").day
        if on and on >= today:
            kind = "payment" if _word(benefit.at("benefit_type")) in _PAID else "distribution"
            coming.append(NextEvent(kind, on, benefit.at("benefit_place").text))
    return min(coming, key=lambda event: event.on, default=None)


def _attribute(record: Member, name: str) -> Member:
    """A member of the record, or of `additional_attributes` as an object, a list of objects, or a list of name and value."""
    if direct := record.at(name):
        return direct
    extra = record.at("additional_attributes")
    for entry in [extra] if isinstance(extra.raw, Mapping) else list(extra.each()):
        if plain := entry.at(name):
            return plain
        if entry.at("key", "name", "attribute_name").text == name:
            return entry.at("value", "attribute_value")
    return Member(None, record.slips)


def _place(place: Member) -> str:
    """The locality only: a street address is more than the port tells."""
    return place.text or place.at("name").text or place.down("address", "locality").text or place.down("address", "city").text


def _verified_by(record: Member) -> Mapping[str, str] | None:
    told = _attribute(record, "verified_by").raw
    if not isinstance(told, Mapping):
        return None
    return {str(data): body for data, body in told.items() if isinstance(body, str)}
