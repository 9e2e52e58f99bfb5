"""The inbox in the console without a script: the queue, a conversation, its answers and its ends, in three languages."""

import itertools
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from config import replies
from config.profile import load
from console.answering import Answering
from console.pages import inbox as inbox_pages
from dialogs.ports import Asked, Conversation
from store.clock import FakeClock
from store.inbox_thread import State
from store.keyring import Keyring
from store.memory import MemoryAudit
from store.memory_inbox import MemoryInbox
from store.operators import MemoryOperators
from tests.console.staff import Clerk, Room, console, forms

HERS = Conversation("web", "web", "visitor-1")


@dataclass
class Counter:
    room: Room
    inbox: MemoryInbox
    clock: FakeClock

    async def asked(self, lang: str = "fr", where: Conversation = HERS, service: str = "status") -> str:
        return (await self.inbox.ask(Asked(where.caller.encode(), where, lang, service, "**07"), now=self.clock.now())).id

    async def wrote(self, text: str, key: bytes = b"k") -> None:
        await self.inbox.hear(HERS, key, text, now=self.clock.now())

    async def held(self, lang: str = "en") -> tuple[Clerk, str]:
        """Salma, in a conversation that she took."""
        clerk, id = await self.room.enter("chat", lang=lang, id="salma"), await self.asked()
        seen = await clerk.fill("/inbox", f"/inbox/{id}/claim")
        assert (seen.status, seen.path) == (200, f"/inbox/{id}")
        return clerk, id

    async def state(self, id: str) -> State:
        return (await self.inbox.thread(id)).state


@asynccontextmanager
async def answered(clock: FakeClock, keys: Keyring) -> AsyncIterator[Counter]:
    ids, audit, operators = itertools.count(1), MemoryAudit(keys), MemoryOperators()
    inbox = MemoryInbox(lambda: f"{next(ids):032x}")
    desk = Answering(inbox, operators, {}, audit, keys, clock, lambda: None, lambda _: None, lambda _: None)
    ready = replies.load("morocco", load("morocco").languages, load("morocco").borrow)
    async with console(inbox_pages.pages(desk, ready), clock=clock, keys=keys, audit=audit, operators=operators) as room:
        yield Counter(room, inbox, clock)


@pytest.fixture
async def counter(clock: FakeClock, keys: Keyring) -> AsyncIterator[Counter]:
    async with answered(clock, keys) as opened:
        yield opened


async def test_the_inbox_is_for_who_answers_citizens(counter: Counter) -> None:
    id = await counter.asked()
    officer = await counter.room.enter("officer")
    for path in ("/inbox", f"/inbox/{id}"):
        assert (await officer.open(path)).status == 403
    assert (await (await counter.room.enter("chat")).open("/inbox")).status == 200


@pytest.mark.parametrize(("lang", "since"), [("en", "2 minutes"), ("fr", "2 minutes"), ("ar", "دقيقتين")])
async def test_the_queue_says_who_waits_how_long_and_nothing_of_who_that_is(counter: Counter, lang: str, since: str) -> None:
    await counter.asked()
    counter.clock.at += 120
    seen = await (await counter.room.enter("chat", lang=lang)).open("/inbox")
    assert since in seen.text
    assert "**07" in seen.text
    assert "visitor-1" not in seen.html


async def test_who_opens_it_is_at_work_until_he_leaves_his_desk(counter: Counter) -> None:
    clerk = await counter.room.enter("chat")
    await clerk.open("/inbox")
    assert await counter.inbox.desks(now=counter.clock.now()) == 1
    assert "no longer told" in (await clerk.fill("/inbox", "/inbox/off")).text
    assert await counter.inbox.desks(now=counter.clock.now()) == 0


async def test_a_conversation_is_taken_read_and_answered(counter: Counter) -> None:
    clerk, id = await counter.held()
    await counter.wrote("Bonjour, mon numéro est 2639425169")
    seen = await clerk.open(f"/inbox/{id}")
    assert "mon numéro est 26****5169" in seen.text
    seen = await clerk.fill(f"/inbox/{id}", f"/inbox/{id}/say", text="Bonjour Madame\n2e ligne")
    assert "Bonjour Madame<br>2e ligne" in seen.html
    assert "salma" in seen.text


