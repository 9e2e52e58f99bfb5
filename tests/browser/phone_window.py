"""The phone page open in Chromium, against a telco that keeps state over real HTTP."""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Locator, Page, expect

from sandbox import page as phone_page
from tests.player import MOROCCO

AMINA, YOUSSEF, SALMA = "+212600000001", "+212600000002", "+212600000003"
FRENCH = "Guichet social\n1 Suivre mon dossier\n2 Retrouver mon IDCS\n3 Déposer une réclamation\n4 العربية\n0 Quitter"
ARABIC = "السجل الاجتماعي\n1 تتبع ملفي\n2 استرجاع الرقم\n3 تقديم شكاية\n0 خروج"
ASK_CODE = "Un code de 6 chiffres part vers le téléphone de votre dossier.\n\nEntrez le code :"
CODE_SMS = "Guichet : votre code est 482913. Ne le donnez à personne. Vérifier : *3737#, réf. 4821."
THANKS = "Merci. Votre IDCS 26****5169 part par SMS vers le téléphone **01."


@dataclass
class Telco:
    """What the sandbox's operator does, as far as the page can see it."""

    inbox: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    open: set[str] = field(default_factory=set)
    heard: list[tuple[str, str, Any]] = field(default_factory=list)
    polls: int = 0
    broken: bool = False

    def app(self) -> web.Application:
        app = web.Application()
        phone_page.attach(app, MOROCCO)
        app.router.add_get("/phones", self.phones)
        app.router.add_get("/profiles", self.profiles)
        app.router.add_get("/phones/{msisdn}/messages", self.messages)
        app.router.add_post("/phones/{msisdn}/{act}", self.act)
        return app

    def text(self, msisdn: str, words: str) -> None:
        self.inbox[msisdn].append({"from": "Guichet", "text": words, "at": "2026-09-21T14:13:20Z"})

    async def phones(self, _: web.Request) -> web.Response:
        people = {AMINA: ("Amina", "أمينة"), YOUSSEF: ("Youssef", "يوسف"), SALMA: ("Salma", "سلمى")}
        told = [{"msisdn": msisdn, "names": dict(zip(("fr", "ar"), names, strict=True))} for msisdn, names in people.items()]
        return web.json_response(told)

    async def profiles(self, _: web.Request) -> web.Response:
        return web.json_response([{"name": "africastalking"}, {"name": "numbered-late"}, {"name": "newer"}])

    async def messages(self, request: web.Request) -> web.Response:
        self.polls += 1
        return web.json_response(self.inbox[request.match_info["msisdn"]])

    async def act(self, request: web.Request) -> web.Response:
        if self.broken:
            raise web.HTTPInternalServerError
        msisdn, act, body = request.match_info["msisdn"], request.match_info["act"], await request.json()
        self.heard.append((msisdn, act, body))
        if act == "send" and msisdn not in self.open:
            raise web.HTTPConflict
        return web.json_response(self.screen(msisdn, act, body))

    def screen(self, msisdn: str, act: str, body: dict[str, str]) -> dict[str, Any]:
        self.open.add(msisdn)
        if act == "drop":
            return self.close(msisdn, "")
        match body.get("text"):
            case "4":
                return answer(ARABIC, "UCS-2")
            case "2":
                self.text(msisdn, CODE_SMS)
                return answer(ASK_CODE)
            case "482913":
                return self.close(msisdn, THANKS)
            case "9":
                return answer("x" * 161) | {"error": "161 of 160 characters"}
            case "8":
                return answer("") | {"error": "no-answer"}
            case "1":
                return answer(f"Dossier de {msisdn}\n0 Retour")
        return answer(FRENCH.replace("4 العربية\n", ""))

    def close(self, msisdn: str, text: str) -> dict[str, Any]:
        self.open.discard(msisdn)
        return answer(text) | {"open": False, "expires_in": 0}


def answer(text: str, encoding: str = "GSM-7") -> dict[str, Any]:
    return {"text": text, "open": True, "encoding": encoding, "units": len(text), "expires_in": 60, "error": ""}


@dataclass
class Visit:
    """One page open in Chromium, and everything that it asked for or complained about."""

    page: Page
    origin: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def phone(self, label: str) -> Locator:
        return self.page.get_by_role("article", name=label)

    async def open(self, lang: str = "") -> Locator:
        await self.page.goto(f"{self.origin}/phone" + (f"?lang={lang}" if lang else ""))
        await expect(self.page.get_by_role("article")).to_have_count(2)
        return self.page.get_by_role("article").filter(has_text=AMINA)

    async def dial(self) -> Locator:
        phone = await self.open()
        await press(phone, "Call")
        await expect(phone.get_by_label("Screen")).to_contain_text("Guichet social")
        return phone


@asynccontextmanager
async def visiting(chromium: Browser, telco: Telco, *, locale: str = "en-GB") -> AsyncIterator[Visit]:
    """The page over a clock that stands until a test moves it on."""
    async with TestServer(telco.app()) as server:
        page = await chromium.new_page(viewport={"width": 1280, "height": 860}, reduced_motion="reduce", locale=locale)
        await page.clock.install()
        made = Visit(page, str(server.make_url("")).rstrip("/"))
        page.on("request", lambda request: made.asked.append(request.url))
        page.on("pageerror", lambda error: made.complaints.append(error.message))
        page.on("console", lambda said: made.complaints.append(said.text) if said.type in {"error", "warning"} else None)
        yield made
        await page.context.close()


async def press(phone: Locator, *keys: str) -> None:
    for key in keys:
        await phone.get_by_role("button", name=key, exact=True).click()
