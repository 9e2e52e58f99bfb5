"""References: their check digit finds what fingers do to numbers, and they tell nothing of each other."""

import random

from hypothesis import given
from hypothesis import strategies as st

from store.cases.reference import References, check_digit

NUMBERS = st.text("0123456789", min_size=7, max_size=7).map(lambda digits: digits + check_digit(digits))


def test_the_check_digit_is_the_published_one() -> None:
    assert check_digit("572") == "4"  # the example that is given everywhere for this quasigroup


@given(ref=NUMBERS, at=st.integers(0, 7), other=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_found(ref: str, at: int, other: str) -> None:
    typed = ref[:at] + other + ref[at + 1 :]
    assert (check_digit(typed) == "0") is (typed == ref)


@given(ref=NUMBERS, at=st.integers(0, 6))
def test_two_neighbours_in_the_wrong_order_are_found(ref: str, at: int) -> None:
    typed = ref[:at] + ref[at + 1] + ref[at] + ref[at + 2 :]
    assert (check_digit(typed) == "0") is (typed == ref)


def test_references_are_eight_digits_that_check_and_follow_no_order() -> None:
    references = References(random.Random(3))
    drawn = [references.draw() for _ in range(1000)]
    assert all(len(ref) == 8 and ref.isdigit() and ref[0] != "0" and check_digit(ref) == "0" for ref in drawn)
    assert drawn != sorted(drawn)
    assert len({ref[:4] for ref in drawn}) > 800
