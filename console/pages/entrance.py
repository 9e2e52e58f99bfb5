"""The way in and out of the console: by an operator's token, or by the ministry's identity provider."""

import hmac
import re
import secrets
from dataclasses import dataclass

import structlog
from aiohttp import web

from channels.gate import subscriber
from config.policy import Limit
from console.api.access import token_mac
from console.pages.openid import OpenId, OpenIdRefused
from console.pages.page import Form, Refusal, clean
from console.pages.rendering import ROOT, Rendering
from console.pages.sessions import StaffSessions
from dialogs.ports import Audit, AuditEvent, Clock, Guard, Keys
from dialogs.texts.staff import Words
from store.operators import Operator, Operators

__all__ = ["SIGN_IN", "Entrance"]

log = structlog.get_logger()

SIGN_IN = f"{ROOT}/sign-in"
TRIES = Limit(tries=20, window=300.0, lock=300.0)
"""Ways begun to the provider and not ended, from one address: each asks the provider and is kept. Wrong tokens are not counted:
256 bits are not guessed, and whoever shares an address with us could shut all of us out."""
_TOKEN = re.compile(r"[A-Za-z0-9_\-]{43}")
_OPERATOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_STATE = 600


@dataclass(frozen=True, slots=True, repr=False)
class Entrance:
    """Cookies are `Secure` and `__Host-` unless `secure` is off, which is for a demo on loopback alone."""

    operators: Operators
    sessions: StaffSessions
    guard: Guard
    audit: Audit
    keys: Keys
    clock: Clock
    rendering: Rendering
    openid: OpenId | None = None
    secure: bool = True

    # --- cookies -------------------------------------------------------------------------------

    def token(self, request: web.Request) -> str:
        """The session that the browser says it has; empty when none."""
        return self._brought(request, "session")

    def _brought(self, request: web.Request, name: str) -> str:
        """A cookie as we make them; empty for what no cookie of ours can be."""
        value = request.cookies.get(self._named(name), "")
        return value if value.isascii() else ""

    def _named(self, name: str) -> str:
        return f"{'__Host-' if self.secure else ''}guichet-{name}"

    def _give(self, response: web.Response, name: str, value: str, *, strict: bool = True, most: int | None = None) -> None:
        response.set_cookie(
            self._named(name),
            value,
            path="/",
            max_age=most,
            httponly=True,
            secure=self.secure,
            samesite="Strict" if strict else "Lax",
        )

    def _take(self, response: web.Response, name: str) -> None:
        response.del_cookie(self._named(name), path="/", httponly=True, secure=self.secure, samesite="Strict")

    # --- by token ------------------------------------------------------------------------------

    def page(self, request: web.Request, words: Words, *, wrong: str = "", done: str = "", status: int = 200) -> web.Response:
        """Where somebody signs in; the form is bound to this browser, so that nobody can be signed in as somebody else."""
        bound = self._brought(request, "door") or secrets.token_urlsafe(16)
        context = {"wrong": wrong, "openid": self.openid is not None}
        made = self.rendering.respond(
            "sign-in.html", words, context, at=SIGN_IN, csrf=self._bound(bound), done=done, status=status
        )
        self._give(made, "door", bound)
        return made

    async def sign_in(self, request: web.Request, words: Words, form: Form) -> web.Response:
        """By a token that was pasted. Raises `Refusal` 403, `StoreDown`."""
        bound, told = self._brought(request, "door"), form.get("csrf", "")
        if not bound or not isinstance(told, str) or not _same(told, self._bound(bound)):
            raise Refusal(403)
        pasted = form.get("token", "")
        token = clean(pasted) if isinstance(pasted, str) else ""
        found = await self.operators.by_token(token_mac(self.keys, token)) if _TOKEN.fullmatch(token) else None
        if found is None or found.disabled:
            return self.page(request, words, wrong="sign-in-wrong", status=403)
        response = await self._enter(request, found, "token")
        response.set_status(303)
        response.headers["Location"] = ROOT
        return response

    def _bound(self, door: str) -> str:
        return self.keys.mac("console-door", door).hex()

    async def _slow(self, request: web.Request) -> None:
        spent = await self.guard.spend(
            "console-openid",
            self._from(request),
            tries=TRIES.tries,
            window=TRIES.window,
            lock=TRIES.lock,
            key=secrets.token_bytes(16),
        )
        if spent < 0:
            raise Refusal(429)

    def _from(self, request: web.Request) -> list[bytes]:
        return [self.keys.mac("console-address", subscriber(request.remote))]

    async def _enter(self, request: web.Request, operator: Operator, how: str) -> web.Response:
        """A session that is new whatever the browser brought."""
        if old := self.token(request):
            await self.sessions.end(old)
        await self._note("console-sign-in", operator.id, how)
        response = web.Response()
        self._give(response, "session", await self.sessions.begin(operator.id))
        self._take(response, "door")
        return response

    async def leave(self, request: web.Request, operator: Operator) -> web.Response:
        await self.sessions.end(self.token(request))
        await self._note("console-sign-out", operator.id)
        response = web.Response(status=303, headers={"Location": f"{SIGN_IN}?done=signed-out", "Clear-Site-Data": '"cache"'})
        self._take(response, "session")
        return response

    # --- by the provider -----------------------------------------------------------------------

    async def to_provider(self, request: web.Request, words: Words) -> web.Response:
        if self.openid is None:
            raise Refusal(404)
        await self._slow(request)
        try:
            state, address = await self.openid.begin(words.lang)
        except OpenIdRefused as refused:
            return self._refused(request, words, refused)
        response = web.Response(status=303, headers={"Location": address})
        self._give(response, "openid", state, strict=False, most=_STATE)
        return response

    async def from_provider(self, request: web.Request, words: Words) -> web.Response:
        """The answer comes from another site, so a strict cookie serves only from the next page on: this one leads there."""
        state, told = self._brought(request, "openid"), request.query.get("state", "")
        if self.openid is None or not state or not _same(told, state):
            return self._refused(request, words, OpenIdRefused("state"))
        try:
            who = await self.openid.finish(state, request.query.get("code", ""))
        except OpenIdRefused as refused:
            return self._refused(request, words, refused)
        found = await self.operators.by_id(who) if _OPERATOR.fullmatch(who) else None
        if found is None or found.disabled:
            await self._note("console-sign-in", who, "refused")
            return self.page(request, words, wrong="sign-in-stranger", status=403)
        await self.guard.forgive("console-openid", self._from(request))
        entered = await self._enter(request, found, "openid")
        response = self.rendering.respond("signed-in.html", words, {})
        response.cookies.update(entered.cookies)
        self._take(response, "openid")
        return response

    def _refused(self, request: web.Request, words: Words, refused: OpenIdRefused) -> web.Response:
        log.warning("console.openid", cause=str(refused))
        return self.page(request, words, wrong="sign-in-openid", status=403)

    async def _note(self, action: str, operator: str, outcome: str = "") -> None:
        await self.audit.append(AuditEvent(self.clock.now(), action, self.keys.mac("operator", operator), outcome=outcome))


def _same(told: str, ours: str) -> bool:
    return hmac.compare_digest(told.encode("utf-8", "replace"), ours.encode())
