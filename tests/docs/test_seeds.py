"""docs/seeds.md: each system has its row, and each row a conversation that is played."""

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "seeds.md").read_text("utf-8")


def test_each_of_the_systems_has_a_conversation_of_its_own_row() -> None:
    rows = re.findall(r"^\| (\d+) \|.*transcripts/seed-(\d+)-", PAGE, re.MULTILINE)
    assert [(int(row), int(named)) for row, named in rows] == [(n, n) for n in range(1, 24)]


def test_the_page_lists_every_conversation_of_a_system() -> None:
    told = set(re.findall(r"transcripts/(seed-[\w.-]+\.txt)", PAGE))
    assert told == {path.name for path in (HOUSE / "tests" / "transcripts").glob("seed-*.txt")}
