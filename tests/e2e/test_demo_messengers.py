"""Telegram and WhatsApp in a running demo: somebody is played on their page, and answered by the house."""

import json
from pathlib import Path

import aiohttp

from tests.e2e_world import running


async def test_somebody_is_played_on_both_and_answered(tmp_path: Path) -> None:
    with running(tmp_path, "demo", "--port", "0", "--json", "--people", "60") as program:
        card = json.loads(program.line())
        here = {"Origin": card["sandbox"]}
        async with aiohttp.ClientSession() as http:
            async with http.get(card["messengers"]) as first:
                assert str(first.url) == f"{card['messengers']}/telegram/700100200"
            async with http.post(first.url, data={"text": "<b>Bonjour</b>"}, headers=here) as page:
                shown = await page.text()
            assert "&lt;b&gt;Bonjour&lt;/b&gt;" in shown
            assert "IDCS : que voulez-vous faire ?" in shown
            async with http.post(f"{card['messengers']}/whatsapp/MA.70010021", data={"text": "سلام"}, headers=here) as page:
                assert 'dir="auto">العربية</button>' in await page.text()
            async with http.post(first.url, data={"text": "x"}, headers={"Origin": "https://example.org"}) as refused:
                assert refused.status == 403
            async with http.get(f"{card['messengers']}/telegram/1") as nobody:
                assert nobody.status == 404
        assert program.stop() == 0
        assert program.complaints() == ""
