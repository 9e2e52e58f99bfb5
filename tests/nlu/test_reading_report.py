"""The figures of a reader, reckoned by hand on a few lines."""

from io import StringIO

import pytest
from rich.console import Console

from nlu.examples import Example
from nlu.reader import Understood
from nlu.report import Report, examine, show

SURE = Understood("status", 0.9)
GREY = Understood("status", 0.4, (), (("status", 0.4), ("track", 0.3)))
NONE = Understood(None, 0.2)


class Scripted:
    """A reader that answers by the text."""

    async def read(self, text: str, lang: str | None) -> Understood:
        return {"sure": SURE, "grey": GREY, "none": NONE}[text.split()[0]]


async def report(*lines: tuple[str, str, str]) -> Report:
    examples = [Example(text, intent, variety) for text, intent, variety in lines]
    return await examine(Scripted(), examples, {"fr": "fr", "ary": "ar"}, Console(file=StringIO()))


async def test_every_share_is_what_it_says() -> None:
    made = await report(
        ("sure", "status", "fr"),
        ("sure 2", "track", "fr"),
        ("grey", "track", "fr"),
        ("none", "status", "fr"),
        ("none 2", "out_of_scope", "ary"),
        ("grey 2", "out_of_scope", "ary"),
    )
    every = made.figures["all"]
    assert (every.lines, every.accuracy, every.refused, every.outside_recall) == (6, 1 / 4, 1 / 4, 1 / 2)
    assert (every.sure, every.sure_right, every.offered) == (2 / 6, 1 / 2, 2 / 4)
    assert every.macro_f1 == pytest.approx((2 * 1 / (2 + 4)) / 13)
    assert made.figures["fr"].lines == 4


async def test_confusion_counts_what_was_taken_for_what() -> None:
    made = await report(("sure", "track", "fr"), ("grey", "track", "fr"), ("none", "status", "fr"), ("sure", "status", "fr"))
    assert made.confusion[("fr", "track", "status")] == 2
    assert made.as_json()["mistakes"] == [
        {"variety": "fr", "meant": "track", "read": "status", "times": 2},
        {"variety": "fr", "meant": "status", "read": "out_of_scope", "times": 1},
    ]


async def test_the_tables_name_every_variety_and_mistake() -> None:
    out = StringIO()
    show(await report(("sure", "track", "fr"), ("none", "out_of_scope", "ary")), Console(file=out, width=120))
    assert all(word in out.getvalue() for word in ("fr", "ary", "all", "track", "100.0%"))


async def test_no_lines_make_no_figures_but_no_fall() -> None:
    assert (await report()).figures["all"].accuracy == 0.0
