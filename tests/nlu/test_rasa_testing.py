"""What `guichet rasa test` says of a model, and that a server that does not start is told."""

import pytest

from nlu.examples import Example
from nlu.rasa.environment import Environment, RasaFailed
from nlu.rasa.running import model_of
from nlu.rasa.testing import Asked, ask, calibrated, examine, lines
from nlu.rasa_http import RasaServer
from nlu.reader import Thresholds
from store.clock import FakeClock
from tests.nlu.fake_rasa import FakeRasa, json_saying


def asked(intent: str, label: str, score: float, variety: str = "fr", seconds: float = 0.004) -> Asked:
    return Asked(Example("x", intent, variety), [(label, score), ("greet", 0.0)], seconds)


MANY = [
    *(asked("status", "status", 0.9) for _ in range(19)),
    asked("status", "track", 0.85),
    *(asked("status", "status", 0.6, "ar") for _ in range(4)),
    asked("status", "track", 0.5, "ar"),
    asked("out_of_scope", "status", 0.4),
    *(asked("out_of_scope", "out_of_scope", 0.9) for _ in range(4)),
    asked("out_of_scope", "status", 0.3),
]


def test_thresholds_are_the_least_that_keep_the_promises() -> None:
    assert calibrated(MANY) == Thresholds(sure=0.6, maybe=0.4)


def test_where_nothing_keeps_the_promises_nothing_is_sure() -> None:
    assert calibrated([asked("status", "track", 0.9), asked("out_of_scope", "status", 0.9)]) == Thresholds(1.0, 1.0)


def test_a_model_is_told_of_by_variety_by_threshold_and_by_time() -> None:
    assert lines(MANY) == [
        "fr: 0.950 right",
        "ar: 0.800 right",
        "all: 0.920 right of 25",
        "sure from 0.60: 0.920 rightly begin at once",
        "maybe from 0.40: 0.920 rightly begin or are asked back",
        "not our business: 0.167 of 6 begin or are asked back",
        "parse: p50 4.0 ms, p95 4.0 ms, one after another",
    ]


async def test_what_is_nothing_for_a_model_is_not_asked(rasa: FakeRasa, rasa_server: RasaServer) -> None:
    examples = [Example("mon dossier", "status", "fr"), Example("7", "out_of_scope", "fr")]
    told = await ask(rasa_server, examples)
    assert [(one.example, one.label, one.right) for one in told] == [(examples[0], "status", True)]
    assert rasa.texts == ["mon dossier"]


async def test_a_server_that_fails_in_the_middle_ends_the_test(rasa: FakeRasa, rasa_server: RasaServer) -> None:
    rasa.handler = json_saying({}, 500)
    with pytest.raises(RasaFailed, match="in the middle of the test: http-500"):
        await ask(rasa_server, [Example("mon dossier", "status", "fr")])


async def test_a_server_that_does_not_start_is_told_with_its_reason(rasa_home: Environment, clock: FakeClock) -> None:
    rasa_home.python.write_text("#!/bin/sh\necho the model cannot be loaded >&2\nexit 1")
    model = model_of(rasa_home, "tfidf")
    model.parent.mkdir()
    model.write_bytes(b"")
    with pytest.raises(RasaFailed, match="the model cannot be served: the model cannot be loaded"):
        await examine(rasa_home, model, clock)
