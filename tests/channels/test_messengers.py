"""Telegram and WhatsApp from the webhook to the answer: conversations, copies, order, strangers, and platforms that fail."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from channels.chat.messenger_line import LEASE, TRIES
from channels.gate import Rate
from dialogs.ports import Arrived, StoreDown
from sandbox.telegram import Telegram as TelegramBox
from sandbox.whatsapp import WhatsApp as WhatsAppBox
from store.memory_arrivals import MemoryArrivals
from tests.channels.messenger_world import KEY, Chatting, chatting
from tests.player import HER, stage

BOTH = pytest.mark.parametrize("name", ["telegram", "whatsapp"])
MENU = "IDCS : que voulez-vous faire ?"


async def begin(chat: Chatting, who: str = "") -> None:
    """To the menu in French: WhatsApp tells nobody's language, and has it asked."""
    if "Français" in [label for _, label in (await chat.say("Bonjour", who)).buttons]:
        await chat.press("Français", who)
    assert chat.box.chats.last(who or chat.who).text == MENU


@BOTH
async def test_a_person_links_her_phone_and_files_a_complaint(name: str) -> None:
    scene = stage()
    async with chatting(scene, name) as chat:
        await begin(chat)
        await chat.press("Faire une réclamation")
        assert chat.labels()[0] == "Relier mon téléphone", "also where the platform told her number"
        await chat.press("Relier mon téléphone")
        assert "**07" in (await chat.say("06 12 34 00 07")).text
        [(to, words)] = scene.messages()
        assert to == HER
        await chat.say(words[:6])
        for pressed in ("Faire une réclamation", "Une aide", "Aide non reçue", "Pour moi"):
            await chat.press(pressed)
        await chat.say("zag")
        for pressed in ("Corriger une erreur", "Non, c'est tout", "Avec ce téléphone (SMS)"):
            last = await chat.press(pressed)
        assert last.text.startswith("C'est enregistré.")
        assert last.kept is (name == "telegram"), "words with a reference are not forwarded"
        assert chat.labels() == ["Menu"]
        assert (await chat.press("Menu")).text == MENU
        assert chat.box.refused == []
        assert set(chat.counts) == {"answered"}


@BOTH
async def test_an_old_button_answers_no_new_question(name: str) -> None:
    async with chatting(stage(), name) as chat:
        await begin(chat)
        [offices] = [value for value, label in chat.box.chats.last(chat.who).buttons if label == "Trouver un bureau"]
        await chat.press_value(offices)
        again = await chat.press_value(offices)
        assert again.text.startswith("Ce bouton est ancien. Répondez à ceci :\nÉcrivez le nom de votre commune")
        assert (await chat.say("zag")).text.startswith("Caïdat Zagora")
        after = await chat.press_value(offices)
        assert after.text.startswith("Ce bouton est ancien.")
        forged = await chat.press_value("AAAAAAAA.1")
        assert forged.text == after.text


@BOTH
async def test_an_old_button_of_a_conversation_that_is_gone_leads_to_the_beginning(name: str) -> None:
    scene = stage()
    async with chatting(scene, name) as chat:
        await begin(chat)
        [first, *_] = chat.box.chats.last(chat.who).buttons
        await scene.clock.advance(5 * 3600.0)
        assert "ancien" not in (await chat.press_value(first[0])).text
        assert not any(deed.startswith("recover") for deed in scene.deeds)


@BOTH
async def test_a_webhook_that_comes_again_is_answered_once(name: str) -> None:
    async with chatting(stage(), name) as chat:
        event = copied(chat.box)
        assert [await chat.box.deliver(*event) for _ in range(3)] == [200, 200, 200]
        await chat.counted("answered")
        assert chat.counts == {"answered": 1, "copy": 2}
        assert chat.box.chats.count(chat.who) == 1


def copied(box: TelegramBox | WhatsAppBox) -> tuple[Any, ...]:
    """What to deliver, with the id that its copies have."""
    if isinstance(box, TelegramBox):
        return {"message": box.message(box.people[0], text="Bonjour")}, 77
    return (box.message(box.people[0], type="text", text={"body": "Bonjour"}),)


