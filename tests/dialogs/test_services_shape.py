"""Rule 1, before anything runs: services and parts are written so that a replay always takes the same way."""

import ast
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(p for folder in ("services", "parts") for p in (ROOT / "dialogs" / folder).glob("*.py") if p.stem != "__init__")
FRONT = ROOT / "dialogs" / "engine" / "counter.py"
HANDLES = ("talk", "desk")
FORBIDDEN = (
    "aiohttp", "redis", "sqlalchemy", "asyncio", "socket", "os", "random", "secrets", "time", "uuid", "logging", "threading",
    "contextvars", "structlog", "config.settings", "dialogs.engine", "store", "registry_client", "channels", "sandbox",
)  # fmt: skip
CLOCKS = frozenset({"now", "utcnow", "today"})
MUTATORS = frozenset({
    "append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "remove", "discard", "clear", "sort",
    "reverse",
})  # fmt: skip


def faults(source: str) -> list[str]:
    """What is wrong with the shape of a service or part: one word each, in order of lines."""
    tree = ast.parse(textwrap.dedent(source))
    found = [
        (node.lineno, word) for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr) for word in _wrong(node, tree)
    ]
    found += [(0, f"name-twice {name}") for name, times in Counter(asked(tree)).items() if times > 1]
    return [word for _, word in sorted(found)]


def _wrong(node: ast.stmt | ast.expr, tree: ast.Module) -> Iterator[str]:
    match node:
        case ast.Await() if not _may_await(node.value, tree):
            yield "awaits"
        case ast.Try() | ast.TryStar():
            yield "try"
        case ast.Set() | ast.SetComp():
            yield "set"
        case ast.Call(func=ast.Name(id="set" | "frozenset")):
            yield "set"
        case ast.Call(func=ast.Attribute(attr=attr)) if attr in CLOCKS:
            yield "clock"
        case ast.Global() | ast.Nonlocal():
            yield "global"
        case ast.AsyncFor() | ast.AsyncWith() | ast.Yield() | ast.YieldFrom():
            yield "awaits"
        case ast.ListComp() | ast.DictComp() | ast.GeneratorExp() if any(part.is_async for part in node.generators):
            yield "awaits"
        case ast.Import():
            yield from ("import" for alias in node.names if _is_forbidden(alias.name))
        case ast.ImportFrom():
            whole = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            yield from ["import"] * (node.level > 0 or any(map(_is_forbidden, whole)))
        case ast.Call(func=ast.Attribute(value=ast.Name(id="talk"), attr="ask")) if _name_of(node) is None:
            yield "name-not-literal"
        case ast.Call(func=ast.Attribute(value=ast.Name(id=id), attr=attr)) if attr in MUTATORS and id in _of_the_module(tree):
            yield "global"
        case ast.Assign() | ast.AugAssign() | ast.AnnAssign() | ast.Delete():
            yield from ("global" for target in _targets(node) if _root(target) in _of_the_module(tree))


def _is_forbidden(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in FORBIDDEN)


def _may_await(value: ast.expr, tree: ast.Module) -> bool:
    """A call on a handle, or of a coroutine that is given both handles: one of this file, or one of dialogs.parts."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="talk" | "desk"))):
            return True
        case ast.Call(func=ast.Name(id=name), args=[ast.Name(id="talk"), ast.Name(id="desk"), *_]):
            return name in _coroutines(tree) | _of_parts(tree)
    return False


def _coroutines(tree: ast.Module) -> set[str]:
    made = (node for node in tree.body if isinstance(node, ast.AsyncFunctionDef))
    return {node.name for node in made if tuple(arg.arg for arg in node.args.args[:2]) == HANDLES}


def _of_parts(tree: ast.Module) -> set[str]:
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    return {a.asname or a.name for i in imports if (i.module or "").startswith("dialogs.parts.") for a in i.names}


def _of_the_module(tree: ast.Module) -> set[str]:
    """Names that the module itself assigns or imports: nobody may change them while a citizen is served."""
    assigned = {_root(t) for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) for t in _targets(node, own=True)}
    imported = {a.asname or a.name for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom) for a in node.names}
    return (assigned | imported) - {""}


def _targets(node: ast.stmt, *, own: bool = False) -> list[ast.expr]:
    """What is assigned. A plain name inside a function is a local one; only items and attributes reach out of it."""
    targets = getattr(node, "targets", None) or [node.target]  # type: ignore[attr-defined]
    return [t for t in targets if own or isinstance(t, ast.Subscript | ast.Attribute)]


def _root(target: ast.expr) -> str:
    while isinstance(target, ast.Subscript | ast.Attribute):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def _name_of(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def asked(tree: ast.Module) -> list[str]:
    """The names of the questions in a file, once per place where they are asked."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    asks = (c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "ask")
    return [name for call in asks if (name := _name_of(call))]


def parts_of(tree: ast.Module) -> Iterator[Path]:
    """The files of dialogs.parts that a file leans on, and theirs."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dialogs.parts."):
            path = ROOT / f"{(node.module or '').replace('.', '/')}.py"
            yield path
            yield from parts_of(ast.parse(path.read_text("utf-8")))


# --- ours ---


def test_there_are_services_to_look_at() -> None:
    assert {"recover", "status", "offices", "privacy"} <= {path.stem for path in FILES if path.parent.name == "services"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_service_has_the_shape_that_a_replay_needs(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name == "services"], ids=lambda p: p.stem)
def test_a_question_name_means_one_thing_in_a_whole_conversation(path: Path) -> None:
    """With the front counter and the parts that it leans on: all of them write into one journal."""
    tree = ast.parse(path.read_text("utf-8"))
    front = ast.parse(FRONT.read_text("utf-8"))
    files = dict.fromkeys([path, *parts_of(tree), FRONT, *parts_of(front)])
    names = Counter(name for file in files for name in set(asked(ast.parse(file.read_text("utf-8")))))
    assert [name for name, times in names.items() if times > 1] == []


def test_the_names_of_looks_and_deeds_are_literal_and_unique() -> None:
    rooms = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "dialogs" / "desk").glob("*.py")]
    calls = (node for room in rooms for node in ast.walk(room) if isinstance(node, ast.Call))
    names = [_name_of(call) for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("Look", "Deed")]
    assert names
    assert None not in names
    assert len(set(names)) == len(names)


# --- made-up bad ones ---

HEAD = """
    from dialogs.parts.offices import nearest_office
    from dialogs.questions import text

    LIST = []
    TABLE = {}
