"""Golden conversations: what a citizen reads is fixed by files, whatever the network does to the deliveries."""

from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from tests.golden import Script, Survived, play, read_script

SCRIPTS = sorted((Path(__file__).parent.parent / "transcripts").glob("*.txt"))

SPOKEN = sorted(SCRIPTS, key=lambda path: (path.suffixes[0] != ".fr", path.name))
FIRST = {path.name.partition(".")[0]: path for path in reversed(SPOKEN)}.values()
"""Each conversation in one language, French where it has that: a crash cares little for words."""
CRASHED = [pytest.param(one, id=one.stem, marks=() if one in FIRST else pytest.mark.full) for one in SCRIPTS]


@pytest.fixture(params=SCRIPTS, ids=lambda path: path.stem)
def script(request: pytest.FixtureRequest) -> Script:
    return read_script(request.param)


async def test_the_conversation_goes_as_written(script: Script) -> None:
    assert await play(script) == list(script.lines)


async def test_every_hop_delivered_twice_gets_the_same_bytes_and_does_nothing_twice(script: Script) -> None:
    assert await play(script, doubled=True) == list(script.lines)


async def test_nothing_but_the_store_carries_a_conversation_from_hop_to_hop(script: Script) -> None:
    assert await play(script, reopened=True) == list(script.lines)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("path", CRASHED)
async def test_a_crash_at_any_save_changes_nothing_that_the_citizen_or_the_world_sees(path: Path, after: bool) -> None:
    script = read_script(path)
    with suppress(Survived):
        for at in count(1):
            assert await play(script, crash_at=at, after=after) == list(script.lines), f"crash at save {at}"
