"""The worlds of the operators themselves: what they post, carry and show, the same way for the same seed."""

from random import Random

import pytest

from sandbox.operators import PROFILES, Call, Profile, carried, shown, typed

ARABIC = "1 العربية é ç €"


def posts(profile: Profile, *said: str, seed: int = 0) -> list[list[tuple[str, ...]]]:
    chance = Random(seed)
    call = Call("s", profile, 0.0)
    rounds = [call.opened("", chance), *(call.said(text, chance) for text in said)]
    return [[tuple(hop.text for hop in hops) for hops in each] for each in rounds]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (Profile("p"), [[("",)], [("1",)], [("1*2",)]]),
        (Profile("p", input="last"), [[("",)], [("1",)], [("2",)]]),
        (Profile("p", double="open"), [[("",), ("",)], [("1",)], [("1*2",)]]),
        (Profile("p", double="after"), [[("",), ("",)], [("1",), ("1",)], [("1*2",), ("1*2",)]]),
        (Profile("p", double="together"), [[("", "")], [("1", "1")], [("1*2", "1*2")]]),
    ],
)
def test_what_is_posted_of_a_call(profile: Profile, expected: list[list[tuple[str, ...]]]) -> None:
    assert posts(profile, "1", "2") == expected


def test_a_late_hop_is_one_of_before_and_comes_after_the_next_one() -> None:
    seen = [posts(PROFILES["late"], "1", "2", "3", seed=seed) for seed in range(50)]
    assert posts(PROFILES["late"], "1", "2", "3", seed=7) == seen[7]
    late = {hops for each in seen for rounds in each[3:] for hops in rounds[1:]}
    assert late == {("",), ("1",), ("1*2",)}
    assert all(each[3][0] == ("1*2*3",) for each in seen)


def test_a_hop_of_the_session_before_may_come_after_the_redial() -> None:
    first = Call("a", PROFILES["late"], 0.0)
    first.opened("", Random(0))
    opened = [Call("b", PROFILES["late"], 0.0, first.hops).opened("", Random(seed)) for seed in range(20)]
    assert {hops[0].session for rounds in opened for hops in rounds[1:]} == {"a"}


@pytest.mark.parametrize(("name", "kept"), [("africastalking", ARABIC), ("no-arabic", "1  é ç €"), ("ascii", "1  ? ? ?")])
def test_what_a_network_carries(name: str, kept: str) -> None:
    assert carried(PROFILES[name], ARABIC) == kept


@pytest.mark.parametrize(
    ("name", "page", "units"),
    [
        ("africastalking", "a" * 200, 182),
        ("small", "a" * 200, 160),
        ("small", "€" * 200, 80),
        ("africastalking", "ع" * 100, 80),
        ("small", "ع" * 100, 70),
        ("small", "ç" * 100, 70),
        ("small", "😀" * 100, 35),
        ("old", "ع" * 100 + "a" * 170, 160),
    ],
)
def test_a_handset_shows_only_so_much(name: str, page: str, units: int) -> None:
    assert len(shown(PROFILES[name], page)) == units


@pytest.mark.parametrize(("name", "most"), [("africastalking", 182), ("old", 90), ("small", 80)])
def test_a_phone_sends_only_so_much(name: str, most: int) -> None:
    assert len(typed(PROFILES[name], "x" * 300)) == most


def test_a_session_ends_at_its_limit() -> None:
    call = Call("s", PROFILES["hasty"], 100.0)
    assert [call.left(now) for now in (100.0, 119.0, 120.0, 500.0)] == [20.0, 1.0, 0.0, 0.0]


def test_the_limits_that_operators_tell_are_all_there() -> None:
    assert {profile.session for profile in PROFILES.values()} == {20.0, 30.0, 120.0, 180.0}
    assert {profile.answer for profile in PROFILES.values()} == {10.0, 15.0, 30.0}
    assert {profile.typed for profile in PROFILES.values()} == {80, 90, 182}
