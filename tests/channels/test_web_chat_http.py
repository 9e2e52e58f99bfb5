"""The web chat over plain HTTP: its page under a strict policy, the widget, and long polling where no socket gets through."""

import asyncio
import gzip
import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from channels.chat.web import POLL
from channels.chat.web_assets import assets
from channels.gate import Rate
from config import profile
from dialogs.texts.speech import Speech
from tests.channels.web_chat import TTL, Chat, Message, chatting
from tests.player import MOROCCO, SPEECH, Stage_

FOLDER = Path(__file__).parents[2] / "channels/chat/web_page"
WORDS = json.loads((FOLDER / "words.json").read_text("utf-8"))


# --- the page ----------------------------------------------------------------------------------


async def page(chat: Chat, query: str = "", **headers: str) -> tuple[int, Mapping[str, str], str]:
    async with chat.http.get(f"{chat.url}/chat{query}", headers=headers) as response:
        return response.status, response.headers, await response.text()


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ("", "", "ar"), ("?lang=fr", "", "fr"), ("?lang=en", "ar", "en"), ("?lang=xx", "fr-MA,fr;q=0.9", "fr"),
        ("", "de, en;q=0.5", "en"), ("", "AR-MA", "ar"), ("?lang=%3Cscript%3E", ";;,,", "ar"), ("?lang=", "fr", "fr"),
        ("", "fr;q=0.2, en;q=0.9", "en"),
    ],
)  # fmt: skip
async def test_the_page_comes_in_the_language_that_was_asked_for(chat: Chat, query: str, accepted: str, lang: str) -> None:
    status, _, html = await page(chat, query, **{"Accept-Language": accepted})
    assert status == 200
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in html
    assert "<script>alert" not in html


async def test_the_policy_lets_run_what_the_page_is_made_of_and_nothing_else(chat: Chat) -> None:
    _, headers, html = await page(chat)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    hashes = {
        name: {
            f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in re.findall(mark, html, re.DOTALL)
        }
        for name, mark in (("script-src", r"<script>(.*?)</script>"), ("style-src", r"<style>(.*?)</style>"))
    }
    assert {name: set(policy[name].split()) for name in hashes} == hashes
    assert (policy["default-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'", "'none'", "'self'")
    assert policy["connect-src"] == "'self'"
    assert not re.search(r"\son[a-z]+=|\sstyle=|javascript:", re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL))
    assert re.findall(r"(?:src|href|action)=\"(?!#|data:)", html) == [], "nothing is asked for elsewhere"


async def test_sites_of_the_settings_may_frame_the_page(scene: Stage_) -> None:
    async with chatting(scene, origins=("https://www.example.org",)) as chat:
        _, headers, _ = await page(chat)
    assert "frame-ancestors 'self' https://www.example.org" in headers["Content-Security-Policy"]


async def test_a_first_visit_is_under_15_kilobytes_on_the_wire(chat: Chat) -> None:
    packed = assets(MOROCCO, SPEECH).page("ar", "").packed
    assert len(packed) < 15 * 1024
    assert gzip.decompress(packed).decode() == (await page(chat, "?lang=ar"))[2]


async def test_a_page_that_the_browser_has_is_not_sent_again(chat: Chat) -> None:
    _, headers, _ = await page(chat)
    status, again, body = await page(chat, **{"If-None-Match": headers["ETag"]})
    assert (status, body, again["ETag"]) == (304, "", headers["ETag"])
    assert (await page(chat, "?lang=en", **{"If-None-Match": headers["ETag"]}))[0] == 200


async def test_the_widget_may_be_loaded_by_other_sites_and_sets_no_markup(chat: Chat) -> None:
    async with chat.http.get(chat.url + "/chat/widget.js") as response:
        script = await response.text()
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert len(script) < 4096
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(|setAttribute\(\"style", script)


@pytest.mark.parametrize("name", ["chat.js", "line.js", "widget.js"])
def test_no_script_makes_markup_of_text(name: str) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function", (FOLDER / name).read_text("utf-8")
    )


