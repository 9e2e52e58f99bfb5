"""A proof by a link, from the web chat to eSignet's page and back: once, for her alone, and never without another way."""

import itertools
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from channels.chat.web import PROTOCOL
from channels.ussd.terminal import Handset, face_of
from demo import Demo, open_demo
from house.esignet import WORDS

STATUS, BY_LINK, DONE, CODE, AGAIN, HOUSEHOLD = "2", "3", "1", "2", "3", "3"
SAID = {name: text.partition("$")[0].replace("'", "&#x27;") for name, text in WORDS["fr"].items()}
SHOWN = re.compile(r"<b dir=ltr>(\d{6})</b>")


@dataclass
class Visitor:
    """Her smartphone: the chat's page, and the browser that opens a link."""

    demo: Demo
    http: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    seq: int = 0

    @classmethod
    async def come(cls, demo: Demo, http: aiohttp.ClientSession) -> "Visitor":
        chat, here = demo.card["chat"], {"Origin": demo.card["url"]}
        async with http.post(f"{chat}/ticket", json={}, headers=here) as answer:
            told = await answer.json()
        socket = await http.ws_connect(f"{chat}/ws", headers=here, protocols=(PROTOCOL, told["ticket"]))
        await socket.receive_json()
        made = cls(demo, http, socket)
        await made._hears(kind="start", lang="fr")
        return made

    async def says(self, *texts: str) -> dict[str, Any]:
        """What the chat says after the last of `texts`."""
        shown: dict[str, Any] = {}
        for text in texts:
            shown = await self._hears(kind="say", text=text)
        return shown

    async def _hears(self, **message: object) -> dict[str, Any]:
        await self.socket.send_json({"id": f"message-{next(self.ids)}", "after": self.seq, **message})
        shown: dict[str, Any] = {}
        while (told := await self.socket.receive_json())["kind"] != "done":
            shown = told if told["kind"] == "said" else shown
        self.seq = told["seq"]
        return shown

    async def approves(self, link: str, face: str) -> str:
        """Somebody shows her face at eSignet; where that sends the browser."""
        form = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        async with self.http.post(link.partition("?")[0], data=form | {"uin": face}, allow_redirects=False) as answer:
            return answer.headers["Location"]

    async def opens(self, address: str) -> str:
        async with self.http.get(address) as page:
            return await page.text()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with open_demo("morocco", 0, 60, tmp_path) as opened:
        yield opened


@pytest.fixture
async def visitor(demo: Demo) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession() as http:
        made = await Visitor.come(demo, http)
        yield made
        await made.socket.close()


async def test_her_face_behind_a_link_opens_what_needs_a_proof_in_this_conversation(demo: Demo, visitor: Visitor) -> None:
    her = demo.card["citizens"][0]
    ways = await visitor.says(STATUS)
    assert [option["label"] for option in ways["options"]][::2] == ["Avec mon IDCS", "Par un lien, sur ce téléphone"]
    asked = await visitor.says(BY_LINK, her["idcs"])
    assert asked["link"].startswith(demo.card["sandbox"])
    assert her["idcs"] not in asked["link"]
    assert asked["link"] not in asked["text"]
    assert "pas encore confirmé" in (await visitor.says(DONE))["text"]
    page = await visitor.opens(await visitor.approves(asked["link"], her["idcs"]))
    assert SAID["proved"] in page
    assert "6 chiffres" in (await visitor.says(DONE))["text"]
    what = await visitor.says(*SHOWN.findall(page))
    assert "Mon ménage" in str(what["options"])
    assert "personnes" in (await visitor.says(HOUSEHOLD))["text"]
    assert demo.sandbox.codes == {}


async def test_a_link_proves_once_and_only_the_conversation_that_asked_for_it(demo: Demo, visitor: Visitor) -> None:
    her, him = demo.card["citizens"][:2]
    link = (await visitor.says(STATUS, BY_LINK, her["idcs"]))["link"]
    other = await Visitor.come(demo, visitor.http)
    await other.says(STATUS, BY_LINK, her["idcs"])
    assert SAID["not-proved"] in await visitor.opens(await visitor.approves(link, him["idcs"]))
    assert "pas encore confirmé" in (await visitor.says(DONE))["text"]
    assert WORDS["ar"]["over"] in await visitor.opens(await visitor.approves(link, her["idcs"]))  # in nobody's language
    assert "pas encore confirmé" in (await visitor.says(DONE))["text"]
    again = (await visitor.says(AGAIN))["link"]
    assert again != link
    page = await visitor.opens(await visitor.approves(again, her["idcs"]))
    assert "pas encore confirmé" in (await other.says(DONE))["text"]
    assert "Mon ménage" in str((await visitor.says(DONE, *SHOWN.findall(page)))["options"])
    await other.socket.close()


async def test_whoever_sends_her_a_link_to_open_gets_nothing_by_it(demo: Demo, visitor: Visitor) -> None:
    """He began with her number and talked her into opening his link: without the digits on her page it proves nothing to him."""
    her = demo.card["citizens"][0]
    link = (await visitor.says(STATUS, BY_LINK, her["idcs"]))["link"]
    page = await visitor.opens(await visitor.approves(link, her["idcs"]))
    (right,) = SHOWN.findall(page)
    wrong = [f"{(int(right) + n) % 10**6:06d}" for n in (1, 2, 3)]
    assert "Il reste 2 essais" in (await visitor.says(DONE, wrong[0]))["text"]
    last = await visitor.says(*wrong[1:])
    assert last["end"]
    assert "bloqué" in last["text"]


async def test_a_code_is_always_there_instead(demo: Demo, visitor: Visitor) -> None:
    her = demo.card["citizens"][0]
    await visitor.says(STATUS, BY_LINK, her["idcs"], CODE)
    assert "Mon ménage" in str((await visitor.says(demo.sandbox.codes[her["phone"]]))["options"])


async def test_a_number_that_nobody_has_reads_the_same(visitor: Visitor) -> None:
    asked = await visitor.says(STATUS, BY_LINK, "2639425169")
    assert asked["link"]
    assert "pas encore confirmé" in (await visitor.says(DONE))["text"]


async def test_no_link_is_offered_where_none_can_be_opened(demo: Demo) -> None:
    serial, turns = itertools.count(), demo.house.turns
    phone = Handset(turns, face_of(turns), demo.card["citizens"][0]["phone"], lambda: f"session-{next(serial)}")
    await phone.dial()
    for key in ("2", "2"):
        await phone.send(key)
    assert "lien" not in await phone.send(HOUSEHOLD)
