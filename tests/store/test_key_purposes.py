"""One purpose of the keyring for one use: what is hashed or sealed for one thing never fits another."""

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.sources import modules

SHARED = {
    "audit-line": "one line of the audit for one act",
    "caller": "who comes, by a phone or a chat, to the tries and to the audit",
    "campaign": "a campaign to the audit",
    "contact": "a phone to its consents, to the roll and to campaigns: asked in one statement",
    "conversation": "where a conversation is kept, to go on with it or to erase it",
    "operator": "an operator to his tries and to the audit",
    "roll-household": "the twin and the database",
    "subject": "whom it is about, to the tries and to the audit",
    "try": "one try for one act",
}
"""Purposes of a hash that more than one module names, and the one thing that each is for in all of them."""
BY_NAME = {
    "store/redis_contacts.py": ["mac(what)"],  # language, network
    "store/sql/rotation.py": ["open(what.purpose)", "seal(what.purpose)"],  # of each column that is sealed
}
"""Where a purpose is no literal."""


def calls() -> Iterator[tuple[str, str, ast.expr]]:
    """(module, `mac`, `seal` or `open`, the purpose) of each call of a keyring."""
    for module, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and (method := method_of(node)):
                yield module, method, node.args[0]


def method_of(call: ast.Call) -> str:
    """Of `keys.mac`, `self._keys.seal` and the like, and of `mac` where it was taken from a keyring for short."""
    match ast.unparse(call.func).replace("_", "").split("."):
        case [*_, "keys", ("mac" | "seal" | "open") as method]:
            return method
        case ["mac"] if isinstance(call.args[0], ast.Constant):
            return "mac"
    return ""


def users(*methods: str) -> dict[str, set[str]]:
    """The modules that name each purpose."""
    found = defaultdict[str, set[str]](set)
    for module, method, purpose in calls():
        if method in methods and isinstance(purpose, ast.Constant):
            found[str(purpose.value)].add(module)
    return found


def test_a_hash_of_one_module_is_of_no_use_in_another_unless_it_is_the_same_thing() -> None:
    assert {purpose for purpose, modules in users("mac").items() if len(modules) > 1} == SHARED.keys()


def test_what_one_module_sealed_opens_in_no_other() -> None:
    assert {purpose: modules for purpose, modules in users("seal", "open").items() if len(modules) > 1} == {}


def test_other_purposes_are_few_and_known() -> None:
    found = defaultdict[str, list[str]](list)
    for module, method, purpose in calls():
        if not isinstance(purpose, ast.Constant) and module != "registry_client/mosip/ida.py":  # its keys are MOSIP's
            found[module].append(f"{method}({ast.unparse(purpose)})")
    assert {module: sorted(named) for module, named in found.items()} == BY_NAME
