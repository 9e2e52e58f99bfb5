"""The whole of Guichet on one machine: gateway, worker and sandbox on loopback, with a SQLite file."""

import asyncio
import base64
import contextlib
import errno
import json
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from pydantic import SecretStr

import house
from channels.sms.segments import units
from config import profile
from config.chat_tables import Telegram, WhatsApp
from config.registry_tables import Dci, SignedList
from config.settings import AfricasTalking, Settings, SettingsError, Ussd, load
from console.api.access import token_mac
from dialogs.country import Country
from dialogs.ports import Modality
from house.esignet import CALLBACK
from house.lists import bring, listed
from house.lookups import services_listed
from house.registries import Registries, Wires, join
from registry_client.biometrics.esignet import EsignetConfig
from registry_client.dci.config import DciConfig
from registry_client.govstack.registry import GovStackConfig
from registry_client.mosip.config import MosipConfig
from registry_client.rsmis.config import Call, Name, RsMisConfig
from sandbox import govstack, lists, rsmis_wire
from sandbox import world as sandbox
from sandbox.households import Home
from sandbox.rsmis import RsMis
from store.clock import SystemClock
from store.operators import Operator, OperatorExists
from store.sql.operators import SqlOperators
from store.sql.schema import upgrade

LOOPBACK = "127.0.0.1"
STAFF = {
    "agent": ("agent", "supervisor"),
    "officer-1": ("officer",),
    "officer-2": ("officer",),
    "lead": ("officer", "lead"),
    "protection": ("protection",),
    "writer": ("writer",),
    "approver-1": ("approver",),
    "approver-2": ("approver",),
    "chat": ("chat",),
    "admin": ("admin",),
}
"""Who works in a demo, by id, with the roles of each; two where somebody else must decide."""
LAST_INPUT = ("arkesel", "hubtel")
"""The dialects of the sandbox's operators that send only the last input: without and with numbered hops."""
HUNG = 0.1
"""Seconds that a hanging request has at the end, twice for each of our two servers."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: the house, its sandbox and what the JSON line tells."""

    house: house.House
    sandbox: sandbox.Sandbox
    card: dict[str, Any]


@contextlib.asynccontextmanager
async def open_demo(country: str, port: int, people: int, folder: Path | None = None) -> AsyncIterator[Demo]:
    """Everything up on loopback: the gateway on `port` (0: any free one), the sandbox on a free one, all state in `folder`."""
    clock = SystemClock()
    async with aiohttp.ClientSession() as http, contextlib.AsyncExitStack() as running:
        box = sandbox.make(profile.load(country), clock, http, units, count=people)
        running.push_async_callback(box.postman.close)
        box_url = await _serve(running, box.app, 0)

        settings = _settings(country, folder, box_url, box)
        brought = lists.bring(settings.data_dir / "lists", box.homes, box.citizens) if country == "djibouti" else None
        if brought:
            settings = settings.model_copy(update={"lists": {lists.NAME: SignedList.model_validate(brought.settings)}})
        listening = _free(port)
        url = f"http://{LOOPBACK}:{listening.getsockname()[1]}"
        home = await running.enter_async_context(house.open_house(settings, _joined(box, box_url, url, settings)))
        await upgrade(home.engine)
        if brought:
            await bring(settings, lists.NAME, brought.file, brought.signature, "demo")
        await _listen(running, home.web, listening)
        card = _card(home, box, url, box_url)
        card["operators"] = [await _operator(home, id, roles) for id, roles in STAFF.items()]
        if home.world.biometrics:
            agent = {name: card["operators"][0][name] for name in ("id", "token")}
            card["agent"] = {**agent, "api": f"{url}/api/v1/handoffs", "device": box_url + sandbox.DEVICE}
        ussd, sms = card["ussd"]["africastalking"], card["sms"]["africastalking"]
        box.callbacks.ussd, box.callbacks.events, box.callbacks.delivery = ussd, f"{ussd}/events", sms["delivery"]
        box.callbacks.last, box.callbacks.numbered = (_last_input(home, url, name) for name in LAST_INPUT)
        _webhooks(settings, box, url)
        stop = asyncio.Event()
        worker = asyncio.create_task(house.work(home, stop))
        try:
            yield Demo(home, box, card)
        finally:
            stop.set()
            worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await worker


