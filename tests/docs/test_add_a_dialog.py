"""docs/add-a-dialog.md is done as printed in a copy of the house, which then passes the tests that the page names."""

import re
from pathlib import Path

import pytest

from tests.docs.printed import HOUSE, copied, files, run

LENT = {"zgh": "ar", "ur": "ar", "so": "fr", "aa": "fr", "zgh-Latn": "fr"}
"""Languages in which the page prints nothing, and the one whose words stand there meanwhile: those of the same room."""
LETTERS = "tests/texts/test_tamazight.py::test_the_latin_letters_say_what_tifinagh_says"
"""Not of lent words."""
TEST = ("pytest", "-p", "no:cacheprovider", "-p", "no:xdist")


@pytest.mark.full
def test_the_house_is_whole_with_the_dialog_of_the_page(tmp_path: Path) -> None:
    page = files("add-a-dialog.md")
    del page["dialogs/desk/registration.py"]  # it quotes what is there
    page |= {f"dialogs/texts/{lang}.ftl": page[f"dialogs/texts/{lender}.ftl"] for lang, lender in LENT.items()}
    copy = copied(tmp_path / "house", page)
    golden = copy / "tests/transcripts/collect.en.txt"
    printed = golden.read_text("utf-8")
    golden.write_text(re.sub(r"^(<|  |deeds).*\n", "", printed, flags=re.MULTILINE), "utf-8")
    told = (HOUSE / "docs/add-a-dialog.md").read_text("utf-8")
    run(copy, "python", *re.findall(r"^\.venv/bin/python (-m tests\.golden .*)$", told, re.MULTILINE)[0].split())
    assert golden.read_text("utf-8") == printed
    for words in re.findall(r"^\./guichet test (.*)$", told, re.MULTILINE):
        run(copy, *TEST, *words.split(), "--deselect", LETTERS)
    run(copy, "ruff", "check", "dialogs")
    run(copy, "mypy", "dialogs/services/collect.py")
    run(copy, "lint-imports", "--no-cache")
