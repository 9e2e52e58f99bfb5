"""Random walks of the other countries' counters, in each of their languages: pages fit, retries repeat, the menu is near."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.sms.segments import septets
from channels.ussd import africastalking
from channels.ussd.pages import ROOM
from channels.ussd.terminal import Handset
from tests.dialogs.scenes import Noticing
from tests.player import CASTS, counter_of, stage

COUNTRIES = ("djibouti", "cote_divoire", "pakistan_kp")
SPOKEN = [(code, lang) for code in COUNTRIES for lang in counter_of(code)[0].languages]
STRANGERS = {"djibouti": "+25377998877", "cote_divoire": "+2250501998877", "pakistan_kp": "+923459988776"}
KEYS = st.sampled_from(["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "00", "99"])
WORDS = st.sampled_from(["", "*", "\x00", "\u202e1", "x" * 400, "٣", "225", "abobo", "mar", "55530*5150", "64330128", "0000"])
NUMBERS = st.sampled_from(["2639425169", "1730112345674", "10001100020000320260115093000"])
TYPED = st.one_of(KEYS, KEYS, KEYS, KEYS, WORDS, NUMBERS)
MOVES = st.one_of(
    st.tuples(st.just("type"), TYPED),
    st.tuples(st.just("type"), TYPED),
    st.tuples(st.just("type"), TYPED),
    st.sampled_from([("code", ""), ("wrong", ""), ("redial", "")]),
    st.tuples(st.just("wait"), st.sampled_from(["1", "181", "1801", "100000"])),
)
STEPS = st.lists(st.tuples(st.booleans(), MOVES), min_size=8, max_size=30)


def check(screen: str, secrets: tuple[str, ...]) -> None:
    page = screen[4:]
    assert screen[:4] in ("CON ", "END ")
    assert page.strip()
    size = septets(page)
    assert size <= ROOM.gsm7 if size is not None else len(page.encode("utf-16-be")) // 2 <= ROOM.ucs2, page
    assert not any(secret in page for secret in secrets), "a whole number is never on a screen"


async def walk(code: str, lang: str, steps: list[tuple[bool, tuple[str, str]]]) -> None:
    scene, cast, (country, speech) = stage(code), CASTS[code], counter_of(code)
    secrets = tuple(person.uin for person in cast.people)
    phones = {True: scene.handset(cast.her), False: scene.handset(STRANGERS[code])}
    for phone in phones.values():
        phone.face = Noticing(speech, scene.world.keys, africastalking.wire)
    language = str(country.languages.index(lang) + 1)
    for phone in phones.values():
        check(await phone.dial(), secrets)
        check(await phone.send(language), secrets)
    for hers, (move, value) in steps:
        phone = phones[hers]
        if move == "wait":
            await scene.clock.advance(float(value))
            continue
        typed = {"code": scene.codes.get(cast.her, "424242"), "wrong": "000000"}.get(move, value)
        screen = await (phone.dial() if move == "redial" else phone.send(typed))
        check(screen, secrets)
        assert await phone.again() == screen, "a retry gets the same bytes"
    assert scene.troubles == []
    for phone in phones.values():
        check(await phone.dial(), secrets)
        for _ in range(4):
            if shown(phone) != "menu":
                check(await phone.send("2" if shown(phone) == "resume-offer" else "1"), secrets)
        assert shown(phone) == "menu"


def shown(phone: Handset) -> str:
    assert isinstance(phone.face, Noticing)
    return phone.face.showed


@pytest.mark.parametrize(("code", "lang"), SPOKEN, ids=[f"{code}-{lang}" for code, lang in SPOKEN])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_typed_there_is_a_page_and_a_way_on(code: str, lang: str, steps: list[tuple[bool, tuple[str, str]]]) -> None:
    asyncio.run(walk(code, lang, steps))
