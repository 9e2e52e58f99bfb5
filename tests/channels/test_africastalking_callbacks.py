"""What Africa's Talking tells us of SMS: delivery reports, texts and opt-outs; a broken one is named by its field."""

from urllib.parse import parse_qsl

import pytest

from channels.sms.africastalking import Inbound, Malformed, OptOut, delivery, inbound, optout
from dialogs.model import Phone
from dialogs.ports import State
from tests.channels.samples import samples

PHONE = Phone("+212612345678")


@pytest.mark.parametrize(
    ("status", "failure", "state", "reason"),
    [
        ("Sent", None, State.SENT, ""),
        ("Submitted", None, State.SENT, ""),
        ("Buffered", "", State.SENT, ""),
        ("Success", None, State.DELIVERED, ""),
        ("success", None, State.DELIVERED, ""),
        ("Failed", "DeliveryFailure", State.FAILED, "DeliveryFailure"),
        ("Failed", "NotNetworkSubcriber", State.FAILED, "NotNetworkSubscriber"),
        ("Failed", "NotNetworkSubscriber", State.FAILED, "NotNetworkSubscriber"),
        ("Failed", "SomethingNew", State.FAILED, "SomethingNew"),
        ("Rejected", "UserInBlackList", State.FAILED, "UserInBlackList"),
        ("Rejected", None, State.FAILED, "Rejected"),
        ("AbsentSubscriber", None, State.FAILED, "AbsentSubscriber"),
        ("Expired", None, State.EXPIRED, ""),
        ("Teleported", None, State.SENT, "Teleported"),
    ],
)
def test_delivery_reports(status: str, failure: str | None, state: State, reason: str) -> None:
    form = {"id": "ATXid_1", "status": status, "phoneNumber": PHONE.e164, "networkCode": "60401", "retryCount": "0"}
    report = delivery(form if failure is None else {**form, "failureReason": failure})
    assert (report.provider, report.provider_id, report.phone) == ("africastalking", "ATXid_1", PHONE)
    assert (report.state, report.reason) == (state, reason)


def test_a_report_without_a_phone_is_still_a_report() -> None:
    assert delivery({"id": "ATXid_1", "status": "Success"}).phone is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": ""}, "id"),
        ({"id": "a b"}, "id"),
        ({"id": "x" * 129}, "id"),
        ({"id": "ATXid\0"}, "id"),
        ({"status": ""}, "status"),
        ({"status": "Success\n"}, "status"),
        ({"failureReason": "call +212 6"}, "failureReason"),
        ({"phoneNumber": " 212612345678"}, "phoneNumber"),
        ({"phoneNumber": "+٢١٢٦١٢٣٤٥٦٧٨"}, "phoneNumber"),
        ({"phoneNumber": object()}, "phoneNumber"),
    ],
)
def test_a_broken_report_names_its_field_and_no_value(change: dict[str, object], field: str) -> None:
    form = {"id": "ATXid_1", "status": "Success", "phoneNumber": PHONE.e164} | change
    with pytest.raises(Malformed) as caught:
        delivery(form)
    assert str(caught.value) == field


def incoming(**change: object) -> dict[str, object]:
    sms = {"date": "2026-01-05 10:00:00", "from": PHONE.e164, "id": "ATUid_1", "linkId": "", "text": "STOP", "to": "22384"}
    return sms | {"networkCode": "60401"} | change


@pytest.mark.parametrize("date", ["2026-01-05 10:00:00", "2026-01-05T10:00:00Z", "2026-01-05T11:00:00+01:00"])
def test_an_incoming_sms_in_each_date_shape(date: str) -> None:
    assert inbound(incoming(date=date)) == Inbound("ATUid_1", PHONE, "22384", "STOP", 1767607200.0, "60401")


@pytest.mark.parametrize(("told", "network"), [({"networkCode": "99999"}, "99999"), ({"networkCode": ""}, "")])
def test_a_text_tells_its_network_where_it_is_told(told: dict[str, str], network: str) -> None:
    assert inbound(incoming(**told)).network == network


@pytest.mark.parametrize(("text", "read"), [("", ""), ("a\0b", "ab"), ("نعم\n1*2", "نعم\n1*2")])
def test_the_text_of_an_incoming_sms_is_kept_but_for_nul(text: str, read: str) -> None:
    assert inbound(incoming(text=text)).text == read


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"date": "yesterday, 10:00"}, "date"),
        ({"from": " 212612345678"}, "from"),
        ({"from": "ORANGE"}, "from"),
        ({"to": ""}, "to"),
        ({"text": "x" * 2001}, "text"),
        ({"text": None}, "text"),
        ({"id": ""}, "id"),
    ],
)
def test_a_broken_incoming_sms_names_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Malformed) as caught:
        inbound(incoming(**change))
    assert str(caught.value) == field


@pytest.mark.parametrize("sender", ["COMPANY", "220225"])
def test_opt_outs(sender: str) -> None:
    assert optout({"senderId": sender, "phoneNumber": PHONE.e164}) == OptOut(sender, PHONE)


def test_no_parsed_callback_shows_a_number_or_a_text() -> None:
    shown = repr([inbound(incoming(text="secret")), optout({"senderId": "A", "phoneNumber": PHONE.e164})])
    assert "secret" not in shown
    assert "612345678" not in shown


@pytest.mark.conformance
def test_every_recorded_callback_is_understood() -> None:
    for sample in samples("sms_africastalking_callbacks.jsonl"):
        form = dict(parse_qsl(str(sample["body"]), keep_blank_values=True))
        expected = sample["expected"]
        assert isinstance(expected, dict)
        match expected["event"]:
            case "mo_sms":
                assert inbound(form).text == expected["text"]
            case "dlr":
                report = delivery(form)
                assert (report.state is not State.SENT) == expected["final"]
                assert (report.reason or None) == expected["failure_reason"]
            case "optout":
                assert optout(form).sender == expected["sender"]
