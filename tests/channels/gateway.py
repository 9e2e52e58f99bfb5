"""The gateway's webhooks on loopback around a world in memory, and ears for all that they say elsewhere."""

import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import quote, urlencode

import aiohttp
import pytest
from aiohttp import web
from prometheus_client import generate_latest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from channels.gate import Gate, Rate
from channels.sms import webhooks as sms
from channels.sms.conversation import SmsConversation
from channels.sms.face import SmsFace
from channels.sms.segments import transliterate
from channels.ussd import africastalking
from channels.ussd.terminal import face_of
from channels.ussd.webhooks import UssdLine, attach
from dialogs.engine.counter import counter
from dialogs.engine.run import Dialog
from dialogs.model import Prompt
from dialogs.ports import Dispatch, Sessions
from tests.player import HER, MOROCCO, SPEECH, Stage_

KEY = "c4n4ry-k3y-0f-the-p4th"
SESSION = "ATUid_00c4n4ry00000000000000000000e5e5"
CODE = MOROCCO.service_code
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Gateway:
    """A client of the webhooks. `counts` are the kinds of answers that the line counted."""

    scene: Stage_
    http: aiohttp.ClientSession
    url: str
    counts: "Counter[str]" = field(default_factory=Counter)

    async def request(self, method: str, path: str, body: object = None, headers: Mapping[str, str] = FORM) -> Answer:
        async with self.http.request(method, self.url + path, data=body, headers=headers) as response:
            return Answer(response.status, response.headers, await response.read())

    async def post(self, fields: Mapping[str, str] | bytes, *, path: str = f"/ussd/africastalking/{KEY}") -> Answer:
        return await self.request("POST", path, BytesIO(fields if isinstance(fields, bytes) else urlencode(fields).encode()))

    async def hop(self, text: str = "", *, phone: str = HER, session: str = SESSION, code: str = CODE) -> Answer:
        return await self.post(hop(text, phone=phone, session=session, code=code))

    async def callback(self, kind: str, fields: Mapping[str, str] | bytes) -> Answer:
        """Post `inbound`, `delivery` or `optout`."""
        return await self.post(fields, path=f"/sms/africastalking/{KEY}/{kind}")

    async def event(self, **changed: str) -> Answer:
        return await self.post(event(**changed), path=f"/ussd/africastalking/{KEY}/events")


def words(key: str, lang: str) -> str:
    """The first line of a text of the catalogues, as a plain screen spells it in French."""
    line = SPEECH.say(Prompt(key), lang).body.split("\n")[0]
    return transliterate(line) if SPEECH.encoding(key, lang) == "gsm7" else line


def hop(text: str = "", *, phone: str = HER, session: str = SESSION, code: str = CODE) -> dict[str, str]:
    """The fields of one hop."""
    return {"sessionId": session, "serviceCode": code, "phoneNumber": phone, "networkCode": "99999", "text": text}


def event(**changed: str) -> dict[str, str]:
    """The fields of an end-of-session event."""
    told = {"date": "2026-01-15 09:30:00", "status": "Incomplete", "cost": "MAD 0.00", "durationInMillis": "1234"}
    shown = {"hopsCount": "2", "input": "1*c4n4ry-input", "lastAppResponse": "CON c4n4ry-screen"}
    fields = hop() | told | shown | changed
    return {name: value for name, value in fields.items() if name != "text"}


@asynccontextmanager
async def gateway(
    scene: Stage_, dialog: Dialog = counter, *, sessions: Sessions | None = None, gate: Gate | None = None
) -> AsyncIterator[Gateway]:
    """The USSD webhook of Africa's Talking, served as the house serves it: without an access log."""
    counts = Counter[str]()
    turns = scene.turns(dialog, sessions=sessions)

    def count(kind: str) -> None:
        counts[kind] += 1

    app = web.Application()
    line = UssdLine(africastalking, gate or Gate(KEY, rate=Rate(0.2, 120)), turns, face_of(turns), CODE, count)
    attach(app, {africastalking.NAME: line})
    async with serving(app) as url, aiohttp.ClientSession() as http:
        yield Gateway(scene, http, url, counts)


def screen(answer: Answer, status: int = 200) -> str:
    """The text on the phone, when the answer is one that the aggregator accepts."""
    assert answer.status == status
    assert answer.body.startswith((b"CON ", b"END ")), "no byte before it: no BOM, no space"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.text


async def say(gate: Gateway, *transcripts: str, session: str = SESSION, phone: str = HER) -> str:
    """Send these hops; the last screen."""
    shown = ""
    for transcript in transcripts:
        shown = screen(await gate.hop(transcript, session=session, phone=phone))
    return shown


@asynccontextmanager
async def sms_gateway(scene: Stage_, *, dispatch: Dispatch | None = None, gate: Gate | None = None) -> AsyncIterator[Gateway]:
    """The SMS callbacks of Africa's Talking; `counts` are the incidents."""
    counts = Counter[str]()

    def incident(name: str) -> None:
        counts[name] += 1

    face = SmsFace(SPEECH, scene.world.keys, MOROCCO.services)
    conversation = SmsConversation(scene.turns(), face, MOROCCO.short_code, incident)
    app = web.Application()
    name = africastalking.NAME
    sms.attach(app, {name: sms.SmsLine(sms.PROVIDERS[name], gate or Gate(KEY), dispatch or scene.outbox, conversation)})
    async with serving(app) as url, aiohttp.ClientSession() as http:
        yield Gateway(scene, http, url, counts)


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """The app on a free loopback port; its address."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@dataclass
class Ears:
    """Everything that a process lets out besides its answers: logs at every level, both streams, metrics."""

    caplog: pytest.LogCaptureFixture
    capfd: pytest.CaptureFixture[str]
    events: list[EventDict]

    def heard(self) -> str:
        out, err = self.capfd.readouterr()
        records = [f"{record.name} {record.levelname} {record.__dict__}" for record in self.caplog.records]
        return "\n".join([self.caplog.text, *records, repr(self.events), out, err, generate_latest().decode()])

    def assert_silent_on(self, *secrets: str) -> None:
        """None of the secrets was let out, as they are or as a URL would carry them; and nothing broke."""
        heard = self.heard()
        for secret in secrets:
            assert secret not in heard
            assert quote(secret, safe="") not in heard
        assert "Traceback" not in heard
        assert not [record for record in self.caplog.records if record.levelno >= logging.ERROR]


@contextmanager
def listening(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[Ears]:
    """Ears from here on, for a fixture."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as events:
        yield Ears(caplog, capfd, events)