async def run(country: str, port: int, people: int, stop: asyncio.Event, *, as_json: bool) -> None:
    """Serve until `stop`; tell where everything is: one JSON line on stdout, or words."""
    async with open_demo(country, port, people) as demo:
        if as_json:
            print(json.dumps(demo.card, ensure_ascii=False), flush=True)
        else:
            print(_words(demo.card), flush=True)
        await stop.wait()


def _joined(box: sandbox.Sandbox, box_url: str, url: str, settings: Settings) -> Callable[[Wires], Registries]:
    """The sandbox's registries; the social one tells of changes at the address of the gateway."""
    key = settings.social.callback_key
    assert key is not None
    notices = f"{url}/registry/dci/{key.get_secret_value()}"
    social = DciConfig(**box.dci.client_settings(box_url + sandbox.DCI, "social", notices))  # type: ignore[arg-type]  # its own names
    benefits = DciConfig(**box.dci.client_settings(box_url + sandbox.DCI, "ibr"))  # type: ignore[arg-type]  # its own names
    country = profile.load(settings.country)
    usage = GovStackConfig(
        sandbox.MEMBER,
        govstack.REGISTRY,
        govstack.VERSION,
        govstack.DATABASE,
        {country.id_scheme: "NationalId"},
        bodies={body.id: body.id for body in country.bodies},
    )
    box.esignet.reached_at(box_url + sandbox.ESIGNET, url + CALLBACK)
    esignet = EsignetConfig(**box.esignet.client_settings(box.mosip.keys.partner))  # type: ignore[arg-type]  # its own names
    looked, told_by_hand = (box_url + sandbox.GOVSTACK, usage), listed(settings, country)
    places = services_listed(settings, country)
    if box.rsmis:
        rsmis = _rsmis_config(box.rsmis, box_url + sandbox.RSMIS, country)
        return partial(
            join,
            rsmis=rsmis,
            social=social,
            govstack=looked,
            benefits=benefits,
            lists=told_by_hand,
            esignet=esignet,
            directory=places,
        )
    told = box.mosip.client_settings(box_url + sandbox.MOSIP)
    mosip = MosipConfig(**told, languages=("fra", "ara"))  # type: ignore[arg-type]  # all of them are texts
    return partial(
        join,
        mosip=mosip,
        social=social,
        govstack=looked,
        benefits=benefits,
        modalities=frozenset({Modality.FINGER}),
        directory=places,
        esignet=esignet,
    )


def _rsmis_config(rsmis: RsMis, url: str, country: Country) -> RsMisConfig:
    """The words of the sandbox's registry, every one other than our defaults."""
    return RsMisConfig(
        **rsmis.client_settings(url) | {"region": country.region},  # type: ignore[arg-type]  # its own names
        scheme=country.id_scheme,
        paths={Call[name]: path for name, path in rsmis_wire.PATHS.items()},
        names={Name[name]: word for name, word in rsmis_wire.NAMES.items()},
        statuses=rsmis_wire.STATUSES,
        kinds=rsmis_wire.KINDS,
        stages=rsmis_wire.STAGES,
        factors=rsmis_wire.FACTORS,
        outcomes=rsmis_wire.OUTCOMES,
    )


async def _operator(home: house.House, id: str, roles: tuple[str, ...]) -> dict[str, Any]:
    """An operator of the demo; his token follows from its keys, so that it is the same at every start."""
    keys = home.world.keys
    secret = b"".join(keys.mac("demo-operator", id, half) for half in ("1", "2"))
    token = base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
    with contextlib.suppress(OperatorExists):
        await SqlOperators(home.engine).add(Operator(id, frozenset(roles), "demo"), token_mac(keys, token))
    return {"id": id, "roles": list(roles), "token": token}


