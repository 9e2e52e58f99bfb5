"""Which gateways for SMS a house has: by name, with their rate and route; a name that means nothing is refused."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr
from yarl import URL

import house
from channels.networks import Operators
from channels.outbound import Taken
from channels.pacing import Paced
from channels.sms import webhooks as sms_webhooks
from channels.sms.africastalking import AfricasTalking
from channels.sms.routes import Routes
from config import settings as config
from config.settings import Route, Settings, SettingsError, Sms, SmsHttp
from dialogs.model import Phone
from dialogs.ports import State
from store.clock import FakeClock, SystemClock
from store.memory import MemoryContacts, MemoryPacer
from tests.channels.gateway import KEY, serving
from tests.channels.sms_wires import ID, sms, wired
from tests.player import MOROCCO, stage


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http


def told(http: aiohttp.ClientSession, **given: object) -> tuple[object, object]:
    settings = Settings(environment="demo", **given)  # type: ignore[arg-type]
    senders = house.sms_senders(settings, MOROCCO, http, SystemClock())
    operators = Operators(MemoryContacts(), MOROCCO.networks)
    return house.sms_routes(settings, senders, MemoryPacer(FakeClock()), SystemClock(), operators)


async def test_without_routes_everything_leaves_by_africas_talking(http: aiohttp.ClientSession) -> None:
    sender, room = told(http)
    assert isinstance(sender, AfricasTalking)
    assert room is None


async def test_a_rate_paces_and_routes_choose(http: aiohttp.ClientSession) -> None:
    iam = Sms(kind="kannel", url="http://127.0.0.1:13013/cgi-bin/sendsms", username="u", password=SecretStr("p"), rate=10)
    sender, room = told(http, sms={"iam": iam}, routes={"else": Route(senders=("iam",))})
    assert isinstance(sender, Paced)
    assert sender.name == "iam"
    assert room is not None
    sender, room = told(http, sms={"iam": iam}, routes={"maroc-telecom": Route(senders=("iam", "africastalking"))})
    assert isinstance(sender, Routes)
    assert {name: [one.name for one in senders] for name, senders in sender.table.items()} == {
        "maroc-telecom": ["iam", "africastalking"],
        "else": ["africastalking"],
    }
    assert room is None


async def test_what_settings_cannot_mean_is_refused(http: aiohttp.ClientSession) -> None:
    with pytest.raises(SettingsError, match=r"routes\.inwi: there is no sms\.nobody or smpp\.nobody"):
        told(http, routes={"inwi": Route(senders=("nobody",))})
    bare = Sms(kind="http", url="https://g.example/?to=$whom")
    with pytest.raises(SettingsError) as caught:
        told(http, sms={"sahel": bare})
    assert caught.value.faults == (
        "sms.sahel: taken, id_pointer or id_pattern is needed: a page of HTML must not count as taken",
        "sms.sahel: $whom is no placeholder",
    )


async def test_a_gateway_that_only_settings_describe_sends_and_reports(http: aiohttp.ClientSession) -> None:
    async with wired() as wire:
        wire.says = (200, b"OK 4711")
        shape = SmsHttp(
            fields={"dst": "$digits", "body": "$text", "ref": "$id"},
            taken="^OK",
            report={"id": "ref", "status": "st"},
            delivered=("D",),
        )
        ours = Sms(kind="http", url=wire.url + "/send", key=SecretStr(KEY), http=shape)
        settings = Settings(environment="demo", sms={"sahel": ours}, routes={"else": Route(senders=("sahel",))})
        senders = house.sms_senders(settings, MOROCCO, http, SystemClock())
        assert await senders["sahel"].send(sms()) == Taken(ID, 1)
        assert wire.seen[0].form == {"dst": "212612345678", "body": "Votre code est 123456", "ref": ID}
    scene, app = stage(), web.Application()
    sms_webhooks.attach(app, house.sms_lines(settings, house.sms_conversation(scene.world), scene.outbox, senders))
    await scene.outbox.put(sms())
    [claimed] = await scene.outbox.claim(1, lease=60, now=0)
    await scene.outbox.settle(claimed.id, State.UNKNOWN, provider="sahel", provider_id=ID)
    async with serving(app) as url, http.get(f"{url}/sms/sahel/{KEY}/delivery?ref={ID}&st=D") as answer:
        assert answer.status == 200
    assert scene.outbox.states[b"key 1"] is State.DELIVERED


@pytest.mark.parametrize(
    ("kind", "event", "method", "query", "body", "thanks"),
    [
        ("kannel", "delivery", "GET", f"id={ID}&phone=212612345678&type=1", b"", b""),
        ("jasmin", "delivery", "POST", "", f"id={ID}&message_status=DELIVRD&level=2".encode(), b"ACK/Jasmin"),
        ("infobip", "delivery", "POST", "", b'{"results":[{"status":{}},{"messageId":"%s","status":{"groupId":3}}]}', b""),
        (
            "orange",
            "delivery",
            "POST",
            "",
            b'{"deliveryInfoNotification":{"callbackData":"%s","deliveryInfo":{"address":"tel:+212612345678",'
            b'"deliveryStatus":"DeliveredToTerminal"}}}',
            b"",
        ),
    ],
)
async def test_each_gateway_reports_under_the_name_of_its_line(
    http: aiohttp.ClientSession, kind: str, event: str, method: str, query: str, body: bytes, thanks: bytes
) -> None:
    scene, app = stage(), web.Application()
    ours = Sms.model_validate({"kind": kind, "url": "https://g.example", "key": KEY, "address": "+2250000"})
    settings = Settings(environment="demo", sms={"mine": ours})
    senders = house.sms_senders(settings, MOROCCO, http, SystemClock())
    sms_webhooks.attach(app, house.sms_lines(settings, house.sms_conversation(scene.world), scene.outbox, senders))
    await scene.outbox.put(sms())
    [claimed] = await scene.outbox.claim(1, lease=60, now=0)
    await scene.outbox.settle(claimed.id, State.SENT, provider="mine", provider_id=ID)
    body = body.replace(b"%s", ID.encode())
    async with serving(app) as url:
        async with http.request(method, f"{url}/sms/mine/{KEY}/{event}?{query}", data=body) as answer:
            unread_beside = kind == "infobip"
            assert (answer.status, await answer.read()) == ((400, b"") if unread_beside else (200, thanks))
        async with http.request(method, f"{url}/sms/mine/wrong/{event}") as answer:
            assert answer.status == 404
        async with http.put(f"{url}/sms/mine/{KEY}/{event}") as answer:
            assert answer.status == 405
        async with http.post(f"{url}/sms/mine/{KEY}/optout") as answer:
            assert answer.status == 404
    assert scene.outbox.states[b"key 1"] is State.DELIVERED


async def test_kannel_texts_arrive_in_utf16(http: aiohttp.ClientSession) -> None:
    scene, app = stage(), web.Application()
    ours = Sms.model_validate({"kind": "kannel", "url": "http://127.0.0.1:13013/cgi-bin/sendsms", "key": KEY})
    settings = Settings(environment="demo", sms={"mine": ours})
    senders = house.sms_senders(settings, MOROCCO, http, SystemClock())
    sms_webhooks.attach(app, house.sms_lines(settings, house.sms_conversation(scene.world), scene.outbox, senders))
    query = "id=a&from=%2B212612345678&to=3737&text=%06*%06H%06B%06A&charset=UTF-16BE"
    async with serving(app) as url, http.get(URL(f"{url}/sms/mine/{KEY}/inbound?{query}", encoded=True)) as answer:
        assert answer.status == 200
    assert await scene.world.contacts.consent(Phone("+212612345678"), "campaign") is False


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"kind": "kannel", "url": "https://u:p@g.example"}, "without user, password or query"),
        ({"kind": "smoke", "url": "https://g.example"}, "Input should be"),
        ({"kind": "kannel", "url": "https://g.example", "rate": 2.5}, "a whole number of messages a second"),
        ({"kind": "http", "url": "ftp://g.example"}, "http"),
    ],
)
def test_a_wrong_gateway_is_told_by_its_fault(given: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Sms.model_validate(given)


def test_gateways_come_from_the_file_and_secrets_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "guichet.toml"
    toml = '[sms.iam]\nkind = "kannel"\nurl = "http://127.0.0.1:13013/sendsms"\nrate = 100\n[routes.else]\nsenders = ["iam"]\n'
    path.write_text(toml)
    monkeypatch.setenv("GUICHET_CONFIG", str(path))
    monkeypatch.setenv("GUICHET_SMS__IAM__PASSWORD", "canary-5f1c")
    loaded = config.load()
    assert (loaded.sms["iam"].rate, loaded.routes["else"].senders) == (100, ("iam",))
    assert "canary-5f1c" not in config.show(loaded) + repr(loaded)
    assert 'password = "****"  # environment' in config.show(loaded)
