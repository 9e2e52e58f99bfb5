"""SP-DCI's records as registries really write them, and what is left of them for a citizen."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.model import IdRef
from dialogs.ports import Card, CardState, Coverage, Enrolment, EnrolmentState, NextEvent, Score
from dialogs.refusals import NotFound, ProtocolViolation, RegistryError
from registry_client.dci import records
from registry_client.dci.config import DciConfig
from registry_client.dci.lenient import Member

TODAY = date(2026, 11, 22)
CONFIG = DciConfig(url="http://x", sender_id="a", receiver_id="b", production=False, signature="unsigned", verify_answers=False)
GROUP = {"group_identifier": [{"identifier_type": "HOUSEHOLD_ID", "identifier_value": "55530R5150"}], "group_size": 4}


def member(raw: object) -> Member:
    return Member(raw, Counter())


@pytest.mark.parametrize(
    ("raw", "number", "slip"),
    [
        (4, 4.0, None),
        (4.5, 4.5, None),
        ("4", 4.0, "number-as-text"),
        (" 4,5 ", 4.5, "number-as-text"),
        ("-1", -1.0, "number-as-text"),
        ("", None, None),
        (" ", None, None),
        (None, None, None),
        (True, None, None),
        ([4], None, None),
        ("four", None, "unreadable-number"),
        ("1e400", None, "unreadable-number"),
        ("NaN", None, "unreadable-number"),
        ("9" * 30, None, "unreadable-number"),
    ],
)
def test_a_number_is_read_however_it_is_written(raw: object, number: float | None, slip: str | None) -> None:
    value = member(raw)
    assert value.number == number
    assert set(value.slips) == ({slip} if slip else set())


@pytest.mark.parametrize(
    ("raw", "truth"),
    [
        (True, True),
        (False, False),
        ("true", True),
        ("0", False),
        ("1", True),
        ("NO", False),
        (0, False),
        ("maybe", None),
        (None, None),
    ],
)
def test_a_truth_is_read_however_it_is_written(raw: object, truth: bool | None) -> None:
    assert member(raw).truth is truth


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-11-22T00:00:00Z", date(2026, 11, 22)),
        ("2024-04-12T00:00", date(2024, 4, 12)),
        ("2026/11/22", date(2026, 11, 22)),
        ("02.05.2024", date(2024, 5, 2)),
        ("02/05/2024", date(2024, 5, 2)),
        ("", None),
        (" ", None),
        (None, None),
        ("soon", None),
        ("2026-02-31", None),
        (20261122, None),
    ],
)
def test_a_day_is_read_however_it_is_written(raw: object, day: date | None) -> None:
    assert member(raw).day == day


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("1970-01-01T00:00:10Z", 10.0),
        ("1970-01-01T01:00:10+01:00", 10.0),
        ("1970-01-01T00:00:10", None),
        ("1970-01-01", None),
        ("", None),
        (10, None),
    ],
)
def test_a_moment_needs_its_offset(raw: object, moment: float | None) -> None:
    assert member(raw).moment == moment


def test_names_are_found_misspelt_and_prefixed_and_each_time_counted() -> None:
    value = member({"last_update": "x", "spdci:identifier": [1], "one": {"a": 1}})
    assert value.at("last_updated", "last_update").text == "x"
    assert [one.raw for one in value.at("identifier").each()] == [1]
    assert [one.raw for one in value.at("one").each()] == [{"a": 1}]
    assert not value.at("nothing").at("at").down("all", "there")
    assert value.slips == {"misnamed": 1, "prefixed": 1, "object-for-array": 1}


# --- groups ------------------------------------------------------------------------------------


def test_the_households_own_number_is_preferred() -> None:
    told = [{"identifier_type": "LEGACY", "identifier_value": "9"}, *GROUP["group_identifier"]]  # type: ignore[misc]
    assert records.household(member(GROUP | {"group_identifier": told}), CONFIG).ref == IdRef("HOUSEHOLD", "55530R5150")
    assert records.household(member(GROUP | {"group_identifier": told[:1]}), CONFIG).ref == IdRef("HOUSEHOLD", "9")


@pytest.mark.parametrize("lacking", ["group_identifier", "group_size"])
def test_a_group_without_number_or_size_is_no_household(lacking: str) -> None:
    with pytest.raises(ProtocolViolation):
        records.household(member({name: value for name, value in GROUP.items() if name != lacking}), CONFIG)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("Balbala", "Balbala"),
        ({"name": "Balbala", "address": "12 rue X"}, "Balbala"),
        ({"address": "12 rue X, Balbala"}, ""),
        ({"address": {"street_address": "12 rue X", "locality": "Balbala"}}, "Balbala"),
        ({"address": {"street_address": "12 rue X", "city": "Balbala"}}, "Balbala"),
        (None, ""),
    ],
)
def test_of_a_place_the_locality_alone_is_told(place: object, told: str) -> None:
    assert records.household(member(GROUP | {"place": place}), CONFIG).place == told


@pytest.mark.parametrize(
    ("head", "initials"),
    [
        ({"demographic_info": {"name": {"given_name": "Fatima", "surname": "El Amrani"}}}, "F. E."),
        ({"demographic_info": {"person": {"name": {"first_name": "fatima", "surname": "amrani"}}}}, "F. A."),
        ({"person": {"name": {"given_name": "فاطمة", "surname": "العمراني"}}}, "ف. ا."),
        ({"demographic_info": {"name": [{"given_name": "Fatima", "surname": ""}]}}, "F."),
        ({"demographic_info": {"name": "Fatima El Amrani"}}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_of_a_name_the_initials_alone_are_told(head: object, initials: str) -> None:
    assert records.household(member(GROUP | {"group_head_info": head}), CONFIG).head == initials


@pytest.mark.parametrize(
    ("extra", "score"),
    [
        ({"poverty_score": "4.0", "poverty_score_type": "PMT"}, Score("", None, 4.0, "PMT")),
        ({"additional_attributes": {"wellbeing_level": "3"}}, Score("3", None)),
        (
            {"additional_attributes": [{"key": "wellbeing_level", "value": "III"}], "last_update": "2026-01-02"},
            Score("III", date(2026, 1, 2)),
        ),
        ({"additional_attributes": [{"attribute_name": "wellbeing_level", "attribute_value": "III"}]}, Score("III", None)),
    ],
)
def test_a_score_is_a_number_a_level_or_both(extra: dict[str, object], score: Score) -> None:
    assert records.score(member(GROUP | extra), CONFIG) == score


def test_without_number_and_level_there_is_no_score() -> None:
    with pytest.raises(NotFound):
        records.score(member(GROUP | {"poverty_score": ""}), CONFIG)


# --- programmes --------------------------------------------------------------------------------


def programme(status: str = "Active", **more: Any) -> dict[str, Any]:
    return {"programme_identifier": {"programme": {"programme_identifier": "ASD"}, "enrolment_status": status, **more}}


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Active", EnrolmentState.ENROLLED),
        ("enrolled", EnrolmentState.ENROLLED),
        ("On hold", EnrolmentState.SUSPENDED),
        ("NOT-ELIGIBLE", EnrolmentState.REFUSED),
        ("draft", EnrolmentState.PENDING),
        ("exited", EnrolmentState.ENDED),
    ],
)
def test_each_products_word_for_a_state_is_known(word: str, state: EnrolmentState) -> None:
    assert records.enrolments(member(programme(word)), TODAY) == [Enrolment("ASD", state)]


@pytest.mark.parametrize("word", ["", "maybe", "حالة"])
def test_an_unknown_state_is_not_guessed(word: str) -> None:
    with pytest.raises(ProtocolViolation):
        records.enrolments(member(programme(word)), TODAY)


@pytest.mark.parametrize(
    ("benefits", "coming"),
    [
        ({"benefit_type": "Cash", "benefit_date": "2026-11-28"}, NextEvent("payment", date(2026, 11, 28))),
        (
            [{"benefit_type": "Food", "benefit_date": "2026-12-05", "benefit_place": "Obock"}, {"benefit_date": "2027-01-01"}],
            NextEvent("distribution", date(2026, 12, 5), "Obock"),
        ),
        ({"benefit_type": "Cash", "benefit_date": "2026-11-21"}, None),
        ({"benefit_type": "Cash", "benefit_date": "monthly"}, None),
        ([], None),
        (None, None),
    ],
)
def test_what_comes_next_is_not_what_is_past(benefits: object, coming: NextEvent | None) -> None:
    (one,) = records.enrolments(member(programme(benefits=benefits)), TODAY)
    assert one.next == coming


def test_who_was_refused_has_nothing_to_wait_for() -> None:
    (one,) = records.enrolments(member(programme("Rejected", benefits={"benefit_date": "2027-01-01"})), TODAY)
    assert one.next is None


@pytest.mark.parametrize(
    ("told", "reason"), [("score-above", "score-above"), ("Votre score est trop haut, Fatima", ""), ("", ""), (None, "")]
)
def test_a_reason_is_a_code_or_is_not_told(told: object, reason: str) -> None:
    (one,) = records.enrolments(member(programme("Rejected", status_reason_code=told)), TODAY)
    assert one.reason == reason


@pytest.mark.parametrize(
    ("record", "card"),
    [
        (
            programme() | {"card_status": "Active", "card_expiry_date": "2027-01-01"},
            Card(CardState.VALID, "ASD", date(2027, 1, 1)),
        ),
        (
            programme() | {"card_status": "Active", "card_expiry_date": "2026-11-21"},
            Card(CardState.EXPIRED, "ASD", date(2026, 11, 21)),
        ),
        (programme() | {"card_status": "lost"}, Card(CardState.BLOCKED, "ASD")),
        (programme() | {"additional_attributes": [{"card_status": "replaced"}]}, Card(CardState.REPLACED, "ASD")),
        (programme("Suspended"), Card(CardState.BLOCKED, "ASD")),
        (programme("Exited"), Card(CardState.EXPIRED, "ASD")),
    ],
)
def test_a_card_holds_by_its_own_state_or_by_its_enrolment(record: dict[str, Any], card: Card) -> None:
    assert records.card(member(record), TODAY) == card


def test_a_cards_unknown_state_is_not_guessed() -> None:
    with pytest.raises(ProtocolViolation):
        records.card(member(programme() | {"card_status": "shiny"}), TODAY)


@pytest.mark.parametrize(
    ("more", "active"),
    [({}, True), ({"valid_until": "2026-11-22"}, True), ({"valid_until": "2026-11-21"}, False)],
)
def test_coverage_holds_to_its_last_day(more: dict[str, Any], active: bool) -> None:
    found = records.coverage(member(programme(**more)), {"ASD": "AMO"}, TODAY)
    assert [(one.active, one.scheme) for one in found] == [(active, "AMO")]
    assert records.coverage(member(programme(**more)), {"OTHER": "AMO"}, TODAY) == list[Coverage]()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from([
            "group_identifier", "group_size", "identifier_type", "identifier_value", "member_list", "programme", "place", "name",
            "programme_identifier", "enrolment_status", "benefits", "additional_attributes", "card_status", "group_head_info",
        ]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_any_record_is_read_or_refused_and_never_a_crash(raw: object) -> None:
    for read in (
        lambda: records.household(member(raw), CONFIG),
        lambda: records.score(member(raw), CONFIG),
        lambda: records.enrolments(member(raw), TODAY),
        lambda: records.card(member(raw), TODAY),
        lambda: records.coverage(member(raw), {"x": "y"}, TODAY),
        lambda: list(records.identifiers(member(raw))),
    ):
        try:
            read()
        except RegistryError:
            continue
