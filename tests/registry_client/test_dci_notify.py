"""Notices of a registry: verified, told once, and acknowledged as SP-DCI wants it."""

import io
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from channels.gate import Gate
from dialogs.model import IdRef
from dialogs.ports import Change, RegistryEvent, StoreDown
from house.callbacks import RegistryCallbacks, attach
from registry_client.dci.client import make_signer
from registry_client.dci.envelope import canonical
from registry_client.dci.notify import Notices, NotifyRefused
from registry_client.dci.social import DciSocial
from registry_client.http import Upstream
from sandbox.dci_wire import Pair, sign
from store.clock import FakeClock
from store.memory import MemorySessions
from tests.registry_client.dci_world import HOME, World, ctx, dci_world, number

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

SECRET = "a-secret-path"
JSON = {"Content-Type": "application/json"}
Touch = Callable[[dict[str, Any]], None]


@dataclass
class Ears:
    """Our end of the callbacks: what was told, and an HTTP server that takes them."""

    world: World
    notices: Notices
    url: str = ""
    told: list[RegistryEvent] = field(default_factory=list)
    failing: Exception | None = None

    async def hear(self, event: RegistryEvent) -> None:
        if self.failing:
            raise self.failing
        self.told.append(event)

    async def post(self, body: bytes, key: str = SECRET) -> tuple[int, dict[str, Any]]:
        url = self.url.replace(SECRET, key)
        async with self.world.session.post(url, data=body, headers=JSON) as answer:
            text = await answer.text()
            return answer.status, json.loads(text)["message"] if text.startswith("{") else {}

    def signed(self, touch: Touch, keys: Pair | None = None) -> bytes:
        """A notice that was changed before it was signed."""
        fake = self.world.fake
        body = json.loads(fake.notice(HOME, "ScoreChange"))
        touch(body)
        sender = "social.sandbox.example"
        now = self.world.clock.now()
        body["signature"] = sign(keys or fake.keys, fake.dialect, sender, body["header"], body["message"], now)
        return json.dumps(body).encode()


@pytest.fixture(params=["cavage", "jws"])
async def ears(request: pytest.FixtureRequest, clock: FakeClock) -> AsyncIterator[Ears]:
    async with dci_world(clock, request.param) as world:
        config = world.config()
        seen = MemorySessions(clock)
        signer = make_signer(config, Upstream("jwks", config.jwks_url, world.session, clock), clock)
        ears = Ears(world, Notices(config, signer, seen, clock))
        app = web.Application()
        attach(app, RegistryCallbacks(Gate(SECRET), ears.notices.verify, ears.hear, seen, clock))
        server = TestServer(app, host="127.0.0.1")
        async with server:
            ears.url = str(server.make_url(f"/registry/dci/{SECRET}/notify"))
            yield ears


async def test_a_change_reaches_whoever_subscribed(ears: Ears) -> None:
    fake = ears.world.fake
    social = DciSocial(ears.world.reach(config=replace(ears.world.config(), sender_uri=ears.url)))
    wished = await social.subscribe(number(HOME), [Change.SCORE], ctx=ctx())
    assert await fake.change(HOME, "ScoreChange", score=9.1) == [200]
    (event,) = ears.told
    assert (event.change, event.ref, event.at) == (Change.SCORE, number(HOME), ears.world.clock.now())
    assert (await social.score(number(HOME), ctx=ctx(b"two"))).value == 9.1
    await social.unsubscribe(wished, ctx=ctx(b"three"))
    assert await fake.change(HOME, "ScoreChange", score=9.2) == []


async def test_a_notice_is_acknowledged(ears: Ears) -> None:
    status, message = await ears.post(ears.world.fake.notice(HOME, "ScoreChange"))
    assert (status, message["ack_status"]) == (200, "ACK")
    assert set(message) == {"ack_status", "timestamp", "correlation_id"}


@pytest.mark.parametrize(
    ("event", "change"),
    [
        ("ScoreChange", Change.SCORE),
        ("spdci-common:RegistryEventType:ScoreChange", Change.SCORE),
        ("REGISTER", Change.STATUS),
        ("NewHouseHoldMember", Change.HOUSEHOLD),
    ],
)
async def test_each_type_of_event_is_a_change(ears: Ears, event: str, change: Change) -> None:
    (told,) = await ears.notices.verify(JSON, ears.world.fake.notice(HOME, event))
    assert told.change is change


