"""The load: phones that hold whole USSD sessions over keep-alive connections, and check that every answer is their own."""

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import quote_plus

SERVICE_CODE = "*3737#"
HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length: "


class WrongAnswer(Exception):
    """An answer that is no USSD answer, or belongs to another session."""


class Broken(WrongAnswer):
    """The server ended a session early in words of its own: it was too slow, or its Redis was."""


@dataclass(frozen=True, slots=True)
class Script:
    """What a citizen types after dialling, and the answer to each hop: `answers[0]` is to the dial. Empty: any CON or END.

    `all` are the answers of every script: one of them at the wrong place is somebody else's.
    """

    typed: tuple[str, ...]
    answers: tuple[bytes, ...] = ()
    all: frozenset[bytes] = frozenset()

    def bodies(self) -> Iterator[str]:
        """The cumulative text of each hop, as it stands in the form."""
        for hops in range(len(self.typed) + 1):
            yield quote_plus("*".join(self.typed[:hops]))

    def check(self, hop: int, answer: bytes) -> None:
        """Raises `WrongAnswer` or `Broken` unless this is the answer to that hop."""
        if not answer.startswith((b"CON ", b"END ")):
            raise WrongAnswer(f"hop {hop} of a session got no USSD answer")
        if self.answers and answer != self.answers[hop]:
            if answer.startswith(b"CON ") or answer in self.all:
                raise WrongAnswer(f"hop {hop} of a session got an answer that is not its own")
            raise Broken(f"hop {hop} ended a session in neutral words: is this machine too busy?")


@dataclass(slots=True)
class Lap:
    """What one stretch of load saw: seconds from send to answer of every hop, and how long it all took."""

    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    broken: int = 0

    def percentile(self, share: float) -> float:
        return sorted(self.latencies)[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


class Line(asyncio.Protocol):
    """One keep-alive connection of an aggregator: a request at a time."""

    def __init__(self, path: str) -> None:
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: aggregator\r\nAccept: */*\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
        ).encode()
        self._received = b""
        self._answer: asyncio.Future[bytes]
        self._transport: asyncio.Transport

    @classmethod
    async def open(cls, port: int, path: str) -> "Line":
        return (await asyncio.get_running_loop().create_connection(lambda: cls(path), "127.0.0.1", port))[1]

    def ask(self, body: bytes) -> "asyncio.Future[bytes]":
        """POST a form; the answer's body."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(b"%s%d\r\n\r\n%s" % (self._head, len(body), body))
        return self._answer

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(HEAD_END)
        if not found or self._answer.done():  # done: cancelled, because another session went wrong
            return
        length = head.lower().partition(LENGTH)[2].partition(b"\r")[0]
        if not head.startswith(b"HTTP/1.1 200 "):
            self._answer.set_exception(WrongAnswer(f"a hop was answered with HTTP {head[9:12].decode()}"))
        elif len(body) >= int(length):
            self._received = b""
            self._answer.set_result(body)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._answer.done():
            self._answer.set_exception(WrongAnswer("connection lost"))


@dataclass(slots=True)
class Phones:
    """The citizens of one connection: known callers in turn, and a newcomer once in `newcomers` sessions (0: never)."""

    known: list[tuple[str, Script]]
    unknown: Iterator[tuple[str, Script]]
    newcomers: int
    _count: int = 0

    def next(self) -> tuple[str, Script]:
        self._count += 1
        if self.newcomers and self._count % self.newcomers == 0:
            return next(self.unknown)
        return self.known[self._count % len(self.known)]

    def retire(self, phone: str) -> None:
        """Whose session broke would be offered to go on with it: not what the script expects."""
        self.known = [caller for caller in self.known if caller[0] != phone]


_sessions = itertools.count(1)


async def hold(line: Line, phone: str, script: Script, latencies: list[float]) -> list[bytes]:
    """One whole session; raises `WrongAnswer` or `Broken` at the first answer that is not its own."""
    session = f"ATUid_{next(_sessions):032x}"
    form = f"sessionId={session}&phoneNumber=%2B{phone[1:]}&networkCode=60401&serviceCode={quote_plus(SERVICE_CODE)}&text="
    answers = []
    for hop, text in enumerate(script.bodies()):
        sent = time.perf_counter()
        answer = await line.ask((form + text).encode())
        latencies.append(time.perf_counter() - sent)
        script.check(hop, answer)
        answers.append(answer)
    return answers


async def load(port: int, path: str, crowds: Sequence[Phones], seconds: float) -> Lap:
    """Sessions back to back on one connection per crowd until the time is up; sessions that run then are finished."""
    lap = Lap()

    async def talk(line: Line, phones: Phones, end: float) -> None:
        while time.perf_counter() < end:
            phone, script = phones.next()
            try:
                await hold(line, phone, script, lap.latencies)
            except Broken:
                lap.broken += 1
                phones.retire(phone)

    lines = [await Line.open(port, path) for _ in crowds]
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for line, phones in zip(lines, crowds, strict=True):
            group.create_task(talk(line, phones, start + seconds))
    lap.seconds = time.perf_counter() - start
    for line in lines:
        line.close()
    return lap


async def each(port: int, path: str, sessions: Sequence[tuple[str, Script]], connections: int) -> None:
    """Every session once, spread over the connections."""
    waiting = iter(sessions)

    async def talk(line: Line) -> None:
        for phone, script in waiting:
            await hold(line, phone, script, [])

    lines = [await Line.open(port, path) for _ in range(connections)]
    async with asyncio.TaskGroup() as group:
        for line in lines:
            group.create_task(talk(line))
    for line in lines:
        line.close()
