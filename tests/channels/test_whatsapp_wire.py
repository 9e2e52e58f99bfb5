"""WhatsApp's wire format: batches read whole, words within limits, every code of the Cloud API with its policy."""

import json
from typing import Any

import pytest

from channels.chat.buttons import Button
from channels.chat.messenger import Incoming, Said
from channels.chat.whatsapp import read
from channels.chat.whatsapp_api import judge
from channels.chat.whatsapp_messages import message_of, template_of
from channels.gate import BadForm
from channels.outbound import Again, Outcome, Refused, Stop, Taken, Unknown
from channels.sms.exchange import Answered

OURS = "106540352242922"
NUMBER, BSUID = "212612340007", "MA.13491208655302741918"


def webhook(*messages: Any, number: str = OURS, field: str = "messages", statuses: Any = None) -> bytes:
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": number}, "messages": list(messages)}
    value |= {"statuses": statuses} if statuses else {}
    changes = [{"field": field, "value": value}]
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}).encode()


def message(**content: Any) -> dict[str, Any]:
    return {"from": NUMBER, "from_user_id": BSUID, "id": "wamid.1", "timestamp": "7", "type": "text", **content}


def got(kind: Any = "text", said: str = "", who: str = BSUID, to: str = NUMBER) -> Incoming:
    return Incoming("wamid.1", who, to, kind, said)


WORDS = {"text": {"body": "Bonjour"}}
READ: list[tuple[dict[str, Any], list[Incoming]]] = [
    (message(**WORDS), [got(said="Bonjour")]),
    (message(text={"body": "a\0b" + "x" * 4000}), [got(said="ab" + "x" * 1997)]),
    ({**message(**WORDS), "from_user_id": ""}, [got(said="Bonjour", who=NUMBER)]),
    ({key: value for key, value in message(**WORDS).items() if key != "from"}, [got(said="Bonjour", to=BSUID)]),
    ({**message(**WORDS), "from": BSUID, "from_user_id": ""}, [got(said="Bonjour", to=BSUID)]),
    (message(type="interactive", interactive={"button_reply": {"id": "tag.1", "title": "Ici"}}), [got("button", "tag.1")]),
    (message(type="interactive", interactive={"list_reply": {"id": "tag.2", "title": "Ici"}}), [got("button", "tag.2")]),
    (message(type="interactive", interactive={"type": "nfm_reply"}), [got("other")]),
    (message(type="button", button={"payload": "x", "text": "Écrire"}), [got(said="Écrire")]),
    (message(type="image", image={"id": "1", "caption": "3"}), [got("other")]),
    (message(type="contacts", contacts=[{"phones": [{"phone": NUMBER}]}]), [got("other")]),
    (message(type="text", text={"body": ""}), [got("other")]),
    (message(type="reaction", reaction={"emoji": "👍"}), []),
    (message(type="system", system={"body": "changed number"}), []),
    (message(group_id="g1", **WORDS), []),
    (message(id="", **WORDS), []),
    (message(id="x" * 300, **WORDS), []),
    ({"id": "wamid.1", "type": "text", **WORDS}, []),
    (message(**{"from": "a b", "from_user_id": "a/b"}, **WORDS), []),
    (message(timestamp="soon", **WORDS), [got(said="Bonjour")]),
]  # fmt: skip


@pytest.mark.parametrize(("told", "read_as"), READ)
def test_a_message_is_what_somebody_did(told: dict[str, Any], read_as: list[Incoming]) -> None:
    assert list(read(webhook(told), OURS, unheard)) == read_as


def unheard(status: str, code: int) -> None:
    raise AssertionError((status, code))


def test_other_numbers_and_other_fields_are_not_ours() -> None:
    assert list(read(webhook(message(**WORDS), number="1"), OURS, unheard)) == []
    assert list(read(webhook(message(**WORDS), field="account_update"), OURS, unheard)) == []


def test_one_broken_part_of_a_batch_hides_none_of_the_others() -> None:
    good = json.loads(webhook({"type": 7}, message(**WORDS)))
    good["entry"][0]["changes"].insert(0, {"field": "messages", "value": []})
    good["entry"].append({"id": "2"})
    assert [one.said for one in read(json.dumps(good).encode(), OURS, unheard)] == ["Bonjour"]


def test_statuses_are_told_with_their_codes() -> None:
    told: list[tuple[str, int]] = []
    statuses = [{"status": "sent"}, {"status": "failed", "errors": [{"code": 131047}]}, {"status": "<b>"}, 7]
    read(webhook(statuses=statuses), OURS, lambda status, code: told.append((status, code)))
    assert told == [("sent", 0), ("failed", 131047), ("other", 0)]


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b"{", b"[" * 100_000, b'{"entry": 7}', b"\xff", b'{"entry": [7]}'])
def test_what_is_no_webhook_is_refused_without_its_words(body: bytes) -> None:
    with pytest.raises(BadForm) as refused:
        read(body, OURS, unheard)
    assert refused.value.args == ("json",)