async def test_an_event_of_another_type_is_acknowledged_and_told_to_nobody(ears: Ears) -> None:
    status, message = await ears.post(ears.world.fake.notice(HOME, "LiveBirth"))
    assert (status, message["ack_status"], ears.told) == (200, "ACK", [])


async def test_the_same_notice_again_is_acknowledged_and_told_once(ears: Ears) -> None:
    body = ears.world.fake.notice(HOME, "ScoreChange")
    for _ in range(3):
        status, message = await ears.post(body)
        assert (status, message["ack_status"]) == (200, "ACK")
    assert len(ears.told) == 1
    first, second = [await ears.notices.verify(JSON, body) for _ in range(2)]
    assert [event.id for event in first] == [event.id for event in second] == [ears.told[0].id]


async def test_a_notice_that_could_not_be_kept_is_told_when_it_comes_again(ears: Ears) -> None:
    body = ears.world.fake.notice(HOME, "ScoreChange")
    ears.failing = StoreDown()
    status, message = await ears.post(body)
    assert (status, message["error"]["code"]) == (503, "err.service.unavailable")
    ears.failing = None
    assert (await ears.post(body))[0] == 200
    assert len(ears.told) == 1


async def test_a_fault_of_ours_is_not_the_registrys(ears: Ears) -> None:
    ears.failing = KeyError(HOME.number)
    with capture_logs() as logs:
        status, message = await ears.post(ears.world.fake.notice(HOME, "ScoreChange"))
    assert (status, message["error"]["code"]) == (503, "err.service.unavailable")
    assert HOME.number not in str(logs)
    assert any(entry.get("fault") == "KeyError" for entry in logs)


async def test_another_notice_under_a_used_message_id_is_refused(ears: Ears) -> None:
    fake = ears.world.fake
    await ears.post(fake.notice(HOME, "ScoreChange", message_id="m-1"))
    status, message = await ears.post(fake.notice(HOME, "REGISTER", message_id="m-1"))
    assert (status, message["ack_status"], message["error"]["code"]) == (200, "NACK", "rjct.message_id.duplicate")
    assert len(ears.told) == 1


@pytest.mark.parametrize("off", [-61.0, 61.0, -86400.0])
async def test_a_notice_of_another_time_is_refused(ears: Ears, off: float) -> None:
    body = ears.world.fake.notice(HOME, "ScoreChange", at=ears.world.clock.now() + off)
    _, message = await ears.post(body)
    assert message["error"]["code"] in ("rjct.message_ts.invalid", "err.signature.invalid")
    assert message["ack_status"] in ("NACK", "ERR")
    assert not ears.told


async def test_a_notice_recorded_and_replayed_later_is_refused(ears: Ears) -> None:
    body = ears.world.fake.notice(HOME, "ScoreChange")
    await ears.post(body)
    await ears.world.clock.advance(200)
    _, message = await ears.post(body)
    assert message["error"]["code"] == "rjct.message_ts.invalid"
    assert len(ears.told) == 1


def _no_signature(body: dict[str, Any]) -> None:
    body["signature"] = ""


def _other_record(body: dict[str, Any]) -> None:
    body["message"]["notify_event"][0]["data"]["reg_records"]["group_identifier"][0]["identifier_value"] = "1R1"


def _other_time(body: dict[str, Any]) -> None:
    body["header"]["message_ts"] = "2027-01-15T08:00:01+00:00"


@pytest.mark.parametrize(
    ("touch", "code"),
    [(_no_signature, "err.signature.missing"), (_other_record, "err.signature.invalid"), (_other_time, "err.signature.invalid")],
)
async def test_a_forged_notice_is_refused_and_told_to_nobody(ears: Ears, touch: Touch, code: str) -> None:
    body = json.loads(ears.world.fake.notice(HOME, "ScoreChange"))
    touch(body)
    status, message = await ears.post(json.dumps(body).encode())
    assert (status, message["ack_status"], message["error"]["code"]) == (401, "ERR", code)
    assert not ears.told


@pytest.mark.parametrize("kid", ["sandbox-1", "other"])
async def test_a_key_that_is_not_the_registrys_signs_nothing(ears: Ears, kid: str) -> None:
    status, message = await ears.post(ears.signed(lambda body: None, keys=Pair(kid)))
    assert (status, message["error"]["code"]) == (401, "err.signature.invalid")


async def test_our_own_signature_does_not_come_back_as_the_registrys(ears: Ears) -> None:
    status, _ = await ears.post(ears.signed(lambda body: None, keys=ears.world.fake.partner))
    assert status == 401


