"""USSD operations by vendor profile: deliver_sm to Delivery, screen to submit_sm."""

from dataclasses import replace

import pytest

from channels.smpp import ussd
from channels.smpp.pdu import Address, BadPdu, ShortMessage, Tag
from dialogs.model import Caller, Phone

PHONE = Phone("+212612345678")
OP, SESSION, REFERENCE = Tag.USSD_SERVICE_OP, Tag.ITS_SESSION_INFO, Tag.USER_MESSAGE_REFERENCE


def deliver(op: bytes, text: bytes = b"1", session: bytes = b"\x2a\x02", tag: int = SESSION, coding: int = 0) -> ShortMessage:
    source, to = Address("212612345678", 1, 1), Address("3737", 3, 9)
    return ShortMessage(source, to, text, data_coding=coding, service_type="USSD", tlvs={OP: op, tag: session})


def read(message: ShortMessage, profile: str = "standard") -> ussd.Hop:
    return ussd.read(message, ussd.PROFILES[profile], service="*3737#", caller=Caller("ussd", PHONE.e164, PHONE), at=7.0)


@pytest.mark.parametrize(
    ("profile", "message", "event", "said", "session"),
    [
        ("standard", deliver(b"\x01", b"*3737#"), "new", "", "5377-+212612345678"),
        ("standard", deliver(b"\x01", b"*3737*0#"), "new", "0", "5377-+212612345678"),
        ("standard", deliver(b"\x01", b""), "new", "", "5377-+212612345678"),
        ("standard", deliver(b"\x12", b"2"), "resume", "2", "5377-+212612345678"),
        ("standard", deliver(b"\x12", b"2\r"), "resume", "2", "5377-+212612345678"),
        ("standard", deliver(b"\x12", "٣".encode("utf-16-be"), coding=8), "resume", "٣", "5377-+212612345678"),
        ("standard", deliver(b"\x12", "٣".encode("utf-16-be"), coding=0x48), "resume", "٣", "5377-+212612345678"),
        ("standard", deliver(b"\x81", b"x"), "close", "", "5377-+212612345678"),
        ("standard", deliver(b"\x12", b"2", b"\x2a\x03"), "close", "", "5377-+212612345678"),
        ("sixdee", deliver(b"\x12", b"2"), "resume", "2", "5377-+212612345678"),
        ("mica", deliver(b"\x01", b"*3737#", b"\x2a\x03", REFERENCE), "new", "", "10755-+212612345678"),
        ("mica", deliver(b"\x17", b"", b"\x2a\x03", REFERENCE), "close", "", "10755-+212612345678"),
    ],
)
def test_what_a_phone_says(profile: str, message: ShortMessage, event: str, said: str, session: str) -> None:
    delivery = read(message, profile).delivery
    assert (delivery.channel, delivery.service, delivery.event, delivery.said) == ("ussd", "*3737#", event, said)
    assert (delivery.session, delivery.caller.phone, delivery.at) == (session, PHONE, 7.0)
    assert not delivery.sequenced


@pytest.mark.parametrize(
    "message",
    [
        deliver(b"\x07"), deliver(b""), deliver(b"\x01\x01"), deliver(b"\x01", session=b""), deliver(b"\x01", session=b"\1\2\3"),
        deliver(b"\x01", tag=REFERENCE), deliver(b"\x12", coding=4), deliver(b"\x01", b"*99#"),
    ],
)  # fmt: skip
def test_what_the_contract_does_not_name_is_refused(message: ShortMessage) -> None:
    with pytest.raises(BadPdu):
        read(message)


@pytest.mark.parametrize(
    ("profile", "screen", "tlvs"),
    [
        ("standard", "CON Bonjour", {OP: b"\x02", SESSION: b"\x2a\x02"}),
        ("standard", "END Bonjour", {OP: b"\x11", SESSION: b"\x2a\x03"}),
        ("sixdee", "CON Bonjour", {OP: b"\x02", SESSION: b"\x2a\x02"}),
        ("sixdee", "END Bonjour", {OP: b"\x17", SESSION: b"\x2a\x03"}),
    ],
)
def test_a_screen_asks_or_ends(profile: str, screen: str, tlvs: dict[int, bytes]) -> None:
    submit = ussd.reply(read(deliver(b"\x12"), profile), screen, ussd.PROFILES[profile])
    assert (submit.tlvs, submit.content, submit.data_coding) == (tlvs, b"Bonjour", 0)
    assert (submit.source, submit.to) == (Address("3737", 3, 9), Address("212612345678", 1, 1))
    assert (submit.service_type, submit.registered, submit.esm_class) == ("USSD", 0, 0)


def test_a_reference_goes_back_as_it_came() -> None:
    hop = read(deliver(b"\x01", session=b"\x2a\x03", tag=REFERENCE), "mica")
    assert ussd.reply(hop, "END x", ussd.PROFILES["mica"]).tlvs == {OP: b"\x17", REFERENCE: b"\x2a\x03"}


def test_an_arabic_screen_is_ucs2_in_the_coding_of_the_contract() -> None:
    profile = replace(ussd.STANDARD, ucs2_coding=0x48)
    submit = ussd.reply(read(deliver(b"\x01")), "CON مرحبا", profile)
    assert (submit.data_coding, submit.content) == (0x48, bytes.fromhex("06450631062d06280627"))


def test_an_abort_ends_the_dialogue_without_words() -> None:
    submit = ussd.abort(read(deliver(b"\x12")), ussd.STANDARD)
    assert (submit.tlvs, submit.content) == ({OP: b"\x11", SESSION: b"\x2a\x03"}, b"")


@pytest.mark.parametrize("screen", ["", "CON", "CONtinue", "<html>", "CON " + "a" * 255, "END " + "م" * 128])
def test_what_is_no_screen_is_refused(screen: str) -> None:
    with pytest.raises(BadPdu):
        ussd.reply(read(deliver(b"\x12")), screen, ussd.STANDARD)
