"""The codec against octets written by hand from SMPP 3.4, and against anything at all."""

from contextlib import suppress

import pytest
from gsm0338 import Codec
from hypothesis import given
from hypothesis import strategies as st

from channels.smpp import alphabet
from channels.smpp.pdu import Address, BadPdu, Frames, Pdu, ShortMessage, Tag, bind_body, message_id
from channels.sms.segments import septets

BIND = bytes.fromhex(
    "00000029 00000009 00000000 00000001"
    "534d50503354455354 00"  # SMPP3TEST
    "736563726574303800"  # secret08
    "5355424d49543100"  # SUBMIT1
    "34 00 00 00".replace(" ", "")
)
BIND = BIND[:3] + bytes((len(BIND),)) + BIND[4:]

SUBMIT = bytes.fromhex(
    "00000048 00000004 00000000 00000007"
    "00"  # service_type
    "0300 3337333700"  # TON 3, NPI 0, 3737
    "0101 32313236313233343536373800"  # TON 1, NPI 1, 212612345678
    "40 00 00"  # esm_class UDHI
    "00"  # schedule
    "3030303030313030303030303030305200"  # 000001000000000R
    "01 00 00 00"  # registered_delivery, replace, data_coding, sm_default_msg_id
    "08 050003070201 1b65".replace(" ", "")  # header of part 1 of 2, the euro sign
)
SUBMIT = SUBMIT[:3] + bytes((len(SUBMIT),)) + SUBMIT[4:]

DIAL = bytes.fromhex(
    "5553534400"  # USSD
    "0101 32313236313233343536373800"
    "0000 3337333700"
    "00 00 00 00 00 00 00 00 00"
    "06 2a3337333723"  # *3737#
    "0501 0001 01"  # ussd_service_op
    "1383 0002 2a00"  # its_session_info
    "1400 0003 414243".replace(" ", "")  # a vendor's own
)

TEXT = ShortMessage(
    source=Address("3737", 3, 0),
    to=Address("212612345678", 1, 1),
    octets=bytes.fromhex("0500030702011b65"),
    esm_class=0x40,
    validity="000001000000000R",
    registered=1,
)


def test_a_bind_is_what_the_specification_writes() -> None:
    assert Pdu(0x09, 1, body=bind_body("SMPP3TEST", "secret08", "SUBMIT1")).encode() == BIND


def test_a_submit_is_what_the_specification_writes() -> None:
    assert Pdu(0x04, 7, body=TEXT.encode()).encode() == SUBMIT
    (pdu,) = Frames().feed(SUBMIT)
    assert (pdu.command, pdu.status, pdu.sequence) == (4, 0, 7)
    assert ShortMessage.decode(pdu.body) == TEXT


def test_a_dial_keeps_its_parameters_as_octets() -> None:
    message = ShortMessage.decode(DIAL)
    assert message.tlvs == {Tag.USSD_SERVICE_OP: b"\x01", Tag.ITS_SESSION_INFO: b"\x2a\x00", 0x1400: b"ABC"}
    assert (message.service_type, message.source, message.to.digits) == ("USSD", Address("212612345678", 1, 1), "3737")
    assert message.content == b"*3737#"
    assert message.encode() == DIAL


@pytest.mark.parametrize("cut", range(len(DIAL)))
def test_a_body_that_ends_too_early_is_refused(cut: int) -> None:
    whole = {len(DIAL) - 18, len(DIAL) - 13, len(DIAL) - 7}  # it may end between parameters
    if cut in whole:
        ShortMessage.decode(DIAL[:cut])
    else:
        with pytest.raises(BadPdu):
            ShortMessage.decode(DIAL[:cut])


@pytest.mark.parametrize(
    ("words", "why"), [(("a" * 16, "", ""), "word"), (("a", "123456789", ""), "word"), (("a\0", "", ""), "word")]
)
def test_words_that_are_too_long_are_refused(words: tuple[str, str, str], why: str) -> None:
    with pytest.raises(BadPdu, match=why):
        bind_body(*words)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadPdu):
        ShortMessage(Address("1"), Address("2"), bytes(255)).encode()


