"""Comviva Flares: GET, last input, Freeflow headers, and production's strange cleanup."""

import pytest

from channels.ussd import flares
from channels.ussd.dialect import Hop
from tests.channels.tables import DIGITS, OFF, ON, PHONE, got, read, refused, written

FIRST = {"MSISDN": DIGITS, "MSC": "msc", "input": "3737", "SessionID": "s1"}
KNOWN = {"session": "s1", "phone": PHONE}
CLEANUP = f"msisdn={DIGITS}&clean=cleann&error=523&SessionID=s1&MSC=x&=&=&=en&=9031510005344&=&=postpaid&=20130528171235405"


@pytest.mark.parametrize(
    ("changed", "facts"),
    [
        ({}, {"event": "new"}),
        ({"input": "*3737#"}, {"event": "new"}),
        ({"input": "3737*0"}, {"event": "new", "said": "0"}),
        ({"input": "c"}, {"event": "resume", "said": "c"}),
        ({"input": "37371"}, {"event": "resume", "said": "37371"}),
        ({"input": "****"}, {"event": "resume", "said": "****"}),
        ({"input": ""}, {"event": "resume"}),
    ],
)
def test_a_hop_is_read(changed: dict[str, str], facts: dict[str, str]) -> None:
    assert read(flares, got(FIRST | changed)) == KNOWN | facts


@pytest.mark.parametrize("query", [CLEANUP, "msisdn=foo&clean=clean-session&error=522&SessionID=s1"])
def test_a_cleanup_closes_whatever_stands_around_it(query: str) -> None:
    hop = Hop("GET", query=query)
    assert read(flares, hop) == {"event": "close", "session": "s1"}
    assert (written(flares, hop, "").status, written(flares, hop, "").body) == (200, b"")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (f"MSISDN={DIGITS}&input=1&SessionID=s1", "missing"),
        (f"MSISDN={DIGITS}&MSC=m&input=1", "missing"),
        ("MSC=m&input=1&SessionID=s1", "missing"),
        ("MSISDN=0612340007&MSC=m&input=1&SessionID=s1", "phone"),
        (f"MSISDN={DIGITS}&MSC=m&input=1&input=2&SessionID=s1", "twice"),
        (f"MSISDN={DIGITS}&MSC=m&input=%00&SessionID=s1", "nul"),
        (f"MSISDN={DIGITS}&MSC=m&input=%FF&SessionID=s1", "encoding"),
        (f"MSISDN={DIGITS}&MSC=m&input={'1' * 2001}&SessionID=s1", "long"),
        (f"MSISDN={DIGITS}&MSC=m&input=1&SessionID={'s' * 101}", "session"),
        ("clean=clean-session", "missing"),
        ("", "missing"),
    ],
)
def test_a_wrong_query_is_refused_and_the_session_let_go(query: str, why: str) -> None:
    hop = Hop("GET", query=query)
    assert refused(flares, hop) == why
    assert flares.encode(hop, None, OFF).headers["Freeflow"] == "FB"


@pytest.mark.parametrize(("screen", "flow"), [(ON, "FC"), (OFF, "FB")])
def test_a_screen_is_written(screen: str, flow: str) -> None:
    answer = written(flares, got(FIRST), screen)
    assert answer.body == screen[4:].encode()
    assert answer.headers == {"Freeflow": flow, "charge": "N", "amount": "0"}
