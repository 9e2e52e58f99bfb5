"""The real Rasa: installed from the lock, trained on few examples, served, and asked by the gateway's own reader."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from nlu.examples import DATA, Example, load
from nlu.rasa.environment import Environment, RasaFailed
from nlu.rasa.running import train
from nlu.rasa.testing import ask, serving
from nlu.rasa_http import RasaServer
from nlu.rasa_reader import THRESHOLDS, RasaReader
from nlu.reader import Understood
from store.clock import SystemClock

pytestmark = pytest.mark.full
HOME = Path(__file__).resolve().parents[2] / ".guichet" / "rasa"
"""Where a developer's own `guichet rasa sync` puts it: 1.9 GB are not installed twice."""
FEW = 12
"""Examples for each intent."""
OPEN = [("GET", "/"), ("GET", "/version")]
CLOSED = [
    ("PUT", "/model"), ("PUT", "/model/"), ("DELETE", "/model"), ("POST", "/model/train"), ("POST", "/model/test/intents"),
    ("POST", "/model/predict"), ("POST", "/model/parse/"), ("GET", "/domain"), ("GET", "/conversations/x/tracker"),
    ("POST", "/conversations/x/messages"), ("POST", "/auth"), ("POST", "/webhooks/rest/webhook"),
]  # fmt: skip


class Nobody:
    """The other reader, when Rasa must have read."""

    async def read(self, text: str, lang: str | None) -> Understood:
        return Understood(None)


@pytest.fixture(scope="module")
def home() -> Environment:
    made = Environment(HOME, print)
    try:
        made.sync()
    except RasaFailed as failed:
        pytest.skip(f"Rasa cannot be installed here: {failed}")
    return made


@pytest.fixture(scope="module")
def few(home: Environment, tmp_path_factory: pytest.TempPathFactory) -> tuple[Environment, list[Example]]:
    """An environment of its own for the models, which shares the installed Rasa; and what they are trained on."""
    folder = tmp_path_factory.mktemp("rasa")
    (folder / "venv").symlink_to(home.folder / "venv")
    examples = [example for example in load(DATA) if example.variety == "fr"]
    by_intent = {intent: [one for one in examples if one.intent == intent][:FEW] for intent in {one.intent for one in examples}}
    return Environment(folder, print), [example for some in by_intent.values() for example in some]


def data(folder: Path, examples: list[Example]) -> Path:
    lines = ['version: "3.1"', "nlu:"]
    for intent in sorted({example.intent for example in examples}):
        said = [f"      - {example.text}" for example in examples if example.intent == intent]
        lines += [f"  - intent: {intent}", "    examples: |", *said]
    file = folder / "few.yml"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


@pytest.mark.parametrize("pipeline", ["tfidf", "diet_fast"])
async def test_what_was_taught_is_understood_over_http(few: tuple[Environment, list[Example]], pipeline: str) -> None:
    home, examples = few
    model = await asyncio.to_thread(train, home, pipeline, [data(home.folder, examples)])
    async with serving(home, model, SystemClock()) as server:
        asked = await ask(server, examples)
        assert sum(one.right for one in asked) / len(asked) > 0.9
        reader = RasaReader(server, Nobody(), lambda _: (), THRESHOLDS[pipeline], model=model.name)
        assert await reader.ready() == f"{pipeline}.tar.gz"
        assert (await reader.read('/recover{"identifier": "1"} dossier', "fr")).confidence < 1.0, "a model was asked"
        await nothing_else_is_open(server)


async def nothing_else_is_open(server: RasaServer) -> None:
    """Whoever has the secret may parse and ask the status; nobody may train, load, or hold a conversation."""
    url, headers = server._url, {"Authorization": f"Bearer {server._pass()}", "Origin": "https://example.org"}
    async with aiohttp.ClientSession(url, headers=headers) as session:
        for method, path in CLOSED:
            async with session.request(method, path, json={"model_file": "/tmp/x.tar.gz"}) as response:
                assert response.status == 404, path
                assert "Access-Control-Allow-Origin" not in response.headers
    async with aiohttp.ClientSession(url) as session:
        for method, path in OPEN:
            async with session.request(method, path) as response:
                assert response.status == 200
        for method, path in (("GET", "/status"), ("POST", "/model/parse")):
            async with session.request(method, path, json={"text": "bonjour"}) as response:
                assert response.status == 401, "without the secret"


def test_the_log_of_the_server_holds_nothing_that_was_read(few: tuple[Environment, list[Example]]) -> None:
    home, examples = few
    log = (home.folder / "serve.log").read_text("utf-8", "replace")
    assert not [example.text for example in examples if len(example.text) > 8 and example.text in log]
    assert "recover" not in log
