"""Describes the operations of the API as OpenAPI 3.1, from the same table that serves them."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from console.api.operations import JSON, Operation, Versioned
from console.api.problems import MEDIA_TYPE, Kind, ProblemDocument

__all__ = ["document"]

VERSION = "1"
Json = dict[str, Any]


def document(operations: Sequence[Operation[Any]]) -> Json:
    """The OpenAPI 3.1 document; JSON Schema 2020-12 for all bodies."""
    paths: Json = {}
    for one in operations:
        paths.setdefault(f"/api{one.path}", {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Guichet", "version": VERSION},
        "security": [{"operator": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "securitySchemes": {"operator": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Operation[Any]) -> Json:
    in_path = [_in_path(name, pattern) for name, pattern in one.params.items()]
    schema = _ref(one.response) if one.media == JSON else {"type": "string"}
    told: Json = {"description": "Done", "content": {one.media: {"schema": schema}}}
    if issubclass(one.response, Versioned):
        told["headers"] = {"ETag": {"description": "The version, for `If-Match`", "schema": {"type": "string"}}}
    return {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"For {' or '.join(sorted(one.roles))}.",
        **_asked(one, in_path),
        "responses": {str(one.status): told, **_problems(one.kinds)},
    }


def _asked(one: Operation[Any], in_path: list[Json]) -> Json:
    if one.method == "GET":
        return {"parameters": [*in_path, *_by_query(one)]}
    before = [*in_path, *([_IF_MATCH] if one.matches else [_IDEMPOTENCY])]
    if not one.uploads:
        return {"parameters": before, "requestBody": _by_body(one)}
    files = {media: {"schema": {"type": "string"}} for media in one.uploads}
    return {"parameters": [*before, *_by_query(one)], "requestBody": {"required": True, "content": files}}


def _by_body(one: Operation[Any]) -> Json:
    required = any(field.is_required() for field in one.request.model_fields.values())
    return {"required": required, "content": {JSON: {"schema": _ref(one.request)}}}


def _by_query(one: Operation[Any]) -> list[Json]:
    """Each field of the model is a parameter; lists are given by repeating it."""
    schema = one.request.model_json_schema(by_alias=True, ref_template=_TEMPLATE)
    required = schema.get("required", [])
    fields = schema.get("properties", {}).items()
    return [{"name": name, "in": "query", "required": name in required, "schema": _told(field)} for name, field in fields]


def _told(schema: Json) -> Json:
    """A parameter that may be left out is never null: nothing in an address is."""
    kinds: list[Json] = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    return kinds[0] | {name: told for name, told in schema.items() if name not in ("anyOf", "default")}


_TEMPLATE = "#/components/schemas/{model}"


_IDEMPOTENCY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key again is answered as the first time and does nothing twice.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
}
_IF_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The `ETag` of what was read: what somebody has changed since is not written over.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
}


def _in_path(name: str, pattern: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{pattern}$"}}


def _problems(kinds: Iterable[Kind]) -> Json:
    """One response for each status: the kinds of one status are told by their `type`."""
    by_status: dict[int, list[Kind]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, []).append(kind)
    return {
        str(status): {
            "description": "; ".join(f"{kind.title} (`{kind.slug}`)" for kind in some),
            "content": {MEDIA_TYPE: {"schema": _ref(ProblemDocument)}},
        }
        for status, some in sorted(by_status.items())
    }


def _ref(model: type[BaseModel]) -> Json:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _schemas(operations: Sequence[Operation[Any]]) -> Json:
    asked = {one.request for one in operations}
    told = {one.response for one in operations if one.media == JSON} | {ProblemDocument}
    inputs = [(model, "validation") for model in sorted(asked, key=lambda one: one.__name__)]
    outputs = [(model, "serialization") for model in sorted(told - asked, key=lambda one: one.__name__)]
    _, defined = models_json_schema([*inputs, *outputs], by_alias=True, ref_template=_TEMPLATE)  # type: ignore[list-item]
    schemas: Json = defined["$defs"]
    return schemas
