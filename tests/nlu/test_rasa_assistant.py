"""A Rasa assistant behind Guichet, against a server on loopback with the shapes of Rasa's REST channel."""

import pytest
from aiohttp import web

from nlu.rasa_assistant import MOST_MESSAGES, Button, RasaAssistant, Said
from nlu.rasa_http import RasaDown, RasaServer
from tests.nlu.fake_rasa import FakeRasa, Handler, json_saying, saying

ANSWER = [
    {"recipient_id": "c0ffee", "text": "Quel est votre besoin ?"},
    {
        "recipient_id": "c0ffee",
        "text": "Choisissez :",
        "buttons": [{"title": "Mon dossier", "payload": '/status{"from": "button"}'}, {"title": "Autre", "payload": "Autre"}],
    },
    {"recipient_id": "c0ffee", "image": "https://example.org/a.png"},
    {"recipient_id": "c0ffee", "custom": {"any": ["thing"]}},
]
BUTTONS = (Button("Mon dossier", '/status{"from": "button"}'), Button("Autre", "Autre"))


@pytest.fixture
def assistant(rasa_server: RasaServer) -> RasaAssistant:
    return RasaAssistant(rasa_server)


def recording(rasa: FakeRasa, document: object) -> Handler:
    """Answers `document`, and keeps what was asked."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert (request.method, request.path) == ("POST", "/webhooks/rest/webhook")
        rasa.sent.append(await request.json())
        return web.json_response(document)

    return answer


async def test_what_it_says_is_text_with_buttons(rasa: FakeRasa, assistant: RasaAssistant) -> None:
    rasa.handler = recording(rasa, ANSWER)
    assert await assistant.say("c0ffee", "bonjour") == (Said("Quel est votre besoin ?"), Said("Choisissez :", BUTTONS))
    assert rasa.sent == [{"sender": "c0ffee", "message": "bonjour"}]


TYPED = [
    ('/restart{"a":1}', 'restart{"a":1}'),
    ("  / /status", "status"),
    ("1", "1"),
    ("x" * 9000, "x" * 500),
    ("à\x00\ud800", "à"),
]


@pytest.mark.parametrize(("typed", "sent"), TYPED)
async def test_what_a_citizen_types_is_never_a_command(rasa: FakeRasa, assistant: RasaAssistant, typed: str, sent: str) -> None:
    rasa.handler = recording(rasa, [])
    assert await assistant.say("c0ffee", typed) == ()
    assert [one["message"] for one in rasa.sent] == [sent]


async def test_blanks_are_not_handed_on(rasa: FakeRasa, assistant: RasaAssistant) -> None:
    for typed in ("", " \n", "/", "\u200f"):
        assert await assistant.say("c0ffee", typed) == ()
    assert not rasa.arrived.is_set()


@pytest.mark.parametrize(("button", "sent"), [(BUTTONS[0], '/status{"from": "button"}'), (Button("Oui", ""), "Oui")])
async def test_a_button_of_its_own_goes_back_as_it_came(
    rasa: FakeRasa, assistant: RasaAssistant, button: Button, sent: str
) -> None:
    rasa.handler = recording(rasa, [])
    await assistant.pick("c0ffee", button)
    assert [one["message"] for one in rasa.sent] == [sent]


FAILURES: list[tuple[Handler, str]] = [
    (saying("<html>Sign in</html>", 200, "text/html"), "unreadable"),
    (saying(b"[" * 100_000), "unreadable"),
    (json_saying({"recipient_id": "c0ffee", "text": "not in a list"}), "unreadable"),
    (json_saying([{"text": 7}]), "unreadable"),
    (json_saying([{"text": "x", "buttons": [{"payload": "/x"}]}]), "unreadable"),
    (json_saying([{"text": "x"}] * (MOST_MESSAGES + 1)), "unreadable"),
    (saying(b"Not Found", 404), "http-404"),
    (saying(b"", 500), "http-500"),
]


@pytest.mark.parametrize(("handler", "cause"), FAILURES)
async def test_an_answer_that_cannot_be_used_is_an_outage(
    rasa: FakeRasa, assistant: RasaAssistant, handler: Handler, cause: str
) -> None:
    rasa.handler = handler
    with pytest.raises(RasaDown, match=f"^{cause}$"):
        await assistant.say("c0ffee", "bonjour")


def test_nothing_of_what_is_said_shows_in_a_repr() -> None:
    assert "dossier" not in repr(Said("dossier", BUTTONS)) + repr(BUTTONS)
