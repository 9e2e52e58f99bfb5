"""Whether a house has the web chat, and for which sites; what is no origin is refused at start."""

import re

import pytest
from aiohttp import web
from pydantic import ValidationError

from config.settings import Chat, Settings
from house.chat import OPEN, web_chat
from tests.player import stage


def test_the_chat_is_there_unless_it_is_turned_off() -> None:
    world = stage().world
    line = web_chat(Settings(environment="demo", session_ttl=77.0), world)
    assert line is not None
    assert (line.origins, line.idle, line.talk.backlog.ttl, line.talk.turns.ttl) == ((), 77.0, 77.0, 77.0)
    assert web_chat(Settings(environment="demo", chat=Chat(enabled=False)), world) is None


def test_the_sites_of_the_settings_may_frame_it_and_open_its_line() -> None:
    chat = Chat.model_validate({"origins": "https://www.Example.org, http://127.0.0.1:8080"})
    line = web_chat(Settings(environment="demo", chat=chat), stage().world)
    assert line is not None
    assert line.origins == ("https://www.example.org", "http://127.0.0.1:8080")
    policy = line.assets.page("fr", "").headers["Content-Security-Policy"]
    assert re.search(r"frame-ancestors 'self' https://www\.example\.org http://127\.0\.0\.1:8080;", policy)


@pytest.mark.parametrize(
    "origin", ["*", "www.example.org", "https://", "https://x.org/path", "https://x.org/", "https://x.org;script-src *", "null"]
)
def test_what_is_no_origin_is_refused_without_its_text(origin: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Chat.model_validate({"origins": [origin]})
    assert "expected the origins of sites" in str(refused.value)
    assert f"input_value='{origin}" not in str(refused.value)


def test_open_chats_are_counted() -> None:
    line = web_chat(Settings(environment="demo"), stage().world)
    assert line is not None
    line.sockets["one"] = web.WebSocketResponse()
    assert [sample.value for metric in OPEN.collect() for sample in metric.samples] == [1.0]
