"""What is kept or handed on is plain data: reading it never runs anything (T42)."""

import ast

from tests.sources import modules

RUNS = {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib"}
"""Modules that make objects, and so call what they are told to, of bytes."""


def test_nothing_is_pickled() -> None:
    named = set[str]()
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                named |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                named.add((node.module or "").partition(".")[0])
    assert "msgspec" in named
    assert named.isdisjoint(RUNS)
