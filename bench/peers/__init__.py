"""Other people's USSD servers, measured in the same run where their runtime is present."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.client import Line, Script, hold
from bench.floors import PATH
from bench.servers import Served
from bench.sessions import PICKS, Cast, Variant, strangers

NAME = "ussd-menu-builder"
INSTALL_SECONDS = 180.0


async def variants(serve: Callable[..., Served], folder: Path, url: str) -> list[Variant]:
    """ussd-menu-builder behind express with Redis; none, with a word on why, where it cannot run."""
    if not (shutil.which("node") and shutil.which("npm")):
        print(f"skipped: {NAME} needs node and npm", file=sys.stderr)
        return []
    home = folder / NAME
    shutil.copytree(Path(__file__).parent / NAME, home)
    install = ["npm", "install", "--no-audit", "--no-fund", "--silent"]
    try:
        subprocess.run(
            install, cwd=home, check=True, timeout=INSTALL_SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        print(f"skipped: {NAME} could not be installed (npm install failed)", file=sys.stderr)
        return []
    server = serve("node", "server.js", cwd=home, env={"REDIS_URL": url, "NODE_ENV": "production"})
    return [Variant(NAME, f"npm {NAME} + express + redis", server, PATH, await _cast(server.port))]


async def _cast(port: int) -> Cast:
    line = await Line.open(port, PATH)
    numbers, known = strangers((Script(()),), 60), []
    for pick in PICKS:
        script = Script(("3", "ta", pick, "1"))
        known.append(Script(script.typed, tuple(await hold(line, next(numbers)[0], script, []))))
    line.close()
    return Cast((), tuple(known))
