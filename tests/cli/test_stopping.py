"""How a command that stays comes to its end."""

import subprocess
import sys

from tests.e2e_world import ROOT

STAYS = """
import gc
from commands.plainly import until_stopped

async def job(stop):
    stop.set()

until_stopped(job)
print(len(gc.get_objects()) < 100)
"""


def test_a_process_that_is_told_to_end_does_not_take_itself_apart() -> None:
    """The interpreter looks through all that is left, which takes the demo a second of CPU: nothing is left to look through."""
    done = subprocess.run([sys.executable, "-c", STAYS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("True\n", "")
