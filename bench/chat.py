"""A soak of the web chat: so many WebSockets open at once on loopback, each a citizen who reads, thinks and answers.

`python -m bench.chat [--chats N] [--seconds N] [--think N] [--json]`. The gateway is another process (`python -m bench.chat serve
FOLDER`), as `guichet serve` builds it, with its conversations in memory: what a chat weighs there is all of it. Every answer is
compared with the one that was rehearsed alone, so that a mix-up ends the run.
"""

import argparse
import asyncio
import base64
import itertools
import json
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles

import aiohttp
import uvloop

import house
from bench.floors import stay
from bench.gateway import nobody
from bench.servers import Served
from channels.chat.web import PROTOCOL
from config.settings import load
from store.sql.schema import upgrade

LINES = (("start", "fr"), ("say", "3"), ("say", "Ifrane"))
"""Menu, offices, an office: then it begins anew."""
AT_ONCE = 50


class WrongAnswer(Exception):
    """An answer that is not the rehearsed one."""


async def serve(folder: str) -> None:
    """The gateway's process. It believes what we say of addresses: one address has a pace of its own."""
    key = base64.b64encode(b"k" * 32).decode()
    database = f"sqlite+aiosqlite:///{folder}/bench.db"
    proxies = "127.0.0.0/8"
    settings = load(environment="demo", keys=f"1:{key}", lookup_key=key, database_url=database, trusted_proxies=proxies)
    house.start_logging("error")
    async with house.open_house(settings, nobody) as home:
        await upgrade(home.engine)
        async with house.serving(home.web, "127.0.0.1", 0) as port:
            await stay(port)


@dataclass(slots=True)
class Citizen:
    """One page. `seq` is the last message that it has; answers are timed in seconds."""

    http: aiohttp.ClientSession
    url: str
    address: str
    seq: int = 0
    times: list[float] = field(default_factory=list)
    _socket: aiohttp.ClientWebSocketResponse | None = None

    async def open(self) -> None:
        headers = {"Origin": self.url, "X-Forwarded-For": self.address}
        async with self.http.post(f"{self.url}/chat/ticket", json={}, headers=headers) as response:
            ticket = (await response.json())["ticket"]
        self._socket = await self.http.ws_connect(f"{self.url}/chat/ws", headers=headers, protocols=(PROTOCOL, ticket))
        await self._socket.receive_json()

    async def say(self, kind: str, word: str) -> str:
        """The text that answers."""
        assert self._socket is not None
        message = {
            "kind": kind,
            "id": f"message-{len(self.times)}",
            "after": self.seq,
            "lang" if kind == "start" else "text": word,
        }
        start, texts = time.perf_counter(), []
        await self._socket.send_json(message)
        while (told := await self._socket.receive_json())["kind"] != "done":
            if told["kind"] == "refused":
                raise WrongAnswer(told["why"])
            texts += [told["text"]] if told["kind"] == "said" else []
        self.times.append(time.perf_counter() - start)
        if told["seq"] != self.seq + 1:
            raise WrongAnswer("a message is missing or came twice")
        self.seq = told["seq"]
        return "".join(texts)

    async def live(self, known: Sequence[str], think: float, until: float) -> None:
        for line, answer in itertools.cycle(zip(LINES, known, strict=True)):
            await asyncio.sleep(random.uniform(0.2, 1.8) * think)
            if time.perf_counter() > until:
                return
            if await self.say(*line) != answer:
                raise WrongAnswer("another's, or none")

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()


@dataclass(frozen=True, slots=True)
class Soak:
    """What came of it: bytes for each open chat, answers, and seconds to an answer."""

    chats: int
    still_open: int
    bytes_each: float
    answers: int
    cpu: float
    times: Sequence[float]

    def told(self) -> dict[str, float]:
        cuts = quantiles(self.times, n=100)
        return {
            "chats": self.chats,
            "still_open": self.still_open,
            "kib_per_chat": round(self.bytes_each / 1024, 1),
            "answers": self.answers,
            "cpu_us_per_answer": round(self.cpu / self.answers * 1e6),
            "p50_ms": round(cuts[49] * 1e3, 2),
            "p99_ms": round(cuts[98] * 1e3, 2),
        }


async def soak(served: Served, chats: int, seconds: float, think: float) -> Soak:
    """Open all, hold them for `seconds`, count."""
    url = f"http://127.0.0.1:{served.port}"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        rehearsal = Citizen(http, url, "198.51.100.1")
        await rehearsal.open()
        known = [await rehearsal.say(*line) for line in LINES]
        await rehearsal.close()
        before = (await _figures(http, url))[0]
        citizens = [Citizen(http, url, f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}") for n in range(chats)]
        await _all_open(citizens)
        after = (await _figures(http, url))[0]
        cpu, until = served.cpu_seconds(), time.perf_counter() + seconds
        await asyncio.gather(*(one.live(known, think, until) for one in citizens))
        cpu, still = served.cpu_seconds() - cpu, (await _figures(http, url))[1]
        times = [spent for one in citizens for spent in one.times]
        await asyncio.gather(*(one.close() for one in citizens))
    return Soak(chats, int(still), (after - before) / chats, len(times), cpu, times)


async def _all_open(citizens: Sequence[Citizen]) -> None:
    """Each has its socket and has begun; so many at a time."""
    left = iter(citizens)

    async def each() -> None:
        for one in left:
            await one.open()
            await one.say(*LINES[0])

    await asyncio.gather(*(each() for _ in range(AT_ONCE)))


async def _figures(http: aiohttp.ClientSession, url: str) -> tuple[float, float]:
    """Resident bytes, and open sockets, as the gateway counts them."""
    async with http.get(f"{url}/metrics") as response:
        text = await response.text()
    names = ("process_resident_memory_bytes", "guichet_chat_open")
    found = [re.search(rf"^{name} (\S+)$", text, re.MULTILINE) for name in names]
    resident, open_ = (float(one[1]) if one else 0.0 for one in found)
    return resident, open_


def main(words: Sequence[str]) -> None:
    """`bench chat`."""
    parser = argparse.ArgumentParser(prog="bench chat", description=__doc__)
    parser.add_argument("role", nargs="?", choices=["serve"], help=argparse.SUPPRESS)
    parser.add_argument("folder", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("--chats", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--think", type=float, default=10.0, help="seconds between an answer and the next message")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(words)
    _raise_limit()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if chosen.role == "serve":
            runner.run(serve(chosen.folder))
            return
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
            served = Served([sys.executable, "-m", "bench.chat", "serve", folder], None, log)
            try:
                told = runner.run(soak(served, chosen.chats, chosen.seconds, chosen.think)).told()
            finally:
                served.stop()
    print(json.dumps(told) if chosen.json else "\n".join(f"{name:20}{value:>12}" for name, value in told.items()))


def _raise_limit() -> None:
    """As many open files as the system allows."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main(sys.argv[1:])
