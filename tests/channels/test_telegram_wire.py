"""Telegram's wire format: what an update is, what a message of ours becomes, what each answer of the Bot API means."""

import json

import pytest

from channels.chat.buttons import Button
from channels.chat.messenger import Incoming, Said
from channels.chat.telegram import encode, judge, read, words
from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.exchange import Answered

AMINA = {"id": 700100200, "is_bot": False, "first_name": "Amina", "language_code": "fr"}
HERE = {"id": 700100200, "type": "private", "first_name": "Amina"}
GROUP = {"id": -1007001, "type": "supergroup", "title": "Famille"}


def written(**content: object) -> dict[str, object]:
    return {"message_id": 5, "date": 1, "chat": HERE, "from": AMINA, **content}


def pressed(**content: object) -> dict[str, object]:
    return {"id": "77", "from": AMINA, "chat_instance": "1", "data": "tag.1", "message": written(text="?"), **content}


def text(said: str) -> Incoming:
    return Incoming("9", "700100200", "700100200", "text", said, "fr")


OTHER = Incoming("9", "700100200", "700100200", "other", lang="fr")
BUTTON = Incoming("9", "700100200", "700100200", "button", "tag.1", "fr", "77")
READ: list[tuple[dict[str, object], list[Incoming]]] = [
    ({"message": written(text="Bonjour")}, [text("Bonjour")]),
    ({"message": written(text="a\0b", entities=[{"type": "bold"}])}, [text("ab")]),
    ({"message": written(text="x" * 4096)}, [text("x" * 2000)]),
    ({"message": written(text="3", **{"from": AMINA | {"language_code": "ar-MA"}})}, [
        Incoming("9", "700100200", "700100200", "text", "3", "ar-MA")
    ]),
    ({"message": written(photo=[{"file_id": "x"}], caption="3")}, [OTHER]),
    ({"message": written(contact={"phone_number": "212612340007"})}, [OTHER]),
    ({"edited_message": written(text="3", edit_date=2)}, [OTHER]),
    ({"callback_query": pressed()}, [BUTTON]),
    ({"callback_query": pressed(message={**written(text="?"), "date": 0})}, [BUTTON]),
    ({"callback_query": {key: value for key, value in pressed().items() if key != "message"}}, [BUTTON]),
    ({"message": written(text="3", chat=GROUP)}, [Incoming("9", "700100200", "-1007001", "group")]),
    ({"edited_message": written(text="3", chat=GROUP)}, []),
    ({"callback_query": pressed(message=written(chat=GROUP))}, []),
    ({"channel_post": {"chat": {"id": -1, "type": "channel"}, "text": "x"}}, []),
    ({"message": written(text="3", **{"from": AMINA | {"is_bot": True}})}, []),
    ({"message": {"message_id": 5, "date": 1, "chat": HERE, "text": "3"}}, []),
    ({"my_chat_member": {"chat": HERE, "new_chat_member": {"status": "kicked"}}}, []),
    ({"inline_query": {"id": "1", "query": "x"}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("event", "read_as"), READ)
def test_an_update_is_what_somebody_did(event: dict[str, object], read_as: list[Incoming]) -> None:
    assert list(read(json.dumps({"update_id": 9, **event}).encode())) == read_as


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b"{", b"[" * 100_000, b'{"update_id": "9"}', b'{"update_id": 9, "message": {"text": "x"}}',
     b'{"update_id": 9, "message": {"chat": {"id": "7", "type": "private"}}}', b'\xff', json.dumps({"update_id": 1.5}).encode()],
)  # fmt: skip
def test_what_is_no_update_is_refused_without_its_words(body: bytes) -> None:
    with pytest.raises(BadForm) as refused:
        read(body)
    assert refused.value.args == ("json",)


def test_a_message_is_plain_text_with_a_button_a_line() -> None:
    said = Said("<b>Où</b> ? https://example.org", (Button("AbCdEfGh.1", "Ici"), Button("AbCdEfGh.0", "Retour " * 20)), True)
    body = json.loads(encode(text("x"), said))
    assert body == {
        "chat_id": 700100200,
        "text": "<b>Où</b> ? https://example.org",
        "link_preview_options": {"is_disabled": True},
        "protect_content": True,
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Ici", "callback_data": "AbCdEfGh.1"}],
                [{"text": "Retour Retour Retour Retour Retour Retour Retour Retour…", "callback_data": "AbCdEfGh.0"}],
            ]
        },
    }
    assert set(json.loads(encode(text("x"), Said("Oui")))) == {"chat_id", "text", "link_preview_options"}


@pytest.mark.parametrize("long", ["mot " * 2000, "é" * 5000, "😀" * 3000, "e\u0301" * 4000])
def test_a_text_fits_in_utf_16_units(long: str) -> None:
    cut = words(long, 4096)
    assert 4000 <= len(cut.encode("utf-16-le")) // 2 <= 4096
    assert cut.endswith("…")
    assert words("court", 4096) == "court"


ANSWERS: list[tuple[int, bytes, Outcome]] = [
    (200, b'{"ok":true,"result":{"message_id":12,"date":1}}', Taken("12", 1)),
    (200, b'{"ok":true,"result":true}', Taken("", 1)),
    (403, b'{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked"}', Refused("blocked", permanent=True)),
    (429, b'{"ok":false,"error_code":429,"parameters":{"retry_after":35}}', Again("http-429", 35.0)),
    (429, b'{"ok":false,"error_code":429,"parameters":{"retry_after":99999}}', Again("http-429", 3600.0)),
    (429, b"<html>", Again("http-429", 1.0)),
    (400, b'{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}', Refused("http-400", permanent=False)),
    (401, b'{"ok":false,"error_code":401,"description":"Unauthorized"}', Stop("http-401")),
    (404, b'{"ok":false,"error_code":404,"description":"Not Found"}', Stop("http-404")),
    (500, b"", Again("http-500", 5.0)),
    (502, b"<html>", Again("http-502", 5.0)),
    (200, b"<html>", Unknown("unreadable")),
    (200, b'{"ok":false}', Unknown("unreadable")),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "outcome"), ANSWERS)
def test_each_answer_of_the_bot_api_has_its_policy(status: int, body: bytes, outcome: Outcome) -> None:
    assert judge(Answered(status, {}, body)) == outcome
