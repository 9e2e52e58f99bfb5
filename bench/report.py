"""What a run says: a table or JSON, the ratios by CPU, and whether the goals are met."""

import json
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.client import Lap
from bench.memory import Weight

GOALS = {"constant": 0.45, "pipelined": 0.70, "pool": 2.0, "ussd-menu-builder": 2.0}
"""Least CPU per hop of a floor or peer over ours."""
MOST_BYTES = 300
MICRO, MILLI = 1e6, 1e3


@dataclass(slots=True)
class Measured:
    """All rounds of one variant."""

    name: str
    label: str
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    broken: int = 0

    def add(self, lap: Lap, cpu_seconds: float) -> None:
        hops = len(lap.latencies)
        self.rates.append(hops / lap.seconds)
        self.costs.append(cpu_seconds / hops)
        self.latencies += lap.latencies
        self.broken += lap.broken

    def told(self) -> dict[str, Any]:
        """Medians over the rounds; latencies over all hops."""
        every = Lap(self.latencies)
        return {
            "label": self.label,
            "hops": len(self.latencies),
            "broken": self.broken,
            "per_second": round(median(self.rates)),
            "p50_ms": round(every.percentile(0.50) * MILLI, 1),
            "p99_ms": round(every.percentile(0.99) * MILLI, 1),
            "cpu_us": round(median(self.costs) * MICRO, 1),
        }


def report(measured: list[Measured], weight: Weight | None, *, as_json: bool) -> None:
    """Print the run; a goal that is missed is said, never an error: the machine may be busy."""
    variants = {one.name: one.told() for one in measured}
    ours = variants["guichet"]["cpu_us"]
    ratios = {name: round(told["cpu_us"] / ours, 2) for name, told in variants.items() if name != "guichet"}
    met = {name: ratio >= GOALS[name] for name, ratio in ratios.items()}
    memory = None
    if weight:
        memory = {"sessions": weight.sessions, "bytes": round(weight.session, 1), "memory_usage": weight.usage}
        met["bytes"] = weight.session <= MOST_BYTES
    if as_json:
        print(json.dumps({"variants": variants, "ratios": ratios, "memory": memory, "met": met}))
        return
    _table(variants, ratios)
    if weight:
        print(f"\na live session after five answers: {weight.session:.0f} bytes of Redis, all included (goal {MOST_BYTES});")
        print(f"MEMORY USAGE of one: {weight.usage} bytes ({weight.sessions} sessions)")
    print("goals met" if all(met.values()) else f"goals missed: {', '.join(name for name, well in met.items() if not well)}")


def _table(variants: dict[str, dict[str, Any]], ratios: dict[str, float]) -> None:
    print(f"{'':44}{'hops/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU us':>8}{'its CPU / ours':>16}{'goal':>6}")
    for name, told in variants.items():
        ratio = f"{ratios[name]:>16.2f}{GOALS[name]:>6.2f}" if name in ratios else ""
        cells = f"{told['per_second']:>8}{told['p50_ms']:>8}{told['p99_ms']:>8}{told['cpu_us']:>8}"
        print(f"{told['label']:44}{cells}{ratio}")
    for told in variants.values():
        if told["broken"]:
            print(f"{told['label']}: {told['broken']} sessions ended early in neutral words: this machine was too busy")
