"""A real house beside a Rasa server that is up, slow, down, or has another's model: citizens are answered all the same."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

import house
from bench.gateway import nobody
from config.settings import Settings, SettingsError, load
from house import checking, doctor
from house.building import House
from nlu.words import clean
from store.clock import SystemClock
from store.sql.schema import upgrade
from tests.nlu.fake_rasa import SECRET, FakeRasa, json_saying, rasa_on_loopback, saying

KEY = "0123456789abcdef" * 2
SEALING = base64.b64encode(b"k" * 32).decode()
WANTED = "xyzzy blorb 1234567890"
"""Words that the embedded reader makes nothing of."""
Open = Callable[..., AbstractAsyncContextManager[tuple[House, TestClient]]]  # type: ignore[type-arg]


def settings(folder: Path, **rasa: object) -> Settings:
    database = f"sqlite+aiosqlite:///{folder}/house.db"
    return load(environment="demo", keys=f"1:{SEALING}", lookup_key=SEALING, database_url=database, rasa=rasa, data_dir=folder)


@pytest.fixture
async def theirs() -> AsyncIterator[tuple[FakeRasa, str]]:
    rasa = FakeRasa(SystemClock())
    async with rasa_on_loopback(rasa) as url:
        yield rasa, url


@pytest.fixture
def open_house(tmp_path: Path) -> Open:
    @asynccontextmanager
    async def opened(**rasa: object) -> AsyncIterator[tuple[House, TestClient]]:  # type: ignore[type-arg]
        async with house.open_house(settings(tmp_path, key=KEY, **rasa), nobody) as home:
            await upgrade(home.engine)
            async with TestClient(TestServer(home.web)) as client:
                yield home, client

    return opened


async def say(client: TestClient, words: str, who: str = "someone") -> str:  # type: ignore[type-arg]
    """What a front of ours is told, over Rasa's own REST channel."""
    async with client.post(f"/chat/rasa/{KEY}/webhooks/rest/webhook", json={"sender": who, "message": words}) as answer:
        assert answer.status == 200
        return "\n".join(one["text"] for one in await answer.json())


def counted(name: str, outcome: str) -> float:
    return REGISTRY.get_sample_value(name, {"outcome": outcome}) or 0.0


def reading(outcome: str) -> float:
    return counted("guichet_rasa_readings_total", outcome)


async def begun(client: TestClient, words: str = WANTED, who: str = "someone") -> str:  # type: ignore[type-arg]
    """The second answer: the first one asks for the language."""
    await say(client, "2" if "fr" in who else "menu", who)
    await say(client, "2", who)
    return await say(client, words, who)


async def test_rasa_reads_and_no_digit_leaves(open_house: Open, theirs: tuple[FakeRasa, str]) -> None:
    rasa, url = theirs
    rasa.ranking = (("find_office", 0.95), ("status", 0.05))
    async with open_house(url=url, jwt_secret=SECRET, model="tfidf.tar.gz") as (_, client):
        before = reading("rasa")
        assert "commune" in await begun(client)
    assert rasa.texts == ["xyzzy blorb 0000000000"]
    assert reading("rasa") == before + 1


async def test_grey_readings_are_offered_as_buttons(open_house: Open, theirs: tuple[FakeRasa, str]) -> None:
    rasa, url = theirs
    rasa.ranking = (("find_office", 0.4), ("status", 0.35), ("out_of_scope", 0.25))
    async with open_house(url=url, jwt_secret=SECRET) as (_, client):
        assert await begun(client) == "Vouliez-vous dire :"
        assert "commune" in await say(client, "1")


async def test_another_model_is_not_asked(open_house: Open, theirs: tuple[FakeRasa, str]) -> None:
    rasa, url = theirs
    rasa.ranking, rasa.model_file = (("find_office", 0.95),), "somebody-elses.tar.gz"
    async with open_house(url=url, jwt_secret=SECRET, model="tfidf.tar.gz") as (_, client):
        before = reading("wrong-model")
        assert "compris" in await begun(client)
    assert (rasa.texts, reading("wrong-model")) == ([], before + 1)


TROUBLES = [
    pytest.param(saying("", 503), "http-503", id="broken"),
    pytest.param(json_saying({"intent": {"name": "order_pizza", "confidence": 0.9}}), "wrong-model", id="intents of another"),
    pytest.param(saying("<html>"), "unreadable", id="no Rasa"),
]


@pytest.mark.parametrize(("answers", "cause"), TROUBLES)
async def test_the_embedded_reader_stands_in(open_house: Open, theirs: tuple[FakeRasa, str], answers: object, cause: str) -> None:
    rasa, url = theirs
    rasa.handler = answers  # type: ignore[assignment]
    async with open_house(url=url, jwt_secret=SECRET) as (_, client):
        before = reading(cause)
        with capture_logs() as logs:
            assert "commune" in await begun(client, "où est le bureau svp")
    assert reading(cause) == before + 1
    assert {"event": "rasa.failed", "cause": cause, "log_level": "warning"} in logs
    assert "bureau" not in str(logs)


