"""Where settings come from: environment, secret files and a TOML file, with the name and origin of every fault."""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, get_args, get_origin

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

__all__ = ["PREFIX", "Found", "leaves", "tables"]

PREFIX = "guichet_"
POINTERS = ("guichet_config", "guichet_secrets_dir")
TESTS_ONLY = "guichet_test_"


@dataclass(frozen=True, slots=True)
class Found:
    """What the sources say before any of it is validated: values by flat name, values by table, and where each is from."""

    texts: dict[str, str] = field(default_factory=dict)
    toml: dict[str, Any] = field(default_factory=dict)
    origins: dict[tuple[str, ...], str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[str, type[BaseModel]] = field(default_factory=dict)

    @classmethod
    def read(cls, model: type[BaseModel]) -> Self:
        found = cls(known={flat(path): path for path in leaves(model)}, tables=dict(tables(model)))
        environment = {name: os.environ[name] for name in os.environ if name.lower().startswith(PREFIX)}
        pointers = {name.lower(): value for name, value in environment.items() if name.lower() in POINTERS}
        found._read_toml(pointers.get("guichet_config"))
        found._read_secrets(pointers.get("guichet_secrets_dir"))
        found._take({name: text for name, text in environment.items() if name.lower() not in POINTERS}, "environment")
        return found

    def _read_toml(self, name: str | None) -> None:
        if not name:
            return
        try:
            self.toml.update(tomllib.loads(Path(name).read_text("utf-8")))
        except OSError as error:
            self.faults.append(f"GUICHET_CONFIG: {name} cannot be read: {error.strerror}")
        except ValueError as error:  # of TOML or of UTF-8; neither says a value
            self.faults.append(f"GUICHET_CONFIG: {name} is not TOML: {error}")
        for path in self.known.values():
            table = self.toml.get(path[0]) if path[1:] else self.toml
            if isinstance(table, dict) and path[-1] in table:
                self.origins[path] = "TOML file"
        for name, model in self.tables.items():
            found = self.toml.get(name)
            for entry, values in found.items() if isinstance(found, dict) else ():
                self.origins.update(dict.fromkeys(_given(model, values, (name, entry)), "TOML file"))

    def _read_secrets(self, name: str | None) -> None:
        folder = Path(name or "/run/secrets")
        if name and not folder.is_dir():
            self.faults.append(f"GUICHET_SECRETS_DIR: {name} is not a folder")
        try:
            files = [file for file in sorted(folder.glob("*")) if file.name.lower().startswith(PREFIX) and file.is_file()]
            self._take({file.name: file.read_text("utf-8").strip() for file in files}, "secret file")
        except (OSError, UnicodeDecodeError):
            self.faults.append("GUICHET_SECRETS_DIR: a secret file cannot be read as text")

    def _take(self, texts: dict[str, str], origin: str) -> None:
        for name, text in texts.items():
            path = self.known.get(name.lower()) or self._entry(name.lower())
            if path and text:
                self.texts[name.lower()] = text
                self.origins[path] = origin
            elif not path and not name.lower().startswith(TESTS_ONLY):
                shown = [other.upper() if name.isupper() else other for other in (*self.known, *POINTERS)]
                self.faults.append(f"{name} ({origin}) is not a setting{nearest(name, shown)}")

    def _entry(self, name: str) -> tuple[str, ...]:
        """`guichet_ussd__hubtel__key` as ("ussd", "hubtel", "key"); empty when no table has such a leaf."""
        table, *rest = name.removeprefix(PREFIX).split("__")
        model = self.tables.get(table)
        return (table, *rest) if model and rest and rest[0] and tuple(rest[1:]) in leaves(model) else ()

    def lines(self, error: ValidationError) -> Iterator[str]:
        """The faults as the person who set the values reads them; never a value."""
        for detail in error.errors(include_url=False, include_context=False, include_input=False):
            if detail["type"] == "extra_forbidden":
                dotted = ".".join(str(part) for part in detail["loc"])
                near = nearest(dotted, [".".join(path) for path in self.known.values()])
                yield f"{dotted} (TOML file) is not a setting{near}"
            elif detail["type"] != "default_factory_not_called":  # only says that another line exists
                yield f"{self._named(detail['loc'])}: {detail['msg'].removeprefix('Value error, ')}"

    def _named(self, place: tuple[int | str, ...]) -> str:
        path = next((path for path in (*self.known.values(), *self.origins) if path == place[: len(path)]), ())
        origin = self.origins.get(path)
        name = {"environment": flat(path).upper(), "secret file": flat(path)}.get(origin or "")
        dotted = ".".join(str(part) for part in path or place)
        return f"{name or dotted} ({origin})" if origin else dotted


def leaves(model: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every single setting, as ("port",) or ("mosip", "ida_url")."""
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from leaves(info.annotation, (*above, name))
        elif get_origin(info.annotation) is not dict:
            yield (*above, name)


def tables(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """The settings whose entries have free names (`[ussd.hubtel]`), with what one entry is."""
    for name, info in model.model_fields.items():
        if get_origin(info.annotation) is dict:
            yield name, get_args(info.annotation)[1]


def _given(model: type[BaseModel], entry: object, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The paths of the leaves that a table of the TOML file sets."""
    for path in leaves(model):
        value = entry
        for part in path:
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            yield (*above, *path)


def flat(path: tuple[str, ...]) -> str:
    return PREFIX + "__".join(path)


def nearest(name: str, known: list[str]) -> str:
    best = process.extractOne(name, known, score_cutoff=80)
    return f"; did you mean {best[0]}?" if best else ""
