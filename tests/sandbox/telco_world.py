"""The fake operator over HTTP, and an application behind it that answers as told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.phones import Phones
from sandbox.telco import Callbacks, Postman, Telco
from sandbox.telco_at import Account, SendApi, attach_send_api
from sandbox.telco_http import attach
from store.clock import FakeClock

AMINA = "+212612345678"
CODE = "*384*123#"


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - what we wait for happens in the code under test
            await asyncio.sleep(0)


def measure(text: str) -> tuple[str, int]:
    return ("gsm7" if text.isascii() else "ucs2"), len(text)


@dataclass
class Service:
    """An application behind the aggregator: answers as told and writes down what came."""

    hops: list[dict[str, str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    events: list[dict[str, str]] = field(default_factory=list)
    reports: list[dict[str, str]] = field(default_factory=list)
    say: Callable[[dict[str, str]], web.Response] = lambda form: web.Response(text=f"CON {form['text']}")
    hold: asyncio.Event | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/ussd", self.ussd)
        app.router.add_post("/last", self.last)
        app.router.add_post("/events", self.keep(self.events))
        app.router.add_post("/delivery", self.keep(self.reports))
        return app

    async def ussd(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.hops.append(form)
        self.marks.append(request.headers.get("at-ussd-hop-metadata", ""))
        if self.hold:
            await self.hold.wait()
        return self.say(form)

    async def last(self, request: web.Request) -> web.Response:
        hop = await request.json()
        self.hops.append(hop)
        said = self.say({"text": hop.get("userData") or hop.get("Message", "")})
        page = str(said.text).removeprefix("CON ")
        if page == said.text:
            return said
        told = {"message": page, "continueSession": True} if "userData" in hop else {"Type": "response", "Message": page}
        return web.json_response(told)

    def keep(self, kept: list[dict[str, str]]) -> Callable[[web.Request], Any]:
        async def handler(request: web.Request) -> web.Response:
            kept.append({name: str(value) for name, value in (await request.post()).items()})
            return web.Response()

        return handler


@dataclass
class World:
    service: Service
    telco: Telco
    postman: Postman
    api: SendApi
    phones: Phones
    clock: FakeClock
    http: aiohttp.ClientSession
    url: str

    async def sms(self, status: int = 201, /, *, key: str = "secret", **change: str) -> Any:
        form = {"username": "guichet", "to": AMINA, "message": "Bonjour", "bulkSMSMode": "1"} | change
        headers = {"apiKey": key, "Accept": "application/json"}
        async with self.http.post(self.url + "/africastalking/version1/messaging", data=form, headers=headers) as answer:
            assert answer.status == status
            text = await answer.text()
            return json.loads(text) if answer.content_type == "application/json" else text

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        async with self.http.request(method, self.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)


@asynccontextmanager
async def opened() -> AsyncIterator[World]:
    service, clock, phones = Service(), FakeClock(), Phones()
    async with TestServer(service.app()) as behind, aiohttp.ClientSession() as http:
        callbacks = Callbacks(*(str(behind.make_url(path)) for path in ("/ussd", "/events", "/delivery", "/last", "/last")))
        postman = Postman(http, clock)
        telco = Telco(http, clock, postman, callbacks, services=[CODE])
        account = Account("guichet", "secret", frozenset({"GUICHET"}))
        api = SendApi(phones, clock, postman, callbacks, measure, account=account)
        app = web.Application()
        attach_send_api(app, api)
        attach(app, telco, phones, measure, demo={AMINA: {"fr": "Amina"}}, faults={"sms": api.sending, "reports": api.reporting})
        async with TestServer(app) as server:
            yield World(service, telco, postman, api, phones, clock, http, str(server.make_url("/")).rstrip("/"))
        await postman.close()
