"""Measures one USSD hop of Guichet against its floors in the same run: `guichet bench hop`."""

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import uvloop

from bench import gateway, memory, peers, sessions
from bench.client import WrongAnswer, load
from bench.floors import PATH as FLOOR_PATH
from bench.report import Measured, report
from bench.servers import ROOT, OwnRedis, Served, pin
from bench.sessions import Variant

WARM_UP = 1.0  # seconds per variant, not counted
FLOORS = {
    "constant": "(a) aiohttp, a constant",
    "pipelined": "(b) aiohttp, bare pipelined GET and SET",
    "pool": "(c) aiohttp, redis-py pool, GET and SET",
}


def main(args: list[str]) -> None:
    """The command line of `guichet bench hop`."""
    wish = _wish(args)
    cores = sorted(os.sched_getaffinity(0))
    ours, theirs = (cores[0], cores[1]) if len(cores) > 1 else (None, None)
    pin(0, theirs)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_measure(wish, ours, theirs))
    except* WrongAnswer as wrong:
        print(f"guichet: {wrong.exceptions[0]}", file=sys.stderr)
        raise SystemExit(1) from None
    finally:
        os.sched_setaffinity(0, cores)


def _wish(args: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="guichet bench hop", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="of load per variant and round (default 4)")
    parser.add_argument("--rounds", type=int, default=5, help="variants take turns this often (default 5)")
    parser.add_argument("--connections", type=int, default=64, help="keep-alive connections (default 64)")
    parser.add_argument("--newcomers", type=int, default=50, help="one session in so many is a first contact; 0: none")
    parser.add_argument("--sessions", type=int, default=20_000, help="live sessions to weigh in Redis; 0: none")
    parser.add_argument("--peers", action="store_true", help="also ussd-menu-builder, where node and npm are present")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    return parser.parse_args(args)


async def _measure(wish: argparse.Namespace, core: int | None, others: int | None) -> None:
    with _redis(others) as url, tempfile.TemporaryDirectory(prefix="guichet-bench-") as folder, contextlib.ExitStack() as open_:
        log = open_.enter_context(open(Path(folder, "log"), "wb"))

        def serve(*command: str, cwd: Path = ROOT, env: Mapping[str, str] = {}) -> Served:
            served = Served(command, core, log, cwd, env)
            open_.callback(served.stop)
            return served

        guichet = serve(sys.executable, "-m", "bench.gateway", url, f"sqlite+aiosqlite:///{folder}/bench.db")
        cast = await sessions.rehearse(guichet.port, gateway.PATH)
        variants = [Variant("guichet", "Guichet, the whole hop", guichet, gateway.PATH, cast)]
        for name, label in FLOORS.items():
            floor = serve(sys.executable, "-m", "bench.floors", name, url)
            variants.append(Variant(name, label, floor, FLOOR_PATH, cast.unchecked()))
        if wish.peers:
            variants += await peers.variants(serve, Path(folder), url)
        measured = await _rounds(variants, wish)
        weight = await memory.weigh(guichet.port, gateway.PATH, url, wish.sessions, wish.connections) if wish.sessions else None
    report(measured, weight, as_json=wish.json)


async def _rounds(variants: list[Variant], wish: argparse.Namespace) -> list[Measured]:
    """Each variant warms up, then they take turns; a variant's first place in a round moves on by one each time."""
    measured = [Measured(variant.name, variant.label) for variant in variants]
    crowds = [await variant.crowds(wish.connections, wish.newcomers) for variant in variants]
    for variant, crowd in zip(variants, crowds, strict=True):
        await load(variant.server.port, variant.path, crowd, min(WARM_UP, wish.seconds))
    for turn in range(wish.rounds):
        for place in range(len(variants)):
            at = (turn + place) % len(variants)
            variant = variants[at]
            before = variant.server.cpu_seconds()
            lap = await load(variant.server.port, variant.path, crowds[at], wish.seconds)
            measured[at].add(lap, variant.server.cpu_seconds() - before)
    return measured


@contextlib.contextmanager
def _redis(core: int | None) -> Iterator[str]:
    server = OwnRedis()
    server.start()
    try:
        pin(server.pid, core)
        yield server.url
    finally:
        server.kill()
