"""Kannel's smsbox: messages percent-encoded in a named charset, text back."""

from urllib.parse import quote

import pytest

from channels.ussd import kannel
from channels.ussd.dialect import Hop
from tests.channels.tables import DIGITS, OFF, PHONE, read, refused, written


def sent(message: str, charset: str = "UTF-8", phone: str = quote(PHONE), to: str = "3737", id: str = "m1") -> Hop:
    return Hop("GET", query=f"from={phone}&to={to}&message={message}&coding=2&charset={charset}&id={id}")


@pytest.mark.parametrize(
    ("hop", "facts"),
    [
        (sent("%2A3737%23"), {"event": "new", "hop": "m1"}),
        (sent("3737*0"), {"event": "new", "said": "0", "hop": "m1"}),
        (sent("1"), {"event": "resume", "said": "1", "hop": "m1"}),
        (sent("%06*%06H%06B%06A", "UTF-16BE"), {"event": "resume", "said": "\u062a\u0648\u0642\u0641", "hop": "m1"}),
        (sent("%00a%00+%00b", "utf-16be"), {"event": "resume", "said": "a b", "hop": "m1"}),
        (sent("%E9t%E9", "ISO-8859-1"), {"event": "resume", "said": "été", "hop": "m1"}),
        (sent("%80", "WINDOWS-1252"), {"event": "resume", "said": "€", "hop": "m1"}),
        (sent("a+b%2Bc", ""), {"event": "resume", "said": "a b+c", "hop": "m1"}),
        (sent("1", phone=DIGITS, id=""), {"event": "resume", "said": "1"}),
    ],
)
def test_a_message_is_read_in_its_charset(hop: Hop, facts: dict[str, str]) -> None:
    assert read(kannel, hop) == {"phone": PHONE} | facts


@pytest.mark.parametrize(
    ("hop", "why"),
    [
        (sent("1", "bogus"), "charset"),
        (sent("1", "rot13"), "charset"),
        (sent("1", "UTF-7"), "charset"),
        (sent("%06", "UTF-16BE"), "encoding"),
        (sent("%D8%00", "UTF-16BE"), "encoding"),
        (sent("%E9", "UTF-8"), "encoding"),
        (sent("%00"), "nul"),
        (sent("%00%00", "UTF-16BE"), "nul"),
        (sent("1", phone="0612340007"), "phone"),
        (sent("1", phone="%FF"), "encoding"),
        (sent("1", to="99"), "service"),
        (sent("1" * 2001), "long"),
        (sent("1&message=2"), "twice"),
        (Hop("GET"), "missing"),
    ],
)
def test_a_wrong_message_is_refused(hop: Hop, why: str) -> None:
    assert refused(kannel, hop) == why


def test_a_screen_is_text_and_says_when_gsm_7_cannot_carry_it() -> None:
    latin, arabic = written(kannel, sent("1"), "CON Menu"), written(kannel, sent("1"), "END شكرا")
    assert (latin.body, dict(latin.headers)) == (b"Menu", {})
    assert (arabic.body.decode(), dict(arabic.headers)) == ("شكرا", {"X-Kannel-Coding": "2"})
    assert written(kannel, sent("1"), OFF).content_type == "text/plain; charset=utf-8"
