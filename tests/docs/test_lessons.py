"""docs/lessons.md: each fault has a test that is there, and each number in a test has its row."""

import ast
import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "lessons.md").read_text("utf-8")
ROWS = {row[0]: row[1] for row in re.findall(r"^\| (T\d+) \| .*? \| (.*) \|$", PAGE, re.MULTILINE)}
TEST = re.compile(r"\]\(\.\./(tests/[\w/.]+)\) `(\w+)`")


def named(path: Path) -> set[str]:
    """The tests of a file, and the classes of its machines."""
    tree = ast.parse(path.read_text("utf-8"))
    made = {node.targets[0].id for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)}
    return made | {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_each_fault_is_held_by_a_test_that_is_there() -> None:
    held = {id: TEST.findall(tests) for id, tests in ROWS.items()}
    assert all(held.values())
    gone = [(id, test) for id, tests in held.items() for file, test in tests if test not in named(HOUSE / file)]
    assert gone == []


def test_each_number_in_a_test_has_its_row() -> None:
    told = set[str]()
    for path in (HOUSE / "tests").rglob("test_*.py"):
        told |= set(re.findall(r"\bT\d+\b", ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""))
    assert told <= ROWS.keys()
