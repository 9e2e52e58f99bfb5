"""USSD sessions over HTTP: a retry is never input, none takes up another, nobody sees another's answer (T1, T2, T3, T13, T44)."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

from channels.ussd.terminal import Handset, face_of
from dialogs.desk import Desk, Hand, Look
from dialogs.model import End, Prompt, end
from dialogs.questions import text
from dialogs.talk import Talk
from tests.channels.gateway import Gateway, gateway, say, screen, words
from tests.player import OTHER, PROCESSING, SPEECH, Stage_

OVER, MENU = f"END {words('session-over', 'ar')}", f"CON {words('menu', 'fr')}"
CONSENT, PROCESSED = f"CON {words('recover-consent', 'fr')}", f"END {words('status-processing', 'fr')}"
ENDED = f"END {words('session-over', 'fr')}"


@pytest.fixture
async def gate(scene: Stage_) -> AsyncIterator[Gateway]:
    async with gateway(scene) as made:
        yield made


# --- hops --------------------------------------------------------------------------------------


async def test_a_session_that_opens_twice_is_one_session_with_one_answer(gate: Gateway) -> None:
    assert await say(gate, "") == await say(gate, "")
    shown = await say(gate, "2")
    assert shown.startswith(MENU)
    assert await say(gate, "", "2", "") == shown, "the opening that comes late shows what stands"
    assert gate.scene.deeds == ["speak"]


async def test_a_retry_gets_the_same_bytes_and_is_never_input(gate: Gateway) -> None:
    asked = await say(gate, "", "2", "2*1")
    assert asked.startswith(CONSENT)
    assert [await say(gate, "2*1") for _ in range(3)] == [asked] * 3


async def test_the_same_digit_twice_is_two_answers(gate: Gateway) -> None:
    once = await say(gate, "", "2", "2*1")
    twice = await say(gate, "2*1*1")
    assert twice.startswith("CON Comment retrouver")
    assert once != twice


async def test_a_hop_that_comes_late_shows_what_stands_and_rewinds_nothing(gate: Gateway) -> None:
    stands = await say(gate, "", "2", "2*1", "2*1*1")
    assert await say(gate, "2*1") == await say(gate, "2") == stands
    assert (await say(gate, "2*1*1*3")).startswith("CON "), "and the session goes on"


async def test_another_past_of_a_known_session_ends_and_the_true_one_goes_on(gate: Gateway) -> None:
    stands = await say(gate, "", "2", "2*1")
    assert (await say(gate, "2*2*1")).startswith(ENDED)
    assert await say(gate, "2*1") == stands


@pytest.mark.parametrize("typed", ["1*2", "1*2*", "1**2", "*", "**", "#", "*3737#", "2#", "", "1*99", "99*1"])
async def test_stars_and_hashes_that_a_person_types_are_part_of_one_answer(gate: Gateway, typed: str) -> None:
    await say(gate, "", "2", "2*2", "2*2*1")
    shown = await say(gate, f"2*2*1*{typed}")
    assert shown.startswith("CON Le recu a 29 chiffres"), "one answer, one slip"
    assert (await say(gate, f"2*2*1*{typed}*{PROCESSING}")).startswith(PROCESSED)


async def test_a_number_typed_with_the_noise_of_paper_is_read(gate: Gateway) -> None:
    noisy = f"{PROCESSING[:5]}*{PROCESSING[5:10]}*{PROCESSING[10:15]}-{PROCESSING[15:]}#"
    await say(gate, "", "2", "2*2", "2*2*1")
    assert (await say(gate, f"2*2*1*{noisy}")).startswith(PROCESSED)


async def test_an_unknown_session_with_text_gets_one_clear_end(gate: Gateway) -> None:
    assert await say(gate, "1") == await say(gate, "1*2*1") == f"END {SPEECH.say(Prompt('session-over'), 'ar').body}"


async def test_the_input_of_an_expired_session_is_not_a_choice_of_a_new_one(gate: Gateway) -> None:
    await say(gate, "", "2", "2*2")
    await gate.scene.clock.advance(3600.0)
    assert (await say(gate, "2*2*1")).startswith(ENDED)
    assert (await say(gate, "", session="ATUid_2")).startswith(MENU)


async def test_the_input_of_the_session_before_is_not_a_choice_of_this_one(gate: Gateway) -> None:
    await say(gate, "", "2")
    await say(gate, "", session="ATUid_2")
    assert (await say(gate, "2*1")).startswith(ENDED)
    assert (await say(gate, "1", session="ATUid_2")).startswith(CONSENT)


async def test_another_phone_in_a_known_session_sees_nothing_of_it(gate: Gateway) -> None:
    shown = await say(gate, "", "2", "2*1")
    assert (await say(gate, "2*1", phone=OTHER)).startswith(OVER)
    assert (await say(gate, "2*1*1", phone=OTHER)).startswith(OVER)
    assert "Langue" in await say(gate, "", phone=OTHER), "a session of its own, from the start"
    assert await say(gate, "2*1") == shown


async def test_another_service_code_in_a_known_session_ends(gate: Gateway) -> None:
    shown = await say(gate, "", "2", "2*1")
    assert screen(await gate.hop("2*1*1", code="*3738#")).startswith(OVER)
    assert await say(gate, "2*1") == shown


# --- nobody sees another's answer ---------------------------------------------------------------


async def echo(talk: Talk, desk: Desk) -> End:
    """Ask a word, look it up somewhere that is now fast, now slow, say it."""
    word = await talk.ask("word", text("session-over"))

    async def call(_: Hand, word: str = word) -> str:
        for _turn in range(sum(map(ord, word)) % 13):
            await asyncio.sleep(0)
        return word

    return end("errand-promised", ref=await Look("echo", (word,), str, call))


def phone_of(number: int) -> str:
    return f"+2126{number:08d}"


async def test_interleaved_sessions_over_http_each_hear_their_own_word(scene: Stage_) -> None:
    async def citizen(gate: Gateway, number: int) -> None:
        ask = partial(say, gate, phone=phone_of(number), session=f"ATUid_{number}")
        await ask("")
        assert f"#{number:04d}#" in await ask(f"#{number:04d}#")

    async with gateway(scene, echo) as gate:
        await asyncio.gather(*(citizen(gate, number) for number in range(150)))
    assert scene.troubles == []
    assert gate.counts == {"con": 150, "end": 150}


async def test_a_thousand_interleaved_sessions_each_hear_their_own_word(scene: Stage_) -> None:
    turns = scene.turns(echo)
    face = face_of(turns)

    async def citizen(number: int) -> str:
        phone = Handset(turns, face, phone_of(number), lambda: f"ATUid_{number}")
        await phone.dial()
        return await phone.send(f"#{number:04d}#")

    screens = await asyncio.gather(*map(citizen, range(1000)))
    for number, shown in enumerate(screens):
        assert [f"#{n:04d}#" for n in range(1000) if f"#{n:04d}#" in shown] == [f"#{number:04d}#"]
    assert scene.troubles == []
