"""From settings to registries: what is named is joined, what is not is absent, and every fault is told at once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from config.profile import load as profile
from config.settings import Settings, SettingsError, load
from house.registries import Registries, Wires, configured
from registry_client.rsmis.identity import RsMisIdentity
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemorySessions
from store.memory_lists import MemoryLists

MOROCCO, DJIBOUTI = profile("morocco"), profile("djibouti")
RSMIS = {"url": "https://rsmis.test", "headers": {"X-Key": "s3cret"}, "caps": ("lock",)}
SOCIAL = {"url": "https://rsu.test", "sender_id": "guichet", "receiver_id": "rsu"}


def told(tmp_path: Path, **more: Any) -> Settings:
    return load(data_dir=tmp_path, **more)


def faults(settings: Settings) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        configured(settings, MOROCCO)
    return refused.value.faults


@pytest.fixture
async def wires(clock: FakeClock, keys: Keyring) -> AsyncIterator[Wires]:
    async with aiohttp.ClientSession() as http:
        yield Wires(http, clock, MemorySessions(clock), keys, MemoryLists())


def joined(settings: Settings, wires: Wires) -> Registries:
    return configured(settings, DJIBOUTI)(wires)


async def test_an_rs_mis_stands_in_for_mosip(tmp_path: Path, wires: Wires) -> None:
    registries = joined(told(tmp_path, rsmis=RSMIS), wires)
    assert isinstance(registries.identity, RsMisIdentity)
    assert registries.identity.caps() == {"lock"}
    assert registries.biometrics is None
    assert registries.social.caps() == frozenset()


def test_all_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    found = faults(told(tmp_path, social=SOCIAL, simswap={"kind": "camara"}))
    assert "mosip: ida_url is needed" in found
    assert "social: private_key is needed to sign" in found
    assert "social: verify_answers needs peer_keys or jwks_url" in found
    assert "simswap: url is needed" in found


def test_production_signs(tmp_path: Path) -> None:
    unsigned = SOCIAL | {"signature": "unsigned", "verify_answers": False}
    assert faults(told(tmp_path, rsmis=RSMIS, social=unsigned)) == ("social: signature unsigned is refused in production",)


@pytest.mark.parametrize(
    ("way", "fault"),
    [
        pytest.param({"certificate_file": "a.pem"}, "authority_file, certificate_file and key_file go together", id="half of it"),
        pytest.param({"client": "XX/GOV"}, "X-Road: client wants 4 identifiers", id="no client"),
        pytest.param(
            {"authority_file": "no.pem", "certificate_file": "no.pem", "key_file": "no.pem"}, "No such file", id="no files"
        ),
    ],
)
def test_a_way_that_leads_nowhere_is_told(tmp_path: Path, way: dict[str, str], fault: str) -> None:
    (found,) = faults(told(tmp_path, rsmis=RSMIS | {"way": way}))
    assert found.startswith("rsmis.way: ")
    assert fault in found


def test_a_list_of_services_is_refused_with_its_lines(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text("id,needs\n", "utf-8")
    found = faults(told(tmp_path, rsmis=RSMIS, services_file=tmp_path / "services.csv"))
    assert "services_file: line 1: lacks the column commune" in found


@pytest.mark.parametrize("wrong", [{"paths": {"/nowhere": "/x"}}, {"statuses": {"9": "NoSuchRefusal"}}])
def test_an_rs_mis_is_renamed_only_where_it_has_names(tmp_path: Path, wrong: dict[str, dict[str, str]]) -> None:
    (found,) = faults(told(tmp_path, rsmis=RSMIS | wrong))
    assert found.startswith("rsmis: ")


async def test_case_systems_that_mirror_ours_are_joined_by_name(tmp_path: Path, wires: Wires) -> None:
    imis = {"url": "https://imis.test/api/graphql", "user": "guichet", "password": "p"}
    spp = {"url": "https://spp.test", "database": "spp", "user": "guichet", "password": "p", "partner": 7}
    registries = joined(told(tmp_path, rsmis=RSMIS, openimis=imis, openspp=spp), wires)
    assert [mirror.name for mirror in registries.mirrors] == ["openimis", "openspp"]
    assert joined(told(tmp_path, rsmis=RSMIS), wires).mirrors == ()
    half = told(tmp_path, rsmis=RSMIS, openimis={"url": imis["url"]}, openspp={"url": spp["url"], "database": "spp"})
    assert faults(half) == (
        "openimis: user is needed",
        "openimis: password is needed",
        "openspp: user is needed",
        "openspp: password is needed",
        "openspp: partner is needed",
    )
