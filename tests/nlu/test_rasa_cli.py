"""`guichet rasa …` for those who run it: what it says when something is missing, in one plain line, with exit code 1."""

from pathlib import Path

import pytest

from nlu.rasa import environment
from tests.e2e_world import ask

SECRET = "an-invented-secret-of-the-two-servers"


@pytest.mark.parametrize("command", ["train", "train --pipeline diet_fast", "serve", "test", "test --model gone.tar.gz"])
def test_without_a_sync_every_command_names_it(tmp_path: Path, command: str) -> None:
    ran = ask(tmp_path, "rasa", *command.split(), RASA_JWT_SECRET=SECRET)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "guichet: Rasa is not installed beside the gateway, or its lock has changed: run `guichet rasa sync`\n"


def test_a_sync_without_network_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_PROBE", "import sys; print(sys.executable)")
    (tmp_path / "uv").write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo uv && exit 0\necho "error: Failed to fetch" >&2; exit 2'
    )
    (tmp_path / "uv").chmod(0o755)
    ran = ask(tmp_path, "rasa", "sync", PATH=str(tmp_path))
    assert (ran.code, ran.out) == (1, "")
    started, told = ran.err.splitlines()
    assert started == "guichet: installing Rasa beside the gateway with uv: 1.9 GB, some minutes"
    log = tmp_path / "data" / "rasa" / "sync.log"
    assert told == (
        f"guichet: Rasa could not be installed: error: Failed to fetch (no network? the whole story is in {log})"
    )  # fmt: skip


def test_a_pipeline_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    ran = ask(tmp_path, "rasa", "train", "--pipeline", "diet")
    assert ran.code == 2
    assert "diet_fast" in ran.err


def test_the_secret_is_not_shown_in_the_help(tmp_path: Path) -> None:
    ran = ask(tmp_path, "rasa", "serve", "--help", RASA_JWT_SECRET=SECRET)
    assert ran.code == 0
    assert SECRET not in ran.out
