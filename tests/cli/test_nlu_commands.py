"""`understand` and `nlu test` from the command line, for real."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def guichet(*words: str, said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "main.py", *words], cwd=ROOT, input=said, capture_output=True, timeout=60, check=False)


def test_understand_answers_every_line_and_stumbles_over_none() -> None:
    lines = ['{"text": "où est le bureau de Zagora"}'.encode(), b"\xff\xfe", b'{"text": "stop"}']
    done = guichet("understand", "--lang", "fr", said=b"\n".join(lines))
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert (first["intent"], [one["value"] for one in first["entities"]]) == ("find_office", ["zagora"])
    assert "error" in second
    assert third["intent"] == "stop"


def test_understand_knows_only_the_countries_that_there_are() -> None:
    done = guichet("understand", "--country", "atlantis")
    assert done.returncode == 1
    assert b"there is no such profile" in done.stderr


def test_nlu_test_tells_its_figures_to_people_and_to_scripts() -> None:
    figures = json.loads(guichet("nlu", "test", "--json").stdout)["figures"]
    assert figures["all"]["lines"] == 837
    assert b"accuracy" in guichet("nlu", "test").stdout
