"""The files that the pages of docs/ print, and copies of the house with the steps of a page done."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["HOUSE", "changed", "copied", "files", "run"]

HOUSE = Path(__file__).parents[2]
_FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def files(page: str) -> dict[str, str]:
    """The files that a page prints: a line with the name in backticks and a colon, then the fenced text."""
    return dict(_FILE.findall((HOUSE / "docs" / page).read_text("utf-8")))


def changed(text: str, diff: str) -> str:
    """`text` after each hunk; what a hunk leaves or takes away stands in one place only."""
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE)[1:]:
        before, after = ("".join(line[1:] for line in hunk.splitlines(True) if line[0] in side) for side in (" -", " +"))
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def copied(place: Path, page: Mapping[str, str]) -> Path:
    """The house at `place`, with the steps of a page done: diffs are applied, catalogues grow, other files are as printed."""
    shutil.copytree(HOUSE, place, ignore=shutil.ignore_patterns(".*"))
    for name, text in page.items():
        path = place / name
        if text.startswith("@@"):
            text = changed(path.read_text("utf-8"), text)
        elif name.endswith(".ftl"):
            text = f"{path.read_text('utf-8')}\n{text}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return place


def run(place: Path, tool: str, *words: str) -> str:
    """What a tool of our own Python said in the copy, where it must have had nothing to complain of."""
    command = [str(Path(sys.executable).with_name(tool)), *words]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
