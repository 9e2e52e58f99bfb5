"""What was captured of operators, where it is at hand."""

import json
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def samples(name: str) -> list[dict[str, object]]:
    """The lines of a file; the test is skipped where it is not."""
    file = SAMPLES / name
    if not file.exists():
        pytest.skip("the shared samples are not here")
    return [json.loads(line) for line in file.read_text().splitlines()]
