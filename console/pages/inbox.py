"""The page of who answers citizens in chats: the queue, and one conversation with its words and what may be done."""

from collections.abc import Awaitable, Mapping, Sequence
from typing import TypeVar

from console.answering import CHAT, LONGEST, MOST_LINES, Answering, NoSuchColleague, Talk
from console.pages.page import Goto, Page, Refusal, Sheet, Visit
from store.inbox_thread import Denied, InboxDenied, State

__all__ = ["pages"]

SCRIPT = "inbox.js"
ROLE = frozenset({CHAT})
ID = {"id": "[0-9a-f]{32}"}
MOST = 100
T = TypeVar("T")


def pages(desk: Answering, replies: Mapping[str, Mapping[str, str]]) -> Sequence[Page]:
    """`replies` are the ready answers by id and language. All of it works without the script, which only saves reloading."""

    async def queue(visit: Visit) -> Sheet:
        me = visit.operator.id
        mine = await desk.queue(me, "mine", (0.0, ""), MOST)
        waiting = await desk.queue(me, "waiting", (0.0, ""), MOST)
        return Sheet("inbox/queue.html", {"mine": mine, "waiting": waiting, "now": desk.clock.now()}, script=SCRIPT)

    async def talk(visit: Visit) -> Sheet:
        return await _sheet(visit, {})

    async def _sheet(visit: Visit, wrong: dict[str, str], text: str = "") -> Sheet:
        me = visit.operator.id
        shown = await _allowed(desk.read(me, visit.path["id"], -MOST_LINES, 0.0))
        lang = shown.thread.lang
        context = {
            "talk": shown,
            "open": shown.thread.state is State.HELD,
            "ready": [(words[lang], words[lang]) for words in replies.values() if lang in words],
            "colleagues": [(one, one) for one in await desk.colleagues(me)] if _held(shown) else [],
            "wrong": wrong,
            "text": text,
            "most": LONGEST,
        }
        return Sheet("inbox/talk.html", context, 422 if wrong else 200, SCRIPT)

    async def claim(visit: Visit) -> Goto:
        await _allowed(desk.claim(visit.operator.id, visit.path["id"]))
        return Goto(f"/inbox/{visit.path['id']}")

    async def say(visit: Visit) -> Sheet | Goto:
        text = visit.text("text") or visit.text("ready")
        if not text or len(text) > LONGEST:
            return await _sheet(visit, {"text": "inbox-empty" if not text else "inbox-long"}, text)
        await _allowed(desk.say(visit.operator.id, visit.path["id"], visit.key, text))
        return Goto(f"/inbox/{visit.path['id']}")

    async def typing(visit: Visit) -> Goto:
        await _allowed(desk.typing(visit.operator.id, visit.path["id"]))
        return Goto(f"/inbox/{visit.path['id']}")

    async def transfer(visit: Visit) -> Goto:
        try:
            await _allowed(desk.transfer(visit.operator.id, visit.path["id"], visit.text("to")))
        except NoSuchColleague:
            raise Refusal(400) from None
        return Goto("/inbox", done="inbox-transferred")

    async def give_back(visit: Visit) -> Goto:
        await _allowed(desk.give_back(visit.operator.id, visit.path["id"]))
        return Goto("/inbox", done="inbox-returned")

    async def close(visit: Visit) -> Goto:
        await _allowed(desk.close(visit.operator.id, visit.path["id"]))
        return Goto("/inbox", done="inbox-closed")

    async def off(visit: Visit) -> Goto:
        await desk.off(visit.operator.id)
        return Goto("", done="inbox-off")

    return (
        Page("inbox", "GET", "/inbox", ROLE, queue, menu=30),
        Page("inbox-off", "POST", "/inbox/off", ROLE, off),
        Page("inbox-talk", "GET", "/inbox/{id}", ROLE, talk, ID),
        Page("inbox-claim", "POST", "/inbox/{id}/claim", ROLE, claim, ID),
        Page("inbox-say", "POST", "/inbox/{id}/say", ROLE, say, ID),
        Page("inbox-typing", "POST", "/inbox/{id}/typing", ROLE, typing, ID),
        Page("inbox-transfer", "POST", "/inbox/{id}/transfer", ROLE, transfer, ID),
        Page("inbox-return", "POST", "/inbox/{id}/return", ROLE, give_back, ID),
        Page("inbox-close", "POST", "/inbox/{id}/close", ROLE, close, ID),
    )


def _held(talk: Talk) -> bool:
    return talk.thread.state is State.HELD


async def _allowed(step: Awaitable[T]) -> T:
    """Raises `Refusal` 404 for what is not there (any more), 409 for what somebody else holds or what is over."""
    try:
        return await step
    except InboxDenied as denied:
        raise Refusal(404 if denied.why is Denied.UNKNOWN else 409) from None
