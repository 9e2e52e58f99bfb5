"""Orange #303#: pages of xHTML; the entry's name counts the hops."""

from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from channels.ussd import orange
from channels.ussd.dialect import Hop
from tests.channels.tables import OFF, ON, PHONE, read, refused, written


def page(phone: str = PHONE, **fields: str) -> Hop:
    return Hop("GET", query=urlencode(fields), headers={"User-MSISDN": phone})


@pytest.mark.parametrize(
    ("hop", "facts"),
    [
        (page(), {"event": "new"}),
        (page(phone="+212 612340007"), {"event": "new"}),
        (page(other="1"), {"event": "new"}),
        (page(a1="2"), {"event": "resume", "said": "2", "hop": "1"}),
        (page(a17=""), {"event": "resume", "hop": "17"}),
    ],
)
def test_a_page_view_is_read(hop: Hop, facts: dict[str, str]) -> None:
    assert read(orange, hop) == {"phone": PHONE} | facts


@pytest.mark.parametrize(
    ("hop", "why"),
    [
        (page(phone=""), "missing"),
        (Hop("GET"), "missing"),
        (page(phone="0612340007"), "phone"),
        (page(a1="1", a2="1"), "twice"),
        (page(a1="1" * 2001), "long"),
        (page(a1="\0"), "nul"),
    ],
)
def test_a_wrong_page_view_is_refused(hop: Hop, why: str) -> None:
    assert refused(orange, hop) == why


def test_a_screen_is_a_page_whose_entry_counts_on_and_an_end_has_none() -> None:
    answer = written(orange, page(a4="1"), ON)
    tree = ElementTree.fromstring(answer.body)
    entry = tree.find(".//form//input")
    assert answer.content_type == "application/xhtml+xml; charset=utf-8"
    assert entry is not None
    assert entry.attrib == {"type": "text", "name": "a5"}
    assert b"<p>O\xc3\xb9 ?<br/>1 &lt;Oui&gt; &amp; | non</p>" in answer.body
    assert ElementTree.fromstring(written(orange, page(a4="1"), OFF).body).find(".//form") is None
    assert ElementTree.fromstring(written(orange, page(), ON).body).find(".//input[@name='a1']") is not None
