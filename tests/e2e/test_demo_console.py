"""The console of the demo: its operators come in with the tokens that are printed, the same at every start."""

import json
from pathlib import Path
from typing import Any

import aiohttp

from tests.console.staff import Clerk
from tests.e2e_world import running

OPENED = {
    "officer-1": ("/cases",),
    "lead": ("/cases", "/case-report"),
    "protection": ("/protected",),
    "admin": ("/operators",),
    "agent": (),
}
"""Pages of each operator."""


def told(folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The card of a demo in `folder`, and what it takes to be stopped."""
    with running(folder, "demo", "--port", "0", "--json") as program:
        card = json.loads(program.line())
        assert program.stop() == 0
        assert program.complaints() == ""
    return card, card["operators"]


async def test_operators_of_the_demo_sign_in_with_the_tokens_that_it_prints(tmp_path: Path) -> None:
    _, before = told(tmp_path)
    with running(tmp_path, "demo", "--port", "0", "--json") as program:
        card = json.loads(program.line())
        assert card["operators"] == before, "a second start knows them"
        assert card["console"] == f"{card['url']}/console"
        assert {role for one in card["operators"] for role in one["roles"]} >= {"officer", "lead", "protection", "writer", "chat"}
        tokens = {one["id"]: one["token"] for one in card["operators"]}
        for id, paths in OPENED.items():
            async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
                clerk = Clerk(http, card["url"])
                home = await clerk.sign_in(tokens[id])
                assert (home.status, home.path, id in home.text) == (200, "", True)
                assert [(await clerk.open(path)).status for path in paths] == [200] * len(paths)
        assert program.stop() == 0
        assert program.complaints() == ""
