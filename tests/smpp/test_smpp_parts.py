"""A long text from a citizen, however its parts come."""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest

from channels.smpp.parts import MOST_WAITING, Parts
from channels.smpp.pdu import Address, BadPdu, ShortMessage, Tag

PLAIN = ShortMessage(Address("212612345678", 1, 1), Address("3737"))


def part(number: int, text: bytes, total: int = 3, reference: int = 7) -> ShortMessage:
    return replace(PLAIN, esm_class=0x40, octets=bytes((5, 0, 3, reference, total, number)) + text)


def wide(number: int, text: bytes) -> ShortMessage:
    """A header with a port element before a 16-bit reference."""
    header = bytes((12, 5, 4, 0, 1, 0, 2, 8, 4, 1, 2, 2, number))
    return replace(PLAIN, esm_class=0x40, octets=header + text)


def sar(number: int, text: bytes) -> ShortMessage:
    tlvs: dict[int, bytes] = {Tag.SAR_REFERENCE: b"\x01\x02", Tag.SAR_TOTAL: b"\x02", Tag.SAR_NUMBER: bytes((number,))}
    return replace(PLAIN, octets=text, tlvs=tlvs)


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_parts_in_any_order_are_one_text(order: tuple[int, ...]) -> None:
    parts, texts = Parts(), {1: b"one ", 2: b"two ", 3: b"three"}
    got = [parts.add("a", part(number, texts[number])) for number in order]
    assert got == [None, None, b"one two three"]


@pytest.mark.parametrize("make", [wide, sar])
def test_other_ways_to_say_it(make: Callable[[int, bytes], ShortMessage]) -> None:
    parts = Parts()
    assert parts.add("a", make(2, b"b")) is None
    assert parts.add("a", make(1, b"a")) == b"ab"


def test_a_part_that_comes_twice_counts_once() -> None:
    parts = Parts()
    assert [parts.add("a", part(n, b"%d" % n, total=2)) for n in (1, 1, 2)] == [None, None, b"12"]


def test_two_senders_with_the_same_reference_are_not_mixed() -> None:
    parts = Parts()
    assert parts.add("a", part(1, b"1", total=2)) is None
    assert parts.add("b", part(2, b"2", total=2)) is None
    assert parts.add("a", part(2, b"3", total=2)) == b"13"


def test_what_is_never_completed_is_forgotten_in_the_end() -> None:
    parts = Parts()
    for n in range(MOST_WAITING + 1):
        parts.add(str(n), part(1, b"1", total=2))
    assert parts.add("1", part(2, b"2", total=2)) == b"12"
    assert parts.add("0", part(2, b"2", total=2)) is None


def test_a_header_without_parts_is_only_taken_off() -> None:
    assert Parts().add("a", replace(PLAIN, esm_class=0x40, octets=b"\x03\x24\x01\x00AB")) == b"AB"
    assert Parts().add("a", replace(PLAIN, octets=b"AB")) == b"AB"


BROKEN = [b"", b"\x05\x00", b"\x05\x00\x03\x07\x02\x00A", b"\x05\x00\x03\x07\x02\x03A", b"\x05\x00\x03\x07\xff\x01A"]


@pytest.mark.parametrize("octets", BROKEN)
def test_a_broken_header_is_refused(octets: bytes) -> None:
    with pytest.raises(BadPdu):
        Parts().add("a", replace(PLAIN, esm_class=0x40, octets=octets))


def test_a_text_that_was_not_taken_is_completed_again_by_its_last_part_alone() -> None:
    parts, last = Parts(), part(2, b"2", total=2)
    parts.add("a", part(1, b"1", total=2))
    assert [parts.add("a", last), parts.add("a", last)] == [b"12", b"12"]
    parts.taken("a", last)
    assert parts.add("a", last) is None
    parts.taken("a", PLAIN)