async def _serve(running: contextlib.AsyncExitStack, app: web.Application, port: int) -> str:
    listening = _free(port)
    await _listen(running, app, listening)
    return f"http://{LOOPBACK}:{listening.getsockname()[1]}"


def _free(port: int) -> socket.socket:
    """A socket bound to `port`; its number is known before anybody is served."""
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise SettingsError([f"port {port} is in use; choose another with --port, or --port 0 for a free one"]) from None
        raise


async def _listen(running: contextlib.AsyncExitStack, app: web.Application, listening: socket.socket) -> None:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=HUNG, handle_signals=False, auto_decompress=False)
    await runner.setup()
    running.push_async_callback(runner.cleanup)
    await web.SockSite(runner, listening).start()


def _settings(country: str, folder: Path | None, box_url: str, box: sandbox.Sandbox) -> Settings:
    """Settings of a demo: the installation's own, with the sandbox as operator and keys that live in the data folder."""
    folder = folder or load(environment="demo", country=country).data_dir
    kept = _keys(folder)
    operator = AfricasTalking(
        username=box.account.username,
        api_key=SecretStr(box.account.api_key),
        base_url=box_url + sandbox.AFRICASTALKING,
        ussd_key=SecretStr(kept["ussd_key"]),
        sms_key=SecretStr(kept["sms_key"]),
    )
    return load(
        environment="demo",
        country=country,
        data_dir=folder,
        keys=kept["keys"],
        lookup_key=kept["lookup_key"],
        database_url=f"sqlite+aiosqlite:///{folder}/guichet.db",
        redis_url=None,
        africastalking=operator,
        social=Dci(callback_key=SecretStr(kept["registry_key"])),
        telegram=_telegram(kept, box, box_url),
        whatsapp=_whatsapp(kept, box, box_url),
        services_file=_places_of(country),
        ussd={name: Ussd(key=SecretStr(kept["ussd_key"])) for name in LAST_INPUT},
    )


def _telegram(kept: dict[str, str], box: sandbox.Sandbox, box_url: str) -> Telegram:
    return Telegram(
        key=SecretStr(kept["chat_key"]),
        token=SecretStr(box.telegram.token),
        secret=SecretStr(kept["chat_secret"]),
        api_url=box_url + sandbox.TELEGRAM,
    )


def _whatsapp(kept: dict[str, str], box: sandbox.Sandbox, box_url: str) -> WhatsApp:
    return WhatsApp(
        key=SecretStr(kept["chat_key"]),
        phone_number_id=box.whatsapp.number_id,
        access_token=SecretStr(box.whatsapp.access_token),
        app_secret=SecretStr(box.whatsapp.app_secret),
        verify_token=SecretStr(kept["chat_secret"]),
        api_url=f"{box_url}{sandbox.WHATSAPP}/v24.0",
        template=box.whatsapp.template[0],
        template_language=box.whatsapp.template[1],
    )


def _webhooks(settings: Settings, box: sandbox.Sandbox, url: str) -> None:
    """Tell the sandbox's messengers where we are, as an operator tells the real ones."""
    key, secret = settings.telegram.key, settings.telegram.secret
    assert key is not None
    assert secret is not None
    box.telegram.secret = secret.get_secret_value()
    for messenger in (box.telegram, box.whatsapp):
        messenger.url = f"{url}/chat/{messenger.name}/{key.get_secret_value()}"


def _places_of(country: str) -> Path | None:
    """The country's list of services, where one is shipped beside its profile."""
    file = Path(str(resources.files("config").joinpath("countries", f"{country}.services.csv")))
    return file if file.is_file() else None


def _last_input(home: house.House, url: str, name: str) -> str:
    key = home.settings.ussd[name].key
    assert key is not None
    return f"{url}/ussd/{name}/{key.get_secret_value()}"


