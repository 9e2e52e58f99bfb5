"""What the settings of an SP-DCI registry may say, what signs for it, and every fault at once."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import OKPKey, RSAKey

from dialogs.refusals import Unavailable
from registry_client.dci.client import connect
from registry_client.dci.config import DciConfig, Misconfigured
from registry_client.dci.envelope import header, iso, transaction
from registry_client.dci.keys import PinnedKeys, UnknownKey, read_jwks
from registry_client.dci.signing import Broken, CavageEd25519, Jws, Missing, Stale, Unsigned
from registry_client.http import Deadline
from sandbox.dci_wire import Pair
from store.clock import FakeClock

OURS = Pair("k1")
PEERS = json.dumps({"keys": [Pair("p1").jwk("cavage")]})
GOOD: dict[str, Any] = {
    "url": "https://rsu.example/dci",
    "sender_id": "guichet",
    "receiver_id": "rsu",
    "private_key": OURS.pem("cavage"),
    "key_id": "k1",
    "peer_keys": PEERS,
}
HEAD, MESSAGE = {"message_id": "1"}, {"transaction_id": "é"}


def rsa_pem() -> str:
    key = rsa.generate_private_key(65537, 2048)
    shape = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*shape).decode()


def test_good_settings_show_nothing() -> None:
    assert repr(DciConfig(**GOOD)) == "DciConfig(****)"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"url": ""}, "url must be an address with https"),
        ({"url": "http://rsu.example"}, "url must be an address with https"),
        ({"url": "https://["}, "url must be an address with https"),
        ({"jwks_url": "ftp://rsu.example"}, "jwks_url must be an address with https"),
        ({"sender_uri": "/notify"}, "sender_uri must be an address with https"),
        ({"search_path": "registry/sync/search"}, "search_path must begin with /"),
        ({"token_url": "https://t.example"}, "token_url needs client_id and client_secret"),
        ({"signature": "unsigned", "verify_answers": False}, "signature unsigned is refused in production"),
        ({"signature": "unsigned", "production": False}, "signature unsigned cannot verify_answers"),
        ({"private_key": ""}, "private_key is needed to sign"),
        ({"key_id": ""}, "key_id is needed to sign"),
        ({"peer_keys": ""}, "verify_answers needs peer_keys or jwks_url"),
        ({"sender_id": ""}, "sender_id must have 1 to 99 characters"),
        ({"receiver_id": "x" * 100}, "receiver_id must have 1 to 99 characters"),
        ({"locales": {"fr": "FRA"}}, "locales: fr must stand for three small letters"),
        ({"page_size": 0}, "page_size must be from 1 to 1000"),
        ({"clock_skew": 0.0}, "clock_skew must be more than 0 seconds"),
    ],
)
def test_each_fault_has_its_words(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(Misconfigured) as wrong:
        DciConfig(**(GOOD | change))
    assert wrong.value.faults == (fault,)


def test_every_fault_is_told_at_once_and_no_value_with_it() -> None:
    with pytest.raises(Misconfigured) as wrong:
        DciConfig(**(GOOD | {"url": "rsu.example", "key_id": "", "locales": {"fr": "FRA!"}, "page_size": 5000}))
    assert len(wrong.value.faults) == 4
    assert "rsu.example" not in str(wrong.value)


def test_outside_production_loopback_may_be_plain() -> None:
    assert DciConfig(**(GOOD | {"url": "http://127.0.0.1:8080", "production": False}))


@pytest.mark.parametrize(
    "change",
    [
        {"private_key": "no key"},
        {"private_key": OURS.pem("jws")},
        {"signature": "jws", "private_key": OURS.pem("cavage")},
        {"signature": "jws", "private_key": OURS.pem("jws"), "algorithm": "HS256"},
        {"signature": "jws", "private_key": OURS.pem("jws"), "algorithm": "RS256"},
        {"peer_keys": "{}"},
        {"peer_keys": '{"keys": [{"kty": "XYZ", "kid": "1"}]}'},
    ],
)
async def test_keys_that_cannot_be_used_are_told_without_their_text(change: dict[str, Any]) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(Misconfigured) as wrong:
            connect("social", DciConfig(**(GOOD | change)), session, FakeClock())
    assert "BEGIN" not in str(wrong.value)


def test_unsigned_messages_are_refused_in_production() -> None:
    with pytest.raises(ValueError, match="must be signed in production"):
        Unsigned(production=True)


async def test_outside_production_nothing_is_signed_and_nothing_checked() -> None:
    unsigned = Unsigned(production=False)
    assert unsigned.sign(HEAD, MESSAGE) == ""
    await unsigned.verify(HEAD, MESSAGE, "", Deadline(1))


# --- signatures --------------------------------------------------------------------------------


def cavage(clock: FakeClock) -> CavageEd25519:
    keys = PinnedKeys(read_jwks(json.dumps({"keys": [OURS.jwk("cavage")]}).encode()))
    return CavageEd25519(OURS.pem("cavage"), "a", OURS.id, "a", keys, clock, validity=300.0, skew=60.0)


async def test_a_signature_verifies_until_anything_changes(clock: FakeClock) -> None:
    signer = cavage(clock)
    signature = signer.sign(HEAD, MESSAGE)
    await signer.verify(HEAD, MESSAGE, signature, Deadline(1))
    await signer.verify(HEAD, MESSAGE, "Signature: " + signature, Deadline(1))
    for text in (
        signature.replace("|ed25519", "|rsa").replace("k1|", "k9|"),
        signature.replace('algorithm="ed25519"', 'algorithm="hmac"'),
        signature.replace("(created) (expires) digest", "(created) digest"),
        signature.replace('created="1', 'created="x'),
        signature.replace('created="1800000000"', 'created="1800000001"'),
        signature.replace('expires="1800000300"', 'expires="1900000300"'),
        signature.replace('kidId="a|', 'kidId="b|'),
        signature.replace("|k1|", "|k2|"),
        re.sub('signature="[^"]*"', 'signature="AAAA"', signature),
        re.sub('signature="[^"]*"', 'signature="%%%"', signature),
    ):
        assert text != signature
        with pytest.raises(Broken):
            await signer.verify(HEAD, MESSAGE, text, Deadline(1))
    for head, message in ((HEAD | {"message_id": "2"}, MESSAGE), (HEAD, {})):
        with pytest.raises(Broken):
            await signer.verify(head, message, signature, Deadline(1))


@pytest.mark.parametrize(("after", "holds"), [(0, True), (-59, True), (-61, False), (359, True), (361, False)])
async def test_a_signature_holds_for_its_time(clock: FakeClock, after: float, holds: bool) -> None:
    signature = cavage(clock).sign(HEAD, MESSAGE)
    later = cavage(FakeClock(clock.now() + after))
    if holds:
        await later.verify(HEAD, MESSAGE, signature, Deadline(1))
    else:
        with pytest.raises(Stale):
            await later.verify(HEAD, MESSAGE, signature, Deadline(1))


@pytest.mark.parametrize("signature", ["", "garbage"])
async def test_no_signature_is_missing(clock: FakeClock, signature: str) -> None:
    with pytest.raises(Missing):
        await cavage(clock).verify(HEAD, MESSAGE, signature, Deadline(1))


async def test_the_signing_string_is_the_one_of_the_field(clock: FakeClock) -> None:
    """Recomputed by hand: sorted keys, no blanks, escapes; `(created)`, `(expires)`, `digest`."""
    told = dict(re.findall(r'(\w+)="([^"]*)"', cavage(clock).sign({"b": 1, "a": "é"}, {})))
    assert told["kidId"] == "a|k1|ed25519"
    assert (told["created"], told["expires"]) == ("1800000000", "1800000300")
    digest = base64.b64encode(hashlib.sha256(b'{"header":{"a":"\\u00e9","b":1},"message":{}}').digest()).decode()
    string = f"(created): 1800000000\n(expires): 1800000300\ndigest: {digest}"
    OURS.ed25519.public_key().verify(base64.b64decode(told["signature"]), string.encode())


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "Ed25519", "EdDSA"])
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
async def test_a_jws_verifies_in_every_algorithm_until_anything_changes(algorithm: str) -> None:
    pem = OURS.pem("jws") if algorithm == "ES256" else OURS.pem("cavage") if algorithm[0] == "E" else rsa_pem()
    public = OURS.p256 if algorithm == "ES256" else OKPKey.import_key(pem) if algorithm[0] == "E" else RSAKey.import_key(pem)
    keys = PinnedKeys(read_jwks(json.dumps({"keys": [{**public.as_dict(private=False), "kid": "k1"}]}).encode()))
    signer = Jws(pem, "k1", algorithm, keys)
    signature = signer.sign(HEAD, MESSAGE)
    assert ".." in signature
    await signer.verify(HEAD, MESSAGE, signature, Deadline(1))
    for text in (signature[:-6] + "AAAAAA", "..", "a.b", signature.replace("..", ".e30."), "e30..x"):
        with pytest.raises(Broken):
            await signer.verify(HEAD, MESSAGE, text, Deadline(1))
    with pytest.raises(Broken):
        await signer.verify({}, MESSAGE, signature, Deadline(1))
    with pytest.raises(Missing):
        await signer.verify(HEAD, MESSAGE, "", Deadline(1))


async def test_a_jws_without_a_signature_does_not_pass() -> None:
    """`alg: none`, and a public key used as a secret."""
    keys = PinnedKeys(read_jwks(json.dumps({"keys": [OURS.jwk("jws")]}).encode()))
    signer = Jws(OURS.pem("jws"), "k1", "ES256", keys)
    for alg in ("none", "HS256"):
        protected = base64.urlsafe_b64encode(json.dumps({"alg": alg, "kid": "k1"}).encode()).rstrip(b"=").decode()
        with pytest.raises(Broken):
            await signer.verify(HEAD, MESSAGE, f"{protected}..", Deadline(1))
        with pytest.raises(Broken):
            await signer.verify(HEAD, MESSAGE, f"{protected}..AAAA", Deadline(1))


async def test_a_pinned_key_is_found_by_its_id_alone() -> None:
    keys = PinnedKeys(read_jwks(PEERS.encode()))
    assert await keys.find("p1", Deadline(1))
    with pytest.raises(UnknownKey):
        await keys.find("p2", Deadline(1))


@pytest.mark.parametrize("document", [b"", b"[]", b"{", b'{"keys": "x"}', b"\xff"])
def test_what_is_no_key_set_is_refused(document: bytes) -> None:
    with pytest.raises(ValueError, match="JWKS"):
        read_jwks(document)


# --- the envelope ------------------------------------------------------------------------------


def test_a_header_has_the_published_fields_and_no_other() -> None:
    made = header("search", 1_800_000_000.1239, sender_id="a", receiver_id="b", sender_uri="")
    assert made.pop("message_id") != header("search", 0.0, sender_id="a", receiver_id="b", sender_uri="")["message_id"]
    assert made == {
        "version": "1.0.0",
        "message_ts": "2027-01-15T08:00:00.123+00:00",
        "action": "search",
        "sender_id": "a",
        "receiver_id": "b",
        "total_count": 1,
        "is_msg_encrypted": False,
    }
    assert header("notify", 0.0, sender_id="a", receiver_id="b", sender_uri="https://u")["sender_uri"] == "https://u"


def test_times_have_milliseconds_and_an_offset() -> None:
    assert iso(0.0) == "1970-01-01T00:00:00.000+00:00"


def test_a_transaction_follows_from_its_key() -> None:
    assert transaction(b"a") == transaction(b"a") != transaction(b"b")
    assert len(transaction(b"a")) <= 99


async def test_an_unreachable_key_set_is_an_outage(clock: FakeClock) -> None:
    async with aiohttp.ClientSession() as session:
        config = replace(DciConfig(**GOOD), production=False, jwks_url="http://127.0.0.1:9/jwks", url="http://127.0.0.1:9")
        dci = connect("social", config, session, clock)
        with pytest.raises(Unavailable):
            await dci.send("/registry/sync/search", "search", {}, Deadline(1))
