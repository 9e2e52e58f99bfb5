"""As much of GraphQL (October 2021) as the sandbox's openIMIS reads: one operation, variables, nested selections."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = ["Asked", "Malformed", "project", "read"]

_TOKEN = re.compile(
    r"""[\s,]*(?:(?P<text>"(?:[^"\\\n]|\\.)*")|(?P<number>-?\d+)|(?P<name>\$?[A-Za-z_]\w*)|(?P<sign>[{}()\[\]:!=]))"""
)
_LITERALS = {"true": True, "false": False, "null": None}


class Malformed(Exception):
    """What a GraphQL server would refuse before it does anything."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field with its arguments, variables filled in, and what is wanted of it."""

    field: str
    args: Mapping[str, object]
    wanted: tuple["Asked", ...]


def read(document: str, variables: Mapping[str, object]) -> tuple[str, Asked]:
    """`query` or `mutation`, and its one field."""
    tokens = _Tokens(document)
    kind = tokens.take()
    if kind not in ("query", "mutation"):
        raise Malformed("operation")
    while tokens.next not in ("{", "("):
        tokens.take()
    declared = set(_declared(tokens)) if tokens.next == "(" else set()
    fields = _selection(tokens, declared, variables)
    if len(fields) != 1 or not tokens.over:
        raise Malformed("one field")
    if unknown := variables.keys() - {name[1:] for name in declared}:
        raise Malformed(f"undeclared: {len(unknown)}")
    return kind, fields[0]


def project(value: object, wanted: tuple[Asked, ...]) -> object:
    """What was asked for of `value`, and nothing else; a field that it does not have is refused."""
    if isinstance(value, list):
        return [project(one, wanted) for one in value]
    if not isinstance(value, dict):
        if wanted and value is not None:
            raise Malformed("a scalar has no fields")
        return value
    if not wanted or any(one.field not in value for one in wanted):
        raise Malformed("field")
    return {one.field: project(value[one.field], one.wanted) for one in wanted}


class _Tokens:
    def __init__(self, document: str) -> None:
        self._found, at = list[str](), 0
        while document[at:].strip(" \t\r\n,"):
            match = _TOKEN.match(document, at)
            if match is None:
                raise Malformed("token")
            self._found.append(match.group().strip(" \t\r\n,"))
            at = match.end()
        self._at = 0

    @property
    def over(self) -> bool:
        return self._at >= len(self._found)

    @property
    def next(self) -> str:
        if self.over:
            raise Malformed("end")
        return self._found[self._at]

    def take(self, expected: str = "") -> str:
        token = self.next
        if expected and token != expected:
            raise Malformed(f"expected {expected}")
        self._at += 1
        return token


def _declared(tokens: _Tokens) -> Iterator[str]:
    tokens.take("(")
    while tokens.next != ")":
        if (token := tokens.take()).startswith("$"):
            yield token
    tokens.take(")")


def _selection(tokens: _Tokens, declared: set[str], variables: Mapping[str, object]) -> tuple[Asked, ...]:
    tokens.take("{")
    fields = []
    while tokens.next != "}":
        name = tokens.take()
        args = dict(_arguments(tokens, declared, variables)) if tokens.next == "(" else {}
        wanted = _selection(tokens, declared, variables) if tokens.next == "{" else ()
        fields.append(Asked(name, args, wanted))
    tokens.take("}")
    return tuple(fields)


def _arguments(tokens: _Tokens, declared: set[str], variables: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    tokens.take("(")
    while tokens.next != ")":
        name = tokens.take()
        tokens.take(":")
        given = tokens.next not in declared or tokens.next[1:] in variables
        value = _value(tokens, declared, variables)
        if given:
            yield name, value
    tokens.take(")")


def _value(tokens: _Tokens, declared: set[str], variables: Mapping[str, object]) -> object:
    if tokens.next == "[":
        tokens.take("[")
        values = []
        while tokens.next != "]":
            values.append(_value(tokens, declared, variables))
        tokens.take("]")
        return values
    token = tokens.take()
    if token.startswith("$"):
        if token not in declared:
            raise Malformed("variable")
        return variables.get(token[1:])
    if token.startswith('"'):
        return token[1:-1]
    return int(token) if token.lstrip("-").isdigit() else _LITERALS.get(token, token)
