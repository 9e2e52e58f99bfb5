"""Campaigns in the house: rates from the senders, texts as they leave, and a worker that takes a campaign from start to end."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from campaigns.wording import Size
from config import profile
from config.settings import Settings
from house.campaign_desk import law_of, measure
from house.campaigning import run_under
from store.keyring import Keyring
from store.ledger import Fate, Stage
from tests.campaigns.campaign_world import Town
from tests.store.campaign_boxes import real_ledger

MOROCCO = profile.load("morocco")
TUESDAY = 1_800_010_800.0 + 4 * 86400  # 2027-01-19 11:00 UTC


def settings(**changes: object) -> Settings:
    return Settings.model_validate(
        {"environment": "demo", "keys": "1:" + "A" * 43 + "=", "lookup_key": "B" * 43 + "=", **changes}
    )


@pytest.mark.parametrize(
    ("rate", "share", "ahead"), [(0.0, 0.0, 1000), (10.0, 8.0, 200), (500.0, 400.0, 1000), (100_000.0, 80_000.0, 5000)]
)
def test_campaigns_have_what_the_senders_leave_to_them(rate: float, share: float, ahead: int) -> None:
    law = law_of(MOROCCO, settings(africastalking={"rate": rate}))
    assert law.share == pytest.approx(share)
    assert law.ahead == ahead


def test_the_opt_out_words_name_the_short_code() -> None:
    assert all(MOROCCO.short_code in words for words in law_of(MOROCCO, settings()).optout.values())


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("reçu prêt", Size("gsm7", 1, (), 9, 160)),
        ("a" * 161, Size("gsm7", 2, (), 161, 306)),
        ("سلام" * 18, Size("auto", 2, (), 72, 134)),
        ("rendez-vous mardi 🙂 🙂", Size("auto", 1, ("🙂",), 23, 70)),
        ("", Size("gsm7", 1, (), 0, 160)),
    ],
)
def test_a_text_is_measured_as_it_leaves(text: str, size: Size) -> None:
    assert measure(text) == size


async def test_the_worker_takes_a_campaign_from_its_start_to_its_end(sqlite_engine: AsyncEngine, keys: Keyring) -> None:
    town = Town(real_ledger(sqlite_engine, keys), keys, replace(law_of(MOROCCO, settings()), daily=3, weekly=9))
    town.clock.at = TUESDAY
    await town.started(25, cell=0.0)
    stop = asyncio.Event()
    work = asyncio.create_task(run_under(town.law, sqlite_engine, keys, town.clock, stop, keep=30 * 86400.0))
    async with asyncio.timeout(30):
        while True:
            await town.carry()
            await town.clock.advance(3.0)
            if await town.stage() is Stage.FINISHED:
                break
    assert await town.fates() == {Fate.SENT: 25}
    stop.set()
    await asyncio.wait_for(work, 20)
