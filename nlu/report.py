"""How well a reader reads what it has never seen: one figure for each thing that can go wrong, by variety of language."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import track
from rich.table import Table

from nlu.examples import Example
from nlu.reader import INTENTS, OUT_OF_SCOPE, Reader, Understood

ALL = "all"
_CAPTION = "outside: not our business and refused; right: of the sure ones; offered: the right one is started or offered"


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares in 0..1 over the lines of one variety, or of all.

    Of our business: `accuracy`, the best guess is right (a refusal is wrong); `macro_f1`, the mean over our intents; `refused`;
    `offered`, the right intent is started or is among those offered. `outside_recall`: of what is not our business, refused.
    `sure`: of all lines, how many would start a service unasked, and `sure_right`, how many of those rightly.
    """

    lines: int
    accuracy: float
    macro_f1: float
    outside_recall: float
    refused: float
    sure: float
    sure_right: float
    offered: float


@dataclass(frozen=True, slots=True)
class Report:
    """Figures by variety, `all` last; `confusion` counts (variety, meant, read), where `read` may be `out_of_scope`."""

    figures: dict[str, Figures]
    confusion: dict[tuple[str, str, str], int]

    def as_json(self) -> dict[str, Any]:
        """The figures as they are, and each mistake with how often it was made."""
        mistakes = [
            {"variety": variety, "meant": meant, "read": read, "times": times}
            for (variety, meant, read), times in self.confusion.items()
            if meant != read
        ]
        return {"figures": {variety: asdict(figures) for variety, figures in self.figures.items()}, "mistakes": mistakes}


async def examine(reader: Reader, lines: Sequence[Example], languages: Mapping[str, str], console: Console) -> Report:
    """Reads every line with `reader`; `languages` gives the language of a variety. Shows a progress bar on a terminal."""
    steps = track(lines, "Reading", console=console, transient=True, disable=not console.is_terminal)
    pairs = [(line, await reader.read(line.text, languages[line.variety])) for line in steps]
    varieties = list(dict.fromkeys(line.variety for line in lines))
    figures = {variety: _figures([pair for pair in pairs if pair[0].variety == variety]) for variety in varieties}
    confusion = Counter((line.variety, line.intent, _label(reading)) for line, reading in pairs)
    return Report({**figures, ALL: _figures(pairs)}, dict(confusion))


def show(report: Report, console: Console) -> None:
    """Two tables: the figures, and what is most often taken for what."""
    table = Table(
        "",
        "lines",
        "accuracy",
        "F1",
        "outside",
        "refused",
        "sure",
        "right",
        "offered",
        box=SIMPLE,
        pad_edge=False,
        show_edge=False,
        caption=_CAPTION,
    )
    for variety, f in report.figures.items():
        shares = (f.accuracy, f.macro_f1, f.outside_recall, f.refused, f.sure, f.sure_right, f.offered)
        table.add_row(variety, str(f.lines), *(f"{share:.1%}" for share in shares))
    console.print(table)
    mistakes = Table("variety", "meant", "read", "times", box=SIMPLE)
    wrong = [(times, key) for key, times in report.confusion.items() if key[1] != key[2]]
    for times, key in sorted(wrong, reverse=True)[:20]:
        mistakes.add_row(*key, str(times))
    console.print(mistakes)


def _label(reading: Understood) -> str:
    return reading.intent or OUT_OF_SCOPE


def _figures(pairs: Sequence[tuple[Example, Understood]]) -> Figures:
    ours = [(line.intent, reading) for line, reading in pairs if line.intent != OUT_OF_SCOPE]
    sure = [line.intent == reading.intent for line, reading in pairs if reading.sure]
    return Figures(
        lines=len(pairs),
        accuracy=_share(intent == reading.intent for intent, reading in ours),
        macro_f1=sum(_f1(intent, pairs) for intent in INTENTS) / len(INTENTS),
        outside_recall=_share(reading.intent is None for line, reading in pairs if line.intent == OUT_OF_SCOPE),
        refused=_share(reading.intent is None for _, reading in ours),
        sure=len(sure) / len(pairs) if pairs else 0.0,
        sure_right=_share(sure),
        offered=_share(intent == reading.intent or intent in dict(reading.alternatives) for intent, reading in ours),
    )


def _f1(intent: str, pairs: Sequence[tuple[Example, Understood]]) -> float:
    meant = sum(line.intent == intent for line, _ in pairs)
    read = sum(reading.intent == intent for _, reading in pairs)
    both = sum(line.intent == reading.intent == intent for line, reading in pairs)
    return 2 * both / (meant + read) if meant + read else 0.0


def _share(these: Iterable[bool]) -> float:
    counted = list(these)
    return sum(counted) / len(counted) if counted else 0.0
