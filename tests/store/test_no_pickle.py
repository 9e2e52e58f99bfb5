"""What is kept or handed on is plain data: reading it never runs anything (T42)."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib"}
"""Modules that make objects, and so call what they are told to, of bytes."""


def test_nothing_is_pickled() -> None:
    ours = [*ROOT.glob("*.py"), *(path for path in ROOT.glob("[!.]*/**/*.py") if path.relative_to(ROOT).parts[0] != "tests")]
    named = set[str]()
    for path in ours:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                named |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                named.add((node.module or "").partition(".")[0])
    assert "msgspec" in named
    assert named.isdisjoint(RUNS)
