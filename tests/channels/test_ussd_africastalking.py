"""The Africa's Talking USSD dialect: form fields to a Delivery, a page to the answer's body."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import pytest

from channels.gate import BadForm
from channels.ussd.africastalking import decode, encode, wire
from channels.ussd.dialect import Answer, Hop
from dialogs.model import Caller, Delivery, Phone
from tests.channels.gateway import CODE, SESSION, event, hop
from tests.player import HER


def read(sent: Mapping[str, str] | bytes, tail: str = "") -> Delivery:
    """What the dialect makes of these fields, or of this body."""
    body = sent if isinstance(sent, bytes) else urlencode(sent).encode()
    return decode(Hop("POST", body=body, tail=tail), service_code=CODE, at=7.0)


def test_a_hop_is_read_whole() -> None:
    assert read(hop("1*2")) == Delivery(
        "ussd", CODE, SESSION, Caller("ussd", HER, Phone(HER), "99999"), "resume", transcript="1*2", at=7.0
    )


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b"sessionId=s&phoneNumber=%2B212612340007&networkCode=60401&serviceCode=%2A3737%23&text=1%2A2", id="one order"
        ),
        pytest.param(
            b"phoneNumber=%2B212612340007&serviceCode=%2A3737%23&text=1%2A2&sessionId=s&networkCode=60401", id="another"
        ),
        pytest.param(
            b"text=1*2&sessionId=s&phoneNumber=%2b212612340007&serviceCode=*3737%23&networkCode=60401", id="barely escaped"
        ),
        pytest.param(
            b"sessionId=s&phoneNumber=%2B212612340007&networkCode=60401&serviceCode=%2A3737%23&text=1%2A2&more=x",
            id="a field more",
        ),
    ],
)
def test_the_order_of_fields_and_a_new_field_change_nothing(body: bytes) -> None:
    delivery = read(body)
    assert (delivery.session, delivery.caller.id, delivery.transcript) == ("s", HER, "1*2")
    assert delivery.caller.network == "60401"


@pytest.mark.parametrize(
    ("written", "transcript"),
    [
        ("", ""),
        ("1%2A1", "1*1"),
        ("1%2A", "1*"),
        ("7*a*b*****", "7*a*b*****"),
        ("1%2AA%2BB+%26+C%3D10%25", "1*A+B & C=10%"),
        ("1%2A%D8%B2%D8%A7", "1*زا"),
        ("%23", "#"),
        ("+1", " 1"),
    ],
)
def test_the_text_is_kept_as_it_was_typed(written: str, transcript: str) -> None:
    [(_, text)] = parse_qsl(f"text={written}", keep_blank_values=True)
    assert read(hop(text)).transcript == transcript


def test_a_text_or_network_that_is_not_sent_is_empty() -> None:
    fields = {name: value for name, value in hop().items() if name not in ("text", "networkCode")}
    delivery = read(fields)
    assert (delivery.transcript, delivery.caller.network) == ("", None)


REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("no session", {"sessionId": ""}, "missing"),
    ("no phone", {"phoneNumber": ""}, "missing"),
    ("no service code", {"serviceCode": ""}, "missing"),
    ("another service code", {"serviceCode": "*3738#"}, "service"),
    ("our code within another", {"serviceCode": CODE + "1"}, "service"),
    ("a session without end", {"sessionId": "s" * 101}, "session"),
    ("an unescaped plus", {"phoneNumber": " 212612340007"}, "phone"),
    ("no plus", {"phoneNumber": "212612340007"}, "phone"),
    ("letters in the phone", {"phoneNumber": "+2126XXXXXXXX"}, "phone"),
    ("a phone and more", {"phoneNumber": HER + "\n"}, "phone"),
]


@pytest.mark.parametrize("tail", ["", "events"])
@pytest.mark.parametrize(("changed", "why"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_hop_or_event_that_cannot_be_ours_is_refused(tail: str, changed: Mapping[str, str], why: str) -> None:
    with pytest.raises(BadForm) as refused:
        read({**(event() if tail else hop("1")), **changed}, tail)
    assert refused.value.args == (why,)


@pytest.mark.parametrize("missing", ["sessionId", "phoneNumber", "serviceCode"])
def test_a_field_that_is_not_there_is_missing(missing: str) -> None:
    fields = {name: value for name, value in hop().items() if name != missing}
    with pytest.raises(BadForm, match="missing"):
        read(fields)


def test_a_text_that_no_session_grows_to_is_refused() -> None:
    assert read(hop("1" * 2000)).transcript
    with pytest.raises(BadForm, match="long"):
        read(hop("1" * 2001))


@pytest.mark.parametrize("status", ["Success", "Incomplete", "Failed", "SomethingNew", ""])
def test_an_event_closes_its_session_whatever_the_status(status: str) -> None:
    delivery = read(event(status=status), "events")
    assert (delivery.event, delivery.session, delivery.caller.id) == ("close", SESSION, HER)


def test_what_an_event_tells_of_the_screen_and_the_input_is_dropped() -> None:
    delivery = read(event(), "events")
    assert (delivery.said, delivery.transcript) == ("", None)


def test_the_answer_begins_exactly_with_con_or_end() -> None:
    assert wire("Choisissez\n1 Oui", goes_on=True) == "CON Choisissez\n1 Oui"
    assert wire("Merci", goes_on=False) == "END Merci"


def test_the_answer_to_an_event_is_empty_and_says_whether_it_was_read() -> None:
    told = Hop("POST", tail="events")
    assert encode(told, read(event(), "events"), "") == Answer(status=200)
    assert encode(told, None, "END Merci") == Answer(status=400)


def test_the_answer_to_a_hop_is_the_screen_in_utf8_even_when_the_hop_was_refused() -> None:
    for delivery in (read(hop()), None):
        answer = encode(Hop("POST"), delivery, "CON ز é €")
        assert answer == Answer("CON ز é €".encode(), content_type="text/plain; charset=utf-8")


def test_a_delivery_shows_no_number_no_session_and_no_text() -> None:
    shown = repr(read(hop("1*secret")))
    assert HER not in shown
    assert SESSION not in shown
    assert "secret" not in shown
