"""Guichet as its users run it: real processes on loopback, phones that dial over HTTP, and a data folder of their own."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

import main
from channels.ussd import africastalking
from channels.ussd.face import UssdFace
from config import profile
from dialogs.model import Param, Prompt, Reply
from dialogs.texts.speech import Speech
from store.keyring import Keyring

ROOT = Path(__file__).resolve().parents[1]
MOROCCO = profile.load("morocco")
SPEECH = Speech(MOROCCO.terms, MOROCCO.languages)
FACE = UssdFace(SPEECH, Keyring.generate(), africastalking.wire)
PATIENCE = 60.0
"""Seconds after which a process that does not start or end is given up: no test measures with it."""


def words(key: str, lang: str = "fr", **params: Param) -> str:
    """The first page of a last screen, as a phone shows it."""
    return FACE.show(Reply(Prompt(key, tuple(params.items())), lang, final=True), b"")[4:]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """What a process of ours inherits: none of the developer's own settings."""
    ours = {name: value for name, value in os.environ.items() if not name.upper().startswith(("GUICHET_", "PYTHON"))}
    return {**ours, "GUICHET_DATA_DIR": str(folder / "data")} | settings


@dataclass
class Program:
    """One `main.py …`: its lines of standard output are read one by one, its standard error is a file."""

    process: "subprocess.Popen[str]"
    errors: Path

    def line(self) -> str:
        """The next line on stdout without its end; empty when the process has ended."""
        watch = threading.Timer(PATIENCE, self.process.kill)
        watch.start()
        try:
            assert self.process.stdout is not None
            return self.process.stdout.readline().rstrip("\n")
        finally:
            watch.cancel()

    def type(self, *lines: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines))
        self.process.stdin.flush()

    def stop(self, how: signal.Signals = signal.SIGTERM, *, within: float = PATIENCE) -> int:
        """Send the signal; the exit code. Raises `TimeoutExpired` when it takes longer than `within` seconds."""
        self.process.send_signal(how)
        return self.process.wait(within)

    def rest(self) -> str:
        """What else it said on stdout; waits for its end."""
        return self.process.communicate(timeout=PATIENCE)[0]

    def complaints(self) -> str:
        return self.errors.read_text("utf-8")


@contextmanager
def running(folder: Path, *args: str, cwd: Path | None = None, **settings: str) -> Iterator[Program]:
    """`python main.py args…`, in a folder of its own; whatever happens, it does not outlive the block."""
    folder.mkdir(parents=True, exist_ok=True)
    errors = folder / f"stderr-{len(list(folder.glob('stderr-*')))}"
    with errors.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), *args],
            cwd=cwd or folder,
            env=environment(folder, **settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
        )
    with process:
        try:
            yield Program(process, errors)
        finally:
            process.kill()  # before its end is waited for: a test that failed must not hang


@dataclass(frozen=True)
class Ran:
    """What a command that ends by itself said."""

    code: int
    out: str
    err: str


def run(folder: Path, *args: str, typed: str = "", **settings: str) -> Ran:
    """Run `python main.py args…` to its end."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *args],
        cwd=folder,
        env=environment(folder, **settings),
        input=typed,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def ask(folder: Path, *args: str, **settings: str) -> Ran:
    """Like `run`, inside this process and so at once: for commands that neither log nor stay."""
    ours = {name: None for name in os.environ if name.upper().startswith("GUICHET_")}
    env = {**ours, "GUICHET_DATA_DIR": str(folder / "data")} | settings
    done = CliRunner(env=env).invoke(main.app, list(args))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ran(done.exit_code, done.stdout, done.stderr)


def call(method: str, url: str, body: object = None) -> tuple[int, Any]:
    """(status, decoded JSON or text) of one HTTP exchange."""
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return answer.status, _read(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, _read(refused)


def _read(answer: Any) -> Any:
    raw = answer.read().decode()
    return json.loads(raw) if "json" in answer.headers.get("Content-Type", "") else raw


def until(true: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Wait for a condition; its value."""
    end = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)
    return value


@dataclass
class Phone:
    """A handset of the sandbox, over HTTP."""

    sandbox: str
    msisdn: str
    screens: list[str] = field(default_factory=list)

    def dial(self, code: str = "*3737#") -> str:
        return self._act("dial", {"code": code})

    def send(self, text: str) -> str:
        return self._act("send", {"text": text})

    def drop(self) -> None:
        self._act("drop", {})

    def open(self, lang: str = "fr") -> str:
        """Dial, and choose a language if asked: the menu."""
        screen = self.dial()
        return self.send(str(MOROCCO.languages.index(lang) + 1)) if "/ Langue" in screen else screen

    def choose(self, service: str) -> str:
        return self.send(str(MOROCCO.services.index(service) + 1))

    def messages(self) -> list[dict[str, str]]:
        status, told = call("GET", f"{self.sandbox}/phones/{self.msisdn}/messages")
        assert status == 200
        return list(told)

    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages()]

    def code(self) -> str:
        """The newest one-time code in the inbox."""
        return [found[1] for text in self.texts() if (found := re.search(r"code est (\d{6})", text))][-1]

    def _act(self, act: str, body: Mapping[str, str]) -> str:
        status, screen = call("POST", f"{self.sandbox}/phones/{self.msisdn}/{act}", body)
        assert status == 200, screen
        assert not screen["error"], screen
        self.screens.append(screen["text"])
        return str(screen["text"])
