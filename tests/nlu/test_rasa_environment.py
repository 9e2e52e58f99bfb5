"""Rasa's environment, made for real from a lock of one home-made wheel: nothing is downloaded."""

import os
import platform
import re
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from nlu.rasa import environment
from nlu.rasa.environment import HERE, Environment, RasaFailed, reason

WHEEL = "stub-1.0-py3-none-any.whl"
RECORD = "stub.py,,\nstub-1.0.dist-info/METADATA,,\nstub-1.0.dist-info/WHEEL,,\nstub-1.0.dist-info/RECORD,,\n"


class Bench:
    """An environment to be made from `lock`, with `bin` as PATH; `said` is what the operator was told."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.wheels, self.lock = folder / "bin", folder / "wheels", folder / "recipe" / "requirements.txt"
        for path in (self.bin, self.wheels, self.lock.parent):
            path.mkdir(parents=True)
        self.said: list[str] = []
        self.made = Environment(folder / "rasa", self.said.append, self.lock)
        self.lock.write_text("# nothing\n")

    def tool(self, name: str, script: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.bin / name).chmod(0o755)

    def uv(self, install: str) -> Path:
        """A uv that installs by `install`; the file where it keeps how it was called."""
        log = self.bin / "uv.log"
        self.tool("uv", f'[ "$1" = --version ] && echo uv && exit 0\npwd > {log}\necho "$@" >> {log}\n{install}')
        return log

    def pin_stub(self) -> None:
        """A lock of one wheel, whose metadata refuse every Python: Rasa's refuse ours."""
        with zipfile.ZipFile(self.wheels / WHEEL, "w") as archive:
            archive.writestr("stub.py", "")
            metadata = (
                "Metadata-Version: 2.1\nName: stub\nVersion: 1.0\nRequires-Python: <3\nRequires-Dist: nowhere-to-be-found\n"
            )
            archive.writestr("stub-1.0.dist-info/METADATA", metadata)
            archive.writestr("stub-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr("stub-1.0.dist-info/RECORD", RECORD)
        self.lock.write_text(f"stub==1.0 --hash=sha256:{sha256((self.wheels / WHEEL).read_bytes()).hexdigest()}\n")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench(tmp_path)
    monkeypatch.setenv("PATH", str(made.bin))
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(made.wheels), "PIP_CONFIG_FILE": os.devnull}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(environment, "ROOM", 1)
    return made


