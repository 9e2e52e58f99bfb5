"""A prompt as bytes and back: what an errand found out is kept until the citizen has read it."""

from datetime import date

import msgspec

from dialogs.model import Names, Option, Param, Prompt

__all__ = ["dump_prompt", "load_prompt"]

_Params = list[tuple[str, str, str | int | list[tuple[str, str]]]]
_Wire = tuple[str, _Params, list[tuple[str, str, _Params]]]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Wire).decode


def dump_prompt(prompt: Prompt) -> bytes:
    """MessagePack of (key, params, options); each parameter carries a letter for its kind."""
    options = [(option.value, option.key, _dump(option.params)) for option in prompt.options]
    return _encode((prompt.key, _dump(prompt.params), options))


def load_prompt(raw: bytes) -> Prompt:
    key, params, options = _decode(raw)
    return Prompt(key, _load(params), tuple(Option(value, text, _load(own)) for value, text, own in options))


def _dump(params: tuple[tuple[str, Param], ...]) -> _Params:
    return [(name, *_tagged(value)) for name, value in params]


def _tagged(value: Param) -> tuple[str, str | int | list[tuple[str, str]]]:
    match value:
        case date():
            return "d", value.isoformat()
        case Names():
            return "n", list(value.by_lang)
        case _:
            return "", value


def _load(params: _Params) -> tuple[tuple[str, Param], ...]:
    return tuple((name, _param(kind, value)) for name, kind, value in params)


def _param(kind: str, value: str | int | list[tuple[str, str]]) -> Param:
    if isinstance(value, list):
        return Names(tuple(value))
    return date.fromisoformat(value) if kind == "d" and isinstance(value, str) else value
