"""What `doctor` asks of the messengers: whether our accounts are good there, and whether their webhooks reach us."""

from typing import TypeVar

import aiohttp
import msgspec

from channels.chat.telegram import API_URL as TELEGRAM
from channels.chat.whatsapp import API_URL as WHATSAPP
from config.chat_tables import Telegram, WhatsApp
from house.adapters import plain

__all__ = ["Sick", "account"]


T = TypeVar("T", bound=msgspec.Struct)


class Sick(Exception):
    """A messenger that does not serve us; the argument is a static word or a number."""


async def account(settings: Telegram | WhatsApp) -> str:
    """What the messenger of these settings says of our account there; raises `Sick`."""
    return await (_telegram(settings) if isinstance(settings, Telegram) else _whatsapp(settings))


class _Hook(msgspec.Struct):
    url: str = ""
    pending_update_count: int = 0
    last_error_date: int = 0


class _Told(msgspec.Struct):
    ok: bool = False
    result: _Hook = msgspec.field(default_factory=_Hook)


async def _telegram(settings: Telegram) -> str:
    """How many updates wait; raises `Sick` for a wrong token, a webhook that is not ours, or one whose last update failed."""
    url = f"{settings.api_url or TELEGRAM}/bot{plain(settings.token)}/getWebhookInfo"
    async with aiohttp.ClientSession() as http, http.get(url, allow_redirects=False) as answer:
        if answer.status != 200:
            raise Sick(f"HTTP {answer.status}")
        told = _read(await answer.read(), _Told)
    if not told.ok or not told.result.url.endswith(f"/chat/telegram/{plain(settings.key)}"):
        raise Sick("its webhook is not set to our address")
    if told.result.last_error_date:
        raise Sick(f"its last update was not taken; {told.result.pending_update_count} wait")
    return f"webhook set, {told.result.pending_update_count} updates wait"


class _Number(msgspec.Struct):
    id: str = ""
    quality_rating: str = ""


async def _whatsapp(settings: WhatsApp) -> str:
    """The quality of our number; raises `Sick` when the token or the number is not good."""
    headers = {"Authorization": f"Bearer {plain(settings.access_token)}"}
    url = f"{settings.api_url or WHATSAPP}/{settings.phone_number_id}?fields=quality_rating"
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers, allow_redirects=False) as answer:
        if answer.status != 200:
            raise Sick(f"HTTP {answer.status}")
        told = _read(await answer.read(), _Number)
    if told.id != settings.phone_number_id:
        raise Sick("it does not know our number")
    rating = told.quality_rating if told.quality_rating in ("GREEN", "YELLOW", "RED") else "not rated"
    return f"number known, quality {rating}"


def _read(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (ValueError, RecursionError):
        raise Sick("its answer cannot be read") from None