@BOTH
async def test_what_one_person_writes_quickly_is_answered_in_order(name: str) -> None:
    async with chatting(stage(), name) as chat:
        await begin(chat)
        count = chat.box.chats.count(chat.who)
        await asyncio.gather(*(chat.box.write(chat.who, text) for text in ("3", "zag")))
        await chat.answer(count + 2)
        assert [one.text.partition("\n")[0] for one in chat.box.chats.of(chat.who) if one.ours][-2:] == [
            "Écrivez le nom de votre commune, ou ses premières lettres.",
            "Caïdat Zagora",
        ]


@BOTH
async def test_what_a_dead_process_left_is_answered_by_another(name: str) -> None:
    scene, arrivals = stage(), MemoryArrivals()
    async with chatting(scene, name, arrivals=arrivals) as chat:
        chat.box.faults.status = 502
        await chat.box.write(chat.who, "Bonjour")
        await chat.counted("again")
        await scene.clock.advance(30.0)
        [held] = await arrivals.claim(name, 9, lease=LEASE, now=scene.clock.now())  # and then it dies
        chat.box.faults.status = 0
        await scene.clock.advance(LEASE - 1)
        assert await chat.line.step() == 0
        await scene.clock.advance(1.0)
        await chat.answer(1)
        assert held.attempt == 2
        assert chat.box.chats.count(chat.who) == 1


@BOTH
async def test_a_platform_that_fails_for_long_is_given_up_and_the_next_message_goes_on(name: str) -> None:
    scene = stage()
    async with chatting(scene, name) as chat:
        chat.box.faults.status = 502
        await chat.box.write(chat.who, "Bonjour")
        for tried in range(1, TRIES):
            await chat.counted("again", tried)
            await scene.clock.advance(LEASE)
            await chat.line.step()
        await chat.counted("given-up")
        assert chat.counts["again"] == TRIES - 1
        chat.box.faults.status = 0
        await chat.say("Bonjour")
        await chat.counted("answered")


class Down(MemoryArrivals):
    async def put(self, arrived: Sequence[Arrived]) -> int:
        raise StoreDown


@BOTH
async def test_what_cannot_be_kept_is_not_acknowledged(name: str) -> None:
    async with chatting(stage(), name, arrivals=Down()) as chat:
        assert await chat.box.deliver(*copied(chat.box)) == 503
        assert chat.counts["store-down"] == 3, "the platform came again"


@BOTH
async def test_strangers_are_turned_away_before_anything_is_read(name: str) -> None:
    arrivals = MemoryArrivals()
    async with chatting(stage(), name, arrivals=arrivals) as chat:
        body = b'{"update_id":1,"message":{"chat":{"id":7,"type":"private"},"from":{"id":7},"text":"x"}}'
        for url, headers, status in (
            (f"{chat.url}/chat/{name}/wrong", {}, 404),
            (chat.box.url, {}, 403),
            (chat.box.url, {"X-Telegram-Bot-Api-Secret-Token": "wrong", "X-Hub-Signature-256": "sha256=" + "0" * 64}, 403),
            (chat.box.url, {"X-Telegram-Bot-Api-Secret-Token": "é", "X-Hub-Signature-256": "é"}, 403),
        ):
            async with chat.http.post(url, data=body, headers=headers) as answer:
                assert answer.status == status
        async with chat.http.get(chat.box.url) as answer:
            assert answer.status == 403
        assert chat.counts == {"refused": 5}
        assert await arrivals.claim(name, 9, lease=LEASE, now=chat.scene.clock.now()) == []


@BOTH
async def test_who_writes_too_fast_is_slowed_down_and_others_are_not(name: str) -> None:
    async with chatting(stage(), name, pace=Rate(every=60.0, burst=2)) as chat:
        other = WhatsAppBox(chat.http, chat.scene.clock).people[1] if name == "whatsapp" else "700100201"
        for _ in range(4):
            await chat.box.write(chat.who, "Bonjour")
        await chat.say("Bonjour", other)
        assert chat.counts["slow-down"] == 2


