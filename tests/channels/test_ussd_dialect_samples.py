"""Recorded and documented requests of every other USSD dialect, read as their providers and implementers say."""

import json
from pathlib import Path
from typing import Any

import pytest

from channels.gate import BadForm
from channels.ussd.dialect import Dialect, Hop
from channels.ussd.dialects import DIALECTS
from dialogs.model import Delivery

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
DIALECT_OF = {
    "ussd_arkesel_json": "arkesel",
    "ussd_beem_json": "beem",
    "ussd_cellulant": "cellulant",
    "ussd_comviva_flares": "flares",
    "ussd_crossgate_get": "crossgate",
    "ussd_hollatags_get": "hollatags",
    "ussd_hubtel_json": "hubtel",
    "ussd_infobip_gw": "infobip",
    "ussd_mtech_xml": "mtech",
    "ussd_mtn_xmlrpc": "mtn",
    "ussd_nalo_json": "nalo",
    "ussd_oltranz_json": "oltranz",
    "ussd_safaricom": "safaricom",
    "ussd_trueafrican_xmlrpc": "trueafrican",
    "ussd_truroute_xml": "truroute",
    "ussd_vodacom_xml": "vodacom",
}
SERVICE = {
    "ussd_cellulant": "*120*1#",
    "ussd_comviva_flares-01": "*121#",
    "ussd_comviva_flares-02": "*167*7*1#",
    "ussd_comviva_flares": "*167*7#",
    "ussd_comviva_flares-05": "*167*7*3#",
    "ussd_crossgate_get": "*123#",
    "ussd_hollatags_get": "*4441#",
    "ussd_hubtel_json": "*713#",
    "ussd_hubtel_json-05": "*711*734#",
    "ussd_infobip_gw": "*123#1#",
    "ussd_mtn_xmlrpc": "*543#",
    "ussd_nalo_json": "*123#",
    "ussd_oltranz_json": "*123#",
    "ussd_safaricom": "*167*7#",
    "ussd_trueafrican_xmlrpc": "*23#",
    "ussd_truroute_xml": "*134*1#",
    "ussd_vodacom_xml": "*120*666#",
    "ussd_arkesel_json": "*928*1#",
    "ussd_arkesel_json-04": "*928*92#",
}
"""The code that the sample's owner had; of the row, else of the file."""
NOT_FOLLOWED = {
    "ussd_comviva_flares-08": "a cleanup of an unknown session is acknowledged like any other: nothing depends on it",
    "ussd_infobip_gw-02": "a start twice is a retry (the same screen), not a fault: networks repeat themselves",
    "ussd_infobip_gw-04": "an unknown session is told to the citizen in words, not to the gateway by an exit code",
    "ussd_infobip_gw-06": "whether a session is active is nobody's business: there is no such address",
    "ussd_mtech_xml-03": "an unknown session ends in words, not in 400: the citizen is told to dial again",
    "ussd_mtech_xml-04": "garbage ends in words, not in 400",
    "ussd_hubtel_json-04": "a request without its fields ends in words, not in 400",
    "ussd_vodacom_xml-01": "555 is no phone number, and the caller is who a conversation belongs to",
    "ussd_vodacom_xml-02": "555 is no phone number",
    "ussd_safaricom-04": "the identical hop again is a retry, not an empty answer",
    "ussd_integrat_xml": "replies go out of band, in a form that no sample shows",
}
"""Rows whose expectation we do not meet, or not to the letter, and why; an own test says what happens instead."""

Row = dict[str, Any]
PLACEHOLDER = {"2556XXXXXXXX": "255612345678", "2557XXXXXXXX": "255712345678", "2547XXXXXXX": "254712345678"}
"""Phones that the samples' owners blotted out."""


def rows() -> list[Row]:
    files = [SAMPLES / f"{name}.jsonl" for name in (*DIALECT_OF, "ussd_integrat_xml")]
    return [json.loads(line) for file in files if file.is_file() for line in file.read_text("utf-8").splitlines()]


ALL = rows()
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not ALL, reason="the sample requests of the USSD dialects are not here"),
]


def left_out(row: Row) -> bool:
    return row["id"] in NOT_FOLLOWED or row["dialect"] in NOT_FOLLOWED


def hop(row: Row) -> Hop:
    path, _, query = row["path"].partition("?")
    body = row["body"] or ""
    for blotted, phone in PLACEHOLDER.items():
        body, query = body.replace(blotted, phone), query.replace(blotted, phone)
    return Hop(row["method"], query, body.encode(), path.lstrip("/") if path.startswith("/session") else "", row["headers"])


def dialect(row: Row) -> Dialect:
    return DIALECTS[DIALECT_OF[row["dialect"]]]


def read(row: Row) -> Delivery:
    code = SERVICE.get(row["id"]) or SERVICE.get(row["dialect"], "*3737#")
    return dialect(row).decode(hop(row), service_code=code, at=0.0)


READ = [row for row in ALL if not left_out(row) and ("event" in row["expected"] or "requires_session" in row["expected"])]
REFUSED = [row for row in ALL if not left_out(row) and row not in READ]
MEANS = {"new": ("new", "hop", "resume"), "resume": ("resume", "hop"), "close": ("close",)}
"""A cumulative dialect's opening is an empty transcript; MTN's an unknown transaction."""


@pytest.mark.parametrize("row", READ, ids=[row["id"] for row in READ])
def test_a_sample_is_read_as_its_owner_says(row: Row) -> None:
    made, expected = read(row), row["expected"]
    assert made.event in MEANS[expected["event"]]
    if expected["event"] == "new" and made.event == "resume":
        assert made.transcript == ""
    if "msisdn" in expected:
        assert made.caller.id == "+" + expected["msisdn"].lstrip("+")
    if "session" in expected:
        assert made.session == expected["session"]
    if made.event == "resume" and made.transcript is not None:
        last = expected.get("input", expected.get("segments", [""])[-1])
        assert f"*{made.transcript}".endswith(f"*{last}")
    elif made.event == "resume":
        assert made.said == expected["input"]


@pytest.mark.parametrize("row", REFUSED, ids=[row["id"] for row in REFUSED])
def test_a_sample_that_its_owner_refuses_is_refused(row: Row) -> None:
    with pytest.raises(BadForm):
        read(row)
    expected = row["expected"]
    answer = dialect(row).encode(hop(row), None, "END x")
    if expected.get("status") == 400 and DIALECT_OF[row["dialect"]] == "nalo":
        assert answer.status == 400
    if "reply" in expected:
        assert json.loads(answer.body)["responseExitCode"] == expected["reply"]["responseExitCode"]


def test_what_is_not_followed_is_in_the_samples() -> None:
    assert set(NOT_FOLLOWED) <= {row["id"] for row in ALL} | {row["dialect"] for row in ALL}
