"""The web chat of a running demo: its address, one conversation, and an end with a page still open."""

import asyncio
import json
from pathlib import Path

import aiohttp

from channels.chat.web import PROTOCOL
from tests.e2e_world import running

SILENCE = ""


async def test_a_visitor_chats_with_the_demo_until_it_ends(tmp_path: Path) -> None:
    with running(tmp_path, "demo", "--port", "0", "--json", "--people", "60") as program:
        card = json.loads(program.line())
        assert card["chat"] == f"{card['url']}/chat"
        async with aiohttp.ClientSession(headers={"Origin": card["url"]}) as http:
            async with http.get(card["chat"]) as page:
                assert "<main>" in await page.text()
            async with http.post(f"{card['chat']}/ticket", json={}) as answer:
                told = await answer.json()
            async with http.ws_connect(f"{card['chat']}/ws", protocols=(PROTOCOL, told["ticket"])) as socket:
                await socket.send_json({"kind": "start", "id": "message-1", "lang": "fr"})
                kinds = [(await socket.receive_json())["kind"] for _ in range(4)]
                assert kinds == ["hello", "got", "said", "done"]
                ended = asyncio.create_task(asyncio.to_thread(program.stop))
                assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
                assert socket.close_code == aiohttp.WSCloseCode.GOING_AWAY
                assert await ended == 0
        assert (program.rest(), program.complaints()) == (SILENCE, SILENCE)
