"""The page of messengers in each language that staff read: what it says, and that a chosen language stays chosen."""

import html
import re
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpClient

from dialogs.texts.staff import LANGUAGES
from sandbox import messenger_page, templates
from sandbox.messengers import Bubble, Chats, Messenger
from tests.player import MOROCCO
from tests.texts.staff_words import messages

WORDS = templates.spoken(MOROCCO)
CATALOGUES = {lang: messages(templates.WORDS / f"messenger.{lang}.ftl") for lang in LANGUAGES}
SHARED = ("language", "messages", "send", "phones", "invented")


@dataclass
class Parrot:
    """A messenger whose service says again what it is told, with one button."""

    name: str
    people: tuple[str, ...]
    chats: Chats = field(default_factory=Chats)

    async def write(self, who: str, text: str) -> None:
        await self.chats.add(who, Bubble(ours=False, text=text))
        await self.chats.add(who, Bubble(ours=True, text=text, buttons=(("again", "<Encore>"),)))

    async def press(self, who: str, value: str) -> None:
        await self.write(who, value)


def app() -> web.Application:
    made = web.Application()
    played: tuple[Messenger, ...] = (Parrot("telegram", ("700",)), Parrot("whatsapp", ("MA.7", "MA.8")))
    messenger_page.attach(made, played, MOROCCO)
    return made


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_word_is_on_the_page(lang: str, aiohttp_client: AiohttpClient) -> None:
    answer = await (await aiohttp_client(app())).get(f"/messenger/telegram/700?lang={lang}")
    shown = html.unescape(await answer.text())
    assert f'<html lang="{lang}" dir="{WORDS[lang].dir}">' in shown
    assert [key for key in (*CATALOGUES[lang], *SHARED) if WORDS[lang](key) not in shown] == []
    assert CATALOGUES[lang] == CATALOGUES["en"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; form-action 'self'")


async def test_a_language_that_was_chosen_stays_and_else_it_is_the_browsers(aiohttp_client: AiohttpClient) -> None:
    client = await aiohttp_client(app())
    here = {"Origin": str(client.make_url("")).rstrip("/"), "Accept-Language": "fr"}
    for query, lang in (("?lang=ar", "ar"), ("", "fr"), ("?lang=%22x", "fr")):
        kept = query if "ar" in query else ""
        first = await client.get(f"/messenger{query}", headers=here)
        assert first.url.path_qs == f"/messenger/telegram/700{kept}"
        said = await client.post(f"/messenger/whatsapp/MA.7{query}", data={"text": "salam"}, headers=here)
        assert said.url.path_qs == f"/messenger/whatsapp/MA.7{kept}"
        text = await said.text()
        assert f'<html lang="{lang}"' in text
        addresses = [address for address in re.findall(r'href="(/[^"]+)"', text) if not address.endswith(".css")]
        assert addresses == [f"/messenger/{one}{kept}" for one in ("telegram/700", "whatsapp/MA.7", "whatsapp/MA.8")] + [
            f"/phone{kept}"
        ]


async def test_what_is_said_is_text_and_runs_its_own_way(aiohttp_client: AiohttpClient) -> None:
    client = await aiohttp_client(app())
    here = {"Origin": str(client.make_url("")).rstrip("/")}
    answer = await client.post("/messenger/telegram/700?lang=fr", data={"text": "<b>سلام</b>"}, headers=here)
    text = await answer.text()
    for bubble in ("hers", "ours"):
        assert f'<li class="{bubble}" dir="auto">&lt;b&gt;سلام&lt;/b&gt;</li>' in text
    assert '<button name="press" value="again" dir="auto">&lt;Encore&gt;</button>' in text
