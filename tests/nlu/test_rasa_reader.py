"""The Rasa reader against a server on loopback that is up, slow, down, wrong or hostile: somebody always answers."""

import asyncio
import socket

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from nlu.rasa_http import MOST_ANSWER, RasaDown, RasaServer
from nlu.rasa_reader import READINGS, RasaReader
from nlu.reader import Entity, Thresholds, Understood
from store.clock import FakeClock
from tests.nlu.fake_rasa import SECRET, FakeRasa, Handler, json_saying, parse_answer, rasa_on_loopback, saying

TEXT = "où en est mon dossier 1234567890"
IDENTIFIER = Entity("identifier", "1234567890", 22, 32)
ELSEWHERE = Understood("greet", 0.5)


class OtherReader:
    """Stands for the embedded reader; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []

    async def read(self, text: str, lang: str | None) -> Understood:
        self.asked.append((text, lang))
        return ELSEWHERE


@pytest.fixture
def other() -> OtherReader:
    return OtherReader()


def reader_of(server: RasaServer, other: OtherReader, *, model: str = "") -> RasaReader:
    def find(text: str) -> tuple[Entity, ...]:
        return (IDENTIFIER,) if "1234567890" in text else ()

    return RasaReader(server, other, find, Thresholds(sure=0.7, maybe=0.3), model=model)


@pytest.fixture
def reader(rasa_server: RasaServer, other: OtherReader) -> RasaReader:
    return reader_of(rasa_server, other)


async def test_rasa_reads_and_nobody_else_does(rasa: FakeRasa, reader: RasaReader, other: OtherReader) -> None:
    read = await reader.read(TEXT, "fr")
    assert read == Understood("status", 0.91, (IDENTIFIER,))
    assert read.sure
    assert (rasa.texts, other.asked) == (["où en est mon dossier 0000000000"], [])


GREY = (("status", 0.5), ("track", 0.4), ("greet", 0.1))
READ: list[tuple[tuple[tuple[str | None, float], ...], Understood]] = [
    ((("status", 0.7), ("track", 0.3)), Understood("status", 0.7)),
    (GREY, Understood("status", 0.5, (), GREY)),
    ((("status", 0.2), ("track", 0.1)), Understood(None, 0.2)),
    ((("out_of_scope", 0.6), ("status", 0.4)), Understood(None, 0.4)),
    ((("nlu_fallback", 0.7), *GREY), Understood("status", 0.5, (), GREY)),
    ((("order_pizza", 0.6), ("status", 0.4)), Understood(None, 0.4)),
    (((None, 0.0),), Understood(None, 0.0)),
]  # fmt: skip


@pytest.mark.parametrize(("ranking", "understood"), READ)
async def test_a_ranking_becomes_sure_grey_or_nothing_by_our_thresholds(
    rasa: FakeRasa, reader: RasaReader, ranking: tuple[tuple[str | None, float], ...], understood: Understood
) -> None:
    rasa.ranking = ranking
    assert await reader.read("mon dossier", None) == understood


async def test_places_that_rasa_saw_come_beside_what_we_found_and_never_over_it(rasa: FakeRasa, reader: RasaReader) -> None:
    rasa.entities = (
        {"entity": "commune", "value": "sale", "start": 3, "end": 9},
        {"entity": "programme", "value": "forged", "start": 30, "end": 32},
    )
    assert (await reader.read(TEXT, "fr")).entities == (IDENTIFIER, Entity("commune", "sale", 3, 9))


async def test_a_text_that_is_nothing_for_a_model_goes_to_the_other_reader(
    rasa: FakeRasa, reader: RasaReader, other: OtherReader
) -> None:
    for text in ("", "1", "  ", "123456789012", "/"):
        assert await reader.read(text, "ar") == ELSEWHERE
    assert not rasa.arrived.is_set()
    assert other.asked == [(text, "ar") for text in ("", "1", "  ", "123456789012", "/")]


FAILURES: list[tuple[Handler, str]] = [
    (saying("<html><h1>502 Bad Gateway</h1></html>", 502, "text/html"), "http-502"),
    (saying("<html>Sign in to the network</html>", 200, "text/html"), "unreadable"),
    (json_saying({"reason": "NotAuthenticated"}, 401), "http-401"),
    (json_saying({"reason": "NotAuthorized"}, 403), "http-403"),
    (json_saying({"reason": "Conflict", "message": "No agent loaded."}, 409), "http-409"),
    (json_saying({"reason": "ParsingError"}, 500), "http-500"),
    (saying(b"", 302), "http-302"),
    (saying(b"", 204), "http-204"),
    (saying(b"null"), "unreadable"),
    (saying(b'{"intent": {"name": "status", "confidence": 99}}'), "unreadable"),
    (saying(b" " * (MOST_ANSWER + 1)), "too-large"),
    (json_saying(parse_answer("x", ("order_pizza", 0.99))), "wrong-model"),
]


@pytest.mark.parametrize(("handler", "cause"), FAILURES, ids=[cause for _, cause in FAILURES])
async def test_an_answer_that_cannot_be_used_leads_to_the_other_reader(
    rasa: FakeRasa, reader: RasaReader, other: OtherReader, handler: Handler, cause: str
) -> None:
    rasa.handler = handler
    counted = READINGS.labels(cause)._value.get()
    with capture_logs() as events:
        assert await reader.read(TEXT, "fr") == ELSEWHERE
    assert other.asked == [(TEXT, "fr")]
    assert events == [{"event": "rasa.failed", "cause": cause, "log_level": "warning"}]
    assert READINGS.labels(cause)._value.get() == counted + 1


async def test_a_server_that_is_gone_leads_to_the_other_reader(
    rasa_session: aiohttp.ClientSession, clock: FakeClock, other: OtherReader
) -> None:
    with socket.socket() as taken:  # bound and not listening: nobody else can have the port
        taken.bind(("127.0.0.1", 0))
        server = RasaServer(rasa_session, f"http://127.0.0.1:{taken.getsockname()[1]}/", SECRET, clock)
        assert await reader_of(server, other).read(TEXT, None) == ELSEWHERE


async def test_a_connection_that_breaks_leads_to_the_other_reader(rasa: FakeRasa, reader: RasaReader) -> None:
    async def breaks(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    rasa.handler = breaks
    assert await reader.read(TEXT, None) == ELSEWHERE


async def test_a_slow_server_is_waited_for_no_longer_than_was_said(
    rasa: FakeRasa, reader: RasaReader, other: OtherReader, clock: FakeClock
) -> None:
    rasa.handler = rasa.hang
    reading = asyncio.create_task(reader.read(TEXT, None))
    await rasa.arrived.wait()
    await clock.advance(1.4)
    assert not reading.done()
    await clock.advance(0.2)
    assert await reading == ELSEWHERE


async def test_waiting_for_a_slot_is_part_of_the_time(rasa: FakeRasa, reader: RasaReader, clock: FakeClock) -> None:
    rasa.handler = rasa.hang
    readings = [asyncio.create_task(reader.read(TEXT, None)) for _ in range(5)]
    await rasa.arrived.wait()
    await clock.advance(1.6)
    assert await asyncio.gather(*readings) == [ELSEWHERE] * 5
    assert rasa.most_at_once <= 2, "no more at once than there are slots"


async def test_after_failures_the_server_is_left_alone_and_then_tried_by_one(
    rasa: FakeRasa, reader: RasaReader, other: OtherReader, clock: FakeClock
) -> None:
    rasa.handler = json_saying({"reason": "ParsingError"}, 500)
    for _ in range(3):
        await reader.read(TEXT, None)
    rasa.arrived.clear()
    with capture_logs() as events:
        assert await reader.read(TEXT, None) == ELSEWHERE
    assert (rasa.arrived.is_set(), events) == (False, []), "neither the server nor the log is flooded"
    rasa.handler = None
    await clock.advance(11.0)
    assert (await reader.read(TEXT, None)).intent == "status"
    assert (await reader.read(TEXT, None)).intent == "status"
    assert len(other.asked) == 4


async def test_a_server_of_another_model_is_left_alone_too(rasa: FakeRasa, reader: RasaReader) -> None:
    rasa.ranking = (("order_pizza", 0.99),)
    for _ in range(4):
        assert await reader.read(TEXT, None) == ELSEWHERE
    assert len(rasa.texts) == 3


async def test_another_secret_is_refused_by_the_server(
    rasa: FakeRasa, rasa_session: aiohttp.ClientSession, clock: FakeClock, other: OtherReader
) -> None:
    async with rasa_on_loopback(rasa) as url:
        reader = reader_of(RasaServer(rasa_session, url, SECRET[::-1], clock), other)
        with capture_logs() as events:
            assert await reader.read(TEXT, None) == ELSEWHERE
    assert [event["cause"] for event in events] == ["http-401"]


async def test_a_token_is_worth_a_minute(rasa: FakeRasa, rasa_server: RasaServer, clock: FakeClock) -> None:
    tokens: list[str] = []

    async def keep(request: web.Request) -> web.StreamResponse:
        tokens.append(request.headers["Authorization"])
        assert rasa.allowed(request)
        rasa.clock = FakeClock(clock.now() + 61.0)
        assert not rasa.allowed(request)
        return web.json_response({"model_file": "m"})

    rasa.handler = keep
    assert await rasa_server.call("GET", "/status", len) > 0
    assert len(tokens) == 1


def test_a_short_secret_is_refused(clock: FakeClock) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        RasaServer(None, "http://127.0.0.1", "short", clock)  # type: ignore[arg-type]  # it is refused before any use


async def test_it_is_ready_when_its_model_is_loaded(rasa: FakeRasa, rasa_server: RasaServer, other: OtherReader) -> None:
    assert await reader_of(rasa_server, other, model="tfidf.tar.gz").ready() == "tfidf.tar.gz"


@pytest.mark.parametrize(("loaded", "cause"), [(None, "http-409"), ("newest.tar.gz", "wrong-model")])
async def test_it_is_not_ready_with_no_model_or_another(
    rasa: FakeRasa, rasa_server: RasaServer, other: OtherReader, loaded: str | None, cause: str
) -> None:
    rasa.model_file = loaded
    with pytest.raises(RasaDown, match=cause):
        await reader_of(rasa_server, other, model="tfidf.tar.gz").ready()


async def test_nothing_of_the_text_is_in_errors_logs_or_metrics(
    rasa: FakeRasa, rasa_server: RasaServer, reader: RasaReader, caplog: pytest.LogCaptureFixture
) -> None:
    rasa.handler = saying(TEXT, 500)
    with capture_logs() as events:
        await reader.read(TEXT, None)
        with pytest.raises(RasaDown) as down:
            await rasa_server.call("POST", "/model/parse", len, {"text": TEXT})
    assert down.value.__context__ is None
    assert (
        "dossier" not in f"{events}{caplog.text}{down.value!r}{[sample for one in READINGS.collect() for sample in one.samples]}"
    )


async def test_a_cancelled_turn_cancels_its_reading(rasa: FakeRasa, reader: RasaReader, other: OtherReader) -> None:
    rasa.handler = rasa.hang
    reading = asyncio.create_task(reader.read(TEXT, None))
    await rasa.arrived.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not other.asked