def _keys(folder: Path) -> dict[str, str]:
    """The demo's keys and secret paths, made at the first start; nobody but the owner may read them."""
    file = folder / "demo-keys.json"
    folder.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        fresh = {
            "keys": "1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
            "lookup_key": base64.b64encode(secrets.token_bytes(32)).decode(),
            "ussd_key": secrets.token_hex(16),
            "sms_key": secrets.token_hex(16),
            "registry_key": secrets.token_hex(16),
            "chat_key": secrets.token_hex(16),
            "chat_secret": secrets.token_hex(16),
        }
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            json.dump(fresh, out)
    later = {name: secrets.token_hex(16) for name in ("registry_key", "chat_key", "chat_secret")}
    kept: dict[str, str] = later | json.loads(file.read_text("utf-8"))
    return kept


def _card(home: house.House, box: sandbox.Sandbox, url: str, box_url: str) -> dict[str, Any]:
    ours, country = home.settings.africastalking, home.world.country
    assert ours.ussd_key is not None
    assert ours.sms_key is not None
    sms = f"{url}/sms/africastalking/{ours.sms_key.get_secret_value()}"
    return {
        "ready": True,
        "url": url,
        "country": country.code,
        "id_name": country.id_name,
        "languages": [*country.languages],
        "unread": [lang for lang in country.languages if home.world.speech.pending(lang)],
        "ussd": {
            "africastalking": f"{url}/ussd/africastalking/{ours.ussd_key.get_secret_value()}",
            "service_code": country.service_code,
        },
        "sms": {
            "africastalking": {event: f"{sms}/{event}" for event in ("inbound", "delivery", "optout")},
            "short_code": country.short_code,
        },
        "phone": f"{box_url}/phone",
        "chat": f"{url}/chat",
        "messengers": f"{box_url}/messenger",
        "console": f"{url}/console",
        "sandbox": box_url,
        "citizens": [
            {
                "name": dict(person.names)["fr"],
                "phone": person.phone,
                "receipt": person.receipt,
                "idcs": person.uin if person.status == "issued" else None,
                "born": person.born.isoformat(),
                "status": str(person.status),
                "active": person.active,
                **_living(box.home_of(person)),
            }
            for person in box.citizens
        ],
    }


def _living(home: Home | None) -> dict[str, str]:
    """The numbers on a household's booklet and cards."""
    return {"household": home.number, "card": home.card, "meals": home.meals} if home else {}


def _words(card: dict[str, Any]) -> str:
    code = card["ussd"]["service_code"]
    people = [
        f"  {c['name']:<22} {c['phone'] or 'no phone':<15} {c['receipt']}  {_standing(c):<10} {c.get('household', '')}".rstrip()
        for c in card["citizens"]
    ]
    return "\n".join(
        [
            "Guichet is open. Everything runs on this machine; all people are invented.",
            "",
            f"  Phone page   {card['phone']}",
            f"  Web chat     {card['chat']}",
            f"  Messengers   {card['messengers']}   (play somebody on Telegram or WhatsApp)",
            f"  Console      {card['console']}",
            f"  Gateway      {card['url']}   (health: /healthz, /readyz; figures: /metrics)",
            f"  Sandbox      {card['sandbox']}",
            "",
            f"Open the phone page and dial {code}. Choose a language, then 1 to recover a lost {card['id_name']}:",
            "agree, choose 1 for the registered SIM, and type the code that arrives in the phone's inbox.",
            "",
            *_languages(card["languages"], card["unread"]),
            "",
            "To talk to a person: sign in to the console as `chat`, open the Inbox, and ask for a person in the web chat.",
            "",
            "Citizens to try (phone, enrolment receipt, state, number of the household):",
            *people,
            "",
            "Operators of the console (id, roles, token to sign in with):",
            *(f"  {one['id']:<12} {', '.join(one['roles']):<18} {one['token']}" for one in card["operators"]),
            "",
            "Ctrl-C closes the counter.",
        ]
    )


def _languages(offered: Sequence[str], unread: Sequence[str]) -> Iterator[str]:
    yield f"Languages: {', '.join(offered)}."
    if unread:
        yield f"No native speaker has read these yet: {', '.join(unread)}."


def _standing(citizen: dict[str, Any]) -> str:
    return str(citizen["status"]) if citizen["active"] else "inactive"