def test_the_page_has_all_its_words_in_each_language() -> None:
    assert {lang: sorted(told) for lang, told in WORDS.items()} == dict.fromkeys(WORDS, sorted(WORDS["fr"]))
    assert not [word for told in WORDS.values() for word in told.values() if not word.strip()]


@pytest.mark.parametrize("code", sorted(file.stem for file in (FOLDER.parents[2] / "config/countries").glob("*.toml")))
def test_every_country_has_its_page_in_each_of_its_languages(code: str) -> None:
    country = profile.load(code)
    made = assets(country, Speech(country.terms, country.languages))
    assert [*made.pages] == [*country.languages]
    assert max(len(one.body) for one in made.pages.values()) + len(made.widget.body) < 60 * 1024
    for lang in country.languages:
        assert f'data-lang="{lang}" aria-pressed="true"' in made.page(lang, "").body.decode()


def test_a_language_without_words_of_its_own_has_those_of_the_countrys_first() -> None:
    made = assets(replace(MOROCCO, languages=("fr", "zz")), _Unheard(MOROCCO.terms, ("fr",)))
    assert WORDS["fr"]["lead"] in made.page("zz", "").body.decode()


class _Unheard(Speech):
    """Knows the name of a language that has no catalogue."""

    def word(self, key: str, lang: str) -> str:
        return "Zz" if lang == "zz" else super().word(key, lang)


def test_every_word_of_the_page_is_used() -> None:
    used = "".join((FOLDER / name).read_text("utf-8") for name in ("chat.html", "chat.js", "line.js"))
    assert [word for word in WORDS["fr"] if not re.search(rf"\b{word}\b", used)] == []


def test_what_a_country_is_called_cannot_break_the_page() -> None:
    odd = replace(MOROCCO, hotline='"><script>alert(1)</script>')
    html = assets(odd, SPEECH).page("fr", "").body.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


# --- without a socket --------------------------------------------------------------------------


async def send(chat: Chat, visitor: str, body: object, **headers: str) -> tuple[int, Message]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with chat.http.post(chat.url + "/chat/send", data=data, headers=chat.bearer(visitor) | headers) as response:
        return response.status, await response.json() if response.status == 200 else {}


async def poll(chat: Chat, visitor: str, after: int) -> tuple[int, Message]:
    headers = {"Authorization": f"Bearer {visitor}"}  # a browser names no origin when it fetches from its own
    async with chat.http.get(f"{chat.url}/chat/poll?after={after}", headers=headers) as response:
        return response.status, await response.json() if response.status == 200 else {}


def say(text: str, id: str, after: int = 0) -> Message:
    return {"kind": "say", "id": f"message-{id}", "text": text, "after": after}


START = {"kind": "start", "id": "message-0", "lang": "fr"}


async def test_a_conversation_goes_without_a_socket(chat: Chat) -> None:
    told = await chat.ticket()
    visitor = told["visitor"]
    assert told["seq"] == 0
    status, menu = await send(chat, visitor, START)
    assert (status, menu["seq"], menu["said"][0]["lang"]) == (200, 1, "fr")
    _, asked = await send(chat, visitor, say("3", "1", after=1))
    assert [one["seq"] for one in asked["said"]] == [2]
    assert (await chat.ticket(visitor))["seq"] == 2
    assert await poll(chat, visitor, 1) == (200, asked)


async def test_a_socket_goes_on_where_polling_began(chat: Chat) -> None:
    told = await chat.ticket()
    await send(chat, told["visitor"], START)
    assert (await (await chat.visit(told["visitor"])).read())["seq"] == 1


async def test_a_message_that_is_posted_twice_is_answered_once_and_alike(chat: Chat) -> None:
    visitor = (await chat.ticket())["visitor"]
    await send(chat, visitor, START)
    once = await send(chat, visitor, say("3", "1", after=1))
    assert await send(chat, visitor, say("3", "1", after=1)) == once


async def test_a_poll_waits_and_brings_what_comes_meanwhile(chat: Chat, scene: Stage_) -> None:
    visitor = (await chat.ticket())["visitor"]
    _, menu = await send(chat, visitor, START)
    waiting = asyncio.create_task(poll(chat, visitor, menu["seq"]))
    await chat.http.get(chat.url + "/chat/widget.js")  # by then the poll has come
    _, asked = await send(chat, visitor, say("3", "1", after=1))
    await _pass(scene, waiting, 1.0)
    assert await waiting == (200, asked)