HOSTILE = [
    "<b>Bonjour</b><script>alert(1)</script>", "&lt;&amp;", "\u202e1\u202c", "\u200b1\u200b", "1\0", "'; DROP TABLE arrivals; --",
    "$(reboot) `reboot` | reboot", "{{7*7}} ${7*7} %s%n", "../../etc/passwd", "*_`[]()~>#+-=|{}.!", "😀" * 500, "ا" * 4096,
    "x" * 16_384, "\n" * 50, "/start x; y", "tg://resolve?domain=x", "https://example.org/a?b=c",
]  # fmt: skip


@BOTH
@pytest.mark.parametrize("text", HOSTILE)
async def test_whatever_is_written_the_answer_is_an_answer(name: str, text: str) -> None:
    async with chatting(stage(), name) as chat:
        await begin(chat)
        answer = await chat.say(text)
        assert answer.text.splitlines()[-1] in (MENU, "[Menu]") or answer.buttons
        assert text.strip("\n\0\u200b\u202e\u202c1") == "" or text not in answer.text
        assert chat.box.refused == []
        assert set(chat.counts) == {"answered"}
        assert (await chat.say("3")).buttons


@BOTH
async def test_what_is_no_text_is_answered_with_what_can_be_read(name: str) -> None:
    async with chatting(stage(), name) as chat:
        await begin(chat)
        count = chat.box.chats.count(chat.who)
        if isinstance(chat.box, TelegramBox):
            await chat.box.deliver({"message": chat.box.message(chat.who, sticker={"file_id": "x"})})
            await chat.box.deliver({"edited_message": chat.box.message(chat.who, text="3", edit_date=1)})
        else:
            await chat.box.deliver(chat.box.message(chat.who, type="image", image={"id": "1"}))
            await chat.box.deliver(chat.box.message(chat.who, type="unsupported", errors=[{"code": 131051}]))
        last = await chat.answer(count + 2)
        assert last.text == f"Je lis seulement les nouveaux messages, en mots ou en chiffres.\n{MENU}"
        assert (await chat.press("Trouver un bureau")).text.startswith("Écrivez le nom de votre commune")


@BOTH
async def test_nothing_of_a_person_is_in_a_log(name: str) -> None:
    with capture_logs() as logs:
        async with chatting(stage(), name) as chat:
            await begin(chat)
            await chat.press("Faire une réclamation")
            chat.box.faults.status = 502
            await chat.box.write(chat.who, "c4n4ry words")
            await chat.counted("again")
    told = str(logs)
    secrets = [chat.who, "c4n4ry", KEY, HER[1:]]
    secrets.append(chat.box.token if isinstance(chat.box, TelegramBox) else chat.box.access_token)
    assert [word for word in secrets if word in told] == []
    assert "chat.not-answered" in told


# --- Telegram alone ----------------------------------------------------------------------------


async def test_a_group_is_told_once_an_hour_to_write_in_private() -> None:
    scene = stage()
    async with chatting(scene, "telegram") as chat:
        assert isinstance(chat.box, TelegramBox)
        group = {"chat": {"id": -1007, "type": "supergroup"}}
        for _ in range(3):
            await chat.box.deliver({"message": chat.box.message("700100200", text="3") | group})
        assert "Écrivez-moi en privé" in (await chat.answer(1, "-1007")).text
        assert "على انفراد" in chat.box.chats.last("-1007").text
        await chat.counted("answered")
        assert chat.counts == {"slow-down": 2, "answered": 1}
        assert chat.box.chats.count("700100200") == 0, "nothing of it is said to her"


async def test_who_blocked_the_bot_is_not_written_to_again() -> None:
    async with chatting(stage(), "telegram") as chat:
        assert isinstance(chat.box, TelegramBox)
        chat.box.blocked.add(chat.who)
        await chat.box.write(chat.who, "Bonjour")
        await chat.counted("unreachable")
        chat.box.blocked.clear()
        await chat.say("Bonjour")
        await chat.counted("answered")
        assert chat.counts == {"unreachable": 1, "answered": 1}


