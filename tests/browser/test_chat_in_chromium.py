"""The chat page in a real Chromium: whole conversations, codes, and a network that comes and goes."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, expect

from dialogs.desk import Desk
from dialogs.model import End, Option, end
from dialogs.questions import choice, one_time_code, pin
from dialogs.talk import Talk
from tests.browser.chat_window import Window, window_on, words
from tests.browser.chromium import IN_CHROMIUM
from tests.channels.web_chat import chatting
from tests.player import MOROCCO, Stage_, stage

pytestmark = IN_CHROMIUM
IFRANE = next(one for one in MOROCCO.communes if one.id == "ifrane").offices[0].names


@pytest.fixture
def scene() -> Stage_:
    return stage()


@pytest_asyncio.fixture(loop_scope="module")
async def window(chromium: Browser, scene: Stage_) -> AsyncIterator[Window]:
    async with chatting(scene) as chat, window_on(chat, chromium) as opened:
        yield opened


# --- conversations -----------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "typed"), [("fr", "Ifrane"), ("ar", "إفران")])
async def test_an_office_is_found_by_keyboard_alone(window: Window, scene: Stage_, lang: str, typed: str) -> None:
    await window.open(f"?lang={lang}")
    await window.shows(words("menu", lang))
    await window.tab_to(re.compile(rf"^3 {re.escape(words('menu-offices', lang))}$"))
    await window.page.keyboard.press("Enter")
    await window.shows(words("office-commune", lang))
    answers = window.page.locator("#answers")
    await expect(answers).to_be_focused()
    await expect(answers).to_have_accessible_description(re.compile(re.escape(words("office-commune", lang))))
    await window.tab_to(re.compile(".+"), "textbox")
    await window.page.keyboard.type(typed)
    await window.page.keyboard.press("Enter")
    await window.shows(IFRANE.in_lang(lang))
    await expect(window.page.locator(".mark").last).to_have_text("✓✓")
    assert (scene.troubles, window.chat.counts) == ([], {"answered": 3})


async def test_a_complaint_needs_a_phone_and_says_so_in_words(window: Window) -> None:
    await window.open()
    await window.tab_to(re.compile(words("menu-grievance")))
    await window.page.keyboard.press("Enter")
    await window.shows(words("phone-ask"))
    await window.tab_to(re.compile(words("word-back")))
    await window.page.keyboard.press("Enter")
    await window.shows(words("menu"))


async def test_a_number_may_be_typed_instead_of_pressing_its_button(window: Window) -> None:
    await window.open()
    await window.page.get_by_label("Votre message").fill("٣")
    await window.page.keyboard.press("Enter")
    await window.shows(words("office-commune"))
    await expect(window.page.get_by_label("Votre message")).to_be_focused()
    await expect(window.page.get_by_label("Votre message")).to_have_value("")


async def test_an_empty_answer_is_not_sent_and_says_why(window: Window) -> None:
    await window.open()
    await window.page.get_by_label("Votre message").press("Enter")
    await expect(window.page.get_by_role("status")).to_have_text("Écrivez d'abord votre réponse.")
    await expect(window.page.get_by_label("Votre message")).to_be_focused()
    assert window.chat.counts == {"answered": 1}


async def test_an_old_button_cannot_answer_twice(window: Window) -> None:
    await window.open()
    button = window.page.get_by_role("button", name=words("menu-offices"))
    await button.dblclick()
    await window.shows(words("office-commune"))
    assert window.chat.counts == {"answered": 2}


async def test_markup_and_reversed_letters_stay_text(window: Window) -> None:
    await window.open()
    typed = "<img src=x onerror=alert(1)> \u202etxet\u202c <b>x</b>"
    await window.page.get_by_label("Votre message").fill(typed)
    await window.page.keyboard.press("Enter")
    await expect(window.page.locator(".you .body")).to_have_text(typed)
    assert await window.page.locator("#log img, #log b").count() == 0


async def _asks_codes(talk: Talk, desk: Desk) -> End:
    await desk.language()
    await talk.ask("code", one_time_code("recover-code-again"))
    await talk.ask("pin", pin("case-pin"))
    await talk.ask("more", choice("recover-papers", (Option("x", "papers-end"),)))
    return end("case-bye")


async def test_a_code_is_pasted_out_of_its_sms_and_never_shown(chromium: Browser, scene: Stage_) -> None:
    async with chatting(scene, turns=scene.turns(_asks_codes)) as chat, window_on(chat, chromium) as window:
        await window.open()
        field = window.page.get_by_role("textbox", name="Code à 6 chiffres du SMS")
        await expect(field).to_have_attribute("autocomplete", "one-time-code")
        await expect(field).to_have_attribute("inputmode", "numeric")
        await field.evaluate(
            "node => { const data = new DataTransfer(); data.setData('text', 'Guichet : votre code est 482 913. Réf. 4821');"
            " node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"
        )
        await expect(field).to_have_value("482913")
        await field.press("Enter")
        other = window.page.get_by_role("textbox", name="Votre code à 4 chiffres")
        await expect(other).to_have_attribute("autocomplete", "off")
        await other.press_sequentially("7153")
        await other.press("Enter")
        await expect(window.page.get_by_role("textbox", name="Votre message")).to_be_visible()
        assert await window.page.locator(".you .body").all_inner_texts() == ["••••••", "••••••"]
        copy = await _copy_of(window)
        assert ("482913" in copy, "7153" in copy) == (False, False)


async def _copy_of(window: Window) -> str:
    async with window.page.expect_download() as download:
        await window.page.get_by_role("button", name="Garder une copie").click()
    file = await download.value
    assert file.suggested_filename == "guichet.txt"
    return (await asyncio.to_thread(Path(await file.path()).read_bytes)).decode()


async def test_a_copy_holds_both_sides(window: Window) -> None:
    await window.open()
    await window.page.get_by_role("button", name=words("menu-offices")).click()
    await window.shows(words("office-commune"))
    copy = await _copy_of(window)
    assert [re.sub(r"^\[[\d:]{8}\] ", "", part).split("\n")[0].strip() for part in copy.split("\r\n\r\n")] == [
        f"Guichet : {words('menu')}", f"Vous : {words('menu-offices')}", f"Guichet : {words('office-commune')}",
    ]  # fmt: skip


async def test_no_trace_is_left_here_or_there(window: Window) -> None:
    await window.open()
    await window.page.get_by_role("button", name=words("menu-offices")).click()
    await window.shows(words("office-commune"))
    name = await window.visitor()
    assert await window.page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    await window.page.get_by_role("button", name="Ne laisser aucune trace").click()
    await expect(window.page.get_by_role("status")).to_contain_text("La conversation est effacée, ici et chez nous.")
    assert await window.page.evaluate("[sessionStorage.length, document.querySelector('#log').textContent]") == [0, ""]
    assert (await window.chat.line.talk.backlog.of(name)).seq == 0
    anew = window.page.get_by_role("button", name="Nouvelle conversation")
    await expect(anew).to_be_focused()
    await anew.press("Enter")
    await window.shows(words("menu"))
    assert await window.visitor() not in (None, name)


# --- a network that comes and goes -------------------------------------------------------------


async def test_a_line_that_breaks_is_resumed_with_what_was_missed(window: Window) -> None:
    await window.open()
    await window.page.get_by_role("button", name=words("menu-offices")).click()
    await window.shows(words("office-commune"))
    [socket] = window.chat.line.sockets.values()
    await socket.close(code=1001)
    await window.page.get_by_label("Votre message").fill("Ifrane")
    await window.page.keyboard.press("Enter")
    await window.shows(IFRANE.in_lang("fr"))
    await expect(window.page.get_by_role("status")).to_be_empty()
    assert await window.page.locator("#log .us").count() == 3, "nothing is missing and nothing comes twice"
    assert window.chat.counts["answered"] == 3


async def test_a_page_that_is_loaded_again_goes_on(window: Window) -> None:
    await window.open()
    await window.page.get_by_role("button", name=words("menu-offices")).click()
    await window.shows(words("office-commune"))
    await window.page.reload()
    await window.shows(words("office-commune"))
    assert await window.page.locator("#log .us").count() == 1


async def test_what_is_typed_before_the_line_is_open_waits_and_is_answered(window: Window) -> None:
    typed = asyncio.Event()

    async def late(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    await window.page.route(re.compile("/chat/ticket"), late)
    await window.page.goto(f"{window.chat.url}/chat")
    await window.page.get_by_label("Votre message").fill("bureau")
    await window.page.keyboard.press("Enter")
    await expect(window.page.get_by_role("img", name="En attente d'envoi")).to_be_visible()
    typed.set()
    await window.shows(words("office-commune"))


async def test_a_name_that_is_not_ours_begins_anew(window: Window) -> None:
    await window.page.add_init_script("sessionStorage.setItem('guichet-visitor', 'made up')")
    await window.open()
    await window.shows(words("menu"))
    assert await window.visitor() != "made up"


async def test_what_was_typed_into_a_conversation_that_is_gone_is_not_sent(window: Window) -> None:
    await window.open()
    await window.page.get_by_role("button", name=words("menu-offices")).click()
    await window.shows(words("office-commune"))
    await window.chat.line.talk.forget(await window.visitor())
    await window.page.get_by_label("Votre message").fill("1")
    await window.page.keyboard.press("Enter")
    await expect(window.page.get_by_text("La conversation d'avant est terminée.")).to_be_visible()
    await window.shows(words("menu"))
    await expect(window.page.get_by_role("img", name="Pas envoyé")).to_be_visible()


async def test_a_network_without_sockets_is_served_by_polling(chromium: Browser, scene: Stage_) -> None:
    async with chatting(scene) as chat, window_on(chat, chromium) as window:
        asked: list[str] = []

        async def blocked(route: Route) -> None:
            asked.append(route.request.url)
            await route.continue_()

        await window.page.add_init_script(
            "window.WebSocket = class { constructor() { setTimeout(() => this.onclose({ code: 1006 })); } close() {} }"
        )
        await window.page.route(re.compile("/chat/(send|poll)"), blocked)
        await window.open()
        await window.page.get_by_role("button", name=words("menu-offices")).click()
        await window.shows(words("office-commune"))
        assert [url for url in asked if "send" in url] != []
        assert chat.line.sockets == {}
        assert not [url for url in asked if await window.visitor() in url]


async def test_a_second_window_takes_over_and_the_first_says_so(chromium: Browser, window: Window) -> None:
    await window.open()
    name = await window.visitor()
    other = await window.page.context.new_page()
    await other.add_init_script(f"sessionStorage.setItem('guichet-visitor', {json.dumps(name)})")
    await other.goto(f"{window.chat.url}/chat")
    await expect(window.page.get_by_role("status")).to_have_text("Cette conversation continue dans une autre fenêtre.")
    await window.page.get_by_role("button", name="Continuer ici").click()
    await expect(other.get_by_role("status")).to_have_text("Cette conversation continue dans une autre fenêtre.")
    await expect(window.page.get_by_role("status")).to_be_empty()
