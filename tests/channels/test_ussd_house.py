"""Which USSD addresses a house serves: those whose provider has a key, known by name or by fields."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr

import house
from channels.ussd.webhooks import UssdLine, attach
from config.settings import AfricasTalking, Settings, SettingsError, Ussd, UssdFields
from dialogs.model import Phone
from tests.channels.gateway import KEY, serving
from tests.channels.tables import DIGITS
from tests.player import stage

SAHEL = Ussd(
    key=SecretStr(KEY), fields=UssdFields(session="sid", phone="tel", text="txt", service="code"), methods=("GET",), coded=True
)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http


def lines(http: aiohttp.ClientSession, told: dict[str, Ussd], ours: AfricasTalking | None = None) -> dict[str, UssdLine]:
    scene = stage()
    turns = scene.turns()
    settings = Settings(environment="demo", africastalking=ours or AfricasTalking(), ussd=told)
    return house.ussd_lines(settings, turns, scene.handset().face, http)


async def test_the_network_of_a_hop_is_kept_for_its_phone(http: aiohttp.ClientSession) -> None:
    scene, heard = stage(), list[tuple[str, str | None]]()
    key = SecretStr(KEY)
    settings = Settings(environment="demo", africastalking=AfricasTalking(ussd_key=key))

    def told(phone: Phone | None, network: str | None) -> None:
        heard.append((phone.e164 if phone else "", network))

    app = web.Application()
    attach(app, house.ussd_lines(settings, scene.turns(), scene.handset().face, http, told))
    hop = {"sessionId": "s", "phoneNumber": "+212612345678", "networkCode": "60401", "serviceCode": "*3737#", "text": ""}
    async with serving(app) as url:
        for network in ("60401", ""):
            async with http.post(f"{url}/ussd/africastalking/{KEY}", data=hop | {"networkCode": network}) as answer:
                assert answer.status == 200
    assert heard == [("+212612345678", "60401")]


async def test_only_providers_with_a_key_are_served(http: aiohttp.ClientSession) -> None:
    key = SecretStr(KEY)
    assert lines(http, {}) == {}
    told = {"hubtel": Ussd(key=key), "nalo": Ussd(), "vumi": Ussd(key=key, reply_url="https://v.example")}
    made = lines(http, told, AfricasTalking(ussd_key=key))
    assert sorted(made) == ["africastalking", "hubtel", "vumi"]
    assert made["hubtel"].back is None
    assert made["vumi"].back is not None


async def test_a_provider_that_only_renames_fields_is_configuration(http: aiohttp.ClientSession) -> None:
    app = web.Application()
    attach(app, lines(http, {"sahel": SAHEL}))
    async with serving(app) as url:
        hop = {"sid": "s", "tel": DIGITS, "txt": "*3737#", "code": "3737"}
        async with http.get(f"{url}/ussd/sahel/{KEY}", params=hop) as answer:
            assert (await answer.text()).startswith("CON ")
        async with http.post(f"{url}/ussd/sahel/{KEY}", data=hop) as answer:
            assert answer.status == 405


@pytest.mark.parametrize(
    ("name", "fault"), [("nobody", "ussd.nobody is no dialect"), ("africastalking", "its key is africastalking.ussd_key")]
)
async def test_a_name_that_means_nothing_is_refused(http: aiohttp.ClientSession, name: str, fault: str) -> None:
    with pytest.raises(SettingsError, match=fault):
        lines(http, {name: Ussd(key=SecretStr(KEY))})
