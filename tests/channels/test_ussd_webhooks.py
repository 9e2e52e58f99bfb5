"""The USSD webhook over real HTTP: whatever arrives, the aggregator gets an ending it accepts and logs get nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from ipaddress import ip_network
from urllib.parse import urlencode

import pytest

from channels.gate import Gate, Rate
from channels.ussd.terminal import face_of
from dialogs.desk import Desk
from dialogs.model import End, Prompt, Reply
from dialogs.ports import Sessions, StoreDown
from dialogs.questions import text
from dialogs.talk import Talk
from tests.channels.gateway import FORM, KEY, SESSION, Ears, Gateway, event, gateway, hop, say, screen, words
from tests.player import HER, OTHER, RECEIPT, UIN, Stage_

PATH = f"/ussd/africastalking/{KEY}"
OVER, BUSY = f"END {words('session-over', 'ar')}", f"END {words('busy', 'ar')}"
CONSENT = f"CON {words('recover-consent', 'fr')}"


@pytest.fixture
async def gate(scene: Stage_) -> AsyncIterator[Gateway]:
    async with gateway(scene) as made:
        yield made


# --- who may call ------------------------------------------------------------------------------


async def test_an_unknown_dialect_or_key_is_404_and_neither_is_told_from_the_other(gate: Gateway) -> None:
    paths = [
        "/ussd/africastalking/wrong",
        f"/ussd/africastalking/{KEY}x",
        "/ussd/africastalking/%FF",
        "/ussd/africastalking/%ED%A0%80",
        "/ussd/africastalking/cl%C3%A9",
        f"/ussd/nobody/{KEY}",
        "/ussd/nobody/wrong",
        f"/ussd/nobody/{KEY}/events",
        "/ussd/africastalking/wrong/events",
        "/nothing/at/all",
    ]
    for path in paths:
        answer = await gate.post(hop(), path=path)
        assert (answer.status, answer.body) == (404, b"404: Not Found"), path
        assert set(answer.headers) == {"Content-Type", "Content-Length", "Date", "Server"}, path


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_only_post_is_taken(gate: Gateway, method: str) -> None:
    for path in (PATH, f"{PATH}/events", "/ussd/africastalking/wrong"):
        assert (await gate.request(method, path)).status == 405


async def test_a_caller_outside_the_networks_of_the_contract_gets_404(scene: Stage_) -> None:
    async with gateway(scene, gate=Gate(KEY, (ip_network("196.201.214.0/24"),))) as gate:
        assert (await gate.hop()).status == 404
    async with gateway(scene, gate=Gate(KEY, (ip_network("127.0.0.0/8"),))) as gate:
        assert screen(await gate.hop()).startswith("CON ")


async def test_a_phone_that_goes_too_fast_is_slowed_down_and_no_other(scene: Stage_) -> None:
    async with gateway(scene, gate=Gate(KEY, rate=Rate(every=0.5, burst=2))) as gate:
        await say(gate, "", "1")
        assert screen(await gate.hop("1*1"), 429).startswith(BUSY)
        await say(gate, "", phone=OTHER)
        await scene.clock.advance(0.5)
        assert (await say(gate, "1*1")).startswith("CON "), "nothing was lost"
    assert gate.counts == {"con": 4, "slow-down": 1}


# --- bodies ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}, id="a charset"),
        pytest.param({"Content-Type": "application/x-www-form-urlencoded; charset=bogus"}, id="a charset that is none"),
        pytest.param({"Content-Type": "application/x-www-form-urlencoded; charset=utf-16"}, id="a charset that it is not in"),
        pytest.param({"Content-Type": "application/json"}, id="another content type"),
        pytest.param({"Content-Type": "multipart/form-data; boundary=x"}, id="a multipart without parts"),
        pytest.param({"Content-Type": "/;;;="}, id="nonsense"),
    ],
)
async def test_the_body_is_read_whatever_the_headers_say_of_it(gate: Gateway, headers: dict[str, str]) -> None:
    answer = await gate.request("POST", PATH, urlencode(hop()).encode(), headers)
    assert screen(answer).startswith("CON ")


BODIES: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("no field", b"&&&"),
    ("JSON", json.dumps(hop()).encode()),
    ("no session", urlencode(hop() | {"sessionId": ""}).encode()),
    ("no phone", urlencode(hop() | {"phoneNumber": ""}).encode()),
    ("no service code", urlencode(hop() | {"serviceCode": ""}).encode()),
    ("a text alone", b"text=1"),
    ("a foreign service code", urlencode(hop(code="*100#")).encode()),
    ("a phone without plus", urlencode(hop(phone=HER[1:])).encode()),
    ("an unescaped plus", urlencode(hop()).replace("%2B", "+").encode()),
    ("a phone of words", urlencode(hop(phone="ORANGE")).encode()),
    ("a text without end", urlencode(hop("1" * 2001)).encode()),
    ("a session without end", urlencode(hop(session="s" * 101)).encode()),
    ("the text twice", urlencode(hop()).encode() + b"&text=1"),
    ("an invalid percent sign", urlencode(hop()).encode() + b"&unexpected=%ZZ"),
    ("a NUL", urlencode(hop("\0")).encode()),
    ("a raw NUL", urlencode(hop()).encode() + b"\0"),
    ("Latin-1", urlencode(hop()).encode() + b"%E9"),
    ("raw UTF-8", urlencode(hop()).encode() + "é".encode()),
    ("too many fields", urlencode(hop() | {f"f{n}": "" for n in range(40)}).encode()),
    ("bytes", bytes(range(256))),
    ("16 KiB", urlencode(hop()).encode() + b"&x=" + b"x" * (16 * 1024)),
]


@pytest.mark.parametrize("body", [body for _, body in BODIES], ids=[name for name, _ in BODIES])
async def test_a_body_that_cannot_be_ours_ends_in_words_and_opens_nothing(gate: Gateway, ears: Ears, body: bytes) -> None:
    answer = await gate.post(body)
    if answer.status == 413:
        assert len(body) > 16 * 1024
    else:
        assert screen(answer).startswith(OVER)
    assert gate.counts == {"refused": 1}
    assert gate.scene.troubles == []
    assert (await say(gate, "1")).startswith(OVER), "no session was opened"
    ears.assert_silent_on(KEY, HER, HER[1:], SESSION)


async def test_a_body_of_a_mebibyte_is_refused_by_its_length(gate: Gateway, ears: Ears) -> None:
    answer = await gate.post(urlencode(hop()).encode() + b"&x=" + b"x" * (1 << 20))
    assert (answer.status, answer.body) == (413, b"")
    assert (await say(gate, "")).startswith("CON "), "the next hop is served"
    ears.assert_silent_on(KEY, HER)


async def test_a_chunked_body_of_a_mebibyte_ends_in_words(gate: Gateway, ears: Ears) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield urlencode(hop()).encode() + b"&x="
        for _ in range(64):
            yield b"x" * (1 << 14)

    assert screen(await gate.request("POST", PATH, chunks())).startswith(OVER)
    assert (await say(gate, "")).startswith("CON ")
    ears.assert_silent_on(KEY, HER)


async def test_a_chunked_body_in_small_pieces_is_read_whole(gate: Gateway) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for byte in urlencode(hop()).encode():
            yield bytes((byte,))

    assert screen(await gate.request("POST", PATH, chunks())).startswith("CON ")


async def test_a_body_that_does_not_unpack_ends_in_words(gate: Gateway) -> None:
    answer = await gate.request("POST", PATH, b"junk", {**FORM, "Content-Encoding": "gzip"})
    assert screen(answer).startswith(OVER)


async def test_a_peer_that_breaks_off_leaves_nothing_behind(gate: Gateway, ears: Ears) -> None:
    host, port = gate.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    body = urlencode(hop("c4n4ry")).encode()
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n".encode() + body)
    await writer.drain()
    writer.close()
    for _ in range(2000):
        if gate.counts:
            break
        await asyncio.sleep(0.005)
    assert gate.counts == {"refused": 1}
    assert (await say(gate, "")).startswith("CON ")
    ears.assert_silent_on(KEY, HER, "c4n4ry")


# --- events ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["Success", "Incomplete", "Failed", "SomethingNew"])
async def test_an_event_is_taken_and_taken_twice_and_the_session_may_go_on(gate: Gateway, ears: Ears, status: str) -> None:
    await say(gate, "", "2")
    for _ in range(2):
        answer = await gate.event(status=status, errorMessage="c4n4ry-error")
        assert (answer.status, answer.body) == (200, b"")
    assert (await say(gate, "2*1")).startswith(CONSENT)
    ears.assert_silent_on(KEY, HER, SESSION, "c4n4ry")


@pytest.mark.parametrize("missing", ["input", "lastAppResponse", "errorMessage", "cost", "date", "networkCode"])
async def test_an_event_may_lack_what_is_not_read(gate: Gateway, missing: str) -> None:
    fields = {name: value for name, value in event().items() if name != missing}
    assert (await gate.post(fields, path=f"{PATH}/events")).status == 200


async def test_an_event_of_a_session_that_nobody_knows_is_taken(gate: Gateway) -> None:
    assert (await gate.event(sessionId="ATUid_never")).status == 200
    assert (await say(gate, "")).startswith("CON "), "and opens nothing"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(urlencode(event(sessionId="")).encode(), id="no session"),
        pytest.param(urlencode(event(phoneNumber=HER[1:])).encode(), id="a phone without plus"),
        pytest.param(urlencode(event(serviceCode="*100#")).encode(), id="a foreign service code"),
        pytest.param(urlencode(event()).encode() + b"&input=1", id="a field twice"),
        pytest.param(urlencode(event()).encode() + b"&x=%ZZ", id="an invalid percent sign"),
        pytest.param(urlencode(event()).encode() + b"\0", id="a NUL"),
    ],
)
async def test_a_malformed_event_is_400(gate: Gateway, ears: Ears, body: bytes) -> None:
    answer = await gate.post(body, path=f"{PATH}/events")
    assert (answer.status, answer.body) == (400, b"")
    ears.assert_silent_on(KEY, HER, SESSION)


async def test_a_huge_event_is_refused(gate: Gateway, ears: Ears) -> None:
    answer = await gate.post(urlencode(event(lastAppResponse="x" * (1 << 20))).encode(), path=f"{PATH}/events")
    assert answer.status == 413
    ears.assert_silent_on(KEY, HER)


# --- when things break -------------------------------------------------------------------------


class Broken:
    """Sessions that raise `fault` from the n-th call of a method on."""

    def __init__(self, inner: Sessions, fault: Exception, *, loads: int = 0, saves: int = 0) -> None:
        self.inner, self.fault, self.loads, self.saves = inner, fault, loads, saves

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        self.loads -= 1
        if self.loads < 0:
            raise self.fault
        return await self.inner.load(key)

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        self.saves -= 1
        if self.saves < 0:
            raise self.fault
        return await self.inner.save(key, was, value, ttl)

    async def drop(self, key: bytes) -> None:
        raise self.fault


@pytest.mark.parametrize("fault", [StoreDown(), RuntimeError(f"c4n4ry {HER}"), ExceptionGroup("c4n4ry", [ValueError(HER)])])
@pytest.mark.parametrize("loads", [0, 9], ids=["load", "save"])
async def test_a_store_that_is_down_ends_in_neutral_words(scene: Stage_, ears: Ears, fault: Exception, loads: int) -> None:
    async with gateway(scene, sessions=Broken(scene.world.sessions, fault, loads=loads)) as gate:
        shown = await say(gate, "")
        assert shown.startswith(BUSY)
        assert "c4n4ry" not in shown
        assert (await gate.event()).status == 200, "nothing is lost with an event"
    assert {name for _, name in scene.troubles} == {type(fault).__name__}
    ears.assert_silent_on(KEY, HER, "c4n4ry")


async def test_when_the_store_is_back_the_session_goes_on(scene: Stage_) -> None:
    async with gateway(scene, sessions=Broken(scene.world.sessions, StoreDown(), loads=2, saves=9)) as gate:
        assert (await say(gate, "", "2", "2*1")).startswith(BUSY)
    async with gateway(scene) as gate:
        assert (await say(gate, "2*1")).startswith(CONSENT)


async def test_a_dialog_that_raises_shows_and_logs_nothing_of_it(scene: Stage_, ears: Ears) -> None:
    async def broken(talk: Talk, desk: Desk) -> End:
        said = await talk.ask("word", text("session-over"))
        raise RuntimeError(f"c4n4ry-fault {said}")

    async with gateway(scene, broken) as gate:
        assert (await say(gate, "")).startswith("CON ")
        assert (await say(gate, "c4n4ry-word")).startswith(BUSY)
        assert gate.counts == {"con": 1, "end": 1}
    assert scene.troubles == [("fault", "RuntimeError")]
    ears.assert_silent_on(KEY, HER, SESSION, "c4n4ry")


# --- nobody else hears --------------------------------------------------------------------------


async def test_a_whole_recovery_leaves_no_key_number_or_word_in_logs_streams_or_metrics(gate: Gateway, ears: Ears) -> None:
    scene = gate.scene
    await say(gate, "", "2", "2*1", "2*1*1", "2*1*1*2", f"2*1*1*2*{RECEIPT}")
    code = scene.codes[HER]
    assert UIN[-4:] in await say(gate, f"2*1*1*2*{RECEIPT}*{code}")
    await gate.event(input=f"2*1*1*2*{RECEIPT}*{code}")
    assert [text for to, text in scene.messages() if to == HER and UIN in text], "the number left by SMS"
    ears.assert_silent_on(KEY, HER, HER[1:], SESSION, RECEIPT, code, UIN, f"{UIN[:2]}****{UIN[-4:]}")


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
@pytest.mark.parametrize("key", ["busy", "session-over", "wait", "moved"])
def test_what_is_said_without_a_session_fits_one_page(scene: Stage_, key: str, lang: str) -> None:
    """There is nothing to leaf in: a second page could never be read."""
    shown = face_of(scene.turns()).show(Reply(Prompt(key), lang, final=True), b"")
    assert shown.startswith("END ")
