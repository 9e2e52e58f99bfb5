"""The case systems that one suite holds to the mirror's port: each with its officers, and a way to see what is there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Protocol

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from dialogs.ports import Clock
from dialogs.ports.mirrors import Act, CaseMirror, MirroredCase, MirroredEvent
from registry_client.openimis.config import OpenImisConfig
from registry_client.openimis.mirror import connect as connect_openimis
from registry_client.openspp.config import OpenSppConfig
from registry_client.openspp.mirror import connect as connect_openspp
from sandbox.faults import Faults
from sandbox.mirror_faults import WriteFaults
from sandbox.openimis import OpenImis
from sandbox.openspp import OpenSpp

NAMES = ("openimis", "openspp")
CASE = MirroredCase(
    "12345675", "grievance", "payment", "ussd", "sale", "p1", date(2026, 3, 2), "لم أتوصل بالدعم", "pay what is due"
)
OFFICERS = (11, 12, 13)


class World(Protocol):
    """One case system. Tickets are told apart by our reference."""

    mirror: CaseMirror
    faults: Faults
    writes: WriteFaults

    def refs(self) -> list[str]:
        """The reference of each ticket that came from us."""
        ...

    def state(self, ref: str) -> str:
        """`open`, `taken` or `decided`."""
        ...

    def said(self, ref: str) -> list[str]:
        """What our own user said on it, in order; words only."""
        ...

    def take(self, ref: str, officer: int) -> None: ...

    def comment(self, ref: str, officer: int, text: str) -> None:
        """For the citizen."""
        ...

    def whisper(self, ref: str, officer: int, text: str) -> None:
        """For officers."""
        ...

    def decide(self, ref: str, officer: int, text: str, *, upheld: bool = True) -> None: ...

    def by(self, officer: int) -> str:
        """His id as the mirror tells it."""
        ...

    def lose_rights(self) -> None: ...


class ImisWorld:
    def __init__(self, fake: OpenImis, mirror: CaseMirror) -> None:
        self.fake, self.mirror = fake, mirror
        self.faults, self.writes = fake.faults, fake.writes

    def refs(self) -> list[str]:
        return [ticket.key.removeprefix("guichet-") for ticket in self.fake.tickets.now()]

    def state(self, ref: str) -> str:
        (status,) = (ticket.status for ticket in self.fake.tickets.now() if ticket.key == f"guichet-{ref}")
        return {"IN_PROGRESS": "taken", "RESOLVED": "decided", "CLOSED": "decided"}.get(status, "open")

    def said(self, ref: str) -> list[str]:
        mine = [c for c in self.fake.tickets.comments.values() if c.ticket == self._id(ref) and c.by == "guichet"]
        return [comment.text.partition("] ")[2] for comment in mine]

    def take(self, ref: str, officer: int) -> None:
        self.fake.tickets.take(self._id(ref), self.by(officer))

    def comment(self, ref: str, officer: int, text: str) -> None:
        self.fake.tickets.comment(self._id(ref), self.by(officer), f"#public {text}")

    def whisper(self, ref: str, officer: int, text: str) -> None:
        self.fake.tickets.comment(self._id(ref), self.by(officer), text)

    def decide(self, ref: str, officer: int, text: str, *, upheld: bool = True) -> None:
        self.fake.tickets.decide(self._id(ref), self.by(officer), text if upheld else f"#rejected {text}")

    def by(self, officer: int) -> str:
        return f"officer-{officer}"

    def lose_rights(self) -> None:
        self.fake.powerless.add("guichet")

    def _id(self, ref: str) -> str:
        (id,) = (ticket.id for ticket in self.fake.tickets.now() if ticket.key == f"guichet-{ref}")
        return id


class SppWorld:
    def __init__(self, fake: OpenSpp, mirror: CaseMirror) -> None:
        self.fake, self.mirror = fake, mirror
        self.faults, self.writes = fake.faults, fake.writes

    def refs(self) -> list[str]:
        return [str(ticket["number"]).removeprefix("guichet-") for ticket in self.fake.tickets()]

    def state(self, ref: str) -> str:
        stage = self.fake.stage(self._id(ref))
        return {"in_progress": "taken", "resolved": "decided", "closed": "decided", "cancelled": "decided"}.get(stage, "open")

    def said(self, ref: str) -> list[str]:
        mine = [row for row in self.fake.messages(self._id(ref)) if row["create_uid"] == 2]
        return [str(row["body"]).removeprefix("<p>").removesuffix("</p>") for row in mine]

    def take(self, ref: str, officer: int) -> None:
        self.fake.take(self._id(ref), officer)

    def comment(self, ref: str, officer: int, text: str) -> None:
        self.fake.comment(self._id(ref), officer, text)

    def whisper(self, ref: str, officer: int, text: str) -> None:
        self.fake.whisper(self._id(ref), officer, text)

    def decide(self, ref: str, officer: int, text: str, *, upheld: bool = True) -> None:
        self.fake.decide(self._id(ref), officer, text, "upheld" if upheld else "rejected")

    def by(self, officer: int) -> str:
        return str(officer)

    def lose_rights(self) -> None:
        self.fake.powerless = True

    def _id(self, ref: str) -> int:
        (id,) = (row["id"] for row in self.fake.tickets() if row["number"] == f"guichet-{ref}")
        assert isinstance(id, int)
        return id


@asynccontextmanager
async def opened(name: str, clock: Clock) -> AsyncIterator[World]:
    """A case system on loopback with its mirror."""
    fake = OpenImis() if name == "openimis" else OpenSpp()
    app = web.Application()
    fake.attach(app, "/there")
    jar = aiohttp.DummyCookieJar()
    async with TestServer(app, host="127.0.0.1") as server, aiohttp.ClientSession(cookie_jar=jar) as session:
        settings = fake.client_settings(str(server.make_url("/there")))
        if isinstance(fake, OpenImis):
            config = OpenImisConfig(**settings, pauses=(0.0, 0.0), overlap=10.0)  # type: ignore[arg-type]
            yield ImisWorld(fake, connect_openimis(config, session, clock))
        else:
            yield SppWorld(fake, connect_openspp(OpenSppConfig(**settings, overlap=10.0), session, clock))  # type: ignore[arg-type]


def case(n: int = 1, **changes: object) -> MirroredCase:
    return replace(CASE, ref=f"1234567{n}", **changes)  # type: ignore[arg-type]


def event(number: int, act: Act = Act.SAY, text: str = "", kind: str = "message", ref: str = CASE.ref) -> MirroredEvent:
    return MirroredEvent(ref, number, act, kind, text)
