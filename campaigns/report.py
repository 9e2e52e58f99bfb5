"""What came of a campaign, for those who paid for it: counts that point at nobody, as JSON and CSV."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from campaigns import plan
from campaigns.course import FEWEST, OTHERS, Funnel, Point, funnel, points
from store.chunks import MARK
from store.ledger import Fate, Reached, Record, Results

__all__ = ["FEWEST", "Report", "Row", "as_csv", "as_json", "of"]


@dataclass(frozen=True, slots=True)
class Row:
    """One group with how many of it ended how; the counts of a row sum to `total`."""

    group: str
    total: int
    fates: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """`fates` sum to `audience`. `reasons` are those of failed, expired and skipped; `answers` persons by word.

    `funnel` counts persons by stage, `course` when what came about (`campaigns.course`).
    """

    name: str
    title: str
    stage: str
    reason: str
    audience: int
    digest: str
    fates: Mapping[str, int]
    reasons: Mapping[str, int]
    regions: tuple[Row, ...]
    operators: tuple[Row, ...]
    languages: tuple[Row, ...]
    answers: Mapping[str, int]
    answers_by_region: Mapping[str, Mapping[str, int]]
    funnel: Mapping[str, int]
    funnel_by_region: tuple[Funnel, ...]
    funnel_by_operator: tuple[Funnel, ...]
    course: tuple[Point, ...]


async def of(record: Record, results: Results) -> Report:
    """Reads the ledger of a campaign once, in constant memory. Raises `StoreDown`."""
    fates, reasons = Counter[str](), Counter[str]()
    groups: tuple[dict[str, Counter[str]], ...] = ({}, {}, {})
    async for line in results.lines(record.id):
        fate = line.fate.name.lower()
        fates[fate] += line.count
        if line.reason:
            reasons[f"{fate}: {line.reason}"] += line.count
        for counts, name in zip(groups, line.group, strict=True):
            counts.setdefault(name, Counter())[fate] += line.count
    languages, regions, operators = map(_rows, groups)
    words, by_region = _answers(await results.answers(record.id))
    reached = await results.reached(record.id)
    whole = funnel({"": fates}, [Reached(("", "", ""), one.stage, one.count) for one in reached], 1)
    return Report(
        name=record.name,
        title=plan.decode(record).title,
        stage=record.stage.value,
        reason=record.reason,
        audience=record.count,
        digest=record.digest.hex(),
        fates={fate.name.lower(): fates[fate.name.lower()] for fate in Fate},
        reasons=dict(reasons.most_common()),
        regions=regions,
        operators=operators,
        languages=languages,
        answers=words,
        answers_by_region=by_region,
        funnel=whole[0].stages if whole else {},
        funnel_by_region=funnel(groups[1], reached, 1),
        funnel_by_operator=funnel(groups[2], reached, 2),
        course=points(await results.moves(record.id), await results.first_answers(record.id)),
    )


def as_json(report: Report) -> str:
    return msgspec.json.encode(report).decode()


def as_csv(report: Report) -> str:
    """One line per dimension, group and fate; what a spreadsheet would run as a formula is quoted."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(("dimension", "group", "fate", "count"))
    lines.writerows(("all", "", fate, count) for fate, count in report.fates.items())
    lines.writerows(("reason", reason, "", count) for reason, count in report.reasons.items())
    for dimension, rows in (("region", report.regions), ("operator", report.operators), ("language", report.languages)):
        lines.writerows((dimension, _inert(row.group), fate, count) for row in rows for fate, count in row.fates.items())
    lines.writerows(("answer", _inert(word), "", count) for word, count in report.answers.items())
    lines.writerows(("funnel", "", stage, count) for stage, count in report.funnel.items())
    for dimension, told in (("region", report.funnel_by_region), ("operator", report.funnel_by_operator)):
        name = f"funnel-{dimension}"
        lines.writerows((name, _inert(row.group), stage, count) for row in told for stage, count in row.stages.items())
    for point in report.course:
        lines.writerows(
            ("course", _moment(point.at), what, getattr(point, what)) for what in ("sent", "delivered", "failed", "replied")
        )
    return written.getvalue()


def _rows(groups: Mapping[str, Counter[str]]) -> tuple[Row, ...]:
    """The groups, largest first; small ones together, and with the next one when even that points at somebody."""
    large = sorted((item for item in groups.items() if item[1].total() >= FEWEST), key=lambda item: (-item[1].total(), item[0]))
    small = sum((counts for counts in groups.values() if counts.total() < FEWEST), Counter[str]())
    while small and small.total() < FEWEST and large:
        small += large.pop()[1]
    rows = [Row(name or "-", counts.total(), dict(counts)) for name, counts in large]
    return (*rows, Row(OTHERS, small.total(), dict(small))) if small.total() >= FEWEST else tuple(rows)


def _answers(found: Mapping[tuple[str, str], int]) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Answers of at least so many, over all and by region; a region is told only where no other can be worked out from it."""
    words, regions = Counter[str](), dict[str, dict[str, int]]()
    for (region, word), count in found.items():
        if word.startswith(MARK):
            continue
        words[word] += count
        regions.setdefault(region or "-", {})[word] = count
    hidden = {word for (_, word), count in found.items() if count < FEWEST}
    told = {region: {word: count for word, count in counts.items() if word not in hidden} for region, counts in regions.items()}
    return {word: count for word, count in words.most_common() if count >= FEWEST}, {
        name: one for name, one in told.items() if one
    }


def _inert(text: str) -> str:
    return f"'{text}" if text[:1] in "=+-@\t\r" and text != "-" else text


def _moment(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%MZ}"