async def test_a_long_conversation_shows_its_latest_words(counter: Counter) -> None:
    clerk, id = await counter.held()
    for n in range(230):
        await counter.wrote(f"mot {n}.", b"%d" % n)
    seen = await clerk.open(f"/inbox/{id}")
    assert "mot 229." in seen.text
    assert "mot 5." not in seen.text


async def test_an_answer_that_is_sent_twice_is_said_once(counter: Counter) -> None:
    clerk, id = await counter.held()
    form = forms((await clerk.open(f"/inbox/{id}")).html)[f"/console/inbox/{id}/say"]
    for _ in range(2):
        await clerk.post(f"/inbox/{id}/say", {**form, "text": "Bonjour"})
    assert [line.text for line in await counter.inbox.lines(id, after=0, limit=9) if line.by == "agent"] == ["Bonjour"]


async def test_a_ready_answer_is_in_the_citizens_language_whatever_the_agents_is(counter: Counter) -> None:
    clerk, id = await counter.held(lang="ar")
    seen = await clerk.open(f"/inbox/{id}")
    assert "Bonjour, comment puis-je vous aider ?" in seen.text
    await clerk.fill(f"/inbox/{id}", f"/inbox/{id}/say", text="", ready="Bonjour, comment puis-je vous aider ?")
    assert (await counter.inbox.lines(id, after=3, limit=9))[0].text == "Bonjour, comment puis-je vous aider ?"


@pytest.mark.parametrize(("text", "wrong"), [("", "Write an answer"), ("x" * 2001, "too long")])
async def test_an_answer_without_words_or_without_end_is_refused_and_kept_in_the_form(
    counter: Counter, text: str, wrong: str
) -> None:
    clerk, id = await counter.held()
    seen = await clerk.fill(f"/inbox/{id}", f"/inbox/{id}/say", text=text)
    assert seen.status == 422
    assert wrong in seen.text
    assert text in seen.html


async def test_markup_of_a_citizen_stays_text(counter: Counter) -> None:
    clerk, id = await counter.held()
    await counter.wrote("<script>alert(1)</script><b>x</b>")
    seen = await clerk.open(f"/inbox/{id}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen.html
    assert re.findall(r"<script(?! src=\"/console/inbox\.js)", seen.html) == []


async def test_nobody_but_the_holder_reads_or_takes_it(counter: Counter) -> None:
    _, id = await counter.held()
    omar = await counter.room.enter("chat", id="omar")
    assert (await omar.open(f"/inbox/{id}")).status == 409
    assert f"/console/inbox/{id}/claim" not in forms((await omar.open("/inbox")).html)


@pytest.mark.parametrize(
    ("way", "told", "state"),
    [("return", "with the counter again", State.RETURNED), ("close", "is closed", State.CLOSED)],
)
async def test_it_is_handed_back_or_closed(counter: Counter, way: str, told: str, state: State) -> None:
    clerk, id = await counter.held()
    seen = await clerk.fill(f"/inbox/{id}", f"/inbox/{id}/{way}")
    assert (seen.path.partition("?")[0], told in seen.text, await counter.state(id)) == ("/inbox", True, state)
    assert "This conversation is over" in (await clerk.open(f"/inbox/{id}")).text


async def test_it_is_handed_on(counter: Counter) -> None:
    clerk, id = await counter.held()
    omar = await counter.room.enter("chat", id="omar")
    assert "omar" in (await clerk.open(f"/inbox/{id}")).text
    assert "handed on" in (await clerk.fill(f"/inbox/{id}", f"/inbox/{id}/transfer", to="omar")).text
    assert (await omar.open(f"/inbox/{id}")).status == 200
    assert (await clerk.open(f"/inbox/{id}")).status == 409


async def test_a_page_with_a_script_may_run_ours_and_no_other(counter: Counter) -> None:
    clerk, id = await counter.held()
    policy = (await clerk.open(f"/inbox/{id}")).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in (await clerk.open()).headers["Content-Security-Policy"]


async def test_a_form_of_another_session_is_refused(counter: Counter) -> None:
    clerk, id = await counter.held()
    assert (await clerk.post(f"/inbox/{id}/say", {"csrf": "0" * 32, "once": "1", "text": "x"})).status == 403
    assert [line for line in await counter.inbox.lines(id, after=0, limit=9) if line.by == "agent"] == []
