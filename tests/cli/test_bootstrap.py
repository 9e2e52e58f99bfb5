"""The `guichet` script, run for real in a copy with a lock of one home-made wheel: nothing is downloaded."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAIN = """
import json, os, sys
try: import stub
except ImportError: stub = None
print(json.dumps({"args": sys.argv[1:], "cwd": os.getcwd(), "stub": bool(stub), "prefix": sys.prefix}))
sys.exit(int(os.environ.get("STUB_EXIT", "0")))
"""
WHEEL = "stub-1.0-py3-none-any.whl"
UV = """
echo "$@" >> {folder}/uv.log
[ "$1" = --version ] || [ ! -e {folder}/uv.gate ] || read line < {folder}/uv.gate
"""
RECORD = "stub.py,,\nstub-1.0.dist-info/METADATA,,\nstub-1.0.dist-info/WHEEL,,\nstub-1.0.dist-info/RECORD,,\n"


class House:
    """A copy of the script with stubs of main.py and pytest around it; `uv=True` puts a recording uv on its PATH."""

    def __init__(self, folder: Path, *, uv: bool) -> None:
        self.root, self.bin = folder / "house", folder / "bin"
        for path in (self.root / "requirements", self.bin, folder / "wheels", folder / "elsewhere"):
            path.mkdir(parents=True)
        self.wheel = folder / "wheels" / WHEEL
        self.elsewhere = folder / "elsewhere"
        shutil.copy(ROOT / "guichet", self.root / "guichet")
        (self.root / "main.py").write_text(MAIN)
        (self.root / "pytest.py").write_text(MAIN)
        self.env = {
            "PATH": str(self.bin),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheel.parent),
            "PIP_CONFIG_FILE": os.devnull,
        }
        self.lock()
        if uv:
            self.tool("uv", UV.format(folder=folder))
        self.uv_log = folder / "uv.log"
        self.uv_gate = folder / "uv.gate"

    def lock(self, *lines: str) -> None:
        for floor in ("app", "test"):
            (self.root / "requirements" / f"{floor}.txt").write_text("".join(f"{line}\n" for line in lines) + f"# {floor}\n")

    def tool(self, name: str, script: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def make_wheel(self) -> str:
        """A wheel of one module; gives its pin, hash and all."""
        with zipfile.ZipFile(self.wheel, "w") as archive:
            archive.writestr("stub.py", "")
            archive.writestr("stub-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: stub\nVersion: 1.0\n")
            archive.writestr("stub-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr("stub-1.0.dist-info/RECORD", RECORD)
        return f"stub==1.0 --hash=sha256:{sha256(self.wheel.read_bytes()).hexdigest()}"

    def start(self, *words: str, **env: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, str(self.root / "guichet"), *words],
            cwd=self.elsewhere,
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, **env: str) -> tuple[int, str, list[str]]:
        process = self.start(*words, **env)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err.splitlines()

    def stamps(self) -> dict[str, str]:
        return {path.name.removeprefix(".stamp-"): path.read_text() for path in (self.root / ".venv").glob(".stamp-*")}

    def digests(self, *floors: str) -> dict[str, str]:
        return {floor: sha256((self.root / "requirements" / f"{floor}.txt").read_bytes()).hexdigest() for floor in floors}

    def installs(self) -> list[str]:
        return [line for line in self.uv_log.read_text().splitlines() if line.startswith("pip install")]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, uv=True)


@pytest.fixture(scope="module")
def pip_house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A uv that only pretends to be there, as version switchers leave it: pip installs a real wheel from a real lock."""
    house = House(tmp_path_factory.mktemp("pip"), uv=False)
    house.tool("uv", "exit 127")
    house.lock(house.make_wheel())
    return house


def test_a_first_start_makes_the_venv_installs_the_lock_and_runs(pip_house: House) -> None:
    code, out, err = pip_house.run("demo", "--json")
    said = json.loads(out)
    assert (code, said["args"], said["stub"]) == (0, ["demo", "--json"], True)
    assert said["prefix"] == str(pip_house.root / ".venv")
    assert pip_house.stamps() == pip_house.digests("app")
    assert err[0] == "guichet: making .venv"
    assert err[1].startswith("guichet: installing requirements/app.txt with pip; ")
    assert all(line.startswith("guichet: ") for line in err)


def test_a_second_start_installs_nothing_and_says_nothing(pip_house: House) -> None:
    pip_house.run("demo")
    log = pip_house.root / ".venv" / "install.log"
    before = log.stat().st_mtime_ns
    code, out, err = pip_house.run("serve")
    assert (code, json.loads(out)["args"], err) == (0, ["serve"], [])
    assert log.stat().st_mtime_ns == before


def test_a_wheel_that_is_not_the_locked_one_is_refused_and_the_next_start_tries_again(tmp_path: Path) -> None:
    house = House(tmp_path, uv=False)
    pin = house.make_wheel()
    house.lock(f"stub==1.0 --hash=sha256:{'0' * 64}")
    code, out, err = house.run("demo")
    assert (code, out, house.stamps()) == (1, "", {})
    assert "DO NOT MATCH THE HASHES" in err[-1]
    house.lock(pin)
    assert house.run("demo")[0] == 0
    assert house.stamps() == house.digests("app")


def test_uv_installs_when_it_is_on_the_path(house: House) -> None:
    code, _, _ = house.run("demo")
    assert code == 0
    python, lock = house.root / ".venv/bin/python", house.root / "requirements/app.txt"
    assert house.installs() == [f"pip install --compile-bytecode --python {python} --require-hashes -r {lock}"]


