"""The modules of the house, as the import rules name its folders: for tests that read what all of them say."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def modules() -> Iterator[tuple[str, ast.Module]]:
    """(path from the root, its tree) of every module that runs: no tests, no benches."""
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    for path in [*ROOT.glob("*.py"), *(path for name in rules["root_packages"] for path in (ROOT / name).rglob("*.py"))]:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))
