"""A report as one page to keep and print, in a language that staff read: charts as SVG, their figures as a table after each."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from campaigns.course import OTHERS, STAGES
from campaigns.report import Report, Row
from dialogs.texts.staff import Words
from store.ledger import Fate

__all__ = ["as_html", "drawn"]

FATES = (Fate.DELIVERED, Fate.SENT, Fate.UNKNOWN, Fate.QUEUED, Fate.WAITING, Fate.FAILED, Fate.EXPIRED, Fate.SKIPPED)
"""From what one hopes for to what one does not."""
DRAWN = 24
"""Groups of a chart at most; the table has all of them."""

_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_html(report: Report, words: Words, at: float) -> str:
    """A page with its own styles, no script, and nothing to fetch. `at` is the Unix time of the figures."""
    return _pages.get_template("report.html").render(drawn(report, words), words=words, at=at)


def drawn(report: Report, words: Words) -> dict[str, object]:
    """What a template draws a report from: lines of (word of ours, name, count), groups with the words that are theirs."""
    fates = {fate.name.lower(): words(f"campaign-fate-{fate.name.lower()}") for fate in FATES}
    stages = {stage: words(f"campaign-step-{stage}") for stage in STAGES}
    groups = (("region", report.regions), ("operator", report.operators), ("language", report.languages))
    funnels = (("region", report.funnel_by_region), ("operator", report.funnel_by_operator))
    return {
        "report": report,
        "fates": fates,
        "stages": stages,
        "outcomes": [(fate, name, report.fates.get(fate, 0)) for fate, name in fates.items()],
        "reasons": [(_cause(words, reason), count) for reason, count in report.reasons.items()],
        "reached": [(stage, stages[stage], count) for stage, count in report.funnel.items()],
        "answers": [("", word, count) for word, count in report.answers.items()],
        "charts": [(dimension, rows, _had(rows, fates)) for dimension, rows in groups if rows],
        "funnels": [(dimension, rows, {stage: stages[stage] for stage in rows[0].stages}) for dimension, rows in funnels if rows],
        "most": DRAWN,
        "group": partial(_group, words),
    }


def _had(rows: Iterable[Row], fates: Mapping[str, str]) -> dict[str, str]:
    """The fates that anybody of these groups had."""
    had = {fate for row in rows for fate, count in row.fates.items() if count}
    return {fate: name for fate, name in fates.items() if fate in had}


def _group(words: Words, name: str, dimension: str) -> str:
    """A group by its name: languages have one in every language, `-` is of whom it is not known."""
    if name in ("-", OTHERS):
        return words(f"campaign-group-{name.replace('-', 'unknown')}")
    return words.named(name) if dimension == "language" else name


def _cause(words: Words, reason: str) -> str:
    """A reason of the report (`failed: invalid-number`) in words; what an operator says in none of ours stays as it is."""
    fate, _, code = reason.partition(": ")
    return words("campaign-because", fate=words.code("campaign-fate", fate), why=words.code("campaign-cause", code))
