"""Djibouti on one machine: NIU, household, programmes and cards, each over its registry's wire."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from channels.ussd.terminal import Handset, face_of
from demo import Demo, open_demo
from sandbox.households import Home

FRENCH, SOMALI, AFAR, ARABIC = "1", "2", "3", "4"


class Caller:
    """The first citizen's phone."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.her: dict[str, Any] = demo.card["citizens"][0]
        serial = itertools.count()
        turns = demo.house.turns
        self.phone = Handset(turns, face_of(turns), self.her["phone"], lambda: f"djibouti-{next(serial)}")

    async def types(self, *keys: str) -> str:
        """The last screen after dialling and `keys`; `code` is the one that her phone got."""
        screen = await self.phone.dial()
        for key in keys:
            screen = await self.phone.send(self.demo.sandbox.codes[self.her["phone"]] if key == "code" else key)
        return screen

    @property
    def home(self) -> Home:
        homes = self.demo.sandbox.homes
        return next(home for home in homes if home.number == self.her["household"])


@pytest.fixture
async def caller(tmp_path: Path) -> AsyncIterator[Caller]:
    async with open_demo("djibouti", 0, 300, tmp_path) as demo:
        yield Caller(demo)


async def test_a_lost_niu_is_found_by_the_sim(caller: Caller) -> None:
    masked = f"{caller.her['idcs'][:2]}****{caller.her['idcs'][-4:]}"
    assert masked in await caller.types(SOMALI, "1", "1", "1", "code")


async def test_a_wrong_code_finds_nothing(caller: Caller) -> None:
    assert "Ce code est faux" in await caller.types(FRENCH, "1", "1", "1", "000000")


async def test_the_registry_of_households_knows_the_niu(caller: Caller) -> None:
    size = len(caller.home.members)
    assert f"Ku buxa: {size} num." in await caller.types(AFAR, "2", "3", "1", caller.her["idcs"], "code")


async def test_her_programmes_are_called_by_the_names_of_the_profile(caller: Caller) -> None:
    shown = await caller.types(FRENCH, "2", "4", "2", "code")
    assert all(name in shown for name in ("PNSF : ", "PASS (santé) : ", "ASERI : ", "PAM (vivres) : ", "Zakat : "))


async def test_what_the_cnss_brought_by_hand_stands_beside_what_registries_tell(caller: Caller) -> None:
    by_number = await caller.types(FRENCH, "2", "4", "1", caller.her["idcs"], "code")
    by_sim = await caller.types("2", "4", "2", "code")
    assert [shown for shown in (by_number, by_sim) if "CNSS : oui" not in shown] == []


async def test_who_read_her_file_is_told_after_a_code(caller: Caller) -> None:
    shown = await caller.types(FRENCH, "4", "6", caller.her["idcs"], "code")
    assert "1 2 septembre 2026 : Affaires sociales" in shown
    assert "2 18 juin 2026 : ADDS" in shown
    assert "ne vous semble pas normal" in await caller.phone.send("1")


async def test_each_kind_of_card_is_found_and_a_star_stands_for_the_letter(caller: Caller) -> None:
    home = caller.home
    booklet = await caller.types(FRENCH, "2", "5", home.number.replace("R", "*"))
    pass_card = await caller.types("2", "5", home.card)
    meals = await caller.types("2", "5", home.meals)
    assert booklet.startswith("END Carte PNSF : ")
    assert pass_card.startswith("END Carte PASS (santé) : ")
    assert meals.startswith("END Carte ASERI : ")


async def test_a_card_that_nobody_has_is_not_found(caller: Caller) -> None:
    assert "لم نجد بطاقة بهذا الرقم" in await caller.types(ARABIC, "2", "5", "1*1")


async def test_a_registry_that_does_not_answer_is_no_end(caller: Caller) -> None:
    caller.demo.sandbox.faults["rsmis"].status = 503
    shown = await caller.types(FRENCH, "1", "1", "1")
    assert shown.startswith("END ")
    assert "*1555#" in shown or "SMS" in shown
