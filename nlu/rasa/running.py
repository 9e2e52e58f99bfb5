"""Trains and serves Rasa's models in Rasa's own environment: nothing of Rasa is ever imported by the gateway."""

import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from nlu.rasa.environment import HERE, Environment, RasaFailed, logged, reason

ROOT = HERE.parents[1]
DATA = HERE.parent / "data"
PIPELINES = ("tfidf", "diet_fast")
"""`tfidf` is ours, `diet_fast` Rasa's own. Not DIET as Rasa sets it: sure of whatever it reads, and six times slower to train."""
SECRET = "RASA_JWT_SECRET"  # noqa: S105  # the name of the variable
_QUIET = {
    "PYTHONPATH": str(ROOT),
    "PYTHONWARNINGS": "ignore",
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "LOG_LEVEL": "ERROR",
}


def model_of(home: Environment, pipeline: str) -> Path:
    """Where the trained model of a pipeline is kept."""
    return home.folder / "models" / f"{pipeline}.tar.gz"


def train(home: Environment, pipeline: str, data: Sequence[Path] | None = None) -> Path:
    """Train a pipeline on the examples of `nlu/data` and keep the model; its path. Raises `RasaFailed`."""
    python, model, log = _python(home), model_of(home, pipeline), home.folder / "train.log"
    examples = _gathered(home.folder / "examples", data or sorted(DATA.glob("*.yml")))
    home.say(f"training {pipeline}: less than a minute for tfidf, some minutes for diet_fast")
    started = time.monotonic()
    words = ["--config", HERE / f"{pipeline}.yml", "--domain", HERE / "domain.yml", "--nlu", examples, "--out", model.parent]
    command = [python, "-m", "rasa", "train", "nlu", *words, "--fixed-model-name", pipeline]
    before = _age(model)
    told = logged([str(word) for word in command], log, home.folder, **_QUIET)
    if told or _age(model) == before:  # Rasa tells some faults in words alone, and exits as if all were well
        raise RasaFailed(f"the training failed: {told or reason(log)} (the whole story is in {log})")
    home.say(f"trained after {time.monotonic() - started:.0f} s")
    return model


def serve(home: Environment, model: Path, host: str, port: int, secret: str) -> NoReturn:
    """Become the server of a model; raises `RasaFailed` when there is no such model or the secret is too short."""
    os.execve(*server(home, model, host, port, secret))  # noqa: S606  # signals and the exit code are the server's own


def server(home: Environment, model: Path, host: str, port: int, secret: str) -> tuple[str, list[str], dict[str, str]]:
    """The program, its words and its environment; the secret is in the last, where no other user of the machine reads it."""
    python = str(_python(home))
    if len(secret.encode()) < 32:
        raise RasaFailed(f"the server needs a secret of 32 bytes or more: give it in {SECRET}")
    if not model.is_file():
        raise RasaFailed(f"there is no model {model}: run `guichet rasa train`")
    words = ["--model", str(model.resolve()), "--host", host, "--port", str(port)]
    return python, [python, "-m", "nlu.rasa.serve", *words], {**os.environ, **_QUIET, SECRET: secret}


def _python(home: Environment) -> Path:
    if not home.ready():
        raise RasaFailed("Rasa is not installed beside the gateway, or its lock has changed: run `guichet rasa sync`")
    return home.python


def _gathered(folder: Path, files: Sequence[Path]) -> Path:
    """A folder with these files alone: Rasa takes a folder, with all that is below it, or one file."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in files:
        shutil.copy(file, folder)
    return folder


def _age(file: Path) -> float:
    return file.stat().st_mtime if file.exists() else 0.0
