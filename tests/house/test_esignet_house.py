"""eSignet from settings: what is missing is told, a link proves what was asked of it, and only chats offer one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from channels.chat.web_face import WebFace
from config.policy import Proof
from config.profile import load as profile
from config.settings import SettingsError, load
from dialogs.desk import Desk
from dialogs.model import Caller, Prompt, Reply
from house.registries import Registries, Wires, configured
from registry_client.memory_social import MemorySocial
from sandbox.mosip_crypto import KeyPair
from store.clock import FakeClock
from store.keyring import Keyring
from store.memory import MemorySessions
from store.memory_handoffs import MemoryHandoffs
from store.memory_lists import MemoryLists
from tests.player import stage

MOROCCO = profile("morocco")
WHOLE = {f"{name}_url": f"https://esignet.test/{name}" for name in ("authorize", "token", "userinfo", "jwks")} | {
    "issuer": "https://esignet.test",
    "client_id": "guichet",
    "key_id": "k1",
    "public_url": "https://guichet.test",
}


@pytest.fixture
async def wires(clock: FakeClock, keys: Keyring) -> AsyncIterator[Wires]:
    async with aiohttp.ClientSession() as http:
        yield Wires(http, clock, MemorySessions(clock), keys, MemoryLists())


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "client.pem").write_text(KeyPair.generate("client").key_pem, "utf-8")
    return WHOLE | {"key_file": tmp_path / "client.pem"}


def joined(tmp_path: Path, wires: Wires, **esignet: Any) -> Registries:
    return configured(load(data_dir=tmp_path, rsmis={"url": "https://rsmis.test"}, esignet=esignet), MOROCCO)(wires)


@pytest.mark.parametrize(
    ("acr", "level"),
    [("biometrics", Proof.BIOMETRIC), ("knowledge", Proof.DEMOGRAPHIC), ("generated-code", Proof.CODE)],
)
async def test_what_a_link_proves_is_what_was_asked_of_it(
    tmp_path: Path, wires: Wires, whole: dict[str, Any], acr: str, level: Proof
) -> None:
    esignet = joined(tmp_path, wires, **whole, acr=acr).esignet
    assert esignet is not None
    assert esignet.level is level
    url = await esignet.begin("hand-off", "fr")
    assert f"acr_values=mosip%3Aidp%3Aacr%3A{acr}" in url
    assert "redirect_uri=https%3A%2F%2Fguichet.test%2Fproof%2Fesignet%2Fcallback" in url


async def test_without_settings_there_is_no_esignet(tmp_path: Path, wires: Wires) -> None:
    assert joined(tmp_path, wires).esignet is None


async def test_what_is_missing_and_a_key_that_is_none_are_told(tmp_path: Path, wires: Wires) -> None:
    with pytest.raises(SettingsError) as refused:
        joined(tmp_path, wires, issuer="https://esignet.test", client_id="guichet")
    assert refused.value.faults[0] == "esignet: authorize_url is needed"
    with pytest.raises(SettingsError, match="esignet: the private key of eSignet's client is not an RSA key"):
        joined(tmp_path, wires, **WHOLE, key_file=Path(__file__))


@pytest.mark.parametrize(
    ("channel", "offered"),
    [("web", True), ("telegram", True), ("whatsapp", True), ("ussd", False), ("sms", False), ("rasa", False)],
)
async def test_only_a_chat_offers_a_link(
    tmp_path: Path, wires: Wires, whole: dict[str, Any], channel: str, offered: bool
) -> None:
    links, handoffs = joined(tmp_path, wires, **whole).esignet, MemoryHandoffs(lambda: "123456", lambda: "id")
    world = replace(stage().world, proof_links=links, handoffs=handoffs, biometrics=False, social=MemorySocial())
    desk = Desk(world, Caller(channel, "somebody"), lambda: "fr")
    assert (desk.has_proof_links, desk.has_biometrics, desk.has_phone) == (offered, False, False)
    assert not Desk(replace(world, proof_links=None), Caller(channel, "somebody"), lambda: "fr").has_proof_links


def test_the_chat_shows_a_link_that_stands_in_no_text() -> None:
    world, url = stage().world, "https://esignet.test/authorize?state=s3cret"
    prompt = Prompt("prove-link", (("url", url), ("minutes", 10)))
    shown = WebFace(world.speech, world.keys, world.country.services).show(Reply(prompt, "fr"), b"")
    assert f'"link":"{url}"' in shown
    assert shown.count(url) == 1
