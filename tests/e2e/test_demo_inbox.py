"""The demo answers citizens in person: a visitor of its chat, the operator `chat` over its API, and SQLite between them."""

import json
from pathlib import Path
from typing import Any

import aiohttp

from channels.chat.web import PROTOCOL
from demo import open_demo

Message = dict[str, Any]


class Visitor:
    """A page of the demo's chat."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket, self.seq, self.sent = socket, 0, 0

    async def read(self) -> Message:
        told: Message = json.loads((await self.socket.receive(timeout=20)).data)
        self.seq = told.get("seq", self.seq)
        return told

    async def until(self, kind: str) -> Message:
        while (told := await self.read())["kind"] != kind:
            pass
        return told

    async def say(self, kind: str, **fields: str) -> None:
        self.sent += 1
        await self.socket.send_str(json.dumps({"kind": kind, "id": f"message-{self.sent}", "after": self.seq, **fields}))


async def test_a_visitor_of_the_demo_talks_with_its_operator_and_goes_back_to_the_menu(tmp_path: Path) -> None:
    async with open_demo("morocco", 0, 20, tmp_path) as demo, aiohttp.ClientSession() as http:
        url, [token] = demo.card["url"], [one["token"] for one in demo.card["operators"] if one["id"] == "chat"]

        async def api(method: str, path: str = "", **body: str) -> Message:
            headers = {"Authorization": f"Bearer {token}"}
            async with http.request(method, f"{url}/api/v1/inbox{path}", json=body or None, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
                told: Message = await answer.json()
                return told

        assert (await api("GET"))["items"] == [], "and from here on somebody is at work"
        async with http.post(f"{url}/chat/ticket", json={}, headers={"Origin": url}) as answer:
            ticket = (await answer.json())["ticket"]
        async with http.ws_connect(f"{url}/chat/ws", headers={"Origin": url}, protocols=(PROTOCOL, ticket)) as socket:
            visitor = Visitor(socket)
            await visitor.until("hello")
            await visitor.say("start", lang="fr")
            menu = await visitor.until("said")
            await visitor.until("done")
            await visitor.say("say", text=next(one["value"] for one in menu["options"] if one["label"] == "Parler à quelqu'un"))
            assert "Personne n'attend avant vous" in (await visitor.until("said"))["text"]
            await visitor.until("done")
            await visitor.say("say", text="1")
            assert "au début de la file" in (await visitor.until("said"))["text"]

            [waiting] = (await api("GET"))["items"]
            await api("POST", f"/{waiting['id']}/claim")
            assert "avec une personne" in (await visitor.until("said"))["text"]
            await visitor.say("say", text="Bonjour")
            await visitor.until("done")
            lines = (await api("GET", f"/{waiting['id']}"))["lines"]
            assert [line["text"] for line in lines if line["by"] == "citizen"] == ["Bonjour"]
            await api("POST", f"/{waiting['id']}/say", text="Je vous écoute")
            said = await visitor.until("said")
            assert (said["text"], said["agent"]) == ("Je vous écoute", True)
            await api("POST", f"/{waiting['id']}/return")
            assert (await visitor.until("said"))["end"]
            await visitor.say("start", lang="fr")
            assert (await visitor.until("said"))["text"] == menu["text"]
