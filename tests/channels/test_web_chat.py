"""The web chat over its socket: conversations in three languages, lines that break, and copies."""

import asyncio

import pytest

from channels.chat.web import IDLE, REPLACED
from dialogs.model import Prompt
from tests.channels.web_chat import TTL, Chat, Visitor, chatting
from tests.player import HER, SPEECH, Stage_


def body(key: str, lang: str = "fr") -> str:
    return SPEECH.say(Prompt(key), lang, texted=True).body


def labels(shown: dict[str, object]) -> list[str]:
    options = shown["options"]
    assert isinstance(options, list)
    return [option["label"] for option in options]


# --- a conversation ----------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "typed"), [("fr", "Ifrane"), ("ar", "إفران"), ("en", "ifran")])
async def test_a_conversation_finds_an_office(visitor: Visitor, scene: Stage_, lang: str, typed: str) -> None:
    menu = await visitor.start(lang)
    assert menu == {
        "kind": "said", "seq": 1, "text": body("menu", lang), "options": menu["options"],
        "code": False, "pin": False, "end": False, "lang": lang,
    }  # fmt: skip
    commune = await visitor.press(body("menu-offices", lang), menu)
    assert (commune["seq"], labels(commune)) == (2, [body("word-back", lang)])
    found = await visitor.say(typed)
    ifrane = next(one for one in scene.world.country.communes if one.id == "ifrane")
    assert ifrane.offices[0].names.in_lang(lang) in found["text"]
    assert (found["options"], found["end"], scene.troubles) == ([], True, [])


async def test_a_word_after_the_end_begins_anew(visitor: Visitor) -> None:
    menu = await visitor.start()
    await visitor.press(body("menu-guide"), menu)
    assert (await visitor.say("1"))["end"]
    assert (await visitor.say("bonjour"))["text"] == menu["text"], "and she is not asked for her language again"


async def test_a_service_that_needs_a_phone_has_her_link_one_for_this_conversation(visitor: Visitor, scene: Stage_) -> None:
    menu = await visitor.start()
    asked = await visitor.press(body("menu-grievance"), menu)
    assert [one["label"] for one in asked["options"]] == [body("phone-link"), body("papers-office"), "Retour"]
    await visitor.press(body("phone-link"), asked)
    code = await visitor.say("0612340007")
    assert code["code"], "the page knows a code's field"
    [(to, words)] = scene.messages()
    assert to == HER
    opened = await visitor.say(words[:6])
    assert opened["options"][0]["label"] == body("case-new")
    await visitor.say("00")
    assert (await visitor.press(body("menu-grievance"), menu))["text"] == asked["text"], "a browser may be anybody's"


async def test_back_is_a_button_wherever_there_is_a_way_back(visitor: Visitor) -> None:
    menu = await visitor.start()
    inside = await visitor.press(body("menu-guide"), menu)
    assert inside["options"][-1] == {"value": "0", "label": "Retour"}
    assert (await visitor.press("Retour", inside))["text"] == menu["text"]


async def test_another_language_begins_again_in_it(visitor: Visitor) -> None:
    await visitor.start("fr")
    await visitor.say("bureau")
    menu = await visitor.start("ar")
    assert (menu["text"], menu["lang"]) == (body("menu", "ar"), "ar")


async def test_an_unknown_language_is_asked_for(visitor: Visitor) -> None:
    assert (await visitor.start("xx"))["text"] == body("language-ask")


async def test_visitors_do_not_mix(chat: Chat) -> None:
    people = [await chat.visit() for _ in range(20)]
    langs = ["fr", "ar", "en", "fr"] * 5
    menus = await asyncio.gather(*(one.start(lang) for one, lang in zip(people, langs, strict=True)))
    assert [menu["lang"] for menu in menus] == langs
    inside = await asyncio.gather(*(one.say(str(n % 2 + 3)) for n, one in enumerate(people)))
    assert [told["text"] for told in inside] == [
        body("office-commune" if n % 2 == 0 else "data", lang) for n, lang in enumerate(langs)
    ]


# --- resuming and copies -----------------------------------------------------------------------


