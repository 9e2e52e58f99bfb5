"""Khyber Pakhtunkhwa and Côte d'Ivoire on one machine: a proof by CNIC, and a place from the country's own list."""

import itertools
import re
from pathlib import Path

import pytest

from channels.ussd.terminal import Handset, face_of
from config.profile import load
from demo import Demo, open_demo
from sandbox.population import people

CNIC = re.compile(load("pakistan_kp").id_pattern)


def phone_of(demo: Demo, place: int = 0) -> Handset:
    serial, turns = itertools.count(), demo.house.turns
    return Handset(turns, face_of(turns), demo.card["citizens"][place]["phone"], lambda: f"elsewhere-{next(serial)}")


async def said(phone: Handset, *keys: str) -> str:
    """The last screen after dialling and `keys`, each a number or the beginning of an option's label."""
    screen = await phone.dial()
    for key in keys:
        while not key.isdecimal() and (found := re.search(rf"^(\d) {key}", screen, re.MULTILINE)) is None:
            assert "99 " in screen, (key, screen)
            screen = await phone.send("99")
        screen = await phone.send(key if key.isdecimal() else found[1])  # type: ignore[index]  # found, or it went on
    return screen


def test_everybody_in_khyber_pakhtunkhwa_has_a_number_in_the_form_of_a_cnic() -> None:
    numbers = [person.uin for person in people(400, country="pakistan_kp")]
    assert [number for number in numbers if not CNIC.fullmatch(number)] == []
    assert len(set(numbers)) == len(numbers)
    odd = {person.sex for person in people(400, country="pakistan_kp") if int(person.uin[-1]) % 2}
    assert odd == {"M"}


async def test_a_cnic_proves_its_owner_by_a_code_to_her_phone(tmp_path: Path) -> None:
    async with open_demo("pakistan_kp", 0, 60, tmp_path) as demo:
        her, phone = demo.card["citizens"][0], phone_of(demo)
        await said(phone, "2", "My registration", "My household", "With my CNIC", her["idcs"])
        shown = await phone.send(demo.sandbox.codes[her["phone"]])
        home = next(home for home in demo.sandbox.homes if home.number == her["household"])
        assert f"{len(home.members)} " in shown
        assert "household" in shown.lower()


@pytest.mark.parametrize("number", ["1730100000001", "4210112345671"])
async def test_a_cnic_that_nobody_has_reads_the_same(tmp_path: Path, number: str) -> None:
    async with open_demo("pakistan_kp", 0, 60, tmp_path) as demo:
        phone = phone_of(demo)
        assert "If the registration exists" in await said(phone, "2", "My registration", "My household", "With my CNIC", number)
        assert "wrong" in await phone.send("000000")
        assert demo.sandbox.codes == {}


async def test_the_list_of_services_that_is_shipped_answers_in_cote_divoire(tmp_path: Path) -> None:
    async with open_demo("cote_divoire", 0, 60, tmp_path) as demo:
        listed = await demo.house.world.directory.find("health", "abobo")
        shown = await said(phone_of(demo), "1", "1", "Santé", "22626")
        assert listed
        assert listed[0].names.in_lang("fr") in shown
