"""Rasa's REST channel served by us: its wire format, a conversation over HTTP, and callers who should not be there."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from channels.chat.rasa_rest import Button, RestFace, RestLine, Said, answering, attach, decode, encode
from channels.gate import BadForm, Gate, Rate
from dialogs.model import Caller, Delivery
from tests.channels.gateway import serving
from tests.player import Stage_

KEY = "c4n4ry-k3y-0f-the-p4th"
PATH = f"/chat/rasa/{KEY}/webhooks/rest/webhook"
SENDER = "c4n4ry-sender"


def delivery(said: str, hop: str = "", sender: str = "u1") -> Delivery:
    return Delivery("rasa", "rasa", "rasa", Caller("rasa", sender), "hop", said, hop=hop, at=7.0)


DECODED: list[tuple[object, Delivery]] = [
    ({"sender": "u1", "message": "bonjour"}, delivery("bonjour")),
    ({"sender": "u1", "message": "أين ملفي"}, delivery("أين ملفي")),
    ({"sender": "u1", "message": "2", "metadata": {"message_id": "m-7", "more": [1]}}, delivery("2", "m-7")),
    ({"sender": "u1", "message": "2", "metadata": None, "input_channel": "widget", "stream": True}, delivery("2")),
    ({"sender": "u1"}, delivery("")),
    ({"sender": "u1", "message": "/restart"}, delivery("00")),
    ({"sender": "u1", "message": ' /status{"idcs": "1"}'}, delivery("00")),
    ({"sender": "u1", "message": "a\0b"}, delivery("ab")),
    ({"sender": "+212612345678", "message": "1"}, delivery("1", sender="+212612345678")),
]


@pytest.mark.parametrize(("told", "expected"), DECODED)
def test_a_message_is_a_delivery_of_a_caller_who_proves_nothing(told: object, expected: Delivery) -> None:
    decoded = decode(json.dumps(told).encode(), 7.0)
    assert decoded == expected
    assert decoded.caller.phone is None, "a sender that looks like a phone is no claim of a network"


REFUSED = [
    b"", b"null", b"[]", b"{", b"{}", b"sender=u1&message=x", b"[" * 100_000, b'{"sender": "u\xff", "message": "x"}',
    b'{"sender": null, "message": "x"}', b'{"sender": 7, "message": "x"}', b'{"sender": "", "message": "x"}',
    b'{"sender": "a b", "message": "x"}', b'{"sender": "u1\\n", "message": "x"}', b'{"sender": "u1", "message": null}',
    b'{"sender": "u1", "message": ["x"]}', b'{"sender": "u1", "metadata": {"message_id": 7}}',
    json.dumps({"sender": "u" * 129, "message": "x"}).encode(), json.dumps({"sender": "u1", "message": "x" * 2001}).encode(),
]  # fmt: skip


@pytest.mark.parametrize("body", REFUSED)
def test_what_is_no_message_is_refused_without_its_words(body: bytes) -> None:
    with pytest.raises(BadForm, match=r"^json$"):
        decode(body, 7.0)


SAID = (Said("Que faire ?", (Button("Mon dossier", "1"), Button("Retour", "0"))), Said("Merci"))


def test_an_answer_has_the_shape_of_rasas() -> None:
    first = {
        "recipient_id": "u1",
        "text": "Que faire ?",
        "buttons": [{"title": "Mon dossier", "payload": "1"}, {"title": "Retour", "payload": "0"}],
    }
    second = {"recipient_id": "u1", "text": "Merci"}
    assert json.loads(encode("u1", SAID)) == [first, second]
    assert [json.loads(line) for line in encode("u1", SAID, stream=True).splitlines()] == [first, second]
    assert encode("u1", ()) == b"[]"


def test_what_is_said_does_not_show_in_a_repr() -> None:
    assert repr(SAID) == "(Said(2 buttons), Said(0 buttons))"


# --- over HTTP ---------------------------------------------------------------------------------


@dataclass
class Widget:
    """A client of Rasa's REST channel that was given our address."""

    http: aiohttp.ClientSession
    url: str
    counts: "Counter[str]" = field(default_factory=Counter)

    async def post(self, body: object, path: str = PATH) -> tuple[int, bytes]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self.http.post(self.url + path, data=data, headers={"Content-Type": "application/json"}) as response:
            return response.status, await response.read()

    async def say(self, message: str, *, id: str = "", sender: str = SENDER) -> list[dict[str, object]]:
        document = {"sender": sender, "message": message, "metadata": {"message_id": id} if id else {}}
        status, body = await self.post(document)
        assert status == 200
        messages: list[dict[str, object]] = json.loads(body)
        assert {message["recipient_id"] for message in messages} == {sender}
        return messages

    async def press(self, title: str, shown: Sequence[dict[str, object]]) -> list[dict[str, object]]:
        buttons = shown[-1]["buttons"]
        assert isinstance(buttons, list)
        [payload] = [button["payload"] for button in buttons if button["title"] == title]
        return await self.say(payload)


def line_of(scene: Stage_, count: "Counter[str]", gate: Gate | None = None) -> RestLine:
    world = scene.world
    take = answering(scene.turns(), RestFace(world.speech, world.keys, world.country.services))

    def counted(kind: str) -> None:
        count[kind] += 1

    return RestLine(gate or Gate(KEY), world.clock, take, counted)


