"""Tests a trained model as the gateway will use it: served, asked over HTTP, on the examples that were held out."""

import asyncio
import secrets
import socket
import statistics
import subprocess
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from dialogs.ports import Clock
from nlu.examples import HELDOUT, Example, load
from nlu.rasa.environment import Environment, RasaFailed, reason
from nlu.rasa.running import server
from nlu.rasa_http import RasaDown, RasaServer
from nlu.rasa_reader import parse
from nlu.rasa_wire import model_of, sendable
from nlu.reader import OUT_OF_SCOPE, Ranking, Thresholds

RIGHT = 0.95
"""Of what is taken for sure, so much must be right."""
STRAY = 0.2
"""Of what is not our business, at most so much may be asked back about."""
_START = 120.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One held-out example and what the model made of it, in how many seconds."""

    example: Example
    ranking: Ranking
    seconds: float

    @property
    def label(self) -> str:
        return self.ranking[0][0] if self.ranking else OUT_OF_SCOPE

    @property
    def score(self) -> float:
        """The confidence in one of our intents; below all thresholds when none came first."""
        return -1.0 if self.label == OUT_OF_SCOPE else self.ranking[0][1]

    @property
    def right(self) -> bool:
        return self.label == self.example.intent


async def examine(home: Environment, model: Path, clock: Clock) -> list[str]:
    """What is to be known of a model, in lines for people. Raises `RasaFailed`."""
    async with serving(home, model, clock) as running:
        return lines(await ask(running, load(HELDOUT)))


@asynccontextmanager
async def serving(home: Environment, model: Path, clock: Clock) -> AsyncIterator[RasaServer]:
    """A server of the model on a free port of loopback, under a secret that nobody else knows."""
    secret, port, log = secrets.token_hex(32), _free_port(), home.folder / "serve.log"
    program, words, environment = server(home, model, "127.0.0.1", port, secret)
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            program, *words[1:], env=environment, cwd=home.folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        async with aiohttp.ClientSession() as session:
            running = RasaServer(session, f"http://127.0.0.1:{port}", secret, clock, within=5.0)
            await _started(running, process, log)
            yield running
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _started(running: RasaServer, process: Process, log: Path) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until and process.returncode is None:
        try:
            await running.call("GET", "/status", model_of)
        except RasaDown:
            await asyncio.sleep(0.2)
        else:
            return
    raise RasaFailed(f"the model cannot be served: {reason(log)} (the whole story is in {log})")


def _free_port() -> int:
    with socket.socket() as any_one:
        any_one.bind(("127.0.0.1", 0))
        return int(any_one.getsockname()[1])


async def ask(running: RasaServer, examples: Sequence[Example]) -> list[Asked]:
    """Each example's ranking, one after another; what is nothing for a model is not asked. Raises `RasaFailed`."""
    asked = []
    for example in examples:
        if (said := sendable(example.text)) is None:
            continue
        started = time.perf_counter()
        try:
            ranking, _ = await parse(running, said)
        except RasaDown as down:
            raise RasaFailed(f"the server failed in the middle of the test: {down}") from None
        asked.append(Asked(example, ranking, time.perf_counter() - started))
    return asked


def calibrated(asked: Sequence[Asked]) -> Thresholds:
    """The least thresholds that keep `RIGHT` and `STRAY` on these examples; 1.0 where none does."""
    scores = sorted({one.score for one in asked if one.score >= 0})
    stray = [one for one in asked if one.example.intent == OUT_OF_SCOPE]
    sure = (at for at in scores if _share([one.right for one in asked if one.score >= at]) >= RIGHT)
    maybe = (at for at in scores if _share([one.score >= at for one in stray]) <= STRAY)
    return Thresholds(next(sure, 1.0), next(maybe, 1.0))


def lines(asked: Sequence[Asked]) -> list[str]:
    """Accuracy on our intents by variety, what the calibrated thresholds do, and the time of one parse."""
    ours = [one for one in asked if one.example.intent != OUT_OF_SCOPE]
    stray = [one for one in asked if one.example.intent == OUT_OF_SCOPE]
    varieties = dict.fromkeys(one.example.variety for one in ours)
    at = calibrated(asked)
    started, offered = ([one.right and one.score >= least for one in ours] for least in (at.sure, at.maybe))
    milliseconds = statistics.quantiles([one.seconds * 1000 for one in asked], n=20)
    return [
        *(
            f"{variety}: {_share([one.right for one in ours if one.example.variety == variety]):.3f} right"
            for variety in varieties
        ),
        f"all: {_share([one.right for one in ours]):.3f} right of {len(ours)}",
        f"sure from {at.sure:.2f}: {_share(started):.3f} rightly begin at once",
        f"maybe from {at.maybe:.2f}: {_share(offered):.3f} rightly begin or are asked back",
        f"not our business: {_share([one.score >= at.maybe for one in stray]):.3f} of {len(stray)} begin or are asked back",
        f"parse: p50 {milliseconds[9]:.1f} ms, p95 {milliseconds[18]:.1f} ms, one after another",
    ]


def _share(these: Sequence[bool]) -> float:
    return sum(these) / len(these) if these else 0.0
