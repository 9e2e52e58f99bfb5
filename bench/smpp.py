"""Submits per second over one SMPP bind with a window of 100, beside a bare socket that writes the same octets.

`python -m bench.smpp [--submits N] [--rounds N] [--json]`. The SMSC is another process (`python -m bench.smpp smsc`) that
answers every submit at once and knows nothing else, so that what is measured is the client.
"""

import argparse
import asyncio
import json
import resource
import struct
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import cast

import uvloop

from bench.servers import Served
from channels.outbound import Taken
from channels.smpp.client import Client, SmppConfig
from channels.smpp.sender import SmppSender, SmsWire
from dialogs.model import Phone
from dialogs.ports import Lane, Message
from store.clock import SystemClock

WINDOW = 100
TEXT = "Votre dossier 4821 est pret. Presentez-vous au guichet avec votre recu, du lundi au vendredi."
_HEADER = struct.Struct(">IIII")
_SUBMIT, _RESPONSE = 0x04, 0x8000_0000


class Smsc(asyncio.Protocol):
    """Answers each request with success; ids are the sequence numbers."""

    def __init__(self) -> None:
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        held, at, answers = self._held + data, 0, []
        while len(held) - at >= 16 and len(held) - at >= int.from_bytes(held[at : at + 4], "big"):
            length, command, _, sequence = _HEADER.unpack_from(held, at)
            body = b"%d\0" % sequence if command == _SUBMIT else b""
            answers.append(_HEADER.pack(16 + len(body), command | _RESPONSE, 0, sequence) + body)
            at += length
        self._held = held[at:]
        self._transport.write(b"".join(answers))


class Bare(asyncio.Protocol):
    """The floor: `left` prepared submits, never more than a window unanswered; responses are only counted."""

    def __init__(self, octets: bytes, left: int) -> None:
        self._octets, self._left, self._awaited = octets, left, left
        self._held = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)
        self._write(WINDOW)

    def data_received(self, data: bytes) -> None:
        held, at, answered = self._held + data, 0, 0
        while len(held) - at >= 4 and len(held) - at >= (length := int.from_bytes(held[at : at + 4], "big")):
            at, answered = at + length, answered + 1
        self._held = held[at:]
        self._awaited -= answered
        self._write(answered)
        if not self._awaited:
            self.done.set_result(None)

    def _write(self, most: int) -> None:
        count = min(most, self._left)
        self._left -= count
        for _ in range(count):
            self._transport.write(self._octets)


@dataclass(slots=True)
class Side:
    """All rounds of one side: submits per second, and CPU seconds of this process per submit."""

    label: str
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    async def measure(self, submits: int, work: Callable[[], Awaitable[None]]) -> None:
        cpu, start = _cpu(), time.perf_counter()
        await work()
        self.rates.append(submits / (time.perf_counter() - start))
        self.costs.append((_cpu() - cpu) / submits)

    def told(self) -> dict[str, float | str]:
        return {"label": self.label, "per_second": round(median(self.rates)), "cpu_us": round(median(self.costs) * 1e6, 1)}


async def serve() -> None:
    """The SMSC process: says its port and answers until it is ended."""
    server = await asyncio.get_running_loop().create_server(Smsc, "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()


async def bare(port: int, submits: int) -> None:
    body = b"\0\3\0" + b"3737\0" + b"\1\1212612345678\0" + bytes(3) + b"\0" + b"000001000000000R\0" + b"\1\0\0\0"
    body += bytes((len(TEXT),)) + TEXT.encode()
    octets = _HEADER.pack(16 + len(body), _SUBMIT, 0, 1) + body
    transport, protocol = await asyncio.get_running_loop().create_connection(lambda: Bare(octets, submits), "127.0.0.1", port)
    await protocol.done
    transport.close()


async def ours(sender: SmppSender, submits: int) -> None:
    """As the courier sends: a hundred tasks, each the next message when its last one is settled."""
    left = iter(range(submits))
    message = Message(b"bench", Phone("+212612345678"), TEXT, Lane.CAMPAIGN, time.time() + 86400)

    async def carry() -> None:
        for _ in left:
            outcome = await sender.send(message)
            if not isinstance(outcome, Taken):
                raise RuntimeError(f"not taken: {type(outcome).__name__}")

    async with asyncio.TaskGroup() as group:
        for _ in range(WINDOW):
            group.create_task(carry())


async def _rounds(port: int, submits: int, rounds: int) -> tuple[Side, Side]:
    clock, stop = SystemClock(), asyncio.Event()
    client = Client(SmppConfig("127.0.0.1", port, "bench", "", window=WINDOW), _nothing, clock, lambda: 0.5, name="bench")
    sender = SmppSender("bench", client, SmsWire("3737", source_ton=3), clock, lambda: 0.5)
    us, floor = Side("Guichet: SmppSender over one bind"), Side("bare asyncio socket, prepared octets")
    async with asyncio.TaskGroup() as group:
        group.create_task(client.run(stop))
        while not client.bound:
            await asyncio.sleep(0.01)
        await ours(sender, submits // 10)
        for _ in range(rounds):
            await us.measure(submits, lambda: ours(sender, submits))
            await floor.measure(submits, lambda: bare(port, submits))
        stop.set()
    return us, floor


async def _nothing(*_: object) -> None:
    return None


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def report(us: Side, floor: Side, *, as_json: bool) -> None:
    ratio = median(us.rates) / median(floor.rates)
    if as_json:
        print(json.dumps({"guichet": us.told(), "floor": floor.told(), "ratio": round(ratio, 3)}))
        return
    print(f"{f'window {WINDOW}':40}{'submits/s':>12}{'CPU us':>10}")
    for told in (us.told(), floor.told()):
        print(f"{told['label']:40}{told['per_second']:>12}{told['cpu_us']:>10}")
    print(f"ours / floor {ratio:.3f}")


def main(words: Sequence[str]) -> None:
    """`bench smpp`."""
    parser = argparse.ArgumentParser(prog="bench smpp", description=__doc__)
    parser.add_argument("role", nargs="?", choices=["smsc"], help=argparse.SUPPRESS)
    parser.add_argument("--submits", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(words)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if chosen.role == "smsc":
            runner.run(serve())
            return
        with tempfile.TemporaryFile() as log:
            smsc = Served([sys.executable, "-m", "bench.smpp", "smsc"], None, log)
            try:
                us, floor = runner.run(_rounds(smsc.port, chosen.submits, chosen.rounds))
            finally:
                smsc.stop()
    report(us, floor, as_json=chosen.json)


if __name__ == "__main__":
    main(sys.argv[1:])
