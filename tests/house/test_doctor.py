"""The doctor against servers that are well, slow to tell the time, broken, and not there."""

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpServer

from config.settings import Settings, load
from house import doctor
from house.running import upgrade_database

SECRET = "verysecr"


def settings(tmp_path: Path, **more: object) -> Settings:
    return load(data_dir=tmp_path, **more)


async def served(aiohttp_server: AiohttpServer, status: int = 404, date: str = "") -> str:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Date": date} if date else {})

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    return str((await aiohttp_server(app)).make_url("")).rstrip("/")


async def found(made: Settings) -> dict[str, tuple[bool, str]]:
    return {one.what: (one.ok, one.word) for one in await doctor.examine(made)}


async def test_a_registry_that_answers_and_agrees_on_the_time_is_well(tmp_path: Path, aiohttp_server: AiohttpServer) -> None:
    made = settings(tmp_path, mosip={"ida_url": await served(aiohttp_server)})
    assert (await found(made))["mosip.ida_url"] == (True, "HTTP 404, clocks agree")


@pytest.mark.parametrize(
    ("status", "date", "ok", "word"),
    [
        pytest.param(503, "", False, "HTTP 503", id="broken"),
        pytest.param(200, "Wed, 01 Jan 2020 00:00:00 GMT", False, "clocks differ by", id="another time"),
        pytest.param(200, "yesterday", True, "tells no time", id="no time"),
    ],
)
async def test_what_is_wrong_is_said(
    tmp_path: Path, aiohttp_server: AiohttpServer, status: int, date: str, ok: bool, word: str
) -> None:
    made = settings(tmp_path, mosip={"ida_url": await served(aiohttp_server, status, date)})
    was_ok, was = (await found(made))["mosip.ida_url"]
    assert (was_ok, word in was) == (ok, True)


async def test_what_is_not_there_fails_by_its_name(tmp_path: Path, unused_tcp_port: int) -> None:
    bind = {"host": "127.0.0.1", "port": unused_tcp_port, "system_id": "x", "password": SECRET}
    made = settings(
        tmp_path,
        mosip={"ida_url": f"http://127.0.0.1:{unused_tcp_port}"},
        redis_url=f"redis://:{SECRET}@127.0.0.1:{unused_tcp_port}",
        smpp={"operator": bind},
    )
    told = await found(made)
    assert [what for what, (ok, _) in told.items() if not ok] == ["database", "redis", "mosip.ida_url", "smpp.operator"]
    assert SECRET not in str(told)


async def test_a_database_with_our_schema_and_a_redis_are_well(tmp_path: Path, redis_url: str) -> None:
    made = settings(tmp_path, redis_url=redis_url)
    await upgrade_database(made)
    told = await found(made)
    assert told["database"] == (True, "sqlite")
    assert told["redis"][0]


async def test_who_does_not_answer_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PATIENCE", 0.2)
    gone = asyncio.Event()

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await gone.wait()
        writer.close()

    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    told = await found(settings(tmp_path, mosip={"ida_url": f"http://127.0.0.1:{port}"}))
    gone.set()
    server.close()
    assert told["mosip.ida_url"] == (False, "no answer within 0 s")


def test_findings_are_a_table_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    findings = [doctor.Finding("redis", False, "TimeoutError")]
    doctor.show(findings, as_json=True)
    assert json.loads(capsys.readouterr().out) == [{"what": "redis", "ok": False, "word": "TimeoutError"}]
    doctor.show(findings, as_json=False)
    assert "redis" in capsys.readouterr().out
