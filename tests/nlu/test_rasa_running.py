"""Training and serving: what Rasa is told, and what the operator reads when it fails. Rasa itself is a script here."""

import json
from pathlib import Path

import pytest

from nlu.rasa.environment import HERE, Environment, RasaFailed
from nlu.rasa.running import DATA, PIPELINES, model_of, server, train
from nlu.reader import INTENTS, OUT_OF_SCOPE

SECRET = "an-invented-secret-of-the-two-servers"
KEEP = """#!/usr/bin/env python3
import json, os, pathlib, sys
words = sys.argv[1:]
examples = sorted(os.listdir(words[words.index("--nlu") + 1]))
told = {"words": words, "cwd": os.getcwd(), "env": dict(os.environ), "examples": examples}
pathlib.Path("told.json").write_text(json.dumps(told))
folder = pathlib.Path(words[words.index("--out") + 1])
folder.mkdir(exist_ok=True)
(folder / (words[words.index("--fixed-model-name") + 1] + ".tar.gz")).write_bytes(b"a model")
"""


@pytest.fixture
def home(rasa_home: Environment) -> Environment:
    """An environment with `KEEP` for a Python."""
    becomes(rasa_home, KEEP)
    return rasa_home


def becomes(home: Environment, script: str) -> None:
    home.python.write_text(script)


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_a_pipeline_is_trained_on_the_examples_and_nothing_that_is_held_out(home: Environment, pipeline: str) -> None:
    model = train(home, pipeline)
    assert model == model_of(home, pipeline)
    assert model.read_bytes() == b"a model"
    told = json.loads((home.folder / "told.json").read_text())
    assert told["words"][:4] == ["-m", "rasa", "train", "nlu"]
    assert told["words"][told["words"].index("--config") + 1] == str(HERE / f"{pipeline}.yml")
    assert told["examples"] == sorted(file.name for file in DATA.glob("*.yml"))
    assert told["examples"]
    assert told["cwd"] == str(home.folder), "Rasa leaves files where it runs"
    assert told["env"]["RASA_TELEMETRY_ENABLED"] == "false"


def test_rasa_is_given_no_more_files_than_it_was_told(home: Environment, tmp_path: Path) -> None:
    train(home, "tfidf")
    mine = tmp_path / "mine.yml"
    mine.write_text("nlu: []")
    train(home, "tfidf", [mine])
    assert json.loads((home.folder / "told.json").read_text())["examples"] == ["mine.yml"]


FAULTS = [
    ("#!/bin/sh\necho noise; echo 'YamlSyntaxException: Failed to read'; exit 1", "YamlSyntaxException: Failed to read"),
    ("#!/bin/sh\necho 'The NLU model training will be skipped now.'; exit 0", "The NLU model training will be skipped now."),
    ("#!/bin/sh\nexit 137", "no reason given"),
]


@pytest.mark.parametrize(("script", "told"), FAULTS)
def test_a_training_that_fails_is_told_even_where_rasa_exits_as_if_it_had_not(home: Environment, script: str, told: str) -> None:
    train(home, "tfidf")  # the model of yesterday is no excuse
    becomes(home, script)
    with pytest.raises(RasaFailed, match="the training failed") as failed:
        train(home, "tfidf")
    assert told in str(failed.value)


def test_without_a_sync_nothing_runs(home: Environment, tmp_path: Path) -> None:
    (home.folder / "venv" / ".stamp").write_text("of another lock")
    with pytest.raises(RasaFailed, match="run `guichet rasa sync`"):
        train(home, "tfidf")
    with pytest.raises(RasaFailed, match="run `guichet rasa sync`"):
        server(home, tmp_path, "127.0.0.1", 5005, SECRET)


def test_the_secret_of_the_server_is_in_no_command_line(home: Environment) -> None:
    model = train(home, "tfidf")
    program, words, environment = server(home, model, "127.0.0.1", 5005, SECRET)
    assert program == words[0] == str(home.python)
    assert words[1:] == ["-m", "nlu.rasa.serve", "--model", str(model), "--host", "127.0.0.1", "--port", "5005"]
    assert environment["RASA_JWT_SECRET"] == SECRET
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"


def test_no_model_and_no_secret_are_told(home: Environment) -> None:
    with pytest.raises(RasaFailed, match="run `guichet rasa train`"):
        server(home, model_of(home, "tfidf"), "127.0.0.1", 5005, SECRET)
    with pytest.raises(RasaFailed, match="32 bytes"):
        server(home, train(home, "tfidf"), "127.0.0.1", 5005, "short")


def test_the_domain_names_our_intents_and_no_other() -> None:
    lines = (HERE / "domain.yml").read_text("utf-8").splitlines()
    assert [line.removeprefix("  - ") for line in lines if line.startswith("  - ")] == [*INTENTS, OUT_OF_SCOPE]


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_no_pipeline_lets_rasa_decide_what_is_sure(pipeline: str) -> None:
    config = (HERE / f"{pipeline}.yml").read_text("utf-8")
    assert "FallbackClassifier" not in config
    assert "DIETClassifier" not in config or "number_of_transformer_layers: 0" in config
