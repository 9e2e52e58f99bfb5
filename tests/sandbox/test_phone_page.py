"""The phone page is served whole, by itself, in the language that is wanted, under a policy that lets nothing else in."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpClient

from dialogs.country import Country
from dialogs.texts.staff import LANGUAGES
from sandbox import page, templates
from sandbox.operators import PROFILES
from tests.player import MOROCCO
from tests.texts.staff_words import messages

FILES = {
    "/phone": "text/html",
    "/phone/phone.css": "text/css",
    "/phone/phone.js": "text/javascript",
    "/phone/handset.js": "text/javascript",
    "/phone/words.js": "text/javascript",
}
SCRIPTS = "".join((templates.FOLDER / name).read_text("utf-8") for name in ("phone.js", "handset.js"))
CATALOGUES = {lang: messages(templates.WORDS / f"phone.{lang}.ftl") for lang in LANGUAGES}
WORDS = templates.spoken(MOROCCO)


def app(country: Country = MOROCCO) -> web.Application:
    made = web.Application()
    page.attach(made, country)
    return made


def told(text: str) -> dict[str, Any]:
    """What the page tells its scripts."""
    (found,) = re.findall(r'<script type="application/json" id="told">(.*?)</script>', text)
    made: dict[str, Any] = json.loads(found)
    return made


# --- how it is served --------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "kind"), FILES.items())
async def test_each_file_comes_with_its_type_and_the_strict_policy(path: str, kind: str, aiohttp_client: AiohttpClient) -> None:
    answer = await (await aiohttp_client(app())).get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await answer.text()).strip()


@pytest.mark.parametrize("path", ["/phone/", "/phone/..%2f..%2fpage.py", "/phone/phone.html", "/phone/telco.py"])
async def test_nothing_else_lies_under_the_page(path: str, aiohttp_client: AiohttpClient) -> None:
    assert (await (await aiohttp_client(app())).get(path)).status == 404


async def test_the_page_asks_for_no_file_that_is_not_served(aiohttp_client: AiohttpClient) -> None:
    text = await (await (await aiohttp_client(app())).get("/phone")).text()
    wanted = re.findall(r'(?:href|src)="(?!data:|\?)([^"]+)"', text)
    wanted += [f"phone/{name}" for name in re.findall(r'from "\./([^"]+)"', SCRIPTS)]
    assert {"/" + name for name in wanted} == set(FILES) - {"/phone"}


@pytest.mark.parametrize("path", FILES)
async def test_data_never_becomes_markup(path: str, aiohttp_client: AiohttpClient) -> None:
    text = await (await (await aiohttp_client(app())).get(path)).text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\son\w+=|\sstyle=", text)


# --- its languages -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ("", "", "en"),
        ("?lang=fr", "ar", "fr"),
        ("", "ar-MA,fr;q=0.8", "ar"),
        ("", "zgh, fr;q=0.7, ar;q=0.6", "fr"),
        ("?lang=so", "ar", "ar"),
        ("?lang=%22%3E%3Cscript%3E", "de", "en"),
    ],
)
async def test_it_comes_in_the_language_that_is_asked_for(
    query: str, accepted: str, lang: str, aiohttp_client: AiohttpClient
) -> None:
    answer = await (await aiohttp_client(app())).get(f"/phone{query}", headers={"Accept-Language": accepted})
    text = await answer.text()
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in text
    assert f"<title>{WORDS[lang]('title')}</title>" in text
    assert re.findall(r'<a href="\?lang=(\w+)" lang="\1" hreflang="\1"( aria-current="true")?>([^<]+)</a>', text) == [
        (one, ' aria-current="true"' if one == lang else "", name) for one, name in LANGUAGES.items()
    ]
    assert told(text)["lang"] == lang


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_word_is_on_the_page_or_told_to_its_scripts(lang: str, aiohttp_client: AiohttpClient) -> None:
    text = await (await (await aiohttp_client(app())).get(f"/phone?lang={lang}")).text()
    shown = html.unescape(re.sub(r"<script type=.*?</script>|</?code>", "", text))
    words = {key: WORDS[lang](key, **{name: f"{{{name}}}" for name in places}) for key, places in CATALOGUES[lang].items()}
    assert told(text)["words"].items() <= words.items()
    lead = words.pop("lead").replace("{code}", MOROCCO.service_code)
    assert [key for key, word in words.items() if key not in told(text)["words"] and word not in shown] == []
    assert lead in shown


def test_the_scripts_are_told_all_that_they_say_and_no_more() -> None:
    said = {key for words in re.findall(r"say\(([^){]*)", SCRIPTS) for key in re.findall(r'"([a-z-]+)"', words)}
    states = {f"state-{name}" for name in re.findall(r'(?:state|rest)\("(\w+)"\)', SCRIPTS)}
    assert said | states == set(page.SAID)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_says_the_same_with_the_same_places(lang: str) -> None:
    assert CATALOGUES[lang] == CATALOGUES["en"]
    assert {key: set(places) for key, places in page.SAID.items()}.items() <= CATALOGUES[lang].items()
    assert {key for key in CATALOGUES[lang] if key.startswith("profile-")} == {f"profile-{name}" for name in PROFILES}
    assert {key for key in CATALOGUES[lang] if key.startswith("why-")} == {f"why-{code}" for code in page.WHY}


def test_what_is_said_in_arabic_is_arabic() -> None:
    words = {key: WORDS["ar"](key, **dict.fromkeys(places, "")) for key, places in CATALOGUES["ar"].items()}
    assert {key for key, word in words.items() if not re.search("[\u0621-\u064a]", word)} == {
        "key-enter", "key-backspace", "key-escape", "profile-africastalking",
    }  # fmt: skip


def test_why_a_screen_is_empty_is_told_in_words() -> None:
    """But for `http-…`, which says itself what the gateway answered."""
    telco = (Path(page.__file__).parent / "telco.py").read_text("utf-8")
    (listed,) = re.findall(r"or why there is nothing to read:\n\n(.*?)\.\n", telco, re.DOTALL)
    assert set(re.findall("`([^`]+)`", listed)) == {*page.WHY, "http-…"}


async def test_the_code_to_dial_is_that_of_the_country_and_cannot_break_the_page(aiohttp_client: AiohttpClient) -> None:
    odd = replace(MOROCCO, service_code="*1#</script><script>alert(1)</script>")
    text = await (await (await aiohttp_client(app(odd))).get("/phone")).text()
    assert told(text)["code"] == odd.service_code
    assert "<script>alert" not in text
    assert f"<code>{html.escape(odd.service_code)}</code>" in text