async def test_telegram_is_given_the_time_that_it_asks_for() -> None:
    scene = stage()
    async with chatting(scene, "telegram") as chat:
        assert isinstance(chat.box, TelegramBox)
        chat.box.slow_down = 7
        await chat.box.write(chat.who, "Bonjour")
        await chat.counted("again")
        await scene.clock.advance(6.0)
        assert await chat.line.step() == 0
        await scene.clock.advance(1.0)
        await chat.answer(1)


async def test_a_pressed_button_is_acknowledged_and_typing_is_shown() -> None:
    async with chatting(stage(), "telegram") as chat:
        assert isinstance(chat.box, TelegramBox)
        await begin(chat)
        await chat.press("Trouver un bureau")
        assert chat.box.calls.count("sendChatAction") == 2
        assert chat.box.calls.count("answerCallbackQuery") == 1


# --- WhatsApp alone ----------------------------------------------------------------------------


async def test_a_person_without_a_number_is_answered_by_her_id() -> None:
    async with chatting(stage(), "whatsapp") as chat:
        hidden = chat.box.people[1]
        await begin(chat, hidden)
        assert (await chat.press("Trouver un bureau", hidden)).text.startswith("Écrivez le nom de votre commune")
        assert chat.box.refused == []


async def test_a_batch_is_taken_whole_in_the_order_of_its_times() -> None:
    scene = stage()
    async with chatting(scene, "whatsapp") as chat:
        assert isinstance(chat.box, WhatsAppBox)
        await begin(chat)
        early = chat.box.message(chat.who, type="text", text={"body": "3"})
        late = chat.box.message(chat.who, type="text", text={"body": "zag"}) | {"timestamp": str(int(scene.clock.now()) + 1)}
        broken = {"id": 7, "type": ["text"]}
        count = chat.box.chats.count(chat.who)
        statuses = ({"id": "wamid.X", "status": "delivered"}, {"id": "wamid.Y", "status": "failed", "errors": [{"code": 131026}]})
        assert await chat.box.deliver(late, broken, early, statuses=statuses) == 200
        assert (await chat.answer(count + 2)).text.startswith("Caïdat Zagora")
        assert chat.statuses == [("delivered", 0), ("failed", 131026)]


async def test_an_answer_that_comes_after_a_day_is_a_template() -> None:
    scene = stage()
    async with chatting(scene, "whatsapp") as chat:
        chat.box.faults.status = 502
        await chat.box.write(chat.who, "Bonjour")
        await chat.counted("again")
        chat.box.faults.status = 0
        await scene.clock.advance(24 * 3600.0)
        assert (await chat.answer(1)).text == "[write_again]"


async def test_a_closed_window_that_only_the_platform_knows_of_opens_with_a_template() -> None:
    async with chatting(stage(), "whatsapp") as chat:
        assert isinstance(chat.box, WhatsAppBox)
        event = chat.box.message(chat.who, type="text", text={"body": "Bonjour"})
        chat.box.wrote.clear()
        await chat.box.deliver(event)
        assert (await chat.answer(1)).text == "[write_again]"


@pytest.mark.parametrize(("code", "word"), [(131056, "again"), (130429, "again"), (190, "again"), (131026, "unreachable")])
async def test_each_code_has_its_policy(code: int, word: str) -> None:
    async with chatting(stage(), "whatsapp") as chat:
        chat.box.faults.lie = f"code:{code}"
        await chat.box.write(chat.who, "Bonjour")
        await chat.counted(word)
        assert chat.counts == {word: 1}


async def test_meta_makes_sure_of_the_address_with_our_token_alone() -> None:
    async with chatting(stage(), "whatsapp") as chat:
        asked = {"hub.mode": "subscribe", "hub.verify_token": "c4n4ry-s3cret", "hub.challenge": "1158201444"}
        for change, status, text in (
            ({}, 200, "1158201444"),
            ({"hub.verify_token": "wrong"}, 403, None),
            ({"hub.mode": "unsubscribe"}, 403, None),
            ({"hub.challenge": "<script>"}, 403, None),
        ):
            async with chat.http.get(chat.box.url, params=asked | change) as answer:
                assert answer.status == status
                assert text is None or (await answer.text(), answer.content_type) == (text, "text/plain")
