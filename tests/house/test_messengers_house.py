"""Which messengers a house has, what the doctor says of them, and settings that would leave a webhook open."""

from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from pydantic import ValidationError

from config.settings import Settings, Telegram, WhatsApp, check, load
from house import doctor
from house.messengers import messengers
from sandbox.telegram import Telegram as TelegramBox
from sandbox.whatsapp import WhatsApp as WhatsAppBox
from store.clock import SystemClock
from store.memory_arrivals import MemoryArrivals
from tests.channels.gateway import serving
from tests.player import stage

KEY = "0123456789abcdef" * 2
BOT = {"key": KEY, "token": "1:x", "secret": KEY}
NUMBER = {"key": KEY, "phone_number_id": "1", "access_token": "x", "app_secret": "x", "verify_token": KEY}


async def test_a_messenger_is_there_when_its_webhook_has_a_key() -> None:
    async with aiohttp.ClientSession() as http:

        def names(**tables: object) -> list[str]:
            lines = messengers(Settings(environment="demo", **tables), stage().world, http, MemoryArrivals())  # type: ignore[arg-type]
            return [line.platform.name for line in lines]

        assert names() == []
        assert names(telegram=Telegram.model_validate(BOT)) == ["telegram"]
        assert names(telegram=Telegram.model_validate(BOT), whatsapp=WhatsApp.model_validate(NUMBER)) == ["telegram", "whatsapp"]


@pytest.mark.parametrize("missing", ["token", "secret"])
def test_a_bot_without_what_makes_it_safe_is_refused(missing: str) -> None:
    with pytest.raises(ValidationError, match=f"with a key, {missing} must be given too"):
        Telegram.model_validate({name: value for name, value in BOT.items() if name != missing})


@pytest.mark.parametrize("missing", ["phone_number_id", "access_token", "app_secret", "verify_token"])
def test_a_number_without_what_makes_it_safe_is_refused(missing: str) -> None:
    with pytest.raises(ValidationError, match=f"with a key, {missing} must be given too"):
        WhatsApp.model_validate({name: value for name, value in NUMBER.items() if name != missing})


def test_weak_secrets_are_told(tmp_path: Path) -> None:
    made = load(
        environment="demo", data_dir=tmp_path, telegram={**BOT, "secret": "short"}, whatsapp={**NUMBER, "verify_token": "x"}
    )
    told = [line for line in check(made) if "too short" in line]
    assert [line.partition(" ")[0] for line in told] == ["telegram.secret", "whatsapp.verify_token"]


async def test_the_doctor_asks_both_and_contacts_neither_without_a_key(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as http:
        bot, number, app = TelegramBox(http, SystemClock()), WhatsAppBox(http, SystemClock()), web.Application()
        bot.attach(app)
        number.attach(app)
        async with serving(app) as url:
            telegram = {**BOT, "token": bot.token, "api_url": f"{url}/telegram"}
            whatsapp = {**NUMBER, "phone_number_id": number.number_id, "access_token": number.access_token}
            whatsapp["api_url"] = f"{url}/whatsapp/v24.0"
            made = load(data_dir=tmp_path, environment="demo", telegram=telegram, whatsapp=whatsapp)
            assert (await found(made))["telegram.account"] == (False, "its webhook is not set to our address")
            bot.url = f"https://guichet.example.org/chat/telegram/{KEY}"
            told = await found(made)
            assert told["telegram.account"] == (True, "webhook set, 0 updates wait")
            assert told["whatsapp.account"] == (True, "number known, quality GREEN")
            wrong = {"telegram": telegram | {"token": "1:x"}, "whatsapp": whatsapp | {"access_token": "x"}}
            made = load(data_dir=tmp_path, environment="demo", **wrong)
            told = await found(made)
            assert (told["telegram.account"], told["whatsapp.account"]) == ((False, "HTTP 401"), (False, "HTTP 401"))
    assert set(await found(load(data_dir=tmp_path, environment="demo"))) == {"database"}


async def found(made: Settings) -> dict[str, tuple[bool, str]]:
    return {one.what: (one.ok, one.word) for one in await doctor.examine(made)}
