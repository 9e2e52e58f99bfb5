"""Random walks of the whole counter: whatever is typed, the answer is a page that fits, and there is a way on."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.sms.segments import septets
from channels.ussd import africastalking
from channels.ussd.pages import ROOM
from channels.ussd.terminal import Handset
from dialogs.engine.errands import finish_one
from dialogs.model import IdRef
from dialogs.refusals import Unavailable
from tests.dialogs.scenes import Noticing, Registry, registry_stage
from tests.player import HER, INACTIVE, MOROCCO, NOBODY, OTHER, PROCESSING, RECEIPT, UIN, UNKNOWN, Stage_

PHONES = (HER, NOBODY, OTHER)
MASKED = IdRef("UIN", UIN).masked
DEEDS = {
    "speak", "agreed", "recover-start", "recover-finish", "news-read", "want-messages", "prove-start", "prove", "control",
    "help-start", "help-agreed", "help-noted", "open-case", "tell-of-change", "case-by-pin", "case-do", "call-me",
    "watch", "unwatch", "erase", "genuine", "unlink-account",
}  # fmt: skip
HOSTILE = ["", " ", "*", "#", "*#06#", "\x00", "\u202e1", "😀", "x" * 400, "1*1*1*1", "٣", "００", "'; --", "{code}", "-1", "100"]
KEYS = st.sampled_from(["1", "2", "3", "4", "5", "6", "7", "9", "0", "00", "99"])
LETTERS = st.sampled_from(["ra", "722", "ta", "طنجة", "casa", "zzz"])
TYPED = st.one_of(KEYS, KEYS, KEYS, st.sampled_from(HOSTILE), LETTERS, st.sampled_from([RECEIPT, PROCESSING, INACTIVE, UNKNOWN]))
MOVES = st.one_of(
    st.tuples(st.just("type"), TYPED),
    st.tuples(st.just("type"), TYPED),
    st.tuples(st.just("type"), TYPED),
    st.sampled_from([("right-code", ""), ("wrong-code", ""), ("redial", ""), ("again", ""), ("outage", ""), ("work", "")]),
    st.tuples(st.just("wait"), st.sampled_from(["1", "181", "901", "1801", "100000"])),
)
SHORT_CUTS = {
    "none": "",
    "before a code": "1 1 1",
    "before a code by receipt": f"1 1 2 {RECEIPT}",
    "recovered": "1 1 1 {right-code}",
    "one try left": "1 1 1 000000 000000",
    "papers": "1 1 3 1",
    "a household's number": "1 3 1 1",
    "family": "1 1 3 2 2007 {right-code}",
    "status": "2 1",
    "promised": f"2 1 {{outage}} {PROCESSING} {{redial}}",
    "answered late": f"2 1 {{outage}} {PROCESSING} {{work}} {{redial}}",
    "place": "3 ta",
    "messages": "6",
    "whose data": "4 2 {right-code}",
    "to be forgotten": "4 7",
    "household": "2 3 2 {right-code}",
    "aid": "2 4 2 {right-code} 2",
    "helped": "2 5 1 1 2639425169 {right-code}",
    "helped by receipt": f"2 5 2 2 {RECEIPT}",
    "complaint": "7 1 3 1 1 zag 1 1",
    "complaint without a name": "7 1 3 1 1 zag 1 1 2 4242",
    "in private": "7 3 1",
    "change": "8 1 0612340009 1 2 {right-code}",
    "guide": "9 1",
    "a call": "9 9 2 ta 1",
    "dropped": "1 1 2 {redial}",
}
BEGINNINGS = st.sampled_from(list(SHORT_CUTS))
STEPS = st.tuples(st.sampled_from([HER, HER, HER, NOBODY, OTHER]), MOVES)
WALKS = st.tuples(BEGINNINGS, st.lists(STEPS, min_size=8, max_size=30))
MOST = 300 // len(MOROCCO.languages)
"""Walks per language."""


class Walk:
    """Three phones before one counter, and what must hold after every step."""

    def __init__(self, lang: str) -> None:
        self.scene: Stage_
        self.registry: Registry
        self.scene, self.registry = registry_stage()
        self.first = str(MOROCCO.languages.index(lang) + 1)
        self.phones: dict[str, Handset] = {}
        self.proved: set[str] = set()
        for number in PHONES:
            handset = self.scene.handset(number)
            handset.face = Noticing(self.scene.world.speech, self.scene.world.keys, africastalking.wire)
            self.phones[number] = handset

    async def go(self, beginning: str, steps: list[tuple[str, tuple[str, str]]]) -> None:
        for number in PHONES:
            self.check(number, await self.phones[number].dial())
            self.check(number, await self.phones[number].send(self.first))
        for word in SHORT_CUTS[beginning].split():
            await self.step(HER, *((word.strip("{}"), "") if word.startswith("{") else ("type", word)))
        for number, (move, value) in steps:
            await self.step(number, move, value)
        self.registry.outages.clear()
        for number in PHONES:
            await self.reach_the_menu(number)
        self.check_the_world()

    async def step(self, number: str, move: str, value: str) -> None:
        handset = self.phones[number]
        if move == "wait":
            await self.scene.clock.advance(float(value))
        elif move == "outage":
            self.registry.outages.append(Unavailable("walk"))
        elif move == "work":
            await finish_one(self.scene.world)
        elif move == "redial":
            self.check(number, await handset.dial())
        elif move == "again":
            self.check(number, await handset.again())
        else:
            if move == "right-code" and self.scene.codes.get(HER):
                self.proved.add(number)
            code = self.scene.codes.get(HER, "111111") if move == "right-code" else "000000"
            screen = await handset.send(value if move == "type" else code)
            self.check(number, screen)
            went_on = self.shown(number) == "busy"  # then the answer is not known yet: the retry tries again
            assert await handset.again() == screen or went_on, "a retry gets the same bytes"

    def check(self, number: str, screen: str) -> None:
        kind, page = screen[:4], screen[4:]
        assert kind in ("CON ", "END ")
        assert page.strip()
        size = septets(page)
        assert size <= ROOM.gsm7 if size is not None else len(page.encode("utf-16-be")) // 2 <= ROOM.ucs2, page
        assert UIN not in page, "the whole number is never on a screen"
        if MASKED in page:
            assert number in self.proved, "who typed no right code sees nothing of her number"

    async def reach_the_menu(self, number: str) -> None:
        """A redial, and at each screen on the way the key that it names: a language, begin again, go on to the menu."""
        handset = self.phones[number]
        self.check(number, await handset.dial())
        for _ in range(4):
            shown = self.shown(number)
            if shown == "menu":
                return
            self.check(number, await handset.send("2" if shown == "resume-offer" else "1"))
        raise AssertionError(f"no way to the menu from {shown}")

    def shown(self, number: str) -> str:
        face = self.phones[number].face
        assert isinstance(face, Noticing)
        return face.showed

    def check_the_world(self) -> None:
        assert {deed.partition("#")[0] for deed in self.scene.deeds} <= DEEDS
        assert {kind for kind, _ in self.scene.troubles} <= {"outage"}, self.scene.troubles
        for to, words in self.scene.messages():
            assert UIN not in words or to == HER, "the whole number goes to the enrolled phone alone"


@pytest.mark.parametrize("lang", MOROCCO.languages)
@settings(max_examples=MOST, suppress_health_check=[HealthCheck.too_slow])
@given(walk=WALKS)
def test_no_walk_finds_a_dead_end_a_fault_or_somebody_elses_screen(lang: str, walk: tuple[Any, Any]) -> None:
    asyncio.run(Walk(lang).go(*walk))
