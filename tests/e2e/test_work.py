"""The worker shows on a port of its own that it lives and what it counts."""

import asyncio

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

import house
from config.settings import Settings
from house import running
from house.registries import Registries, Wires
from registry_client.memory import MemoryIdentity
from tests.servers import sqlite_threads_end


async def fetched(http: aiohttp.ClientSession, url: str) -> str:
    async with asyncio.timeout(20):
        while True:
            try:
                async with http.get(url) as answer:
                    return f"{answer.status} {await answer.text()}"
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.02)


def nobody(wires: Wires) -> Registries:
    """A registry of nobody."""
    return Registries(MemoryIdentity((), wires.clock, on_code=lambda *_: None))


async def test_a_worker_with_a_port_can_be_watched(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port, stop = unused_port(), asyncio.Event()
    told = Settings.model_validate(
        {
            "environment": "demo",
            "database_url": sqlite_url.replace("sqlite:", "sqlite+aiosqlite:"),
            "keys": "1:" + "A" * 43 + "=",
            "lookup_key": "B" * 43 + "=",
            "work_port": port,
        }
    )
    monkeypatch.setattr(running, "open_house", lambda settings: house.open_house(settings, nobody))
    work = asyncio.create_task(house.serve_work(told, stop))
    async with aiohttp.ClientSession() as http:
        assert await fetched(http, f"http://127.0.0.1:{port}/healthz") == "200 ok"
        metrics = await fetched(http, f"http://127.0.0.1:{port}/metrics")
        assert "guichet_sms_settled_total" in metrics
        async with http.get(f"http://127.0.0.1:{port}/ussd/hubtel/x") as answer:
            assert answer.status == 404
    stop.set()
    await asyncio.wait_for(work, 20)
    await sqlite_threads_end()
