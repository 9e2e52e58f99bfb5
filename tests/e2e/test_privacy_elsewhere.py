"""Chats, messengers, people who answer and campaigns leave nothing of anybody in a log, a metric or the database either."""

import asyncio
import json
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from demo import open_demo
from tests.e2e.test_privacy import found_in, numbers_of
from tests.e2e_world import PATIENCE, Phone
from tests.servers import sqlite_threads_end

pytestmark = pytest.mark.filterwarnings("ignore:It is recommended to use web.RequestKey")  # sandbox.faults

WROTE = "Marjolaine Kestrelby"
ANSWERED = "Madame Zyngariel"
IN_CAMPAIGN = "Thessaloniana"
COMPLAINED = "mon voisin Quadrivius"
NOTED = "voir Pelopidas demain"
SAFE = "+212600112233"
HERS = "+212661998877"
MOST_LOOKS = 100
"""At a campaign, half a second apart: fewer than an operator may have in a minute."""


class House:
    """The running demo over HTTP."""

    def __init__(self, card: dict[str, Any]) -> None:
        self.card, self.url = card, card["url"]
        self.tokens = {one["id"]: one["token"] for one in card["operators"]}
        self.sent = 0

    def ask(self, method: str, url: str, body: bytes | None = None, **headers: str) -> Any:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(url, body, told, method=method)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            raw = answer.read().decode()
            return json.loads(raw) if "json" in answer.headers.get("Content-Type", "") else raw

    def api(self, method: str, path: str, by: str, body: Any = None, kind: str = "application/json") -> Any:
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return self.ask(method, f"{self.url}/api/v1{path}", raw, Authorization=f"Bearer {self.tokens[by]}", Content_Type=kind)

    def visitor(self) -> "Visitor":
        told = self.ask("POST", f"{self.url}/chat/ticket", b"{}", Origin=self.url)
        return Visitor(self, told["visitor"])


class Visitor:
    """A page of the web chat without a socket."""

    def __init__(self, house: House, name: str) -> None:
        self.house, self.name, self.seq = house, name, 0
        self.said: dict[str, Any] = {}

    def send(self, kind: str, **fields: str) -> None:
        self.house.sent += 1
        body = {"kind": kind, "id": f"message-{self.house.sent:04d}", "after": self.seq, **fields}
        told = self.house.ask(
            "POST", f"{self.house.url}/chat/send", json.dumps(body).encode(),
            Origin=self.house.url, Authorization=f"Bearer {self.name}",
        )  # fmt: skip
        self.seq = told["seq"]
        self.said = told["said"][-1] if told["said"] else self.said

    def pick(self, label: str) -> None:
        """Press the button that begins so."""
        self.send("say", text=next(one["value"] for one in self.said["options"] if one["label"].startswith(label)))


def chats(house: House) -> None:
    """Free words, a phone that is linked, help in private, and a person who answers."""
    visitor = house.visitor()
    visitor.send("start", lang="fr")
    visitor.send("say", text=f"Je suis {WROTE}, mon numéro est le 0{HERS[4:]}")
    visitor.send("start", lang="fr")
    visitor.pick("Aide")
    visitor.pick("Parler à quelqu'un")
    visitor.pick("Qu'on m'appelle")
    visitor.send("say", text=SAFE)
    visitor.pick("Le matin")
    visitor.pick("Oui")
    house.api("GET", "/inbox", "chat")
    visitor.send("start", lang="fr")
    visitor.pick("Parler à quelqu'un")
    visitor.send("say", text="1")
    [waiting] = house.api("GET", "/inbox", "chat")["items"]
    house.api("POST", f"/inbox/{waiting['id']}/claim", "chat", {})
    visitor.send("say", text=f"Je m'appelle {WROTE}")
    house.api("POST", f"/inbox/{waiting['id']}/say", "chat", {"text": f"Bonjour {ANSWERED}"})
    here = {"Origin": house.card["sandbox"], "Content_Type": "application/x-www-form-urlencoded"}
    for path in ("telegram/700100200", "whatsapp/MA.70010021"):
        house.ask("POST", f"{house.card['messengers']}/{path}", f"text={WROTE}".replace(" ", "+").encode(), **here)


def complains(house: House, number: str) -> None:
    """A complaint in her own words, and what an officer wrote down of it."""
    phone = Phone(house.card["sandbox"], number)
    phone.open()
    phone.choose("grievance")
    for typed in ("1", "1", "1", "1", "Rabat", "1", "2", "1", COMPLAINED):
        phone.send(typed)
    [case] = house.api("GET", "/cases", "officer-1")["cases"]
    house.api("POST", f"/cases/{case['ref']}/note", "officer-1", {"text": NOTED})
    protected = house.api("GET", "/protected", "protection")["cases"]
    assert house.api("GET", f"/protected/{protected[0]['id']}", "protection")["phone"] == SAFE


def announces(house: House, numbers: list[str]) -> None:
    ends = (datetime.now(UTC) + timedelta(days=20)).isoformat()
    plan = {"name": "days", "texts": {"fr": "Bonjour {prenom}. {code}"}, "default": "fr", "endsAt": ends, "cell": 0}
    house.api("POST", "/campaigns", "writer", plan)
    people = "\n".join(["phone;prenom", *(f"{one};{IN_CAMPAIGN}" for one in numbers)]).encode()
    house.api("POST", "/campaigns/days/audience", "writer", people, "text/csv")
    for move in ("freeze", "submit"):
        house.api("POST", f"/campaigns/days/{move}", "writer", {})
    digest = {"digest": house.api("GET", "/campaigns/days/preview", "approver-1")["digest"]}
    for by in ("approver-1", "approver-2"):
        house.api("POST", "/campaigns/days/approve", by, digest)
    house.api("POST", "/campaigns/days/start", "approver-1", {})

    for _ in range(MOST_LOOKS):
        seen = house.api("GET", "/campaigns/days/progress", "writer")
        if seen["opensAt"] or seen["fates"]["delivered"]:  # the country's hours may be closed as this test runs
            return
        time.sleep(0.5)
    raise TimeoutError("nobody was written to")


def live(house: House, numbers: list[str]) -> bytes:
    """All of it, and what was counted."""
    chats(house)
    complains(house, numbers[0])
    announces(house, numbers)
    return str(house.ask("GET", f"{house.url}/metrics")).encode()


def kept(folder: Path) -> dict[str, bytes]:
    """The files of the database."""
    return {file.name: file.read_bytes() for file in folder.glob("guichet.db*")}


async def test_nothing_of_who_writes_is_written_down_in_clear(tmp_path: Path) -> None:
    with capture_logs() as logs:
        async with open_demo("morocco", 0, 60, tmp_path) as demo:
            numbers = [one["phone"] for one in demo.card["citizens"] if one["phone"]][:5]
            metrics = await asyncio.to_thread(live, House(demo.card), numbers)
            places = kept(tmp_path)
        await sqlite_threads_end()
    places |= {"metrics": metrics, "logs": repr(logs).encode(), "at the end": b"".join(kept(tmp_path).values())}
    words = {word for told in (WROTE, ANSWERED, IN_CAMPAIGN, COMPLAINED, NOTED) for word in told.split() if len(word) > 8}
    spelt = {f"{name} {one[-2:]}": part for one in (*numbers, SAFE, HERS) for name, part in numbers_of(one).items()}
    assert (len(words), b"guichet_campaign" in metrics, b"guichet.db-wal" in repr([*places]).encode()) == (6, True, True)
    assert found_in(places, {word: word for word in words} | spelt) == []
