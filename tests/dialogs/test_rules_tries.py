"""Rule 7 and the floor of time: tries are spent for good, and found or not found read the same in the same time."""

import pytest

from tests.dialogs.scenes import MINOR, NO_PHONE, phone, registry_stage, seconds_of, together, typed
from tests.player import HER, INACTIVE, NOBODY, OTHER, RECEIPT, UNKNOWN, Stage_, stage

FRENCH, RECOVER, YES, BY_SIM, BY_RECEIPT = "2", "1", "1", "1", "2"
TO_CODE = (FRENCH, RECOVER, YES, BY_SIM)
TO_CODE_BY_RECEIPT = (FRENCH, RECOVER, YES, BY_RECEIPT)
HALF_AN_HOUR = 1800

# --- tries ---


async def wrong_codes(scene: Stage_, number: str, *way: str, count: int) -> str:
    caller = phone(scene, number=number)
    return await typed(caller, *way, *(["000000"] * count))


async def test_the_third_wrong_code_locks_for_half_an_hour_in_words() -> None:
    scene = stage()
    assert await wrong_codes(scene, HER, *TO_CODE, count=1) == "CON slip-code-wrong / recover-code-again"
    caller = phone(scene)
    await typed(caller, "1")
    assert await caller.send("000000") == "CON slip-code-wrong / recover-code-again"
    assert await caller.send("000000") == "END recover-locked minutes=30"


async def test_a_lock_says_how_long_in_words_of_the_citizen() -> None:
    scene = stage()
    caller = scene.handset()
    await typed(caller, *TO_CODE, "000000", "000000")
    assert "bloqué 30 minutes" in await caller.send("000000")
    assert "bloqué 30 minutes" in await typed(scene.handset(), *TO_CODE[1:])


async def test_tries_are_not_given_back_by_home_redial_or_a_new_session() -> None:
    scene = stage()
    again = TO_CODE[1:]
    await wrong_codes(scene, HER, *TO_CODE, count=1)
    caller = phone(scene)
    assert await typed(caller, "2", *again, "000000") == "CON slip-code-wrong / recover-code-again"
    await caller.send("0")
    assert await caller.send("00") == "CON menu"
    for answer in again:
        await caller.send(answer)
    assert await caller.send("000000") == "END recover-locked minutes=30"
    assert await typed(phone(scene), *again) == "END recover-locked minutes=30"
    assert scene.messages() == []


async def test_tries_at_one_receipt_add_up_over_all_callers() -> None:
    scene = stage()
    assert await wrong_codes(scene, OTHER, *TO_CODE_BY_RECEIPT, RECEIPT, count=2) == "CON slip-code-wrong / recover-code-again"
    assert await wrong_codes(scene, NOBODY, *TO_CODE_BY_RECEIPT, RECEIPT, count=1) == "END recover-locked minutes=30"
    assert await wrong_codes(scene, HER, *TO_CODE_BY_RECEIPT, RECEIPT, count=0) == "END recover-locked minutes=30"


async def test_tries_of_one_caller_add_up_over_all_receipts() -> None:
    scene = stage()
    await wrong_codes(scene, OTHER, *TO_CODE_BY_RECEIPT, RECEIPT, count=2)
    again = ("2", RECOVER, YES, BY_RECEIPT)
    assert await wrong_codes(scene, OTHER, *again, UNKNOWN, count=1) == "END recover-locked minutes=30"
    assert await wrong_codes(scene, NOBODY, *TO_CODE_BY_RECEIPT, RECEIPT, count=0) == "CON recover-code minutes=3", "hers is free"


async def test_the_lock_ends_after_half_an_hour_and_the_right_code_opens() -> None:
    scene = stage()
    await wrong_codes(scene, HER, *TO_CODE, count=3)
    await scene.clock.advance(HALF_AN_HOUR - 60)
    assert await typed(phone(scene), *TO_CODE[1:]) == "END recover-locked minutes=1"
    await scene.clock.advance(61)
    caller = phone(scene)
    assert await typed(caller, *TO_CODE[1:]) == "CON recover-code minutes=3"
    assert await caller.send(scene.codes[HER]) == "END recover-sent masked=26****5169"