async def test_a_poll_for_nothing_comes_back_empty(chat: Chat, scene: Stage_) -> None:
    visitor = (await chat.ticket())["visitor"]
    waiting = asyncio.create_task(poll(chat, visitor, 0))
    before = scene.clock.now()
    await _pass(scene, waiting, 1.0)
    assert await waiting == (200, {"seq": 0, "said": []})
    assert scene.clock.now() - before >= POLL


async def _pass(scene: Stage_, waiting: "asyncio.Task[tuple[int, Message]]", seconds: float) -> None:
    """Let time pass until it is done."""
    async with asyncio.timeout(20):
        while not waiting.done():
            await scene.clock.advance(seconds)
            await asyncio.sleep(0.005)


async def test_a_second_poll_of_a_visitor_ends_the_first(chat: Chat, scene: Stage_) -> None:
    visitor = (await chat.ticket())["visitor"]
    first, before = asyncio.create_task(poll(chat, visitor, 0)), scene.clock.now()
    await wait_for(lambda: len(chat.line.polls) == 1)
    held = chat.line.polls[visitor]
    second = asyncio.create_task(poll(chat, visitor, 0))
    await wait_for(lambda: chat.line.polls[visitor] is not held)
    await _pass(scene, first, 0.1)
    assert (await first, scene.clock.now() - before < 3.0, second.done()) == ((200, {"seq": 0, "said": []}), True, False)
    await _pass(scene, second, 1.0)
    assert chat.line.polls == {}


async def wait_for(true: Callable[[], bool]) -> None:
    for _ in range(4000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError


async def test_a_poll_ends_when_the_process_does(chat: Chat) -> None:
    visitor = (await chat.ticket())["visitor"]
    chat.line.closing.set()
    assert await poll(chat, visitor, 0) == (200, {"seq": 0, "said": []})


async def test_too_many_messages_and_polls_of_one_visitor_are_429(scene: Stage_) -> None:
    async with chatting(scene, pace=Rate(every=1.0, burst=2)) as chat:
        one, two = (await chat.ticket())["visitor"], (await chat.ticket())["visitor"]
        statuses = [(await send(chat, one, START))[0], (await poll(chat, one, 0))[0], (await poll(chat, one, 0))[0]]
        assert (statuses, (await send(chat, one, START))[0], (await send(chat, two, START))[0]) == ([200, 200, 429], 429, 200)
        assert chat.counts == {"answered": 2, "slow-down": 2}


async def test_what_was_posted_to_a_conversation_that_is_gone_is_410(chat: Chat, scene: Stage_) -> None:
    visitor = (await chat.ticket())["visitor"]
    await send(chat, visitor, START)
    await scene.clock.advance(TTL + 1)
    assert await send(chat, visitor, say("1", "1", after=1)) == (410, {})


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"kind":"say"}', b"x" * 17_000, b"\xff" * 20])
async def test_what_is_no_message_is_400(chat: Chat, body: bytes) -> None:
    visitor = (await chat.ticket())["visitor"]
    assert await send(chat, visitor, body) == (400, {})
    assert chat.counts == {"refused": 1}


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer none", "Basic eDp5", "Bearer " + "A" * 54])
async def test_whoever_has_no_name_of_ours_is_401(chat: Chat, authorization: str) -> None:
    for method, path in (("POST", "send"), ("GET", "poll"), ("POST", "leave")):
        headers = chat.here | {"Authorization": authorization}
        async with chat.http.request(method, f"{chat.url}/chat/{path}", headers=headers) as response:
            assert response.status == 401


async def test_the_name_of_a_visitor_is_in_no_address(chat: Chat) -> None:
    visitor = (await chat.ticket())["visitor"]
    async with chat.http.get(f"{chat.url}/chat/poll?after=0&visitor={visitor}", headers=chat.here) as response:
        assert response.status == 401
