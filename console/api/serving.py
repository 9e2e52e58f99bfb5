"""Serves the operations of the API: the door, the body, the answer, the same for all of them."""

import asyncio
import hashlib
import json
import re
import secrets
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, get_origin

from aiohttp import web
from pydantic import BaseModel, ValidationError

from console.api.access import Access
from console.api.once import Answer, Once
from console.api.openapi import document
from console.api.operations import JSON, Call, M, Operation, Text, Versioned
from console.api.problems import INVALID, NOT_JSON, NOT_THIS_FORM, TOO_LARGE, VERSION_NEEDED, Problem, invalid, problems
from store.operators import Operator

__all__ = ["application"]

IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,128}")
ETAG = re.compile(r'"([0-9]{1,9})"')


def application(operations: Sequence[Operation[Any]], access: Access, once: Once) -> web.Application:
    """The application for `/api`: every operation, and `openapi.json` that describes them."""
    app = web.Application(middlewares=[problems])
    for operation in operations:
        app.router.add_route(operation.method, _route(operation), _serving(operation, access, once))

    @cache
    def described() -> bytes:
        return json.dumps(document(operations)).encode()

    async def openapi(_: web.Request) -> web.Response:
        return web.Response(body=described(), content_type="application/json")

    app.router.add_get("/openapi.json", openapi)
    return app


def _route(operation: Operation[Any]) -> str:
    path = operation.path
    for name, pattern in operation.params.items():
        path = path.replace(f"{{{name}}}", f"{{{name}:{pattern}}}")
    return path


def _serving(operation: Operation[Any], access: Access, once: Once) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.Response:
        operator = await access.operator(request.headers.get("Authorization", ""), operation.roles)
        async with _received(request, operation) as (asked, file, digest):
            key = _key(request, operation, access, operator)
            call = Call(operator, dict(request.match_info), asked, key, _version(request, operation), file)

            async def act() -> Answer:
                return _answer(await operation.handler(call))

            kept = operation.once and "Idempotency-Key" in request.headers
            return _respond(operation, await once(key, digest, act) if kept else await act())

    return serve


def _answer(told: BaseModel) -> Answer:
    body = told.text if isinstance(told, Text) else told.model_dump_json(by_alias=True)
    return Answer(body.encode(), told.version if isinstance(told, Versioned) else None)


def _respond(operation: Operation[Any], answer: Answer) -> web.Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if answer.version is not None:
        headers["ETag"] = f'"{answer.version}"'
    if operation.media != JSON:
        headers["Content-Disposition"] = "attachment"
    charset = None if operation.media == JSON else "utf-8"
    return web.Response(body=answer.body, status=operation.status, content_type=operation.media, charset=charset, headers=headers)


def _key(request: web.Request, operation: Operation[Any], access: Access, operator: Operator) -> bytes:
    given = request.headers.getall("Idempotency-Key", [])
    if len(given) > 1 or (given and not IDEMPOTENCY_KEY.fullmatch(given[0])):
        raise Problem(INVALID, faults=[("header.Idempotency-Key", "string_pattern_mismatch")])
    once = given[0] if given else secrets.token_hex(16)
    return access.keys.mac("api-key", operator.id, operation.name, *request.match_info.values(), once)


def _version(request: web.Request, operation: Operation[Any]) -> int:
    """The version that `If-Match` names; 0 where none is asked for."""
    if not operation.matches:
        return 0
    if "If-Match" not in request.headers:
        raise Problem(VERSION_NEEDED)
    named = ETAG.fullmatch(request.headers["If-Match"])
    if named is None:
        raise Problem(INVALID, faults=[("header.If-Match", "string_pattern_mismatch")])
    return int(named[1])


@asynccontextmanager
async def _received(request: web.Request, operation: Operation[M]) -> AsyncIterator[tuple[M, Path, bytes]]:
    """What is asked, the file that came with it, and a digest of both."""
    if not operation.uploads:
        raw = b"" if operation.method == "GET" else await _body(request, operation.largest)
        yield _asked(request, operation, raw), Path(), hashlib.sha256(raw).digest()
        return
    ending = operation.uploads.get(request.content_type)
    if ending is None:
        raise Problem(NOT_THIS_FORM)
    asked = _asked(request, operation, b"")
    with tempfile.TemporaryDirectory() as folder:
        file, digest = Path(folder, f"upload{ending}"), hashlib.sha256(request.query_string.encode())
        with await asyncio.to_thread(file.open, "wb") as out:
            async for chunk in _chunks(request, operation.largest):
                out.write(chunk)
                digest.update(chunk)
        yield asked, file, digest.digest()


async def _body(request: web.Request, largest: int) -> bytes:
    return b"".join([chunk async for chunk in _chunks(request, largest)])


async def _chunks(request: web.Request, largest: int) -> AsyncIterator[bytes]:
    """At most `largest` bytes; a body without a declared length is cut off there too."""
    if (request.content_length or 0) > largest:
        raise Problem(TOO_LARGE)
    size = 0
    try:
        async for chunk in request.content.iter_chunked(64 * 1024):
            size += len(chunk)
            if size > largest:
                raise Problem(TOO_LARGE)
            yield chunk
    except (web.RequestPayloadError, ConnectionError):
        raise Problem(NOT_JSON) from None


def _asked(request: web.Request, operation: Operation[M], body: bytes) -> M:
    """The body, or with GET and uploads the query; raises `Problem` 400 and 422."""
    try:
        if operation.method == "GET" or operation.uploads:
            return operation.request.model_validate(_query(request, operation.request))
        return operation.request.model_validate_json(body or b"{}")
    except ValidationError as error:
        told = error
    if any(one["type"] == "json_invalid" for one in told.errors(include_input=False, include_context=False)):
        raise Problem(NOT_JSON)
    raise invalid(told)


def _query(request: web.Request, model: type[BaseModel]) -> dict[str, str | list[str]]:
    """The query with all values of what may be given many times; of what may not, one given twice stays a fault."""
    many = {field.alias or name for name, field in model.model_fields.items() if get_origin(field.annotation) in (list, tuple)}
    given = {name: request.query.getall(name) for name in request.query}
    return {name: values if name in many or values[1:] else values[0] for name, values in given.items()}
