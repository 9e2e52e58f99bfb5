"""Serves the operations of the API: the door, the body, the answer, the same for all of them."""

import json
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, get_origin

from aiohttp import web
from pydantic import BaseModel, ValidationError

from console.api.access import Access
from console.api.openapi import document
from console.api.operations import Call, M, Operation
from console.api.problems import INVALID, NOT_JSON, TOO_LARGE, Problem, invalid, problems
from store.operators import Operator

__all__ = ["application"]

IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,128}")


def application(operations: Sequence[Operation[Any]], access: Access) -> web.Application:
    """The application for `/api`: every operation, and `openapi.json` that describes them."""
    app = web.Application(middlewares=[problems])
    for operation in operations:
        app.router.add_route(operation.method, _route(operation), _serving(operation, access))
    described = json.dumps(document(operations)).encode()

    async def openapi(_: web.Request) -> web.Response:
        return web.Response(body=described, content_type="application/json")

    app.router.add_get("/openapi.json", openapi)
    return app


def _route(operation: Operation[Any]) -> str:
    path = operation.path
    for name, pattern in operation.params.items():
        path = path.replace(f"{{{name}}}", f"{{{name}:{pattern}}}")
    return path


def _serving(operation: Operation[Any], access: Access) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.Response:
        operator = await access.operator(request.headers.get("Authorization", ""), operation.roles)
        asked = await _asked(request, operation)
        call = Call(operator, dict(request.match_info), asked, _key(request, operation, access, operator))
        answer = await operation.handler(call)
        told = answer.model_dump_json(by_alias=True).encode()
        headers = {"Cache-Control": "no-store"}
        return web.Response(body=told, status=operation.status, content_type="application/json", headers=headers)

    return serve


def _key(request: web.Request, operation: Operation[Any], access: Access, operator: Operator) -> bytes:
    given = request.headers.getall("Idempotency-Key", [])
    if len(given) > 1 or (given and not IDEMPOTENCY_KEY.fullmatch(given[0])):
        raise Problem(INVALID, faults=[("header.Idempotency-Key", "string_pattern_mismatch")])
    once = given[0] if given else secrets.token_hex(16)
    return access.keys.mac("api-key", operator.id, operation.name, *request.match_info.values(), once)


async def _body(request: web.Request, largest: int) -> bytes:
    """At most `largest` bytes; a body without a declared length is cut off there too."""
    if (request.content_length or 0) > largest:
        raise Problem(TOO_LARGE)
    body = bytearray()
    try:
        async for chunk in request.content.iter_chunked(64 * 1024):
            body += chunk
            if len(body) > largest:
                raise Problem(TOO_LARGE)
    except (web.RequestPayloadError, ConnectionError):
        raise Problem(NOT_JSON) from None
    return bytes(body)


async def _asked(request: web.Request, operation: Operation[M]) -> M:
    """The body, or with GET the query; raises `Problem` 400 and 422."""
    try:
        if operation.method == "GET":
            return operation.request.model_validate(_query(request, operation.request))
        return operation.request.model_validate_json(await _body(request, operation.largest) or b"{}")
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
