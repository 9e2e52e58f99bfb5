"""What the API answers when it does not do what was asked: problem documents (RFC 9457), without a word of anybody's."""

from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ConfigDict, ValidationError

from dialogs.ports import StoreDown

__all__ = [
    "FORBIDDEN", "INVALID", "NOT_FOUND", "NOT_JSON", "NOT_THIS_FORM", "SLOW_DOWN", "STALE", "STORE_DOWN", "TOKEN_NEEDED",
    "TOO_LARGE", "VERSION_NEEDED", "Kind", "Problem", "ProblemDocument", "invalid", "problems",
]  # fmt: skip

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of problem: `slug` names it for programs, `title` for people."""

    status: int
    slug: str
    title: str


NOT_JSON = Kind(400, "not-json", "The body is not JSON")
TOKEN_NEEDED = Kind(401, "token-needed", "A valid bearer token is needed")
FORBIDDEN = Kind(403, "role-needed", "Your role does not allow this")
NOT_FOUND = Kind(404, "not-found", "There is nothing here")
STALE = Kind(412, "stale", "It was changed since you read it")
TOO_LARGE = Kind(413, "too-large", "The body is too large")
NOT_THIS_FORM = Kind(415, "not-this-form", "The body has a media type that cannot be read here")
INVALID = Kind(422, "invalid", "The request does not have the described form")
VERSION_NEEDED = Kind(428, "version-needed", "If-Match must name the version that you change")
SLOW_DOWN = Kind(429, "slow-down", "Too many requests for now")
FAULT = Kind(500, "fault", "This is our fault; somebody was told")
STORE_DOWN = Kind(503, "store-down", "We cannot remember anything right now; try again")


class Problem(Exception):
    """`retry_after` is in seconds; `faults` are pairs of a place in the request and what is wrong there."""

    def __init__(self, kind: Kind, *, retry_after: float | None = None, faults: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(kind.slug)
        self.kind = kind
        self.retry_after = retry_after
        self.faults = tuple(faults)


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    at: str
    wrong: str


class ProblemDocument(BaseModel):
    """RFC 9457. `type` is `urn:guichet:problem:` and a word that does not change."""

    model_config = ConfigDict(json_schema_extra={"required": ["type", "title", "status"]})

    type: str
    title: str
    status: int
    faults: list[Fault] = []


def invalid(error: ValidationError) -> Problem:
    """Where and how a request misses its form, never what stood there."""
    told = error.errors(include_url=False, include_context=False, include_input=False)
    return Problem(INVALID, faults=[(".".join(str(part) for part in one["loc"]), one["type"]) for one in told])


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every refusal, outage and fault below this application becomes a problem document."""
    try:
        return await handler(request)
    except Problem as problem:
        return _respond(problem)
    except StoreDown:
        return _respond(Problem(STORE_DOWN, retry_after=5))
    except web.HTTPException as plain:
        return _respond(Problem(NOT_FOUND if plain.status == 404 else _of(plain)), plain.headers.get("Allow"))
    except Exception as fault:  # its text may quote the request: only its type is told
        log.error("api.fault", error=type(fault).__name__)
        return _respond(Problem(FAULT))


def _of(plain: web.HTTPException) -> Kind:
    return Kind(plain.status, plain.reason.lower().replace(" ", "-"), plain.reason)


def _respond(problem: Problem, allow: str | None = None) -> web.Response:
    kind = problem.kind
    document = ProblemDocument(
        type=f"urn:guichet:problem:{kind.slug}",
        title=kind.title,
        status=kind.status,
        faults=[Fault(at=at, wrong=wrong) for at, wrong in problem.faults],
    )
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(max(1, round(problem.retry_after)))
    if kind is TOKEN_NEEDED:
        headers["WWW-Authenticate"] = "Bearer"
    if allow:
        headers["Allow"] = allow
    return web.Response(body=document.model_dump_json().encode(), status=kind.status, content_type=MEDIA_TYPE, headers=headers)
