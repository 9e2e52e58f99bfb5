"""Serves the pages of the console: the same door, form, headers and errors for all of them."""

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from multidict import MultiDict

from config.policy import Limit
from console.pages.entrance import SIGN_IN, Entrance
from console.pages.home import home
from console.pages.openid import OpenId
from console.pages.page import Answer, Download, Form, Goto, Page, Refusal, Sheet, Visit
from console.pages.rendering import FILES, HEADERS, ROOT, Rendering
from console.pages.sessions import StaffSessions
from console.pages.wording import Wording
from dialogs.ports import Audit, Clock, Guard, Keys, Sessions, StoreDown
from dialogs.texts.staff import LANGUAGES, Words
from store.operators import Operator, Operators

__all__ = ["PACE", "Staff", "application"]

log = structlog.get_logger()

PACE = Limit(tries=240, window=60.0, lock=30.0)
"""Pages of one operator."""
YEAR = 365 * 24 * 3600
LANGUAGE = "guichet-language"
_BACK = re.compile(r"/console(?:[/?][!-\[\]-~]*)?")
_DONE = re.compile(r"[a-z-]{1,40}")
Serving = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, repr=False)
class Staff:
    """What the console needs to know its people. `pending` are the citizens' languages that no native speaker has read yet."""

    operators: Operators
    sessions: Sessions
    guard: Guard
    audit: Audit
    keys: Keys
    clock: Clock
    wording: Wording
    pending: tuple[str, ...] = ()
    openid: OpenId | None = None
    secure: bool = True
    pace: Limit = PACE


def application(pages: Sequence[Page], staff: Staff) -> web.Application:
    """The application for `/console`: its way in and out, the first page, and `pages`.

    Raises `TextError` for a page in the menu that has no name in some language.
    """
    every = [home(pages, staff.pending), *pages]
    for lang in LANGUAGES:
        [staff.wording.choose(lang, "")(f"menu-{page.name}") for page in every if page.menu]
    served = _Served(staff, Rendering(every))
    app = web.Application(middlewares=[served.guarded])
    app.router.add_get(f"/{{file:{'|'.join(map(re.escape, FILES))}}}", served.file)
    app.router.add_get(f"/language/{{lang:{'|'.join(LANGUAGES)}}}", served.language)
    app.router.add_get("/sign-in", served.door)
    app.router.add_post("/sign-in", served.sign_in)
    app.router.add_get("/sign-in/openid", served.to_provider)
    app.router.add_get("/sign-in/callback", served.from_provider)
    app.router.add_post("/sign-out", served.sign_out)
    for page in every:
        app.router.add_route(page.method, _route(page), served.page(page))
    return app


def _route(page: Page) -> str:
    path = page.path
    for name, pattern in page.params.items():
        path = path.replace(f"{{{name}}}", f"{{{name}:{pattern}}}")
    return path