async def test_the_right_code_gives_the_tries_back() -> None:
    scene = stage()
    caller = phone(scene)
    await typed(caller, *TO_CODE, "000000", "000000")
    assert await caller.send(scene.codes[HER]) == "END recover-sent masked=26****5169"
    assert await typed(phone(scene), *TO_CODE[1:], "000000", "000000") == "CON slip-code-wrong / recover-code-again"


async def test_asking_for_codes_is_itself_limited() -> None:
    scene = stage()
    for _ in range(3):
        assert (await typed(phone(scene), *(TO_CODE if not scene.codes else ("2", *TO_CODE[1:])))).startswith("CON recover-code")
    sent = scene.codes[HER]
    assert await typed(phone(scene), "2", *TO_CODE[1:]) == "END recover-locked minutes=30"
    assert scene.codes[HER] == sent


async def test_every_retry_and_crash_spends_one_try_only() -> None:
    scene = stage()
    caller = phone(scene)
    await typed(caller, *TO_CODE)
    for _ in range(2):
        screen = await caller.send("000000")
        assert await caller.again() == screen
        assert await caller.again() == screen
    assert screen == "CON slip-code-wrong / recover-code-again"


# --- the same words in the same time ---

LATENCIES = {RECEIPT: 0.42, INACTIVE: 0.31, UNKNOWN: 0.05, NO_PHONE: 0.2, MINOR: 0.11}


async def test_found_or_not_start_and_finish_take_the_same_time_and_the_same_words() -> None:
    seen = set()
    for receipt in LATENCIES:
        scene, registry = registry_stage(floor=0.6)
        registry.latency = lambda ref: LATENCIES.get(ref.value, 0.0)
        caller = phone(scene, number=OTHER)
        await typed(caller, *TO_CODE_BY_RECEIPT)
        start = await seconds_of(scene.clock, caller.send(receipt))
        finish = await seconds_of(scene.clock, caller.send("000000"))
        again = await seconds_of(scene.clock, caller.send("000000"))
        last = await seconds_of(scene.clock, caller.send("000000"))
        seen.add((start, finish, again, last))
    assert seen == {
        (
            (0.6, "CON recover-code minutes=3"),
            (0.6, "CON slip-code-wrong / recover-code-again"),
            (0.6, "CON slip-code-wrong / recover-code-again"),
            (0.6, "END recover-locked minutes=30"),
        )
    }


@pytest.mark.parametrize("receipt", LATENCIES)
async def test_an_expired_code_reads_the_same_for_found_and_not_found(receipt: str) -> None:
    scene, registry = registry_stage(floor=0.6)
    registry.latency = lambda ref: LATENCIES.get(ref.value, 0.0)
    caller = phone(scene, number=OTHER)
    await typed(caller, *TO_CODE_BY_RECEIPT)
    await together(scene.clock, caller.send(receipt))
    await scene.clock.advance(200)
    assert await seconds_of(scene.clock, caller.send("000000")) == (1.2, "CON slip-code-expired / recover-code-again")


async def test_a_lock_takes_the_same_time_for_who_is_registered_and_who_is_not() -> None:
    seen = set()
    for number in (HER, NOBODY):
        scene, registry = registry_stage(floor=0.6)
        registry.latency = lambda ref: 0.3
        caller = phone(scene, number=number)
        await typed(caller, *TO_CODE[:-1])
        await together(scene.clock, caller.send(BY_SIM))
        for _ in range(3):
            await together(scene.clock, caller.send("000000"))
        await typed(caller, *TO_CODE[1:-1])
        seen.add(await seconds_of(scene.clock, caller.send(BY_SIM)))
    assert seen == {(0.6, "END recover-locked minutes=30")}
