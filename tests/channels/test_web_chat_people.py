"""Talking to a person in the web chat: whose words go where, in which order, and never the counter over a person."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from dialogs.desk.room import CASES
from dialogs.ports import Conversation, StoreDown
from store.inbox_thread import By, Rules, State
from tests.channels.web_chat import Visitor
from tests.dialogs.test_strangers import used_up
from tests.people import AGENT, Peopled, people_chatting
from tests.player import stage

SUNDAY = 2 * 86400.0


@pytest.fixture
async def desk() -> AsyncIterator[Peopled]:
    async with people_chatting() as opened:
        yield opened


async def menu(desk: Peopled, visitor: Visitor, lang: str = "fr") -> dict[str, object]:
    return await visitor.press(desk.words("menu-human", lang), await visitor.start(lang))


# --- asking ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "ar", "en"])
async def test_the_menu_of_the_chat_leads_to_a_person_and_says_who_waits_before_her(desk: Peopled, lang: str) -> None:
    await desk.asked()
    shown = await menu(desk, await desk.chat.visit(), lang)
    assert "1" in str(shown["text"]) or "شخص واحد" in str(shown["text"])
    assert shown["options"][:2] == [  # type: ignore[index]  # a list of buttons
        {"value": "1", "label": desk.words("consent-yes", lang)},
        {"value": "2", "label": desk.words("consent-no", lang)},
    ]


async def test_a_sentence_or_a_word_leads_there_too(desk: Peopled) -> None:
    visitor = await desk.chat.visit()
    await visitor.start("fr")
    assert "Une personne peut vous répondre" in (await visitor.say("conseiller"))["text"]


async def test_phones_without_a_chat_are_offered_nobody(desk: Peopled) -> None:
    phone = desk.scene.handset()
    await phone.dial()
    screens = [await phone.send("2"), await phone.send("99"), await phone.send("99")]
    assert desk.words("menu-human") not in "".join(screens)


async def test_who_waits_is_told_so_and_gets_her_place(desk: Peopled) -> None:
    _, thread = await desk.asked()
    assert thread.state is State.WAITING
    assert (thread.service, thread.phone) == ("", ""), "nothing is shown that she did not agree to"
    assert (await desk.inbox.lines(thread.id, after=0, limit=9))[0].text == "waiting"


async def test_the_last_service_is_shown_only_when_she_agrees(desk: Peopled) -> None:
    for agreed, seen in (("1", "offices"), ("2", "")):
        visitor = await desk.chat.visit()
        await visitor.press(desk.words("menu-offices"), await visitor.start("fr"))
        await visitor.say("Ifrane")
        await menu(desk, visitor)
        assert "dernier service" in (await visitor.say("1"))["text"]
        await desk.sent(visitor, agreed)
        assert (await desk.thread(visitor)).service == seen


async def test_outside_their_hours_a_call_or_a_message_is_offered_instead(desk: Peopled) -> None:
    desk.scene.clock.at += SUNDAY
    visitor = await desk.chat.visit()
    assert "Lundi-vendredi, 8:30-16:30" in str((await menu(desk, visitor))["text"])
    await visitor.say("1")
    noted = await visitor.say("0661550019")
    assert "On vous appelle avant le" in noted["text"]
    assert desk.scene.deeds == ["speak", "open-case"] or desk.scene.deeds == ["open-case"]


async def test_with_nobody_at_work_a_message_becomes_a_case_that_she_follows(desk: Peopled) -> None:
    await desk.inbox.off(AGENT)
    visitor = await desk.chat.visit()
    assert desk.words("human-nobody") in str((await menu(desk, visitor))["text"])
    await visitor.say("2")
    await visitor.say("Je ne comprends pas ma lettre")
    assert "Référence" in (await visitor.say("4242"))["text"]


async def test_strangers_together_open_so_many_cases_and_no_more(desk: Peopled) -> None:
    await desk.inbox.off(AGENT)
    await used_up(desk.scene, "case-open", CASES)
    visitor = await desk.chat.visit()
    await menu(desk, visitor)
    await visitor.say("1")
    assert "c'est bloqué 60 minutes" in (await visitor.say("0661550019"))["text"]
    assert await desk.scene.casebook.due(1e12, 9) == []


@pytest.mark.parametrize("rules", [Rules(queue=1), Rules(strangers=1)], ids=["the queue", "what strangers have of it"])
async def test_a_long_queue_is_said_and_not_joined(rules: Rules) -> None:
    async with people_chatting(rules=rules) as desk:
        await desk.asked()
        shown = await menu(desk, await desk.chat.visit())
        assert "Trop de monde attend : 1" in str(shown["text"])
        assert await desk.inbox.waiting() == 1


async def test_of_two_who_agree_to_the_last_place_the_second_reads_that_the_queue_is_long() -> None:
    async with people_chatting(rules=Rules(strangers=1)) as desk:
        first, second = await desk.chat.visit(), await desk.chat.visit()
        for visitor in (first, second):
            assert "Une personne peut vous répondre" in str((await menu(desk, visitor))["text"])
        assert (await desk.sent(first, "1"))[-1]["kind"] == "done"
        late = await second.say("1")
        assert "Trop de monde attend" in late["text"]
        assert await desk.inbox.open_of(Conversation("web", "web", second.name), now=desk.now) is None
        assert "Référence" not in (await second.say("1"))["text"], "a call is offered instead"


# --- talking -----------------------------------------------------------------------------------


async def test_while_a_person_has_it_her_words_go_there_and_the_counter_is_silent(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    for text in ("Bonjour", "1", "0", "statut", "99", "mon dossier ?"):
        got, done = await desk.sent(visitor, text)
        assert (got["kind"], done["kind"]) == ("got", "done")
    assert await desk.said(thread) == ["Bonjour", "1", "0", "statut", "99", "mon dossier ?"]


async def test_an_agents_words_are_pushed_over_the_open_socket(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    await desk.inbox.say(thread.id, AGENT, b"1", "Bonjour, je suis Salma", now=desk.now)
    told = await desk.pushed(visitor)
    assert (told["text"], told["agent"], told["person"]) == ("Bonjour, je suis Salma", True, True)
    assert told["options"] == [{"value": "00", "label": desk.words("word-home")}]


async def test_an_agents_words_come_by_long_poll_too(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    seq = visitor.seq
    await visitor.socket.close()
    await desk.inbox.say(thread.id, AGENT, b"1", "Bonjour", now=desk.now)
    await desk.carry()
    url, headers = f"{desk.chat.url}/chat/poll?after={seq}", desk.chat.bearer(visitor.name)
    async with desk.chat.http.get(url, headers=headers) as answer:
        told = await answer.json()
    assert [one["text"] for one in told["said"]] == ["Bonjour"]


async def test_what_was_said_while_her_line_was_down_comes_in_order(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    await visitor.socket.close()
    for n in range(3):
        await desk.inbox.say(thread.id, AGENT, b"%d" % n, f"ligne {n}", now=desk.now)
    await desk.carry()
    again = await desk.chat.dial((await desk.chat.ticket(visitor.name))["ticket"], visitor.seq)
    back = Visitor(desk.chat, visitor.name, again)
    told = [await back.read() for _ in range(4)]
    assert [one.get("text", one["kind"]) for one in told] == ["hello", "ligne 0", "ligne 1", "ligne 2"]


async def test_a_line_is_shown_once_whatever_the_carrier_suffers(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    await desk.inbox.say(thread.id, AGENT, b"1", "Bonjour", now=desk.now)
    first = await desk.inbox.outgoing(lease=0.0, now=desk.now)
    assert first is not None
    await desk.carrier._bring(first)  # brought, and the process dies before it says so
    told = await desk.pushed(visitor)
    await desk.scene.clock.advance(20.0)
    await desk.carry()
    kept = await desk.chat.line.talk.backlog.of(visitor.name)
    assert (told["text"], kept.seq) == ("Bonjour", told["seq"])


async def test_somebody_typing_is_shown_on_her_page(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    await desk.people.chats["web"].typing(thread.conversation)
    assert await visitor.read() == {"kind": "typing"}


async def test_a_page_with_a_person_is_not_closed_for_silence(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    for _ in range(3):
        await desk.scene.clock.advance(400.0)
        await desk.inbox.say(thread.id, AGENT, b"%f" % desk.now, "Encore un instant", now=desk.now)
        assert (await desk.pushed(visitor))["text"] == "Encore un instant"


async def test_her_numbers_reach_the_agent_masked(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    await desk.sent(visitor, "mon numéro : 2639425169")
    assert await desk.said(thread) == ["mon numéro : 26****5169"]


# --- giving back -------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["00", "menu", "MENU", "/start"])
async def test_a_control_word_gives_it_back_and_shows_the_menu(desk: Peopled, word: str) -> None:
    visitor, thread = await desk.held()
    _, shown, done = await desk.sent(visitor, word)
    assert shown["text"].startswith(desk.words("slip-counter"))
    assert any(option["label"] == desk.words("menu-offices") for option in shown["options"])
    assert (await desk.state(thread), done["kind"]) == (State.RETURNED, "done")


async def test_after_a_hand_back_her_next_word_finds_the_menu(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    await desk.inbox.give_back(thread.id, AGENT, now=desk.now)
    told = await desk.pushed(visitor)
    assert (told["text"], told["end"], told.get("person", False)) == (desk.words("human-returned"), True, False)
    assert desk.words("menu-offices") in str(await visitor.start("fr"))


async def test_a_word_written_to_the_person_answers_no_question_of_the_counter(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    before = visitor.seq
    await desk.inbox.give_back(thread.id, AGENT, now=desk.now)
    await desk.pushed(visitor)
    await visitor.start("fr")
    visitor.seq = before  # she typed it before her page knew that she was handed back
    *_, shown, done = await desk.sent(visitor, "3")
    assert (shown["text"], done["kind"]) == (desk.words("menu"), "done")


async def test_nobody_came_and_she_is_told(desk: Peopled) -> None:
    visitor, thread = await desk.asked()
    desk.scene.clock.at += 1801.0
    await desk.carrier.sweep()
    assert (await desk.pushed(visitor))["text"] == desk.words("human-nobody-came")
    assert await desk.state(thread) is State.EXPIRED


async def test_leaving_no_trace_deletes_every_word_at_once(desk: Peopled) -> None:
    visitor, thread = await desk.held()
    await desk.sent(visitor, "Bonjour")
    async with desk.chat.http.post(desk.chat.url + "/chat/leave", json={}, headers=desk.chat.bearer(visitor.name)) as answer:
        assert answer.status == 204
    assert await desk.inbox.lines(thread.id, after=0, limit=9) == []
    assert await desk.inbox.open_of(Conversation("web", "web", visitor.name), now=desk.now) is None


# --- races (T37) -------------------------------------------------------------------------------


async def test_of_a_word_and_a_claim_that_race_the_counter_says_nothing_after_the_person(desk: Peopled) -> None:
    visitor, thread = await desk.asked()
    desk.scene.clock.at += 61.0  # long enough for the counter to say that her words are kept
    await asyncio.gather(visitor.send("say", text="Vous êtes là ?"), desk.inbox.claim(thread.id, AGENT, now=desk.now))
    await visitor.until_done()
    await desk.inbox.say(thread.id, AGENT, b"1", "Oui", now=desk.now)
    told = [await desk.pushed(visitor)]
    while told[-1]["text"] != "Oui":
        told.append(await desk.pushed(visitor))
    lines = await desk.inbox.lines(thread.id, after=0, limit=100)
    claimed = next(line.seq for line in lines if line.text == "claimed" and line.by is By.NOTE)
    assert all(line.by is not By.NOTE for line in lines if line.seq > claimed)
    assert [one["text"] for one in told][-2:] == [desk.words("human-claimed"), "Oui"]


async def test_two_words_at_once_of_which_one_asks_for_the_person(desk: Peopled) -> None:
    """The other was on its way while she was put into the queue: it waits for the person too, or was answered before."""
    for n in range(4):
        visitor = await desk.chat.visit()
        await menu(desk, visitor)
        name, turns = visitor.name, desk.chat.line.talk
        yes, word = (
            visitor_says(name, f"yes-{n}-00000", "1", visitor.seq),
            visitor_says(name, f"word-{n}-0000", "allô", visitor.seq),
        )
        await asyncio.gather(turns.answer(*yes), turns.answer(*word))
        thread = await desk.thread(visitor)
        await desk.inbox.claim(thread.id, AGENT, now=desk.now)
        kept = await turns.backlog.of(name)
        await turns.answer(*visitor_says(name, f"more-{n}-0000", "2", kept.seq))
        assert (await turns.backlog.of(name)).seq == kept.seq, "the counter says nothing once she asked"
        assert (await desk.said(thread))[-1] == "2"


def visitor_says(name: str, id: str, text: str, after: int):  # type: ignore[no-untyped-def]  # a visitor and what she says
    from channels.chat.web_wire import Say

    return name, Say(id, text, after)


async def test_a_store_that_is_down_lets_the_counter_say_so_and_not_answer(
    desk: Peopled, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, _ = await desk.held()

    async def down(*_: object, **__: object) -> None:
        raise StoreDown("down")

    monkeypatch.setattr(type(desk.inbox), "hear", down)
    _, shown, _ = await desk.sent(visitor, "1")
    assert shown["text"] == desk.scene.world.speech.word("busy-texted", "ar"), "neutral words, no answer to a question"


async def test_where_nobody_answers_chats_are_as_they_were() -> None:
    scene = stage()
    async with people_chatting(scene) as desk:
        desk.people.chats.clear()
        visitor = await desk.chat.visit()
        assert desk.words("menu-human") not in str(await visitor.start("fr"))
