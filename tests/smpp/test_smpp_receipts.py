"""Receipts: by parameter, by text, and never by what a citizen writes (T31)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.smpp.pdu import Address, BadPdu, ShortMessage, Tag
from channels.smpp.receipts import Ids, Writing, is_receipt, report
from dialogs.ports import State

APPENDIX_B = "id:{id} sub:001 dlvrd:001 submit date:2601051000 done date:2601051001 stat:{stat} err:{err} text:{text}"


def receipt(
    id: str = "0A",
    stat: str = "DELIVRD",
    err: str = "000",
    text: str = "Bonjour",
    tlvs: dict[int, bytes] | None = None,
    esm: int = 4,
) -> ShortMessage:
    words = APPENDIX_B.format(id=id, stat=stat, err=err, text=text).encode()
    return ShortMessage(Address("212612345678", 1, 1), Address("3737"), words, esm_class=esm, tlvs=tlvs or {})


@pytest.mark.parametrize(
    ("stat", "err", "state", "reason"),
    [
        ("DELIVRD", "000", State.DELIVERED, ""),
        ("delivrd", "000", State.DELIVERED, ""),
        ("EXPIRED", "000", State.EXPIRED, "EXPIRED"),
        ("DELETED", "000", State.FAILED, "DELETED"),
        ("UNDELIV", "011", State.FAILED, "UNDELIV-011"),
        ("UNDELIVERABLE", "1B", State.FAILED, "UNDELIVERABL-1B"),
        ("ACCEPTD", "000", State.SENT, ""),
        ("ENROUTE", "000", State.SENT, ""),
        ("UNKNOWN", "000", State.SENT, "UNKNOWN"),
        ("REJECTD", "069", State.FAILED, "REJECTD-069"),
        ("BLOCKED", "000", State.SENT, "BLOCKED"),
    ],
)
def test_the_words_of_appendix_b(stat: str, err: str, state: State, reason: str) -> None:
    told = report(receipt(stat=stat, err=err), provider="op", ids=Ids())
    assert (told.provider_id, told.state, told.reason) == ("0A", state, reason)


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [
        (0, State.SENT, "SCHEDULED"), (1, State.SENT, ""), (2, State.DELIVERED, ""), (3, State.EXPIRED, "EXPIRED-27"),
        (4, State.FAILED, "DELETED-27"), (5, State.FAILED, "UNDELIV-27"), (6, State.SENT, ""), (7, State.SENT, "UNKNOWN-27"),
        (8, State.FAILED, "REJECTD-27"), (9, State.FAILED, "SKIPPED-27"), (200, State.SENT, "STATE200-27"),
    ],
)  # fmt: skip
def test_parameters_win_over_words(code: int, state: State, reason: str) -> None:
    error = b"\x03\x00\x1b" if code else b""
    tlvs: dict[int, bytes] = {Tag.RECEIPTED_MESSAGE_ID: b"7f\0", Tag.MESSAGE_STATE: bytes((code,)), Tag.NETWORK_ERROR_CODE: error}
    told = report(receipt(stat="DELIVRD", tlvs=tlvs), provider="op", ids=Ids())
    assert (told.provider_id, told.state, told.reason) == ("7f", state, reason)


@pytest.mark.parametrize(
    ("response", "receipt_id", "ids"),
    [
        ("3E8", "1000", Ids("hex", "decimal")),
        ("1000", "000003e8", Ids("decimal", "hex")),
        ("0000001000", "1000", Ids("decimal", "decimal")),
        ("0x3E8", "3e8", Ids("hex", "hex")),
        ("3E8-a", "3E8-a", Ids("hex", "decimal")),
        ("a1b2", "a1b2", Ids("decimal", "decimal")),
        ("007", "007", Ids()),
        ("9" * 30, f"{int('9' * 30):X}", Ids("decimal", "hex")),
    ],
)
def test_one_id_in_two_writings_is_the_same(response: str, receipt_id: str, ids: Ids) -> None:
    assert ids.of_response(response) == report(receipt(id=receipt_id), provider="op", ids=ids).provider_id


def test_as_text_ids_that_differ_stay_different() -> None:
    assert Ids().of_response("007") != Ids().of_response("7")


@given(st.integers(0, 2**63), st.sampled_from(["decimal", "hex"]), st.sampled_from(["decimal", "hex"]), st.integers(0, 12))
def test_every_number_meets_itself(number: int, response: Writing, told: Writing, zeros: int) -> None:
    writings = {"decimal": str(number), "hex": f"{number:x}", "text": ""}
    ids = Ids(response, told)
    assert ids.of_response("0" * zeros + writings[response]) == ids.of_receipt(writings[told].upper())


def test_a_citizen_cannot_write_a_receipt() -> None:
    assert not is_receipt(receipt(esm=0))
    assert not is_receipt(receipt(esm=0x40))
    assert is_receipt(receipt(esm=4))
    assert is_receipt(receipt(esm=0x20))


def test_the_text_of_the_message_is_not_read_as_fields() -> None:
    words = b"id:12 stat:UNDELIV err:001 text: id:13 stat:DELIVRD"
    told = report(ShortMessage(Address("1"), Address("2"), words, esm_class=4), provider="op", ids=Ids())
    assert (told.provider_id, told.state) == ("12", State.FAILED)


def test_a_receipt_without_an_id_is_refused() -> None:
    with pytest.raises(BadPdu):
        report(ShortMessage(Address("1"), Address("2"), b"stat:DELIVRD", esm_class=4), provider="op", ids=Ids())


@given(
    st.binary(max_size=120), st.dictionaries(st.sampled_from([0x1E, 0x427, 0x423]), st.binary(max_size=70)), st.integers(0, 255)
)
def test_no_receipt_can_break_us(content: bytes, tlvs: dict[int, bytes], coding: int) -> None:
    message = ShortMessage(Address("1"), Address("2"), content, data_coding=coding, esm_class=4, tlvs=tlvs)
    try:
        told = report(message, provider="op", ids=Ids("hex", "decimal"))
    except BadPdu:
        return
    assert told.provider_id.isascii()
    assert told.reason.replace("-", "").isalnum() or told.reason == ""