def _set(name: str, value: object) -> Touch:
    return lambda body: body["header"].__setitem__(name, value)


@pytest.mark.parametrize(
    ("touch", "code"),
    [
        (_set("sender_id", "somebody"), "err.sender_id.invalid"),
        (_set("receiver_id", "somebody"), "err.receiver_id.invalid"),
        (_set("action", "search"), "rjct.action.not_supported"),
        (_set("message_id", ""), "err.request.bad"),
        (_set("message_id", "x" * 100), "err.request.bad"),
        (_set("is_msg_encrypted", True), "err.encryption.invalid"),
        (_set("message_ts", "yesterday"), "rjct.message_ts.invalid"),
        (_set("message_ts", "2027-01-15T08:00:00"), "rjct.message_ts.invalid"),
        (lambda body: body["message"].pop("notify_event"), "err.request.bad"),
    ],
)
async def test_a_header_that_is_not_right_is_refused(ears: Ears, touch: Touch, code: str) -> None:
    _, message = await ears.post(ears.signed(touch))
    assert message["error"]["code"] == code
    assert not ears.told


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"message": {}}', b"[" * 5000])
async def test_what_is_no_envelope_is_refused(ears: Ears, body: bytes) -> None:
    status, message = await ears.post(body)
    assert (status, message["ack_status"], message["error"]["code"]) == (400, "ERR", "err.request.bad")


async def test_a_body_that_is_too_long_is_not_read(ears: Ears) -> None:
    async with ears.world.session.post(ears.url, data=io.BytesIO(b"x" * (2 << 20)), headers=JSON) as answer:
        assert answer.status == 413


async def test_an_unknown_address_is_not_there(ears: Ears) -> None:
    assert (await ears.post(b"{}", key="guessed"))[0] == 404


@pytest.mark.parametrize("action", ["on-search", "on-subscribe", "on-unsubscribe", "txn-on-status"])
async def test_an_answer_that_comes_later_is_acknowledged(ears: Ears, action: str) -> None:
    status, message = await ears.post(ears.signed(_set("action", action)))
    assert (status, message["ack_status"], ears.told) == (200, "ACK", [])


async def test_without_the_registrys_keys_it_should_come_again(clock: FakeClock) -> None:
    async with dci_world(clock) as world, aiohttp.ClientSession() as session:
        config = world.config()
        signer = make_signer(config, Upstream("jwks", "http://127.0.0.1:9", session, clock), clock)
        notices = Notices(config, signer, MemorySessions(clock), clock)
        ears = Ears(world, notices)
        app = web.Application()
        attach(app, RegistryCallbacks(Gate(SECRET), notices.verify, ears.hear, MemorySessions(clock), clock))
        server = TestServer(app, host="127.0.0.1")
        async with server:
            ears.url = str(server.make_url(f"/registry/dci/{SECRET}/notify"))
            assert (await ears.post(world.fake.notice(HOME, "ScoreChange")))[0] == 503


async def test_one_unreadable_event_does_not_keep_its_neighbours_from_us(ears: Ears) -> None:
    def touch(body: dict[str, Any]) -> None:
        good = body["message"]["notify_event"][0]
        body["message"]["notify_event"] = [{"reference_id": "r", "data": {"reg_event_type": "ScoreChange"}}, good, "text"]

    (event,) = await ears.notices.verify(JSON, ears.signed(touch))
    assert event.ref == number(HOME)


async def test_a_member_is_told_by_a_number_that_we_know(ears: Ears) -> None:
    def touch(body: dict[str, Any]) -> None:
        told = [
            {"identifier_type": "PASSPORT", "identifier_value": "X1"},
            {"identifier_type": "UIN", "identifier_value": "2639425169"},
        ]
        body["message"]["notify_event"][0]["data"]["reg_records"] = {"demographic_info": {"identifier": told}}

    (event,) = await ears.notices.verify(JSON, ears.signed(touch))
    assert event.ref == IdRef("UIN", "2639425169")


async def test_a_form_is_not_read(ears: Ears) -> None:
    with pytest.raises(NotifyRefused, match=r"err\.request\.bad"):
        await ears.notices.verify({"Content-Type": "application/x-www-form-urlencoded"}, b"a=b")


def test_what_is_signed_does_not_depend_on_the_order_of_names() -> None:
    assert (
        canonical({"b": 1, "a": "é"}, {}) == canonical({"a": "é", "b": 1}, {}) == b'{"header":{"a":"\\u00e9","b":1},"message":{}}'
    )
