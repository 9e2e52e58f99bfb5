"""The benchmark runs, its answers are checked, and a mix-up would be seen."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bench import sessions
from bench.client import Broken, Line, Phones, Script, WrongAnswer, hold, load
from bench.servers import ROOT

MINE, ALSO, FOREIGN = b"CON menu", b"END done", b"END theirs"
SCRIPT = Script(("1",), (MINE, ALSO), frozenset({MINE, ALSO, FOREIGN}))


def test_one_second_of_load_on_every_variant() -> None:
    command = [sys.executable, "main.py", "bench", "hop", "--seconds", "0.2", "--rounds", "1", "--connections", "4"]
    ran = subprocess.run([*command, "--sessions", "30", "--json"], cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert set(told["variants"]) == {"guichet", "constant", "pipelined", "pool"}
    assert all(variant["hops"] > 0 and variant["broken"] == 0 for variant in told["variants"].values())
    assert set(told["ratios"]) == {"constant", "pipelined", "pool"}
    assert told["memory"]["sessions"] == 30
    assert 0 < told["memory"]["memory_usage"] < 1000


def test_every_text_of_a_short_load_is_answered_once(pg_url: str) -> None:
    command = [sys.executable, "main.py", "bench", "inbound", "--seconds", "0.3", "--postgres", pg_url, "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["texts a second"] > 0
    assert 0 < told["its CPU / ours"] < 1


@pytest.fixture
async def serve(request: pytest.FixtureRequest) -> AsyncIterator[tuple[int, list[str]]]:
    """A server that answers hops with the given bodies in turn; its port and the texts that came."""
    answers, said = iter(request.param), list[str]()

    async def hop(asked: web.Request) -> web.Response:
        said.append(str((await asked.post())["text"]))
        status, body = next(answers)
        return web.Response(status=status, body=body)

    app = web.Application()
    app.router.add_post("/ussd", hop)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1], said
    await runner.cleanup()


async def held(port: int) -> list[bytes]:
    line = await Line.open(port, "/ussd")
    try:
        return await hold(line, "+212600000001", SCRIPT, [])
    finally:
        line.close()


@pytest.mark.parametrize("serve", [[(200, MINE), (200, ALSO)]], indirect=True)
async def test_a_session_is_held_with_cumulative_text(serve: tuple[int, list[str]]) -> None:
    port, said = serve
    assert await held(port) == [MINE, ALSO]
    assert said == ["", "1"]


@pytest.mark.parametrize(
    ("serve", "fault"),
    [
        pytest.param([(200, b"menu")], "no USSD answer", id="neither CON nor END"),
        pytest.param([(200, MINE), (200, FOREIGN)], "not its own", id="another session's end"),
        pytest.param([(200, MINE), (200, MINE)], "not its own", id="an answer to another hop"),
        pytest.param([(200, MINE), (200, b"CON resume?")], "not its own", id="a question that was not rehearsed"),
        pytest.param([(500, MINE)], "HTTP 500", id="an HTTP error"),
    ],
    indirect=["serve"],
)
async def test_a_wrong_answer_ends_the_run(serve: tuple[int, list[str]], fault: str) -> None:
    with pytest.raises(WrongAnswer, match=fault) as wrong:
        await held(serve[0])
    assert not isinstance(wrong.value, Broken)


@pytest.mark.parametrize("serve", [[(200, MINE), (200, b"END busy"), *[(200, MINE), (200, ALSO)] * 10_000]], indirect=True)
async def test_a_session_that_ends_in_neutral_words_is_counted_and_its_phone_retired(serve: tuple[int, list[str]]) -> None:
    phones = Phones([(f"+21260000000{n}", SCRIPT) for n in range(3)], sessions.strangers((SCRIPT,), 62), 0)
    lap = await load(serve[0], "/ussd", [phones], 0.1)
    assert lap.broken == 1
    assert len(phones.known) == 2
    assert len(lap.latencies) > 2


def test_floors_get_the_same_hops_but_are_not_checked() -> None:
    cast = sessions.Cast((SCRIPT,), (SCRIPT,)).unchecked()
    assert list(cast.known[0].bodies()) == list(SCRIPT.bodies()) == ["", "1"]
    cast.known[0].check(1, MINE)
    with pytest.raises(WrongAnswer):
        cast.known[0].check(1, b"404")
