"""The phones of the sandbox over HTTP: what the phone page and the checks dial, read and break."""

import functools
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from http import HTTPStatus
from math import isfinite
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.faults import Faults
from sandbox.operators import PROFILES, Profile
from sandbox.phones import Phones
from sandbox.telco import Screen, Telco
from sandbox.telco_at import Measure

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ENCODING = {"gsm7": "GSM-7", "ucs2": "UCS-2"}


class Problem(Exception):
    """A request that cannot be served: an RFC 9457 problem with this status."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


@dataclass(frozen=True, slots=True)
class World:
    """What the page shows and turns: `demo` is msisdn → names by language, `faults` the knobs by service."""

    telco: Telco
    phones: Phones
    measure: Measure
    demo: Mapping[str, Mapping[str, str]]
    faults: Mapping[str, Faults]
    profiles: Mapping[str, Profile]


def attach(
    app: web.Application,
    telco: Telco,
    phones: Phones,
    measure: Measure,
    *,
    demo: Mapping[str, Mapping[str, str]],
    faults: Mapping[str, Faults],
    profiles: Mapping[str, Profile] = PROFILES,
) -> None:
    """Add `/phones…`, `/profiles` and `/faults…`. Browsers are served only from this origin or from loopback."""
    world = World(telco, phones, measure, demo, faults, profiles)
    for method, path, handler in (
        ("GET", "/phones", _list),
        ("GET", "/profiles", _profiles),
        ("GET", "/phones/{msisdn}/messages", _messages),
        ("POST", "/phones/{msisdn}/dial", _dial),
        ("POST", "/phones/{msisdn}/send", _send),
        ("POST", "/phones/{msisdn}/drop", _drop),
        ("GET", "/faults", _faults),
        ("PUT", "/faults/{service}", _break),
    ):
        app.router.add_route(method, path, _guarded(functools.partial(handler, world)))


def _guarded(handler: Callable[[web.Request], Awaitable[object]]) -> Handler:
    async def serve(request: web.Request) -> web.Response:
        try:
            _same_origin(request)
            return web.json_response(await handler(request), headers={"Cache-Control": "no-store"})
        except Problem as problem:
            told = {"type": "about:blank", "title": problem.status.phrase, "status": problem.status, "detail": problem.detail}
            return web.json_response(told, status=problem.status, content_type="application/problem+json")

    return serve


def _same_origin(request: web.Request) -> None:
    origin = request.headers.get("Origin")
    if origin is None:
        return
    try:
        there = urlsplit(origin)
        if there.hostname in _LOOPBACK or (there.netloc and there.netloc == request.host):
            return
    except ValueError:
        pass
    raise Problem(HTTPStatus.FORBIDDEN, "This sandbox serves its own pages only.")


# --- phones ------------------------------------------------------------------------------------


async def _list(world: World, _: web.Request) -> object:
    return [{"msisdn": msisdn, "names": names} for msisdn, names in world.demo.items()]


async def _profiles(world: World, _: web.Request) -> object:
    return [asdict(profile) for profile in world.profiles.values()]


async def _messages(world: World, request: web.Request) -> object:
    return [
        {"from": sms.sender, "text": sms.text, "at": datetime.fromtimestamp(sms.at, UTC).isoformat().replace("+00:00", "Z")}
        for sms in world.phones.messages(_msisdn(request))
    ]


async def _dial(world: World, request: web.Request) -> object:
    body = await _body(request)
    profile = world.profiles.get(_text(body, "profile", default="africastalking"))
    if profile is None:
        raise Problem(HTTPStatus.BAD_REQUEST, "There is no such profile.")
    return _shown(world, await world.telco.dial(_msisdn(request), _text(body, "code").strip(), profile))


async def _send(world: World, request: web.Request) -> object:
    screen = await world.telco.send(_msisdn(request), _text(await _body(request), "text"))
    if screen.error == "no-session":
        raise Problem(HTTPStatus.CONFLICT, "This phone has no session; dial first.")
    return _shown(world, screen)


async def _drop(world: World, request: web.Request) -> object:
    world.telco.drop(_msisdn(request))
    return _shown(world, Screen("", open=False))


def _shown(world: World, screen: Screen) -> dict[str, object]:
    encoding, units = world.measure(screen.text)
    told = {"text": screen.text, "open": screen.open, "error": screen.error, "expires_in": round(screen.expires_in, 3)}
    return told | {"encoding": _ENCODING.get(encoding, encoding), "units": units, "equal": screen.equal}


def _msisdn(request: web.Request) -> str:
    """The number of the path, `%2B212…` or bare digits, in E.164."""
    number = request.match_info["msisdn"]
    if not re.fullmatch(r"\+?[1-9][0-9]{6,14}", number):
        raise Problem(HTTPStatus.NOT_FOUND, "This is not a subscriber number with its country code.")
    return "+" + number.removeprefix("+")


async def _body(request: web.Request) -> dict[str, object]:
    try:
        body = await request.json()
    except (ValueError, LookupError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not a JSON object.")
    return body


def _text(body: Mapping[str, object], name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str) or len(value) > 1000:
        raise Problem(HTTPStatus.BAD_REQUEST, f"`{name}` is not a text.")
    return value


# --- faults ------------------------------------------------------------------------------------

_KNOBS = {knob.name: type(knob.default) for knob in fields(Faults)}


async def _faults(world: World, _: web.Request) -> object:
    return {service: asdict(faults) for service, faults in world.faults.items()}


async def _break(world: World, request: web.Request) -> object:
    """Set all knobs of a service; those that are not named go back to rest."""
    faults = world.faults.get(request.match_info["service"])
    if faults is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no such service; there are {', '.join(sorted(world.faults))}.")
    turned = {name: _knob(name, value) for name, value in (await _body(request)).items()}
    for name, value in (asdict(Faults()) | turned).items():
        setattr(faults, name, value)
    return asdict(faults)


def _knob(name: str, value: object) -> object:
    kind = _KNOBS.get(name)
    if kind is float and type(value) is int:
        value = float(value)
    if kind is None or type(value) is not kind:
        raise Problem(HTTPStatus.BAD_REQUEST, f"`{name}` is not a knob, or has the wrong type.")
    if name == "latency" and not (isinstance(value, float) and isfinite(value) and 0 <= value <= 3600):
        raise Problem(HTTPStatus.BAD_REQUEST, "`latency` is seconds, at most an hour.")
    if name == "status" and not (value == 0 or (isinstance(value, int) and 200 <= value <= 599)):
        raise Problem(HTTPStatus.BAD_REQUEST, "`status` is an HTTP status, or 0.")
    return value
