"""Kannel: sendsms with our own id in the report's address; callbacks in whatever charset they name."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.exchange import Answered, Callback, Malformed
from channels.sms.gateway import Account
from channels.sms.kannel import Kannel, delivery, inbound, judge, read
from dialogs.model import Phone
from dialogs.ports import State
from store.clock import FakeClock
from tests.channels.sms_wires import ID, PHONE, Wire, sms, wired


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with wired() as wire:
        yield wire


async def test_the_request_is_a_post_that_asks_for_a_report_under_our_id(wire: Wire, clock: FakeClock) -> None:
    wire.says = (202, b"0: Accepted for delivery")
    async with aiohttp.ClientSession() as http:
        account = Account(f"{wire.url}/cgi-bin/sendsms", "u", "p", "3737", "https://g.example/sms/iam/KEY/delivery")
        kannel = Kannel(http, clock, "iam", account)
        assert await kannel.send(sms("reçu", encoding="gsm7")) == Taken(ID, 1)
        assert await kannel.send(sms("سلام")) == Taken(ID, 1)
    latin, arabic = wire.seen
    assert (latin.method, latin.path, latin.body, arabic.body) == ("POST", "/cgi-bin/sendsms", b"recu", "سلام".encode())
    assert (latin.headers["X-Kannel-Coding"], arabic.headers["X-Kannel-Coding"]) == ("0", "2")
    assert latin.headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert latin.headers["X-Kannel-To"] == PHONE.e164
    assert latin.headers["X-Kannel-Validity"] == "10"
    url = f"https://g.example/sms/iam/KEY/delivery?id={ID}&phone=212612345678&type=%d"
    assert (latin.headers["X-Kannel-DLR-Mask"], latin.headers["X-Kannel-DLR-Url"]) == ("31", url)


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (202, b"0: Accepted for delivery", Taken("x", 2)),
        (202, b"3: Queued for later delivery\n", Taken("x", 2)),
        (503, b"Temporal failure, try again later.", Again("temporal-failure", 5.0, everyone=True)),
        (503, b"4: Temporal failure, try again later.", Again("temporal-failure", 5.0, everyone=True)),
        (403, b"Not routable. Do not try again.", Refused("not-routable", permanent=True)),
        (403, b"Authorization failed for sendsms", Stop("http-403")),
        (404, b"Unknown request.", Stop("http-404")),
        (400, b"Missing receiver number, rejected", Refused("http-400", permanent=False)),
        (202, b"Sent.", Unknown("unreadable", "x")),
        (202, b"", Unknown("unreadable", "x")),
        (200, b"0: Accepted for delivery", Unknown("unreadable", "x")),
        (503, b"<html>proxy</html>", Unknown("http-503", "x")),
    ],
)
def test_what_an_answer_means(status: int, body: bytes, outcome: Outcome) -> None:
    assert judge(Answered(status, {}, body), "x", 2) == outcome


@pytest.mark.parametrize(
    ("kind", "state", "reason"),
    [
        ("1", State.DELIVERED, ""),
        ("2", State.FAILED, "dlr-2"),
        ("4", State.SENT, ""),
        ("8", State.SENT, ""),
        ("16", State.FAILED, "dlr-16"),
        ("32", State.SENT, ""),
        ("99", State.SENT, "dlr-99"),
    ],
)
def test_the_type_of_a_report_says_its_state(kind: str, state: State, reason: str) -> None:
    [form] = read(Callback(f"id={ID}&phone=212612345678&type={kind}", b""))
    report = delivery(form)
    assert (report.provider_id, report.state, report.reason, report.phone) == (ID, state, reason, PHONE)


@pytest.mark.parametrize(
    ("text", "charset", "said"),
    [
        ("%06*%06H%06B%06A", "UTF-16BE", "\u062a\u0648\u0642\u0641"),
        ("%00S%00T%00O%00P", "UTF-16BE", "STOP"),
        ("re%C3%A7u+5", "UTF-8", "reçu 5"),
        ("re%E7u", "ISO-8859-1", "reçu"),
        ("%80", "windows-1252", "€"),
    ],
)
def test_a_text_is_read_in_the_charset_that_the_query_names(text: str, charset: str, said: str) -> None:
    query = f"id=a-1&from=%2B212612345678&to=3737&text={text}&charset={charset}&time=1800000000"
    [form] = read(Callback(query, b""))
    texted = inbound(form)
    assert (texted.id, texted.phone, texted.to, texted.text, texted.at) == ("a-1", PHONE, "3737", said, 1_800_000_000.0)


@pytest.mark.parametrize("query", ["text=%06&charset=UTF-16BE", "text=a&charset=x-no", "id=%FF", "id=1&id=2", "text=%FF"])
def test_a_query_that_cannot_be_read_is_refused(query: str) -> None:
    with pytest.raises(BadForm):
        read(Callback(query, b""))


@pytest.mark.parametrize("wrong", [{"from": "IAM"}, {"from": ""}, {"id": ""}, {"to": ""}, {"time": "yesterday"}])
def test_a_field_of_the_wrong_form_is_named_and_never_told(wrong: dict[str, str]) -> None:
    with pytest.raises(Malformed) as caught:
        inbound({"id": "a", "from": "212612345678", "to": "3737", "text": "AIDE", "time": "1"} | wrong)
    assert str(caught.value) in wrong
    with pytest.raises(Malformed, match="id"):
        delivery({"type": "1"})


def test_a_phone_without_plus_is_the_same_phone() -> None:
    assert inbound({"id": "a", "from": "212612345678", "to": "3737", "text": "a"}).phone == Phone("+212612345678")