@pytest.fixture
def python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own Python does, whatever its version."""
    monkeypatch.setattr(environment, "_PROBE", "import sys; print(sys.executable)")


@pytest.mark.usefixtures("python")
def test_a_sync_installs_what_the_lock_says_whatever_its_metadata_refuse(bench: Bench) -> None:
    bench.pin_stub()
    bench.made.sync()
    assert bench.made.ready()
    assert bench.said == ["installing Rasa beside the gateway with pip: 1.9 GB, some minutes"]
    assert list((bench.made.folder / "venv").glob("lib/python3*/site-packages/stub.py"))
    bench.made.sync()
    assert len(bench.said) == 1, "a second sync has nothing to do"
    bench.lock.write_text("# another\n")
    assert not bench.made.ready()


@pytest.mark.usefixtures("python")
def test_uv_installs_where_it_is_there(bench: Bench) -> None:
    log = bench.uv("exit 0")
    bench.made.sync()
    folder, words = log.read_text().splitlines()
    assert folder == str(bench.lock.parent), "uv reads the overridden metadata beside the lock"
    assert words == (
        f"pip install --compile-bytecode --python {bench.made.python} --no-deps --require-hashes -r {bench.lock}"
    )  # fmt: skip
    assert bench.made.ready()


@pytest.mark.usefixtures("python")
def test_no_network_is_told_with_the_line_that_says_so(bench: Bench) -> None:
    bench.uv('echo "Resolved 3 packages"; echo "error: Failed to fetch: no route to host" >&2; echo "  hint: x" >&2; exit 2')
    with pytest.raises(RasaFailed) as told:
        bench.made.sync()
    assert str(told.value).startswith("Rasa could not be installed: error: Failed to fetch: no route to host (no network? ")
    assert (bench.made.folder / "sync.log").read_text().splitlines()[0] == "Resolved 3 packages"


@pytest.mark.usefixtures("python")
def test_an_install_that_broke_off_is_begun_again(bench: Bench) -> None:
    bench.uv("exit 0")
    bench.made.sync()
    bench.lock.write_text("# the next release\n")
    bench.uv("exit 1")
    with pytest.raises(RasaFailed):
        bench.made.sync()
    bench.lock.write_text("# nothing\n")
    assert not bench.made.ready(), "the stamp of the old lock went with the old environment"
    bench.uv("exit 0")
    bench.made.sync()
    assert bench.made.ready()


def test_without_a_fitting_python_it_says_which_one_is_needed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.tool("python3.11", "exit 127")  # as version switchers leave it
    monkeypatch.setattr(sys, "executable", str(bench.bin / "gone"))
    with pytest.raises(RasaFailed, match=r"needs python3\.11 or python3\.10"):
        bench.made.sync()


def test_a_python_on_the_path_that_fits_is_taken(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.tool("python3.11", "exit 127")
    bench.tool("python3.10", f"echo {bench.bin}/real")
    made = f"/bin/mkdir -p {bench.made.python.parent} && /bin/ln -s {sys.executable} {bench.made.python}"
    bench.tool("real", f'{made}; echo "$@" > {bench.bin}/words')
    bench.uv("exit 0")
    monkeypatch.setattr(sys, "executable", str(bench.bin / "gone"))
    bench.made.sync()
    assert (bench.bin / "words").read_text().split() == [
        "-m",
        "venv",
        "--clear",
        "--without-pip",
        str(bench.made.folder / "venv"),
    ]


@pytest.mark.usefixtures("python")
def test_a_full_disk_is_told_before_anything_is_begun(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "ROOM", 10**18)
    with pytest.raises(RasaFailed, match=r"Rasa needs 1000000000 GB of disk, and there are [\d.]+ GB below "):
        bench.made.sync()
    assert not (bench.made.folder / "venv").exists()


@pytest.mark.parametrize(("system", "machine"), [("linux", "aarch64"), ("darwin", "arm64"), ("darwin", "x86_64")])
def test_another_machine_is_told_what_to_do(bench: Bench, monkeypatch: pytest.MonkeyPatch, system: str, machine: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    with pytest.raises(RasaFailed, match="give the gateway its address"):
        bench.made.sync()


REASONS = [
    ("Resolved\nerror: Failed to fetch\n  Caused by: x\n", "error: Failed to fetch"),
    ("  × No solution found\n  ╰─▶ because\n", "× No solution found"),
    ("\x1b[91mYamlSyntaxException: Failed to read\x1b[0m\nhint", "YamlSyntaxException: Failed to read"),
    ("first\nlast\n\n", "last"),
    ("", "no reason given"),
    (b"\xff\xfe broken".decode("latin-1"), "ÿþ broken"),
]


@pytest.mark.parametrize(("text", "told"), REASONS)
def test_the_line_that_names_the_error_is_told(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "log").write_text(text, "utf-8")
    assert reason(tmp_path / "log") == told


def test_the_lock_has_a_hash_for_every_pin_and_no_address() -> None:
    lock = (HERE / "requirements.txt").read_text("ascii")
    pins = re.split(r"\n(?=\S)", lock.strip())
    assert all(re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+ ", pin) and "--hash=sha256:" in pin for pin in pins)
    assert "rasa==3.6.21 " in lock, "3.6.20 loads models that run code"
    assert "tensorflow-cpu==2.12.0 " in lock
    assert "://" not in lock
