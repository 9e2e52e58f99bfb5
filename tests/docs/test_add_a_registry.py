"""docs/add-a-registry.md is done as printed in a copy of the house, which then passes the tests that the page names."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.test_docs import CHANNEL, DIALOG, HOUSE, files

PAGE = files("add-a-registry.md")
TEST = ("pytest", "-p", "no:cacheprovider", "-p", "no:xdist")
NEW = [name for name in PAGE if not (HOUSE / name).exists()]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with the steps of the page done: new files as printed, the others changed."""
    place = tmp_path_factory.mktemp("registry") / "house"
    shutil.copytree(HOUSE, place, ignore=shutil.ignore_patterns(".*"))
    for name, text in PAGE.items():
        path = place / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text if name in NEW else changed(path.read_text("utf-8"), text), "utf-8")
    return place


def changed(text: str, diff: str) -> str:
    """`text` after each hunk; what a hunk leaves or takes away stands in one place only."""
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE)[1:]:
        before, after = ("".join(line[1:] for line in hunk.splitlines(True) if line[0] in side) for side in (" -", " +"))
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def run(place: Path, tool: str, *words: str) -> str:
    """What a tool of our own Python said in the copy, where it must have had nothing to complain of."""
    command = [str(Path(sys.executable).with_name(tool)), *words]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_adapter_of_the_page_passes_the_contract_and_its_own_table(copy: Path) -> None:
    suites = [name for name in PAGE if name.rpartition("/")[2].startswith("test_")]
    said = run(copy, *TEST, *suites, "-k", "noria", "-rA")
    assert "skipped" not in said
    assert len(re.findall(r"^PASSED \S+/test_beneficiary_contract\.py::\S+\[.*\bnoria\b", said, re.MULTILINE)) >= 16
    assert len(re.findall(r"^PASSED \S+/test_noria\.py::", said, re.MULTILINE)) >= 60


def test_the_code_of_the_page_is_written_as_ours(copy: Path) -> None:
    code = [name for name in PAGE if name.endswith(".py")]
    run(copy, "ruff", "check", *code)
    run(copy, "ruff", "format", "--check", *code)


@pytest.mark.full
def test_the_house_is_whole_with_what_the_pages_print(copy: Path) -> None:
    """Its types, its floors, its settings and what it masks; with the code of a dialog and of a channel too."""
    others = {name: text for name, text in (DIALOG | CHANNEL).items() if name.endswith(".py") and not (HOUSE / name).exists()}
    for name, text in others.items():
        (copy / name).write_text(text, "utf-8")
    run(copy, "mypy", *others, *(name for name in PAGE if name.endswith(".py")))
    run(copy, "lint-imports", "--no-cache")
    [paths] = re.findall(r"^\./guichet test (.*)$", (HOUSE / "docs/add-a-registry.md").read_text("utf-8"), re.MULTILINE)
    said = run(copy, *TEST, *paths.split(), "-k", "settings_of_the_page or a_struct", "-rA")
    assert "PASSED tests/test_masked.py" in said
    assert "PASSED tests/docs/test_docs.py" in said
