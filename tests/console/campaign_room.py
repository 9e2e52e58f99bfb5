"""A town with its console, and the four people who write, approve and watch its campaigns on the pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from console.announcing import Announcing
from console.pages.campaigns import pages
from store.keyring import Keyring
from store.memory import MemoryGuard
from tests.campaigns.campaign_world import Town
from tests.console.staff import Clerk, Room, Seen, console, forms
from tests.console.team import PEOPLE
from tests.store.campaign_boxes import twin_ledger

ENDS = "2027-02-14T12:00"
TEXTS = {"text-fr": "Bonjour {prenom}, inscription demain. {code}", "text-ar": "مرحبا {prenom} {code}"}
WAVES = {
    "wave-1-at": "2027-01-20T10:00", "wave-1-to": "unanswered", "wave-1-text-fr": "Plus que 7 jours. {code}",
    "wave-2-at": "2027-01-25T09:30", "wave-2-to": "all",
}  # fmt: skip
WHO = {"amal": "writer", "brahim": "approver", "chama": "approver", "salma": "agent"}
FORM = {"name": "days", "title": "Jours", **TEXTS, "default": "fr", "ends_at": ENDS, "cell": "0"}


@dataclass
class Team:
    """A town with its console and four people."""

    town: Town
    room: Room
    writer: Clerk
    first: Clerk
    second: Clerk
    stranger: Clerk

    async def write(self, **changes: str) -> Seen:
        return await self.writer.fill("/campaigns/_new", "/campaigns/_new", **FORM | changes)

    async def bring(self, body: bytes = PEOPLE, filename: str = "people.csv", **fields: str) -> Seen:
        hidden = forms((await self.writer.open("/campaigns/days/people")).html)["/console/campaigns/days/people"]
        sent = aiohttp.FormData()
        for name, value in {**hidden, **fields}.items():
            if name != "file":
                sent.add_field(name, value)
        sent.add_field("file", body, filename=filename, content_type="text/csv")
        return await self.writer.post("/campaigns/days/people", sent)

    async def bring_to_a_draft(self, **changes: str) -> None:
        await self.write(**changes)
        await self.bring()

    async def move(self, by: Clerk, move: str) -> Seen:
        return await by.fill(f"/campaigns/days/{move}", f"/campaigns/days/{move}")

    async def submitted(self) -> None:
        await self.write()
        await self.bring()
        for move in ("freeze", "submit"):
            assert (await self.move(self.writer, move)).status == 200

    async def approve(self, by: Clerk) -> Seen:
        return await by.fill("/campaigns/days/preview", "/campaigns/days/approve")


@asynccontextmanager
async def gathered(keys: Keyring) -> AsyncIterator[Team]:
    """All of them signed in."""
    town = Town(twin_ledger(keys), keys)
    served = pages(Announcing(town.desk, MemoryGuard(town.clock)))
    async with console(served, clock=town.clock, keys=keys, audit=town.audit) as room:
        people = [await room.enter(role, id=id) for id, role in WHO.items()]
        yield Team(town, room, *people)
