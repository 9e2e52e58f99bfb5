"""What she keeps of a referral: where to go, or by when somebody calls; and of a need that others should not read of, nothing."""

import pytest

from channels.sms.segments import as_sent, segments
from config import profile
from dialogs.model import Param, Prompt
from tests.player import COUNTRIES, counter_of, services_of, stage

IVOIRE = "+2250707123407"


async def told(*keys: str) -> list[str]:
    """The SMS that a conversation in English brings."""
    scene = stage("cote_divoire")
    phone = scene.handset(IVOIRE)
    await phone.dial()
    for key in ("2", "1", *keys):
        await phone.send(key)
    return [text for _, text in scene.messages()]


async def test_a_slip_says_where_and_when_to_go() -> None:
    (slip,) = await told("1", "abobo", "1", "1")
    assert slip.split("\n")[1:] == ["Town hall, civil status", "4 Marche Avenue", "Monday-Friday, 7:30-15:30", "Tel. 2700000102"]


async def test_a_slip_of_a_quiet_need_names_nothing_but_the_reference() -> None:
    (slip,) = await told("7", "abobo", "1", "1")
    assert slip == "Reference: 64330128"


async def test_who_asked_for_a_call_reads_by_when_it_comes() -> None:
    (word,) = await told("7", "abobo", "1", "2")
    assert word.startswith("Noted: 64330128. We will call you by 19 January 2027.")


@pytest.mark.parametrize("code", ["morocco", "djibouti", "cote_divoire"])
def test_help_out_of_violence_is_a_quiet_need_everywhere(code: str) -> None:
    assert profile.load(code).quiet("protection")
    assert not profile.load(code).quiet("health")


@pytest.mark.parametrize("code", [code for code in profile.available() if (COUNTRIES / f"{code}.services.csv").exists()])
async def test_every_slip_fits_two_parts_of_an_sms(code: str) -> None:
    country, speech = counter_of(code)
    long = {}
    for need in country.needs:
        for commune in country.communes:
            for one in await services_of(code).find(need.id, commune.id):
                place: dict[str, Param] = {"name": one.names, "address": one.address, "hours": one.hours, "phone": one.phone}
                for lang in country.languages:
                    said = speech.say(Prompt("sms-slip-phone", (("ref", "64330128"), *place.items())), lang).body
                    parts = len(segments(as_sent(said, speech.encoding("sms-slip-phone", lang))).parts)
                    if parts > 2:
                        long[one.id, lang] = parts
    assert long == {}