def test_a_failed_install_says_why_and_the_next_start_tries_again(house: House) -> None:
    house.tool(
        "uv", '[ "$1" = --version ] && exit 0; echo Resolving; echo "error: Failed to fetch"; echo "  Caused by: dns"; exit 2'
    )
    code, out, err = house.run("demo")
    assert (code, out, house.stamps()) == (1, "", {})
    assert err[-1] == (
        "guichet: requirements/app.txt could not be installed: error: Failed to fetch"
        " (no network? the whole story is in .venv/install.log)"
    )
    assert "Caused by: dns" in (house.root / ".venv" / "install.log").read_text()
    house.tool("uv", "exit 0")
    assert house.run("demo")[0] == 0


@pytest.mark.parametrize("command", ["test", "bench"])
def test_tests_and_benchmarks_install_the_test_lock_which_serves_the_app_too(house: House, command: str) -> None:
    assert house.run(command)[0] == 0
    assert house.stamps() == house.digests("app", "test")
    assert house.run("demo")[0] == 0
    assert [line.rpartition("/")[2] for line in house.installs()] == ["test.txt"]


def test_a_changed_lock_is_installed_and_voids_the_other_stamp(house: House) -> None:
    house.run("test")
    house.lock("# newer")
    assert house.run("demo")[0] == 0
    assert house.stamps() == house.digests("app")
    assert len(house.installs()) == 2


def test_the_test_lock_holds_every_pin_of_the_app_lock() -> None:
    def pins(floor: str) -> set[str]:
        return set(re.findall(r"^[\w.\[\]-]+==[^ \\]+", (ROOT / "requirements" / f"{floor}.txt").read_text(), re.MULTILINE))

    assert pins("app")
    assert pins("app") <= pins("test")


def test_a_venv_whose_python_has_gone_is_made_again(house: House) -> None:
    house.run("demo")
    python = house.root / ".venv/bin/python"
    python.unlink()
    python.symlink_to("gone")
    code, out, _ = house.run("demo")
    assert (code, json.loads(out)["args"]) == (0, ["demo"])


def test_two_starts_at_once_install_once(house: House) -> None:
    os.mkfifo(house.uv_gate)
    gate = os.open(house.uv_gate, os.O_RDWR)  # uv waits for a line of it
    first = house.start("demo")
    assert first.stderr is not None
    assert next((line for line in first.stderr if "installing" in line), None)
    second = house.start("serve")
    assert second.stderr is not None
    assert "waiting" in second.stderr.readline()
    os.write(gate, b"go\n" * 2)
    outs = [process.communicate(timeout=60)[0] for process in (first, second)]
    os.close(gate)
    assert [json.loads(out)["args"] for out in outs] == [["demo"], ["serve"]]
    assert len(house.installs()) == 1


@pytest.mark.parametrize("code", [0, 1, 2, 75])
def test_the_exit_code_is_the_commands_own(house: House, code: int) -> None:
    assert house.run("serve", STUB_EXIT=str(code))[0] == code
    assert house.run("test", STUB_EXIT=str(code))[0] == code


def test_a_command_runs_where_it_was_called_and_pytest_in_the_root(house: House) -> None:
    assert json.loads(house.run("demo")[1])["cwd"] == str(house.elsewhere)
    assert json.loads(house.run("test")[1])["cwd"] == str(house.root)


def test_tests_leave_out_what_is_marked_full_until_asked_for_it(house: House) -> None:
    always = ["-n", "2", "--dist", "worksteal"]
    assert json.loads(house.run("test", "-k", "paging")[1])["args"] == [*always, "-m", "not full", "-k", "paging"]
    assert json.loads(house.run("test", "--full", "--co", "-q")[1])["args"] == [*always, "--co", "-q"]


def lying(house: House, lie: str) -> str:
    """A PYTHONPATH under which only the script's probe of a Python meets `lie`."""
    folder = house.root.parent / "lies"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(f"import sys\nif sys.orig_argv[1] == '-c':\n    {lie}\n")
    return str(folder)


def test_where_venv_is_missing_it_says_which_package_to_install(tmp_path: Path) -> None:
    house = House(tmp_path, uv=False)
    code, out, err = house.run("demo", PYTHONPATH=lying(house, "sys.modules['ensurepip'] = None"))
    assert (code, out) == (1, "")
    assert err == ["guichet: this Python has no venv module; install it first (Debian, Ubuntu: apt-get install python3-venv)"]
    assert not (house.root / ".venv").exists()


def test_uv_does_without_debians_venv_package(house: House) -> None:
    assert house.run("demo", PYTHONPATH=lying(house, "sys.modules['ensurepip'] = None"))[0] == 0


def test_an_old_python_looks_for_a_newer_one_by_running_what_it_finds(house: House) -> None:
    old = lying(house, "sys.version_info = (3, 9)")
    house.tool("python3.11", "exit 127")
    code, out, err = house.run("demo", PYTHONPATH=old)
    assert (code, out) == (1, "")
    assert err[-1].startswith("guichet: needs Python 3.11 or newer, and found none")
    house.tool("python3.12", f'unset PYTHONPATH; exec {sys.executable} "$@"')
    assert house.run("demo", PYTHONPATH=old)[0] == 0


def test_the_script_can_be_started_as_a_program() -> None:
    assert os.access(ROOT / "guichet", os.X_OK)
    assert (ROOT / "guichet").read_text().startswith("#!/usr/bin/env python3\n")
