"""`guichet talk` in a pipe, as a translator or a script uses it."""

import re
import signal
from pathlib import Path

import pytest

from tests.e2e_world import Ran, run, running, words
from tests.golden import Script, read_script


def transcript(folder: Path, out: str) -> Script:
    """The transcript that ends the output, as tests/transcripts would read it."""
    file = folder / "played.txt"
    file.write_text(out[out.index("# 20") :], "utf-8")
    return read_script(file)


def test_every_screen_is_told_with_encoding_and_units_and_the_transcript_can_be_read(tmp_path: Path) -> None:
    talked = run(tmp_path, "talk", "recover", "--lang", "ar", typed="1\n99\n")
    assert (talked.code, talked.err) == (0, "")
    script = transcript(tmp_path, talked.out)
    assert script.header["language"] == "ar"
    assert script.header["channel"] == "ussd"
    assert [line for line in script.lines if line.startswith("> ")] == ["> *3737#", "> 1", "> 1", "> 1", "> 99"]
    told = re.findall(r"^\[(CON|END) · (GSM-7 \d+/160|UCS-2 \d+/70)\]$", talked.out, re.MULTILINE)
    assert len(told) == 5
    assert all("UCS-2" in kind for _, kind in told)
    assert "\x1b" not in talked.out
    assert not (tmp_path / "data").exists(), "its state goes with it"


def test_the_code_is_in_the_inbox_and_never_in_the_transcript(tmp_path: Path) -> None:
    with running(tmp_path, "talk", "recover", "--lang", "fr") as program:
        program.type("1", "1")
        said = [program.line()]
        while "code est" not in said[-1]:
            said.append(program.line())
        found = re.search(r"code est (\d{6})", said[-1])
        assert found is not None
        program.type(found[1], "")
        said += program.rest().split("\n")
        assert program.process.returncode == 0
        assert program.complaints() == ""
    lines = transcript(tmp_path, "\n".join(said)).lines
    assert "> {code}" in lines
    assert not any(found[1] in line for line in lines)
    assert [line.split()[0] for line in lines if not line.startswith("  ")][-1] == "sms", "the number came by SMS"


def test_ctrl_c_prints_the_transcript_without_waiting_for_enter(tmp_path: Path) -> None:
    with running(tmp_path, "talk", "status", "--lang", "en") as program:
        said = [program.line()]
        while "leaves" not in said[-1]:
            said.append(program.line())
        assert program.stop(signal.SIGINT) == 0
        said += program.rest().split("\n")
        assert program.complaints() == ""
    assert transcript(tmp_path, "\n".join(said)).lines[-1] == f"  {words('word-back', 'en').join(['0 ', ''])}"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("recover", "--country", "atlantis"), ("atlantis.toml", "morocco")),
        (
            ("sevice", "--lang", "de", "--phone", "0612"),
            ("service 'sevice'", "recover, status, offices, privacy", "language 'de'", "ar, fr, en", "--phone", "+212612345678"),
        ),
    ],
)
def test_what_does_not_exist_is_named(tmp_path: Path, args: tuple[str, ...], told: tuple[str, ...]) -> None:
    talked: Ran = run(tmp_path, "talk", *args)
    assert (talked.code, talked.out) == (1, "")
    assert all(part in talked.err for part in told)
    assert all(line.startswith("guichet: ") for line in talked.err.splitlines())