@pytest.fixture
async def widget(scene: Stage_) -> AsyncIterator[Widget]:
    app, counts = web.Application(), Counter[str]()
    attach(app, line_of(scene, counts))
    async with serving(app) as url, aiohttp.ClientSession() as http:
        yield Widget(http, url, counts)


async def test_a_conversation_goes_by_buttons_and_by_words(widget: Widget, scene: Stage_) -> None:
    asked = await widget.say("bonjour")
    menu = await widget.press("Français", asked)
    assert menu[0]["text"] == "IDCS : que voulez-vous faire ?"
    assert "99" not in str(menu), "a chat has no pages"
    by_words = await widget.say("trouver un bureau")
    assert by_words != menu
    assert (widget.counts, scene.troubles) == (Counter(answered=3), [])


async def test_back_is_a_button_wherever_there_is_a_way_back(widget: Widget) -> None:
    menu = await widget.press("Français", await widget.say("bonjour"))
    assert not [button for button in _titles(menu) if button == "Retour"]
    inside = await widget.press("Aide et conseils", menu)
    assert _titles(inside)[-1] == "Retour"
    assert await widget.press("Retour", inside) == menu


def _titles(shown: Sequence[dict[str, object]]) -> list[str]:
    buttons = shown[-1]["buttons"]
    assert isinstance(buttons, list)
    return [button["title"] for button in buttons]


async def test_a_message_that_comes_twice_is_answered_alike(widget: Widget) -> None:
    await widget.say("bonjour", id="m1")
    once = await widget.say("2", id="m2")
    assert await widget.say("2", id="m2") == once


async def test_two_senders_hold_two_conversations(widget: Widget) -> None:
    first = await widget.say("bonjour", sender="one")
    await widget.say("2", sender="one")
    other = await widget.say("bonjour", sender="two")
    assert [(one["text"], one["buttons"]) for one in other] == [(one["text"], one["buttons"]) for one in first]


async def test_a_command_of_rasa_leads_to_the_beginning(widget: Widget) -> None:
    menu = await widget.press("Français", await widget.say("/session_start"))
    await widget.press("Aide et conseils", menu)
    assert await widget.say('/recover{"idcs": "2639425169"}') != []
    again = await widget.say("/restart")
    assert "2639425169" not in str(again)


async def test_a_phone_in_the_senders_place_opens_nothing(widget: Widget, scene: Stage_) -> None:
    menu = await widget.press("Français", await widget.say("bonjour", sender="+212612340007"))
    assert menu
    await widget.say("recup", sender="+212612340007")
    await widget.say("1", sender="+212612340007")
    assert (scene.messages(), scene.codes) == ([], {}), "no code, no SMS: the number was only said"


async def test_a_stream_is_a_line_for_each_message(widget: Widget) -> None:
    status, body = await widget.post({"sender": SENDER, "message": "bonjour"}, PATH + "?stream=true")
    assert status == 200
    [line] = body.decode().splitlines()
    assert json.loads(line)["recipient_id"] == SENDER


async def test_an_unknown_key_is_404(widget: Widget) -> None:
    for path in (PATH.replace(KEY, "wrong"), "/webhooks/rest/webhook"):
        assert (await widget.post({"sender": SENDER, "message": "x"}, path))[0] == 404
    async with widget.http.get(widget.url + "/chat/rasa/wrong/webhooks/rest/") as response:
        assert response.status == 404


async def test_health_is_answered_as_rasa_does(widget: Widget) -> None:
    async with widget.http.get(widget.url + PATH.removesuffix("webhook")) as response:
        assert (response.status, await response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("body", [b"{", b"{}", b" " * 20_000])
async def test_what_is_no_message_is_400(widget: Widget, body: bytes) -> None:
    assert await widget.post(body) == (400, b"")
    assert widget.counts == Counter(refused=1)


async def test_too_many_messages_of_one_sender_are_429_and_of_another_are_not(scene: Stage_) -> None:
    app, counts = web.Application(), Counter[str]()
    attach(app, line_of(scene, counts, Gate(KEY, rate=Rate(every=1.0, burst=2))))
    async with serving(app) as url, aiohttp.ClientSession() as http:
        widget = Widget(http, url)
        statuses = [(await widget.post({"sender": sender, "message": "x"}))[0] for sender in ("a", "a", "a", "b")]
    assert statuses == [200, 200, 429, 200]


async def test_a_fault_of_ours_is_503_and_tells_nothing(scene: Stage_) -> None:
    async def broken(_: Delivery) -> Sequence[Said]:
        raise RuntimeError("c4n4ry words")

    app, counts = web.Application(), Counter[str]()
    attach(app, RestLine(Gate(KEY), scene.clock, broken, lambda kind: counts.update([kind])))
    async with serving(app) as url, aiohttp.ClientSession() as http:
        with capture_logs() as events:
            assert await Widget(http, url).post({"sender": SENDER, "message": "c4n4ry words"}) == (503, b"")
    assert counts == Counter(fault=1)
    assert events == [{"event": "chat.rasa.fault", "fault": "RuntimeError", "log_level": "error"}]
