"""Our octets as Kannel reads them: its `drive_smpp` decodes a bind, though it takes no transceiver."""

import asyncio
import os
import shutil
import subprocess

import pytest

from bench.servers import free_port
from tests.smpp.bound import World, config, make_link

DRIVE = shutil.which("drive_smpp", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/lib/kannel/test")))


@pytest.mark.full
@pytest.mark.skipif(DRIVE is None, reason="drive_smpp of Debian's kannel-extras is not installed")
async def test_kannel_reads_our_bind() -> None:
    port, stop = free_port(), asyncio.Event()
    assert DRIVE is not None
    kannel = await asyncio.create_subprocess_exec(DRIVE, "-p", str(port), "-v", "0", stderr=subprocess.PIPE)
    link = make_link(config(port, answer_timeout=1.0, retry_first=0.2), World())
    run = asyncio.create_task(link.run(stop))
    try:
        dump = await asyncio.wait_for(_dump(kannel), 20)
    finally:
        stop.set()
        await run
        if kannel.returncode is None:
            kannel.kill()
        await kannel.communicate()
    assert "type_name: bind_transceiver" in dump
    assert 'system_id: "guichet"' in dump
    assert 'password: "secret"' in dump
    assert "interface_version: 52" in dump
    assert "address_range: NULL" in dump


async def _dump(kannel: asyncio.subprocess.Process) -> str:
    """What Kannel says until it has shown one whole PDU."""
    assert kannel.stderr is not None
    said = ""
    while "SMPP PDU dump ends" not in said:
        line = await kannel.stderr.readline()
        assert line, "drive_smpp ended"
        said += line.decode()
    return said
