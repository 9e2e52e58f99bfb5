"""TruRoute: a small XML document each way; types 1, 2, 3, 4 and 10."""

from xml.etree import ElementTree

import pytest

from channels.ussd import truroute
from tests.channels.tables import CODE, DIGITS, OFF, ON, PHONE, posted, read, refused, written


def sent(kind: str, msg: str, phone: str = DIGITS, session: str = "77") -> bytes:
    return f"<ussd><msisdn>{phone}</msisdn><sessionid>{session}</sessionid><type>{kind}</type><msg>{msg}</msg></ussd>".encode()


@pytest.mark.parametrize(
    ("kind", "msg", "facts"),
    [
        ("1", CODE, {"event": "new"}),
        ("1", "*3737*0#", {"event": "new", "said": "0"}),
        ("2", "1", {"event": "resume", "said": "1"}),
        ("2", "", {"event": "resume"}),
        ("3", "", {"event": "close"}),
        ("4", "", {"event": "close"}),
        ("10", "", {"event": "close"}),
    ],
)
def test_a_document_is_read(kind: str, msg: str, facts: dict[str, str]) -> None:
    assert read(truroute, posted(sent(kind, msg))) == {"session": "77", "phone": PHONE} | facts


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (sent("1", "*134*1#"), "service"),
        (sent("9", "1"), "event"),
        (sent("", "1"), "event"),
        (sent("2", "1", phone=""), "missing"),
        (sent("2", "1", phone="0811234567"), "phone"),
        (sent("2", "1", session=""), "missing"),
        (sent("2", "1" * 2001), "long"),
        (b"<other><type>2</type></other>", "event"),
        (b"<ussd>", "xml"),
        (sent("2", "1").decode().encode("utf-16"), "encoding"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><ussd>é</ussd>'.encode("latin-1"), "encoding"),
    ],
)
def test_a_wrong_document_is_refused(body: bytes, why: str) -> None:
    assert refused(truroute, posted(body)) == why


@pytest.mark.parametrize(("screen", "kind"), [(ON, "2"), (OFF, "3")])
def test_a_screen_is_written(screen: str, kind: str) -> None:
    tree = ElementTree.fromstring(written(truroute, posted(sent("2", "1")), screen).body)
    assert (tree.findtext("type"), tree.findtext("msg"), tree.findtext("premium/cost")) == (kind, screen[4:], "0")
