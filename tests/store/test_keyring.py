"""The keyring: what is sealed stays sealed, keys rotate, and hashes do not run into each other."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.ports import Unreadable
from store.keyring import Keyring

OLD, NEW, LOOKUP = b"o" * 32, b"n" * 32, b"l" * 32


def test_what_was_sealed_is_read_back(keys: Keyring) -> None:
    sealed = keys.seal("journal", b"plain words", b"conversation 1")
    assert keys.open("journal", sealed, b"conversation 1") == b"plain words"
    assert len(sealed) == 1 + 12 + len(b"plain words") + 16


@pytest.mark.parametrize(
    ("purpose", "bound_to"), [("outbox", b"conversation 1"), ("journal", b"conversation 2"), ("journal", b"")]
)
def test_sealed_bytes_open_only_where_they_belong(keys: Keyring, purpose: str, bound_to: bytes) -> None:
    sealed = keys.seal("journal", b"plain words", b"conversation 1")
    with pytest.raises(Unreadable):
        keys.open(purpose, sealed, bound_to)


@given(plain=st.binary(max_size=64), at=st.integers(0, 200))
def test_one_touched_bit_is_noticed(plain: bytes, at: int) -> None:
    keys = Keyring({1: OLD}, LOOKUP)
    sealed = bytearray(keys.seal("journal", plain))
    sealed[at % len(sealed)] ^= 1
    with pytest.raises(Unreadable):
        keys.open("journal", bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(27)])
def test_bytes_that_are_too_short_are_unreadable(keys: Keyring, sealed: bytes) -> None:
    with pytest.raises(Unreadable):
        keys.open("journal", sealed)


def test_after_a_rotation_the_newest_key_seals_and_the_old_one_still_opens() -> None:
    before, after = Keyring({1: OLD}, LOOKUP), Keyring({1: OLD, 2: NEW}, LOOKUP)
    sealed = before.seal("journal", b"old")
    assert after.open("journal", sealed) == b"old"
    assert after.seal("journal", b"new")[0] == 2
    with pytest.raises(Unreadable):
        before.open("journal", after.seal("journal", b"new"))


def test_a_retired_key_makes_its_bytes_unreadable() -> None:
    sealed = Keyring({1: OLD}, LOOKUP).seal("journal", b"old")
    with pytest.raises(Unreadable):
        Keyring({2: NEW}, LOOKUP).open("journal", sealed)


def test_a_rotation_does_not_change_what_people_are_looked_up_by() -> None:
    before, after = Keyring({1: OLD}, LOOKUP), Keyring({1: OLD, 2: NEW}, LOOKUP)
    assert before.mac("caller", "+212600000001") == after.mac("caller", "+212600000001")


def test_hashes_are_sixteen_bytes_and_keyed() -> None:
    mac = Keyring({1: OLD}, LOOKUP).mac("caller", "ussd", b"\xff")
    assert len(mac) == 16
    assert mac != Keyring({1: OLD}, NEW).mac("caller", "ussd", b"\xff")


@given(st.lists(st.lists(st.text(max_size=3), max_size=4), min_size=2, max_size=2, unique_by=tuple))
def test_different_parts_never_share_a_hash(pair: list[list[str]]) -> None:
    keys = Keyring({1: OLD}, LOOKUP)
    assert keys.mac("caller", *pair[0]) != keys.mac("caller", *pair[1])


def test_a_purpose_does_not_run_into_its_first_part(keys: Keyring) -> None:
    assert keys.mac("caller", "x") != keys.mac("callerx") != keys.mac("caller", "", "x")


def test_a_keyring_is_read_from_settings() -> None:
    def text(key: bytes) -> str:
        return base64.b64encode(key).decode()

    keys = Keyring.from_text(f"1:{text(OLD)}, 2:{text(NEW)}", text(LOOKUP))
    same = Keyring({1: OLD, 2: NEW}, LOOKUP)
    assert same.open("journal", keys.seal("journal", b"x")) == b"x"
    assert same.mac("caller", "x") == keys.mac("caller", "x")


@pytest.mark.parametrize("sealing", ["", "1", "1:", "x:c2VjcmV0", "1:c2VjcmV0", "256:" + "bm5u" * 10 + "bm4=", "1:%%%"])
def test_bad_settings_are_refused_without_being_quoted(sealing: str) -> None:
    with pytest.raises(ValueError, match="32 bytes") as refused:
        Keyring.from_text(sealing, base64.b64encode(LOOKUP).decode())
    assert "c2VjcmV0" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_a_keyring_does_not_show_its_keys() -> None:
    assert "ooo" not in repr(Keyring({1: OLD}, LOOKUP)) + str(vars(Keyring({1: OLD}, LOOKUP)).keys())