async def test_a_slow_server_is_waited_for_as_long_as_the_settings_say(open_house: Open, theirs: tuple[FakeRasa, str]) -> None:
    rasa, url = theirs
    rasa.handler = rasa.hang
    async with open_house(url=url, jwt_secret=SECRET, within=0.05) as (_, client):
        before = reading("timeout")
        assert "commune" in await begun(client, "où est le bureau svp")
    assert reading("timeout") == before + 1


async def test_a_server_that_is_down_is_left_alone_after_a_while(open_house: Open, unused_tcp_port: int) -> None:
    async with open_house(url=f"http://127.0.0.1:{unused_tcp_port}", jwt_secret=SECRET) as (_, client):
        before = reading("breaker")
        for number in range(12):
            assert "commune" in await begun(client, "où est le bureau svp", f"someone-{number}")
    assert reading("breaker") > before


async def test_no_more_readings_wait_than_the_settings_say(open_house: Open, theirs: tuple[FakeRasa, str]) -> None:
    rasa, url = theirs
    rasa.handler = rasa.hang
    async with open_house(url=url, jwt_secret=SECRET, within=5.0, at_once=2) as (home, _):
        reader = home.world.interpreter
        assert reader is not None
        asking = [asyncio.create_task(reader.meaning(f"word number {n}", "en", "")) for n in range(8)]
        await rasa.arrived.wait()
        rasa.released.set()
        await asyncio.gather(*asking)
    assert rasa.most_at_once <= 2


# --- an assistant behind, a front before ---------------------------------------------------------

ASSISTANT = [{"recipient_id": "x", "text": "Il fera beau.", "buttons": [{"title": "Et demain ?", "payload": "/tomorrow"}]}]


async def test_what_we_do_not_understand_is_handed_to_an_assistant(open_house: Open, theirs: tuple[FakeRasa, str]) -> None:
    rasa, url = theirs
    asked: list[dict[str, str]] = []

    async def answer(request):  # type: ignore[no-untyped-def]
        asked.append(await request.json())
        return await json_saying(ASSISTANT)(request)

    rasa.handler = answer
    async with open_house(assistant_url=url) as (_, client):
        shown = await begun(client, "quel temps fera-t-il demain", "a-front")
    assert shown.startswith("Il fera beau.\n- Et demain ?\n")
    assert "que voulez-vous faire" in shown
    assert [one["message"] for one in asked] == ["quel temps fera-t-il demain"]
    assert "a-front" not in asked[0]["sender"], "only a pseudonym of the conversation leaves"


async def test_an_assistant_that_is_down_costs_nothing(open_house: Open, unused_tcp_port: int) -> None:
    async with open_house(assistant_url=f"http://127.0.0.1:{unused_tcp_port}") as (_, client):
        assert "compris" in await begun(client, "quel temps fera-t-il demain")


async def test_without_a_key_nobody_fronts_us(tmp_path: Path) -> None:
    async with house.open_house(settings(tmp_path), nobody) as home, TestClient(TestServer(home.web)) as client:
        answer = await client.post(f"/chat/rasa/{KEY}/webhooks/rest/webhook", json={"sender": "x", "message": "y"})
        assert answer.status == 404


# --- before the start ---------------------------------------------------------------------------

FAULTS = [
    pytest.param({"url": "http://127.0.0.1:5005"}, "rasa.jwt_secret is missing", id="no secret"),
    pytest.param({"url": "http://127.0.0.1:5005", "jwt_secret": "short"}, "rasa.jwt_secret is too short", id="a short one"),
    pytest.param({"key": "short"}, "rasa.key is too short", id="a path that can be guessed"),
]


@pytest.mark.parametrize(("rasa", "fault"), FAULTS)
def test_what_cannot_work_is_told_at_once(tmp_path: Path, rasa: dict[str, str], fault: str) -> None:
    assert any(line.startswith(fault) for line in checking.faults(settings(tmp_path, **rasa)))


async def test_a_house_does_not_open_without_the_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="jwt_secret"):
        async with house.open_house(settings(tmp_path, url="http://127.0.0.1:5005"), nobody):
            pass


@pytest.mark.parametrize(
    ("model", "loaded", "ok", "word"),
    [("", "any.tar.gz", True, "has any.tar.gz"), ("mine", "any.tar.gz", False, "wrong-model"), ("", None, False, "http-409")],
)
async def test_the_doctor_asks_which_model_is_loaded(
    tmp_path: Path, theirs: tuple[FakeRasa, str], model: str, loaded: str | None, ok: bool, word: str
) -> None:
    rasa, url = theirs
    rasa.model_file = loaded
    found = {
        one.what: (one.ok, one.word) for one in await doctor.examine(settings(tmp_path, url=url, jwt_secret=SECRET, model=model))
    }
    assert found["rasa"] == (ok, word)


def test_the_words_of_these_tests_are_read_as_they_are_written() -> None:
    assert clean(WANTED) == WANTED
