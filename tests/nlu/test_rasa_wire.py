"""What a Rasa server is sent, and what is believed of its answers."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.rasa_wire import MOST_LETTERS, BadAnswer, model_of, sendable, understood
from nlu.reader import Entity
from tests.nlu.fake_rasa import parse_answer

SENT = [
    ("où en est mon dossier", "où en est mon dossier"),
    ("  où en est mon dossier \n", "où en est mon dossier"),
    ("أين وصل ملفي؟", "أين وصل ملفي؟"),
    ('/status{"idcs":"1"}', 'status{"idcs":"0"}'),
    ("///status", "status"),
    (" / /status", "status"),
    ("／status", "status"),
    ("\x00/status", "status"),
    ("\t\n/\x0b/status", "status"),
    ("wach t9bel dossier 1234567890", "wach t0bel dossier 0000000000"),
    ("رقمي ١٢٣٤٥٦٧٨٩٠", "رقمي 0000000000"),
    ("call me on +212612345678", "call me on +000000000000"),
    ("mon dossier\x00\ud800\x07 ici", "mon dossier ici"),
    ("no", "no"),
]
NOT_SENT = [
    "", " ", "\n\t", "\x00", "1", "12345678901", "١٢٣", "*3737#", "/", "//", "/ /1", "?!", "a" * 20, "a a a a a", "AaAa", "م م م",
]  # fmt: skip


@pytest.mark.parametrize(("typed", "sent"), SENT)
def test_a_text_is_sent_without_commands_and_digits(typed: str, sent: str) -> None:
    assert sendable(typed) == sent


@pytest.mark.parametrize("typed", NOT_SENT)
def test_what_is_nothing_to_ask_a_model_is_not_sent(typed: str) -> None:
    assert sendable(typed) is None


def test_a_long_text_is_cut() -> None:
    said = sendable("mon dossier " * 1000)
    assert said is not None
    assert len(said) <= MOST_LETTERS


@given(st.text(max_size=60), st.text(alphabet="/／ \t\n\x00ab1", max_size=12))
def test_nothing_that_is_sent_is_a_command_or_holds_a_digit(text: str, before: str) -> None:
    said = sendable(before + text)
    if said is None:
        return
    assert said == said.strip(), "Rasa strips, and would count its offsets from elsewhere"
    assert not said.startswith("/")
    assert not any(letter.isdecimal() and letter != "0" for letter in said)
    said.encode("utf-8")


def read(document: Any, length: int = 40) -> tuple[list[tuple[str, float]], tuple[Entity, ...]]:
    return understood(json.dumps(document).encode(), length)


RANKINGS: list[tuple[tuple[tuple[str | None, float], ...], list[tuple[str, float]]]] = [
    ((("status", 0.9), ("track", 0.1)), [("status", 0.9), ("track", 0.1)]),
    ((("track", 0.1), ("status", 0.9)), [("status", 0.9), ("track", 0.1)]),
    ((("nlu_fallback", 0.7), ("status", 0.4), ("track", 0.1)), [("status", 0.4), ("track", 0.1)]),
    ((("nlu_fallback", 0.7),), []),
    ((("chitchat", 0.8), ("status", 0.2)), [("chitchat", 0.8), ("status", 0.2)]),
    ((("out_of_scope", 0.8),), [("out_of_scope", 0.8)]),
    ((("status", 1.0000001),), [("status", 1.0)]),
    (((None, 0.0),), []),
    ((), []),
]


@pytest.mark.parametrize(("told", "ranking"), RANKINGS)
def test_a_ranking_is_read_best_first_without_rasas_own_fallback(
    told: tuple[tuple[str | None, float], ...], ranking: list[tuple[str, float]]
) -> None:
    assert read(parse_answer("x", *told))[0] == ranking


def test_an_answer_without_a_ranking_has_its_intent() -> None:
    assert read({"intent": {"name": "status", "confidence": 0.8}})[0] == [("status", 0.8)]


HOSTILE = [
    b"",
    b"null",
    b"[]",
    b"{",
    b"{}",
    b"<html><body>Welcome to the proxy</body></html>",
    b'{"intent": null, "intent_ranking": []}',
    b'{"intent": "status"}',
    b'{"intent": {"name": "status", "confidence": "0.9"}}',
    b'{"intent": {"name": "status", "confidence": NaN}}',
    b'{"intent": {"name": "status", "confidence": 1e999}}',
    b'{"intent": {"name": "status", "confidence": 7}}',
    b'{"intent": {"name": "status", "confidence": -1}}',
    b'{"intent": {"name": 7, "confidence": 0.5}}',
    b'{"intent": {"name": "status", "confidence": 0.5}, "intent_ranking": {"a": 1}}',
    b'{"intent": {"name": "status", "confidence": 0.5}, "entities": [{"entity": "commune"}]}',
    b"[" * 100_000,
    b'{"intent": {"name": "st\xff", "confidence": 0.5}}',
]


@pytest.mark.parametrize("body", HOSTILE)
def test_what_is_no_answer_of_rasa_is_refused(body: bytes) -> None:
    with pytest.raises(BadAnswer, match=r"^unreadable$") as refused:
        understood(body, 10)
    assert refused.value.__context__ is None


def test_a_model_that_knows_none_of_our_intents_is_refused() -> None:
    with pytest.raises(BadAnswer, match=r"^wrong-model$"):
        read(parse_answer("x", ("order_pizza", 0.9), ("nonexistent", 0.1)))


def entity(kind: object, value: object, start: int = 3, end: int = 8) -> dict[str, object]:
    return {"entity": kind, "value": value, "start": start, "end": end, "extractor": "RegexEntityExtractor", "confidence": 1.0}


ENTITIES: list[tuple[dict[str, object], tuple[Entity, ...]]] = [
    (entity("commune", "rabat-agdal"), (Entity("commune", "rabat-agdal", 3, 8),)),
    (entity("programme", "amo_tadamon"), (Entity("programme", "amo_tadamon", 3, 8),)),
    (entity("identifier", "0000000000"), ()),
    (entity("phone", "+212612345678"), ()),
    (entity("date", "2000-01-01"), ()),
    (entity("city", "rabat"), ()),
    (entity("commune", ["rabat"]), ()),
    (entity("commune", "rabat\nforged"), ()),
    (entity("commune", "r" * 65), ()),
    (entity("commune", ""), ()),
    (entity("programme", "RSU"), ()),
    (entity("commune", "rabat", 8, 8), ()),
    (entity("commune", "rabat", -1, 8), ()),
    (entity("commune", "rabat", 3, 21), ()),
]


@pytest.mark.parametrize(("told", "found"), ENTITIES)
def test_places_and_programmes_are_taken_where_they_stand_in_the_text(told: dict[str, object], found: tuple[Entity, ...]) -> None:
    answer = parse_answer("x", ("status", 0.9), entities=[told])
    assert read(answer, length=20)[1] == found


@pytest.mark.parametrize(
    ("told", "model"), [("tfidf.tar.gz", "tfidf.tar.gz"), ("/models/a/diet_fast.tar.gz", "diet_fast.tar.gz"), ("", "")]
)
def test_the_loaded_model_is_known_by_its_file(told: str, model: str) -> None:
    assert model_of(json.dumps({"model_file": told, "model_id": "x", "num_active_training_jobs": 0}).encode()) == model


@pytest.mark.parametrize("body", [b"", b"{}", b'{"model_file": null}', b"Hello from Rasa: 3.6.21"])
def test_a_status_without_a_model_file_is_refused(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        model_of(body)