async def test_a_page_that_lost_its_line_gets_what_it_missed_and_goes_on(chat: Chat, visitor: Visitor) -> None:
    menu = await visitor.start()
    await visitor.send("say", text="3")
    missed = (await visitor.until_done())[1]
    again = await chat.visit(visitor.name, after=menu["seq"])
    assert (again.name, again.seq) == (visitor.name, 2)
    assert await again.read() == missed
    assert (await again.say("Tata"))["seq"] == 3


async def test_nothing_comes_again_to_a_page_that_has_it(chat: Chat, visitor: Visitor) -> None:
    await visitor.start()
    again = await chat.visit(visitor.name, after=1)
    assert (await again.say("3"))["seq"] == 2, "the first thing it reads is the answer to what it says"


async def test_a_page_that_is_loaded_anew_shows_the_last_words(chat: Chat, visitor: Visitor) -> None:
    await visitor.start()
    last = await visitor.say("3")
    assert await (await chat.visit(visitor.name)).read() == last


async def test_a_copy_of_a_message_is_answered_once_and_alike(visitor: Visitor, chat: Chat, scene: Stage_) -> None:
    await visitor.start()
    once = await visitor.say("3", id="the-same-message")
    again = await chat.visit(visitor.name, after=1)
    assert await again.read() == once
    again.seq = 1
    assert await again.say("3", id="the-same-message") == once
    assert (await again.say("Tata"))["seq"] == 3
    assert scene.troubles == []


async def test_a_copy_that_comes_very_late_answers_no_other_question(visitor: Visitor) -> None:
    await visitor.start()
    await visitor.say("3", id="the-late-message")
    for _ in range(20):
        asked = await visitor.say("zzzz")
    await visitor.send("say", text="Ifrane", id="the-late-message")
    assert [told["kind"] for told in await visitor.until_done()] == ["got", "done"]
    assert (await visitor.say("zzzz"))["text"] == asked["text"], "the same question stands"


async def test_two_quick_equal_answers_both_count(visitor: Visitor) -> None:
    await visitor.start()
    one, two = await visitor.say("4"), await visitor.say("4")
    assert (one["seq"], two["seq"]) == (2, 3)


async def test_what_was_typed_for_a_conversation_that_is_gone_answers_nothing(
    visitor: Visitor, chat: Chat, scene: Stage_
) -> None:
    await visitor.start()
    await visitor.say("3")
    await scene.clock.advance(TTL + 1)
    late = await chat.visit(visitor.name, after=2)
    assert late.seq == 0
    id = await late.send("say", text="1", after=2)
    assert (await late.until_done())[-1] == {"kind": "refused", "id": id, "why": "over"}
    assert (await late.start())["seq"] == 1


async def test_another_process_goes_on_where_the_first_ended(scene: Stage_, chat: Chat, visitor: Visitor) -> None:
    await visitor.start()
    asked = await visitor.say("3")
    async with chatting(scene) as other:
        moved = await other.visit(visitor.name, after=asked["seq"])
        assert (await moved.say("Tata"))["seq"] == asked["seq"] + 1


async def test_a_process_that_ends_sends_its_pages_away(scene: Stage_) -> None:
    async with chatting(scene) as chat:
        visitor = await chat.visit()
        await chat.line.close(None)  # type: ignore[arg-type]  # the application is not looked at
        assert await visitor.closed() == 1001


async def test_a_second_window_takes_the_line_over(chat: Chat, visitor: Visitor) -> None:
    await visitor.start()
    second = await chat.visit(visitor.name)
    assert await visitor.closed() == REPLACED
    assert [*chat.line.sockets] == [visitor.name]
    await second.socket.close()


async def test_a_page_that_says_nothing_for_long_is_let_go(chat: Chat, visitor: Visitor, scene: Stage_) -> None:
    await visitor.start()
    await scene.clock.advance(TTL + 1)
    assert await visitor.closed() == IDLE
    async with asyncio.timeout(10):
        while chat.line.sockets:  # noqa: ASYNC110 - the server's side of the closing has no event to wait for
            await asyncio.sleep(0.01)


async def test_leaving_forgets_the_conversation_and_what_was_said(chat: Chat, visitor: Visitor) -> None:
    await visitor.start()
    await visitor.say("3")
    async with chat.http.post(chat.url + "/chat/leave", headers=chat.bearer(visitor.name)) as response:
        assert response.status == 204
    after = await chat.visit(visitor.name)
    assert after.seq == 0
    assert (await after.say("Tata"))["text"] == body("language-ask"), "not even the question before is known"
