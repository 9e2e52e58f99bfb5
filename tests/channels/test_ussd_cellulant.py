"""Cellulant: GET, last input, operation codes; six fields between bars."""

import pytest

from channels.ussd import cellulant
from tests.channels.tables import DIGITS, OFF, ON, PHONE, got, read, refused, written

FIRST = {"MSISDN": DIGITS, "INPUT": "*3737#", "opCode": "BEG", "ABORT": "0", "sessionID": "1"}
LATER = FIRST | {"INPUT": "hi", "opCode": ""}
KNOWN = {"session": "1", "phone": PHONE}


@pytest.mark.parametrize(
    ("sent", "facts"),
    [
        (FIRST, {"event": "new"}),
        (FIRST | {"INPUT": "*3737*0#"}, {"event": "new", "said": "0"}),
        (LATER, {"event": "resume", "said": "hi"}),
        (LATER | {"ABORT": "null", "opCode": "null"}, {"event": "resume", "said": "hi"}),
        ({name: value for name, value in LATER.items() if name not in ("ABORT", "opCode")}, {"event": "resume", "said": "hi"}),
        (LATER | {"opCode": "ABO"}, {"event": "close"}),
        (FIRST | {"ABORT": "1"}, {"event": "close"}),
    ],
)
def test_a_hop_is_read(sent: dict[str, str], facts: dict[str, str]) -> None:
    assert read(cellulant, got(sent)) == KNOWN | facts


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (FIRST | {"INPUT": "*120*1#"}, "service"),
        (LATER | {"opCode": "XYZ"}, "event"),
        (LATER | {"sessionID": ""}, "missing"),
        (LATER | {"MSISDN": ""}, "missing"),
        (LATER | {"MSISDN": "0612340007"}, "phone"),
        (LATER | {"INPUT": "1" * 2001}, "long"),
        (LATER | {"INPUT": "\0"}, "nul"),
    ],
)
def test_a_wrong_field_is_refused(sent: dict[str, str], why: str) -> None:
    assert refused(cellulant, got(sent)) == why


def test_a_screen_is_written_and_a_bar_in_it_begins_no_field() -> None:
    assert written(cellulant, got(LATER), ON).body.decode() == "1|Où ?\n1 <Oui> & / non|null|null|null|null"
    assert written(cellulant, got(LATER), OFF).body == b"1|Merci|null|null|end|null"


def test_an_abort_gets_an_empty_answer() -> None:
    assert written(cellulant, got(LATER | {"opCode": "ABO"}), "").body == b""
