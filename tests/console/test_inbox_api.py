"""The inbox over the network: who may see and do what, once, in pages, and written down."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from config import replies
from config.profile import ProfileError, available, load
from console.answering import Answering
from console.api.access import Access, token_mac
from console.api.inbox import operations
from console.api.once import Once
from console.api.serving import application
from dialogs.ports import Asked, Conversation, Words
from store.clock import FakeClock
from store.inbox_thread import State
from store.keyring import Keyring
from store.memory import MemoryAudit, MemoryGuard, MemorySessions
from store.memory_inbox import MemoryInbox
from store.operators import MemoryOperators, Operator

ROLES = {"salma": {"chat"}, "omar": {"chat"}, "hind": {"officer"}, "gone": {"chat"}}


@dataclass
class Typed:
    """A channel that notes for whom somebody types."""

    typed: list[str] = field(default_factory=list)

    async def say(self, to: Conversation, words: Words) -> bool:
        return True

    async def typing(self, to: Conversation) -> None:
        self.typed.append(to.caller)


@dataclass
class Desk:
    client: TestClient[web.Request, web.Application]
    inbox: MemoryInbox
    clock: FakeClock
    audit: MemoryAudit
    tokens: dict[str, str]
    chat: Typed
    waited: list[float]
    ended: list[str]

    async def call(self, method: str, path: str = "", by: str = "salma", body: Any = None, **headers: str) -> tuple[int, Any]:
        told = {"Authorization": f"Bearer {self.tokens.get(by, by)}", "Content-Type": "application/json"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        raw = json.dumps(body or {}).encode() if method == "POST" else None
        async with self.client.request(method, f"/api/v1/inbox{path}", data=raw, headers=told) as answer:
            return answer.status, await answer.json(content_type=None)

    async def asked(self, n: int = 1) -> str:
        where = Conversation("web", "web", f"visitor-{n}")
        return (await self.inbox.ask(Asked(b"%d" % n, where, "fr", "status", "**07"), now=self.clock.now())).id

    async def held(self, by: str = "salma") -> str:
        id = await self.asked()
        assert (await self.call("POST", f"/{id}/claim", by))[0] == 200
        return id

    def did(self) -> list[tuple[str, str]]:
        return [(event.action, event.outcome) for event in self.audit.events]


@pytest.fixture
async def desk(clock: FakeClock, keys: Keyring) -> AsyncIterator[Desk]:
    async with api(clock, keys) as opened:
        yield opened


@asynccontextmanager
async def api(clock: FakeClock, keys: Keyring) -> AsyncIterator[Desk]:
    operators, audit, guard = MemoryOperators(), MemoryAudit(keys), MemoryGuard(clock)
    tokens = {id: secrets.token_urlsafe(32) for id in ROLES}
    for id, roles in ROLES.items():
        await operators.add(Operator(id, frozenset(roles)), token_mac(keys, tokens[id]))
    await operators.disable("gone")
    inbox, chat, waited, ended = MemoryInbox(lambda: secrets.token_hex(16)), Typed(), list[float](), list[str]()
    answering = Answering(inbox, operators, {"web": chat}, audit, keys, clock, lambda: None, waited.append, ended.append)
    offered = operations(answering, replies.load("morocco", load("morocco").languages, load("morocco").borrow))
    app = web.Application()
    app.add_subapp("/api", application(offered, Access(operators, keys, guard), Once(MemorySessions(clock), keys)))
    async with TestClient(TestServer(app)) as client:
        yield Desk(client, inbox, clock, audit, tokens, chat, waited, ended)


# --- the door ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "status"), [("hind", 403), ("gone", 401), ("x" * 43, 401)])
async def test_only_who_answers_citizens_sees_the_queue(desk: Desk, by: str, status: int) -> None:
    id = await desk.asked()
    for method, path in (
        ("GET", ""),
        ("GET", f"/{id}"),
        ("POST", f"/{id}/claim"),
        ("POST", f"/{id}/say"),
        ("GET", "/replies?lang=fr"),
    ):
        assert (await desk.call(method, path, by, {"text": "x"}))[0] == status


# --- the queue ---------------------------------------------------------------------------------


async def test_the_queue_comes_in_pages_and_tells_nothing_of_who_waits(desk: Desk) -> None:
    for n in range(3):
        await desk.asked(n)
        desk.clock.at += 1
    _, first = await desk.call("GET", "?limit=2")
    _, second = await desk.call("GET", f"?limit=2&after={first['next']}")
    assert [len(first["items"]), len(second["items"]), second["next"]] == [2, 1, ""]
    one = first["items"][0]
    assert (one["lang"], one["state"], one["service"], one["phone"], one["operator"]) == ("fr", "waiting", "status", "**07", "")
    assert "visitor" not in json.dumps(first)


@pytest.mark.parametrize("after", ["x", "AAAA", "!!", "MS4wIGE9"])
async def test_a_cursor_of_nobody_is_refused_or_finds_nothing(desk: Desk, after: str) -> None:
    status, told = await desk.call("GET", f"?after={after}")
    assert status == 422 or told["items"] == []


async def test_who_looks_is_at_work_until_he_leaves(desk: Desk) -> None:
    assert await desk.inbox.desks(now=desk.clock.now()) == 0
    await desk.call("GET")
    assert await desk.inbox.desks(now=desk.clock.now()) == 1
    await desk.call("POST", "/off")
    assert await desk.inbox.desks(now=desk.clock.now()) == 0


# --- one conversation --------------------------------------------------------------------------


async def test_of_two_who_claim_one_gets_it(desk: Desk) -> None:
    id = await desk.asked()
    desk.clock.at += 42
    came = await asyncio.gather(*(desk.call("POST", f"/{id}/claim", by) for by in ("salma", "omar")))
    assert sorted(status for status, _ in came) == [200, 409]
    assert desk.waited == [42.0]
    assert sorted(desk.did()) == [("inbox-claim", ""), ("inbox-claim", "taken")]


async def test_a_conversation_is_read_by_its_holder_alone(desk: Desk) -> None:
    waiting = await desk.asked()
    assert (await desk.call("GET", f"/{waiting}"))[0] == 409, "who waits has nobody who reads her words yet"
    await desk.call("POST", f"/{waiting}/claim")
    assert (await desk.call("GET", f"/{waiting}", "omar"))[0] == 409
    status, told = await desk.call("GET", f"/{waiting}")
    assert (status, [line["text"] for line in told["lines"]]) == (200, ["waiting", "claimed", "claimed"])


async def test_the_same_answer_is_said_once(desk: Desk) -> None:
    id = await desk.held()
    for _ in range(2):
        status, _ = await desk.call("POST", f"/{id}/say", body={"text": "Bonjour"}, Idempotency_Key="one")
        assert status == 200
    await desk.call("POST", f"/{id}/say", body={"text": "Bonjour"}, Idempotency_Key="two")
    _, told = await desk.call("GET", f"/{id}")
    assert [line["text"] for line in told["lines"] if line["by"] == "agent"] == ["Bonjour", "Bonjour"]
    assert desk.did().count(("inbox-say", "")) == 2


async def test_what_nobody_can_see_is_not_said(desk: Desk) -> None:
    id = await desk.held()
    await desk.call("POST", f"/{id}/say", body={"text": " Bonjour\u0007\u0000\nMadame\u001b "})
    assert [line.text for line in await desk.inbox.lines(id, after=3, limit=9)] == ["Bonjour\nMadame"]


async def test_looking_at_the_queue_is_written_down_now_and_then(desk: Desk) -> None:
    for _ in range(3):
        await desk.call("GET")
    desk.clock.at += 900
    await desk.call("GET")
    assert desk.did() == [("inbox-list", "")] * 2


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
async def test_an_answer_has_words_and_an_end(desk: Desk, text: str) -> None:
    assert (await desk.call("POST", f"/{await desk.held()}/say", body={"text": text}))[0] == 422


async def test_new_lines_come_to_who_waits_for_them(desk: Desk) -> None:
    id = await desk.held()
    waiting = asyncio.ensure_future(desk.call("GET", f"/{id}?after=3&wait=20"))
    for _ in range(3):
        await asyncio.sleep(0.01)
        await desk.clock.advance(1.0)
    assert not waiting.done()
    await desk.inbox.hear(Conversation("web", "web", "visitor-1"), b"k", "Bonjour", now=desk.clock.now())
    for _ in range(3):
        await asyncio.sleep(0.01)
        await desk.clock.advance(1.0)
    _, told = await waiting
    assert [line["text"] for line in told["lines"]] == ["Bonjour"]


async def test_it_is_handed_to_a_colleague_who_answers_citizens_and_to_nobody_else(desk: Desk) -> None:
    id = await desk.held()
    for to in ("hind", "gone", "nobody"):
        assert (await desk.call("POST", f"/{id}/transfer", body={"to": to}))[0] == 422
    assert (await desk.call("POST", f"/{id}/transfer", body={"to": "omar"}))[1]["operator"] == "omar"
    assert (await desk.call("POST", f"/{id}/say", body={"text": "x"}))[0] == 409
    assert (await desk.call("POST", f"/{id}/transfer", "omar", {"to": ""}))[1]["state"] == "waiting"


@pytest.mark.parametrize(("how", "state"), [("return", State.RETURNED), ("close", State.CLOSED)])
async def test_handing_back_and_closing_end_it_once(desk: Desk, how: str, state: State) -> None:
    id = await desk.held()
    for _ in range(2):
        assert (await desk.call("POST", f"/{id}/{how}"))[1]["state"] == state
    assert desk.ended == [state.value]
    status, problem = await desk.call("POST", f"/{id}/say", body={"text": "x"})
    assert (status, problem["type"]) == (409, "urn:guichet:problem:closed")


async def test_typing_is_shown_where_the_channel_can(desk: Desk) -> None:
    id = await desk.held()
    await desk.call("POST", f"/{id}/typing")
    assert (await desk.call("POST", f"/{id}/typing", "omar"))[0] == 409
    assert desk.chat.typed == ["visitor-1"]


async def test_what_she_erased_is_unknown(desk: Desk) -> None:
    id = await desk.held()
    await desk.inbox.erase(Conversation("web", "web", "visitor-1"), now=desk.clock.now())
    assert (await desk.call("GET", f"/{id}"))[0] == 404


async def test_the_audit_says_who_read_and_did_what_and_no_word_of_it(desk: Desk) -> None:
    id = await desk.held()
    for _ in range(3):
        await desk.call("GET", f"/{id}")
    await desk.call("POST", f"/{id}/say", body={"text": "Bonjour"})
    await desk.call("POST", f"/{id}/return")
    assert desk.did() == [("inbox-claim", ""), ("inbox-read", ""), ("inbox-say", ""), ("inbox-returned", "")]
    assert "Bonjour" not in str(desk.audit.events)


# --- ready answers -----------------------------------------------------------------------------


async def test_ready_answers_come_in_the_language_of_the_citizen(desk: Desk) -> None:
    for lang, first in (("fr", "Bonjour, comment puis-je vous aider ?"), ("ar", "مرحبا، كيف يمكنني مساعدتك؟"), ("so", None)):
        _, told = await desk.call("GET", f"/replies?lang={lang}")
        assert next((one["text"] for one in told["items"]), None) == first


@pytest.mark.parametrize("code", available())
def test_every_country_has_its_answers_in_all_of_its_languages(code: str) -> None:
    assert replies.load(code, load(code).languages, load(code).borrow)


@pytest.mark.parametrize(
    "toml", ['[replies.hello]\nfr = "Bonjour"', '[replies.hello]\nfr = ""\nar = "x"', "replies = 1", "[replies", "x = 1"]
)
def test_ready_answers_are_whole_or_refused(toml: str) -> None:
    with pytest.raises(ProfileError):
        replies.parse("morocco", toml, ("fr", "ar"), {})
