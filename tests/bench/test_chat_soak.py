"""Two thousand WebSocket chats at once on loopback: all stay open, nobody gets another's answer, each weighs little."""

import json
import subprocess
import sys

import pytest

from bench.servers import ROOT

MOST_KIB = 32
"""Of memory a chat, its conversation included; measured: 22."""


@pytest.mark.parametrize(("chats", "seconds"), [pytest.param(60, 3), pytest.param(2000, 30, marks=pytest.mark.full)])
def test_chats_stay_open_and_each_gets_its_own_answers(chats: int, seconds: int) -> None:
    command = [sys.executable, "-m", "bench.chat", "--chats", str(chats), "--seconds", str(seconds), "--json"]
    think = ["--think", "10" if chats > 100 else "1"]
    ran = subprocess.run([*command, *think], cwd=ROOT, capture_output=True, text=True, timeout=170)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["chats"], told["still_open"]) == (chats, chats)
    assert told["answers"] >= chats
    if chats > 1000:  # of a few, the process itself is most of what is measured
        assert told["kib_per_chat"] < MOST_KIB
