"""MTech: XML pages; only the first names the phone."""

from xml.etree import ElementTree

import pytest

from channels.ussd import mtech
from tests.channels.tables import DIGITS, OFF, ON, PHONE, posted, read, refused, written


def sent(page_id: str, data: str, session: str = "a4", extra: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<page version="2.0">\n<session_id>{session}</session_id>{extra}'
        f"<page_id>{page_id}</page_id><data>{data}</data></page>"
    ).encode()


FIRST = sent("0", "testmenu", extra=f"<mobile_number>{DIGITS}</mobile_number>")


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        (FIRST, {"event": "new", "phone": PHONE}),
        (sent("indexX", "foo"), {"event": "resume", "said": "foo"}),
        (sent("indexX", "1 &lt; 2"), {"event": "resume", "said": "1 < 2"}),
        (sent("indexX", "<![CDATA[é]]>"), {"event": "resume", "said": "é"}),
        (b"\xef\xbb\xbf" + sent("indexX", ""), {"event": "resume"}),
    ],
)
def test_a_page_is_read(body: bytes, facts: dict[str, str]) -> None:
    assert read(mtech, posted(body)) == {"session": "a4"} | facts


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"blah", "xml"),
        (b"<page/>", "missing"),
        (b"<other><session_id>1</session_id></other>", "xml"),
        (sent("0", "menu"), "missing"),
        (sent("indexX", "1", session="s" * 101), "session"),
        (sent("indexX", "1" * 2001), "long"),
        (sent("indexX", "\0"), "xml"),
        (sent("indexX", "&#0;"), "xml"),
        (sent("indexX", "&bomb;"), "xml"),
        (b'<!DOCTYPE page [<!ENTITY a "aa">]>' + sent("indexX", "&a;"), "doctype"),
    ],
)
def test_a_wrong_page_is_refused(body: bytes, why: str) -> None:
    assert refused(mtech, posted(body)) == why


def test_a_screen_is_written_and_only_an_open_session_has_a_link() -> None:
    on = written(mtech, posted(sent("indexX", "1")), ON).body
    tree = ElementTree.fromstring(on)
    assert (tree.attrib, tree.findtext("session_id")) == ({"version": "2.0"}, "a4")
    assert b"<div>O\xc3\xb9 ?<br />1 &lt;Oui&gt; &amp; | non</div>" in on
    link = tree.find("navigation/link")
    assert link is not None
    assert link.attrib == {"accesskey": "*", "pageId": "indexX"}
    assert ElementTree.fromstring(written(mtech, posted(FIRST), OFF).body).find("navigation") is None
