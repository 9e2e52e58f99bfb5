"""The page of a report: nothing to fetch, a table after each chart, and every word in the language of who reads it."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from campaigns import plan, report, words
from campaigns.course import STAGES, Funnel, Point
from campaigns.plan import verdict
from campaigns.report import Report, Row
from campaigns.report_page import DRAWN, as_html
from dialogs.texts.staff import LANGUAGES, Words
from store.keyring import Keyring
from store.ledger import Fate, Stage
from tests.campaigns.campaign_world import NOON, Town
from tests.store.campaign_boxes import twin_ledger

FATES = {"waiting": 0, "queued": 0, "unknown": 40, "sent": 100, "delivered": 1700, "failed": 60, "expired": 50, "skipped": 50}
REASONS = {"failed: invalid-number": 55, "failed: UNDELIV-0x45": 5, "expired: deadline": 50, "skipped: cap-daily": 50}
STEPS = {"sent": 1800, "delivered": 1700, "replied": 300, "began": 200, "done": 100}


@pytest.fixture(params=list(LANGUAGES))
def lang(request: pytest.FixtureRequest, town: Town) -> Words:
    return words.of(town.desk.law)[request.param]


@pytest.fixture
def town(keys: Keyring) -> Town:
    return Town(twin_ledger(keys), keys)


def told(regions: int = 2, region: str = "casa", title: str = "Jours") -> Report:
    """A report with everything in it."""
    rows = tuple(Row(f"{region} {n}", 2000, FATES) for n in range(regions))
    return Report(
        "days", title, "paused", "failure-rate", 2000, "9f" * 32, FATES, REASONS, rows,
        (Row("inwi", 2000, FATES),), (Row("ar", 2000, FATES), Row("-", 5, {"sent": 5})), {"1": 1500, "<2>": 10}, {}, STEPS,
        tuple(Funnel(row.group, row.total, STEPS) for row in rows), (Funnel("others", 2000, STEPS),),
        (Point(NOON, 900, 800, 30, 100), Point(NOON + 900, 1800, 1700, 110, 300)),
    )  # fmt: skip


class Page(HTMLParser):
    """Tags in their order with what they say of themselves, and the text that is read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style" and data.strip():
            self.text.append(re.sub("[\u2066-\u2069]", "", data.strip()))

    def charts(self) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == "svg" and "aria-hidden" not in attrs]


def test_the_page_needs_no_other_and_has_a_table_after_each_chart(lang: Words) -> None:
    html = as_html(told(region="<script>x", title="<b>Jours</b>"), lang, NOON)
    page = Page(html)
    names = [tag for tag, attrs in page.tags if "aria-hidden" not in attrs]
    assert not {"script", "link", "img", "iframe", "b"} & set(names)
    assert not re.search(r"(?:src|href)=|url\((?!#)|@import", html)
    order = [name for name in names if name in ("svg", "table")]
    assert len(page.charts()) == 9
    assert all(after == "table" for chart, after in pairwise(order) if chart == "svg")
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in page.charts())
    wide = [attrs for tag, attrs in page.tags if tag == "div"]
    assert all(attrs["tabindex"] == "0" and attrs["role"] == "region" and attrs["aria-label"] for attrs in wide)
    assert names.count("h1") == 1


def test_every_word_of_ours_is_in_the_language_of_who_reads_it(lang: Words) -> None:
    read = " ".join(Page(as_html(told(), lang, NOON)).text)
    for key in ("report", "fates", "course", "funnel", "steps-region", "by-operator", "answers", "stage-paused", "group-others"):
        assert re.sub("[\u2066-\u2069]", "", lang(f"campaign-{key}", **{"name": "Jours"} if key == "report" else {})) in read
    assert {"en": "Arabic", "fr": "arabe", "ar": "العربية"}[lang.lang] in read
    assert {"en": "1,700", "fr": "1\u202f700", "ar": "1.700"}[lang.lang] in read
    assert {"en": "85.0 %", "fr": "85,0 %", "ar": "85,0 %"}[lang.lang] in read
    assert lang.moment(NOON + 900) in read
    ours = ("delivered", "invalid-number", "cap-daily", "deadline", "failure-rate", "paused", "began")
    assert not [word for word in ours if re.search(rf"\b{word}\b", read, 0 if lang.lang == "en" else re.IGNORECASE)]
    assert "UNDELIV-0x45" in read


def test_arabic_is_read_from_the_right_and_so_are_its_charts(town: Town) -> None:
    left, right = (as_html(told(), words.of(town.desk.law)[lang], NOON) for lang in ("fr", "ar"))
    assert '<html lang="ar" dir="rtl">' in right
    assert right.count("matrix(-1 0 0 1 360 0)") > 20
    assert "matrix(" not in left
    assert re.findall(r'<rect[^>]*width="[0-9.]+"', left) == re.findall(r'<rect[^>]*width="[0-9.]+"', right)
    mirrored = [int(x) for x in re.findall(r'<text[^>]* x="(\d+)"', right)]
    assert mirrored == [360 - int(x) for x in re.findall(r'<text[^>]* x="(\d+)"', left)]


def test_no_bar_is_wider_than_its_chart(lang: Words) -> None:
    html = as_html(told(), lang, NOON)
    bars = [(float(x), float(wide)) for x, wide in re.findall(r'<rect class="\w*" x="([0-9.]+)"[^>]* width="([0-9.]+)"', html)]
    assert len(bars) > 30
    assert all(x >= 0 and x + wide <= 360.1 for x, wide in bars)


def test_a_chart_draws_the_largest_groups_and_its_table_has_all(lang: Words) -> None:
    page = Page(as_html(told(regions=DRAWN + 6), lang, NOON))
    assert page.text.count(f"casa {DRAWN - 1}") == 4  # in both charts and in both tables
    assert page.text.count(f"casa {DRAWN}") == 2


def test_what_nobody_had_takes_no_room(town: Town) -> None:
    read = Page(as_html(told(), words.of(town.desk.law)["en"], NOON)).text
    assert read.count("Waiting") == 2  # in the chart and the table of all fates, not in those of groups


async def test_a_report_of_nobody_is_a_report(town: Town, lang: Words) -> None:
    record = await town.ledger.frozen(0)
    await town.ledger.book.save(record, record.stage, plan.encode(town.plan()))
    found = await report.of(await town.desk.find("days"), town.ledger.results)
    read = Page(as_html(found, lang, NOON)).text
    assert lang("campaign-recipients") in read
    assert "0" in read


def test_there_is_a_word_for_every_stage_fate_step_and_reason_of_ours(lang: Words) -> None:
    ours = {f"campaign-stage-{stage.value}" for stage in Stage} | {f"campaign-fate-{fate.name.lower()}" for fate in Fate}
    ours |= {f"campaign-step-{step}" for step in STAGES}
    bad = {Fate.FAILED: 50, Fate.EXPIRED: 0, Fate.DELIVERED: 50, Fate.SENT: 0, Fate.UNKNOWN: 0}
    campaign = plan.Campaign("days", "", {}, "fr", 0.0)
    ours |= {f"campaign-reason-{verdict(campaign, bad, 0)}"}
    ours |= {f"campaign-reason-{verdict(campaign, bad | {Fate.FAILED: 0}, 90)}"}
    for why in ("cap-daily", "cap-weekly", "no-consent", "opted-out", "no-text", "no-value", "link", "too-long", "stopped",
                "answered", "registered", "may-have-it", "left-out",
                "deadline", "validity", "unreadable", "invalid-number", "no-route"):  # fmt: skip
        ours.add(f"campaign-cause-{why}")
    assert {key for key in ours if not lang.has(key)} == set()
