"""What settings say of GovStack, master data, a moved MOSIP and hand-offs, as the house joins it and its fakes hear it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpServer
from sqlalchemy.ext.asyncio import AsyncEngine

from config.profile import load as profile
from config.registry_tables import Handoffs
from config.settings import Settings, SettingsError, load
from dialogs.model import IdRef
from dialogs.ports import Agent, CallContext
from dialogs.refusals import NotSupported, Unavailable
from house import doctor
from house.api import handoffs_on
from house.registries import Registries, Wires, configured
from sandbox.govstack import DATABASE, REGISTRY, DigitalRegistry
from sandbox.mosip import Mosip
from sandbox.phones import Phones
from sandbox.population import people
from store.clock import FakeClock
from store.handoffs import Denied, HandoffDenied
from store.keyring import Keyring
from store.memory import MemorySessions
from store.memory_lists import MemoryLists

MOROCCO = profile("morocco")
RSMIS = {"url": "https://rsmis.test"}
CLIENT = "XX/GOV/90000009/guichet"
CTX = CallContext("status", b"k", 2.0, consent=True)
SHE = IdRef("UIN", "2639425169")
GOVSTACK: dict[str, Any] = {
    "client": CLIENT,
    "registry": REGISTRY,
    "database": DATABASE,
    "ids": {"UIN": "NationalId"},
    "fields": {"size": "People", "band": "Level"},
    "bodies": {"ministry": "commune"},
}
RECORD = {"NationalId": SHE.value, "HouseholdId": "48120077", "People": "5", "Level": "C", "ScoredOn": "2026-01-21"}


@pytest.fixture
async def wires(clock: FakeClock, keys: Keyring) -> AsyncIterator[Wires]:
    async with aiohttp.ClientSession() as http:
        yield Wires(http, clock, MemorySessions(clock), keys, MemoryLists())


async def served(aiohttp_server: AiohttpServer, app: web.Application) -> str:
    return str((await aiohttp_server(app)).make_url("")).rstrip("/")


def joined(tmp_path: Path, wires: Wires, **more: Any) -> Registries:
    return configured(load(data_dir=tmp_path, environment="demo", **{"rsmis": RSMIS, **more}), MOROCCO)(wires)


def faults(settings: Settings) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        configured(settings, MOROCCO)
    return refused.value.faults


# --- GovStack ----------------------------------------------------------------------------------


async def test_a_govstack_registry_is_the_social_registry_by_the_names_of_the_settings(
    tmp_path: Path, wires: Wires, aiohttp_server: AiohttpServer
) -> None:
    there, app = DigitalRegistry({SHE.value: RECORD}, {CLIENT: "Guichet"}), web.Application()
    there.attach(app)
    there.used(SHE.value, "ministry", "back office", "2026-01-01T08:00:00Z")
    url = await served(aiohttp_server, app)
    social = joined(tmp_path, wires, govstack=GOVSTACK | {"url": url}).social
    assert social.caps() == {"household", "score", "data_uses"}
    assert (await social.household(SHE, ctx=CTX)).size == 5
    assert (await social.score(SHE, ctx=CTX)).band == "C"
    assert [use.by for use in await social.data_uses(SHE, 3, ctx=CTX)] == ["commune"]
    told = {one.what: one.ok for one in await doctor.examine(load(data_dir=tmp_path, govstack={"url": url}))}
    assert told["govstack.url"]


async def test_who_looked_is_told_beside_another_social_registry(
    tmp_path: Path, wires: Wires, aiohttp_server: AiohttpServer
) -> None:
    there, app = DigitalRegistry({}, {CLIENT: "Guichet"}), web.Application()
    there.attach(app)
    there.used(SHE.value, "ministry", "back office", "2026-01-01T08:00:00Z")
    told = GOVSTACK | {"url": await served(aiohttp_server, app), "caps": ["data_uses"]}
    dci = {"url": "http://rsu.test", "sender_id": "a", "receiver_id": "b", "signature": "unsigned", "verify_answers": False}
    social = joined(tmp_path, wires, govstack=told, social=dci).social
    assert social.caps() >= {"household", "subscribe", "data_uses"}
    assert [use.by for use in await social.data_uses(SHE, 3, ctx=CTX)] == ["commune"]
    with pytest.raises(NotSupported):  # by her SIM nobody is known there
        await social.data_uses(IdRef("HANDLE", "+212600000000@phone"), 3, ctx=CTX)


async def test_a_registry_that_may_only_tell_who_looked_is_not_asked_for_more(tmp_path: Path, wires: Wires) -> None:
    social = joined(tmp_path, wires, govstack=GOVSTACK | {"url": "http://rs.test", "caps": ["data_uses"]}).social
    assert social.caps() == {"data_uses"}


def test_what_a_govstack_registry_lacks_is_told_at_once(tmp_path: Path) -> None:
    told = {"url": "https://rs.test", "fields": {"colour": "Colour"}, "bodies": {"x": "nobody"}}
    social = {"url": "https://rsu.test", "signature": "unsigned", "verify_answers": False}
    found = faults(load(data_dir=tmp_path, environment="demo", rsmis=RSMIS, govstack=told, social=social))
    assert list(found) == [
        "social: sender_id is needed",
        "social: receiver_id is needed",
        "govstack: client is needed",
        "govstack: registry is needed",
        "govstack: ids is needed",
        "govstack: database is needed to tell who used her data",
        "govstack: caps: beside a social registry at social.url it may only tell data_uses",
        "govstack: fields: there is no 'colour'",
        "govstack: bodies: the country profile has no 'nobody'",
    ]


# --- master data -------------------------------------------------------------------------------

CENTRE = {"id": "10001", "name": "Centre", "addressLine1": "3 rue du Souk", "contactPhone": "0500000001", "isActive": True}
LINE = "line-1,civil-status,,8080,fr,yes,Ligne,Téléphone,24h,Line,Telephone,24h,خط,هاتف,24"
HEADING = "id,needs,commune,phone,langs,national," + ",".join(
    f"{text}_{lang}" for lang in ("fr", "en", "ar") for text in ("name", "address", "hours")
)


@pytest.fixture
async def masterdata(aiohttp_server: AiohttpServer) -> tuple[dict[str, Any], list[str]]:
    """The settings of a MOSIP with one centre, and the paths that it was asked."""
    asked, app = list[str](), web.Application()

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.match_info["tail"])
        return web.json_response({"response": {"registrationCenters": [CENTRE]}})

    app.router.add_get("/v1/masterdata/{tail:.*}", answer)
    return {"url": f"{await served(aiohttp_server, app)}/v1/masterdata", "need": "civil-status"}, asked


async def test_centres_are_found_by_the_profiles_name_of_a_commune_or_the_settings(
    tmp_path: Path, wires: Wires, masterdata: tuple[dict[str, Any], list[str]]
) -> None:
    told, asked = masterdata
    directory = joined(tmp_path, wires, masterdata=told | {"level": 3, "names": {"sale": "Salé-Médina"}}).directory
    assert [one.id for one in await directory.find("civil-status", "zagora")] == ["mosip-10001"]
    await directory.find("civil-status", "sale")
    assert {path for path in asked if "/fra/" in path} == {
        "registrationcenters/fra/3/Zagora",
        "registrationcenters/fra/3/Salé-Médina",
    }


async def test_what_is_listed_stands_beside_the_centres_and_for_them_while_they_rest(
    tmp_path: Path, wires: Wires, masterdata: tuple[dict[str, Any], list[str]], unused_tcp_port: int
) -> None:
    told, _ = masterdata
    (tmp_path / "services.csv").write_text(f"{HEADING}\n{LINE}\n", "utf-8")
    both = joined(tmp_path, wires, masterdata=told, services_file=tmp_path / "services.csv").directory
    assert [one.id for one in await both.find("civil-status", "zagora")] == ["mosip-10001", "line-1"]
    assert await both.get("line-1")
    gone = told | {"url": f"http://127.0.0.1:{unused_tcp_port}"}
    rests = joined(tmp_path, wires, masterdata=gone, services_file=tmp_path / "services.csv").directory
    assert [one.id for one in await rests.find("civil-status", "zagora")] == ["line-1"]
    with pytest.raises(Unavailable):
        await joined(tmp_path, wires, masterdata=gone).directory.find("civil-status", "zagora")


def test_master_data_serves_a_need_and_communes_of_the_profile(tmp_path: Path) -> None:
    told = {"url": "https://mosip.test/v1/masterdata", "names": {"atlantis": "X"}, "languages": {"es": "spa"}}
    assert faults(load(data_dir=tmp_path, rsmis=RSMIS, masterdata=told)) == (
        "masterdata: need: the country profile has no ''",
        "masterdata: names: the country profile has no commune 'atlantis'",
        "masterdata: languages: none of the country profile's",
    )


# --- a MOSIP that a country moved ---------------------------------------------------------------


@pytest.fixture
def mosip(tmp_path: Path, clock: FakeClock) -> dict[str, Any]:
    """The settings of the sandbox's MOSIP, with its keys in files."""
    fake = Mosip(people(10), Phones(), clock)
    told = fake.client_settings("http://127.0.0.1:9/mosip")
    files = {
        "partner_private_key": "partner_key",
        "partner_certificate": "partner_certificate",
        "ida_certificate": "ida_certificate",
    }
    named: dict[str, Any] = {}
    for theirs, ours in files.items():
        (tmp_path / f"{ours}.pem").write_text(told[theirs], "utf-8")
        named[f"{ours}_file"] = tmp_path / f"{ours}.pem"
    plain = ("partner_id", "api_key", "domain_uri", "client_id", "client_secret")
    urls = dict.fromkeys(("ida_url", "resident_url", "idrepo_url", "authmanager_url"), "http://127.0.0.1:9/x")
    return {**named, **{name: told[name] for name in plain}, **urls, "misp_licence_key": told["misp_key"]}