def options(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(f"AbCdEfGh.{n}", label) for n, label in enumerate(labels, 1))


def sent(said: Said, to: str = NUMBER) -> Any:
    return json.loads(message_of(to, said))


def test_up_to_three_short_choices_are_buttons() -> None:
    body = sent(Said("Où ?", options("Ici", "Là", "Retour"), choose="Choisir"))
    assert body["to"] == NUMBER
    assert body["interactive"]["body"] == {"text": "Où ?"}
    assert body["interactive"]["action"]["buttons"][0] == {"type": "reply", "reply": {"id": "AbCdEfGh.1", "title": "Ici"}}


def test_more_or_longer_choices_are_a_list_with_the_whole_label_beside_a_short_one() -> None:
    body = sent(Said("Où ?", options("Je n'ai ni la carte ni le reçu", "Là"), choose="Choisir"))
    [section] = body["interactive"]["action"]["sections"]
    assert body["interactive"]["action"]["button"] == "Choisir"
    assert section["rows"] == [
        {"id": "AbCdEfGh.1", "title": "Je n'ai ni la carte ni…", "description": "Je n'ai ni la carte ni le reçu"},
        {"id": "AbCdEfGh.2", "title": "Là"},
    ]
    assert len(sent(Said("?", options(*"abcdefghij"), choose="Choisir"))["interactive"]["action"]["sections"][0]["rows"]) == 10


NOWHERE = [
    Said("Où ?", options(*"abcdefghijk")),
    Said("Où ?", options("Lieu", "Lieu")),
    Said("Où ?", options("Commune de Sidi Slimane Echcharraa", "Commune de Sidi Slimane Moul")),
    Said("Où ?", options("x" * 73)),
    Said("mot " * 300, options("Ici")),
]


@pytest.mark.parametrize("said", NOWHERE)
def test_where_no_choice_fits_the_numbers_stand_in_the_text(said: Said) -> None:
    body = sent(said)
    assert body["type"] == "text"
    assert body["text"]["preview_url"] is False
    assert body["text"]["body"].splitlines()[1] == f"1 {said.buttons[0].label}"


def test_a_person_without_a_number_is_addressed_by_her_id() -> None:
    body = sent(Said("Oui"), BSUID)
    assert (body["recipient"], "to" in body) == (BSUID, False)
    assert body["text"] == {"preview_url": False, "body": "Oui"}


def test_a_long_text_is_cut_and_an_empty_one_is_not_sent() -> None:
    assert len(sent(Said("mot " * 2000))["text"]["body"]) <= 4096
    assert sent(Said(""))["text"]["body"] == "…"


def test_a_template_has_no_parameters() -> None:
    body = json.loads(template_of(NUMBER, "write_again", "fr"))
    assert (body["type"], body["template"]) == ("template", {"name": "write_again", "language": {"code": "fr"}})


def fault(code: int) -> bytes:
    return json.dumps({"error": {"message": "x", "type": "OAuthException", "code": code}}).encode()


ANSWERS: list[tuple[int, bytes, Outcome]] = [
    (200, b'{"messaging_product":"whatsapp","messages":[{"id":"wamid.9"}]}', Taken("wamid.9", 1)),
    (400, fault(131047), Refused("131047", permanent=False)),
    (400, fault(131026), Refused("131026", permanent=True)),
    (400, fault(131056), Again("131056", 6.0)),
    (400, fault(131062), Refused("131062", permanent=False)),
    (429, fault(130429), Again("130429", 5.0, everyone=True)),
    (429, fault(80007), Again("80007", 60.0, everyone=True)),
    (500, fault(131000), Again("131000", 5.0)),
    (503, fault(131016), Again("131016", 5.0)),
    (401, fault(190), Stop("190")),
    (403, fault(200), Stop("200")),
    (400, fault(131031), Stop("131031")),
    (400, fault(131009), Refused("131009", permanent=False)),
    (400, b"<html>", Refused("http-400", permanent=False)),
    (401, b"", Stop("http-401")),
    (429, b"", Again("http-429", 5.0, everyone=True)),
    (502, b"<html>", Again("http-502", 5.0)),
    (200, b"{}", Unknown("unreadable")),
    (302, b"", Unknown("unreadable")),
]


@pytest.mark.parametrize(("status", "body", "outcome"), ANSWERS)
def test_each_code_of_the_cloud_api_has_its_policy(status: int, body: bytes, outcome: Outcome) -> None:
    assert judge(Answered(status, {}, body)) == outcome
