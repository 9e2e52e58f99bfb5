"""The front counter: language once, news of a late answer, then the menu of the country's services."""

from collections.abc import Mapping
from functools import lru_cache

from dialogs.desk import Desk, News
from dialogs.engine.run import Dialog
from dialogs.model import End, Option, Prompt, end
from dialogs.parts.language import choose_language
from dialogs.parts.link import have_phone
from dialogs.questions import Question, choice
from dialogs.services.agent import agent
from dialogs.services.grievance import grievance
from dialogs.services.guide import guide
from dialogs.services.human import human
from dialogs.services.messages import messages
from dialogs.services.offices import offices
from dialogs.services.privacy import privacy
from dialogs.services.recover import recover
from dialogs.services.refer import refer
from dialogs.services.status import status
from dialogs.services.update import update
from dialogs.talk import Talk

SERVICES: Mapping[str, Dialog] = {
    "recover": recover,
    "status": status,
    "offices": offices,
    "privacy": privacy,
    "messages": messages,
    "grievance": grievance,
    "guide": guide,
    "update": update,
    "refer": refer,
    "human": human,
    "agent": agent,
}

PROVING = frozenset({"status"})
"""Services that begin with a proof where a chat brings no phone."""


async def counter(talk: Talk, desk: Desk) -> End:
    """What every conversation begins with."""
    if desk.keeps_linked_phone:
        await desk.linked_phone()
    if not await desk.language():
        await choose_language(talk, desk)
    if desk.promised:
        await _tell_news(talk, desk, await desk.news())
    name = await _menu(talk, desk)
    proving = name in PROVING and desk.has_proof_links
    if not proving and desk.phone_would_do(name):
        ended = await have_phone(talk, desk)
        if ended is not None:
            return ended
    if not desk.may_use(name) and not proving:
        return end("not-allowed")
    return await SERVICES[name](talk, desk)


async def _menu(talk: Talk, desk: Desk) -> str:
    """The service that was picked; a change of language comes back to the menu."""
    question = _services(desk.menu)
    slip = None
    while (name := await talk.ask("menu", question, slip=slip)) == "language":
        await choose_language(talk, desk)
        slip = Prompt("language-done")
    return name


@lru_cache
def _services(names: tuple[str, ...]) -> Question[str]:
    return choice("menu", [Option(name, f"menu-{name}") for name in names])


async def _tell_news(talk: Talk, desk: Desk, news: News) -> None:
    """The answer that was promised, or that it is still under way; one key leads on to the menu."""
    if not news.ref:
        return
    onward = (Option("menu", "word-home"),)
    if not news.answer:
        await talk.ask("news", choice("errand-pending", onward, ref=news.ref))
        return
    await talk.ask("news", choice(news.answer, onward), slip=Prompt("errand-ready", (("ref", news.ref),)))
    await desk.news_read(news)
