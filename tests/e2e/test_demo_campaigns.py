"""A campaign in the demo: its operators write, approve and start one, and the citizens' phones ring."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import aiohttp
import pytest

from config import campaign_law, profile
from demo import Demo, open_demo

PATIENCE = 100
"""Looks, half a second apart."""


class Team:
    """The demo's operators with their tokens."""

    def __init__(self, demo: Demo, http: aiohttp.ClientSession) -> None:
        self.url, self.http = f"{demo.card['url']}/api/v1/campaigns", http
        self.tokens = {one["id"]: one["token"] for one in demo.card["operators"]}

    async def ask(self, method: str, path: str, by: str, body: Any = None, file: bytes | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {self.tokens[by]}"} | ({"Content-Type": "text/csv"} if file else {})
        async with self.http.request(method, self.url + path, json=body, data=file, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None)


async def test_the_operators_of_the_demo_run_a_campaign(tmp_path: Path) -> None:
    async with open_demo("morocco", 0, 50, tmp_path) as demo, aiohttp.ClientSession() as http:
        team = Team(demo, http)
        phones = [one["phone"] for one in demo.card["citizens"] if one["phone"]]
        ends = (datetime.now(UTC) + timedelta(days=20)).isoformat()
        plan = {"name": "days", "texts": {"fr": "Demain. {code}"}, "default": "fr", "endsAt": ends, "cell": 0}
        assert (await team.ask("POST", "", "writer", plan))[0] == 201
        people = "\n".join(["phone", *phones]).encode()
        assert (await team.ask("POST", "/days/audience", "writer", file=people))[1]["new"] == len(phones)
        for move in ("freeze", "submit"):
            assert (await team.ask("POST", f"/days/{move}", "writer"))[0] == 200
        digest = {"digest": (await team.ask("GET", "/days/preview", "approver-1"))[1]["digest"]}
        assert (await team.ask("POST", "/days/approve", "writer", digest))[0] == 403
        for by in ("approver-1", "approver-2"):
            assert (await team.ask("POST", "/days/approve", by, digest))[0] == 200
        assert (await team.ask("POST", "/days/start", "approver-1"))[1]["stage"] == "running"
        assert await rung(team, len(phones))
        async with http.get(f"{demo.card['console']}/campaigns") as answer:
            assert str(answer.url).endswith("/console/sign-in?done=left")


async def rung(team: Team, people: int) -> bool:
    """Everybody has it, or the country's hours are closed as this test runs and it says so."""
    for _ in range(PATIENCE):
        seen = (await team.ask("GET", "/days/progress", "writer"))[1]
        if seen["opensAt"] or seen["fates"]["delivered"] == people:
            return True
        await asyncio.sleep(0.5)
    return False


@pytest.mark.parametrize("country", ["djibouti", "cote_divoire", "pakistan_kp"])
async def test_where_the_law_is_not_known_only_who_said_yes_is_written_to(country: str, tmp_path: Path) -> None:
    async with open_demo(country, 0, 50, tmp_path) as demo, aiohttp.ClientSession() as http:
        team = Team(demo, http)
        lang = profile.load(country).languages[0]
        ends = (datetime.now(UTC) + timedelta(days=20)).isoformat()
        plan = {"name": "days", "texts": {lang: "{code}"}, "default": lang, "endsAt": ends}
        assert (await team.ask("POST", "", "writer", plan))[0] == 422
        assert (await team.ask("POST", "", "writer", plan | {"consented": True}))[0] == 201


async def test_a_country_without_a_law_for_campaigns_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(code: str) -> NoReturn:
        raise profile.ProfileError(code, ["there is no law for campaigns"])

    monkeypatch.setattr(campaign_law, "load", none)
    async with open_demo("djibouti", 0, 50, tmp_path) as demo, aiohttp.ClientSession() as http:
        assert (await Team(demo, http).ask("GET", "", "writer"))[0] == 404