class _Served:
    """The handlers; every one of them runs inside `guarded`."""

    def __init__(self, staff: Staff, rendering: Rendering) -> None:
        self._staff = staff
        self._rendering = rendering
        self._sessions = StaffSessions(staff.sessions, staff.operators, staff.keys, staff.clock)
        self._entrance = Entrance(
            staff.operators,
            self._sessions,
            staff.guard,
            staff.audit,
            staff.keys,
            staff.clock,
            rendering,
            staff.openid,
            staff.secure,
        )

    @property
    def guarded(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            response = await self._answered(request, handler)
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return guard

    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refusal as refusal:
            return self._no(request, refusal.status)
        except StoreDown:
            return self._no(request, 503)
        except web.HTTPException as plain:
            return self._no(request, plain.status if plain.status in (404, 405, 413) else 400)
        except Exception as fault:  # its text may quote the request: only its type is told
            log.error("console.fault", error=type(fault).__name__)
            return self._no(request, 500)

    def _no(self, request: web.Request, status: int) -> web.Response:
        """A page that says why not, without anything of the request."""
        response = self._rendering.respond("error.html", self._words(request), {"status": status}, status=status)
        if status in (429, 503):
            response.headers["Retry-After"] = str(round(self._staff.pace.lock))
        return response

    def _words(self, request: web.Request) -> Words:
        return self._staff.wording.choose(request.cookies.get(LANGUAGE, ""), request.headers.get("Accept-Language", ""))

    # --- what is open to everybody -------------------------------------------------------------

    async def file(self, request: web.Request) -> web.Response:
        """The style sheet and the icon, which are nobody's secret."""
        name = request.match_info["file"]
        headers = {"Cache-Control": "public, max-age=86400"}
        return web.Response(body=self._rendering.files[name], content_type=FILES[name], charset="utf-8", headers=headers)

    async def language(self, request: web.Request) -> web.Response:
        """Keeps the choice and goes back to a page of ours, nowhere else."""
        back = request.query.get("back", "")
        response = web.Response(status=303, headers={"Location": back if _BACK.fullmatch(back) else ROOT})
        lang, secure = request.match_info["lang"], self._staff.secure
        response.set_cookie(LANGUAGE, lang, path=ROOT, max_age=YEAR, httponly=True, secure=secure, samesite="Lax")
        return response

    async def door(self, request: web.Request) -> web.Response:
        return self._entrance.page(request, self._words(request), done=_done(request))

    async def sign_in(self, request: web.Request) -> web.Response:
        _from_here(request)
        return await self._entrance.sign_in(request, self._words(request), await _form(request, 4096))

    async def to_provider(self, request: web.Request) -> web.Response:
        return await self._entrance.to_provider(request, self._words(request))

    async def from_provider(self, request: web.Request) -> web.Response:
        return await self._entrance.from_provider(request, self._words(request))

    # --- what is for staff ---------------------------------------------------------------------

    async def sign_out(self, request: web.Request) -> web.Response:
        operator = await self._sessions.operator(self._entrance.token(request))
        if operator is None:
            return _away()
        await self._sent(request, 4096)
        return await self._entrance.leave(request, operator)

    def page(self, page: Page) -> Serving:
        async def serve(request: web.Request) -> web.StreamResponse:
            operator = await self._sessions.operator(self._entrance.token(request))
            if operator is None:
                return _away()
            await self._pace(operator)
            if not page.open_to(operator):
                raise Refusal(403)
            form: Form = await self._sent(request, page.largest) if page.method == "POST" else MultiDict()
            visit = self._visit(request, page, operator, form)
            try:
                return self._told(request, visit, await page.handler(visit))
            finally:
                _close(form)

        return serve

    async def _pace(self, operator: Operator) -> None:
        who, pace = [self._staff.keys.mac("operator", operator.id)], self._staff.pace
        once = secrets.token_bytes(16)
        left = await self._staff.guard.spend("console", who, tries=pace.tries, window=pace.window, lock=pace.lock, key=once)
        if left < 0:
            raise Refusal(429)

    async def _sent(self, request: web.Request, largest: int) -> Form:
        """The form, when it is one of ours, sent from a page of this session; raises `Refusal` 400, 403, 413."""
        _from_here(request)
        form = await _form(request, largest)
        told, ours = form.get("csrf", ""), self._sessions.csrf(self._entrance.token(request))
        if not isinstance(told, str) or not hmac.compare_digest(told.encode("utf-8", "replace"), ours.encode()):
            _close(form)
            raise Refusal(403)
        return form

    def _visit(self, request: web.Request, page: Page, operator: Operator, form: Form) -> Visit:
        given = form.get("once", "")
        once = given if isinstance(given, str) and given else secrets.token_hex(16)
        key = self._staff.keys.mac("console-form", operator.id, page.name, *request.match_info.values(), once)
        at, path = str(request.rel_url.without_query_params("done")), dict(request.match_info)
        return Visit(operator, self._words(request), at, path, request.query, form, key)

    def _told(self, request: web.Request, visit: Visit, answer: Answer) -> web.Response:
        match answer:
            case Goto():
                done = f"?done={answer.done}" if answer.done else ""
                return web.Response(status=303, headers={"Location": f"{ROOT}{answer.path}{done}"})
            case Download():
                headers = {"Content-Disposition": f'attachment; filename="{answer.name}"'}
                return web.Response(body=answer.body, headers={**headers, "Content-Type": answer.media})
            case Sheet():
                csrf = self._sessions.csrf(self._entrance.token(request))
                at = visit.at if request.method == "GET" else ROOT
                told = {**answer.context, "visit": visit}
                return self._rendering.respond(
                    answer.template,
                    visit.words,
                    told,
                    operator=visit.operator,
                    at=at,
                    csrf=csrf,
                    done=_done(request),
                    status=answer.status,
                    script=answer.script,
                )


def _away() -> web.Response:
    return web.Response(status=303, headers={"Location": f"{SIGN_IN}?done=left"})


def _done(request: web.Request) -> str:
    told = request.query.get("done", "")
    return told if _DONE.fullmatch(told) else ""


def _from_here(request: web.Request) -> None:
    """Browsers say where a form was sent from (Fetch Metadata); one from elsewhere is refused before it is read."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Refusal(403)


def _close(form: Form) -> None:
    """Files that came with a form are gone with it."""
    for value in form.values():
        if isinstance(value, web.FileField):
            value.file.close()


async def _form(request: web.Request, largest: int) -> Form:
    if (request.content_length or 0) > largest:
        raise Refusal(413)
    try:
        return await request.clone(client_max_size=largest).post()
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(413) from None
    except (ValueError, LookupError, AssertionError, web.RequestPayloadError, ConnectionError):
        raise Refusal(400) from None
