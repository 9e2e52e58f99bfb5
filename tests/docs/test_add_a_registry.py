"""docs/add-a-registry.md is done as printed in a copy of the house, which then passes the tests that the page names."""

import re
from pathlib import Path

import pytest

from tests.docs.printed import HOUSE, copied, files, run

PAGE = files("add-a-registry.md")
CODE = [name for name in PAGE if name.endswith(".py")]
TEST = ("pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-rA")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("registry") / "house", PAGE)


def test_the_adapter_of_the_page_passes_the_contract_and_its_own_table(copy: Path) -> None:
    suites = [name for name in CODE if name.rpartition("/")[2].startswith("test_")]
    said = run(copy, *TEST, *suites, "-k", "noria")
    assert "skipped" not in said
    assert len(re.findall(r"^PASSED \S+/test_beneficiary_contract\.py::\S+\[.*\bnoria\b", said, re.MULTILINE)) >= 16
    assert len(re.findall(r"^PASSED \S+/test_noria\.py::", said, re.MULTILINE)) >= 60


def test_the_code_of_the_page_is_written_as_ours(copy: Path) -> None:
    run(copy, "ruff", "check", *CODE)
    run(copy, "ruff", "format", "--check", *CODE)


@pytest.mark.full
def test_the_house_is_whole_with_the_adapter_of_the_page(copy: Path) -> None:
    """Its types, its floors, its settings and what it masks."""
    run(copy, "mypy", *CODE)
    run(copy, "lint-imports", "--no-cache")
    [paths] = re.findall(r"^\./guichet test (.*)$", (HOUSE / "docs/add-a-registry.md").read_text("utf-8"), re.MULTILINE)
    said = run(copy, *TEST, *paths.split(), "-k", "settings_of_the_page or a_struct")
    assert "PASSED tests/test_masked.py" in said
    assert "PASSED tests/docs/test_docs.py" in said
