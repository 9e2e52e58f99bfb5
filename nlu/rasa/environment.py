"""Makes Rasa's own Python environment from its lock: its versions can live in no environment with ours."""

import fcntl
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("python3.11", "python3.10")
ROOM = 4 * 10**9
"""Bytes of disk that an install needs: 1.9 GB that stay, and what is downloaded for them."""
_PROBE = "import sys, venv, ensurepip; print(sys.executable if sys.version_info[:2] in ((3, 10), (3, 11)) else '')"

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_ERROR = re.compile(r"(?i:error|×)|[A-Za-z.]*(Error|Exception|Invalid|Failed)")


class RasaFailed(Exception):
    """Rasa cannot be set up, trained, served or tested; the text says why and what to do, in one line."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Rasa's environment, models and logs below `folder`. `say` is told of what takes long."""

    folder: Path
    say: Callable[[str], None]
    lock: Path = HERE / "requirements.txt"

    @property
    def python(self) -> Path:
        return self.folder / "venv" / "bin" / "python"

    def ready(self) -> bool:
        """True when it was made whole from the lock as it is now."""
        return self._stamp.is_file() and self._stamp.read_text("ascii") == self._digest() and self.python.exists()

    def sync(self) -> None:
        """Make it, or make it anew when its lock has changed: a minute or two with uv, four with pip. Raises `RasaFailed`."""
        if (sys.platform, platform.machine()) != ("linux", "x86_64"):
            raise RasaFailed("Rasa's lock is for Linux on x86-64: run Rasa on such a machine and give the gateway its address")
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._only_one():
            if not self.ready():
                self._make()
                self._stamp.write_text(self._digest(), "ascii")

    def _make(self) -> None:
        base, uv = _find_python(), _find_uv()
        if (free := shutil.disk_usage(self.folder).free) < ROOM:
            raise RasaFailed(f"Rasa needs {ROOM / 1e9:.0f} GB of disk, and there are {free / 1e9:.1f} GB below {self.folder}")
        self.say(f"installing Rasa beside the gateway with {'uv' if uv else 'pip'}: 1.9 GB, some minutes")
        venv = [base, "-m", "venv", "--clear", *(["--without-pip"] if uv else []), str(self.folder / "venv")]
        self._run(venv, "Rasa's environment could not be made")
        self._run([*self._installer(uv), "--no-deps", "--require-hashes", "-r", str(self.lock)], "Rasa could not be installed")

    def _installer(self, uv: str) -> list[str]:
        """Rasa's metadata refuse Python 3.11, on which it runs; uv reads our word on that beside the lock."""
        python = str(self.python)
        if uv:
            return [uv, "pip", "install", "--compile-bytecode", "--python", python]
        return [python, "-I", "-m", "pip", "install", "--no-input", "--ignore-requires-python"]

    def _run(self, command: Sequence[str], failed: str) -> None:
        log = self.folder / "sync.log"
        if told := logged(command, log, self.lock.parent):
            raise RasaFailed(f"{failed}: {told} (no network? the whole story is in {log})")

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        with (self.folder / "sync.lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.say("another sync is under way; waiting for it")
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @property
    def _stamp(self) -> Path:
        """In the environment itself: it goes when that is cleared."""
        return self.folder / "venv" / ".stamp"

    def _digest(self) -> str:
        return sha256(self.lock.read_bytes()).hexdigest()


def logged(command: Sequence[str], log: Path, folder: Path, **environment: str) -> str:
    """Run a program in `folder` with its whole output in `log`; the line that names its error, empty when it worked."""
    with log.open("wb") as output:
        code = subprocess.run(  # noqa: S603  # our own command lines
            command,
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    return reason(log) if code else ""


def reason(log: Path) -> str:
    """The first line of a log that names an error, else its last."""
    plain = _COLOURS.sub("", log.read_text("utf-8", "replace"))
    lines = [line.strip() for line in plain.splitlines() if line.strip()] or ["no reason given"]
    return next((line for line in lines if _ERROR.match(line)), lines[-1])


def _find_python() -> str:
    """A Python 3.11 or 3.10 that can make an environment. A name on PATH proves nothing: each one is run."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    places = [os.path.join(folder, name) for name in NAMES for folder in folders]
    for place in [sys.executable, *filter(os.path.exists, places)]:
        if found := _asked(place, "-c", _PROBE):
            return found
    raise RasaFailed(f"Rasa needs {' or '.join(NAMES)} with its venv module, and neither is on PATH")


def _find_uv() -> str:
    """The path of a uv that runs; empty when there is none."""
    uv = shutil.which("uv") or ""
    return uv if uv and _asked(uv, "--version") else ""


def _asked(program: str, *words: str) -> str:
    """What a program prints; empty when it fails or cannot be run."""
    try:
        done = subprocess.run([program, *words], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return ""
    return "" if done.returncode else done.stdout.strip()
