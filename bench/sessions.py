"""Which sessions the load holds: rehearsed once, one at a time, so that under load every answer is known beforehand."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.client import Line, Phones, Script, WrongAnswer, each, hold
from bench.servers import Served

LANGUAGES = ("1", "2", "3")
PICKS = ("1", "2", "3", "4", "5")
KNOWN_PER_CONNECTION = 32
MOST_HOPS = 12


@dataclass(frozen=True, slots=True)
class Cast:
    """The scripts of first contacts and of known callers, and what introduces a caller (empty: nothing does)."""

    newcomers: tuple[Script, ...]
    known: tuple[Script, ...]
    introductions: tuple[Script, ...] = ()

    def unchecked(self) -> "Cast":
        """The same hops for a server that answers them all alike."""
        return Cast(_bare(self.newcomers), _bare(self.known))


@dataclass(frozen=True, slots=True)
class Variant:
    """One server under measurement."""

    name: str
    label: str
    server: Served
    path: str
    cast: Cast

    async def crowds(self, connections: int, newcomers: int) -> list[Phones]:
        """Callers for each connection; those who must be known beforehand are introduced here, and call once."""
        cast = self.cast
        known = [(f"+2126610{n:05d}", cast.known[n % len(cast.known)]) for n in range(connections * KNOWN_PER_CONNECTION)]
        if cast.introductions:
            first = [(phone, cast.introductions[n % len(cast.introductions)]) for n, (phone, _) in enumerate(known)]
            await each(self.server.port, self.path, first + known, connections)
        unknown = strangers(cast.newcomers, 62)
        return [Phones(known[n::connections], unknown, newcomers if cast.newcomers else 0) for n in range(connections)]


def strangers(scripts: tuple[Script, ...], prefix: int) -> Iterator[tuple[str, Script]]:
    """New numbers without end, each with the next script."""
    for n, script in zip(itertools.count(), itertools.cycle(scripts), strict=False):
        yield f"+212{prefix}{n:07d}", script


async def rehearse(port: int, path: str) -> Cast:
    """First contact, menu, offices, letters, pick: in three languages and to five places, each to its END."""
    numbers = strangers((Script(()),), 60)
    line = await Line.open(port, path)
    whole = [await _to_the_end(line, numbers, (lang, "3", "ta", pick)) for lang in LANGUAGES for pick in PICKS]
    line.close()
    if len({script.answers[-1] for script in whole}) < len(whole):
        raise WrongAnswer("two rehearsed sessions end alike: a mix-up could not be seen")
    every = frozenset(answer for script in whole for answer in script.answers)
    newcomers = tuple(replace(script, all=every) for script in whole)
    known = tuple(Script(script.typed[1:], script.answers[1:], every) for script in whole)
    introductions = tuple(Script(script.typed[:1], script.answers[:2], every) for script in whole)
    return Cast(newcomers, known, introductions)


async def _to_the_end(line: Line, numbers: Iterator[tuple[str, Script]], typed: tuple[str, ...]) -> Script:
    """The script with every answer; where the service asks on, the first choice is taken or the page turned."""
    while len(typed) < MOST_HOPS:
        answers = await hold(line, next(numbers)[0], Script(typed), [])
        if answers[-1].startswith(b"END "):
            return Script(typed, tuple(answers))
        typed += ("99" if b"\n99 " in answers[-1] else "1",)
    raise WrongAnswer("a rehearsed session does not end")


def _bare(scripts: tuple[Script, ...]) -> tuple[Script, ...]:
    return tuple(replace(script, answers=()) for script in scripts)