@pytest.mark.parametrize("head", ["0000000f", "00000000", "00011171", "ffffffff", "47455420"])
def test_a_length_that_cannot_be_true_is_garbage_at_once(head: str) -> None:
    with pytest.raises(BadPdu, match="length"):
        list(Frames().feed(bytes.fromhex(head)))


@pytest.mark.parametrize(
    ("body", "id"),
    [(b"abc\0", "abc"), (b"", ""), (b"\0", ""), (b"abc", "abc"), (b" 7 \0", "7"), (b"\xff\0", ""), (b"a" * 65 + b"\0", "")],
)
def test_the_id_of_a_response_is_printable_or_none(body: bytes, id: str) -> None:
    assert message_id(body) == id


words = st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=5)
octet = st.integers(0, 255)
addresses = st.builds(Address, st.text("0123456789", max_size=20), octet, octet)
messages = st.builds(
    ShortMessage,
    source=addresses, to=addresses, octets=st.binary(max_size=254), data_coding=octet, esm_class=octet,
    service_type=words, protocol_id=octet, priority=octet, validity=words, registered=octet,
    tlvs=st.dictionaries(st.integers(0, 0xFFFF), st.binary(max_size=300), max_size=4),
)  # fmt: skip


@given(messages)
def test_a_message_survives_the_wire(message: ShortMessage) -> None:
    assert ShortMessage.decode(message.encode()) == message


@given(st.lists(st.binary(max_size=60), max_size=5), st.data())
def test_a_stream_is_cut_the_same_however_it_arrives(bodies: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(Pdu(0x15, n + 1, body=body).encode() for n, body in enumerate(bodies))
    frames, got, at = Frames(), [], 0
    while at < len(stream):
        step = data.draw(st.integers(1, 40))
        got += [pdu.body for pdu in frames.feed(stream[at : at + step])]
        at += step
    assert got == bodies


@given(st.binary(max_size=200))
def test_garbage_is_refused_and_nothing_else_happens(garbage: bytes) -> None:
    with suppress(BadPdu):
        list(Frames().feed(garbage))
    with suppress(BadPdu):
        ShortMessage.decode(garbage)


ALPHABET = [chr(code) for code in range(0x2FFF) if septets(chr(code)) is not None]


@given(st.text(st.sampled_from(ALPHABET)))
def test_gsm7_is_what_another_library_writes(text: str) -> None:
    octets = alphabet.gsm7(text)
    assert octets == Codec().encode(text)[0]
    assert alphabet.read(octets, 0) == text
    assert len(octets) == septets(text)


def test_the_whole_alphabet_is_137_characters_and_escape() -> None:
    assert b"".join(alphabet.gsm7(char) for char in ALPHABET if len(alphabet.gsm7(char)) == 1).hex()
    assert sorted(alphabet.gsm7(char)[-1] for char in ALPHABET if len(alphabet.gsm7(char)) == 1) == [
        *range(0x1B), *range(0x1C, 0x80),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("octets", "coding", "text"),
    [
        (b"\x1b\x65\x1b\x1b", 0, "€\ufffd"),
        (b"\x1bA", 0, "A"),
        (b"\x00\xe9", 0, "@\ufffd"),
        (b"\x1b", 0, ""),
        (b"@\xe9", 3, "@é"),
        ("حالة".encode("utf-16-be"), 0x48, "حالة"),
        (b"\xd8\x00", 8, "\ufffd"),
        (b"a", 0x0F, "a"),
    ],
)
def test_what_a_phone_sends_is_read_as_it_would_be_shown(octets: bytes, coding: int, text: str) -> None:
    assert alphabet.read(octets, coding) == text


def test_a_coding_that_is_no_text_is_refused() -> None:
    with pytest.raises(BadPdu):
        alphabet.read(b"1", 4)