async def test_paths_versions_id_types_and_caps_are_those_of_the_settings(
    tmp_path: Path, wires: Wires, aiohttp_server: AiohttpServer, mosip: dict[str, Any]
) -> None:
    heard, app = list[tuple[str, dict[str, Any]]](), web.Application()

    async def answer(request: web.Request) -> web.Response:
        heard.append((request.path, json.loads(await request.read())))
        return web.Response(status=503)

    app.router.add_post("/{tail:.*}", answer)
    moved = {
        "ida_url": await served(aiohttp_server, app),
        "paths": {"otp": "/v2/{partner}/otp/{misp}/{key}"},
        "versions": {"otp": "1.1"},
        "id_types": {"UIN": "IDCS"},
        "caps": ["demographics"],
    }
    identity = joined(tmp_path, wires, rsmis={}, mosip=mosip | moved).identity
    assert identity.caps() == {"demographics"}
    with pytest.raises(Unavailable):
        await identity.send_otp(SHE, ctx=CTX)
    ((path, body),) = heard
    assert path == f"/v2/{mosip['partner_id']}/otp/{mosip['misp_licence_key']}/{mosip['api_key']}"
    assert (body["version"], body["individualIdType"], body["id"]) == ("1.1", "IDCS", "mosip.identity.otp")


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"caps": ["flying"]}, "mosip: caps: there is no 'flying'"),
        ({"paths": {"nowhere": "/x"}}, "mosip: paths: there is no 'nowhere'"),
        ({"paths": {"aid_stage": "/aid-stage/"}}, "mosip: paths.aid_stage: begins with / and names the same"),
        ({"paths": {"vid": "vid"}}, "mosip: paths.vid: begins with /"),
        ({"paths": {"vid": "/vid/{"}}, "mosip: paths.vid: begins with /"),
        ({"versions": {"walk": "1"}}, "mosip: versions: there is no 'walk'"),
        ({"id_types": {"NIU": "UIN"}}, "mosip: id_types: there is no 'NIU'"),
    ],
)
def test_what_mosip_does_not_have_cannot_be_renamed(
    tmp_path: Path, mosip: dict[str, Any], told: dict[str, Any], fault: str
) -> None:
    (found,) = faults(load(data_dir=tmp_path, mosip=mosip | told))
    assert found.startswith(fault)


# --- hand-offs ---------------------------------------------------------------------------------


async def test_hand_offs_follow_the_rules_of_the_settings(sqlite_engine: AsyncEngine, keys: Keyring) -> None:
    held = handoffs_on(sqlite_engine, keys, Handoffs(code_minutes=2, claims_a_day=1))
    first, second = [
        await held.begin(key=key, subject=SHE, phone=None, purpose="prove", lang="fr", now=100.0) for key in (b"one", b"two")
    ]
    assert first.expires_at == 220.0
    await held.claim(first.code, Agent("op-1", "annexe"), now=101.0)
    with pytest.raises(HandoffDenied) as denied:
        await held.claim(second.code, Agent("op-1", "annexe"), now=102.0)
    assert denied.value.why is Denied.LIMIT
