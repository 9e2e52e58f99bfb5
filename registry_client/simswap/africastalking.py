"""Asks Africa's Talking Insights whether a SIM was changed; the answer comes later, to our callback."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import aiohttp
import msgspec

from dialogs.model import Phone
from dialogs.ports import CallContext, Clock, Keys, Sessions, Unreadable
from dialogs.refusals import PartnerMisconfigured, Pending, Unavailable
from registry_client.http import Answer, Upstream

__all__ = ["AfricasTalkingConfig", "AfricasTalkingSimSwap", "connect"]

LIVE = "https://insights.africastalking.com/v1"
_ASKED = b"?"
_EARLY = 60.0


@dataclass(frozen=True, slots=True, repr=False, kw_only=True)
class AfricasTalkingConfig:
    """The account; `life` is for how many seconds an answer, or a question without one, is kept."""

    username: str
    api_key: str
    url: str = LIVE
    life: float = 3600.0


class _Queued(msgspec.Struct, rename="camel"):
    request_id: str = ""
    status: str = ""


class _Response(msgspec.Struct):
    responses: list[_Queued] = []


class _Told(msgspec.Struct, rename="camel"):
    """The callback; `lastSimSwapDate` is `DD-MM-YYYY` or empty."""

    status: str
    request_id: str
    last_sim_swap_date: str | None = None


class _Answer(msgspec.Struct, array_like=True):
    status: str
    date: str


def connect(
    config: AfricasTalkingConfig, session: aiohttp.ClientSession, clock: Clock, keys: Keys, answers: Sessions
) -> "AfricasTalkingSimSwap":
    """The account of `config`; what comes back is kept sealed in `answers`, for all our processes."""
    return AfricasTalkingSimSwap(config, Upstream("at-insights", config.url, session, clock), clock, keys, answers)


class AfricasTalkingSimSwap:
    """`dialogs.ports.SimSwap`: the first question raises `Pending`, a later one finds what `told` was told.

    It cannot gate the hop in which it is first asked: ask when a conversation begins.
    """

    def __init__(self, config: AfricasTalkingConfig, upstream: Upstream, clock: Clock, keys: Keys, answers: Sessions) -> None:
        self._config = config
        self._upstream = upstream
        self._clock = clock
        self._keys = keys
        self._answers = answers

    async def swapped(self, phone: Phone, *, hours: int, ctx: CallContext) -> bool:
        name = self._name(phone)
        kept = await self._answers.load(name)
        if kept is None:
            await self._ask(name, phone, ctx)
        if kept is None or kept[1] == _ASKED:
            raise Pending(upstream="at-insights")
        return self._within(kept[1], name, hours)

    async def told(self, body: bytes) -> Literal["kept", "early", "unreadable"]:
        """The callback's JSON. It may come before the answer to our question, or to no question of ours. Raises `StoreDown`."""
        try:
            told = msgspec.json.decode(body, type=_Told)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return "unreadable"
        answer = msgspec.msgpack.encode(_Answer(told.status, told.last_sim_swap_date or ""))
        request = self._request(told.request_id)
        if await self._answers.save(request, 0, self._keys.seal("simswap-early", answer, request), _EARLY):
            return "early"
        asked = await self._answers.load(request)
        if asked and len(asked[1]) == len(request):
            await self._keep(asked[1], answer)
        return "kept"

    async def _keep(self, name: bytes, answer: bytes) -> None:
        kept = await self._answers.load(name)
        await self._answers.save(name, kept[0] if kept else 0, self._keys.seal("simswap", answer, name), self._config.life)

    async def _ask(self, name: bytes, phone: Phone, ctx: CallContext) -> None:
        """Ask once for all processes; a question that did not get through may be asked again."""
        if not await self._answers.save(name, 0, _ASKED, self._config.life):
            return
        try:
            request = _request_id(await self._post(phone, ctx.deadline))
        except Exception:
            await self._answers.drop(name)
            raise
        known = self._request(request)
        if not await self._answers.save(known, 0, name, self._config.life) and (early := await self._answers.load(known)):
            await self._keep(name, self._keys.open("simswap-early", early[1], known))

    async def _post(self, phone: Phone, deadline: float) -> Answer:
        body = msgspec.json.encode({"username": self._config.username, "phoneNumbers": [phone.e164]})
        headers = {"apiKey": self._config.api_key, "Content-Type": "application/json", "Accept": "application/json"}
        return await self._upstream.call("POST", "/sim-swap", body=body, headers=headers, deadline=deadline, safe=False)

    def _within(self, sealed: bytes, name: bytes, hours: int) -> bool:
        """The date has no time: the day counts to its end."""
        try:
            answer = msgspec.msgpack.decode(self._keys.open("simswap", sealed, name), type=_Answer)
        except Unreadable:
            raise Unavailable("unreadable", upstream="at-insights") from None
        if answer.status not in ("Swapped", "NotSwapped"):
            raise Unavailable("status", upstream="at-insights")
        try:
            day = datetime.strptime(answer.date, "%d-%m-%Y").replace(tzinfo=UTC)
        except ValueError:
            return answer.status == "Swapped"
        since = datetime.fromtimestamp(self._clock.now(), UTC) - timedelta(hours=hours)
        return answer.status == "Swapped" and day + timedelta(days=1) > since

    def _name(self, phone: Phone) -> bytes:
        return self._keys.mac("simswap", phone.e164)

    def _request(self, id: str) -> bytes:
        return self._keys.mac("simswap-request", id)


def _request_id(answer: Answer) -> str:
    if answer.status in (401, 403, 404):
        raise PartnerMisconfigured(f"http-{answer.status}", upstream="at-insights")
    try:
        queued = msgspec.json.decode(answer.body, type=_Response).responses[0]
    except (msgspec.DecodeError, UnicodeDecodeError, IndexError):
        queued = _Queued()
    if queued.status != "Queued" or not queued.request_id:
        raise Unavailable("not-queued", upstream="at-insights")
    return queued.request_id