"""
BAD: dict[str, tuple[str, list[str]]] = {
    "a sleep": ("import asyncio\nasync def s(talk, desk):\n    await asyncio.sleep(1)", ["import", "awaits"]),
    "a bare name": ("async def s(talk, desk):\n    step = desk.look()\n    await step", ["awaits"]),
    "a port": ("async def s(talk, desk):\n    await desk._world.outbox.put(1)", ["awaits"]),
    "another object": ("async def s(talk, desk, other):\n    await other.ask('x')", ["awaits"]),
    "a function without handles": ("async def other(x):\n    pass\nasync def s(talk, desk):\n    await other(1)", ["awaits"]),
    "a coroutine of its own with other handles": (
        "async def other(desk, talk):\n    pass\nasync def s(talk, desk):\n    await other(talk, desk)",
        ["awaits"],
    ),
    "a part without handles": ("async def s(talk, desk):\n    await nearest_office()", ["awaits"]),
    "a lambda's result": ("async def s(talk, desk):\n    await (lambda: desk.look())()", ["awaits"]),
    "a gathering": (
        "from asyncio import gather\nasync def s(talk, desk):\n    await gather(desk.a(), desk.b())",
        ["import", "awaits"],
    ),
    "async for": ("async def s(talk, desk):\n    async for x in desk.all():\n        pass", ["awaits"]),
    "async with": ("async def s(talk, desk):\n    async with desk.lock():\n        pass", ["awaits"]),
    "an async comprehension": ("async def s(talk, desk):\n    return [x async for x in desk.all()]", ["awaits"]),
    "a yield": ("def s(talk, desk):\n    yield 1", ["awaits"]),
    "try": ("async def s(talk, desk):\n    try:\n        await desk.look()\n    except Exception:\n        pass", ["try"]),
    "try star": ("async def s(talk, desk):\n    try:\n        await desk.look()\n    except* ValueError:\n        pass", ["try"]),
    "a set": ("async def s(talk, desk):\n    for x in {1, 2}:\n        await desk.look(x)", ["set"]),
    "a set comprehension": ("async def s(talk, desk):\n    return {x for x in 'ab'}", ["set"]),
    "a set by name": ("async def s(talk, desk):\n    return set('ab')", ["set"]),
    "a global": ("N = 0\nasync def s(talk, desk):\n    global N\n    N = 1", ["global"]),
    "a nonlocal": ("def outer():\n    n = 0\n    async def s(talk, desk):\n        nonlocal n\n        n = 1", ["global"]),
    "an item of the module's table": ("async def s(talk, desk):\n    TABLE['x'] = 1", ["global"]),
    "an item dropped": ("async def s(talk, desk):\n    del TABLE['x']", ["global"]),
    "a count in the module's table": ("async def s(talk, desk):\n    TABLE['x'] += 1", ["global"]),
    "a list of the module": ("async def s(talk, desk):\n    LIST.append(1)", ["global"]),
    "an attribute of an import": ("async def s(talk, desk):\n    text.used = True", ["global"]),
    "a name that is made up": (
        "async def s(talk, desk):\n    for n in (1, 2):\n        await talk.ask(f'q{n}', text('q'))",
        ["name-not-literal"],
    ),
    "a name from a variable": ("Q = 'q'\nasync def s(talk, desk):\n    await talk.ask(Q, text('q'))", ["name-not-literal"]),
    "a name used in two places": (
        "async def s(talk, desk):\n    await talk.ask('q', text('a'))\n    await talk.ask('q', text('b'))",
        ["name-twice q"],
    ),
    "time": ("import time\nasync def s(talk, desk):\n    return time.time()", ["import"]),
    "the day": ("from datetime import date\nasync def s(talk, desk):\n    return date.today()", ["clock"]),
    "the hour": ("import datetime\nasync def s(talk, desk):\n    return datetime.datetime.now()", ["clock"]),
    "chance": ("from random import choice\nasync def s(talk, desk):\n    return choice('ab')", ["import"]),
    "the environment": ("import os.path", ["import"]),
    "the engine": ("from dialogs.engine import run", ["import"]),
    "the engine by its parent": ("from dialogs import engine", ["import"]),
    "settings": ("from config import settings", ["import"]),
    "a relative import": ("from . import recover", ["import"]),
    "a log": ("import structlog", ["import"]),
    "an import inside": ("async def s(talk, desk):\n    import socket", ["import"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_service_is_caught(name: str) -> None:
    source, expected = BAD[name]
    assert faults(textwrap.dedent(HEAD) + source) == expected


def test_a_good_service_is_not() -> None:
    source = textwrap.dedent(HEAD) + textwrap.dedent("""
        async def s(talk, desk):
            seen = []
            while (word := await talk.ask("word", text("word"))) != "stop":
                seen.append(word)
                if await desk.look(word):
                    return await other(talk, desk, seen)
            table = {"x": 1}
            table["x"] = 2
            return await nearest_office(talk, desk)


        async def other(talk, desk, seen):
            await desk.deed(seen)
    """)
    assert faults(source) == []
