"""Every text key that the sources ask for is in the catalogues, and no key waits there for nobody."""

import ast
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from fluent.runtime import FluentResource
from fluent.syntax.ast import Message

from dialogs.texts.speech import TEXTED

HOUSE = Path(__file__).parents[2]
SOURCE = resources.files("dialogs.texts").joinpath("en.ftl").read_text("utf-8")
KEYS = sorted(entry.id.name for entry in FluentResource(SOURCE).body if isinstance(entry, Message))

FIRST = {
    "Prompt", "end", "Kept", "word", "say", "choice", "text", "receipt_number", "one_time_code", "identifier", "card_number",
    "reference", "pin", "last_digits", "phone_number", "listed", "_slip", "_end", "_said",
}  # fmt: skip
CALLS = {**dict.fromkeys(FIRST, slice(0, 1)), "Option": slice(1, 2), "yes_no": slice(0, 3)}
"""The calls that take text keys, and which of their arguments are keys."""


def sources() -> Iterator[ast.AST]:
    for path in sorted(
        [*HOUSE.glob("dialogs/**/*.py"), *HOUSE.glob("channels/**/*.py"), *HOUSE.glob("house/*.py"), *HOUSE.glob("main.py")]
    ):
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


def pattern(node: ast.expr) -> str | None:
    """The text keys that an expression can stand for, as a pattern; None when it is no literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join((pattern(part) or ".+") if isinstance(part, ast.Constant) else ".+" for part in node.values)
    return None


def asked() -> set[str]:
    """Patterns of the keys that the sources hand to `CALLS`."""
    found = set()
    for node in sources():
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            found |= {key for arg in node.args[CALLS.get(name, slice(0))] if (key := pattern(arg))}
    return {key for key in found if not key.startswith(".+")}  # all variable: it would stand for every key


def test_every_key_that_the_sources_ask_for_is_there() -> None:
    assert [key for key in sorted(asked()) if not any(re.fullmatch(key, known) for known in KEYS)] == []


def shown(key: str) -> str:
    """The key that stands for it in a prompt."""
    return key.removesuffix(TEXTED)


def test_no_key_is_unused() -> None:
    literals = {node.value for node in sources() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    used = asked()
    assert [key for key in map(shown, KEYS) if key not in literals and not any(re.fullmatch(one, key) for one in used)] == []
